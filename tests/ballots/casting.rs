//! A ballot that is cast: once, while the box is open, by whoever took it.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use piaojue::accounts::Role;
use verifiable_ballots::{Credential, hash::b64_sha256};

use crate::support::{
    TestApp,
    session::{Answer, FOUR, Hall, MarkedBallot, Plan},
};

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
        anybody.looks_up(&receipt).await.found("这张选票已在票箱中");
        anybody.looks_up(&"A".repeat(43)).await.found("没有找到");
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

    async fn at_another_congresss_host_there_is_no_booth(app: TestApp) {
        Hall::voting(&app, FOUR);
        let booth = format!("/deputy/rounds/{}/booth", app.round().id);
        app.congress_is_at("127.0.0.1");
        app.has_congress("别处人民代表大会", Some("elsewhere.example"));
        app.hears_of_what_is_public();
        let anybody = app.visitor();
        anybody.asks_at("127.0.0.1", "GET", &booth).await.is(200);
        anybody.asks_at("elsewhere.example", "GET", &booth).await.is(404);
    }
}
