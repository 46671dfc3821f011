//! A session whose vote can begin, and deputies who vote in it without a browser.
#![allow(dead_code, reason = "a vocabulary for stories, of which some are not told yet")]

use piaojue::{
    accounts::Role,
    audit::Actor,
    ballots::{self, ANSWERS, Round, Turnout},
    candidates::{self, SessionTexts},
    congress::{self, AdoptError, CheckInSeed, DraftError, PriorReview, Session, voting_method::VotingMethod},
    db::DbError,
    deputies::{self, BallotHeld, Deputy, LoginCard, Mark, Which},
    scrutineers,
    web::Refused,
};
use reqwest::Client;
use serde_json::{Value, json};
use verifiable_ballots::{Ballot, CapProof, Credential, Election, Marks, Paper};

use super::{
    PASSWORD, TestApp, Visitor,
    session::{confirm_path, scrutineers_sign_the_election},
    sources,
};

/// Somebody of the secretariat or a scrutineer; the password is [`super::PASSWORD`].
pub struct Official {
    pub login: &'static str,
    pub name: &'static str,
    /// A scrutineer's alone.
    pub seed: String,
}

/// What a deputy marks: a row a candidate, 0 赞成, 1 反对, 2 弃权.
pub type Choice = Vec<usize>;

/// Everything that comes before 发票, done by the same actions that the pages call.
pub struct PreparedSession {
    app: TestApp,
    pub session: Session,
    pub secretary: Official,
    /// Of the secretariat too: confirms what the first asks for.
    pub second: Official,
    pub scrutineers: Vec<Official>,
}

