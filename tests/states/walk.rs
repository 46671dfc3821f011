//! One walk: a button after the other, and where everything stands before and after.

use std::collections::{BTreeMap, BTreeSet};

use piaojue::{
    accounts::{Person, Role},
    audit,
    ballots::{self, RoundState},
    documents::{self, DocumentKind, SignedDocument},
    tally::certificate::Certificate,
};

use super::{DRAWINGS, Drawing, buttons::Came};
use crate::support::{
    TestApp,
    session::{Hall, Plan},
};

/// Where everything stands: rounds by number, certificates, requests, objections, corrigenda.
pub(super) type Standing = BTreeMap<String, String>;

pub(super) struct Walk {
    pub(super) app: TestApp,
    pub(super) hall: Hall,
    pub(super) secretaries: [Person; 2],
    pub(super) chief: Person,
    /// Trackers that were shown to deputies, by the number of the round.
    pub(super) receipts: BTreeMap<i32, BTreeSet<String>>,
    /// Arrows that were walked, by drawing.
    pub(super) seen: BTreeSet<(&'static str, String, String)>,
}

impl Walk {
    pub(super) fn new(app: &TestApp, plan: Plan) -> Self {
        let hall = Hall::ready(app, plan);
        hall.everybody_checks_in();
        let congress = Some(app.congress());
        let person = |role, login: &str| Person {
            id: app.has_account(role, login),
            congress,
            name: format!("示例{login}"),
            role,
        };
        let secretaries = [person(Role::Secretariat, "JIA"), person(Role::Secretariat, "YI")];
        let scrutineers = app.reads(|conn| piaojue::scrutineers::scrutineers(conn, app.session().id));
        let chief =
            Person { id: scrutineers[0].account, congress, name: scrutineers[0].name.clone(), role: Role::Scrutineer };
        Self { app: app.clone(), hall, secretaries, chief, receipts: BTreeMap::new(), seen: BTreeSet::new() }
    }

    pub(super) fn latest(&self) -> Option<ballots::Round> {
        self.app.rounds().pop()
    }

    fn certificates(&self) -> Vec<SignedDocument> {
        let session = self.app.session().id;
        self.app.reads(|conn| documents::of_session(conn, session, DocumentKind::Certificate))
    }

    pub(super) fn certificate(&self) -> Option<SignedDocument> {
        self.certificates().pop()
    }

    pub(super) fn standing(&self) -> Standing {
        let mut standing = Standing::new();
        for round in self.app.rounds() {
            standing.insert(format!("round {}", round.number), round.state.word().to_owned());
            for (id, answer) in self.app.reads(|conn| ballots::requests_of_round(conn, round.id)) {
                standing.insert(format!("request {id}"), answer.map_or("waiting", |answer| answer.word()).to_owned());
            }
        }
        for certificate in self.certificates() {
            standing.insert(format!("certificate {}", certificate.id), certificate.state().word().to_owned());
            for objection in self.app.reads(|conn| documents::said(conn, certificate.id)).objections {
                let state = objection.ruling.map_or("pending", |ruling| ruling.kind.word());
                standing.insert(format!("objection {}{}", certificate.id, objection.scrutineer), state.to_owned());
            }
            for corrigendum in self.app.reads(|conn| documents::about(conn, certificate.id)) {
                standing.insert(format!("corrigendum {}", corrigendum.id), corrigendum.state().word().to_owned());
            }
        }
        standing
    }

    /// One press of a button, by whoever; `dice` says which.
    pub(super) async fn step(&mut self, dice: u8, drawings: &BTreeMap<&'static str, Drawing>) {
        let before = self.standing();
        let button = self.button(dice);
        let came = self.presses(button, dice).await;
        assert_ne!(came, Came::Struck, "{button}");
        if came == Came::Refused {
            assert_eq!(before, self.standing(), "{button} was refused and yet changed something");
        }
        self.goes_on_as_drawn(button, &before, drawings);
    }

    /// Whatever changed since is in the drawings, and all that holds at any time holds.
    pub(super) fn goes_on_as_drawn(
        &mut self,
        button: &str,
        before: &Standing,
        drawings: &BTreeMap<&'static str, Drawing>,
    ) {
        let after = self.standing();
        for (what, state) in &after {
            let kind = DRAWINGS.map(|(kind, _)| kind).into_iter().find(|kind| what.starts_with(kind)).unwrap();
            let was = before.get(what).map_or("[*]", String::as_str);
            if was == state {
                continue;
            }
            let arrow = (was.to_owned(), state.clone());
            assert!(drawings[kind].contains(&arrow), "{button}: {what}: {was} --> {state} is not drawn");
            self.seen.insert((kind, arrow.0, arrow.1));
        }
        assert!(before.keys().all(|what| after.contains_key(what)), "{button}: nothing is ever taken away");
        let under_way = self
            .app
            .rounds()
            .iter()
            .rev()
            .skip(1)
            .all(|round| matches!(round.state, RoundState::Counted | RoundState::Void));
        assert!(under_way, "{button}: a round began before the one before it was over");
        let certified = after
            .iter()
            .any(|(what, state)| what.starts_with("certificate") && (state == "certified" || state == "announced"));
        assert_eq!(certified, !self.app.projects().is_empty() || self.nothing_was_chosen(), "{button}: projects");
    }

    /// Each receipt is in the box of its round, once, and nothing else is.
    pub(super) fn nothing_is_lost_or_doubled(&self) {
        for round in self.app.rounds() {
            let held = self.app.reads(|conn| ballots::ballots_in_order(conn, round.id));
            let mut held: Vec<String> = held.iter().map(verifiable_ballots::Ballot::tracker).collect();
            held.sort();
            let shown: Vec<String> =
                self.receipts.get(&round.number).map(|shown| shown.iter().cloned().collect()).unwrap_or_default();
            assert_eq!(held, shown, "round {}", round.number);
        }
        let chain = audit::verify(self.app.db()).unwrap();
        assert!(matches!(chain, audit::ChainReport::Whole(_)), "{chain:?}");
    }

    fn nothing_was_chosen(&self) -> bool {
        self.certificate().is_some_and(|signed| {
            signed.confirmed().is_some() && signed.paper::<Certificate>().unwrap().document().chosen.is_empty()
        })
    }
}
