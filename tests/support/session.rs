//! A session of the congress and its people, brought by the program's own actions to where a story begins; from there
//! on people act over HTTP as in earnest.
#![allow(dead_code, reason = "a vocabulary for stories, of which some are not told yet")]

use jiff::SignedDuration;
use piaojue::{
    accounts::{OneTimeCode, Role},
    audit::Actor,
    ballots::{self, ANSWERS, RATINGS, Round, RoundPurpose},
    candidates::{self, SessionTexts, session_file},
    congress::{
        self, CheckInSeed, PriorReview, Session,
        voting_method::{VotingMethod, VotingMethodForm},
    },
    db::{Conn, DbError},
    deputies::{self, BallotHeld, LoginCard, Which},
    ids::{DeputyId, RoundId},
    projects::{self, Project},
    scrutineers,
    tally::{self, CertificateStatus, CorrigendumStatus},
};
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};
use verifiable_ballots::{
    Ballot, CapProof, Credential, Election, EncryptedTally, Marks, Opening, Paper, PartialDecryption, Scalar, Seed,
    hash, signature::sign_message, trustee::decryption_key_from,
};

use super::{PASSWORD, Page, TestApp, Visitor};

pub const YEAR: i32 = 2024;

/// What is voted on, by how many, and how.
#[derive(Clone, Copy)]
pub struct Plan {
    pub deputies: usize,
    pub candidates: usize,
    pub seats: &'static str,
    pub max_approvals: &'static str,
    pub ballot_form: &'static str,
    pub pass_mark: &'static str,
    pub tie_at_cut: &'static str,
    pub publish_counts: &'static str,
    pub second_person: &'static str,
}

/// Two of four, by four deputies: three approvals pass.
pub const FOUR: Plan = Plan {
    deputies: 4,
    candidates: 4,
    seats: "2",
    max_approvals: "2",
    ballot_form: "approve_each",
    pass_mark: "half_of_all",
    tie_at_cut: "revote_tied",
    publish_counts: "counts",
    second_person: "required",
};

impl Plan {
    pub fn method(&self) -> VotingMethod {
        let form = VotingMethodForm {
            seats: self.seats.to_owned(),
            max_approvals: self.max_approvals.to_owned(),
            ballot_form: self.ballot_form.to_owned(),
            pass_mark: self.pass_mark.to_owned(),
            tie_at_cut: self.tie_at_cut.to_owned(),
            publish_counts: self.publish_counts.to_owned(),
            second_person: self.second_person.to_owned(),
            ..VotingMethod::default().to_form()
        };
        VotingMethod::try_from(form).unwrap()
    }
}

/// The candidates of the fixtures, the first `most` of them.
pub fn session_file(most: usize) -> session_file::SessionFile {
    let bytes = std::fs::read(super::sources::root().join("fixtures/session-2024.json")).unwrap();
    let mut file = session_file::read_session(&bytes).unwrap();
    file.candidates.truncate(most);
    assert_eq!(file.candidates.len(), most);
    file
}

/// A roll of `count` deputies in two delegations.
pub fn roll(count: usize) -> Vec<u8> {
    let mut csv = String::from("代表证号,姓名,代表团,手机号,备注\n");
    for n in 1..=count {
        csv += &format!("SC{n:04},代表{n:02},第{}代表团,,示例数据\n", if n % 2 == 1 { "一" } else { "二" });
    }
    csv.into_bytes()
}

/// What the stories ask the database directly, of the only congress.
impl TestApp {
    /// A session with the first `candidates` of the fixtures and nothing else.
    pub fn has_session(&self, candidates: usize) -> Session {
        let (file, now) = (session_file(candidates), self.now());
        let texts = SessionTexts::of_year(2024);
        self.db().write(|tx| candidates::import_session_file(tx, &Actor::operator(), now, &file, &texts)).unwrap();
        self.session()
    }

    /// What a running server does every second: looks whether another one changed what the public sees.
    pub fn hears_of_what_is_public(&self) {
        self.services.public.is_now(self.reads(congress::public_version));
    }

    pub fn session(&self) -> Session {
        let congress = self.congress();
        self.reads(|conn| congress::current_session(conn, congress)).expect("the congress has no session")
    }

    pub fn round(&self) -> Round {
        let session = self.session().id;
        self.reads(|conn| ballots::round_at_hand(conn, session)).expect("the session has no round")
    }

    pub fn election(&self) -> Election {
        let round = self.round().id;
        self.reads(|conn| ballots::election_of(conn, round))
    }

