//! `piaojue demo`: a new database, a vote under way, simulated deputies who cast real ballots over HTTP.

mod asking;
mod record;
mod setting;
mod vote;

pub use setting::{Setting, setting, setting_of_congress};
pub use vote::{Desk, Ready, announce, choose, issue_to_all, popularity};

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    path::Path,
    process::ExitCode,
};

use actix_web::{dev::ServerHandle, rt::System, web::Data};
use clap::ValueEnum;
use jiff::SignedDuration;
use tokio::signal::{
    ctrl_c,
    unix::{SignalKind, signal},
};

use self::{
    setting::{setting_of_last_year, setting_of_next_year, staff},
    vote::{finish, vote},
};
use crate::{
    accounts::{DemoAccount, DemoSheet},
    app::{self, CONNECTIONS, Setup, Started},
    clock::Clock,
    config::{Config, Settings, make_folder},
    congress,
    db::{Db, DbUrl, Ts},
    hooks::{Hooks, NamedHosts},
    mail::Mailer,
    play::half_year,
    terminal::tell,
    web::{HashingCost, Proxies, Services, Views},
};

const PASSWORD: &str = "demo-2024";
/// Deputies on the roll of fixtures/deputies-sample.csv.
const SAMPLE_ROLL: usize = 60;
/// Deputies who are left to the visitor.
const LEFT: usize = 3;
/// The day of the fixtures' vote, from which a year is tracked, and the one of the year before.
const DAY_OF_THE_VOTE: &str = "2024-02-03T04:00:00Z";
const DAY_OF_LAST_YEARS_VOTE: &str = "2023-02-04T04:00:00Z";
const HALF_A_YEAR: SignedDuration = SignedDuration::from_hours(183 * 24);

/// Where the demonstration starts.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// A call is open: what is proposed is listed, put together and answered.
    Proposals,
    /// All but three deputies have voted.
    Voting,
    /// Half a year after the vote.
    Tracking,
}

