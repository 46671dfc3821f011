//! After a void round list, roll and method are changed by a recorded decision, and the vote begins anew.

use piaojue::{
    ballots::{RoundKind, RoundState},
    congress::{self, VotePart},
};
use serde_json::json;

use super::{CLEAR, chosen};
use crate::support::{
    TestApp,
    program::verdict,
    session::{Deputy, FOUR, Hall},
};

const LIST: &str = "/secretariat/candidates/list";
const DECISION: [(&str, &str); 3] =
    [("body", "主席团第三次会议"), ("decided_on", "2024-02-03"), ("reason", "第3号项目与第2号重复，1名代表调离")];

fn change_path(app: &TestApp) -> String {
    format!("/secretariat/rounds/{}/change", app.round().id)
}

fn naming<'a>(parts: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    DECISION.iter().copied().chain(parts.iter().map(|part| (*part, "yes"))).collect()
}

/// One asks, another confirms.
async fn decides(app: &TestApp, hall: &mut Hall, parts: &[&str]) {
    hall.secretariat.presses(&change_path(app), &naming(parts)).await.is(200).says("等候第二人确认");
    hall.secretariat.second_confirms().await.is(200).says("更改决定已登记");
}

/// The fourth deputy has left, and a fifth has come.
async fn imports_another_roll(hall: &mut Hall) {
    let mut csv = String::from("代表证号,姓名,代表团,手机号,备注\n");
    for n in [1, 2, 3, 5] {
        csv += &format!("SC{n:04},代表{n:02},第{}代表团,,示例数据\n", if n % 2 == 1 { "一" } else { "二" });
    }
    let browser = hall.secretariat.browser().await;
    browser.visits("/secretariat/roll/import").await.is(200);
    let preview = browser.uploads("/secretariat/roll/import", &[], ("file", "roll.csv", csv.as_bytes())).await;
    let confirm = preview.is(200).path.clone();
    browser.submits(&confirm, &[]).await.is(200);
    let (roll, app) = (hall.app.roll(), hall.app.clone());
    let fifth = roll.into_iter().find(|deputy| deputy.certificate_no == "SC0005").unwrap();
    hall.deputies[3] = Deputy::new(&app, fifth);
    hall.deputies[3].is_checked_in();
}

