//! 选票码条 without a browser: what a scrutineer's page makes, sends and strikes.

use piaojue::{
    ballots::{self, PrintedList, ROUNDS_OF_A_SLIP, StruckAs, strike_message},
    scrutineers,
};
use serde_json::{Value, json};
use verifiable_ballots::{Credential, CredentialList, new_uuid, signature::sign_message};

use super::{Deputy, Hall, Scrutineer, Secretariat};
use crate::support::{Page, TestApp};

/// A printing of slips, as it lies on the table.
#[derive(Clone)]
pub struct Slips {
    pub codes: Vec<Credential>,
    /// The names of the rounds that they serve.
    pub uuids: Vec<String>,
}

impl Slips {
    pub fn made(number: usize) -> Self {
        let rng = &mut rand::rng();
        Self {
            codes: (0..number).map(|_| Credential::generate(rng)).collect(),
            uuids: (0..ROUNDS_OF_A_SLIP).map(|_| new_uuid(rng)).collect(),
        }
    }

    /// The sorted public keys of one round.
    pub fn keys(&self, uuid: &str) -> Vec<String> {
        let list = CredentialList::from_unsorted(self.codes.iter().map(|code| code.public(uuid)).collect()).unwrap();
        list.entries().iter().map(ToString::to_string).collect()
    }

    pub fn lists(&self) -> Vec<PrintedList> {
        self.uuids.iter().map(|uuid| PrintedList { uuid: uuid.clone(), keys: self.keys(uuid) }).collect()
    }

    /// As the page sends them.
    pub fn lists_as_sent(&self) -> Vec<Value> {
        self.lists().into_iter().map(|list| json!({ "uuid": list.uuid, "keys": list.keys })).collect()
    }

    /// What strikes a slip from the round at this place, from 1, and those after it.
    pub fn strikes(&self, code: &Credential, first: usize) -> Value {
        let key = |(place, uuid): (usize, &String)| one_slip(code, place, uuid);
        (1..).zip(&self.uuids).filter(|(place, _)| *place >= first).map(key).collect()
    }
}

/// A key of a slip, with the proof that its code is at hand.
pub fn one_slip(code: &Credential, place: usize, uuid: &str) -> Value {
    let proof = sign_message(&code.secret(uuid), &strike_message(uuid), &mut rand::rng());
    json!({ "place": place, "key": code.public(uuid).to_string(), "proof": proof })
}

impl Scrutineer {
    /// Sends the lists as the page does; the codes stay where they are.
    pub async fn prints(&mut self, lists: &[Value]) -> Page {
        let browser = self.browser().await;
        browser.visits("/scrutineer/slips").await;
        browser.submits("/scrutineer/slips", &[("lists", &json!(lists).to_string())]).await
    }

    pub async fn counts_slips(&mut self, counted: &str) -> Page {
        let browser = self.browser().await;
        browser.visits("/scrutineer/slips").await;
        browser.submits("/scrutineer/slips/count", &[("counted", counted)]).await
    }

    /// Scans a slip, with whatever keys and proofs.
    pub async fn strikes(&mut self, struck_as: StruckAs, keys: &Value) -> Page {
        let browser = self.browser().await;
        browser.visits("/scrutineer/slips").await;
        let fields = [("as", struck_as.word()), ("keys", &keys.to_string())];
        browser.submits("/scrutineer/slips/strike", &fields).await
    }
}

impl Secretariat {
    /// 已领, 交回: what the desk presses.
    pub async fn presses_for(&mut self, deputy: &Deputy, button: &str) -> Page {
        let browser = self.browser().await;
        browser.visits("/secretariat/issuing").await;
        browser.submits(&format!("/secretariat/issuing/{}/{button}", deputy.id), &[]).await
    }
}

impl Hall {
    /// Slips printed and counted by two, without a browser.
    pub fn slips_are_printed(&self, number: usize) -> Slips {
        let slips = Slips::made(number);
        let (app, session, now) = (&self.app, self.app.session(), self.app.now());
        let operator = app.operator();
        let scrutineers = app.reads(|conn| scrutineers::scrutineers(conn, session.id));
        let lists = slips.lists();
        app.db().write(|tx| ballots::print_slips(tx, &operator, now, &session, &scrutineers[0], &lists)).unwrap();
        let counted = i64::try_from(number).unwrap();
        for scrutineer in &scrutineers[..2] {
            app.db().write(|tx| ballots::count_slips(tx, &operator, now, &session, scrutineer, counted)).unwrap();
        }
        slips
    }

    /// Each deputy draws a slip at the desk: the first of the tray, which nobody sees.
    pub fn everybody_draws_a_slip(&mut self, slips: &Slips) {
        for (deputy, code) in self.deputies.iter_mut().zip(&slips.codes) {
            deputy.draws(code);
        }
    }

    /// All slips from this one on, which nobody drew.
    pub fn leftover_is_struck(&self, slips: &Slips, from: usize, first_round: usize) {
        for code in &slips.codes[from..] {
            struck_without_a_browser(&self.app, &slips.strikes(code, first_round));
        }
    }
}

fn struck_without_a_browser(app: &TestApp, keys: &Value) {
    let (session, now, operator) = (app.session(), app.now(), app.operator());
    let keys: Vec<ballots::StruckKey> = serde_json::from_value(keys.clone()).unwrap();
    app.db().write(|tx| ballots::strike_slip(tx, &operator, now, &session, StruckAs::Leftover, &keys)).unwrap();
}

impl Deputy {
    /// The desk has marked it; which slip it was, the deputy alone knows.
    pub fn draws(&mut self, code: &Credential) {
        let (deputy, round) = (self.on_the_roll(), self.app.round().id);
        self.app.db().write(|tx| ballots::give_slip(tx, &deputy, round)).unwrap();
        self.credential = Some(code.clone());
    }
}
