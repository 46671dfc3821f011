//! Rounds that are void.

use piaojue::{
    ballots::{self, RoundKind, RoundState},
    documents::DocumentState,
};

use super::{CLEAR, chosen};
use crate::support::{
    TestApp,
    program::verdict,
    session::{FOUR, Hall, Plan, confirm_path},
};

on_both_databases! {
    async fn more_ballots_than_were_issued_void_the_round(app: TestApp) {
        let mut hall = Hall::counted(&app, FOUR, &CLEAR).await;
        // The box refuses a ballot too many, so only a hand in the database can do this.
        app.db().with_connection(|conn| {
            use diesel::RunQueryDsl;
            let sql = "DELETE FROM issue_marks WHERE deputy_id = (SELECT min(CAST(deputy_id AS TEXT)) FROM issue_marks)";
            let sqlite = "DELETE FROM issue_marks WHERE deputy_id = (SELECT min(deputy_id) FROM issue_marks)";
            let postgres = sql.replace("deputy_id =", "deputy_id::text =");
            piaojue::on_db!(
                conn,
                pg(c) => diesel::sql_query(postgres).execute(c),
                sqlite(c) => diesel::sql_query(sqlite).execute(c)
            ).unwrap();
        }).unwrap();
        let first = app.round().id;
        let path = format!("/secretariat/rounds/{first}/certificate");
        let draft = hall.secretariat.browser().await.visits(&path).await;
        draft.is(200).says("收回的选票多于发出的选票，本轮无效").says("✗");
        assert!(!draft.attributes("form", "action").contains(&path), "nothing can be drawn up from it");
        hall.secretariat.orders_the_next_round("收回多于发出，重新投票").await.is(200);
        assert_eq!(app.rounds()[0].state, RoundState::Void);
        hall.holds_the_round(&CLEAR).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        app.visitor().visits("/results/2024").await.is(200).says("收回的选票多于发出的选票").says("2 个项目获得通过");
        assert_eq!(chosen(&app), [1, 2]);
    }

    async fn an_annulled_round_is_kept_and_held_again(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        let lost = hall.deputies[0].marks("赞反反反");
        let receipt = lost.is_cast().await.receipt();
        for reason in ["", "  ", &"因".repeat(501)] {
            let refused = hall.secretariat.asks_for("annul", &[("reason", reason)]).await;
            refused.is(422).says("请写明理由");
            assert_eq!(refused.texts("textarea#annul-reason"), [reason.trim()], "what was typed is still there");
        }
        hall.secretariat.asks_for("annul", &[("reason", "会场断电")]).await.is(200).says("等候第二人确认");
        assert_eq!(app.round().state, RoundState::Voting, "one person alone annuls nothing");
        hall.secretariat.second_confirms().await.is(200).says("本轮已作废").says("会场断电");
        assert_eq!(app.round().state, RoundState::Void);
        hall.deputies[1].casts("赞反反反").await.is_refused(409, "round_closed");
        assert_eq!(lost.is_cast().await.receipt(), receipt, "a receipt once given stays good");
        let mut anybody = app.visitor();
        anybody.looks_up(&receipt).await.found("在已作废一轮的票箱里");

        hall.secretariat.orders_the_next_round("主席团决定重新投票").await.is(200);
        let round = app.round();
        assert_eq!((round.number, round.kind, round.seats, round.cap), (2, RoundKind::First, 2, Some(2)));
        hall.holds_the_round(&CLEAR).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        anybody.visits("/results/2024").await.is(200).says("本轮作废").says("会场断电").says("示例MISHU2");
        anybody.visits("/results/2024/timeline").await.is(200).says("作废").says("会场断电");
        assert_eq!(chosen(&app), [1, 2]);
        let files = app.published_files().await;
        let all = ["1.bel", "2.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));
        let only_the_second = ["2.bel", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &only_the_second).0, 0, "a void round decides nothing");
        let annul = format!("/secretariat/rounds/{}/annul", app.round().id);
        let late = hall.secretariat.desk().await.form("/sign-out").with(&[("reason", "太晚")]);
        hall.secretariat.browser().await.sends(&annul, &late).await.is(422).says("这一轮不能再作废");
        assert_eq!(app.round().state, RoundState::Counted, "what is certified is not annulled");
    }

    async fn a_round_can_be_annulled_until_it_is_certified(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.everybody_takes_a_ballot();
        let codes = hall.deputies[0].key();
        hall.secretariat.annuls("发票有误").await.is(200).says("本轮已作废");
        let round = app.round().id;
        assert_eq!(app.reads(|conn| ballots::annulment(conn, round)).unwrap().issued, 4);
        let deputy = hall.deputies[0].browser().await.visits("/deputy").await;
        deputy.is(200).says("作废");
        assert!(!deputy.html.contains(&codes));

        hall.secretariat.orders_the_next_round("重新发票").await.is(200);
        hall.everybody_takes_a_ballot();
        hall.secretariat.opens().await.is(200);
        hall.casts(&CLEAR).await;
        hall.secretariat.closes().await.is(200);
        hall.secretariat.annuls("监票人密钥不齐").await.is(200);
        hall.scrutineers[0].browser().await.visits("/scrutineer").await.is(200).says("现在没有要您办的事");

        hall.secretariat.orders_the_next_round("重新投票").await.is(200);
        hall.holds_the_round(&CLEAR).await;
        hall.secretariat.annuls("计票时有代表提出程序问题").await.is(200);
        hall.secretariat.orders_the_next_round("再次重新投票").await.is(200);
        hall.holds_the_round(&CLEAR).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        let states: Vec<RoundState> = app.rounds().iter().map(|round| round.state).collect();
        assert_eq!(states, [RoundState::Void, RoundState::Void, RoundState::Void, RoundState::Counted]);
        assert_eq!(app.certificate().number, "2024-1");
    }

    async fn a_round_that_another_follows_is_annulled_no_more(app: TestApp) {
        // 4, 2 and 2 of four: the second seat is between two.
        let plan = Plan { candidates: 3, max_approvals: "3", pass_mark: "none", ..FOUR };
        let mut hall = Hall::counted(&app, plan, &["赞赞反", "赞赞反", "赞反赞", "赞反赞"]).await;
        let annul = format!("/secretariat/rounds/{}/annul", app.round().id);
        hall.secretariat.asks_for("annul", &[("reason", "有代表提出程序问题")]).await.is(200);
        let held = hall.secretariat.orders_the_next_round("主席团决定再次投票").await;
        held.is(422).says("没有办理：有人提出本轮作废");
        assert_eq!(app.rounds().len(), 1);
        let withdraw = confirm_path(&app).replace("/confirm", "/withdraw");
        hall.secretariat.presses(&withdraw, &[]).await.is(200).says("已撤回");

        hall.secretariat.orders_the_next_round("主席团决定再次投票").await.is(200);
        let late = hall.secretariat.desk().await.form("/sign-out").with(&[("reason", "太晚")]);
        hall.secretariat.browser().await.sends(&annul, &late).await.is(422).says("这一轮现在不能这样办");
        hall.holds_the_round(&["赞反", "赞反", "赞反", "反赞"]).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        let late = hall.secretariat.desk().await.is(200).form("/sign-out").with(&[("reason", "太晚")]);
        hall.secretariat.browser().await.sends(&annul, &late).await.is(422).says("这一轮现在不能这样办");
        let states: Vec<RoundState> = app.rounds().iter().map(|round| round.state).collect();
        assert_eq!(states, [RoundState::Counted, RoundState::Counted]);
        assert_eq!(chosen(&app), [1, 2]);
    }

    async fn while_an_annulment_waits_nothing_is_certified(app: TestApp) {
        let mut hall = Hall::signed(&app, FOUR, &CLEAR).await;
        hall.secretariat.asks_for("annul", &[("reason", "计票有误")]).await.is(200).says("等候第二人确认");
        hall.secretariat.certifies().await.is(422).says("没有办理：有人提出本轮作废");
        assert!(app.projects().is_empty());
        hall.secretariat.second_confirms().await.is(200).says("本轮已作废");
        assert_eq!(app.certificate().state(), DocumentState::Withdrawn);
    }

    async fn what_the_presidium_decided_on_a_round_goes_with_it(app: TestApp) {
        // Only the first is over half of all.
        let choices = ["赞反反反", "赞反反反", "赞反反反", "反赞反反"];
        let mut hall = Hall::counted(&app, FOUR, &choices).await;
        hall.secretariat.draws_up_the_certificate(&[("reason", "主席团决定不再投票")]).await.is(200);
        hall.secretariat.annuls("计票有误，重新投票").await.is(200).says("本轮已作废");
        hall.secretariat.orders_the_next_round("主席团决定重新投票").await.is(200);
        hall.holds_the_round(&CLEAR).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        assert_eq!(chosen(&app), [1, 2]);
    }
}