    /// What the hall screen shows at this moment.
    pub fn hall_code(&self) -> String {
        let session = self.session();
        let seed = session.check_in_seed.as_ref().expect("nobody can check in by themselves");
        deputies::hall_code(&self.services.secret, session.id, seed, self.now())
    }

    pub fn ballots_in_the_box(&self) -> i64 {
        let round = self.round().id;
        self.reads(|conn| ballots::turnout(conn, round)).returned
    }

    pub fn ballots_issued(&self) -> i64 {
        let round = self.round().id;
        self.reads(|conn| ballots::issued_count(conn, round))
    }

    pub fn is_in_the_box(&self, tracker: &str) -> bool {
        let round = self.round().id;
        self.reads(|conn| ballots::has_tracker(conn, round, tracker))
    }

    pub fn rounds(&self) -> Vec<Round> {
        let session = self.session().id;
        self.reads(|conn| ballots::rounds_of_session(conn, session))
    }

    /// What anybody may download once the result is announced, laid into a folder: the archives under the numbers of
    /// their rounds (`1.bel`), caps, certificate.
    pub async fn published_files(&self) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let mut names = vec![("caps.jsonl".to_owned(), "caps.jsonl".to_owned())];
        names.push(("certificate.json".to_owned(), "certificate.json".to_owned()));
        for round in self.rounds().iter().filter(|round| round.has_box()) {
            names.push((format!("{}.bel", round.election_uuid), format!("{}.bel", round.number)));
        }
        for (name, to) in names {
            let answer = reqwest::get(format!("{}/results/{YEAR}/files/{name}", self.origin)).await.unwrap();
            assert_eq!(answer.status().as_u16(), 200, "{name}");
            std::fs::write(folder.path().join(to), answer.bytes().await.unwrap()).unwrap();
        }
        folder
    }

    /// The box as it is published once the result is announced.
    pub fn archive(&self) -> Vec<u8> {
        let round = self.round();
        self.reads(|conn| tally::archive_file(conn, &round)).bytes
    }

    pub fn certificate(&self) -> CertificateStatus {
        let round = self.round().id;
        self.reads(|conn| tally::certificate_of_round(conn, round)).expect("no certificate is drawn up")
    }

    /// The newest corrigendum of the certificate.
    pub fn corrigendum(&self) -> CorrigendumStatus {
        let id = self.certificate().id;
        self.reads(|conn| tally::corrigenda_of(conn, id)).pop().expect("no corrigendum is drawn up")
    }

    pub fn projects(&self) -> Vec<Project> {
        let session = self.session().id;
        self.reads(|conn| projects::projects(conn, session))
    }

    pub fn roll(&self) -> Vec<deputies::Deputy> {
        let session = self.session().id;
        self.reads(|conn| deputies::deputies(conn, session))
    }

    pub fn reads<T>(&self, query: impl FnMut(&mut Conn) -> Result<T, DbError>) -> T {
        self.db().read(query).unwrap()
    }

    /// Sends bytes as JSON, without any cookie, as a booth does.
    pub async fn is_sent(&self, path: &str, body: impl Into<reqwest::Body>) -> Answer {
        let request = reqwest::Client::new().post(format!("{}{path}", self.origin));
        let answer = request.header(CONTENT_TYPE, "application/json").body(body).send().await.unwrap();
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        Answer { status, json: serde_json::from_str(&text).unwrap_or(Value::Null), text }
    }
}

/// What casting was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub json: Value,
    pub text: String,
}

impl Answer {
    /// The tracker of the receipt.
    #[track_caller]
    pub fn receipt(&self) -> String {
        assert_eq!(self.status, 201, "no receipt but {}", self.text);
        self.json["tracker"].as_str().unwrap().to_owned()
    }

    /// Fails unless the ballot was refused with this word, and with words for a person.
    #[track_caller]
    pub fn is_refused(&self, status: u16, error: &str) -> &Self {
        assert_eq!((self.status, self.json["error"].as_str()), (status, Some(error)), "{}", self.text);
        assert!(self.json["message"].as_str().is_some_and(|message| message.chars().count() > 8), "{}", self.text);
        assert!(self.json["tracker"].is_null(), "{}", self.text);
        self
    }
}

/// Everybody who takes part.
pub struct Hall {
    pub app: TestApp,
    pub deputies: Vec<Deputy>,
    pub scrutineers: Vec<Scrutineer>,
    pub secretariat: Secretariat,
}

