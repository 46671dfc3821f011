//! `piaojue demo`: a new database, a vote under way, simulated deputies who cast real ballots over HTTP.

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::Path,
    process::ExitCode,
};

use actix_web::{dev::ServerHandle, rt::System, web::Data};
use jiff::SignedDuration;
use rand::{RngExt, seq::SliceRandom};
use tokio::signal::{
    ctrl_c,
    unix::{SignalKind, signal},
};
use verifiable_ballots::{Credential, Election};

use super::{
    POOL, half_year, serve,
    simulation::{Choice, Person, ballot_body},
    tell,
};
use crate::{
    accounts::{self, DemoAccount, DemoSheet, Login, NewAccount, OneTimeCode, Password, Role},
    app::{self, Setup},
    audit::Actor,
    ballots,
    candidates::{self, SessionTexts},
    clock::Clock,
    config::{Config, make_folder},
    congress::{self, CheckInSeed, PriorReview, Session, voting_method::VotingMethod},
    db::{Db, DbError, DbUrl, Ts},
    deputies::{self, LoginCard, Which},
    ids::{AccountId, RoundId},
    scrutineers,
    web::{Secret, Services},
};

const SESSION_FILE: &[u8] = include_bytes!("../../fixtures/session-2024.json");
const ROLL_FILE: &[u8] = include_bytes!("../../fixtures/deputies-sample.csv");
const PASSWORD: &str = "demo-2024";
/// Deputies on the roll of fixtures/deputies-sample.csv.
const SAMPLE_ROLL: usize = 60;
/// Deputies who are left to the visitor.
const LEFT: usize = 3;
/// The day of the fixtures' vote, from which a year is tracked.
const DAY_OF_THE_VOTE: &str = "2024-02-03T04:00:00Z";
const HALF_A_YEAR: SignedDuration = SignedDuration::from_hours(183 * 24);

/// Everything a simulation knows besides its database.
pub struct Setting {
    pub db: Db,
    pub secret: Secret,
    session: Session,
    secretary: accounts::Person,
    secretariat: DemoAccount,
    /// Confirms what the first asks for.
    second: DemoAccount,
    scrutineers: Vec<DemoAccount>,
    cards: Vec<LoginCard>,
}

pub fn demo(tracking: bool) -> anyhow::Result<ExitCode> {
    let config = Config::from_environment()?;
    let database = fresh_database(&config)?;
    let listener = TcpListener::bind(config.listen)?;
    let address = listener.local_addr()?;
    let base_url = config.base_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let db = Db::open(database, POOL)?;
    db.migrate()?;
    let clock = if tracking { clock_of_the_vote()? } else { Clock::default() };
    tell("preparing the demonstration: accounts, keys, ballots");
    let demo = setting(db, config.secret.clone(), clock.now(), SAMPLE_ROLL)?;
    let votes = config.data.join("demo-votes.json");
    make_folder(&config.data)?;
    System::new().block_on(run(demo, clock, tracking, listener, base_url, &votes))?;
    Ok(ExitCode::SUCCESS)
}

/// Tracking goes by the calendar of the session's own year.
fn clock_of_the_vote() -> anyhow::Result<Clock> {
    let day: jiff::Timestamp = DAY_OF_THE_VOTE.parse()?;
    Ok(Clock::shifted(day.duration_since(Clock::default().now().timestamp())))
}

/// A new file of its own; a database given by URL must be empty.
fn fresh_database(config: &Config) -> anyhow::Result<DbUrl> {
    if std::env::var_os("DATABASE_URL").is_some_and(|url| !url.is_empty()) {
        let db = Db::open(config.database.clone(), 1)?;
        db.migrate()?;
        anyhow::ensure!(db.read(congress::congresses)?.is_empty(), "the database of DATABASE_URL is not empty");
        return Ok(config.database.clone());
    }
    make_folder(&config.data)?;
    let path = config.data.join("demo.db");
    for part in ["demo.db", "demo.db-wal", "demo.db-shm"] {
        match fs::remove_file(config.data.join(part)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(e.into()),
            _ => {}
        }
    }
    Ok(DbUrl::from(path.as_path()))
}

