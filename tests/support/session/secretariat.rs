//! The secretariat, two persons of it.

use piaojue::{
    accounts::Role,
    ballots::{self, RoundPurpose},
    ids::{DeputyId, RoundId},
    scrutineers,
};
use verifiable_ballots::{Seed, signature::sign_message};

use crate::support::{PASSWORD, Page, TestApp, Visitor};

/// The sign-in name of the colleague who confirms.
pub const SECOND: &str = "MISHU2";

/// Where the newest request that waits for a second person is confirmed by the secretariat.
pub fn confirm_path(app: &TestApp) -> String {
    let round = app.round().id;
    let request = app.reads(|conn| ballots::pending_requests(conn, round)).pop().expect("nothing waits for a second");
    format!("/secretariat/requests/{}/confirm", request.id)
}

/// The desk of the vote, or the one of a rating that is at hand.
fn desk_path(app: &TestApp) -> &'static str {
    let session = app.session().id;
    match app.reads(|conn| ballots::round_at_hand(conn, session)) {
        Some(round) if round.purpose == RoundPurpose::Rating => RATING_DESK,
        _ => "/secretariat",
    }
}

pub const RATING_DESK: &str = "/secretariat/ratings/round";

/// Two scrutineers sign the election of the round at hand, if it waits for them.
pub fn scrutineers_sign_the_election(app: &TestApp, seeds: &[Seed]) {
    let session = app.session();
    let Some(round) = app.reads(|conn| ballots::round_at_hand(conn, session.id)) else { return };
    let all = app.reads(|conn| scrutineers::scrutineers(conn, session.id));
    let signatures: Vec<_> = seeds.iter().map(|seed| signature_of_the_election(app, round.id, seed)).collect();
    let (operator, now) = (app.operator(), app.now());
    for scrutineer in all.iter().take(2) {
        // Each has one seed; another's is refused, and so is whoever has signed already or is not wanted.
        for signature in &signatures {
            let _ = app
                .db()
                .write(|tx| ballots::sign_election(tx, &operator, now, &session, scrutineer, round.id, signature));
        }
    }
}

pub fn signature_of_the_election(app: &TestApp, round: RoundId, seed: &Seed) -> String {
    let election = app.reads(|conn| ballots::election_of(conn, round));
    let message = ballots::election_message(election.fingerprint());
    serde_json::to_string(&sign_message(&seed.signing_key(), &message, &mut rand::rng())).unwrap()
}

/// The secretariat at its desk; stories of second factors make accounts of their own.
#[derive(Clone)]
pub struct Secretariat {
    pub(super) app: TestApp,
    pub(super) visitor: Option<Visitor>,
    /// Another of the secretariat, who confirms what the first asks for.
    pub(super) second: Option<Visitor>,
    /// The scrutineers' seeds: whoever asks for the opening has them sign the election first.
    pub(super) seeds: Vec<Seed>,
}

impl Secretariat {
    pub fn app(&self) -> &TestApp {
        &self.app
    }

    pub fn new(app: &TestApp) -> Self {
        app.has_account(Role::Secretariat, "MISHU");
        Self { app: app.clone(), visitor: None, second: None, seeds: Vec::new() }
    }

    pub async fn browser(&mut self) -> &mut Visitor {
        if self.visitor.is_none() {
            let mut visitor = self.app.visitor();
            let page = visitor.signs_in("MISHU", PASSWORD, "").await;
            assert_eq!(page.path, "/secretariat", "the secretariat could not sign in");
            self.visitor = Some(visitor);
        }
        self.visitor.as_mut().unwrap()
    }

    pub async fn desk(&mut self) -> Page {
        let path = desk_path(&self.app);
        self.browser().await.visits(path).await
    }

    /// Presses a button of the desk.
    pub async fn presses(&mut self, action: &str, fields: &[(&str, &str)]) -> Page {
        self.desk().await;
        self.browser().await.submits(action, fields).await
    }

    pub async fn starts_issuing(&mut self) -> Page {
        let page = self.presses("/secretariat/issuing/start", &[]).await;
        scrutineers_sign_the_election(&self.app, &self.seeds);
        page
    }

    /// Asks for the opening, and a second person confirms.
    pub async fn opens(&mut self) -> Page {
        scrutineers_sign_the_election(&self.app, &self.seeds);
        self.opens_unsigned().await
    }