impl Hall {
    /// Everything the list before issuing asks for is there; nobody has checked in yet.
    pub fn ready(app: &TestApp, plan: Plan) -> Self {
        let (actor, now) = (Actor::operator(), app.now());
        let session = app.has_session(plan.candidates);
        let method = app
            .db()
            .write(|tx| congress::draft_voting_method(tx, &actor, now, session.id, &plan.method(), false))
            .unwrap();
        app.db().write(|tx| congress::adopt_voting_method(tx, &actor, now, &session, method, false)).unwrap();
        let review = PriorReview {
            body: "区人大常委会(示例)".to_owned(),
            meeting: "第十六次会议(示例)".to_owned(),
            reviewed_on: "2024-01-18".to_owned(),
            document_number: "示例〔2024〕1号".to_owned(),
        };
        let seed = CheckInSeed::random(&mut rand::rng());
        app.db()
            .write(|tx| {
                congress::record_prior_review(tx, &actor, now, &session, &review)?;
                congress::renew_check_in(tx, &actor, now, &session, &seed)
            })
            .unwrap();
        let rows = deputies::roll::read_roll("roll.csv", &roll(plan.deputies)).rows;
        app.db().write(|tx| deputies::import_roll(tx, &actor, now, &session, &rows, false)).unwrap();
        let deputies = app.roll().into_iter().map(|deputy| Deputy::new(app, deputy)).collect();
        let secretariat = Secretariat::new(app);
        let scrutineers = Self::scrutineers_with_keys(app, &session);
        Self { app: app.clone(), deputies, scrutineers, secretariat }
    }

    fn scrutineers_with_keys(app: &TestApp, session: &Session) -> Vec<Scrutineer> {
        let (actor, now) = (Actor::operator(), app.now());
        let logins = ["JIANPIAO1", "JIANPIAO2", "JIANPIAO3"];
        for login in logins {
            let account = app.has_account(Role::Scrutineer, login);
            let chief = login == logins[0];
            app.db().write(|tx| scrutineers::appoint(tx, &actor, now, session.id, account, chief)).unwrap();
        }
        let handed = scrutineers::hold_ceremony(app.db(), &actor, now, session.id, 2).unwrap();
        let with_seed = |(login, handed): (&str, scrutineers::HandedSeed)| {
            app.db().write(|tx| scrutineers::confirm_copy(tx, &actor, now, &handed.scrutineer)).unwrap();
            Scrutineer { app: app.clone(), login: login.to_owned(), seed: handed.seed, visitor: None }
        };
        logins.into_iter().zip(handed).map(with_seed).collect()
    }

    /// The same people, still signed in, at the program that was started again.
    pub fn goes_on(mut self, app: &TestApp) -> Self {
        let moved = |visitor: &mut Option<Visitor>| {
            if let Some(visitor) = visitor {
                visitor.moves_to(&app.origin);
            }
        };
        for deputy in &mut self.deputies {
            deputy.app = app.clone();
            moved(&mut deputy.visitor);
        }
        for scrutineer in &mut self.scrutineers {
            scrutineer.app = app.clone();
            moved(&mut scrutineer.visitor);
        }
        self.secretariat.app = app.clone();
        moved(&mut self.secretariat.visitor);
        moved(&mut self.secretariat.second);
        self.app = app.clone();
        self
    }

    /// Everybody is there and ballots are being issued; nobody holds one yet.
    pub fn issuing(app: &TestApp, plan: Plan) -> Self {
        let hall = Self::ready(app, plan);
        hall.everybody_checks_in();
        hall.issuing_begins();
        hall
    }

    /// Everybody holds a ballot and the box is open.
    pub fn voting(app: &TestApp, plan: Plan) -> Self {
        let mut hall = Self::issuing(app, plan);
        hall.everybody_takes_a_ballot();
        hall.voting_begins();
        hall
    }

    /// The box is closed over these ballots, given in the order of the roll (empty: not cast), and the count has begun.
    pub async fn closed(app: &TestApp, plan: Plan, choices: &[&str]) -> Self {
        let hall = Self::voting(app, plan);
        hall.casts(choices).await;
        hall.voting_ends();
        hall
    }

    /// Two scrutineers have opened the box: the result stands.
    pub async fn counted(app: &TestApp, plan: Plan, choices: &[&str]) -> Self {
        let mut hall = Self::closed(app, plan, choices).await;
        for scrutineer in &mut hall.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
        hall
    }

