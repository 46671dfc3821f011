//! Taking a ballot, casting it, and what the box refuses.

use std::collections::BTreeSet;

use diesel::{QueryDsl, RunQueryDsl};
use futures_util::future::join_all;
use piaojue::{
    accounts::Role,
    audit::Actor,
    db::{DbError, schema, table_columns},
    deputies::{self, BallotHeld, LeaveReason, Mark},
};
use serde_json::Value;
use verifiable_ballots::{
    CapProof, Credential, Election, Element, Scalar,
    hash::{b64_sha256, hash_to_scalar},
};

use crate::support::{
    TestApp,
    session::{Answer, FOUR, Hall, MarkedBallot, Plan, ballots_path, issue_path},
};

/// One question on the paper instead of four.
const ONE_LIST: Plan = Plan { ballot_form: "choose_up_to", ..FOUR };

/// A paper without a cap.
const UNCAPPED: Plan = Plan { max_approvals: "none", ..FOUR };

on_both_databases! {
    async fn a_ballot_gets_a_receipt_and_the_same_ballot_the_same_one(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let ballot = hall.deputies[0].marks("赞反弃赞");
        let receipt = ballot.is_cast().await.receipt();
        assert_eq!(receipt, b64_sha256(ballot.ballot.as_bytes()), "the receipt is the ballot's own fingerprint");
        assert_eq!(app.ballots_in_the_box(), 1);
        assert_eq!(ballot.is_cast().await.receipt(), receipt);
        assert_eq!(app.ballots_in_the_box(), 1);
        hall.deputies[1].casts("空空空空").await.receipt();
        assert_eq!(app.ballots_in_the_box(), 2, "an unmarked ballot is a ballot");

        hall.the_box_is_closed();
        assert_eq!(ballot.is_cast().await.receipt(), receipt, "also when the first answer got lost until after closing");
        assert_eq!(app.ballots_in_the_box(), 2);
        let mut anybody = app.visitor();
        anybody.visits(&format!("/results/2024/verify?tracker={}", receipt.replace('+', "%2B"))).await.is(200)
            .says("这张选票已在票箱中");
        anybody.visits(&format!("/results/2024/verify?tracker={}", "A".repeat(43))).await.is(200).says("没有找到");
    }

    async fn nobody_votes_twice(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let first = hall.deputies[0].casts("赞赞反反").await.receipt();
        hall.deputies[0].casts("反反赞赞").await.is_refused(409, "already_cast");
        hall.deputies[0].casts("赞赞反反").await.is_refused(409, "already_cast");
        assert_eq!(app.ballots_in_the_box(), 1);
        assert!(app.is_in_the_box(&first));
    }

    async fn no_ballot_before_the_box_is_opened_and_none_after_it_is_closed(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.everybody_takes_a_ballot();
        let early = hall.deputies[0].marks("赞赞反反");
        early.is_cast().await.is_refused(409, "not_open_yet");
        hall.voting_begins();
        early.is_cast().await.receipt();
        let late = hall.deputies[1].marks("赞赞反反");
        hall.the_box_is_closed();
        late.is_cast().await.is_refused(409, "round_closed");
        hall.deputies[0].casts("反反反反").await.is_refused(409, "already_cast");
        let broken = MarkedBallot { ballot: "{}".to_owned(), ..late };
        broken.is_cast().await.is_refused(409, "round_closed");
        assert_eq!(app.ballots_in_the_box(), 1);
    }

    async fn only_who_took_a_ballot_can_cast_one(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let stranger = Credential::generate(&mut rand::rng());
        MarkedBallot::new(&app, &stranger, "赞赞反反").is_cast().await.is_refused(422, "not_on_list");
        // Signed by a stranger in the name of somebody on the list.
        let ballot = MarkedBallot::new(&app, &stranger, "赞赞反反");
        let own = stranger.public(app.election().uuid()).to_string();
        let forged = MarkedBallot { ballot: ballot.ballot.replace(&own, &hall.deputies[0].key()), ..ballot };
        forged.is_cast().await.is_refused(422, "bad_ballot");
        assert_eq!(app.ballots_in_the_box(), 0);
    }

    async fn one_approval_too_many_is_refused_however_it_is_proved(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let deputy = &hall.deputies[0];
        let honest = MarkedBallot::with_cap(&app, deputy.credential(), "赞赞赞反", Some(3));
        honest.is_cast().await.is_refused(422, "cap");

        let shortened = Value::from(honest.cap.as_array().unwrap()[..3].to_vec());
        MarkedBallot { cap: shortened, ..honest.clone() }.is_cast().await.is_refused(422, "cap");
        let of_another = deputy.marks("赞赞反反");
        MarkedBallot { cap: of_another.cap.clone(), ..honest.clone() }.is_cast().await.is_refused(422, "cap");
        MarkedBallot { cap: Value::Null, ..honest.clone() }.is_cast().await.is_refused(422, "cap");
        MarkedBallot { cap: Value::from(Vec::<Value>::new()), ..honest }.is_cast().await.is_refused(422, "cap");
        assert_eq!(app.ballots_in_the_box(), 0);

        MarkedBallot { cap: Value::Null, ..of_another.clone() }.is_cast().await.is_refused(422, "cap");
        let others = hall.deputies[1].marks("赞赞反反").cap;
        MarkedBallot { cap: others, ..of_another.clone() }.is_cast().await.is_refused(422, "cap");
        of_another.is_cast().await.receipt();
    }

    async fn a_paper_that_proves_its_own_cap_takes_no_other_proof(app: TestApp) {
        let hall = Hall::voting(&app, ONE_LIST);
        let ballot = hall.deputies[0].marks("赞反赞反");
        assert_eq!(ballot.cap, Value::Null);
        let proof: CapProof = serde_json::from_str(r#"[{"challenge":"1","response":"1"}]"#).unwrap();
        let with_proof = MarkedBallot { cap: serde_json::to_value(proof).unwrap(), ..ballot.clone() };
        with_proof.is_cast().await.is_refused(422, "cap");
        ballot.is_cast().await.receipt();
        let over = Forged { values: vec![1, 1, 1, 0], r: vec![None; 4], individual_max: 1, overall_max: 3 };
        over.ballot(&app, hall.deputies[1].credential()).is_cast().await.is_refused(422, "bad_ballot");
        let twice = Forged { values: vec![2, 0, 0, 0], r: vec![None; 4], individual_max: 2, overall_max: 2 };
        twice.ballot(&app, hall.deputies[1].credential()).is_cast().await.is_refused(422, "bad_ballot");
        let good = Forged { values: vec![1, 1, 0, 0], r: vec![None; 4], individual_max: 1, overall_max: 2 };
        good.ballot(&app, hall.deputies[1].credential()).is_cast().await.receipt();
    }

    async fn without_a_cap_everything_may_be_approved(app: TestApp) {
        let hall = Hall::voting(&app, UNCAPPED);
        hall.deputies[0].casts("赞赞赞赞").await.receipt();
        let with_proof = MarkedBallot::with_cap(&app, hall.deputies[1].credential(), "赞反反反", Some(4));
        with_proof.is_cast().await.is_refused(422, "cap");
    }

    async fn a_ballot_that_shows_its_marks_is_refused(app: TestApp) {
        let hall = Hall::voting(&app, ONE_LIST);
        let shown = Forged {
            values: vec![0, 1, 0, 0],
            r: vec![None, Some(Scalar::ZERO), None, None],
            individual_max: 1,
            overall_max: 2,
        };
        let answer = shown.ballot(&app, hall.deputies[0].credential()).is_cast().await;
        answer.is_refused(422, "bad_ballot");
        assert!(answer.text.contains("会露出内容"), "{}", answer.text);
        assert_eq!(app.ballots_in_the_box(), 0);
    }

    async fn a_ballot_with_any_field_changed_is_refused(app: TestApp) {
        let plan = Plan { candidates: 3, seats: "1", max_approvals: "1", ..FOUR };
        let hall = Hall::voting(&app, plan);
        let good = hall.deputies[0].marks("赞反弃");
        let other: Value = serde_json::from_str(&hall.deputies[1].marks("反赞弃").ballot).unwrap();
        let ballot: Value = serde_json::from_str(&good.ballot).unwrap();
        let leaves = leaves(&ballot);
        assert!(leaves.len() > 60, "only {} fields", leaves.len());
        let mut sent = Vec::new();
        for pointer in &leaves {
            let old = ballot.pointer(pointer).unwrap();
            for new in [changed(old), other.pointer(pointer).unwrap().clone()] {
                if new != *old {
                    let text = with_leaf(&good.ballot, old, &new);
                    if !pointer.starts_with("/signature/") {
                        let signed = signed_again(&text, &hall, 0, &app);
                        sent.push((pointer, MarkedBallot { ballot: signed, ..good.clone() }));
                    }
                    sent.push((pointer, MarkedBallot { ballot: text, ..good.clone() }));
                }
            }
        }
        for pointer in self::leaves(&good.cap) {
            let mut cap = good.cap.clone();
            let leaf = cap.pointer_mut(&pointer).unwrap();
            *leaf = changed(leaf);
            let answer = MarkedBallot { cap, ..good.clone() }.is_cast().await;
            answer.is_refused(422, "cap");
        }
        for (pointer, ballot) in sent {
            let answer = ballot.is_cast().await;
            assert!(matches!(answer.status, 422 | 409), "{pointer} changed: {} {}", answer.status, answer.text);
            assert!(answer.json["error"].is_string() && answer.json["message"].is_string(), "{}", answer.text);
        }
        assert_eq!(app.ballots_in_the_box(), 0);
        good.is_cast().await.receipt();
    }

    async fn a_ballot_has_one_text_only(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let good = hall.deputies[0].marks("赞反弃赞");
        let text = &good.ballot;
        let value: Value = serde_json::from_str(text).unwrap();
        let answers = value["answers"].as_array().unwrap();
        let swapped = text.replacen(&answers[0].to_string(), "…", 1).replacen(&answers[1].to_string(), &answers[0].to_string(), 1)
            .replacen('…', &answers[1].to_string(), 1);
        let inside = text.replacen(r#"{"choices":"#, r#"{"note":"x","choices":"#, 1);
        for other in [
            format!(" {text}"),
            format!("{text}\n"),
            text.replacen(':', ": ", 1),
            text.replacen('{', r#"{"note":"x","#, 1),
            text.replacen("\"answers\"", "\"Answers\"", 1),
            text.to_uppercase(),
            text[..text.len() - 1].to_owned(),
            String::new(),
            "null".to_owned(),
            "[]".to_owned(),
            inside,
            swapped,
        ] {
            assert_ne!(&other, text);
            MarkedBallot { ballot: other, ..good.clone() }.is_cast().await.is_refused(422, "bad_ballot");
        }
        assert_eq!(app.ballots_in_the_box(), 0);
    }

    async fn whatever_is_sent_to_the_box_is_answered_with_a_reason(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let good = hall.deputies[0].marks("赞反弃赞");
        let path = ballots_path(app.round().id);
        let mut unknown: Value = serde_json::from_str(&good.body()).unwrap();
        unknown["deputy"] = "SC0001".into();
        let deep = "[".repeat(100_000);
        for body in [
            String::new(),
            "ballot=x".to_owned(),
            "null".to_owned(),
            "{}".to_owned(),
            r#"{"ballot":7}"#.to_owned(),
            r#"{"ballot":"x","cap":"y"}"#.to_owned(),
            good.body() + "x",
            unknown.to_string(),
            deep,
            format!(r#"{{"ballot":"{}"}}"#, "x".repeat(70_000)),
            format!(r#"{{"ballot":"{}"}}"#, "x".repeat(1_000_000)),
        ] {
            app.is_sent(&path, body).await.is_refused(422, "bad_ballot");
        }
        app.is_sent(&path, vec![0xff_u8; 40]).await.is_refused(422, "bad_ballot");
        let enormous = app.is_sent(&path, vec![b'x'; 9 * 1024 * 1024]).await;
        assert!(matches!(enormous.status, 413 | 422), "{}", enormous.status);

        app.is_sent("/rounds/no-round/ballots", good.body()).await.is_refused(404, "no_such_round");
        let elsewhere = format!("/rounds/{}/ballots", uuid::Uuid::new_v4());
        app.is_sent(&elsewhere, good.body()).await.is_refused(404, "no_such_round");
        assert_eq!(app.ballots_in_the_box(), 0);
        good.is_cast().await.receipt();
    }

    async fn fifty_ballots_at_once_under_one_code_are_one_ballot(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let ballots: Vec<MarkedBallot> = (0..5).map(|_| hall.deputies[0].marks("赞反弃赞")).collect();
        let answers = join_all((0..50).map(|n| ballots[n % 5].is_cast())).await;
        let receipts: BTreeSet<String> = answers.iter().filter(|a| a.status == 201).map(Answer::receipt).collect();
        assert_eq!(receipts.len(), 1, "receipts for {receipts:?}");
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 10, "all ten of the same ballot");
        for refused in answers.iter().filter(|answer| answer.status != 201) {
            refused.is_refused(409, "already_cast");
        }
        assert_eq!(app.ballots_in_the_box(), 1);
        assert!(app.is_in_the_box(receipts.first().unwrap()));
    }

    async fn a_ballot_in_flight_while_the_box_is_closed_is_in_it_or_refused(app: TestApp) {
        let mut hall = Hall::voting(&app, Plan { deputies: 6, ..FOUR });
        hall.secretariat.desk().await;
        let ballots: Vec<MarkedBallot> = hall.deputies.iter().map(|deputy| deputy.marks("赞反弃赞")).collect();
        let casts = join_all(ballots.iter().map(|ballot| async {
            // The later ones meet the closing.
            tokio::task::yield_now().await;
            ballot.is_cast().await
        }));
        let (answers, closed) = tokio::join!(casts, hall.secretariat.closes());
        closed.is(200).says("票箱已封");
        let mut returned = 0;
        for (answer, ballot) in answers.iter().zip(&ballots) {
            let tracker = b64_sha256(ballot.ballot.as_bytes());
            if answer.status == 201 {
                assert_eq!(answer.receipt(), tracker);
                returned += 1;
            } else {
                answer.is_refused(409, "round_closed");
            }
            assert_eq!(app.is_in_the_box(&tracker), answer.status == 201);
        }
        assert_eq!(app.ballots_in_the_box(), returned);
        verifiable_ballots::verify(std::io::Cursor::new(app.archive()), &Default::default(), &mut |_| {}).unwrap();
    }

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
        hall.secretariat.opens().await.is(200).says("投票已启封");
        let key = Credential::generate(&mut rand::rng()).public(&app.round().election_uuid).to_string();
        let page = late.submits(&path, &[("public_key", &key)]).await;
        assert_eq!(page.redirects, ["/deputy?notice=issue-not-now"]);
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
        let links = |app: &TestApp| app.reads(|conn| Ok(schema::issuing_links::table.count().get_result::<i64>(conn)?));
        assert_eq!(links(&app), 4);
        hall.secretariat.opens().await.is(200);
        assert_eq!(links(&app), 0, "whose key is whose is destroyed when the list is frozen");
        hall.casts(&["赞反弃赞", "反反反反", "", "弃弃赞赞"]).await;
        hall.secretariat.closes().await.is(200);

        let begun = audit_entries(&app).iter().position(|(action, _)| action == "issuing_started").unwrap();
        let since = audit_entries(&app).split_off(begun);
        let actions: Vec<&str> =
            since.iter().map(|(action, _)| action.as_str()).filter(|action| *action != "login_cards_issued").collect();
        let asked = ["round_act_requested", "round_act_confirmed"];
        let acts: Vec<&str> = actions.into_iter().filter(|action| !asked.contains(action)).collect();
        assert_eq!(acts, ["issuing_started", "round_opened", "round_closed", "count_begun"]);
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
        hall.secretariat.browser().await.sends(&open, &tokens).await.is(422).says("还有条件没有办好，没有启封投票");

        hall.deputies[3].is_checked_in();
        let hint = hall.secretariat.desk().await;
        assert!(hint.texts("ul.todo li.must").is_empty());
        hint.says("还有 1 名没有领票");
        hall.secretariat.opens().await.is(200).says("投票已启封");
    }

    async fn whoever_leaves_before_taking_a_ballot_is_not_counted_as_present(app: TestApp) {
        let mut hall = Hall::issuing(&app, Plan { deputies: 6, ..FOUR });
        let (session, now) = (app.session().id, app.now());
        let leaving = hall.deputies.pop().unwrap();
        app.db()
            .write(|tx| {
                let leave = Mark::Excused(LeaveReason::parse("因病").unwrap());
                deputies::set_attendance(tx, &Actor::operator(), now, session, leaving.id, &leave, |_, _| {
                    Ok(BallotHeld::Nothing)
                })
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

    async fn the_booth_asks_nobody_who_they_are(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let booth = format!("/deputy/rounds/{}/booth", app.round().id);
        let page = app.visitor().visits(&booth).await;
        page.is(200);
        assert_eq!(page.path, booth);
        assert!(!page.html.contains("action=\"/sign-out\""));
        for candidate in app.election().questions() {
            page.says(&candidate.question);
        }
        let deputy = app.signed_in(Role::Deputy).await;
        deputy.asks("GET", &booth, &[]).await.is(200);
        assert_eq!(hall.deputies.len(), 4);
    }
}

/// Action, and everything else the entry says.
pub fn audit_entries(app: &TestApp) -> Vec<(String, String)> {
    use schema::audit_entries as entries;
    app.reads(|conn| {
        let rows: Vec<(String, String, String, String, String)> = entries::table
            .select((entries::action, entries::actor_role, entries::actor_name, entries::subject, entries::detail))
            .order(entries::seq)
            .load(conn)
            .map_err(DbError::from)?;
        Ok(rows
            .into_iter()
            .map(|(action, role, name, subject, detail)| (action, format!("{role} {name} {subject} {detail}")))
            .collect())
    })
}

/// The JSON pointers of all texts and numbers in it.
fn leaves(value: &Value) -> Vec<String> {
    fn walk(value: &Value, at: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(name, value)| walk(value, &format!("{at}/{name}"), found))
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(n, value)| walk(value, &format!("{at}/{n}"), found));
            }
            _ => found.push(at.to_owned()),
        }
    }
    let mut found = Vec::new();
    walk(value, "", &mut found);
    found
}

/// Another value of the same shape: one character differs.
fn changed(value: &Value) -> Value {
    let text = value.as_str().unwrap();
    let last = if text.ends_with('1') { "2" } else { "1" };
    Value::from(format!("{}{last}", &text[..text.len() - 1]))
}

/// Every value of a ballot is a text that stands in it once, but for those that are the same everywhere.
fn with_leaf(text: &str, old: &Value, new: &Value) -> String {
    let changed = text.replacen(&old.to_string(), &new.to_string(), 1);
    assert_ne!(changed, text);
    changed
}

/// Makes hash and signature of a changed ballot anew, so that the signature is not what fails.
pub fn signed_again(ballot: &str, hall: &Hall, deputy: usize, app: &TestApp) -> String {
    sign(ballot.split_once(r#","signature":"#).unwrap().0, hall.deputies[deputy].credential(), app.election().uuid())
}

/// `open`: the ballot up to its signature, without the closing brace.
fn sign(open: &str, credential: &Credential, uuid: &str) -> String {
    let hash = b64_sha256(format!("{open}}}").as_bytes());
    let w = Scalar::random(&mut rand::rng());
    let challenge = hash_to_scalar(&format!("sig|{hash}|{}", Element::generator_to(&w)));
    let response = w - *credential.secret(uuid) * challenge;
    let proof = format!(r#"{{"challenge":"{challenge}","response":"{response}"}}"#);
    format!(r#"{open},"signature":{{"hash":"{hash}","proof":{proof}}}}}"#)
}

/// A ballot of one question by somebody who keeps to the protocol's arithmetic and to none of its rules.
struct Forged {
    values: Vec<u32>,
    /// The randomness of each choice; drawn where it is not given.
    r: Vec<Option<Scalar>>,
    individual_max: u32,
    overall_max: u32,
}

impl Forged {
    fn ballot(&self, app: &TestApp, credential: &Credential) -> MarkedBallot {
        let election: Election = app.election();
        let (key, public) = (election.public_key(), credential.public(election.uuid()));
        let s0 = format!("{}|{public}", election.fingerprint());
        let (mut texts, mut choices, mut proofs) = (Vec::new(), Vec::new(), Vec::new());
        let (mut alphas, mut betas, mut sum) = (Element::identity(), Element::identity(), Scalar::ZERO);
        for (&value, r) in self.values.iter().zip(&self.r) {
            let r = r.unwrap_or_else(|| Scalar::random(&mut rand::rng()));
            let alpha = Element::generator_to(&r);
            let beta = key.to(&r).times(&Element::generator_to(&Scalar::from(value)));
            texts.push(format!("{alpha},{beta}"));
            choices.push(format!(r#"{{"alpha":"{alpha}","beta":"{beta}"}}"#));
            proofs.push(interval(&format!("prove|{s0}"), key, (&alpha, &beta), (r, value, self.individual_max)));
            (alphas, betas, sum) = (alphas.times(&alpha), betas.times(&beta), sum + r);
        }
        let prefix = format!("prove|{s0}|{}", texts.join(","));
        let overall = interval(&prefix, key, (&alphas, &betas), (sum, self.values.iter().sum(), self.overall_max));
        let (choices, proofs) = (choices.join(","), proofs.join(","));
        let answer = format!(r#"{{"choices":[{choices}],"individual_proofs":[{proofs}],"overall_proof":{overall}}}"#);
        let names = format!(r#""election_uuid":"{}","election_hash":"{}""#, election.uuid(), election.fingerprint());
        let open = format!(r#"{{{names},"credential":"{public}","answers":[{answer}]"#);
        MarkedBallot { ballot: sign(&open, credential, election.uuid()), ..MarkedBallot::empty(app) }
    }
}

/// The proof that an encryption holds a number of 0..=max.
fn interval(
    prefix: &str,
    key: &Element,
    (alpha, beta): (&Element, &Element),
    (r, value, max): (Scalar, u32, u32),
) -> String {
    let rng = &mut rand::rng();
    let w = Scalar::random(rng);
    let (mut parts, mut commitments) = (Vec::new(), Vec::new());
    for number in 0..=max {
        let shifted = beta.over(&Element::generator_to(&Scalar::from(number)));
        if number == value {
            parts.push((Scalar::ZERO, Scalar::ZERO));
            commitments.extend([Element::generator_to(&w), key.to(&w)]);
        } else {
            let (challenge, response) = (Scalar::random(rng), Scalar::random(rng));
            parts.push((challenge, response));
            commitments.push(Element::generator_to(&response).times(&alpha.to(&challenge)));
            commitments.push(key.to(&response).times(&shifted.to(&challenge)));
        }
    }
    let commitments: Vec<String> = commitments.iter().map(Element::to_string).collect();
    let hash = hash_to_scalar(&format!("{prefix}|{alpha},{beta}|{}", commitments.join(",")));
    let challenge = hash - parts.iter().map(|(challenge, _)| *challenge).sum();
    parts[usize::try_from(value).unwrap()] = (challenge, w - r * challenge);
    let parts: Vec<String> = parts.iter().map(|(c, r)| format!(r#"{{"challenge":"{c}","response":"{r}"}}"#)).collect();
    format!("[{}]", parts.join(","))
}