    /// The same where nobody has been asked to sign.
    pub async fn opens_unsigned(&mut self) -> Page {
        let asked = self.asks_for("open", &[]).await;
        if asked.status == 200 { self.second_confirms().await } else { asked }
    }

    /// Asks for the sealing, and a second person confirms.
    pub async fn closes(&mut self) -> Page {
        let asked = self.asks_for("close", &[]).await;
        if asked.status == 200 { self.second_confirms().await } else { asked }
    }

    /// Asks for the annulment of the round, and a second person confirms.
    pub async fn annuls(&mut self, reason: &str) -> Page {
        let asked = self.asks_for("annul", &[("reason", reason)]).await;
        if asked.status == 200 { self.second_confirms().await } else { asked }
    }

    /// The first of the two: `open`, `close` or `annul`.
    pub async fn asks_for(&mut self, act: &str, fields: &[(&str, &str)]) -> Page {
        let action = format!("/secretariat/rounds/{}/{act}", self.app.round().id);
        self.presses(&action, fields).await
    }

    pub async fn second(&mut self) -> &mut Visitor {
        if self.second.is_none() {
            self.second_signs_in().await;
        }
        self.second.as_mut().unwrap()
    }

    /// The account of another who confirms.
    pub fn has_a_colleague(&self) {
        if !self.app.knows(SECOND) {
            self.app.has_account(Role::Secretariat, SECOND);
        }
    }

    pub async fn second_signs_in(&mut self) {
        self.has_a_colleague();
        let mut visitor = self.app.visitor();
        let page = visitor.signs_in(SECOND, PASSWORD, "").await;
        assert_eq!(page.path, "/secretariat", "the second of the secretariat could not sign in");
        self.second = Some(visitor);
    }

    /// The newest request on the round's desk is confirmed by a colleague.
    pub async fn second_confirms(&mut self) -> Page {
        let action = confirm_path(&self.app);
        let path = desk_path(&self.app);
        let second = self.second().await;
        second.visits(path).await;
        second.submits(&action, &[]).await
    }

    /// 再次投票
    pub async fn orders_the_next_round(&mut self, record: &str) -> Page {
        let action = format!("/secretariat/rounds/{}/next", self.app.round().id);
        self.presses(&action, &[("record", record)]).await
    }

    /// 作废重发: asks for it; a scrutineer confirms.
    pub async fn asks_to_cancel(&mut self, deputy: DeputyId) -> Page {
        let browser = self.browser().await;
        browser.visits("/secretariat/issuing").await;
        browser.submits(&format!("/secretariat/issuing/{deputy}/cancel"), &[]).await
    }

    pub async fn withdraws_the_cancellation(&mut self, deputy: DeputyId) -> Page {
        let browser = self.browser().await;
        browser.visits("/secretariat/issuing").await;
        browser.submits(&format!("/secretariat/issuing/{deputy}/withdraw"), &[]).await
    }

    pub async fn draws_up_the_certificate(&mut self, fields: &[(&str, &str)]) -> Page {
        let path = format!("/secretariat/rounds/{}/certificate", self.app.round().id);
        let browser = self.browser().await;
        browser.visits(&path).await;
        browser.submits(&path, fields).await
    }

    pub async fn certifies(&mut self) -> Page {
        self.certifies_with(PASSWORD).await
    }

    pub async fn certifies_with(&mut self, password: &str) -> Page {
        let action = format!("/secretariat/documents/{}/certify", self.app.certificate().id);
        self.presses(&action, &[("password", password)]).await
    }

    /// Looks at the notice as it will be printed, with its day as preset, and publishes it.
    pub async fn announces(&mut self, number: &str) -> Page {
        let preview = self.previews_the_notice(&[("number", number)]).await;
        if preview.status == 200 { self.publishes().await } else { preview }
    }

    pub async fn previews_the_notice(&mut self, fields: &[(&str, &str)]) -> Page {
        let path = format!("/secretariat/documents/{}/notice", self.app.certificate().id);
        let query = serde_html_form::to_string(fields).unwrap();
        self.browser().await.visits(&format!("{path}?{query}")).await
    }

    /// The notice that was previewed.
    pub async fn publishes(&mut self) -> Page {
        let action = format!("/secretariat/documents/{}/announce", self.app.certificate().id);
        self.browser().await.submits(&action, &[]).await
    }
}
