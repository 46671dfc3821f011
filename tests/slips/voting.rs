//! A vote with slips, from the tray to the certificate.

use piaojue::ballots::{self, StruckAs};
use serde_json::Value;

use crate::support::{
    TestApp,
    program::verdict,
    session::{FOUR, FOUR_BY_SLIPS, Hall, MarkedBallot, Plan, issue_path},
};

/// Two seats by most approvals; 2, 3 and 4 are equal at the cut.
const TIED: [&str; 4] = ["赞赞赞赞反", "赞赞赞反反", "赞赞反赞反", "赞反赞赞反"];
const TOP_TWO_OF_FIVE: Plan =
    Plan { candidates: 5, seats: "2", max_approvals: "5", pass_mark: "none", ..FOUR_BY_SLIPS };

on_both_databases! {
    async fn the_same_slip_votes_again_in_the_revote(app: TestApp) {
        let mut hall = Hall::ready(&app, TOP_TWO_OF_FIVE);
        let slips = hall.slips_are_printed(10);
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.everybody_draws_a_slip(&slips);
        hall.leftover_is_struck(&slips, 4, 1);
        hall.secretariat.opens().await.is(200);
        hall.casts(&TIED).await;
        let first_keys = hall.deputies[0].key();
        let again = MarkedBallot::new(&app, &slips.codes[0], "反反反反赞");
        again.is_cast().await.is_refused(409, "already_cast");
        hall.secretariat.closes().await.is(200);
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        hall.secretariat.orders_the_next_round("主席团第二次会议决定再次投票").await.is(200);

        assert_eq!(app.round().election_uuid, slips.uuids[1], "the next round of the slips");
        assert_eq!(app.ballots_issued(), 4, "whoever drew a slip has it");
        assert_ne!(hall.deputies[0].key(), first_keys);
        hall.secretariat.opens().await.is(200).says("投票已开始");
        for code in &slips.codes[4..] {
            MarkedBallot::new(&app, code, "赞反反").is_cast().await.is_refused(422, "not_on_list");
        }
        hall.casts(&["赞反反", "赞反反", "反赞反", "赞反反"]).await;
        hall.secretariat.closes().await.is(200);
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        let page = app.visitor().visits("/results/2024/certificate").await;
        page.is(200).says("码条印制 = 发出 + 剩余 + 作废 + 遗失").says("名单上的选票码 = 发出 + 遗失");
        page.says("印制 10，发出 4，剩余核销 6，抽查作废 0，遗失 0").says("名单上的选票码 4 个");
        let files = app.published_files().await;
        let all = ["1.bel", "2.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));
        let document = std::fs::read_to_string(files.path().join("certificate.json")).unwrap();
        let forged = document.replacen("\"leftover\": 6", "\"leftover\": 5", 1);
        assert_ne!(forged, document);
        std::fs::write(files.path().join("certificate.json"), forged).unwrap();
        assert_eq!(verdict(files.path(), &all).0, 1, "a slip that is not accounted for is found");
    }

    async fn a_deputy_who_leaves_between_two_rounds_hands_the_slip_back(app: TestApp) {
        let mut hall = Hall::ready(&app, TOP_TWO_OF_FIVE);
        let slips = hall.slips_are_printed(9);
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.everybody_draws_a_slip(&slips);
        hall.leftover_is_struck(&slips, 4, 1);
        hall.secretariat.opens().await.is(200);
        hall.casts(&TIED).await;
        hall.secretariat.closes().await.is(200);
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        hall.secretariat.orders_the_next_round("主席团第二次会议决定再次投票").await.is(200);
        let leaving = hall.deputies.pop().unwrap();
        hall.secretariat.presses_for(&leaving, "back").await.is(200).says("已登记交回");
        leaving.is_not_there_after_all();
        hall.secretariat.desk().await.says("盘里还有 1 张码条没有核销");
        hall.scrutineers[0].strikes(StruckAs::Leftover, &slips.strikes(leaving.credential(), 2)).await.is(200);
        hall.secretariat.opens().await.is(200).says("投票已开始");
        MarkedBallot::new(&app, leaving.credential(), "赞反反").is_cast().await.is_refused(422, "not_on_list");
        hall.casts(&["赞反反", "赞反反", "反赞反"]).await;
        let counts = app.reads(|conn| ballots::round_slips(conn, app.round().id)).unwrap();
        assert_eq!((counts.issued, counts.leftover, counts.listed), (3, 6, 3));
    }

    async fn the_desk_marks_who_drew_a_slip_and_nothing_else(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let slips = hall.slips_are_printed(9);
        for deputy in &hall.deputies[..3] {
            deputy.is_checked_in();
        }
        hall.issuing_begins();
        let absent = hall.deputies[3].clone();
        let page = hall.secretariat.browser().await.visits("/secretariat/issuing").await;
        page.says("盘里还应有 9 张");
        assert!(!page.attributes("form", "action").contains(&format!("/secretariat/issuing/{}/slip", absent.id)));
        for deputy in hall.deputies.clone().iter().take(3) {
            hall.secretariat.presses_for(deputy, "slip").await.is(200).says("已登记领取码条");
        }
        assert_eq!(app.ballots_issued(), 3);
        // Pressed on the wrong line, and taken back.
        let wrong = hall.deputies[2].clone();
        hall.secretariat.presses_for(&wrong, "back").await.is(200);
        assert_eq!(app.ballots_issued(), 2);
        hall.secretariat.presses_for(&wrong, "paper").await.is(200).says("已登记发出一张纸质票");
        let page = hall.secretariat.browser().await.visits("/secretariat/issuing").await;
        page.says("盘里还应有 7 张");
        // No request from the deputy: the account leads nowhere.
        let browser = hall.deputies[0].browser().await;
        let home = browser.visits("/deputy").await;
        home.is(200).says("请用选票码条投票");
        let key = slips.codes[0].public(&app.round().election_uuid).to_string();
        let form = home.form("/sign-out").with(&[("public_key", &key)]);
        browser.sends(&issue_path(app.round().id), &form).await.is(422).says("请到签到台抽取码条");
        assert_eq!(app.ballots_issued(), 3);
    }

    async fn a_round_on_devices_knows_no_slips(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        let page = hall.secretariat.browser().await.visits("/secretariat/issuing").await;
        let deputy = hall.deputies[0].clone();
        let slip = format!("/secretariat/issuing/{}/slip", deputy.id);
        assert!(!page.attributes("form", "action").contains(&slip));
        let tokens = page.form("/sign-out");
        hall.secretariat.browser().await.sends(&slip, &tokens).await.is(422).says("本轮不用选票码条");
        let file = app.visitor().asks("GET", "/booth/slips.json", &[]).await;
        let printed: Value = serde_json::from_str(&file.is(200).html).unwrap();
        assert_eq!(printed["rounds"].as_array().unwrap().len(), 0);
        hall.deputies[0].takes_a_ballot().await.is(200);
    }

    async fn the_booth_at_hand_is_that_of_the_round_and_asks_for_no_sign_in(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR_BY_SLIPS);
        let mut anybody = app.visitor();
        let early = anybody.visits("/booth").await;
        early.is(200).says("还没有开始投票");
        assert_eq!(early.cookies(), Vec::<&str>::new());
        let slips = hall.slips_are_printed(9);
        hall.everybody_checks_in();
        hall.issuing_begins();
        let page = anybody.visits("/booth").await;
        page.is(200).says("请扫描选票码条");
        assert_eq!(page.cookies(), Vec::<&str>::new(), "nothing to be known by");
        assert_eq!(page.header("cache-control"), Some("no-store"));
        assert_eq!(page.attributes("[data-booth]", "data-election"), [slips.uuids[0].clone()]);
        assert!(page.header("permissions-policy").unwrap().contains("camera=(self)"));
        let file = anybody.asks("GET", "/booth/slips.json", &[]).await;
        let printed: Value = serde_json::from_str(&file.is(200).html).unwrap();
        assert_eq!(printed["rounds"].as_array().unwrap().len(), 6);
        assert_eq!(printed["rounds"][0]["keys"].as_array().unwrap().len(), 9);
        assert!(hall.secretariat.desk().await.status == 200);
    }
}
