//! The server is killed again and again while deputies vote: whoever has a receipt is in the box, once, and nothing else is.

use std::{
    collections::BTreeSet,
    fs::Permissions,
    os::unix::fs::PermissionsExt,
    sync::Arc,
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use piaojue::{
    audit::{self, ChainReport},
    ballots,
    db::{Db, DbUrl},
    web::Secret,
};
use rand::RngExt;
use sha2::{Digest, Sha256};

use crate::support::{
    Engine, SECRET_FILE, TestApp,
    program::{Program, Serving},
    run,
    session::{FOUR, Hall, Plan, ballots_path},
};

/// What is always served by somebody: the process of the moment, and its address.
struct Served {
    program: Program,
    process: Mutex<Option<Serving>>,
    origin: Mutex<String>,
}

impl Served {
    fn begins(program: Program) -> Self {
        let process = program.serves(&["serve"]);
        let origin = Mutex::new(process.origin.clone());
        Self { program, process: Mutex::new(Some(process)), origin }
    }

    /// As by `kill -9` or a power cut, and started again.
    fn is_killed(&self) {
        let mut process = self.process.lock();
        drop(process.take());
        let next = self.program.serves(&["serve"]);
        self.origin.lock().clone_from(&next.origin);
        *process = Some(next);
    }
}

/// A booth: sends the same ballot until it has a receipt.
async fn receipt(served: &Served, path: &str, body: &str) -> String {
    let client = reqwest::Client::builder().timeout(Duration::from_secs(10)).build().unwrap();
    let begun = Instant::now();
    loop {
        let url = format!("{}{path}", *served.origin.lock());
        let sent = client.post(url).header("content-type", "application/json").body(body.to_owned()).send().await;
        if let Ok(answer) = sent {
            let status = answer.status().as_u16();
            if let Ok(text) = answer.text().await {
                if matches!(status, 200 | 201) {
                    let read: serde_json::Value = serde_json::from_str(&text).unwrap();
                    return read["tracker"].as_str().unwrap().to_owned();
                }
                assert_eq!(status, 503, "{text}");
            }
        }
        assert!(begun.elapsed() < Duration::from_secs(240), "no receipt after {:?}", begun.elapsed());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// `deputies` vote while the server is killed so often.
async fn votes_under_kills(app: TestApp, deputies: usize, kills: usize) {
    let hall = Hall::voting(&app, Plan { deputies, ..FOUR });
    let program = Program::new();
    let secret = program.path("secret-of-the-story");
    std::fs::write(&secret, SECRET_FILE).unwrap();
    std::fs::set_permissions(&secret, Permissions::from_mode(0o600)).unwrap();
    let url = match app.db().url() {
        DbUrl::Sqlite(_) => {
            let file = program.path("piaojue.db");
            app.db().maintenance(&format!("VACUUM INTO '{file}'")).unwrap();
            std::fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
            format!("sqlite:{file}")
        }
        DbUrl::Postgres(url) => url.clone(),
    };
    let program = program.with("DATABASE_URL", &url).with("PIAOJUE_SECRET_FILE", &secret);
    let round = app.round().id;
    let path = ballots_path(round);
    let bodies: Vec<String> = hall
        .deputies
        .iter()
        .enumerate()
        .map(|(number, deputy)| deputy.marks(["赞赞反反", "赞反反反", "弃弃赞反"][number % 3]).body())
        .collect();
    app.stop().await;

    let served = Arc::new(Served::begins(program));
    let begun = Instant::now();
    let killing = {
        let served = served.clone();
        tokio::task::spawn_blocking(move || {
            for _ in 0..kills {
                std::thread::sleep(Duration::from_millis(rand::rng().random_range(30..600)));
                served.is_killed();
            }
        })
    };
    // A kill with its start takes about half a second.
    let window = Duration::from_millis(u64::try_from(kills).unwrap() * 500);
    let voters: Vec<_> = bodies
        .into_iter()
        .map(|body| {
            let (served, path) = (served.clone(), path.clone());
            let wait = window.mul_f64(rand::rng().random_range(0.0..1.0));
            tokio::task::spawn_local(async move {
                tokio::time::sleep(wait).await;
                let first = receipt(&served, &path, &body).await;
                let again = receipt(&served, &path, &body).await;
                assert_eq!(first, again, "the same ballot has one receipt");
                first
            })
        })
        .collect();
    let mut receipts = BTreeSet::new();
    for voter in voters {
        assert!(receipts.insert(voter.await.unwrap()), "two deputies have one receipt");
    }
    killing.await.unwrap();
    eprintln!("{}: {deputies} receipts under {kills} kills in {:.0?}", app.engine(), begun.elapsed());

    drop(served.process.lock().take());
    let db =
        audit::sealed(Db::open(url.parse().unwrap(), 1).unwrap(), &Secret::new(Sha256::digest(SECRET_FILE).into()));
    let held = db.read(|conn| ballots::ballots_in_order(conn, round)).unwrap();
    let trackers: BTreeSet<String> = held.iter().map(verifiable_ballots::Ballot::tracker).collect();
    assert_eq!((held.len(), trackers), (receipts.len(), receipts));
    assert!(matches!(audit::verify(&db).unwrap(), ChainReport::Whole(_)));
}

on_both_databases! {
    async fn nobody_loses_a_receipt_where_the_server_is_killed_while_voting(app: TestApp) {
        votes_under_kills(app, 60, 10).await;
    }
}

#[test]
#[ignore = "long: make faults"]
fn a_whole_congress_votes_under_two_hundred_kills_on_sqlite() {
    run(Engine::Sqlite, async |app| votes_under_kills(app, 340, 200).await);
}

#[test]
#[ignore = "long: make faults"]
fn a_whole_congress_votes_under_two_hundred_kills_on_postgres() {
    run(Engine::Postgres, async |app| votes_under_kills(app, 340, 200).await);
}
