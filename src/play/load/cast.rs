//! How many real ballots a second the server takes, over HTTP and durably, and whether every receipt it gave is in the box.

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::Mutex;
use verifiable_ballots::{Ballot, CapProof, Credential, CredentialList, Election};

use crate::{
    app::{self, CONNECTIONS, Setup},
    ballots,
    clock::Clock,
    config::Settings,
    db::{Db, DbUrl},
    hooks::{Hooks, NamedHosts},
    play::{
        demo::{Ready, choose, issue_to_all, popularity, setting},
        people::{Person, ballot_body},
    },
    terminal::tell,
    web::{HashingCost, Proxies, Secret, Views},
};

pub async fn cast(
    settings: &Settings,
    folder: &std::path::Path,
    deputies: usize,
    within: u64,
    connections: usize,
) -> anyhow::Result<()> {
    let url = settings.named_database()?.unwrap_or_else(|| DbUrl::from(folder.join("load.db").as_path()));
    let kind = match url {
        DbUrl::Postgres(_) => "PostgreSQL",
        DbUrl::Sqlite(_) => "SQLite",
    };
    let db = Db::open(url, CONNECTIONS)?;
    db.migrate()?;
    let setting = setting(db.clone(), Secret::new([7; 32]), Clock::default().now(), deputies)?;
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0)))?;
    let base = format!("http://{}", listener.local_addr()?);
    let setup = Setup {
        db: db.clone(),
        views: Views::load()?,
        clock: Clock::default(),
        secret: setting.secret.clone(),
        password_cost: HashingCost::FULL,
        base_url: base.clone(),
        certificate: None,
        proxies: Proxies::default(),
        mailer: None,
        hooks: Hooks::new(NamedHosts::default()),
        security_contact: None,
        demo: None,
        workers: app::workers(),
    };
    let server = app::start(setup, listener)?.server;
    let handle = server.handle();
    actix_web::rt::spawn(server);

    let begun = Instant::now();
    let mut ready = issue_to_all(&setting, Clock::default(), &base).await?;
    tell(format!("{kind}: {deputies} deputies signed in, checked in and took ballots in {:.1} s", seconds(begun)));
    let voters = make_ballots(&ready.election, std::mem::take(&mut ready.credentials), ready.cap)?;
    let alone = proof_checks_per_second(&db, &ready, &voters)?;

    let begun = Instant::now();
    let results = if within == 0 {
        at_full_speed(&base, &ready.round, &voters, connections).await?
    } else {
        spread(&base, &ready.round, &voters, Duration::from_secs(within)).await?
    };
    let took = begun.elapsed().as_secs_f64();
    handle.stop(true).await;
    report(kind, &results, took, alone);
    nothing_lost(&db, &ready, &results)
}

fn seconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64()
}

/// A body ready to be sent.
struct Voter {
    body: String,
}

fn make_ballots(election: &Election, credentials: Vec<Credential>, cap: Option<u32>) -> anyhow::Result<Vec<Voter>> {
    let popularity = popularity(election.questions().len());
    credentials
        .iter()
        .map(|credential| {
            let choice = choose(&popularity, cap);
            Ok(Voter { body: ballot_body(election, credential, &choice, cap)? })
        })
        .collect()
}

#[derive(serde::Deserialize)]
struct Body {
    ballot: String,
    cap: Option<CapProof>,
}

/// What the cores could do if a cast were nothing but its proofs.
fn proof_checks_per_second(db: &Db, ready: &Ready, voters: &[Voter]) -> anyhow::Result<f64> {
    let list: CredentialList = db.read(|conn| ballots::credential_list(conn, ready.round))?;
    let bodies: Vec<Body> = voters.iter().map(|v| serde_json::from_str(&v.body)).collect::<Result<_, _>>()?;
    let threads = app::workers();
    let begun = Instant::now();
    let good = std::thread::scope(|scope| {
        let chunks = bodies.chunks(bodies.len().div_ceil(threads).max(1));
        let workers: Vec<_> = chunks
            .map(|chunk| {
                let (list, election) = (&list, &ready.election);
                scope.spawn(move || {
                    chunk.iter().all(|body| {
                        let ballot = Ballot::parse(body.ballot.as_bytes()).and_then(|b| b.check(election, list));
                        let Ok(ballot) = ballot else { return false };
                        match (ready.cap, &body.cap) {
                            (Some(max), Some(proof)) => proof.check(election, &ballot, max).is_ok(),
                            _ => true,
                        }
                    })
                })
            })
            .collect();
        workers.into_iter().all(|worker| worker.join().unwrap_or(false))
    });
    anyhow::ensure!(good, "a simulated ballot does not check");
    Ok(f64::from(u32::try_from(bodies.len())?) / seconds(begun))
}