fn staff(
    role: Role,
    word: &'static str,
    login: &str,
    name: &str,
    one_time_code: bool,
) -> anyhow::Result<(NewAccount, DemoAccount)> {
    let secret = one_time_code.then(|| OneTimeCode::new_secret(&mut rand::rng()));
    let account = NewAccount {
        id: AccountId::new(),
        congress: None,
        login: Login::parse(login).ok_or_else(|| anyhow::anyhow!("no login {login}"))?,
        name: name.to_owned(),
        role,
        password_hash: Password::new(PASSWORD.to_owned())?.hash().map_err(|e| anyhow::anyhow!("{e}"))?,
        one_time_code_secret: secret.clone(),
    };
    let shown = DemoAccount {
        role: word,
        name: name.to_owned(),
        login: account.login.as_str().to_owned(),
        password: PASSWORD.to_owned(),
        one_time_code_secret: secret,
        code: None,
        seed: None,
        booth: None,
    };
    Ok((account, shown))
}

#[derive(Debug, thiserror::Error)]
enum SettingError {
    #[error(transparent)]
    Draft(#[from] congress::DraftError),
    #[error(transparent)]
    Adopt(#[from] congress::AdoptError),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What a secretariat has done before the session opens: all by the same actions that its pages call.
pub fn setting(db: Db, secret: Secret, at: Ts, deputies: usize) -> anyhow::Result<Setting> {
    let actor = Actor::operator();
    let file = candidates::session_file::read_session(SESSION_FILE)?;
    let texts = SessionTexts {
        source: Some("政府工作报告(2024年2月3日)".to_owned()),
        ..SessionTexts::of_year(file.session.date.year())
    };
    let imported = db.write(|tx| candidates::import_session_file(tx, &actor, at, &file, &texts))?;
    let session = db.read(|conn| congress::session_by_id(conn, imported.session))?;
    db.write(|tx| {
        let method = congress::draft_voting_method(tx, &actor, at, session.id, &VotingMethod::default(), false)?;
        congress::adopt_voting_method(tx, &actor, at, &session, method, false)?;
        let review = PriorReview {
            body: "区人大常委会(示例)".to_owned(),
            meeting: "第十六次会议(示例)".to_owned(),
            reviewed_on: "2024-01-18".to_owned(),
            document_number: "示例〔2024〕1号".to_owned(),
        };
        congress::record_prior_review(tx, &actor, at, &session, &review)?;
        congress::renew_check_in(tx, &actor, at, &session, &CheckInSeed::random(&mut rand::rng()))?;
        Ok::<_, SettingError>(())
    })?;
    let roll = if deputies == SAMPLE_ROLL { ROLL_FILE.to_vec() } else { synthetic_roll(deputies) };
    let roll = deputies::roll::read_roll("roll.csv", &roll);
    db.write(|tx| deputies::import_roll(tx, &actor, at, &session, &roll.rows, false))?;
    let cards = deputies::issue_login_cards(&db, &actor, at, &session, &Which::All)?;

    let (secretary, secretariat) = staff(Role::Secretariat, "secretariat", "MISHU", "周敏", true)?;
    let secretary_person = accounts::Person {
        id: secretary.id,
        congress: Some(session.congress),
        name: secretary.name.clone(),
        role: secretary.role,
    };
    let (colleague, second) = staff(Role::Secretariat, "secretariat", "MISHU2", "方志明", true)?;
    let mut people = vec![secretary, colleague];
    let mut shown = Vec::new();
    for (login, name) in [("JIANPIAO1", "陈志强"), ("JIANPIAO2", "李建国"), ("JIANPIAO3", "吴晓燕")] {
        let (account, account_shown) = staff(Role::Scrutineer, "scrutineer", login, name, false)?;
        people.push(account);
        shown.push(account_shown);
    }
    for person in &mut people {
        person.congress = Some(session.congress);
    }
    for person in &people {
        db.write(|tx| accounts::create(tx, person, at))?;
        if person.role == Role::Scrutineer {
            let chief = person.login.as_str() == "JIANPIAO1";
            db.write(|tx| scrutineers::appoint(tx, &actor, at, session.id, person.id, chief))?;
        }
    }
    let handed = scrutineers::hold_ceremony(&db, &actor, at, session.id, 2)?;
    for (handed, shown) in handed.iter().zip(&mut shown) {
        db.write(|tx| scrutineers::confirm_copy(tx, &actor, at, &handed.scrutineer))?;
        shown.seed = Some(handed.seed.to_string());
    }
    let session = db.read(|conn| congress::session_by_id(conn, session.id))?;
    Ok(Setting { db, secret, session, secretary: secretary_person, secretariat, second, scrutineers: shown, cards })
}

/// A roll of any length, for measuring.
fn synthetic_roll(deputies: usize) -> Vec<u8> {
    let mut csv = String::from("代表证号,姓名,代表团,手机号,备注\n");
    for n in 1..=deputies {
        csv.push_str(&format!("T{n:05},代表{n:05},第{}代表团,,示例数据\n", n % 10 + 1));
    }
    csv.into_bytes()
}

struct Running {
    handle: ServerHandle,
    services: Data<Services>,
    sheet: Data<DemoSheet>,
}

fn start(demo: &Setting, clock: Clock, listener: TcpListener, base_url: &str) -> anyhow::Result<Running> {
    let sheet = Data::new(DemoSheet::default());
    let setup = Setup {
        db: demo.db.clone(),
        clock,
        secret: demo.secret.clone(),
        base_url: base_url.to_owned(),
        mailer: None,
        demo: Some(sheet.clone()),
        workers: serve::workers(),
    };
    let (server, services) = app::start(setup, listener)?;
    let handle = server.handle();
    actix_web::rt::spawn(server);
    Ok(Running { handle, services, sheet })
}

async fn run(
    demo: Setting,
    clock: Clock,
    tracking: bool,
    listener: TcpListener,
    base_url: String,
    votes: &Path,
) -> anyhow::Result<()> {
    let address = listener.local_addr()?;
    let local = format!("http://{address}");
    let mut sheet: Vec<DemoAccount> = vec![demo.secretariat.clone(), demo.second.clone()];
    sheet.extend(demo.scrutineers.clone());
    let running = if tracking {
        // The acts of half a year ago happen on a server whose clock stands there.
        let earlier = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let there = format!("http://{}", earlier.local_addr()?);
        let past = start(&demo, clock, earlier, &there)?;
        let left = vote(&demo, clock, &there, 0, votes).await?;
        finish(&demo, clock, &there, &left).await?;
        past.handle.stop(true).await;
        let (cast, shown) = half_year::people(
            &demo.db,
            clock.now(),
            &demo.session,
            demo.secretary.clone(),
            |role, word, login, name| staff(role, word, login, name, false),
        )?;
        let later = Clock::shifted(clock.shift() + HALF_A_YEAR);
        half_year::play(&demo.db, &cast, &demo.session, clock.now(), later.now())?;
        sheet.extend(shown);
        start(&demo, later, listener, &base_url)?
    } else {
        let running = start(&demo, clock, listener, &base_url)?;
        let left = vote(&demo, clock, &local, LEFT, votes).await?;
        sheet.extend(left.deputies.iter().map(|(card, code)| DemoAccount {
            role: "deputy",
            name: format!("{} {}", card.deputy.certificate_no, card.deputy.name),
            login: card.login.clone(),
            password: card.password.clone(),
            one_time_code_secret: None,
            code: None,
            seed: None,
            booth: Some(format!("/deputy/rounds/{}/booth#code={code}", left.round)),
        }));
        running
    };
    running.sheet.lists(sheet);
    running.services.public.is_now(demo.db.read(congress::public_version)?);
    tell(format!("what the simulated deputies chose: {}", votes.display()));
    tell(format!("demo accounts: {base_url}/demo"));
    tell(format!("listening on http://{address}"));
    let tidying = actix_web::rt::spawn(app::keep_up(running.services.clone()));
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = ctrl_c() => interrupted?,
        _ = terminate.recv() => {}
    }
    tidying.abort();
    running.handle.stop(true).await;
    demo.db.checkpoint()?;
    Ok(())
}

/// A round that is taking ballots, everybody holding one.
pub struct Ready {
    secretary: Person,
    /// Of the secretariat too: the second person.
    second: Person,
    pub round: RoundId,
    pub election: Election,
    pub cap: Option<u32>,
    /// In the order of the roll.
    pub credentials: Vec<Credential>,
}

/// Everybody checks in with the code of the hall and takes a ballot; the round opens.
pub async fn issue_to_all(demo: &Setting, clock: Clock, base: &str) -> anyhow::Result<Ready> {
    let secretary = Person::new(base)?;
    let account = &demo.secretariat;
    secretary.signs_in(&account.login, &account.password, &code_of(account, clock)).await?;
    let second = Person::new(base)?;
    let colleague = &demo.second;
    second.signs_in(&colleague.login, &colleague.password, &code_of(colleague, clock)).await?;
    let seed = demo.session.check_in_seed.as_ref().ok_or_else(|| anyhow::anyhow!("nobody can check in"))?;
    let mut deputies = Vec::new();
    for card in &demo.cards {
        let deputy = Person::new(base)?;
        deputy.signs_in(&card.login, &card.password, "").await?;
        let code = deputies::hall_code(&demo.secret, demo.session.id, seed, clock.now());
        deputy.submits("/deputy/check-in", "/deputy/check-in", &[("code", &code)]).await?;
        deputies.push(deputy);
    }
    secretary.submits("/secretariat", "/secretariat/issuing/start", &[]).await?;
    let round = demo.db.read(|conn| ballots::latest_round(conn, demo.session.id))?;
    let round = round.ok_or_else(|| anyhow::anyhow!("issuing did not start"))?;
    let id = round.id.to_string();
    let mut credentials = Vec::new();
    for deputy in deputies {
        credentials.push(deputy.takes_a_ballot(&id, &round.election_uuid).await?);
    }
    secretary.submits("/secretariat", &format!("/secretariat/rounds/{id}/open"), &[]).await?;
    confirms(demo, &second, round.id).await?;
    let election = Election::parse(secretary.fetches(&format!("/rounds/{id}/setup/election.json")).await?)?;
    let cap = round.cap.and_then(|cap| u32::try_from(cap).ok());
    Ok(Ready { secretary, second, round: round.id, election, cap, credentials })
}

/// The second person confirms what waits for one.
async fn confirms(demo: &Setting, second: &Person, round: RoundId) -> anyhow::Result<()> {
    for request in demo.db.read(|conn| ballots::pending_requests(conn, round))? {
        second.submits("/secretariat", &format!("/secretariat/requests/{}/confirm", request.id), &[]).await?;
    }
    Ok(())
}

struct Left<'a> {
    secretary: Person,
    second: Person,
    round: RoundId,
    deputies: Vec<(&'a LoginCard, Credential)>,
}

/// All but `left` deputies vote; what they chose is written to `votes`.
async fn vote<'a>(demo: &'a Setting, clock: Clock, base: &str, left: usize, votes: &Path) -> anyhow::Result<Left<'a>> {
    let Ready { secretary, second, round, election, cap, credentials } = issue_to_all(demo, clock, base).await?;
    let mut voters: Vec<_> = demo.cards.iter().zip(credentials).collect();
    // Whoever is left to the visitor is not always the last on the roll.
    voters.shuffle(&mut rand::rng());
    let mut deputies = voters.split_off(voters.len() - left);
    let mut record = Record::new(&election);
    let popularity = popularity(election.questions().len());
    for (_, credential) in &voters {
        let choice = choose(&popularity, cap);
        let body = ballot_body(&election, credential, &choice, cap)?;
        // A cast carries no cookie: a person without one sends it.
        Person::new(base)?.casts(&round.to_string(), body).await?;
        record.counts(&choice);
    }
    fs::write(votes, serde_json::to_vec_pretty(&record)?)?;
    deputies.sort_by(|a, b| a.0.login.cmp(&b.0.login));
    Ok(Left { secretary, second, round, deputies })
}

