//! A sitting: everybody signs in, checks in, takes a ballot and casts it, each within a window, some by a slow line and some
//! twice.

use std::{io, path::Path, time::Duration};

use sha2::{Digest, Sha256};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, sleep},
};
use verifiable_ballots::Ballot;

use super::{
    Hall,
    latency::{Seen, by_the_clock},
    report::{Phase, Report},
    rush::is_this_machine,
    served::{Cost, Served},
};
use crate::{
    app::{self, CONNECTIONS},
    ballots,
    clock::Clock,
    config::{Config, Settings},
    db::{Db, DbError, DbUrl},
    files,
    ids::RoundId,
    play::{
        demo::{Desk, Setting, choose, popularity, setting},
        people::{Person, ballot_body},
    },
    web::Secret,
};

/// What stands in the file of the server's secret.
const SECRET_FILE: [u8; 32] = [7; 32];

/// How long a booth goes on sending before this counts as failed, and how long it waits between two tries.
const PATIENCE: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_secs(1);

/// One ballot ready to be sent, and by what kind of line.
struct Voter {
    body: String,
    line: Line,
}

#[derive(Clone, Copy)]
enum Line {
    Good,
    /// A few bytes, then nothing for a while.
    Slow,
    /// Sent again at once, as a phone does that heard nothing.
    Repeats,
}

impl Line {
    fn of(number: usize) -> Self {
        match number % 20 {
            7 => Self::Slow,
            3 | 13 => Self::Repeats,
            _ => Self::Good,
        }
    }
}

/// Where the sitting is held.
pub struct Place {
    pub db: Db,
    pub secret: Secret,
    pub database: &'static str,
    pub base: String,
    /// `None`: others run it.
    served: Option<Served>,
}

impl Place {
    /// A server that runs already and shares database and secret with this process.
    fn of_others(settings: &Settings, base: &str, elsewhere: bool) -> anyhow::Result<Self> {
        if !elsewhere {
            is_this_machine(base)?;
        }
        let Config { database, secret, .. } = Config::of_what_is_there(settings)?;
        let name = name_of(&database);
        let db = Db::open(database, CONNECTIONS)?;
        Ok(Self { db, secret, database: name, base: base.trim_end_matches('/').to_owned(), served: None })
    }

    /// A server of its own on an empty database. Its people are there before it begins.
    pub fn own(settings: &Settings, folder: &Path) -> anyhow::Result<Self> {
        let url = settings.named_database()?.unwrap_or_else(|| DbUrl::from(folder.join("load.db").as_path()));
        let database = name_of(&url);
        let address = match &url {
            DbUrl::Postgres(url) => url.clone(),
            DbUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        };
        let secret_file = folder.join("secret");
        io::Write::write_all(&mut files::create_new(&secret_file)?, &SECRET_FILE)?;
        let db = Db::open(url, CONNECTIONS)?;
        db.migrate()?;
        let secret_file = secret_file.to_string_lossy();
        let environment = [("DATABASE_URL", address.as_str()), ("PIAOJUE_SECRET_FILE", &*secret_file)];
        let served = Served::begins(folder, &["serve"], &environment)?;
        let secret = Secret::new(Sha256::digest(SECRET_FILE).into());
        Ok(Self { db, secret, database, base: served.base.clone(), served: Some(served) })
    }

    pub fn cost(&self) -> Option<Cost> {
        self.served.as_ref().and_then(Served::cost)
    }
}

/// A server that runs learns of a congress within a second.
pub async fn follows(base: &str) -> anyhow::Result<()> {
    let begun = Instant::now();
    while Person::new(base)?.visits("/").await.map_or(0, |page| page.status) != 200 {
        anyhow::ensure!(begun.elapsed() < PATIENCE, "{base} shows no first page");
        sleep(PAUSE).await;
    }
    Ok(())
}

fn name_of(url: &DbUrl) -> &'static str {
    match url {
        DbUrl::Postgres(_) => "PostgreSQL",
        DbUrl::Sqlite(_) => "SQLite",
    }
}

pub async fn sitting(settings: &Settings, folder: &Path, deputies: usize, hall: &Hall) -> anyhow::Result<Report> {
    let place = match &hall.url {
        Some(base) => Place::of_others(settings, base, hall.elsewhere)?,
        None => Place::own(settings, folder)?,
    };
    let clock = Clock::default();
    let setting = setting(place.db.clone(), place.secret.clone(), clock.now(), deputies)?;
    follows(&place.base).await?;
    let (arrive, cast) = (Duration::from_secs(hall.arrive_within), Duration::from_secs(hall.cast_within));
    let held = hold(&place, &setting, &place.base, clock, (arrive, cast)).await?;
    let phases = held
        .steps
        .into_iter()
        .map(|Step { what, within, seen, server }| Ok(Phase { waiting: seen.waiting(what, within)?, server }));
    Ok(Report {
        scenario: format!("hall-{deputies}"),
        database: Some(place.database),
        cores: app::workers(),
        phases: phases.collect::<anyhow::Result<_>>()?,
        lost: Some(held.astray),
    })
}

/// One step of a sitting, as its people saw it.
pub struct Step {
    pub what: &'static str,
    pub within: Duration,
    pub seen: Seen,
    /// What the server had cost at its end.
    pub server: Option<Cost>,
}

/// A sitting up to the last ballot.
pub struct Held {
    pub steps: Vec<Step>,
    /// Receipts and ballots in the box that have no counterpart.
    pub astray: usize,
    pub round: RoundId,
}