    /// The certificate is drawn up; nobody has signed yet.
    pub async fn drafted(app: &TestApp, plan: Plan, choices: &[&str]) -> Self {
        let mut hall = Self::counted(app, plan, choices).await;
        hall.secretariat.draws_up_the_certificate(&[]).await.is(200);
        hall
    }

    /// Every scrutineer has signed.
    pub async fn signed(app: &TestApp, plan: Plan, choices: &[&str]) -> Self {
        let mut hall = Self::drafted(app, plan, choices).await;
        for scrutineer in &mut hall.scrutineers {
            scrutineer.signs().await.is(200);
        }
        hall
    }

    /// The secretariat has confirmed; the public knows nothing yet.
    pub async fn certified(app: &TestApp, plan: Plan, choices: &[&str]) -> Self {
        let mut hall = Self::signed(app, plan, choices).await;
        hall.secretariat.certifies().await.is(200);
        hall
    }

    pub async fn announced(app: &TestApp, plan: Plan, choices: &[&str]) -> Self {
        let mut hall = Self::certified(app, plan, choices).await;
        hall.secretariat.announces("示例第1号").await.is(200);
        hall
    }

    /// A whole round of the paper now issued: everybody takes a ballot, the box is opened, filled, closed and counted.
    pub async fn holds_the_round(&mut self, choices: &[&str]) {
        self.everybody_takes_a_ballot();
        self.secretariat.opens().await.is(200).says("投票已启封");
        self.casts(choices).await;
        self.secretariat.closes().await.is(200).says("票箱已封");
        for scrutineer in &mut self.scrutineers[..2] {
            scrutineer.opens_the_box().await.is(200);
        }
    }

    /// Everybody goes on at the same place, served later.
    pub fn at(mut self, app: &TestApp) -> Self {
        self.app = app.clone();
        for deputy in &mut self.deputies {
            deputy.app = app.clone();
        }
        for scrutineer in &mut self.scrutineers {
            scrutineer.app = app.clone();
            scrutineer.visitor = None;
        }
        self.secretariat.app = app.clone();
        self.secretariat.visitor = None;
        self.secretariat.second = None;
        self
    }

    /// Every scrutineer signs what is drawn up, and the secretariat certifies and announces it.
    pub async fn certifies_and_announces(&mut self, number: &str) {
        for scrutineer in &mut self.scrutineers {
            scrutineer.signs().await.is(200).says("您已签署");
        }
        self.secretariat.certifies().await.is(200).says("已经立项");
        self.secretariat.announces(number).await.is(200).says("结果已公告");
    }

    pub fn everybody_checks_in(&self) {
        for deputy in &self.deputies {
            deputy.is_checked_in();
        }
    }

    pub fn issuing_begins(&self) {
        let (session, now) = (self.app.session(), self.app.now());
        let secret = &self.app.services.secret;
        self.app.db().write(|tx| ballots::start_issuing(tx, secret, &Actor::operator(), now, &session)).unwrap();
    }

    pub fn everybody_takes_a_ballot(&mut self) {
        for deputy in &mut self.deputies {
            deputy.is_given_a_ballot();
        }
    }

    pub fn voting_begins(&self) {
        let (session, round, now) = (self.app.session(), self.app.round().id, self.app.now());
        self.app.db().write(|tx| ballots::open_round(tx, &Actor::operator(), now, &session, round)).unwrap();
    }

    pub async fn casts(&self, choices: &[&str]) {
        assert_eq!(choices.len(), self.deputies.len());
        for (deputy, choice) in self.deputies.iter().zip(choices).filter(|(_, choice)| !choice.is_empty()) {
            deputy.casts(choice).await.receipt();
        }
    }

    pub fn voting_ends(&self) {
        self.the_box_is_closed();
        let (session, round, now) = (self.app.session(), self.app.round().id, self.app.now());
        let services = &self.app.services;
        tally::begin_count(&services.db, &services.secret, &Actor::operator(), now, &session, round).unwrap();
    }

    pub fn the_box_is_closed(&self) {
        let (session, round, now) = (self.app.session(), self.app.round().id, self.app.now());
        self.app
            .db()
            .write_row_locked(|tx| ballots::close_round(tx, &Actor::operator(), now, &session, round))
            .unwrap();
    }
}

/// A deputy with a phone.
pub struct Deputy {
    app: TestApp,
    pub id: DeputyId,
    pub number: String,
    pub name: String,
    /// The secret of the ballot, once one was taken.
    pub credential: Option<Credential>,
    pub card: Option<LoginCard>,
    visitor: Option<Visitor>,
}