/// From the closed box to the announcement, by the people whose acts they are.
async fn finish(demo: &Setting, clock: Clock, base: &str, left: &Left<'_>) -> anyhow::Result<()> {
    let (secretary, round) = (&left.secretary, left.round);
    secretary.submits("/secretariat", &format!("/secretariat/rounds/{round}/close"), &[]).await?;
    confirms(demo, &left.second, round).await?;
    let mut scrutineers = Vec::new();
    for account in &demo.scrutineers {
        let person = Person::new(base)?;
        person.signs_in(&account.login, &account.password, "").await?;
        scrutineers.push((person, account.seed.clone().unwrap_or_default()));
    }
    for (scrutineer, seed) in scrutineers.iter().take(2) {
        scrutineer.opens_the_box(&round.to_string(), seed).await?;
    }
    let page = format!("/secretariat/rounds/{round}/certificate");
    secretary.submits(&page, &page, &[]).await?;
    let status = demo.db.read(|conn| crate::tally::certificate_of_round(conn, round))?;
    let status = status.ok_or_else(|| anyhow::anyhow!("no certificate was drawn up"))?;
    for (scrutineer, seed) in &scrutineers {
        scrutineer.signs_the_certificate(&status.id.to_string(), &status.hash, seed).await?;
    }
    // The code of this half-minute was used to sign in; the next one is good already.
    let code = code_of(&demo.secretariat, Clock::shifted(clock.shift() + SignedDuration::from_secs(30)));
    let confirm = format!("/secretariat/certificates/{}/certify", status.id);
    secretary.submits("/secretariat", &confirm, &[("password", PASSWORD), ("code", &code)]).await?;
    let announce = format!("/secretariat/certificates/{}/announce", status.id);
    secretary.submits("/secretariat", &announce, &[("number", "示例第1号")]).await?;
    Ok(())
}

