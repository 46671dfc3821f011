//! A scrutineer prints slips, and two count them.

use piaojue::{accounts::Role, ballots::StruckAs};
use serde_json::{Value, json};

use crate::{
    ballots::audit_entries,
    support::{
        TestApp,
        session::{FOUR, FOUR_BY_SLIPS, Hall, Slips},
    },
};

on_both_databases! {
    async fn issuing_waits_until_two_scrutineers_have_counted_the_slips(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        hall.everybody_checks_in();
        let start = "/secretariat/issuing/start".to_owned();
        let desk = hall.secretariat.desk().await;
        desk.says("选票码条还没有印好、清点");
        assert!(!desk.attributes("form", "action").contains(&start));
        hall.scrutineers[0].browser().await.visits("/scrutineer").await.says("请印制选票码条");

        let slips = Slips::made(9);
        let answer = hall.scrutineers[0].prints(&slips.lists_as_sent()).await;
        let stands: Value = serde_json::from_str(&answer.is(200).html).unwrap();
        assert_eq!(stands["count"]["printed"], 9);
        for code in &slips.codes {
            assert!(!answer.html.contains(&code.to_string()));
        }
        hall.scrutineers[0].counts_slips("8").await.is(422).says("张数与生成的不一致");
        hall.scrutineers[0].counts_slips("九张").await.is(422).says("张数与生成的不一致");
        hall.scrutineers[0].counts_slips("9").await.is(200).says("已登记清点").says("请另一名监票人");
        assert!(!hall.secretariat.desk().await.attributes("form", "action").contains(&start), "one has counted");
        let page = hall.scrutineers[0].browser().await.visits("/scrutineer/slips").await;
        assert!(!page.attributes("form", "action").contains(&"/scrutineer/slips/count".to_owned()), "nobody counts twice");
        hall.scrutineers[1].counts_slips("9").await.is(200).says("已经清点封存");
        hall.secretariat.starts_issuing().await.is(200).says("已开始发票");
        assert_eq!(app.round().election_uuid, slips.uuids[0], "the box has the name that the slips were made for");
        let acts: Vec<String> = audit_entries(&app).into_iter().map(|(action, _)| action).collect();
        for (act, times) in [("slips_printed", 1), ("slips_counted", 2)] {
            assert_eq!(acts.iter().filter(|known| *known == act).count(), times, "{act}");
        }
    }

    async fn lists_that_are_not_right_are_not_registered(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let slips = Slips::made(9);
        let good = slips.lists_as_sent();
        let changed = |change: &dyn Fn(&mut Vec<Value>)| {
            let mut lists = good.clone();
            change(&mut lists);
            lists
        };
        let unsorted = changed(&|lists| lists[2]["keys"].as_array_mut().unwrap().reverse());
        let twice = changed(&|lists| lists[0]["keys"][1] = lists[0]["keys"][0].clone());
        let no_key = changed(&|lists| lists[0]["keys"][0] = json!("f".repeat(64)));
        let of_two_rounds = changed(&|lists| lists[1]["keys"] = lists[0]["keys"].clone());
        let shorter = changed(&|lists| drop(lists[5]["keys"].as_array_mut().unwrap().pop()));
        let same_name = changed(&|lists| lists[1]["uuid"] = lists[0]["uuid"].clone());
        let no_name = changed(&|lists| lists[0]["uuid"] = json!("O0Il'; DROP--!"));
        let five = changed(&|lists| drop(lists.pop()));
        for (lists, why) in [
            (unsorted, "not sorted"),
            (twice, "twice"),
            (no_key, "no key"),
            (of_two_rounds, "one key in two rounds"),
            (shorter, "different length"),
            (same_name, "another election"),
            (no_name, "no election"),
            (five, "number of lists"),
        ] {
            let refused = hall.scrutineers[0].prints(&lists).await;
            assert!(refused.is(409).html.contains(why), "{why}: {}", refused.html);
        }
        for number in [4, 8, 59] {
            hall.scrutineers[0].prints(&Slips::made(number).lists_as_sent()).await.is(409).says("可印 9 至 58 张");
        }
        hall.scrutineers[0].prints(&good).await.is(200);
        let browser = hall.scrutineers[1].browser().await;
        let page = browser.visits("/scrutineer/slips").await;
        assert!(page.attributes("form", "action").iter().all(|action| action != "/scrutineer/slips"), "printed once");
    }

    async fn slips_that_jammed_are_withdrawn_and_others_printed(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let jammed = hall.slips_are_printed(9);
        let browser = hall.scrutineers[1].browser().await;
        browser.visits("/scrutineer/slips").await;
        browser.submits("/scrutineer/slips/withdraw", &[]).await.is(200).says("这一批码条已作废");
        let slips = hall.slips_are_printed(10);
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.scrutineers[0].strikes(StruckAs::Leftover, &jammed.strikes(&jammed.codes[0], 1)).await.is(409).says("不是这次会议这一批的");
        hall.scrutineers[0].strikes(StruckAs::Leftover, &slips.strikes(&slips.codes[0], 1)).await.is(200);
        let page = hall.scrutineers[0].browser().await.visits("/scrutineer/slips").await;
        assert!(!page.attributes("form", "action").contains(&"/scrutineer/slips/withdraw".to_owned()), "issuing has begun");
    }

    async fn a_sample_is_checked_and_is_worth_nothing_then(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let slips = hall.slips_are_printed(10);
        hall.scrutineers[2].strikes(StruckAs::Sample, &slips.strikes(&slips.codes[9], 1)).await.is(200);
        hall.scrutineers[2].strikes(StruckAs::Sample, &slips.strikes(&slips.codes[9], 1)).await.is(409).says("已经核销过");
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.scrutineers[2].strikes(StruckAs::Sample, &slips.strikes(&slips.codes[8], 1)).await.is(409).says("现在不是");
        hall.everybody_draws_a_slip(&slips);
        for code in &slips.codes[4..9] {
            hall.scrutineers[0].strikes(StruckAs::Leftover, &slips.strikes(code, 1)).await.is(200);
        }
        hall.secretariat.opens().await.is(200).says("投票已开始");
        let sample = crate::support::session::MarkedBallot::new(&app, &slips.codes[9], "赞反反反");
        sample.is_cast().await.is_refused(422, "not_on_list");
    }

    async fn a_method_without_slips_prints_none(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let page = hall.scrutineers[0].browser().await.visits("/scrutineer/slips").await;
        page.is(200).says("本次会议不用选票码条");
        let tokens = page.form("/sign-out");
        let lists = json!(Slips::made(9).lists_as_sent()).to_string();
        let sent = hall.scrutineers[0].browser().await.sends("/scrutineer/slips", &tokens.with(&[("lists", &lists)])).await;
        sent.is(409).says("不用码条");
        hall.scrutineers[0].browser().await.visits("/scrutineer").await.is(200);
        let mut secretary = app.signed_in(Role::Secretariat).await;
        secretary.visits("/scrutineer/slips").await.is(404);
    }
}