/// Everybody signs in, checks in and takes a ballot, each within the first window, and casts within the second.
pub async fn hold(
    place: &Place,
    setting: &Setting,
    base: &str,
    clock: Clock,
    (arrive, cast): (Duration, Duration),
) -> anyhow::Result<Held> {
    let mut steps = Vec::new();
    let mut step = |what, within, seen| steps.push(Step { what, within, seen, server: place.cost() });

    let desk = Desk::signs_in(setting, base).await?;
    let cards = setting.cards.iter().map(|card| (card.login.clone(), card.password.clone())).collect();
    let (seen, people) = by_the_clock(arrive, cards, |(login, password)| {
        let person = Person::new(base);
        async move {
            let person = person?;
            person.signs_in(&login, &password, "").await?;
            Ok(person)
        }
    })
    .await?;
    step("sign in", arrive, seen);

    let people: Vec<Person> = people.into_iter().flatten().collect();
    let (seen, people) = by_the_clock(arrive, people, |person| {
        let code = setting.hall_code(clock);
        async move {
            person.submits("/deputy/check-in", "/deputy/check-in", &[("code", &code?)]).await?;
            Ok(person)
        }
    })
    .await?;
    step("check in", arrive, seen);

    let round = desk.starts_issuing(setting).await?;
    let people: Vec<Person> = people.into_iter().flatten().collect();
    let (seen, credentials) = by_the_clock(arrive, people, |person| {
        let (id, election) = (round.id.to_string(), round.election_uuid.clone());
        async move { person.takes_a_ballot(&id, &election).await }
    })
    .await?;
    step("take a ballot", arrive, seen);

    let election = desk.opens(setting, base, round.id).await?;
    let cap = round.cap.and_then(|cap| u32::try_from(cap).ok());
    let popularity = popularity(election.questions().len());
    let voters = credentials
        .iter()
        .flatten()
        .enumerate()
        .map(|(number, credential)| {
            let body = ballot_body(&election, credential, &choose(&popularity, cap), cap)?;
            Ok(Voter { body, line: Line::of(number) })
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    // Two at once over the same window: what a slow line makes somebody wait is not the server's doing.
    let (slow, others): (Vec<Voter>, Vec<Voter>) =
        voters.into_iter().partition(|voter| matches!(voter.line, Line::Slow));
    let casting = |voters| by_the_clock(cast, voters, |voter| casts(base.to_owned(), round.id, voter));
    let (others, slow) = tokio::join!(casting(others), casting(slow));
    let mut receipts = Vec::new();
    for (what, of_some) in [("cast", others), ("cast by a line of two seconds", slow)] {
        let (seen, got) = of_some?;
        step(what, cast, seen);
        receipts.extend(got);
    }
    let receipts: Vec<String> = receipts.into_iter().flatten().collect();
    let begun = Instant::now();
    // A database that changed machines under the sitting is found again after a while, as by the booths.
    let astray = loop {
        match astray(&place.db, round.id, receipts.clone()) {
            Err(DbError::Unreachable(_) | DbError::Busy) if begun.elapsed() < PATIENCE => sleep(PAUSE).await,
            counted => break counted?,
        }
    };
    Ok(Held { steps, astray, round: round.id })
}

async fn casts(base: String, round: RoundId, voter: Voter) -> anyhow::Result<String> {
    let Voter { body, line } = voter;
    match line {
        Line::Good => as_a_booth(&base, round, body).await,
        Line::Repeats => {
            let twice = (as_a_booth(&base, round, body.clone()), as_a_booth(&base, round, body));
            let (receipt, other) = tokio::join!(twice.0, twice.1);
            let (receipt, other) = (receipt?, other?);
            anyhow::ensure!(receipt == other, "one ballot has two receipts");
            Ok(receipt)
        }
        Line::Slow => match by_a_slow_line(&base, &format!("/rounds/{round}/ballots"), &body).await {
            Err(_) => as_a_booth(&base, round, body).await,
            answered => answered,
        },
    }
}

/// The same bytes again until there is a receipt, as a booth sends them while nobody answers.
async fn as_a_booth(base: &str, round: RoundId, body: String) -> anyhow::Result<String> {
    let begun = Instant::now();
    loop {
        match Person::new(base)?.casts(&round.to_string(), body.clone()).await {
            Err(_) if begun.elapsed() < PATIENCE => sleep(PAUSE).await,
            answered => return answered,
        }
    }
}

/// The same request in ten pieces over two seconds.
async fn by_a_slow_line(base: &str, path: &str, body: &str) -> anyhow::Result<String> {
    let host = base.trim_start_matches("http://");
    let mut line = TcpStream::connect(host).await?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    line.write_all(head.as_bytes()).await?;
    for piece in body.as_bytes().chunks(body.len().div_ceil(10).max(1)) {
        line.write_all(piece).await?;
        sleep(Duration::from_millis(200)).await;
    }
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    let json = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
    let read: serde_json::Value = serde_json::from_str(json)?;
    let tracker = read.get("tracker").and_then(serde_json::Value::as_str);
    tracker.map(ToOwned::to_owned).ok_or_else(|| anyhow::anyhow!("casting slowly answered {json}"))
}

/// How many receipts and ballots in the box have no counterpart.
fn astray(db: &Db, round: RoundId, mut receipts: Vec<String>) -> Result<usize, DbError> {
    let mut held: Vec<String> = db.read(|conn| {
        let ballots = ballots::ballots_in_order(conn, round)?;
        Ok::<Vec<String>, DbError>(ballots.iter().map(Ballot::tracker).collect())
    })?;
    receipts.sort();
    held.sort();
    let lost = receipts.iter().filter(|receipt| held.binary_search(receipt).is_err()).count();
    let unknown = held.iter().filter(|tracker| receipts.binary_search(tracker).is_err()).count();
    let doubled = held.windows(2).filter(|pair| pair.first() == pair.last()).count();
    Ok(lost + unknown + doubled)
}