fn code_of(account: &DemoAccount, clock: Clock) -> String {
    let codes = account.one_time_code_secret.as_deref().and_then(OneTimeCode::of);
    codes.map(|codes| codes.code(clock.now())).unwrap_or_default()
}
/// How many of a hundred approve each candidate: ten are liked well enough, two are not, and chance says which.
pub fn popularity(candidates: usize) -> Vec<u32> {
    let mut rng = rand::rng();
    let mut liked: Vec<u32> =
        (0..candidates).map(|i| if i < 2 { rng.random_range(15..30) } else { rng.random_range(76..97) }).collect();
    liked.shuffle(&mut rng);
    liked
}

pub fn choose(popularity: &[u32], cap: Option<u32>) -> Choice {
    let mut rng = rand::rng();
    let mut choice: Choice = popularity
        .iter()
        .map(|&liked| match rng.random_range(0..100) {
            at if at < liked => 0,
            at if at % 3 == 0 => 2,
            _ => 1,
        })
        .collect();
    let mut approved: Vec<usize> = (0..choice.len()).filter(|&i| choice[i] == 0).collect();
    approved.sort_by_key(|&i| popularity[i]);
    let most = cap.and_then(|cap| usize::try_from(cap).ok()).unwrap_or(usize::MAX);
    for &over in approved.iter().take(approved.len().saturating_sub(most)) {
        choice[over] = 2;
    }
    choice
}

/// What the simulation knows of its own votes, kept outside the database.
#[derive(serde::Serialize)]
struct Record {
    ballots: u32,
    candidates: Vec<RecordLine>,
}

#[derive(serde::Serialize)]
struct RecordLine {
    title: String,
    approve: u32,
    oppose: u32,
    abstain: u32,
}

impl Record {
    fn new(election: &Election) -> Self {
        let line = |q: &verifiable_ballots::Question| RecordLine {
            title: q.question.clone(),
            approve: 0,
            oppose: 0,
            abstain: 0,
        };
        Self { ballots: 0, candidates: election.questions().iter().map(line).collect() }
    }

    fn counts(&mut self, choice: &Choice) {
        self.ballots += 1;
        for (line, mark) in self.candidates.iter_mut().zip(choice) {
            match mark {
                0 => line.approve += 1,
                1 => line.oppose += 1,
                _ => line.abstain += 1,
            }
        }
    }
}