#[derive(Debug, thiserror::Error)]
enum SetUpError {
    #[error(transparent)]
    Draft(#[from] Refused<DraftError>),
    #[error(transparent)]
    Adopt(#[from] Refused<AdoptError>),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl PreparedSession {
    /// Candidates and roll of the fixtures, the default method, three scrutineers of whom two open the box.
    pub fn of(app: &TestApp) -> Self {
        let mut prepared = Self::without_key(app);
        let (db, at, operator) = (app.db(), app.now(), app.operator());
        let handed = scrutineers::hold_ceremony(db, &operator, at, prepared.session.id, 2).unwrap();
        for (handed, scrutineer) in handed.iter().zip(&mut prepared.scrutineers) {
            db.write(|tx| scrutineers::confirm_copy(tx, &operator, at, &handed.scrutineer)).unwrap();
            scrutineer.seed = handed.seed.to_string();
        }
        prepared
    }

    /// The same before the scrutineers have made their key.
    pub fn without_key(app: &TestApp) -> Self {
        let (db, at, operator) = (app.db(), app.now(), Actor::operator());
        let fixture = |name: &str| std::fs::read(sources::root().join("fixtures").join(name)).unwrap();
        let file = candidates::session_file::read_session(&fixture("session-2024.json")).unwrap();
        let texts = SessionTexts::of_year(file.session.date.year());
        let imported =
            db.write(|tx| candidates::import_session_file(tx, &operator, at, &file, &texts)).unwrap().session;
        let session = db.read(|conn| congress::session_by_id(conn, imported)).unwrap();
        let operator = operator.acting_in(session.congress);
        let seed = CheckInSeed::random(&mut rand::rng());
        let review = PriorReview {
            body: "区人大常委会(示例)".to_owned(),
            meeting: "第十六次会议(示例)".to_owned(),
            reviewed_on: jiff::civil::date(2024, 1, 18),
            document_number: "示例〔2024〕1号".to_owned(),
        };
        db.write(|tx| {
            let method = congress::draft_voting_method(tx, &operator, at, session.id, &VotingMethod::default())?;
            congress::adopt_voting_method(tx, &operator, at, &session, method)?;
            congress::record_prior_review(tx, &operator, at, &session, &review)?;
            Ok::<_, SetUpError>(congress::renew_check_in(tx, &operator, at, &session, &seed)?)
        })
        .unwrap();
        let roll = deputies::roll::read_roll("roll.csv", &fixture("deputies-sample.csv"));
        db.write(|tx| deputies::import_roll(tx, &operator, at, &session, &roll.rows)).unwrap();

        let official = |role, login, name| {
            let (account, _) = app.has_person(role, login, name, false);
            (account, Official { login, name, seed: String::new() })
        };
        let (_, secretary) = official(Role::Secretariat, "MISHU", "周敏");
        let (_, second) = official(Role::Secretariat, "MISHU2", "方志明");
        let mut appointed = Vec::new();
        for (login, name) in [("JIANPIAO1", "陈志强"), ("JIANPIAO2", "李建国"), ("JIANPIAO3", "吴晓燕")] {
            let (account, scrutineer) = official(Role::Scrutineer, login, name);
            let chief = appointed.is_empty();
            db.write(|tx| scrutineers::appoint(tx, &operator, at, session.id, account, chief)).unwrap();
            appointed.push(scrutineer);
        }
        app.services.public.is_now(db.read(congress::public_version).unwrap());
        let session = db.read(|conn| congress::session_by_id(conn, session.id)).unwrap();
        Self { app: app.clone(), session, secretary, second, scrutineers: appointed }
    }

    /// The colleague, signed in without a browser.
    pub async fn second_person(&self) -> Visitor {
        let mut visitor = self.app.visitor();
        let page = visitor.signs_in(self.second.login, PASSWORD, "").await;
        assert_eq!(page.path, "/secretariat");
        visitor
    }

    /// What the secretary has asked for is confirmed.
    pub async fn second_person_confirms(&self, second: &mut Visitor) {
        let action = confirm_path(&self.app);
        second.visits("/secretariat").await.is(200);
        second.submits(&action, &[]).await.is(200);
    }

    /// The roll, as it stands now.
    pub fn deputies(&self) -> Vec<Deputy> {
        self.app.db().read(|conn| deputies::deputies(conn, self.session.id)).unwrap()
    }

    pub fn login_card_of(&self, deputy: &Deputy) -> LoginCard {
        let which = Which::One(deputy.id);
        let cards = deputies::issue_login_cards(
            self.app.db(),
            &mut crate::support::hashing_memory(),
            &self.app.operator(),
            self.app.now(),
            &self.session,
            &which,
        );
        cards.unwrap().remove(0)
    }

    /// At the desk by the door.
    pub fn check_in(&self, deputies: &[Deputy]) {
        let (at, operator) = (self.app.now(), self.app.operator());
        for deputy in deputies {
            let checked_in = self.app.db().write(|tx| {
                deputies::set_attendance(
                    tx,
                    &operator,
                    at,
                    self.session.id,
                    deputy.id,
                    &Mark::Present,
                    BallotHeld::Nothing,
                )
            });
            checked_in.unwrap();
        }
    }

    pub fn start_issuing(&self) {
        let (at, operator, secret) = (self.app.now(), self.app.operator(), &self.app.services.secret);
        self.app.db().write(|tx| ballots::start_issuing(tx, secret, &operator, at, &self.session)).unwrap();
    }

    /// Each takes a ballot, with a code of their own making.
    pub fn issue_to(&self, deputies: &[Deputy]) -> Vec<Credential> {
        self.the_election_is_signed();
        let round = self.round();
        let there = self.deputies();
        let issue = |deputy: &Deputy| {
            let credential = Credential::generate(&mut rand::rng());
            let key = credential.public(&round.election_uuid).to_string();
            let deputy = there.iter().find(|known| known.id == deputy.id).unwrap();
            self.app.db().write(|tx| ballots::issue(tx, deputy, round.id, &key)).unwrap();
            credential
        };
        deputies.iter().map(issue).collect()
    }

    /// Two scrutineers, before voting begins.
    pub fn the_election_is_signed(&self) {
        let seeds: Vec<_> = self.scrutineers.iter().map(|scrutineer| scrutineer.seed.parse().unwrap()).collect();
        scrutineers_sign_the_election(&self.app, &seeds);
    }

    pub fn open_round(&self) {
        self.the_election_is_signed();
        let (at, operator, round) = (self.app.now(), self.app.operator(), self.round().id);
        self.app.db().write(|tx| ballots::open_round(tx, &operator, at, &self.session, round)).unwrap();
    }

    /// A round that takes ballots of the whole roll; the ballot codes are in the order of the roll.
    pub fn vote_is_open(&self) -> Vec<Credential> {
        self.check_in(&self.deputies());
        self.start_issuing();
        let codes = self.issue_to(&self.deputies());
        self.open_round();
        codes
    }

    pub fn round(&self) -> Round {
        let round = self.app.db().read(|conn| ballots::latest_round(conn, self.session.id)).unwrap();
        round.expect("issuing has begun")
    }

    pub fn turnout(&self) -> Turnout {
        self.app.db().read(|conn| ballots::turnout(conn, self.round().id)).unwrap()
    }

    /// The address that a deputy scans or opens on another device.
    pub fn booth_link(&self, code: &Credential) -> String {
        format!("/deputy/rounds/{}/booth#code={code}", self.round().id)
    }

    /// Makes a ballot as the browser does and sends it to the address the browser sends it to; answers the tracker.
    pub async fn casts(&self, code: &Credential, choice: &Choice) -> String {
        let round = self.round();
        let cap = round.cap.and_then(|cap| u32::try_from(cap).ok());
        let election = self.app.db().read(|conn| ballots::election_of(conn, round.id)).unwrap();
        let titles: Vec<String> = election.questions().iter().map(|q| q.question.clone()).collect();
        let paper = Paper::approve_each(&titles, &ANSWERS, cap).unwrap();
        let choices = paper.choices(&Marks::Rows(choice.iter().map(|&mark| Some(mark)).collect())).unwrap();
        let body = sealed(&election, code, &choices, cap);
        let to = format!("{}/rounds/{}/ballots", self.app.origin, round.id);
        let answer = Client::new().post(to).json(&body).send().await.unwrap();
        let (status, answer): (_, Value) = (answer.status(), answer.json().await.unwrap());
        let tracker = answer["tracker"].as_str().unwrap_or_else(|| panic!("casting answered {status}: {answer}"));
        tracker.to_owned()
    }
}

fn sealed(election: &Election, code: &Credential, choices: &[Vec<bool>], cap: Option<u32>) -> Value {
    let rng = &mut rand::rng();
    let made = Ballot::make(election, code, choices, rng).unwrap();
    let proof = cap.map(|max| CapProof::make(election, &made, max, rng).unwrap());
    json!({ "ballot": String::from_utf8(made.ballot.bytes().to_vec()).unwrap(), "cap": proof })
}

/// What was marked, written down beside the database: 赞成, 反对, 弃权 of each candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record(pub Vec<[u32; 3]>);

impl Record {
    pub fn of_candidates(number: usize) -> Self {
        Self(vec![[0; 3]; number])
    }

    pub fn counts(&mut self, choice: &Choice) {
        assert_eq!(choice.len(), self.0.len());
        for (counts, &mark) in self.0.iter_mut().zip(choice) {
            counts[mark] += 1;
        }
    }
}