impl Deputy {
    fn new(app: &TestApp, deputy: deputies::Deputy) -> Self {
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
        let (session, now) = (self.app.session().id, self.app.now());
        self.app
            .db()
            .write(|tx| {
                deputies::check_in_at_desk(tx, &Actor::operator(), now, session, self.id, |_, _| {
                    Ok(BallotHeld::Nothing)
                })
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
            let cards = deputies::issue_login_cards(self.app.db(), &Actor::operator(), now, &session, &which);
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
        if page.status == 200 && page.redirects.iter().all(|path| path.ends_with("/issue")) {
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

/// What a booth is about to send.
#[derive(Clone)]
pub struct MarkedBallot {
    pub app: TestApp,
    /// The exact text.
    pub ballot: String,
    /// The proof that not too many are approved, or null.
    pub cap: Value,
    /// What shows its marks, if its deputy chooses so; empty where nobody knows it.
    pub opening: String,
}

impl MarkedBallot {
    pub fn new(app: &TestApp, credential: &Credential, choice: &str) -> Self {
        let round = app.round();
        let cap = round.cap.map(i32::cast_unsigned);
        Self::with_cap(app, credential, choice, cap)
    }

    /// Made for a cap that need not be the round's.
    pub fn with_cap(app: &TestApp, credential: &Credential, choice: &str, cap: Option<u32>) -> Self {
        Self::of(app, &app.election(), credential, choice, cap)
    }

    pub fn of(app: &TestApp, election: &Election, credential: &Credential, choice: &str, cap: Option<u32>) -> Self {
        let choices = choices(election, choice);
        let made = Ballot::make(election, credential, &choices, &mut rand::rng()).unwrap();
        let ballot = String::from_utf8(made.ballot.bytes().to_vec()).unwrap();
        let proof = cap
            .filter(|_| election.questions().len() > 1)
            .map(|max| CapProof::make(election, &made, max, &mut rand::rng()).unwrap());
        let opening = String::from_utf8(Opening::of(&made).to_json()).unwrap();
        Self { app: app.clone(), ballot, cap: serde_json::to_value(proof).unwrap(), opening }
    }

    /// Nothing at all.
    pub fn empty(app: &TestApp) -> Self {
        Self { app: app.clone(), ballot: String::new(), cap: Value::Null, opening: String::new() }
    }

    pub fn body(&self) -> String {
        json!({ "ballot": self.ballot, "cap": self.cap }).to_string()
    }

    pub async fn is_cast(&self) -> Answer {
        self.app.is_sent(&ballots_path(self.app.round().id), self.body()).await
    }

    /// Opened to be checked, instead of cast.
    pub async fn is_opened(&self) -> Answer {
        self.app.is_sent(&opened_path(self.app.round().id), self.opening.clone()).await
    }
}

pub fn opened_path(round: RoundId) -> String {
    format!("/rounds/{round}/opened")
}

pub fn ballots_path(round: RoundId) -> String {
    format!("/rounds/{round}/ballots")
}

fn choices(election: &Election, choice: &str) -> Vec<Vec<bool>> {
    let titles: Vec<String> = election.questions().iter().map(|question| question.question.clone()).collect();
    if let [only] = election.questions() {
        let paper = Paper::choose_up_to(&only.question, &only.answers, only.max).unwrap();
        let ticked = choice.chars().enumerate().filter(|(_, mark)| *mark == '赞').map(|(row, _)| row).collect();
        return paper.choices(&Marks::Ticked(ticked)).unwrap();
    }
    if election.questions()[0].answers.len() == RATINGS.len() {
        let letter = |mark: char| "满基不弃".chars().position(|known| known == mark);
        let paper = Paper::approve_each(&titles, &RATINGS, None).unwrap();
        return paper.choices(&Marks::Rows(choice.chars().map(letter).collect())).unwrap();
    }
    let rows = choice
        .chars()
        .map(|mark| match mark {
            '赞' => Some(0),
            '反' => Some(1),
            '弃' => Some(2),
            '空' => None,
            other => panic!("{other} is no mark"),
        })
        .collect();
    let paper = Paper::approve_each(&titles, &ANSWERS, None).unwrap();
    paper.choices(&Marks::Rows(rows)).unwrap()
}

/// 赞成, 反对, 弃权 of every candidate, counted by hand.
pub fn counted_by_hand(choices: &[&str]) -> Vec<[u32; 3]> {
    let rows = choices.iter().map(|choice| choice.chars().count()).max().unwrap_or(0);
    let mut counts = vec![[0; 3]; rows];
    for choice in choices {
        for (row, mark) in choice.chars().enumerate() {
            let column = match mark {
                '赞' => 0,
                '反' => 1,
                _ => 2,
            };
            counts[row][column] += 1;
        }
    }
    counts
}

/// A scrutineer with a seed on a slip of paper.
pub struct Scrutineer {
    app: TestApp,
    pub login: String,
    pub seed: Seed,
    visitor: Option<Visitor>,
}

impl Scrutineer {
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
        let proof = sign_message(&self.seed.signing_key(), &tally::message_to_sign(hash), &mut rand::rng());
        serde_json::to_string(&proof).unwrap()
    }

    /// Hands in a signature, of whatever.
    pub async fn hands_in(&mut self, signature: &str) -> Page {
        let path = format!("/scrutineer/certificates/{}", self.app.certificate().id);
        let browser = self.browser().await;
        browser.visits(&path).await;
        browser.submits(&path, &[("signature", signature)]).await
    }

    /// 异议, instead of signing.
    pub async fn objects(&mut self, reason: &str) -> Page {
        let id = self.app.certificate().id;
        let browser = self.browser().await;
        browser.visits(&format!("/scrutineer/certificates/{id}")).await;
        browser.submits(&format!("/scrutineer/certificates/{id}/object"), &[("reason", reason)]).await
    }

    pub async fn signs(&mut self) -> Page {
        let signature = self.signature(&self.app.certificate().hash);
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

/// The secretariat at its desk, with one-time codes.
pub struct Secretariat {
    app: TestApp,
    codes: OneTimeCode,
    visitor: Option<Visitor>,
    /// Another of the secretariat, who confirms what the first asks for.
    second: Option<Visitor>,
    second_codes: Option<OneTimeCode>,
}

impl Secretariat {
    pub fn app(&self) -> &TestApp {
        &self.app
    }

    fn new(app: &TestApp) -> Self {
        Self {
            app: app.clone(),
            codes: app.has_account_with_codes(Role::Secretariat, "MISHU"),
            visitor: None,
            second: None,
            second_codes: None,
        }
    }

    pub async fn browser(&mut self) -> &mut Visitor {
        if self.visitor.is_none() {
            let mut visitor = self.app.visitor();
            let page = visitor.signs_in("MISHU", PASSWORD, &self.codes.code(self.app.now())).await;
            assert_eq!(page.path, "/secretariat", "the secretariat could not sign in");
            self.visitor = Some(visitor);
        }
        self.visitor.as_mut().unwrap()
    }

    /// The one to sign in with.
    pub fn code(&self) -> String {
        self.codes.code(self.app.now())
    }

    /// Good beside the one used to sign in: the one of the half-minute that comes next.
    pub fn next_code(&self) -> String {
        self.codes.code((self.app.now().timestamp() + SignedDuration::from_secs(30)).into())
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
        self.presses("/secretariat/issuing/start", &[]).await
    }

    /// Asks for the opening, and a second person confirms.
    pub async fn opens(&mut self) -> Page {
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
            let mut visitor = self.app.visitor();
            let code = self.second_code(0);
            let page = visitor.signs_in(SECOND, PASSWORD, &code).await;
            assert_eq!(page.path, "/secretariat", "the second of the secretariat could not sign in");
            self.second = Some(visitor);
        }
        self.second.as_mut().unwrap()
    }

    /// The colleague's one-time code of the half-minute `later` than now.
    pub fn second_code(&mut self, later: i64) -> String {
        let app = &self.app;
        let codes = self.second_codes.get_or_insert_with(|| app.has_account_with_codes(Role::Secretariat, SECOND));
        codes.code((app.now().timestamp() + SignedDuration::from_secs(30 * later)).into())
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
        let code = self.next_code();
        self.certifies_with(PASSWORD, &code).await
    }

    pub async fn certifies_with(&mut self, password: &str, code: &str) -> Page {
        let action = format!("/secretariat/certificates/{}/certify", self.app.certificate().id);
        self.presses(&action, &[("password", password), ("code", code)]).await
    }

    pub async fn announces(&mut self, number: &str) -> Page {
        let action = format!("/secretariat/certificates/{}/announce", self.app.certificate().id);
        self.presses(&action, &[("number", number)]).await
    }
}
