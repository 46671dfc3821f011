//! More than one round: re-votes, further ballots, annulled rounds; two persons; objections; corrigenda.

use piaojue::{
    accounts::Role,
    audit::Actor,
    ballots::{self, RoundKind, RoundState},
    deputies::{BallotHeld, LeaveReason, Mark, set_attendance},
    tally::{self, CertificateState, RulingKind},
};

use crate::support::{
    PASSWORD, TestApp,
    program::verdict,
    session::{FOUR, Hall, Plan, confirm_path, session_file},
};

const CLEAR: [&str; 4] = ["赞赞反弃", "赞赞反反", "赞赞弃反", "赞反赞反"];

/// Two seats by most approvals: 4, 3, 3, 3, 0 of four deputies.
const TIED: [&str; 4] = ["赞赞赞赞反", "赞赞赞反反", "赞赞反赞反", "赞反赞赞反"];
const TOP_TWO_OF_FIVE: Plan = Plan { candidates: 5, seats: "2", max_approvals: "5", pass_mark: "none", ..FOUR };

const ALL_ROUNDS: [&str; 7] = ["1.bel", "2.bel", "3.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];

/// The ballot numbers of the candidates that became projects.
fn chosen(app: &TestApp) -> Vec<i32> {
    let file = session_file(5);
    let number = |title: &str| file.candidates.iter().position(|candidate| candidate.title == title).unwrap() + 1;
    app.projects().iter().map(|project| i32::try_from(number(&project.title)).unwrap()).collect()
}

on_both_databases! {
    async fn a_tie_for_the_last_seat_takes_two_revotes(app: TestApp) {
        let mut hall = Hall::counted(&app, TOP_TWO_OF_FIVE, &TIED).await;
        let first = app.round();
        let desk = hall.secretariat.desk().await;
        desk.says("再次投票").says("2、3、4");
        let next = format!("/secretariat/rounds/{}/next", first.id);
        assert!(desk.attributes("form", "action").contains(&next));
        for record in ["", "   ", &"因".repeat(501)] {
            let refused = hall.secretariat.orders_the_next_round(record).await;
            refused.is(422).says("请写明主席团的决定");
            assert_eq!(refused.texts("textarea[name=record]"), [record.trim()], "what was typed is still there");
        }
        let form = hall.secretariat.desk().await.form(&next).with(&[("record", "主席团第二次会议决定再次投票")]);
        let browser = hall.secretariat.browser().await;
        let once = browser.sends(&next, &form).await;
        let twice = browser.sends(&next, &form).await;
        once.is(200).says("新的一轮已开始发票");
        assert_eq!((once.status, &once.redirects), (twice.status, &twice.redirects), "the button pressed twice");
        let stale = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        browser.sends(&next, &stale).await.is(422).says("现在不能开始新的一轮");

        let second = app.round();
        assert_eq!((second.number, second.kind, second.seats, second.cap), (2, RoundKind::Revote, 1, Some(1)));
        assert_ne!(second.election_uuid, first.election_uuid);
        let booth = app.visitor().visits(&format!("/deputy/rounds/{}/booth", second.id)).await;
        assert_eq!(booth.texts(".ballot-row .no"), ["2", "3", "4"], "the paper keeps the numbers of the first");
        assert_eq!(booth.attributes(".ballot-row", "data-number"), ["2", "3", "4"]);
        let old_code = hall.deputies[0].credential().clone();
        hall.everybody_takes_a_ballot();
        hall.secretariat.opens().await.is(200);
        let old = crate::support::session::MarkedBallot::new(&app, &old_code, "赞反反");
        old.is_cast().await.is_refused(422, "not_on_list");
        hall.casts(&["赞反反", "赞反反", "反赞反", "反赞反"]).await;
        hall.secretariat.closes().await.is(200);
        for scrutineer in &mut hall.scrutineers[1..] {
            scrutineer.opens_the_box().await.is(200);
        }
        hall.secretariat.desk().await.says("2、3");
        hall.secretariat.orders_the_next_round("主席团第三次会议决定再次投票").await.is(200);
        hall.holds_the_round(&["反赞", "反赞", "反赞", "赞反"]).await;

        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        let number = app.certificate().number;
        assert_eq!(number, "2024-3");
        let mut anybody = app.visitor();
        anybody.visits("/results/2024/timeline").await.is(404);
        hall.secretariat.browser().await.visits("/secretariat/timeline").await.is(200).says("主席团第三次会议决定再次投票");
        hall.certifies_and_announces("示例第1号").await;
        assert_eq!(chosen(&app), [1, 3]);

        let result = anybody.visits("/results/2024").await;
        result.is(200).says("共投票 3 轮，2 个项目获得通过").says("2、3、4 号票数相等");
        assert_eq!(result.texts("table.result").len(), 3, "every round with its figures");
        let certificate = anybody.visits("/results/2024/certificate").await;
        certificate.is(200).says("第1轮").says("第2轮").says("第3轮").says("第 1、3 号共 2 项获得通过");
        let titles: Vec<String> = app.projects().into_iter().map(|project| project.title).collect();
        assert_eq!(anybody.visits("/results/2024/notice").await.texts(".announce ol li span"), titles);
        anybody.visits("/results/2024/timeline").await.is(200).says("2、3 号票数相等").says("主席团第二次会议决定再次投票");
        anybody.visits("/results/2024/timeline?lang=en").await.is(200).says("Nos. 2, 3 are equal");

        let files = app.published_files().await;
        assert_eq!(verdict(files.path(), &ALL_ROUNDS), (0, "OK: everything agrees".to_owned()));
        let two = ["1.bel", "3.bel", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &two), (1, "BAD: certificate: the archive of round 2 is missing".to_owned()));
        assert_eq!(verdict(files.path(), &["2.bel", "3.bel"]).0, 0, "archives alone are checked alone");
        let caps = std::fs::read_to_string(files.path().join("caps.jsonl")).unwrap();
        let fewer: String = caps.lines().skip(1).map(|line| format!("{line}\n")).collect();
        std::fs::write(files.path().join("caps.jsonl"), fewer).unwrap();
        assert_eq!(verdict(files.path(), &ALL_ROUNDS).0, 1);
        std::fs::write(files.path().join("caps.jsonl"), caps).unwrap();
        let document = std::fs::read_to_string(files.path().join("certificate.json")).unwrap();
        assert_eq!(document.matches("\"approve\": 2").count(), 2, "{document}");
        std::fs::write(files.path().join("certificate.json"), document.replacen("\"approve\": 2", "\"approve\": 1", 1)).unwrap();
        assert_eq!(verdict(files.path(), &ALL_ROUNDS).0, 1, "a figure of an earlier round counts too");
    }

    async fn a_shortfall_leads_to_a_further_ballot_or_to_fewer(app: TestApp) {
        // Only the first is over half of all.
        let choices = ["赞反反反", "赞反反反", "赞反反反", "反赞反反"];
        let mut hall = Hall::counted(&app, FOUR, &choices).await;
        hall.secretariat.desk().await.says("主席团决定").says("通过的项目少于应选数");
        hall.secretariat.orders_the_next_round("主席团决定就其余项目再次投票").await.is(200);
        let round = app.round();
        assert_eq!((round.kind, round.seats, round.cap), (RoundKind::FurtherBallot, 1, Some(1)));
        let booth = app.visitor().visits(&format!("/deputy/rounds/{}/booth", round.id)).await;
        assert_eq!(booth.texts(".ballot-row .no"), ["2", "3", "4"]);
        hall.holds_the_round(&["赞反反", "赞反反", "反赞反", "反反赞"]).await;
        // Nobody passes: the presidium may stop here.
        hall.secretariat.desk().await.says("通过的项目少于应选数");
        hall.secretariat.draws_up_the_certificate(&[("reason", "主席团决定不再投票")]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        assert_eq!(chosen(&app), [1]);
        let page = app.visitor().visits("/results/2024/certificate").await;
        page.is(200).says("主席团决定再次投票").says("主席团决定就其余项目再次投票").says("主席团决定不再投票");
        let files = app.published_files().await;
        let all = ["1.bel", "2.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));
    }

    async fn a_list_to_tick_is_voted_on_again_too(app: TestApp) {
        let plan = Plan { ballot_form: "choose_up_to", max_approvals: "2", pass_mark: "none", ..FOUR };
        let mut hall = Hall::counted(&app, plan, &["赞赞弃弃", "赞赞弃弃", "赞弃赞弃", "赞弃赞弃"]).await;
        hall.secretariat.orders_the_next_round("主席团决定再次投票").await.is(200);
        hall.holds_the_round(&["弃赞", "弃赞", "弃赞", "赞弃"]).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        assert_eq!(chosen(&app), [1, 3]);
        let files = app.published_files().await;
        let all = ["2.bel", "1.bel", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));
    }

    async fn the_quorum_is_asked_for_again_before_every_round(app: TestApp) {
        let plan = Plan { deputies: 4, ..TOP_TWO_OF_FIVE };
        let mut hall = Hall::counted(&app, plan, &TIED).await;
        let (session, now) = (app.session().id, app.now());
        let leave = Mark::Excused(LeaveReason::parse("因公出差").unwrap());
        let leaves = |deputy| {
            let left = app.db().write(|tx| {
                set_attendance(tx, &Actor::operator(), now, session, deputy, &leave, |_, _| Ok(BallotHeld::Nothing))
            });
            left.unwrap();
        };
        leaves(hall.deputies[0].id);
        leaves(hall.deputies[1].id);
        let desk = hall.secretariat.desk().await;
        assert_eq!(desk.texts("ul.todo li.must").len(), 1, "{}", desk.text());
        let next = format!("/secretariat/rounds/{}/next", app.round().id);
        assert!(!desk.attributes("form", "action").contains(&next), "no button, but what blocks");
        let made_up = desk.form("/sign-out").with(&[("record", "主席团决定再次投票")]);
        hall.secretariat.browser().await.sends(&next, &made_up).await.is(422).says("不足法定人数 3 名");
        hall.deputies[0].is_checked_in();
        hall.secretariat.orders_the_next_round("主席团决定再次投票").await.is(200);

        // Lost again before the box opens: it does not, and the round can be annulled.
        for deputy in &mut hall.deputies[2..] {
            deputy.is_given_a_ballot();
        }
        leaves(hall.deputies[0].id);
        let open = format!("/secretariat/rounds/{}/open", app.round().id);
        let tokens = hall.secretariat.desk().await.form("/sign-out");
        hall.secretariat.browser().await.sends(&open, &tokens).await.is(422).says("没有启封投票");
        hall.secretariat.annuls("到会代表不足法定人数，主席团决定改日再投").await.is(200).says("本轮已作废");
        assert_eq!(app.round().state, RoundState::Void);
        for deputy in &hall.deputies[..2] {
            deputy.is_checked_in();
        }
        hall.secretariat.orders_the_next_round("主席团决定继续再次投票").await.is(200);
        let round = app.round();
        assert_eq!((round.number, round.kind, round.seats), (3, RoundKind::Revote, 1), "held again as it was");
        hall.holds_the_round(&["赞反反", "赞反反", "赞反反", "反赞反"]).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        app.visitor().visits("/results/2024/certificate").await.is(200).says("本轮没有启封投票，没有票箱");
        let files = app.published_files().await;
        let all = ["1.bel", "3.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));
    }

    async fn a_roll_changed_between_rounds_is_refused(app: TestApp) {
        let mut hall = Hall::counted(&app, TOP_TWO_OF_FIVE, &TIED).await;
        // The roll is frozen from 发票 on, so only a hand in the database can do this.
        let first = app.round();
        app.db().with_connection(|conn| {
            use diesel::RunQueryDsl;
            let sql = "UPDATE rounds SET roll_fingerprint = 'another'";
            piaojue::on_db!(conn, c => diesel::sql_query(sql).execute(c)).unwrap();
        }).unwrap();
        let desk = hall.secretariat.desk().await;
        assert!(desk.texts("ul.todo li.must")[0].contains("代表名册与首轮不同"), "{}", desk.text());
        let next = format!("/secretariat/rounds/{}/next", first.id);
        let made_up = desk.form("/sign-out").with(&[("record", "主席团决定再次投票")]);
        hall.secretariat.browser().await.sends(&next, &made_up).await.is(422).says("代表名册与首轮不同");
        assert_eq!(app.rounds().len(), 1);
    }

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
            refused.is(422).says("请写明作废的理由");
            assert_eq!(refused.texts("textarea#annul-reason"), [reason.trim()], "what was typed is still there");
        }
        hall.secretariat.asks_for("annul", &[("reason", "会场断电")]).await.is(200).says("等候第二人确认");
        assert_eq!(app.round().state, RoundState::Voting, "one person alone annuls nothing");
        hall.secretariat.second_confirms().await.is(200).says("本轮已作废").says("会场断电");
        assert_eq!(app.round().state, RoundState::Void);
        hall.deputies[1].casts("赞反反反").await.is_refused(409, "round_closed");
        assert_eq!(lost.is_cast().await.receipt(), receipt, "a receipt once given stays good");
        let mut anybody = app.visitor();
        let looked_up = anybody.visits(&format!("/results/2024/verify?tracker={}", receipt.replace('+', "%2B"))).await;
        looked_up.is(200).says("在已作废一轮的票箱里");

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
        hall.secretariat.browser().await.sends(&annul, &late).await.is(422).says("这一轮不能作废");
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
        assert_eq!(app.certificate().number, "2024-4");
    }

    async fn the_second_person_is_a_colleague_or_the_chief_scrutineer(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&CLEAR).await;
        hall.secretariat.asks_for("close", &[]).await.is(200);
        let path = confirm_path(&app).replace("/secretariat/", "/scrutineer/");
        let other = hall.scrutineers[1].browser().await;
        let home = other.visits("/scrutineer").await;
        assert!(!home.attributes("form", "action").contains(&path), "only the chief is asked");
        other.sends(&path, &home.form("/sign-out")).await.is(422).says("只有秘书处人员和总监票人可以确认");
        assert_eq!(app.round().state, RoundState::Voting);
        let chief = hall.scrutineers[0].browser().await;
        chief.visits("/scrutineer").await.is(200).says("封箱，等候第二人确认");
        chief.submits(&path, &[]).await.is(200).says("票箱已封");
        assert_eq!(app.round().state, RoundState::Counting);
    }

    async fn nothing_is_closed_before_it_is_open_nor_opened_twice(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.everybody_takes_a_ballot();
        let close = format!("/secretariat/rounds/{}/close", app.round().id);
        let open = format!("/secretariat/rounds/{}/open", app.round().id);
        let desk = hall.secretariat.desk().await;
        assert!(!desk.attributes("form", "action").contains(&close), "there is no button");
        let early = desk.form("/sign-out");
        hall.secretariat.browser().await.sends(&close, &early).await.is(422).says("这一轮现在不能这样办");
        hall.secretariat.opens().await.is(200).says("投票已启封");
        let late = hall.secretariat.desk().await.form("/sign-out");
        hall.secretariat.browser().await.sends(&open, &late).await.is(422).says("这一轮现在不能这样办");
        assert_eq!(app.round().state, RoundState::Voting);
    }

    async fn a_request_can_be_withdrawn(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.secretariat.asks_for("annul", &[("reason", "误会")]).await.is(200);
        let confirm = confirm_path(&app);
        let withdraw = confirm.replace("/confirm", "/withdraw");
        hall.secretariat.desk().await;
        hall.secretariat.browser().await.submits(&withdraw, &[]).await.is(200).says("已撤回");
        let colleague = hall.secretariat.second().await;
        let tokens = colleague.visits("/secretariat").await.form("/sign-out");
        colleague.sends(&confirm, &tokens).await.is(422).says("已经确认或撤回");
        assert_eq!(app.round().state, RoundState::Voting);
        hall.secretariat.closes().await.is(200);
    }

    async fn a_method_can_let_one_person_open_and_close(app: TestApp) {
        let mut hall = Hall::ready(&app, Plan { second_person: "not_required", ..FOUR });
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall.everybody_takes_a_ballot();
        hall.secretariat.asks_for("open", &[]).await.is(200).says("投票已启封");
        hall.casts(&CLEAR).await;
        hall.secretariat.asks_for("annul", &[("reason", "试一试")]).await.is(200).says("等候第二人确认");
        hall.secretariat.asks_for("close", &[]).await.is(200).says("票箱已封");
        assert_eq!(app.round().state, RoundState::Counting);
    }

    async fn an_objection_blocks_until_the_presidium_rules(app: TestApp) {
        let mut hall = Hall::drafted(&app, FOUR, &CLEAR).await;
        for reason in ["", "  ", &"因".repeat(501)] {
            let refused = hall.scrutineers[2].objects(reason).await;
            refused.is(422).says("请写明异议的理由");
            assert_eq!(refused.texts("textarea[name=reason]"), [reason.trim()]);
        }
        hall.scrutineers[2].objects("实到人数与签到表不符").await.is(200).says("异议已记录");
        let id = app.certificate().id;
        let again = format!("/scrutineer/certificates/{id}/object");
        let browser = hall.scrutineers[2].browser().await;
        let tokens = browser.visits("/scrutineer").await.form("/sign-out").with(&[("reason", "再说一次")]);
        browser.sends(&again, &tokens).await.is(422).says("您的异议已经记录");
        let signature = hall.scrutineers[2].signature(&app.certificate().hash);
        let sign = format!("/scrutineer/certificates/{id}");
        let browser = hall.scrutineers[2].browser().await;
        let tokens = browser.visits("/scrutineer").await.form("/sign-out").with(&[("signature", &signature)]);
        browser.sends(&sign, &tokens).await.is(422).says("主席团还没有裁定");
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.signs().await.is(200);
        }
        hall.scrutineers[0].browser().await.visits("/scrutineer").await;
        let certify = format!("/secretariat/certificates/{id}/certify");
        let desk = hall.secretariat.desk().await;
        desk.says("提出异议").says("实到人数与签到表不符");
        assert!(!desk.attributes("form", "action").contains(&certify), "there is no button");
        let code = hall.secretariat.next_code();
        let early = desk.form("/sign-out").with(&[("password", PASSWORD), ("code", &code)]);
        hall.secretariat.browser().await.sends(&certify, &early).await.is(422).says("还有 1 件异议待主席团裁定");

        let overrule = desk.attributes("form", "action").into_iter().find(|to| to.ends_with("/overrule")).unwrap();
        let empty = hall.secretariat.presses(&overrule, &[("reason", " ")]).await;
        empty.is(422).says("请写明主席团裁定的理由");
        hall.secretariat.presses(&overrule, &[("reason", "经核对签到表，人数无误")]).await.is(200).says("裁定已记录");
        let later = app.restarts(jiff::SignedDuration::from_mins(2)).await;
        let mut hall = hall.at(&later);
        hall.secretariat.certifies().await.is(200).says("已经立项");
        hall.secretariat.announces("示例第1号").await.is(200);
        let page = later.visitor().visits("/results/2024/certificate").await;
        page.is(200).says("实到人数与签到表不符").says("不采纳").says("经核对签到表，人数无误");
        let files = later.published_files().await;
        let all = ["1.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));
        let text = std::fs::read_to_string(files.path().join("certificate.json")).unwrap();
        std::fs::write(files.path().join("certificate.json"), text.replace("overruled", "annulled")).unwrap();
        assert_eq!(verdict(files.path(), &all).0, 1, "a missing signature is not excused without a ruling");
        std::fs::write(files.path().join("certificate.json"), text.replace("实到人数与签到表不符", "没有异议")).unwrap();
        let said = (1, "BAD: certificate: the server's seal does not hold".to_owned());
        assert_eq!(verdict(files.path(), &all), said, "an objection is sealed as it was raised");
    }

    async fn an_objection_that_is_followed_annuls_the_round(app: TestApp) {
        let mut hall = Hall::drafted(&app, FOUR, &CLEAR).await;
        hall.scrutineers[0].signs().await.is(200);
        let object = format!("/scrutineer/certificates/{}/object", app.certificate().id);
        let browser = hall.scrutineers[0].browser().await;
        let tokens = browser.visits("/scrutineer").await.form("/sign-out").with(&[("reason", "签过又后悔")]);
        browser.sends(&object, &tokens).await.is(422).says("不能再提出异议");
        hall.scrutineers[1].objects("票箱开箱时只有一人在场").await.is(200);
        let old = app.certificate();
        hall.secretariat.annuls("主席团采纳异议，重新投票").await.is(200).says("本轮已作废");
        assert_eq!(app.certificate().state, CertificateState::Withdrawn);
        let ruled = app.reads(|conn| tally::objections(conn, old.id)).pop().unwrap().ruling.unwrap();
        assert_eq!((ruled.kind, ruled.reason.as_str()), (RulingKind::Annulled, "主席团采纳异议，重新投票"));
        let sign = format!("/scrutineer/certificates/{}", old.id);
        let signature = hall.scrutineers[2].signature(&old.hash);
        let browser = hall.scrutineers[2].browser().await;
        browser.visits(&sign).await.is(200).says("这份计票报告单已作废").says("会出具新的一份");
        let stale = browser.visits("/scrutineer").await.form("/sign-out").with(&[("signature", &signature)]);
        browser.sends(&sign, &stale).await.is(422).says("已经不再签署");
        let code = hall.secretariat.next_code();
        let certify = format!("/secretariat/certificates/{}/certify", old.id);
        let tokens = hall.secretariat.desk().await.form("/sign-out").with(&[("password", PASSWORD), ("code", &code)]);
        hall.secretariat.browser().await.sends(&certify, &tokens).await.is(422);
        assert!(app.projects().is_empty());

        hall.secretariat.orders_the_next_round("主席团决定重新投票").await.is(200);
        hall.holds_the_round(&CLEAR).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        assert_ne!(app.certificate().hash, old.hash);
        let later = app.restarts(jiff::SignedDuration::from_mins(2)).await;
        let mut hall = hall.at(&later);
        hall.certifies_and_announces("示例第1号").await;
        let timeline = later.visitor().visits("/results/2024/timeline").await;
        timeline.is(200).says("票箱开箱时只有一人在场").says("主席团采纳异议，重新投票").says("随该轮作废");
        assert_eq!(later.projects().len(), 2);
    }

    async fn a_corrigendum_mends_what_is_certified_and_edits_nothing(app: TestApp) {
        let mut hall = Hall::drafted(&app, FOUR, &CLEAR).await;
        let corrigenda = format!("/secretariat/certificates/{}/corrigenda", app.certificate().id);
        hall.secretariat.browser().await.visits(&corrigenda).await.is(404);
        let tokens = hall.secretariat.desk().await.form("/sign-out").with(&[("place", "会议日期")]);
        let early = hall.secretariat.browser().await.sends(&corrigenda, &tokens).await;
        assert!(matches!(early.status, 404 | 422), "{}", early.status);
        hall.certifies_and_announces("示例第1号").await;
        let before = app.certificate();
        let right = [("place", "会议日期"), ("stands", "2024-02-03"), ("should_be", "2024-02-04"), ("reason", "录入有误")];
        for (field, wrong, said) in [
            ("place", " ", "每一栏都要填写"), ("reason", "", "每一栏都要填写"), ("should_be", "2024-02-03", "文字相同"),
        ] {
            let browser = hall.secretariat.browser().await;
            let form = browser.visits(&corrigenda).await.form(&corrigenda).with(&right).with(&[(field, wrong)]);
            let refused = browser.sends(&corrigenda, &form).await;
            refused.is(422).says(said);
            assert_eq!(refused.attributes("input[name=stands]", "value"), ["2024-02-03"], "what was typed is still there");
        }
        let browser = hall.secretariat.browser().await;
        browser.visits(&corrigenda).await;
        browser.submits(&corrigenda, &right).await.is(200).says("更正已出具");
        let pending = app.corrigendum();
        assert_eq!(app.visitor().asks("GET", "/results/2024/files/corrigendum-1.json", &[]).await.status, 404);
        let certify = format!("/secretariat/corrigenda/{}/certify", pending.id);
        let early = hall.secretariat.browser().await.visits(&corrigenda).await.form("/sign-out").with(&[("password", PASSWORD)]);
        hall.secretariat.browser().await.sends(&certify, &early).await.is(422);
        let path = format!("/scrutineer/corrigenda/{}", pending.id);
        for scrutineer in &mut hall.scrutineers {
            let wrong = scrutineer.signature(&before.hash);
            let right = scrutineer.signature(&pending.hash);
            let browser = scrutineer.browser().await;
            browser.visits("/scrutineer").await.is(200).says("有一份更正");
            browser.visits(&path).await.is(200).says("2024-02-04");
            browser.submits(&path, &[("signature", &wrong)]).await.is(422);
            browser.visits(&path).await;
            browser.submits(&path, &[("signature", &right)]).await.is(200).says("您已签署更正");
        }
        let later = app.restarts(jiff::SignedDuration::from_mins(2)).await;
        let mut hall = hall.at(&later);
        let code = hall.secretariat.next_code();
        let browser = hall.secretariat.browser().await;
        browser.visits(&corrigenda).await;
        browser.submits(&certify, &[("password", PASSWORD), ("code", &code)]).await.is(200).says("更正已生效");

        assert_eq!(later.certificate().document, before.document, "nothing is edited");
        let mut anybody = later.visitor();
        anybody.visits("/results/2024/certificate").await.is(200).says(&before.hash).says("更正第 1 号").says("录入有误");
        anybody.visits("/results/2024").await.is(200).says("2024-02-04");
        let files = later.published_files().await;
        let file = anybody.asks("GET", "/results/2024/files/corrigendum-1.json", &[]).await;
        std::fs::write(files.path().join("c.json"), &file.is(200).html).unwrap();
        let all = ["1.bel", "--certificate", "certificate.json", "--corrigendum", "c.json"];
        assert_eq!(verdict(files.path(), &all), (0, "OK: everything agrees".to_owned()));
        std::fs::write(files.path().join("c.json"), file.html.replace("2024-02-04", "2024-02-05")).unwrap();
        assert_eq!(verdict(files.path(), &all).0, 1);
    }

    async fn where_only_the_list_is_published_no_round_shows_a_count(app: TestApp) {
        let plan = Plan { publish_counts: "list_only", ..TOP_TWO_OF_FIVE };
        let mut hall = Hall::counted(&app, plan, &TIED).await;
        hall.secretariat.orders_the_next_round("主席团决定再次投票").await.is(200);
        hall.holds_the_round(&["赞反反", "赞反反", "赞反反", "反赞反"]).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        let mut anybody = app.visitor();
        let result = anybody.visits("/results/2024").await;
        result.is(200).says("2 个项目获得通过");
        assert!(result.texts("table.result").is_empty());
        let timeline = anybody.visits("/results/2024/timeline").await;
        timeline.is(200).says("主席团决定再次投票");
        assert!(timeline.texts("td.num").is_empty() && !timeline.text().contains("收回"), "{}", timeline.text());
        let archives: Vec<String> = app.rounds().iter().map(|round| format!("{}.bel", round.election_uuid)).collect();
        for name in archives.iter().map(String::as_str).chain(["caps.jsonl", "certificate.json", "votes.csv"]) {
            anybody.visits(&format!("/results/2024/files/{name}")).await.is(404);
        }
        anybody.visits("/results/2024/certificate").await.is(404);
        for project in app.projects() {
            let page = anybody.visits(&format!("/projects/{}", project.id)).await;
            page.is(200).says(&app.certificate().hash);
            assert!(!page.text().contains("赞成"), "{}", page.text());
        }
        let desk = hall.secretariat.browser().await.visits("/secretariat/timeline").await;
        assert!(!desk.is(200).texts("td.num").is_empty(), "the desk sees everything");
    }

    async fn the_deputies_see_which_round_it_is(app: TestApp) {
        let mut hall = Hall::counted(&app, TOP_TWO_OF_FIVE, &TIED).await;
        hall.secretariat.orders_the_next_round("主席团决定再次投票").await.is(200);
        let deputy = hall.deputies[0].browser().await;
        deputy.visits("/deputy").await.is(200).says("第2轮").says("领取选票");
        let issue = format!("/deputy/rounds/{}/issue", app.round().id);
        deputy.visits(&issue).await.is(200);
        assert_eq!(app.signed_in(Role::Department).await.asks("GET", &issue, &[]).await.status, 404);
        let first = app.rounds()[0].id;
        assert!(app.reads(|conn| tally::tally(conn, first)).is_some(), "the first round is not overwritten");
    }
}
