//! A sitting: everybody signs in, checks in, takes a ballot and casts it, each within a window, some by a slow line and some
//! twice.

use std::{io, path::Path, time::Duration};

use sha2::{Digest, Sha256};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::sleep,
};
use verifiable_ballots::Ballot;

use super::{
    Hall,
    latency::by_the_clock,
    report::{Phase, Report},
    served::Served,
};
use crate::{
    app::{self, CONNECTIONS},
    ballots,
    clock::Clock,
    config::Settings,
    db::{Db, DbError, DbUrl},
    files,
    ids::RoundId,
    play::{
        demo::{Desk, choose, popularity, setting},
        people::{Person, ballot_body},
    },
    web::Secret,
};

/// What stands in the file of the server's secret.
const SECRET_FILE: [u8; 32] = [7; 32];

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

pub async fn sitting(settings: &Settings, folder: &Path, deputies: usize, hall: &Hall) -> anyhow::Result<Report> {
    let url = settings.named_database()?.unwrap_or_else(|| DbUrl::from(folder.join("load.db").as_path()));
    let (database, address) = match &url {
        DbUrl::Postgres(url) => ("PostgreSQL", url.clone()),
        DbUrl::Sqlite(path) => ("SQLite", format!("sqlite:{}", path.display())),
    };
    let secret_file = folder.join("secret");
    io::Write::write_all(&mut files::create_new(&secret_file)?, &SECRET_FILE)?;
    let clock = Clock::default();
    let db = Db::open(url, CONNECTIONS)?;
    db.migrate()?;
    let setting = setting(db.clone(), Secret::new(Sha256::digest(SECRET_FILE).into()), clock.now(), deputies)?;
    let secret_file = secret_file.to_string_lossy();
    let environment = [("DATABASE_URL", address.as_str()), ("PIAOJUE_SECRET_FILE", &*secret_file)];
    let served = Served::begins(folder, &["serve"], &environment)?;
    let base = served.base.clone();
    let mut report = Report {
        scenario: format!("hall-{deputies}"),
        database: Some(database),
        cores: app::workers(),
        phases: Vec::new(),
        lost: None,
    };
    let (arrive, cast) = (Duration::from_secs(hall.arrive_within), Duration::from_secs(hall.cast_within));

    let desk = Desk::signs_in(&setting, &base).await?;
    let cards = setting.cards.iter().map(|card| (card.login.clone(), card.password.clone())).collect();
    let (waiting, people) = by_the_clock("sign in", arrive, cards, |(login, password)| {
        let person = Person::new(&base);
        async move {
            let person = person?;
            person.signs_in(&login, &password, "").await?;
            Ok(person)
        }
    })
    .await?;
    report.phases.push(Phase { waiting, server: served.cost() });

    let people: Vec<Person> = people.into_iter().flatten().collect();
    let (waiting, people) = by_the_clock("check in", arrive, people, |person| {
        let code = setting.hall_code(clock);
        async move {
            person.submits("/deputy/check-in", "/deputy/check-in", &[("code", &code?)]).await?;
            Ok(person)
        }
    })
    .await?;
    report.phases.push(Phase { waiting, server: served.cost() });

    let round = desk.starts_issuing(&setting).await?;
    let people: Vec<Person> = people.into_iter().flatten().collect();
    let (waiting, credentials) = by_the_clock("take a ballot", arrive, people, |person| {
        let (id, election) = (round.id.to_string(), round.election_uuid.clone());
        async move { person.takes_a_ballot(&id, &election).await }
    })
    .await?;
    report.phases.push(Phase { waiting, server: served.cost() });

    let election = desk.opens(&setting, &base, round.id).await?;
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
    let (waiting, receipts) = by_the_clock("cast", cast, voters, |voter| casts(base.clone(), round.id, voter)).await?;
    report.phases.push(Phase { waiting, server: served.cost() });
    drop(served);

    report.lost = Some(astray(&db, round.id, receipts.into_iter().flatten().collect())?);
    Ok(report)
}

async fn casts(base: String, round: RoundId, voter: Voter) -> anyhow::Result<String> {
    let Voter { body, line } = voter;
    match line {
        Line::Good => Person::new(&base)?.casts(&round.to_string(), body).await,
        Line::Repeats => {
            let (first, again) = (Person::new(&base)?, Person::new(&base)?);
            let round = round.to_string();
            let (receipt, other) = tokio::join!(first.casts(&round, body.clone()), again.casts(&round, body));
            let (receipt, other) = (receipt?, other?);
            anyhow::ensure!(receipt == other, "one ballot has two receipts");
            Ok(receipt)
        }
        Line::Slow => by_a_slow_line(&base, &format!("/rounds/{round}/ballots"), &body).await,
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
fn astray(db: &Db, round: RoundId, mut receipts: Vec<String>) -> anyhow::Result<usize> {
    let mut held: Vec<String> = db.read(|conn| {
        let ballots = ballots::ballots_in_order(conn, round)?;
        Ok::<_, DbError>(ballots.iter().map(Ballot::tracker).collect())
    })?;
    receipts.sort();
    held.sort();
    let lost = receipts.iter().filter(|receipt| held.binary_search(receipt).is_err()).count();
    let unknown = held.iter().filter(|tracker| receipts.binary_search(tracker).is_err()).count();
    let doubled = held.windows(2).filter(|pair| pair.first() == pair.last()).count();
    Ok(lost + unknown + doubled)
}
