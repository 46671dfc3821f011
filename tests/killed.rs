//! The server is killed again and again while people act: whoever has a receipt is in the box, once, and nothing else is; what
//! somebody was told is done is done, once.

use std::{
    collections::BTreeSet,
    fs::Permissions,
    net::Ipv4Addr,
    os::unix::fs::PermissionsExt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::{StreamExt, stream};
use parking_lot::Mutex;
use piaojue::{
    audit::{self, ChainReport},
    ballots,
    db::{Db, DbError, DbUrl},
    play::wishes::{self, Came},
    proposals::{self, Narrowed},
    web::Secret,
};
use rand::RngExt;
use sha2::{Digest, Sha256};

use crate::{
    proposals::Asking,
    support::{
        Engine, SECRET_FILE, TestApp,
        program::{Program, Serving},
        run,
        session::{FOUR, Hall, Plan, ballots_path},
    },
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

/// The program on what the story has prepared, whose own server is stopped.
async fn served_by_the_program(app: &TestApp) -> (Program, String) {
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
    app.stop().await;
    (program.with("DATABASE_URL", &url).with("PIAOJUE_SECRET_FILE", &secret), url)
}

fn opened(url: &str) -> Db {
    audit::sealed(Db::open(url.parse().unwrap(), 1).unwrap(), &Secret::new(Sha256::digest(SECRET_FILE).into()))
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
    let round = app.round().id;
    let path = ballots_path(round);
    let bodies: Vec<String> = hall
        .deputies
        .iter()
        .enumerate()
        .map(|(number, deputy)| deputy.marks(["赞赞反反", "赞反反反", "弃弃赞反"][number % 3]).body())
        .collect();
    let (program, url) = served_by_the_program(&app).await;

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
    let db = opened(&url);
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

/// A browser at an address of its own that stands beside one need after the other, and presses again until it is told so.
async fn stands_beside(served: &Served, number: u32, needs: &[String], told: &AtomicUsize) {
    let address = Ipv4Addr::from(u32::from(Ipv4Addr::new(100, 64, 0, 0)) + number * 16).to_string();
    let browser = reqwest::Client::builder().cookie_store(true).redirect(reqwest::redirect::Policy::none());
    let browser = browser.timeout(Duration::from_secs(10)).build().unwrap();
    let asks = async |path: &str, form: Option<&[(&str, &str)]>| {
        for _ in 0..4_000 {
            let url = format!("{}{path}", *served.origin.lock());
            let asked = if form.is_some() { browser.post(url) } else { browser.get(url) };
            let asked = form.iter().fold(asked, |asked, form| asked.form(form)).header("x-forwarded-for", &address);
            if let Ok(answer) = asked.send().await
                && answer.status() != 503
                && let status = answer.status().as_u16()
                && let Ok(text) = answer.text().await
            {
                return (status, text);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{path} is not answered")
    };
    let (_, page) = asks(&format!("{}/support", needs[0]), None).await;
    let token = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    for need in needs {
        let key = uuid::Uuid::new_v4().to_string();
        let form = [("csrf", token.as_str()), ("key", &key), ("do", "need")];
        let (status, text) = asks(&format!("{need}/support"), Some(&form)).await;
        // What was done and not answered is said to be done when it is pressed again.
        assert!(status == 303 || text.contains("您已经说过也需要"), "{status} {text}");
        told.fetch_add(1, Ordering::Relaxed);
    }
}

/// `browsers` stand beside each of `needs` while the server is killed over and over.
async fn stands_beside_under_kills(app: TestApp, browsers: u32, needs: usize) {
    const AT_ONCE: usize = 8;
    Asking::begins(&app).await;
    let congress = app.congress();
    let (call, fields, places) = app.reads(|conn| {
        let call = proposals::call_by_number(conn, congress, 1)?.unwrap();
        Ok::<_, DbError>((call, proposals::fields(conn, congress)?, proposals::places(conn, congress)?))
    });
    wishes::come(app.db(), &call, &fields, &places, Came { public: needs, indexed: false }, app.now()).unwrap();
    let wished = app.reads(|conn| proposals::needs_from(conn, congress, &Narrowed::default(), 0, 1_000));
    let paths: Vec<String> = wished.iter().map(|need| format!("/needs/{}", need.id)).collect();
    let (program, url) = served_by_the_program(&app).await;

    let served = Arc::new(Served::begins(program.with("PIAOJUE_PROXIES", "127.0.0.1")));
    let (told, over, begun) = (AtomicUsize::new(0), Arc::new(AtomicBool::new(false)), Instant::now());
    let killing = {
        let (served, over) = (served.clone(), over.clone());
        tokio::task::spawn_blocking(move || {
            let mut kills = 0;
            while !over.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(rand::rng().random_range(200..2_000)));
                served.is_killed();
                kills += 1;
            }
            kills
        })
    };
    stream::iter(0..browsers)
        .for_each_concurrent(AT_ONCE, |number| stands_beside(&served, number, &paths, &told))
        .await;
    over.store(true, Ordering::Relaxed);
    let kills: usize = killing.await.unwrap();
    let told = told.into_inner();
    eprintln!("{}: {told} acts acknowledged under {kills} kills in {:.0?}", app.engine(), begun.elapsed());

    drop(served.process.lock().take());
    let db = opened(&url);
    assert_eq!(told, paths.len() * usize::try_from(browsers).unwrap());
    for need in wished {
        assert_eq!(
            db.read(|conn| proposals::supports_of(conn, &need)).unwrap().all,
            usize::try_from(browsers).unwrap()
        );
    }
    assert!(matches!(audit::verify(&db).unwrap(), ChainReport::Whole(_)));
}

on_both_databases! {
    async fn nothing_that_somebody_was_told_is_done_is_lost_where_the_server_is_killed(app: TestApp) {
        stands_beside_under_kills(app, 12, 25).await;
    }
}

/// So many browsers and needs that `ACKNOWLEDGED` acts come of it: one address may stand beside sixty needs a day.
fn browsers_and_needs() -> (u32, usize) {
    let wanted = std::env::var("ACKNOWLEDGED").ok().and_then(|many| many.parse::<u32>().ok()).unwrap_or(50_000);
    (wanted.div_ceil(60), 60)
}

#[test]
#[ignore = "long: make faults"]
fn fifty_thousand_acts_are_there_after_all_kills_on_sqlite() {
    let (browsers, needs) = browsers_and_needs();
    run(Engine::Sqlite, async move |app| stands_beside_under_kills(app, browsers, needs).await);
}

#[test]
#[ignore = "long: make faults"]
fn fifty_thousand_acts_are_there_after_all_kills_on_postgres() {
    let (browsers, needs) = browsers_and_needs();
    run(Engine::Postgres, async move |app| stands_beside_under_kills(app, browsers, needs).await);
}
