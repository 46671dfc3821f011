//! People press buttons at random; whatever happens stands in the drawings of docs/states.md, and they are all reached.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

use piaojue::{
    accounts::{Person, Role},
    audit::Actor,
    ballots::{self, RoundAct, RoundState},
    ids::{CertificateId, RoundId},
    tally::{self, Correction, FollowUp, outcome::Decision},
    web::Refusal,
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use crate::support::{
    Engine, TestApp, run,
    session::{FOUR, Hall, Plan},
    sources,
};

/// `from --> to` of the drawing under a heading.
type Drawing = BTreeSet<(String, String)>;

fn drawing(heading: &str) -> Drawing {
    let text = std::fs::read_to_string(sources::root().join("docs/states.md")).unwrap();
    let section = text.split(&format!("\n## {heading}")).nth(1).unwrap_or_else(|| panic!("no section {heading}"));
    let picture = section.split("```").nth(1).unwrap();
    let arrows = picture.lines().filter_map(|line| line.trim().split_once(" --> "));
    let arrows: Drawing = arrows
        .map(|(from, to)| (from.to_owned(), to.split(':').next().unwrap().trim().to_owned()))
        .filter(|(_, to)| to != "[*]")
        .collect();
    assert!(arrows.len() > 1, "{heading}: {arrows:?}");
    arrows
}

/// Where everything stands: rounds by number, certificates, requests, objections, corrigenda.
type Standing = BTreeMap<String, String>;

struct Walk {
    app: TestApp,
    hall: Hall,
    secretaries: [Person; 2],
    chief: Person,
    /// Arrows that were walked, by drawing.
    seen: BTreeSet<(&'static str, String, String)>,
}

const DRAWINGS: [(&str, &str); 5] = [
    ("round", "A round (`ballots::RoundState`)"),
    ("request", "A request for a second person"),
    ("certificate", "A certificate"),
    ("objection", "An objection"),
    ("corrigendum", "A corrigendum"),
];

/// What a press of a button came to.
enum Came {
    Done,
    Refused,
}

fn came<T, E: Refusal>(what: &str, outcome: Result<T, E>) -> Came {
    match outcome {
        Ok(_) => Came::Done,
        // A rule in words; anything else is a fault of the program.
        Err(refused) => match refused.message() {
            Some(_) => Came::Refused,
            None => panic!("{what}: {refused}"),
        },
    }
}

impl Walk {
    fn new(app: &TestApp, plan: Plan) -> Self {
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
        Self { app: app.clone(), hall, secretaries, chief, seen: BTreeSet::new() }
    }

    fn latest(&self) -> Option<ballots::Round> {
        self.app.rounds().pop()
    }

    fn certificate(&self) -> Option<tally::CertificateStatus> {
        let session = self.app.session().id;
        self.app.reads(|conn| tally::certificates_of_session(conn, session)).pop()
    }

    fn standing(&self) -> Standing {
        let mut standing = Standing::new();
        for round in self.app.rounds() {
            standing.insert(format!("round {}", round.number), round.state.word().to_owned());
            for (id, answer) in self.app.reads(|conn| ballots::requests_of_round(conn, round.id)) {
                standing.insert(format!("request {id}"), answer.map_or("waiting", |answer| answer.word()).to_owned());
            }
        }
        let session = self.app.session().id;
        for certificate in self.app.reads(|conn| tally::certificates_of_session(conn, session)) {
            standing.insert(format!("certificate {}", certificate.id), certificate.state.word().to_owned());
            for objection in self.app.reads(|conn| tally::objections(conn, certificate.id)) {
                let state = objection.ruling.map_or("pending", |ruling| ruling.kind.word());
                standing.insert(format!("objection {}{}", certificate.id, objection.scrutineer), state.to_owned());
            }
            for corrigendum in self.app.reads(|conn| tally::corrigenda_of(conn, certificate.id)) {
                let state = if corrigendum.certified_at.is_some() { "in_force" } else { "drafted" };
                standing.insert(format!("corrigendum {}", corrigendum.id), state.to_owned());
            }
        }
        standing
    }

    /// One press of a button, by whoever; `dice` says which.
    async fn step(&mut self, dice: u8, drawings: &BTreeMap<&'static str, Drawing>) {
        let before = self.standing();
        let button = self.button(dice);
        let came = self.presses(button, dice).await;
        let after = self.standing();
        if matches!(came, Came::Refused) {
            assert_eq!(before, after, "{button} was refused and yet changed something");
        }
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

    fn nothing_was_chosen(&self) -> bool {
        self.certificate().is_some_and(|status| {
            tally::certificate::Certificate::parse(status.document.as_bytes()).unwrap().document().chosen.is_empty()
        }) && self.certificate().is_some_and(|status| {
            matches!(status.state, tally::CertificateState::Certified | tally::CertificateState::Announced)
        })
    }

    const BUTTONS: [&'static str; 19] = [
        "start issuing",
        "take ballots",
        "open",
        "close",
        "annul",
        "annul",
        "confirm",
        "withdraw",
        "begin count",
        "share",
        "draft",
        "decide",
        "order",
        "sign",
        "object",
        "overrule",
        "certify",
        "announce",
        "correct",
    ];

    /// Every second press is the one the desk asks for; else nobody would get far.
    fn button(&self, dice: u8) -> &'static str {
        let any = Self::BUTTONS[usize::from(dice / 2) % Self::BUTTONS.len()];
        if dice.is_multiple_of(2) {
            return any;
        }
        let Some(round) = self.latest() else { return "start issuing" };
        let waiting = !self.app.reads(|conn| tally::pending_requests(conn, round.id)).is_empty();
        let certificate = self.app.reads(|conn| tally::certificate_of_round(conn, round.id));
        match (round.state, certificate.map(|certificate| certificate.state)) {
            _ if waiting => "confirm",
            (RoundState::Issuing, _) if self.app.ballots_issued() == 0 => "take ballots",
            (RoundState::Issuing, _) => "open",
            (RoundState::Voting, _) => "close",
            (RoundState::Closed, _) => "begin count",
            (RoundState::Counting, _) => "share",
            (RoundState::Void, _) => "order",
            (_, Some(tally::CertificateState::Drafted)) => {
                let certificate = self.certificate().map_or_else(CertificateId::new, |known| known.id);
                let raised = self.app.reads(|conn| tally::objections(conn, certificate));
                if raised.iter().any(|objection| objection.ruling.is_none()) {
                    if dice % 4 == 1 { "annul" } else { "overrule" }
                } else if dice % 5 == 1 {
                    "object"
                } else if dice.is_multiple_of(3) {
                    "certify"
                } else {
                    "sign"
                }
            }
            (_, Some(tally::CertificateState::Certified)) => "announce",
            (_, Some(_)) => "correct",
            (_, None) => {
                if dice.is_multiple_of(3) {
                    "order"
                } else if dice.is_multiple_of(5) {
                    "decide"
                } else {
                    "draft"
                }
            }
        }
    }

    async fn presses(&mut self, button: &'static str, dice: u8) -> Came {
        let (app, session, now) = (self.app.clone(), self.app.session(), self.app.now());
        let (db, secret) = (app.db(), &app.services.secret);
        let who = &self.secretaries[usize::from(dice / 7) % 2];
        let actor = who.actor();
        let round = self.latest();
        let round_id = round.as_ref().map_or_else(RoundId::new, |round| round.id);
        let certificate = self.certificate();
        let certificate_id = certificate.as_ref().map_or_else(CertificateId::new, |known| known.id);
        let scrutineers = app.reads(|conn| piaojue::scrutineers::scrutineers(conn, session.id));
        let place = usize::from(dice / 3) % 3;
        let scrutineer = &scrutineers[place];
        let reason = if dice.is_multiple_of(11) { " " } else { "主席团的理由" };
        let name = "示例人大";
        if round.is_none() && button != "start issuing"
            || certificate.is_none()
                && matches!(button, "sign" | "object" | "overrule" | "certify" | "announce" | "correct")
        {
            return Came::Refused;
        }
        match button {
            "start issuing" => came(button, db.write(|tx| ballots::start_issuing(tx, secret, &actor, now, &session))),
            "take ballots" => {
                if round.is_none_or(|round| round.state != RoundState::Issuing) || app.ballots_issued() > 0 {
                    return Came::Refused;
                }
                self.hall.everybody_takes_a_ballot();
                Came::Done
            }
            "open" => came(button, db.write(|tx| ballots::ask(tx, who, now, round_id, RoundAct::Open, ""))),
            "close" => {
                if round.is_some_and(|round| round.state == RoundState::Voting) && app.ballots_in_the_box() == 0 {
                    self.everybody_votes(dice).await;
                }
                came(button, db.write(|tx| ballots::ask(tx, who, now, round_id, RoundAct::Close, "")))
            }
            "annul" => came(button, db.write(|tx| tally::ask_to_annul(tx, who, now, round_id, reason))),
            "confirm" => {
                let Some(request) = app.reads(|conn| tally::pending_requests(conn, round_id)).pop() else {
                    return Came::Refused;
                };
                let (second, is_chief) = if dice.is_multiple_of(5) { (&self.chief, true) } else { (who, false) };
                let done = db.write(|tx| {
                    let request = ballots::confirm(tx, second, is_chief, now, request.id).map_err(StepError::of)?;
                    match request.act {
                        RoundAct::Open => {
                            ballots::open_round(tx, &actor, now, &session, round_id).map_err(StepError::of)
                        }
                        RoundAct::Close => {
                            ballots::close_round(tx, &actor, now, &session, round_id).map_err(StepError::of)
                        }
                        RoundAct::Annul => tally::annul_round(
                            tx,
                            &actor,
                            &request.requested_name,
                            now,
                            &session,
                            round_id,
                            &request.reason,
                        )
                        .map_err(StepError::of),
                    }
                });
                came(button, done)
            }
            "withdraw" => {
                let Some(request) = app.reads(|conn| tally::pending_requests(conn, round_id)).pop() else {
                    return Came::Refused;
                };
                came(button, db.write(|tx| ballots::withdraw(tx, who, false, now, request.id)))
            }
            "begin count" => came(button, tally::begin_count(db, secret, &actor, now, &session, round_id)),
            "share" => {
                let wanted = round.is_some_and(|round| {
                    round.state == RoundState::Counting
                        && !app.reads(|conn| tally::shares_given(conn, &round)).contains(&scrutineer.owner())
                });
                let share = if wanted { self.hall.scrutineers[place].share().await } else { "{}".to_owned() };
                came(
                    button,
                    db.write_row_locked(|tx| {
                        tally::give_share(tx, &Actor::operator(), now, &session, scrutineer, round_id, &share)
                    }),
                )
            }
            "draft" => {
                came(button, db.write(|tx| tally::draft_certificate(tx, &actor, now, &session, name, round_id, None)))
            }
            "decide" => {
                let decision = if dice.is_multiple_of(2) {
                    Decision::AcceptFewer { reason: reason.to_owned() }
                } else {
                    Decision::ChooseTied { chosen: vec![2], reason: reason.to_owned() }
                };
                came(
                    button,
                    db.write(|tx| tally::draft_certificate(tx, &actor, now, &session, name, round_id, Some(&decision))),
                )
            }
            "order" => came(
                button,
                db.write(|tx| tally::order_round(tx, secret, &actor, now, &session, name, round_id, reason)),
            ),
            "sign" => {
                let signature = self.hall.scrutineers[place].signature(&certificate.unwrap().hash);
                came(
                    button,
                    db.write(|tx| {
                        tally::sign_certificate(tx, &Actor::operator(), now, scrutineer, certificate_id, &signature)
                    }),
                )
            }
            "object" => came(
                button,
                db.write(|tx| tally::raise_objection(tx, &Actor::operator(), now, scrutineer, certificate_id, reason)),
            ),
            "overrule" => {
                let raised = app.reads(|conn| tally::objections(conn, certificate_id));
                let pending = raised.iter().find(|objection| objection.ruling.is_none());
                let of = pending.map_or(scrutineer.id, |objection| objection.scrutineer);
                came(button, db.write(|tx| tally::overrule(tx, &actor, now, certificate_id, of, reason)))
            }
            "certify" => {
                let follow_up = FollowUp { promote: piaojue::app::promote, publish: piaojue::projects::make_public };
                came(
                    button,
                    db.write(|tx| tally::certify(tx, secret, &follow_up, &actor, now, &session, certificate_id)),
                )
            }
            "announce" => {
                let follow_up = FollowUp { promote: piaojue::app::promote, publish: piaojue::projects::make_public };
                came(
                    button,
                    db.write(|tx| tally::announce(tx, &follow_up, &actor, now, &session, certificate_id, "示例第1号")),
                )
            }
            "correct" => {
                let pending = app.reads(|conn| tally::corrigenda_of(conn, certificate_id)).pop();
                if let Some(pending) = pending.filter(|pending| pending.certified_at.is_none()) {
                    for (scrutineer, with_seed) in scrutineers.iter().zip(&self.hall.scrutineers) {
                        let signature = with_seed.signature(&pending.hash);
                        let signed = db.write(|tx| {
                            tally::add_corrigendum_signature(
                                tx,
                                &Actor::operator(),
                                now,
                                scrutineer,
                                pending.id,
                                &signature,
                            )
                        });
                        came(button, signed);
                    }
                    return came(
                        button,
                        db.write(|tx| tally::put_corrigendum_in_force(tx, secret, &actor, now, &session, pending.id)),
                    );
                }
                let correction = Correction {
                    place: "会议日期".to_owned(),
                    stands: "2024-02-03".to_owned(),
                    should_be: if dice.is_multiple_of(7) { "2024-02-03" } else { "2024-02-04" }.to_owned(),
                    reason: reason.to_owned(),
                };
                came(button, db.write(|tx| tally::new_corrigendum(tx, &actor, now, certificate_id, &correction)))
            }
            other => panic!("{other} is no button"),
        }
    }

    /// Clear, tied at the cut, or nobody over the mark, as the dice fall.
    async fn everybody_votes(&self, dice: u8) {
        let rows = self.app.election().questions().len();
        for (voter, deputy) in self.hall.deputies.iter().enumerate() {
            let marks: String = (0..rows)
                .map(|row| match dice / 5 % 3 {
                    0 => row == 0,
                    1 => row == voter % rows,
                    _ => false,
                })
                .map(|approved| if approved { '赞' } else { '反' })
                .collect();
            deputy.casts(&marks).await.receipt();
        }
    }
}

/// One refusal of several acts in one transaction.
#[derive(Debug, thiserror::Error)]
enum StepError {
    #[error("{0}")]
    Refused(String),
    #[error(transparent)]
    Db(#[from] piaojue::db::DbError),
}

impl StepError {
    fn of<E: Refusal + 'static>(error: E) -> Self {
        match error.message() {
            Some(_) => Self::Refused(error.to_string()),
            None => Self::Db(piaojue::db::DbError::corrupt(error.to_string())),
        }
    }
}

impl Refusal for StepError {
    fn message(&self) -> Option<piaojue::web::Message> {
        matches!(self, Self::Refused(_)).then(|| "ask-not-now".into())
    }
}

fn walks(engine: Engine) {
    let drawings: BTreeMap<&'static str, Drawing> =
        DRAWINGS.iter().map(|(kind, heading)| (*kind, drawing(heading))).collect();
    let seen = Mutex::new(BTreeSet::new());
    let config = Config { cases: 8, max_shrink_iters: 20, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let tie = prop_oneof![Just("revote_tied"), Just("presidium_decides")];
    let ran = runner.run(&(tie, proptest::collection::vec(any::<u8>(), 130)), |(tie_at_cut, dice)| {
        run(engine, async |app: TestApp| {
            let plan = Plan { candidates: 3, seats: "1", max_approvals: "3", pass_mark: "none", tie_at_cut, ..FOUR };
            let mut walk = Walk::new(&app, plan);
            for dice in dice {
                walk.step(dice, &drawings).await;
            }
            seen.lock().unwrap().extend(walk.seen);
        });
        Ok(())
    });
    ran.unwrap();
    let seen = seen.into_inner().unwrap();
    let missed: Vec<_> = drawings
        .iter()
        .flat_map(|(kind, arrows)| arrows.iter().map(move |(from, to)| (*kind, from.clone(), to.clone())))
        .filter(|arrow| !seen.contains(arrow))
        .collect();
    assert!(missed.is_empty(), "drawn and never walked: {missed:?}");
}

#[test]
fn nothing_happens_that_is_not_drawn_on_sqlite() {
    walks(Engine::Sqlite);
}

#[test]
fn nothing_happens_that_is_not_drawn_on_postgres() {
    walks(Engine::Postgres);
}
