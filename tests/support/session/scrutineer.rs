//! A scrutineer, who opens the box and signs or objects.

use piaojue::{documents, ids::DeputyId};
use verifiable_ballots::{
    Election, EncryptedTally, PartialDecryption, Scalar, Seed, hash, signature::sign_message,
    trustee::decryption_key_from,
};

use crate::support::{PASSWORD, Page, TestApp, Visitor};

/// A scrutineer with a seed on a slip of paper.
#[derive(Clone)]
pub struct Scrutineer {
    pub(super) app: TestApp,
    pub login: String,
    pub seed: Seed,
    pub(super) visitor: Option<Visitor>,
}

impl Scrutineer {
    pub fn new(app: &TestApp, login: &str, seed: Seed) -> Self {
        Self { app: app.clone(), login: login.to_owned(), seed, visitor: None }
    }

    pub fn app(&self) -> &TestApp {
        &self.app
    }

    pub async fn browser(&mut self) -> &mut Visitor {
        if self.visitor.is_none() {
            let mut visitor = self.app.visitor();
            let page = visitor.signs_in(&self.login, PASSWORD, "").await;
            assert_eq!(page.path, "/scrutineer", "{} could not sign in", self.login);
            self.visitor = Some(visitor);
        }
        self.visitor.as_mut().unwrap()
    }

    pub fn open_path(&self) -> String {
        format!("/scrutineer/rounds/{}/open", self.app.round().id)
    }

    /// The share of the opening, made from the seed as the browser makes it.
    pub async fn share(&mut self) -> String {
        let election = self.app.election();
        let round = self.app.round().id;
        let path = self.open_path();
        let browser = self.browser().await;
        let sealed = browser.visits(&path).await.attributes("[data-open-box]", "data-sealed-key").pop().unwrap();
        let tally = browser.asks("GET", &format!("/scrutineer/rounds/{round}/encrypted_tally.json"), &[]).await;
        let payload = tally.is(200).html.clone();
        let key = decryption_key_from(&self.seed, &sealed).unwrap();
        share_of(&election, &payload, &key)
    }

    /// Presses a button of a cancellation: `confirm` or `decline`.
    pub async fn decides_the_cancellation(&mut self, deputy: DeputyId, decision: &str) -> Page {
        let browser = self.browser().await;
        browser.visits("/scrutineer/cancellations").await;
        browser.submits(&format!("/scrutineer/cancellations/{deputy}/{decision}"), &[]).await
    }

    /// Gives a share, whoever made it.
    pub async fn gives(&mut self, share: &str) -> Page {
        let path = self.open_path();
        let browser = self.browser().await;
        browser.visits(&path).await;
        browser.submits(&path, &[("partial_decryption", share)]).await
    }

    pub async fn opens_the_box(&mut self) -> Page {
        let share = self.share().await;
        self.gives(&share).await
    }

    pub fn signature(&self, hash: &str) -> String {
        let proof = sign_message(&self.seed.signing_key(), &documents::message_to_sign(hash), &mut rand::rng());
        serde_json::to_string(&proof).unwrap()
    }

    /// Hands in a signature, of whatever.
    pub async fn hands_in(&mut self, signature: &str) -> Page {
        let path = format!("/scrutineer/documents/{}", self.app.certificate().id);
        let browser = self.browser().await;
        browser.visits(&path).await;
        browser.submits(&path, &[("signature", signature)]).await
    }

    /// 异议, instead of signing.
    pub async fn objects(&mut self, reason: &str) -> Page {
        let id = self.app.certificate().id;
        let browser = self.browser().await;
        browser.visits(&format!("/scrutineer/documents/{id}")).await;
        browser.submits(&format!("/scrutineer/documents/{id}/object"), &[("reason", reason)]).await
    }

    pub async fn signs(&mut self) -> Page {
        let signature = self.signature(self.app.certificate().hash.as_str());
        self.hands_in(&signature).await
    }
}

/// A partial decryption by whatever key.
pub fn share_of(election: &Election, payload: &str, key: &Scalar) -> String {
    // The number of ballots plays no part in a share.
    let sized =
        format!(r#"{{"num_tallied":0,"total_weight":0,"encrypted_tally":"{}"}}"#, hash::sha256_hex(payload.as_bytes()));
    let tally = EncryptedTally::parse(payload.as_bytes(), sized.as_bytes(), election).unwrap();
    let share = PartialDecryption::make(election, &tally, key, &mut rand::rng());
    String::from_utf8(share.to_json()).unwrap()
}