/// Latency and receipt of one cast.
struct Cast {
    took: Duration,
    outcome: Result<String, String>,
}

async fn one(person: &Person, round: &str, body: String) -> Cast {
    let begun = Instant::now();
    let outcome = person.casts(round, body).await.map_err(|e| e.to_string());
    Cast { took: begun.elapsed(), outcome }
}

async fn at_full_speed(
    base: &str,
    round: &crate::ids::RoundId,
    voters: &[Voter],
    connections: usize,
) -> anyhow::Result<Vec<Cast>> {
    let waiting: Arc<Mutex<Vec<String>>> = Arc::new(Mutex::new(voters.iter().map(|v| v.body.clone()).collect()));
    let mut tasks = Vec::new();
    for _ in 0..connections.max(1) {
        let (waiting, person, round) = (waiting.clone(), Person::new(base)?, round.to_string());
        tasks.push(actix_web::rt::spawn(async move {
            let mut done = Vec::new();
            loop {
                let next = waiting.lock().await.pop();
                let Some(body) = next else { return done };
                done.push(one(&person, &round, body).await);
            }
        }));
    }
    let mut results = Vec::new();
    for task in tasks {
        results.extend(task.await?);
    }
    Ok(results)
}

async fn spread(
    base: &str,
    round: &crate::ids::RoundId,
    voters: &[Voter],
    within: Duration,
) -> anyhow::Result<Vec<Cast>> {
    let gap = within / u32::try_from(voters.len().max(1))?;
    let mut tasks = Vec::new();
    for voter in voters {
        let (person, round, body) = (Person::new(base)?, round.to_string(), voter.body.clone());
        tasks.push(actix_web::rt::spawn(async move { one(&person, &round, body).await }));
        tokio::time::sleep(gap).await;
    }
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await?);
    }
    Ok(results)
}

fn report(kind: &str, results: &[Cast], took: f64, alone: f64) {
    let mut latencies: Vec<Duration> = results.iter().map(|cast| cast.took).collect();
    latencies.sort();
    let at = |per_mille: usize| {
        let index = (latencies.len() * per_mille / 1000).min(latencies.len().saturating_sub(1));
        latencies.get(index).map_or(0.0, |d| d.as_secs_f64() * 1000.0)
    };
    let good = results.iter().filter(|cast| cast.outcome.is_ok()).count();
    let count = u32::try_from(good).map_or(0.0, f64::from);
    tell(format!(
        "{kind}: {good} of {} ballots cast in {took:.2} s = {:.0}/s; proofs alone {alone:.0}/s ({:.0} %)",
        results.len(),
        count / took,
        100.0 * count / took / alone,
    ));
    tell(format!("{kind}: ms p50 {:.0}  p90 {:.0}  p99 {:.0}  max {:.0}", at(500), at(900), at(990), at(1000)));
    for cast in results.iter().filter(|cast| cast.outcome.is_err()).take(3) {
        tell(format!("{kind}: error {:?}", cast.outcome));
    }
}

/// Every receipt is in the box, and the box holds nothing else.
fn nothing_lost(db: &Db, ready: &Ready, results: &[Cast]) -> anyhow::Result<()> {
    let mut receipts: Vec<String> = results.iter().filter_map(|cast| cast.outcome.clone().ok()).collect();
    let mut held: Vec<String> = db.read(|conn| {
        let ballots = ballots::ballots_in_order(conn, ready.round)?;
        Ok::<_, crate::db::DbError>(ballots.iter().map(Ballot::tracker).collect())
    })?;
    receipts.sort();
    held.sort();
    anyhow::ensure!(receipts == held, "{} receipts, {} ballots in the box", receipts.len(), held.len());
    anyhow::ensure!(receipts.len() == results.len(), "{} casts failed", results.len() - receipts.len());
    tell(format!("every one of {} receipts is in the box, once", receipts.len()));
    Ok(())
}