pub fn demo(settings: &Settings, stage: Stage) -> anyhow::Result<ExitCode> {
    let tracking = stage == Stage::Tracking;
    let config = Config::of_a_demonstration(settings)?;
    anyhow::ensure!(
        config.certificate.is_none(),
        "a demonstration speaks no https by itself: run it without PIAOJUE_TLS_CERT"
    );
    let database = fresh_database(settings, &config)?;
    let listener = TcpListener::bind(config.listen)?;
    let address = listener.local_addr()?;
    let base_url = config.base_url.clone().unwrap_or_else(|| format!("http://{address}"));
    let db = Db::open(database, CONNECTIONS)?;
    db.migrate()?;
    let clock = if tracking { clock_at(DAY_OF_LAST_YEARS_VOTE)? } else { Clock::default() };
    tell("preparing the demonstration: accounts, keys, ballots");
    let demo = if tracking {
        setting_of_last_year(db, config.secret.clone(), clock.now())?
    } else {
        setting(db, config.secret.clone(), clock.now(), SAMPLE_ROLL)?
    };
    let votes = config.data.join("demo-votes.json");
    make_folder(&config.data)?;
    let asked = match stage {
        Stage::Proposals => asking::ask(&demo.db, &demo.secret, &demo.people.secretary, clock.now())?,
        Stage::Voting => {
            asking::ask_before(&demo.db, &demo.secret, &demo.people.secretary, &demo.session, clock.now())?
        }
        // The year before is played first.
        Stage::Tracking => Vec::new(),
    };
    System::new().block_on(run(
        demo,
        clock,
        (stage, asked),
        listener,
        base_url,
        (config.mailer, config.webhook_hosts),
        &votes,
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Tracking goes by the calendar of the sessions' own years.
fn clock_at(moment: &str) -> anyhow::Result<Clock> {
    let day: jiff::Timestamp = moment.parse()?;
    Ok(Clock::shifted(day.duration_since(Clock::default().now().timestamp())))
}

/// A new file of its own; a database given by URL must be empty.
fn fresh_database(settings: &Settings, config: &Config) -> anyhow::Result<DbUrl> {
    if let Some(named) = settings.named_database()? {
        let db = Db::open(named.clone(), 1)?;
        db.migrate()?;
        anyhow::ensure!(db.read(congress::congresses)?.is_empty(), "the database of DATABASE_URL is not empty");
        return Ok(named);
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

struct Running {
    handle: ServerHandle,
    services: Data<Services>,
    sheet: Data<DemoSheet>,
}

/// The mail server, and whom webhooks may reach of the own network.
type Outlets = (Option<Mailer>, NamedHosts);

fn start(
    demo: &Setting,
    clock: Clock,
    listener: TcpListener,
    base_url: &str,
    (mailer, webhook_hosts): Outlets,
) -> anyhow::Result<Running> {
    let sheet = Data::new(DemoSheet::default());
    let setup = Setup {
        db: demo.db.clone(),
        views: Views::load()?,
        clock,
        secret: demo.secret.clone(),
        password_cost: HashingCost::FULL,
        base_url: base_url.to_owned(),
        certificate: None,
        proxies: Proxies::default(),
        mailer,
        hooks: Hooks::new(webhook_hosts),
        security_contact: None,
        demo: Some(sheet.clone()),
        workers: app::workers(),
    };
    let Started { server, services, .. } = app::start(setup, listener)?;
    let handle = server.handle();
    actix_web::rt::spawn(server);
    Ok(Running { handle, services, sheet })
}

/// A vote from the first check-in to the announcement, on a server whose clock stands on its day.
async fn votes_whole(demo: &Setting, clock: Clock, votes: &Path) -> anyhow::Result<()> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
    let there = format!("http://{}", listener.local_addr()?);
    let past = start(demo, clock, listener, &there, Outlets::default())?;
    let left = vote(demo, clock, &there, 0, votes).await?;
    finish(demo, clock, &there, &left).await?;
    past.handle.stop(true).await;
    Ok(())
}

/// Who reports and supervises after the vote, with those of the year before.
fn cast(
    demo: &Setting,
    at: Ts,
    before: Option<half_year::Cast>,
) -> anyhow::Result<(half_year::Cast, Vec<DemoAccount>)> {
    half_year::people(&demo.db, at, &demo.session, demo.people.secretary.clone(), before, staff)
}

async fn run(
    demo: Setting,
    clock: Clock,
    (stage, asked): (Stage, Vec<DemoAccount>),
    listener: TcpListener,
    base_url: String,
    outlets: Outlets,
    votes: &Path,
) -> anyhow::Result<()> {
    let address = listener.local_addr()?;
    let local = format!("http://{address}");
    let mut more = asked;
    let (running, db, people) = match stage {
        Stage::Proposals => (start(&demo, clock, listener, &base_url, outlets)?, demo.db, demo.people),
        Stage::Voting => {
            let running = start(&demo, clock, listener, &base_url, outlets)?;
            let left = vote(&demo, clock, &local, LEFT, votes).await?;
            more.extend(left.deputies.iter().map(|(card, code)| DemoAccount {
                role: "deputy",
                name: format!("{} {}", card.deputy.certificate_no, card.deputy.name),
                login: card.login.clone(),
                password: card.password.clone(),
                seed: None,
                booth: Some(format!("/deputy/rounds/{}/booth#code={code}", left.round)),
            }));
            drop(left);
            (running, demo.db, demo.people)
        }
        Stage::Tracking => {
            votes_whole(&demo, clock, &votes.with_file_name("demo-votes-last-year.json")).await?;
            let (last_years_cast, _) = cast(&demo, clock.now(), None)?;
            half_year::last_year(&demo.db, &demo.secret, &last_years_cast, &demo.session, clock.now())?;
            let clock = clock_at(DAY_OF_THE_VOTE)?;
            let demo = setting_of_next_year(demo, clock.now())?;
            let secretary = &demo.people.secretary;
            more.extend(asking::ask_before(&demo.db, &demo.secret, secretary, &demo.session, clock.now())?);
            votes_whole(&demo, clock, votes).await?;
            let (cast, shown) = cast(&demo, clock.now(), Some(last_years_cast))?;
            let later = Clock::shifted(clock.shift() + HALF_A_YEAR);
            half_year::play(&demo.db, &cast, &demo.session, clock.now(), later.now())?;
            half_year::rate(&demo.db, &demo.secret, &cast, &demo.session, later.now())?;
            half_year::speak(&demo.db, &demo.secret, &cast, &demo.session, later.now())?;
            more.extend(shown);
            (start(&demo, later, listener, &base_url, outlets)?, demo.db, demo.people)
        }
    };
    let mut sheet: Vec<DemoAccount> = vec![people.secretariat, people.second];
    sheet.extend(people.scrutineers.into_iter().map(|(_, shown)| shown));
    sheet.extend(more);
    running.sheet.lists(sheet);
    running.services.public.is_now(db.read(congress::public_version)?);
    if stage != Stage::Proposals {
        tell(format!("what the simulated deputies chose: {}", votes.display()));
    }
    tell(format!("demo accounts: {base_url}/demo"));
    tell(format!("listening on http://{address}"));
    let tidying = actix_web::rt::spawn(app::keep_up(running.services.clone()));
    let writing = actix_web::rt::spawn(app::keep_writing(running.services.clone()));
    let calling = actix_web::rt::spawn(app::keep_calling(running.services.clone()));
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = ctrl_c() => interrupted?,
        _ = terminate.recv() => {}
    }
    tidying.abort();
    writing.abort();
    calling.abort();
    running.handle.stop(true).await;
    db.checkpoint()?;
    Ok(())
}