on_both_databases! {
    async fn list_roll_and_method_are_changed_between_a_void_round_and_the_next(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&["赞反反反", "赞赞反反", "", ""]).await;
        let early = hall.secretariat.desk().await.form("/sign-out").with(&naming(&["list"]));
        hall.secretariat.browser().await.sends(&change_path(&app), &early).await.is(422).says("下一轮还没有开始时才能更改");
        hall.secretariat.annuls("名单有误").await.is(200);
        hall.secretariat.browser().await.visits(LIST).await.is(200).says("名单已经封存");

        for (fields, words) in [
            (vec![("list", "yes"), ("body", " "), ("decided_on", "2024-02-03"), ("reason", "重复")], "由哪次会议决定"),
            (vec![("list", "yes"), ("body", "主席团"), ("decided_on", "2024-02-02"), ("reason", "重复")], "决定的日期"),
            (vec![("list", "yes"), ("body", "主席团"), ("decided_on", "2024-02-04"), ("reason", "重复")], "决定的日期"),
            (vec![("list", "yes"), ("body", "主席团"), ("decided_on", "2024-02-03"), ("reason", " ")], "请写明理由"),
            (vec![("body", "主席团"), ("decided_on", "2024-02-03"), ("reason", "重复")], "请选明更改哪些"),
        ] {
            let refused = hall.secretariat.presses(&change_path(&app), &fields).await;
            refused.is(422).says(words);
            assert_eq!(refused.attributes("#change-body", "value"), [fields.iter().find(|(name, _)| *name == "body").unwrap().1]);
        }

        // One alone opens nothing; what is not named stays shut.
        hall.secretariat.presses(&change_path(&app), &naming(&["list", "roll"])).await.is(200).says("等候第二人确认");
        hall.secretariat.browser().await.visits(LIST).await.is(200).says("名单已经封存");
        let second = hall.secretariat.second_confirms().await;
        second.is(200).says("更改决定已登记").says("主席团第三次会议").says("第3号项目与第2号重复");
        let session = app.session();
        assert_eq!(app.reads(|conn| congress::reopened(conn, session.id)), [VotePart::List, VotePart::Roll]);
        hall.secretariat.browser().await.visits("/secretariat/method").await.is(200).says("已锁定");

        let browser = hall.secretariat.browser().await;
        browser.visits(LIST).await.is(200);
        browser.submits(LIST, &[("number", "3"), ("do", "off")]).await.is(200);
        imports_another_roll(&mut hall).await;
        assert!(app.roll().iter().all(piaojue::deputies::Deputy::is_present), "whoever stays on the roll stays checked in");
        app.visitor().visits("/candidates").await.is(200).says("第1轮投票作废后").says("主席团第三次会议").says("第3号项目与第2号重复");

        // A further decision opens the method as well; until another is adopted the one of before stands.
        decides(&app, &mut hall, &["method"]).await;
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/method/edit").await.is(200);
        browser.submits("/secretariat/method/edit", &[("seats", "1"), ("max_approvals", "1")]).await.is(200);
        browser.visits("/secretariat/method").await.is(200);
        browser.submits("/secretariat/method/adopt", &[]).await.is(200).says("已登记大会通过票决办法");

        hall.secretariat.desk().await.says("第3号项目与第2号重复");
        hall.secretariat.orders_the_next_round("主席团第三次会议决定重新投票").await.is(200);
        let round = app.round();
        assert_eq!((round.number, round.kind, round.seats, round.cap), (2, RoundKind::First, 1, Some(1)));
        assert!(app.reads(|conn| congress::reopened(conn, session.id)).is_empty(), "the next round shuts all of it");
        let browser = hall.secretariat.browser().await;
        browser.visits(LIST).await.is(200).says("名单已经封存");
        browser.visits("/secretariat/roll").await.is(200);

        hall.holds_the_round(&["赞反反", "赞反反", "赞反反", "反赞反"]).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        let path = format!("/secretariat/rounds/{}/certificate", app.round().id);
        hall.secretariat.browser().await.visits(&path).await.is(200).says("第1轮作废后的更改");
        hall.certifies_and_announces("示例第1号").await;
        assert_eq!(chosen(&app), [1]);

        let result = app.visitor().visits("/results/2024").await;
        result.is(200).says("第1轮作废后的更改").says("撤下第3号").says("代表名册已更改").says("由第1版改为第2版");
        for path in ["/results/2024/certificate", "/results/2024/timeline"] {
            app.visitor().visits(path).await.is(200).says("第1轮作废后的更改").says("主席团第三次会议");
        }
        let files = app.published_files().await;
        let all = ["1.bel", "2.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()), "both boxes, each under its own list");
        let text = std::fs::read_to_string(files.path().join("certificate.json")).unwrap();
        let file: serde_json::Value = serde_json::from_str(&text).unwrap();
        let change = &file["certificate"]["changes"][0];
        assert_eq!((&change["after_round"], &change["decisions"][1]["parts"]), (&json!(1), &json!(["method"])));
        assert_eq!(change["held_under"]["candidates"].as_array().map(Vec::len), Some(4), "{text}");
        let desk = hall.secretariat.browser().await;
        let archive = desk.visits("/secretariat/archives/2024").await;
        archive.is(200).says("02-票决办法-第1版").says("02-票决办法-第2版").says("08-计票报告单");
        let audit = desk.visits("/secretariat/audit").await;
        audit.is(200).says("登记更改决定");
    }

    async fn nothing_is_changed_once_a_round_has_decided_something(app: TestApp) {
        let mut hall = Hall::counted(&app, FOUR, &["赞赞反反", "赞赞反反", "赞反赞反", "反反赞反"]).await;
        let form = hall.secretariat.desk().await.form("/sign-out").with(&naming(&["list"]));
        let path = change_path(&app);
        assert!(!hall.secretariat.desk().await.attributes("form", "action").contains(&path), "it is not offered");
        hall.secretariat.browser().await.sends(&path, &form).await.is(422);
    }

    async fn what_was_opened_is_open_again_when_the_next_issuing_is_recalled(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.secretariat.annuls("名单有误").await.is(200);
        decides(&app, &mut hall, &["list"]).await;
        hall.secretariat.orders_the_next_round("主席团第三次会议决定重新投票").await.is(200);
        assert_eq!(app.rounds().iter().map(|round| round.state).collect::<Vec<_>>(), [RoundState::Void, RoundState::Issuing]);
        let recall = format!("/secretariat/rounds/{}/recall", app.round().id);
        hall.secretariat.presses(&recall, &[("reason", "还有一处要改")]).await.is(200);
        hall.secretariat.second_confirms().await.is(200).says("发票已撤回");
        let session = app.session();
        assert_eq!(app.reads(|conn| congress::reopened(conn, session.id)), [VotePart::List]);
        let browser = hall.secretariat.browser().await;
        browser.visits(LIST).await.is(200);
        browser.submits(LIST, &[("number", "4"), ("do", "up")]).await.is(200);
        hall.secretariat.orders_the_next_round("主席团第三次会议决定重新投票").await.is(200);
        hall.holds_the_round(&CLEAR).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        let path = format!("/secretariat/rounds/{}/certificate", app.round().id);
        hall.secretariat.browser().await.visits(&path).await.is(200).says("项目编号有调整");
    }

    async fn whose_ballot_was_to_be_cancelled_when_the_round_was_annulled_may_leave_the_roll(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.everybody_takes_a_ballot();
        let leaving = hall.deputies[3].id;
        hall.secretariat.asks_to_cancel(leaving).await.is(200).says("等一名监票人确认");
        hall.secretariat.annuls("名册有误").await.is(200).says("本轮已作废");
        let scrutineer = hall.scrutineers[0].browser().await;
        scrutineer.visits("/scrutineer/cancellations").await.is(200).says("没有等待确认的作废请求");
        decides(&app, &mut hall, &["roll"]).await;
        imports_another_roll(&mut hall).await;
        assert!(app.roll().iter().all(|deputy| deputy.id != leaving));
        hall.secretariat.orders_the_next_round("主席团第三次会议决定重新投票").await.is(200);
        assert_eq!(app.round().number, 2);
    }

    async fn a_roll_that_slips_were_drawn_for_is_not_changed(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.deputies[0].is_given_a_ballot();
        // A slip in somebody's hand, as a mark of the roll.
        app.db().with_connection(|conn| {
            use diesel::RunQueryDsl;
            let sql = "UPDATE issue_marks SET kind = 'slip'";
            piaojue::on_db!(conn, pg(c) => diesel::sql_query(sql).execute(c), sqlite(c) => diesel::sql_query(sql).execute(c)).unwrap();
        }).unwrap();
        hall.secretariat.annuls("名册有误").await.is(200);
        hall.secretariat.presses(&change_path(&app), &naming(&["roll", "list"])).await.is(422).says("已有选票码条");
        decides(&app, &mut hall, &["list"]).await;
    }
}
