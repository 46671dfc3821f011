//! What nobody drew is struck, by whoever has it at hand, in this round and all later ones.

use piaojue::ballots::{self, StruckAs};
use serde_json::{Value, json};
use verifiable_ballots::Credential;

use crate::support::{
    TestApp,
    session::{FOUR_BY_SLIPS, Hall, MarkedBallot, Plan, Slips, one_slip},
};

on_both_databases! {
    async fn voting_waits_until_every_slip_in_the_tray_is_struck(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let slips = hall.slips_are_printed(9);
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.everybody_draws_a_slip(&slips);
        hall.scrutineers[0].browser().await.visits("/scrutineer").await.says("请核销剩余的选票码条");
        for (left, code) in (0..5).rev().zip(&slips.codes[4..]) {
            hall.secretariat.desk().await.says(&format!("盘里还有 {} 张码条没有核销", left + 1));
            let answer = hall.scrutineers[left % 2].strikes(StruckAs::Leftover, &slips.strikes(code, 1)).await;
            let stands: Value = serde_json::from_str(&answer.is(200).html).unwrap();
            assert_eq!(stands["in_the_tray"], left);
        }
        hall.secretariat.desk().await.says("印制 9 张 = 发出 + 剩余 + 作废 + 遗失").says("选票码 4 个");
        hall.secretariat.opens().await.is(200).says("投票已开始");
        let listed = app.reads(|conn| ballots::credential_list(conn, app.round().id));
        let mut drawn: Vec<String> = hall.deputies.iter().map(|deputy| deputy.key()).collect();
        let mut keys: Vec<String> = listed.entries().iter().map(ToString::to_string).collect();
        drawn.sort();
        keys.sort();
        assert_eq!(keys, drawn, "the list holds what deputies drew, and nothing else");
        hall.scrutineers[0].browser().await.visits("/scrutineer/slips").await.says("名单已经封存");
        let struck = MarkedBallot::new(&app, &slips.codes[4], "赞反反反");
        struck.is_cast().await.is_refused(422, "not_on_list");
        hall.deputies[0].casts("赞反反反").await.receipt();
    }

    async fn only_who_holds_the_code_strikes_it(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let slips = hall.slips_are_printed(9);
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.everybody_draws_a_slip(&slips);
        let (drawn, left) = (&slips.codes[0], &slips.codes[4]);
        // The keys are public: with another's proof, the proof of another round, one changed, one missing, one twice.
        let of = |code: &Credential| slips.strikes(code, 1);
        let mut with_anothers_proofs = of(drawn);
        for (line, other) in with_anothers_proofs.as_array_mut().unwrap().iter_mut().zip(of(left).as_array().unwrap()) {
            line["proof"] = other["proof"].clone();
        }
        let mut of_another_round = of(drawn);
        of_another_round[0]["proof"] = of_another_round[1]["proof"].clone();
        let mut changed = of(left);
        changed[5]["proof"]["response"] = json!("1");
        let mut one_round_less = of(left);
        one_round_less.as_array_mut().unwrap().pop();
        let mut twice = of(left);
        twice[1] = twice[0].clone();
        let mut signed_something_else = of(drawn);
        let vote = one_slip(drawn, 1, "vote");
        signed_something_else[0]["proof"] = vote["proof"].clone();
        for wrong in [with_anothers_proofs, of_another_round, changed, one_round_less, twice, signed_something_else, json!([]), json!("x")] {
            let refused = hall.scrutineers[0].strikes(StruckAs::Leftover, &wrong).await;
            refused.is(409).says("没有证明编码在手");
        }
        let foreign = Slips { uuids: slips.uuids.clone(), ..Slips::made(1) };
        hall.scrutineers[0].strikes(StruckAs::Leftover, &foreign.strikes(&foreign.codes[0], 1)).await.is(409).says("不是这次会议这一批的");
        let round = app.round();
        let count = app.reads(|conn| ballots::slip_count_of_round(conn, &round)).unwrap();
        assert_eq!((count.leftover, count.listed), (0, 9));
        hall.scrutineers[0].strikes(StruckAs::Leftover, &of(left)).await.is(200);
        hall.scrutineers[1].strikes(StruckAs::Leftover, &of(left)).await.is(409).says("已经核销过");
    }

    async fn no_more_are_struck_than_are_left(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let slips = hall.slips_are_printed(9);
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.everybody_draws_a_slip(&slips);
        hall.leftover_is_struck(&slips, 4, 1);
        // A slip picked up from a deputy's table.
        hall.scrutineers[0].strikes(StruckAs::Leftover, &slips.strikes(&slips.codes[0], 1)).await.is(409).says("可能是代表抽走的");
        hall.secretariat.opens().await.is(200);
        hall.deputies[0].casts("赞反反反").await.receipt();
    }

    async fn of_four_hundred_slips_three_hundred_and_forty_are_on_the_list(app: TestApp) {
        let mut hall = Hall::ready(&app, Plan { deputies: 340, ..FOUR_BY_SLIPS });
        let slips = hall.slips_are_printed(400);
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.everybody_draws_a_slip(&slips);
        hall.leftover_is_struck(&slips, 340, 1);
        hall.voting_begins();
        let listed = app.reads(|conn| ballots::credential_list(conn, app.round().id));
        assert_eq!(listed.len(), 340);
        let counts = app.reads(|conn| ballots::round_slips(conn, app.round().id)).unwrap();
        assert_eq!((counts.printed, counts.issued, counts.leftover, counts.listed), (400, 340, 60, 340));
        assert!(slips.codes[..340].iter().all(|code| listed.contains(&code.public(&slips.uuids[0]))));
        assert!(slips.codes[340..].iter().all(|code| !listed.contains(&code.public(&slips.uuids[0]))));
        hall.deputies[339].casts("赞反反反").await.receipt();
    }

    async fn a_lost_slip_is_counted_and_another_one_drawn(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let slips = hall.slips_are_printed(10);
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.everybody_draws_a_slip(&slips);
        let loser = hall.deputies[0].clone();
        hall.secretariat.asks_to_cancel(loser.id).await.is(200);
        hall.scrutineers[1].browser().await.visits("/scrutineer/cancellations").await.says("这张码条按遗失计数");
        hall.scrutineers[1].decides_the_cancellation(loser.id, "confirm").await.is(200);
        hall.secretariat.presses_for(&loser, "slip").await.is(200).says("已登记领取码条");
        hall.deputies[0].credential = Some(slips.codes[4].clone());
        hall.leftover_is_struck(&slips, 6, 1);
        // One that fell into the water.
        let browser = hall.scrutineers[0].browser().await;
        browser.visits("/scrutineer/slips").await;
        browser.submits("/scrutineer/slips/unreadable", &[("unreadable", "2")]).await.is(422).says("已经全部核销");
        browser.visits("/scrutineer/slips").await;
        browser.submits("/scrutineer/slips/unreadable", &[("unreadable", "1")]).await.is(200).says("已登记张数");
        hall.secretariat.desk().await.says("选票码 6 个");
        hall.secretariat.opens().await.is(200).says("投票已开始");
        hall.casts(&["赞反反反"; 4]).await;
        // Whoever found the lost slip casts on it: five ballots for four deputies void the round.
        MarkedBallot::new(&app, &slips.codes[0], "赞反反反").is_cast().await.receipt();
        hall.secretariat.closes().await.is(200);
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        hall.secretariat.desk().await.says("收回 5").says("上一轮投票作废");
    }
}
