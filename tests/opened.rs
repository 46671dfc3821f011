//! A sealed ballot opened instead of cast: what another device sees of it, and that it never comes into the box.

use futures_util::future::join_all;
use piaojue::ballots::MOST_OPENED;
use serde_json::{Value, json};
use verifiable_ballots::{Election, Opening, hash::b64_sha256};

use crate::{
    ballots::{audit_entries, signed_again},
    support::{
        TestApp,
        program::{Program, Said},
        session::{FOUR, Hall, MarkedBallot, Plan, opened_path},
    },
};

const ONE_LIST: Plan = Plan { ballot_form: "choose_up_to", ..FOUR };

/// The file that the checking page fetches.
async fn looked_up(app: &TestApp, code: &str) -> crate::support::Page {
    let query: String = url_escaped(code);
    app.visitor().asks("GET", &format!("/check/opened.json?code={query}"), &[]).await
}

fn url_escaped(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

on_both_databases! {
    async fn an_opened_ballot_shows_its_marks_and_is_never_cast(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let sealed = hall.deputies[0].marks("赞反弃赞");
        let number = b64_sha256(sealed.ballot.as_bytes());
        looked_up(&app, &number).await.is(404);
        assert_eq!(sealed.is_opened().await.receipt(), number, "the number that stood on the screen before");
        assert_eq!(sealed.is_opened().await.receipt(), number, "once more is the same");
        sealed.is_cast().await.is_refused(409, "was_opened");
        assert_eq!(app.ballots_in_the_box(), 0);

        for code in [number.clone(), number[..16].to_owned(), format!("{} {}\n", &number[..4], &number[4..20])] {
            let file = looked_up(&app, &code).await;
            let file: Value = serde_json::from_str(&file.is(200).html).unwrap();
            let election = Election::parse(file["election"].as_str().unwrap().as_bytes().to_vec()).unwrap();
            assert_eq!(election.fingerprint(), app.election().fingerprint());
            let opening = Opening::parse(file["opening"].to_string().as_bytes()).unwrap();
            opening.check(&election).unwrap();
            let marked: Vec<usize> =
                opening.choices().iter().map(|row| row.iter().position(|chosen| *chosen).unwrap()).collect();
            assert_eq!(marked, [0, 1, 2, 0]);
        }

        let another = hall.deputies[0].marks("赞反弃赞");
        let receipt = another.is_cast().await.receipt();
        assert_ne!(receipt, number, "fresh randomness makes another ballot");
        assert!(app.is_in_the_box(&receipt) && !app.is_in_the_box(&number));
        sealed.is_cast().await.is_refused(409, "already_cast");
        looked_up(&app, &receipt).await.is(404);
    }

    async fn signing_an_opened_ballot_anew_does_not_bring_it_into_the_box(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let sealed = hall.deputies[0].marks("赞反弃赞");
        sealed.is_opened().await.receipt();
        let text = signed_again(&sealed.ballot, &hall, 0, &app);
        assert_ne!(text, sealed.ballot);
        let mut opening: Value = serde_json::from_str(&sealed.opening).unwrap();
        opening["ballot"] = Value::from(text.clone());
        let again = MarkedBallot { ballot: text, opening: opening.to_string(), ..sealed };
        again.is_cast().await.is_refused(409, "was_opened");
        again.is_opened().await.is_refused(409, "was_opened");
        assert_eq!(app.ballots_in_the_box(), 0);
    }

    async fn a_ballot_in_the_box_is_not_opened(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let cast = hall.deputies[0].marks("赞反弃赞");
        cast.is_cast().await.receipt();
        cast.is_opened().await.is_refused(409, "already_cast");
        hall.deputies[0].marks("反反反反").is_opened().await.is_refused(409, "already_cast");
        looked_up(&app, &b64_sha256(cast.ballot.as_bytes())).await.is(404);
    }

    async fn opened_and_cast_at_once_is_one_of_the_two(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        for deputy in &hall.deputies {
            let sealed = deputy.marks("赞反弃赞");
            let acts = (0..6).map(|n| {
                let sealed = sealed.clone();
                async move { if n % 2 == 0 { sealed.is_cast().await } else { sealed.is_opened().await } }
            });
            let answers = join_all(acts).await;
            let number = b64_sha256(sealed.ballot.as_bytes());
            let opened = looked_up(&app, &number).await.status == 200;
            assert_ne!(opened, app.is_in_the_box(&number), "{answers:?}");
            assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 3, "{answers:?}");
        }
    }

    async fn a_booth_that_lies_about_a_ballot_opens_nothing(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let sealed = hall.deputies[0].marks("赞反弃赞");
        let honest: Value = serde_json::from_str(&sealed.opening).unwrap();
        let with = |pointer: &str, value: Value| {
            let mut opening = honest.clone();
            *opening.pointer_mut(pointer).unwrap() = value;
            MarkedBallot { opening: opening.to_string(), ..sealed.clone() }
        };
        let other = hall.deputies[1].marks("赞反弃赞");
        let strangers: Value = serde_json::from_str(&other.opening).unwrap();
        for lie in [
            with("/choices/0", json!([0, 1, 0])),
            with("/choices/0/0", json!(7)),
            with("/choices", json!([])),
            with("/randomness/0/0", json!("1")),
            with("/randomness/0/0", json!("0")),
            with("/randomness/0/0", json!("x")),
            with("/randomness", strangers["randomness"].clone()),
            with("/ballot", strangers["ballot"].clone()),
            with("/ballot", json!("{}")),
            MarkedBallot { opening: String::new(), ..sealed.clone() },
            MarkedBallot { opening: "null".to_owned(), ..sealed.clone() },
            MarkedBallot { opening: "[".repeat(100_000), ..sealed.clone() },
            MarkedBallot { opening: " ".repeat(1_000_000), ..sealed.clone() },
            MarkedBallot { opening: sealed.body(), ..sealed.clone() },
        ] {
            lie.is_opened().await.is_refused(422, "bad_opening");
        }
        let path = opened_path(app.round().id);
        app.is_sent(&path, vec![0xff_u8; 40]).await.is_refused(422, "bad_opening");
        app.is_sent("/rounds/no-round/opened", sealed.opening.clone()).await.is_refused(404, "no_such_round");
        let elsewhere = opened_path(uuid::Uuid::new_v4().into());
        app.is_sent(&elsewhere, sealed.opening.clone()).await.is_refused(404, "no_such_round");
        let stranger = verifiable_ballots::Credential::generate(&mut rand::rng());
        MarkedBallot::new(&app, &stranger, "赞反弃赞").is_opened().await.is_refused(422, "not_on_list");
        sealed.is_cast().await.receipt();
    }

    async fn ballots_are_opened_while_the_box_is_open(app: TestApp) {
        let mut hall = Hall::issuing(&app, FOUR);
        hall.everybody_takes_a_ballot();
        let sealed = hall.deputies[0].marks("赞反弃赞");
        sealed.is_opened().await.is_refused(409, "not_open_yet");
        hall.voting_begins();
        let number = sealed.is_opened().await.receipt();
        let late = hall.deputies[1].marks("赞反弃赞");
        hall.the_box_is_closed();
        late.is_opened().await.is_refused(409, "round_closed");
        MarkedBallot { opening: "{}".to_owned(), ..late }.is_opened().await.is_refused(409, "round_closed");
        assert_eq!(sealed.is_opened().await.receipt(), number, "the answer may have got lost");
        looked_up(&app, &number).await.is(200);
    }

    async fn so_many_ballots_may_be_opened_and_then_one_is_cast(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        for _ in 0..MOST_OPENED {
            hall.deputies[0].marks("赞反弃赞").is_opened().await.receipt();
        }
        let refused = hall.deputies[0].marks("赞反弃赞").is_opened().await;
        refused.is_refused(409, "too_many_opened");
        assert!(refused.text.contains(&MOST_OPENED.to_string()), "{}", refused.text);
        hall.deputies[1].marks("赞反弃赞").is_opened().await.receipt();
        hall.deputies[0].casts("赞反弃赞").await.receipt();
        assert_eq!(app.ballots_in_the_box(), 1);
    }

    async fn what_is_no_number_is_not_looked_up(app: TestApp) {
        let hall = Hall::voting(&app, ONE_LIST);
        let number = hall.deputies[0].marks("赞反赞反").is_opened().await.receipt();
        for (code, error) in [
            (&number[..15], "no_check_code"),
            ("<script>alert(1)</script>", "no_check_code"),
            (&number.to_lowercase(), "not_opened"),
            (&"A".repeat(43), "not_opened"),
        ] {
            let page = looked_up(&app, code).await;
            let answer: Value = serde_json::from_str(&page.is(404).html).unwrap();
            assert_eq!(answer["error"], error, "{code}");
            assert!(answer["message"].as_str().unwrap().chars().count() > 8);
        }
        assert_eq!(looked_up(&app, "").await.leads_to(), Some("/check"), "a link to nothing asks for the number");
        let mut anybody = app.visitor();
        anybody.visits("/check").await.is(200).says("核对打开的选票");
        looked_up(&app, &number).await.is(200);
    }

    async fn opening_leaves_no_trace_of_a_person_and_the_result_is_the_same(app: TestApp) {
        let mut hall = Hall::voting(&app, FOUR);
        let before = audit_entries(&app).len();
        hall.deputies[0].marks("反反反反").is_opened().await.receipt();
        assert_eq!(audit_entries(&app).len(), before, "opening is nobody's act in the audit list");
        hall.casts(&["赞赞反反", "赞赞反反", "赞反赞反", ""]).await;
        hall.voting_ends();
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        assert_eq!(app.ballots_in_the_box(), 3, "an opened ballot is no ballot");
        verifiable_ballots::verify(std::io::Cursor::new(app.archive()), &Default::default(), &mut |_| {}).unwrap();
    }

    async fn the_program_says_what_an_opened_ballot_holds(app: TestApp) {
        let hall = Hall::voting(&app, FOUR);
        let sealed = hall.deputies[0].marks("赞反弃赞");
        let number = sealed.is_opened().await.receipt();
        let file = looked_up(&app, &number).await.html;
        let program = Program::new();
        let path = program.path("opened-ballot.json");
        let verify = |text: &str, more: &[&str]| -> Said {
            std::fs::write(&path, text).unwrap();
            program.runs(&[&["verify-opened", &path], more].concat())
        };
        let fingerprint = app.election().fingerprint().to_owned();
        let good = verify(&file, &["--tracker", &number[..16], "--fingerprint", &fingerprint[..24]]);
        good.ends_with(0);
        for (question, answer) in app.election().questions().iter().zip(["赞成", "反对", "弃权", "赞成"]) {
            good.says(&format!("{}: {answer}", question.question));
        }
        verify(&file, &["--tracker", &"A".repeat(16)]).ends_with(1).says("another ballot");
        verify(&file, &["--fingerprint", "AAAA AAAA"]).ends_with(1).says("another fingerprint");
        let mut lie: Value = serde_json::from_str(&file).unwrap();
        lie["opening"]["choices"][0] = json!([0, 1, 0]);
        let bad = verify(&lie.to_string(), &[]);
        bad.ends_with(1).says("something else than was marked");
        assert!(!bad.out.contains("赞成"), "marks are said only of a ballot that holds them: {}", bad.out);
        for unreadable in ["", "null", "{}", &file[..file.len() - 2]] {
            verify(unreadable, &[]).ends_with(2);
        }
    }
}
