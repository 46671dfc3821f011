//! A deputy, who checks in, takes a ballot and casts it.

use piaojue::{
    ballots,
    deputies::{self, BallotHeld, LoginCard, Mark, Which},
    ids::{DeputyId, RoundId},
};
use verifiable_ballots::Credential;

use super::{Answer, MarkedBallot};
use crate::support::{Page, TestApp, Visitor};

/// A deputy with a phone.
#[derive(Clone)]
pub struct Deputy {
    pub(super) app: TestApp,
    pub id: DeputyId,
    pub number: String,
    pub name: String,
    /// The secret of the ballot, once one was taken.
    pub credential: Option<Credential>,
    pub card: Option<LoginCard>,
    pub(super) visitor: Option<Visitor>,
}

impl Deputy {
    pub fn new(app: &TestApp, deputy: deputies::Deputy) -> Self {
        Self {
            app: app.clone(),
            id: deputy.id,
            number: deputy.certificate_no,
            name: deputy.name,
            credential: None,
            card: None,
            visitor: None,
        }
    }

    pub fn on_the_roll(&self) -> deputies::Deputy {
        self.app.reads(|conn| deputies::deputy(conn, self.id)).unwrap()
    }

    /// At the desk in front of the hall.
    pub fn is_checked_in(&self) {
        self.is_marked(&Mark::Present);
    }

    /// The check-in was somebody else's: undone.
    pub fn is_not_there_after_all(&self) {
        self.is_marked(&Mark::Absent);
    }

    fn is_marked(&self, mark: &Mark) {
        let (session, now) = (self.app.session().id, self.app.now());
        self.app
            .db()
            .write(|tx| {
                deputies::set_attendance(tx, &self.app.operator(), now, session, self.id, mark, BallotHeld::Nothing)
            })
            .unwrap();
    }

    /// Takes a ballot without a browser.
    pub fn is_given_a_ballot(&mut self) {
        let (deputy, round) = (self.on_the_roll(), self.app.round());
        let credential = Credential::generate(&mut rand::rng());
        let key = credential.public(&round.election_uuid).to_string();
        self.app.db().write(|tx| ballots::issue(tx, &deputy, round.id, &key)).unwrap();
        self.credential = Some(credential);
    }

    /// Signed in with a sign-in card, which is made the first time.
    pub async fn browser(&mut self) -> &mut Visitor {
        if self.visitor.is_none() {
            self.visitor = Some(self.another_device().await);
        }
        self.visitor.as_mut().unwrap()
    }

    /// The same deputy, signed in elsewhere.
    pub async fn another_device(&mut self) -> Visitor {
        if self.card.is_none() {
            let (session, now) = (self.app.session(), self.app.now());
            let which = Which::One(self.id);
            let cards = deputies::issue_login_cards(
                self.app.db(),
                &mut crate::support::hashing_memory(),
                &self.app.operator(),
                now,
                &session,
                &which,
            );
            self.card = cards.unwrap().pop();
        }
        let card = self.card.as_ref().unwrap();
        let mut visitor = self.app.visitor();
        let page = visitor.signs_in(&card.login, &card.password, "").await;
        assert_eq!(page.path, "/deputy", "{} could not sign in", self.name);
        visitor
    }

    pub async fn checks_in(&mut self, code: &str) -> Page {
        let browser = self.browser().await;
        browser.visits("/deputy/check-in").await;
        browser.submits("/deputy/check-in", &[("code", code)]).await
    }

    /// 领票: the browser makes the secret, sends the key and keeps the secret.
    pub async fn takes_a_ballot(&mut self) -> Page {
        let credential = Credential::generate(&mut rand::rng());
        let page = self.hands_in(&credential.public(&self.app.round().election_uuid).to_string()).await;
        if page.status == 200 && page.redirects.iter().all(|path| path == "/deputy") {
            self.credential = Some(credential);
        }
        page
    }

    /// Sends a key of whatever kind by the page for taking a ballot.
    pub async fn hands_in(&mut self, key: &str) -> Page {
        let path = issue_path(self.app.round().id);
        let browser = self.browser().await;
        browser.visits(&path).await;
        browser.submits(&path, &[("public_key", key)]).await
    }

    /// The public key on the list of the round.
    pub fn key(&self) -> String {
        self.credential().public(&self.app.round().election_uuid).to_string()
    }

    pub fn credential(&self) -> &Credential {
        self.credential.as_ref().unwrap_or_else(|| panic!("{} holds no ballot", self.name))
    }

    /// A ballot marked like this, with a letter a candidate: 赞, 反, 弃.
    pub fn marks(&self, choice: &str) -> MarkedBallot {
        MarkedBallot::new(&self.app, self.credential(), choice)
    }

    pub async fn casts(&self, choice: &str) -> Answer {
        self.marks(choice).is_cast().await
    }
}

pub fn issue_path(round: RoundId) -> String {
    format!("/deputy/rounds/{round}/issue")
}
