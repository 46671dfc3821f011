//! What is no ballot: too many approvals, marks that show, a changed field, another text.

use diesel::{ExpressionMethods, RunQueryDsl};
use piaojue::{
    ballots::schema::box_ballots,
    db::{DbError, Tx},
};
use serde_json::Value;
use verifiable_ballots::{CapProof, Scalar, hash::b64_sha256};

use super::forged::{Forged, signed_again};
use crate::support::{
    TestApp,
    session::{FOUR, Hall, MarkedBallot, Plan, ballots_path},
};

/// One question on the paper instead of four.
const ONE_LIST: Plan = Plan { ballot_form: "choose_up_to", ..FOUR };

/// A paper without a cap.
const UNCAPPED: Plan = Plan { max_approvals: "none", ..FOUR };

on_both_databases! {
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

on_both_databases! {
    async fn a_wrong_signature_is_told_before_any_proof_is_looked_at(app: TestApp) {
        let hall = Hall::voting(&app, ONE_LIST);
        let too_many = Forged { values: vec![1, 1, 1, 0], r: vec![None; 4], individual_max: 1, overall_max: 3 };
        let signed = too_many.ballot(&app, hall.deputies[0].credential());
        let answer = signed.is_cast().await;
        answer.is_refused(422, "bad_ballot");
        assert!(answer.text.contains("the overall proof"), "{}", answer.text);

        let (ballot, signature) = signed.ballot.split_once(r#","signature":"#).unwrap();
        let others = hall.deputies[1].marks("赞赞反反").ballot;
        let (_, of_another) = others.split_once(r#","signature":"#).unwrap();
        let hash = &signature[..signature.find(r#","proof""#).unwrap()];
        let proof = &of_another[of_another.find(r#","proof""#).unwrap()..];
        let unsigned = MarkedBallot { ballot: format!(r#"{ballot},"signature":{hash}{proof}"#), ..signed };
        let answer = unsigned.is_cast().await;
        answer.is_refused(422, "bad_ballot");
        assert!(answer.text.contains("the signature is wrong"), "{}", answer.text);
        assert_eq!(app.ballots_in_the_box(), 0);
    }

    /// What lies in the box was checked; sent again, its proofs are not looked at: here they would not hold.
    async fn a_ballot_that_is_sent_again_is_answered_from_the_box_alone(app: TestApp) {
        let hall = Hall::voting(&app, ONE_LIST);
        let forged = Forged { values: vec![1, 1, 1, 0], r: vec![None; 4], individual_max: 1, overall_max: 3 };
        let ballot = forged.ballot(&app, hall.deputies[0].credential());
        ballot.is_cast().await.is_refused(422, "bad_ballot");
        let tracker = b64_sha256(ballot.ballot.as_bytes());
        let put_into_the_box = |tx: &mut Tx| {
            diesel::insert_into(box_ballots::table)
                .values((
                    box_ballots::round_id.eq(app.round().id),
                    box_ballots::seq.eq(1_000_i64),
                    box_ballots::credential.eq(hall.deputies[0].key()),
                    box_ballots::tracker.eq(&tracker),
                ))
                .execute(&mut **tx)
                .map_err(DbError::from)
        };
        app.db().write(put_into_the_box).unwrap();
        assert_eq!(ballot.is_cast().await.receipt(), tracker);
        hall.deputies[0].casts("赞赞反反").await.is_refused(409, "already_cast");
    }
}
