//! A tie or a shortfall, and the rounds that follow from it.

use piaojue::{
    accounts::Role,
    audit::Actor,
    ballots::{RoundKind, RoundState},
    deputies::{BallotHeld, LeaveReason, Mark, set_attendance},
    tally,
};

use super::chosen;
use crate::support::{
    TestApp,
    program::verdict,
    session::{FOUR, Hall, Plan},
};

/// Two seats by most approvals: 4, 3, 3, 3, 0 of four deputies.
const TIED: [&str; 4] = ["赞赞赞赞反", "赞赞赞反反", "赞赞反赞反", "赞反赞赞反"];
const TOP_TWO_OF_FIVE: Plan = Plan { candidates: 5, seats: "2", max_approvals: "5", pass_mark: "none", ..FOUR };

const ALL_ROUNDS: [&str; 7] = ["1.bel", "2.bel", "3.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];

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
        assert_eq!(number, "2024-1");
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

    async fn a_further_ballot_that_is_recalled_leaves_the_choice_open_again(app: TestApp) {
        let choices = ["赞反反反", "赞反反反", "赞反反反", "反赞反反"];
        let mut hall = Hall::counted(&app, FOUR, &choices).await;
        for record in ["主席团决定就其余项目再次投票", "主席团仍决定再次投票"] {
            hall.secretariat.orders_the_next_round(record).await.is(200);
            assert_eq!(app.round().kind, RoundKind::FurtherBallot);
            let recall = format!("/secretariat/rounds/{}/recall", app.round().id);
            hall.secretariat.presses(&recall, &[("reason", "主席团改变了决定")]).await.is(200);
            hall.secretariat.second_confirms().await.is(200).says("发票已撤回").says("通过的项目少于应选数");
        }
        hall.secretariat.draws_up_the_certificate(&[("reason", "主席团决定不再投票")]).await.is(200);
        hall.certifies_and_announces("示例第1号").await;
        assert_eq!(chosen(&app), [1]);
        let page = app.visitor().visits("/results/2024/certificate").await;
        page.is(200).says("主席团决定不再投票");
        assert!(!page.text().contains("就其余项目再次投票") && !page.text().contains("仍决定再次投票"), "{}", page.text());
        let files = app.published_files().await;
        let all = ["1.bel", "--caps", "caps.jsonl", "--certificate", "certificate.json"];
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
                set_attendance(tx, &Actor::operator(), now, session, deputy, &leave, BallotHeld::Nothing)
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
        hall.secretariat.browser().await.sends(&open, &tokens).await.is(422).says("没有开始投票");
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
        app.visitor().visits("/results/2024/certificate").await.is(200).says("本轮没有开始投票，没有票箱");
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
            page.is(200).says(app.certificate().hash.as_str());
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
