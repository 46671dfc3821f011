//! Taking a ballot, and what is known of it afterwards.

use std::collections::BTreeSet;

use diesel::{QueryDsl, RunQueryDsl};
use futures_util::future::join_all;
use piaojue::{
    audit::Actor,
    db::table_columns,
    deputies::{self, BallotHeld, LeaveReason, Mark},
};
use verifiable_ballots::{Credential, Element};

use super::audit_entries;
use crate::support::{
    TestApp,
    session::{FOUR, Hall, Plan, issue_path},
};

on_both_databases! {
    async fn who_is_not_there_gets_no_ballot(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        for deputy in &hall.deputies[..3] {
            deputy.is_checked_in();
        }
        hall.issuing_begins();
        hall.deputies[3].takes_a_ballot().await.is(422).says("还没有签到，不能领票");
        assert!(hall.deputies[3].credential.is_none());
        assert_eq!(app.ballots_issued(), 0);
        hall.deputies[0].takes_a_ballot().await.is(200);
        assert!(hall.deputies[0].credential.is_some());
        hall.deputies[3].is_checked_in();
        hall.deputies[3].takes_a_ballot().await.is(200);
        assert_eq!(app.ballots_issued(), 2);
    }

    async fn a_deputy_takes_one_ballot(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        let path = issue_path(app.round().id);
        let deputy = &mut hall.deputies[0];
        let mut other_device = deputy.another_device().await;
        let mut third_device = deputy.another_device().await;
        other_device.visits(&path).await.is(200);
        third_device.visits(&path).await.is(200);

        deputy.takes_a_ballot().await.is(200);
        let key = deputy.key();
        let form = other_device.page().form(&path).with(&[("public_key", &key)]);
        other_device.sends(&path, &form).await.is(200);
        assert_eq!(app.ballots_issued(), 1, "the same key again is the same ballot");

        let another = Credential::generate(&mut rand::rng()).public(&app.round().election_uuid).to_string();
        third_device.submits(&path, &[("public_key", &another)]).await.is(422).says("本轮已经领过票");
        assert_eq!(app.ballots_issued(), 1);

        hall.deputies[1].hands_in(&key).await.is(422).says("没有发票");
        assert_eq!(app.ballots_issued(), 1, "two deputies cannot share a key");
    }

    async fn what_is_no_key_is_not_put_on_the_list(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        let good = Credential::generate(&mut rand::rng()).public(&app.round().election_uuid).to_string();
        for key in [
            "",
            "x",
            &good[1..],
            &good.to_uppercase(),
            &format!("{good} "),
            &"f".repeat(64),
            &Element::identity().to_string(),
            &format!("{}0", "0".repeat(63)),
        ] {
            hall.deputies[0].hands_in(key).await.is(422).says("公钥不完整");
        }
        assert_eq!(app.ballots_issued(), 0);
        hall.deputies[0].hands_in(&good).await.is(200);
        assert_eq!(app.ballots_issued(), 1);
    }

    async fn after_opening_no_ballot_is_issued(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        let path = issue_path(app.round().id);
        let mut late = hall.deputies[3].another_device().await;
        late.visits(&path).await.is(200);
        for deputy in &mut hall.deputies[..3] {
            deputy.is_given_a_ballot();
        }
        hall.secretariat.opens().await.is(200).says("投票已开始");
        let key = Credential::generate(&mut rand::rng()).public(&app.round().election_uuid).to_string();
        let page = late.submits(&path, &[("public_key", &key)]).await;
        assert_eq!(page.redirects, ["/deputy"]);
        page.says("现在不能领票");
        assert_eq!(app.ballots_issued(), 3);
        late.visits(&path).await.is(404);
        let stranger = app.reads(|conn| deputies::deputy(conn, hall.deputies[3].id)).unwrap();
        assert!(stranger.is_present());
    }

    async fn nothing_at_rest_links_a_deputy_with_a_ballot(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        for deputy in &mut hall.deputies {
            deputy.takes_a_ballot().await.is(200);
        }
        let links = |app: &TestApp| app.reads(|conn| Ok(piaojue::ballots::schema::issuing_links::table.count().get_result::<i64>(conn)?));
        assert_eq!(links(&app), 4);
        hall.secretariat.opens().await.is(200);
        assert_eq!(links(&app), 0, "whose key is whose is destroyed when the list is frozen");
        hall.casts(&["赞反弃赞", "反反反反", "", "弃弃赞赞"]).await;
        hall.secretariat.closes().await.is(200);

        let begun = audit_entries(&app).iter().position(|(action, _)| action == "issuing_started").unwrap();
        let since = audit_entries(&app).split_off(begun);
        let actions: Vec<&str> =
            since.iter().map(|(action, _)| action.as_str()).filter(|action| !["login_cards_issued", "signed_in"].contains(action)).collect();
        let asked = ["round_act_requested", "round_act_confirmed"];
        let acts: Vec<&str> = actions.into_iter().filter(|action| !asked.contains(action)).collect();
        let signed = ["election_signed"; 2];
        assert_eq!(acts, [&["issuing_started"][..], &signed, &["round_opened", "round_closed", "count_begun"]].concat());
        for (_, entry) in since.iter().filter(|(action, _)| action != "login_cards_issued") {
            for deputy in &hall.deputies {
                for word in [&deputy.number, &deputy.name, &deputy.key(), &deputy.id.to_string()] {
                    assert!(!entry.contains(word.as_str()), "{entry} names {word}");
                }
            }
        }

        let columns = app.reads(|conn| Ok(table_columns(conn)?));
        let of = |table: &str| -> Vec<&str> {
            columns.iter().filter_map(|name| name.strip_prefix(table)?.strip_prefix('.')).collect()
        };
        assert_eq!(of("issue_marks"), ["deputy_id", "kind", "round_id"], "the kind is electronic or paper");
        assert_eq!(of("box_credentials"), ["public_key", "round_id"]);
        assert_eq!(of("box_ballots"), ["cap", "credential", "round_id", "seq", "tracker"]);
        assert_eq!(of("box_records"), ["content", "hash", "kind", "round_id", "seq"]);
        assert_eq!(of("cancelled_keys"), ["public_key", "round_id"]);
        assert_eq!(of("checked_ballots"), ["after_publication", "round_id", "tracker"]);
        assert_eq!(of("opened_ballots"), ["ciphertexts", "code", "credential", "opening", "round_id", "tracker"]);
        assert_eq!(of("box_heads"), ["ballots", "height", "last_event", "records", "round_id", "stage"]);
    }

    async fn the_list_of_keys_is_published_when_it_is_frozen_and_not_before(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.everybody_takes_a_ballot();
        let setup = format!("/rounds/{}/setup", app.round().id);
        let anybody = app.visitor();
        let file = async |name: &str| anybody.asks("GET", &format!("{setup}/{name}"), &[]).await;
        let early = file("public_creds.json").await;
        assert_eq!(early.is(409).header("content-type"), Some("application/json"));
        assert!(early.html.contains(r#""error":"not_open_yet""#), "{}", early.html);
        let election = file("election.json").await;
        assert_eq!(election.is(200).html.as_bytes(), app.election().bytes());
        file("trustees.json").await.is(200);
        hall.voting_begins();
        let list = file("public_creds.json").await;
        let listed: Vec<String> = serde_json::from_str(&list.is(200).html).unwrap();
        assert_eq!(listed.iter().collect::<BTreeSet<_>>(), hall.deputies.iter().map(|d| d.key()).collect::<Vec<_>>().iter().collect());
        assert_eq!(file("election.json").await.html, election.html, "the election does not change");
        file("nothing.json").await.is(404);
    }

    async fn a_round_does_not_open_one_below_the_quorum(app: TestApp) {
        let mut hall = Hall::ready(&app, Plan { deputies: 6, ..FOUR });
        for deputy in &hall.deputies[..3] {
            deputy.is_checked_in();
        }
        hall.secretariat.starts_issuing().await.is(200).says("已开始发票");
        for deputy in &mut hall.deputies[..3] {
            deputy.is_given_a_ballot();
        }
        let desk = hall.secretariat.desk().await;
        let missing = desk.texts("ul.todo li.must");
        assert_eq!(missing.len(), 1, "{missing:?}");
        assert!(missing[0].contains("实到 3") && missing[0].contains('4'), "{missing:?}");
        let open = format!("/secretariat/rounds/{}/open", app.round().id);
        assert!(!desk.attributes("form", "action").contains(&open), "there is no button");
        let tokens = desk.form("/sign-out");
        hall.secretariat.browser().await.sends(&open, &tokens).await.is(422).says("还有条件没有办好，没有开始投票");

        hall.deputies[3].is_checked_in();
        let hint = hall.secretariat.desk().await;
        assert!(hint.texts("ul.todo li.must").is_empty());
        hint.says("还有 1 名没有领票");
        hall.secretariat.opens().await.is(200).says("投票已开始");
    }

    async fn whoever_leaves_before_taking_a_ballot_is_not_counted_as_present(app: TestApp) {
        let mut hall = Hall::issuing(&app, Plan { deputies: 6, ..FOUR });
        let (session, now) = (app.session().id, app.now());
        let leaving = hall.deputies.pop().unwrap();
        app.db()
            .write(|tx| {
                let leave = Mark::Excused(LeaveReason::parse("因病").unwrap());
                deputies::set_attendance(tx, &Actor::operator(), now, session, leaving.id, &leave, BallotHeld::Nothing)
            })
            .unwrap();
        let mut leaving = leaving;
        leaving.takes_a_ballot().await.is(422).says("还没有签到，不能领票");
        hall.everybody_takes_a_ballot();
        hall.secretariat.opens().await.is(200);
        let opening = app.round().opening.unwrap();
        assert_eq!((opening.in_office, opening.excused, opening.present), (6, 1, 5));
        assert_eq!(app.ballots_issued(), 5);
    }

    async fn whoever_holds_a_ballot_cannot_be_marked_as_gone(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.everybody_takes_a_ballot();
        let deputy = hall.deputies[0].id;
        let action = format!("/secretariat/attendance/{deputy}");
        let browser = hall.secretariat.browser().await;
        browser.visits("/secretariat/attendance?s=present").await;
        browser.submits(&action, &[("to", "absent")]).await.is(422).says("已领取选票").says("作废其选票");
        assert!(hall.deputies[0].on_the_roll().is_present());
        hall.secretariat.opens().await.is(200);
    }

    async fn issuing_begins_once_and_only_when_nothing_blocks(app: TestApp) {
        let mut hall = Hall::ready(&app, FOUR);
        let desk = hall.secretariat.desk().await;
        let form = desk.form("/secretariat/issuing/start");
        let browser = hall.secretariat.browser().await;
        let first = browser.sends("/secretariat/issuing/start", &form).await;
        let second = browser.sends("/secretariat/issuing/start", &form).await;
        assert_eq!((first.status, &first.redirects), (second.status, &second.redirects));
        let again = form.clone().with(&[("key", &uuid::Uuid::new_v4().to_string())]);
        browser.sends("/secretariat/issuing/start", &again).await.is(422).says("没有重复开始");
        assert_eq!(app.round().number, 1);
    }

    async fn everybody_may_take_a_ballot_at_once(app: TestApp) {
        let mut hall = Hall::issuing(&app, Plan { deputies: 6, ..FOUR });
        let path = issue_path(app.round().id);
        for deputy in &mut hall.deputies {
            deputy.browser().await.visits(&path).await.is(200);
        }
        let pages = join_all(hall.deputies.iter_mut().map(|deputy| deputy.takes_a_ballot())).await;
        for page in pages {
            page.is(200);
        }
        assert_eq!(app.ballots_issued(), 6);
        hall.secretariat.opens().await.is(200);
        hall.casts(&["赞赞反反"; 6]).await;
        assert_eq!(app.ballots_in_the_box(), 6);
    }
}
