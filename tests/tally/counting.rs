//! Closing the box and opening it together.

use diesel::connection::SimpleConnection;
use piaojue::{
    audit::Actor,
    ballots::{self, BoxHead, RoundState},
    db::{Conn, DbError},
    tally::{self, BeginCountError},
    web::{Refused, Secret},
};
use verifiable_ballots::{PartialDecryption, Scalar, Seed};

use super::CLEAR;
use crate::{
    ballots::audit_entries,
    support::{
        TestApp,
        session::{FOUR, Hall, confirm_path, share_of},
    },
};

on_both_databases! {
    async fn a_share_that_does_not_open_the_box_is_refused(app: TestApp) {
        let mut hall = Hall::closed(&app, FOUR, &CLEAR).await;
        let others = hall.scrutineers[1].share().await;
        let round = app.round().id;
        let tally = format!("/scrutineer/rounds/{round}/encrypted_tally.json");
        let payload = hall.scrutineers[0].browser().await.asks("GET", &tally, &[]).await.html;
        let election = app.election();
        let of_a_wrong_seed = share_of(&election, &payload, &Seed::generate(&mut rand::rng()).decryption_key());
        let of_nothing = share_of(&election, &payload, &Scalar::ZERO);
        let good = hall.scrutineers[0].share().await;
        let changed = good.replacen("\"challenge\":\"", "\"challenge\":\"1", 1);
        for wrong in [&others, &of_a_wrong_seed, &of_nothing, &changed, "", "{}", "null", &format!("{good} ")] {
            hall.scrutineers[0].gives(wrong).await.is(422).says("您的一份打不开这个票箱");
        }
        assert_eq!(app.round().state, RoundState::Counting);
        hall.scrutineers[0].gives(&good).await.is(200).says("您的一份已交出");
    }

    async fn a_scrutineer_gives_one_share(app: TestApp) {
        let mut hall = Hall::closed(&app, FOUR, &CLEAR).await;
        let path = hall.scrutineers[0].open_path();
        let share = hall.scrutineers[0].share().await;
        let browser = hall.scrutineers[0].browser().await;
        let form = browser.visits(&path).await.form(&path).with(&[("partial_decryption", &share)]);
        let first = browser.sends(&path, &form).await;
        let second = browser.sends(&path, &form).await;
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects), "the button pressed twice");
        let later = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        browser.sends(&path, &later).await.is(422).says("您的一份已经收到");
        assert_eq!(app.round().state, RoundState::Counting);
        let round = app.round();
        assert_eq!(app.reads(|conn| tally::shares_given(conn, &round)), Some(vec![1, 2]));

        hall.scrutineers[1].opens_the_box().await.is(200);
        let path = hall.scrutineers[2].open_path();
        let browser = hall.scrutineers[2].browser().await;
        let tokens = browser.visits("/scrutineer").await.form("/sign-out");
        let late = tokens.with(&[("partial_decryption", &share)]);
        browser.sends(&path, &late).await.is(422).says("现在不需要开箱");
    }

    /// A share stands in the box whose proof holds nowhere: whoever checked it once more would stumble over it.
    async fn no_page_that_reloads_checks_a_proof_again_and_whoever_adds_a_share_does(app: TestApp) {
        let mut hall = Hall::closed(&app, FOUR, &CLEAR).await;
        let (election, round) = (app.election(), app.round());
        let tally = format!("/scrutineer/rounds/{}/encrypted_tally.json", round.id);
        let payload = hall.scrutineers[0].browser().await.asks("GET", &tally, &[]).await.html;
        let share = PartialDecryption::parse(share_of(&election, &payload, &Scalar::ZERO).as_bytes()).unwrap();
        app.db()
            .write(|tx| {
                let before = ballots::lock_head(tx, round.id)?;
                let mut chain = before.chain.clone();
                let records = chain.append_partial_decryption(2, &share).map_err(DbError::corrupt)?;
                let after = BoxHead { chain, records: before.records, ballots: before.ballots };
                ballots::append_records(tx, round.id, &before, after, &records)
            })
            .unwrap();

        let (first, second) = (hall.scrutineers[0].open_path(), hall.scrutineers[1].open_path());
        let mut reloaded = 0;
        for _ in 0..3 {
            hall.secretariat.desk().await.is(200);
            for (scrutineer, path) in [(0, &first), (1, &second)] {
                let browser = hall.scrutineers[scrutineer].browser().await;
                browser.visits("/scrutineer").await.is(200);
                browser.visits(path).await.is(200);
                reloaded += 2;
            }
            reloaded += 1;
        }
        assert_eq!((reloaded, app.reads(|conn| tally::shares_given(conn, &round))), (15, Some(vec![1, 2])));

        hall.scrutineers[1].opens_the_box().await.is(500);
        assert_eq!(app.round().state, RoundState::Counting, "nothing is opened with a share that proves nothing");
    }

    async fn a_second_box_that_a_browser_refused_stands_in_the_audit_list(app: TestApp) {
        let mut hall = Hall::closed(&app, FOUR, &CLEAR).await;
        let (path, round) = (hall.scrutineers[0].open_path(), app.round().id);
        let report = format!("/scrutineer/rounds/{round}/second-box");
        let caps = format!("/scrutineer/rounds/{round}/caps.jsonl");
        let browser = hall.scrutineers[0].browser().await;
        let page = browser.visits(&path).await;
        assert_eq!(page.attributes("[data-open-box]", "data-report-url"), [report.as_str()]);
        assert_eq!(page.attributes("[data-open-box]", "data-caps-url"), [caps.as_str()]);
        assert_eq!(browser.asks("GET", &caps, &[]).await.is(200).html.lines().count(), 4, "a proof a ballot");
        let codes = [("first", "9c1d2e3f4a5b6c7d"), ("second", "<script>0f0e0d0c0b0a0908")];
        browser.sends(&report, &page.form(&path).with(&codes)).await.is(200);
        let told: Vec<_> = audit_entries(&app).into_iter().filter(|(act, _)| act == "second_box_reported").collect();
        let [(_, said)] = &told[..] else { panic!("{told:?}") };
        for code in [r#""9c1d2e3f4a5b6c7d""#, r#""c0f0e0d0c0b0a0908""#] {
            assert!(said.contains(code), "nothing but the digits of a code: {said}");
        }
        hall.secretariat.browser().await.asks("GET", &caps, &[]).await.is(404);
    }

    async fn no_share_is_taken_before_the_box_is_closed(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&CLEAR).await;
        let path = hall.scrutineers[0].open_path();
        let browser = hall.scrutineers[0].browser().await;
        browser.visits(&path).await.is(404);
        let home = browser.visits("/scrutineer").await;
        home.is(200).says("现在");
        let early = home.form("/sign-out").with(&[("partial_decryption", "{}")]);
        let page = browser.sends(&path, &early).await;
        assert!(matches!(page.status, 404 | 422), "{}", page.status);
        let tally = format!("/scrutineer/rounds/{}/encrypted_tally.json", app.round().id);
        browser.asks("GET", &tally, &[]).await.is(404);
        assert_eq!(app.round().state, RoundState::Voting);
        assert_eq!(hall.deputies[0].casts("反反反反").await.status, 409, "and voting goes on as before");
    }

    async fn the_box_is_closed_once(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        let close = format!("/secretariat/rounds/{}/close", app.round().id);
        let form = hall.secretariat.desk().await.form(&close);
        let browser = hall.secretariat.browser().await;
        let first = browser.sends(&close, &form).await;
        let again = browser.sends(&close, &form).await;
        first.is(200).says("等候第二人确认");
        assert_eq!((first.status, &first.redirects), (again.status, &again.redirects));
        assert_eq!(app.round().state, RoundState::Voting, "one person alone closes nothing");
        let later = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        browser.sends(&close, &later).await.is(422).says("没有重复提出");

        let confirm = confirm_path(&app);
        let own = hall.secretariat.browser().await.visits("/secretariat").await;
        assert!(!own.attributes("form", "action").contains(&confirm), "whoever asked finds no button to confirm");
        let made_up = own.form("/sign-out");
        hall.secretariat.browser().await.sends(&confirm, &made_up).await.is(422).says("提出的人不能自己确认");
        let colleague = hall.secretariat.second().await;
        let form = colleague.visits("/secretariat").await.form(&confirm);
        let first = colleague.sends(&confirm, &form).await;
        let again = colleague.sends(&confirm, &form).await;
        first.is(200).says("票箱已封");
        assert_eq!((first.status, &first.redirects), (again.status, &again.redirects));
        let later = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        colleague.sends(&confirm, &later).await.is(422).says("已经确认或撤回");
        colleague.sends(&close, &later).await.is(422).says("这一轮现在不能这样办");
        assert_eq!(app.round().state, RoundState::Counting);
    }

    async fn two_secretaries_confirm_at_once_and_one_of_them_does(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&CLEAR).await;
        hall.secretariat.asks_for("close", &[]).await.is(200);
        let confirm = confirm_path(&app);
        let colleague = hall.secretariat.second().await;
        let form = colleague.visits("/secretariat").await.form(&confirm);
        let other = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        let (mut one, mut two) = (colleague.clone(), colleague.clone());
        let (one, two) = tokio::join!(one.sends(&confirm, &form), two.sends(&confirm, &other));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 422]);
        assert_eq!(app.round().state, RoundState::Counting);
        assert_eq!(app.ballots_in_the_box(), 4);
    }

    async fn the_archive_only_grows(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        let mut earlier = vec![app.archive()];
        for (deputy, choice) in hall.deputies.iter().zip(CLEAR) {
            deputy.casts(choice).await.receipt();
            earlier.push(app.archive());
        }
        hall.secretariat.closes().await.is(200);
        earlier.push(app.archive());
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
            earlier.push(app.archive());
        }
        for (before, after) in earlier.iter().zip(&earlier[1..]) {
            assert!(after.len() > before.len() && after.starts_with(before));
        }
        let last = earlier.last().unwrap();
        verifiable_ballots::continues(last.as_slice(), earlier[3].as_slice()).unwrap();
        verifiable_ballots::verify(std::io::Cursor::new(last), &Default::default(), &mut |_| {}).unwrap();
    }

    async fn a_box_without_ballots_can_be_counted(app: TestApp) {
        let mut hall = Hall::counted(&app, FOUR, &["", "", "", ""]).await;
        let round = app.round().id;
        let result = app.reads(|conn| tally::tally(conn, round)).unwrap();
        assert!(result.counts.iter().flatten().all(|&count| count == 0));
        hall.secretariat.draws_up_the_certificate(&[("reason", "无人投票,主席团决定另行安排")]).await.is(200);
        assert_eq!(app.reads(|conn| ballots::turnout(conn, round)).returned, 0);
    }

    async fn a_box_that_was_closed_without_its_count_is_counted_by_a_button(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&CLEAR).await;
        hall.the_box_is_closed();
        assert_eq!(app.round().state, RoundState::Closed);
        let count = format!("/secretariat/rounds/{}/count", app.round().id);
        let form = hall.secretariat.desk().await.form(&count);
        let browser = hall.secretariat.browser().await;
        let first = browser.sends(&count, &form).await;
        let second = browser.sends(&count, &form).await;
        first.is(200).says("计票已开始");
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects), "the button pressed twice");
        let later = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        browser.sends(&count, &later).await.is(422).says("现在不能开始计票");
        assert_eq!(app.round().state, RoundState::Counting);
    }

    async fn the_servers_own_share_is_checked_before_it_is_kept(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        hall.casts(&CLEAR).await;
        hall.the_box_is_closed();
        let (round, session) = (app.round().id, app.session());
        let begins = |secret: &Secret| {
            tally::begin_count(app.db(), secret, &Actor::operator(), app.now(), &session, round)
        };
        let refused = begins(&Secret::new([8; 32])).unwrap_err();
        assert!(matches!(refused, Refused::Rules(BeginCountError::WrongSecret)), "{refused}");
        assert_eq!(app.round().state, RoundState::Closed);
        hall.secretariat.desk().await.is(200).says("开始计票");

        begins(&app.services.secret).unwrap();
        hall.scrutineers[0].opens_the_box().await.is(200);
        hall.scrutineers[1].opens_the_box().await.is(200);
        assert_eq!(app.round().state, RoundState::Counted);
    }

    async fn the_desk_opens_though_the_box_cannot_be_read_and_the_round_is_annulled_there(app: TestApp) {
        let mut hall = Hall::closed(&app, FOUR, &CLEAR).await;
        let break_it = |conn: &mut Conn| match conn {
            Conn::Sqlite(c) => c.batch_execute(
                "DROP TRIGGER box_records_refuse_update; \
                 UPDATE box_records SET content = x'00' WHERE seq = (SELECT max(seq) FROM box_records)",
            ),
            Conn::Pg(c) => c.batch_execute(
                "ALTER TABLE box_records DISABLE TRIGGER USER; \
                 UPDATE box_records SET content = '\\x00' WHERE seq = (SELECT max(seq) FROM box_records)",
            ),
        };
        app.db().with_connection(break_it).unwrap().unwrap();
        hall.secretariat.desk().await.is(200).says("票箱里的内容读不出来");
        hall.scrutineers[0].browser().await.visits("/scrutineer").await.is(200);
        hall.secretariat.annuls("票箱读不出来").await.is(200);
        assert_eq!(app.round().state, RoundState::Void);
    }
}
