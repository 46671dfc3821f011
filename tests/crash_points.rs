//! An act on SQLite, killed or failing at the first, second, third … write and sync of its process, until it passes: afterwards
//! the whole database is as before, or as after an act that nothing happened to. Long, and strace is needed: `make faults`.

use std::{
    collections::BTreeMap,
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::Text};
use piaojue::{
    audit::{self, Actor, ChainReport},
    ballots::{self, CastBallot, OpenBoxes},
    congress,
    db::{Db, DbError, DbUrl, Standing, Ts, table_columns},
    desk, documents,
    ids::{CongressId, DocumentId, RoundId},
    on_db, scrutineers, tally,
    web::Secret,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::support::{
    Engine, SECRET_FILE, TestApp, run,
    session::{FOUR, Hall},
};

/// The acts that must not be done by halves, and what the other process needs for each.
#[derive(Clone, Serialize, Deserialize)]
enum Act {
    Migrate,
    Freeze,
    Cast { round: RoundId, body: String },
    LastShare { round: RoundId, share: String },
    LastSignature { document: DocumentId, signature: String },
    Certify { document: DocumentId },
    Restore { copy: PathBuf },
}

/// What the other process is handed.
#[derive(Clone, Serialize, Deserialize)]
struct Order {
    database: PathBuf,
    congress: Option<CongressId>,
    at: Ts,
    act: Act,
}

const ORDER: &str = "PIAOJUE_TEST_ORDER";
const DONE: &str = "the act was acknowledged";

impl Order {
    #[allow(clippy::print_stdout, reason = "the other process is heard by what it prints")]
    fn is_carried_out(&self) -> Result<(), String> {
        let secret = secret();
        let db = Db::open(DbUrl::from(self.database.as_path()), 1).map_err(|e| e.to_string())?;
        let db = audit::sealed(db, &secret);
        let (actor, at) = (Actor::operator(), self.at);
        let session = || {
            let congress = self.congress.ok_or("no congress")?;
            let session = db.read(|conn| congress::current_session(conn, congress)).map_err(|e| e.to_string())?;
            session.ok_or_else(|| "no session".to_owned())
        };
        let scrutineer = |place: usize| {
            let session = session()?.id;
            let all = db.read(|conn| scrutineers::scrutineers(conn, session)).map_err(|e| e.to_string())?;
            all.into_iter().nth(place).ok_or_else(|| "no such scrutineer".to_owned())
        };
        let done = match &self.act {
            Act::Migrate => db.migrate().map_err(|e| e.to_string()),
            Act::Freeze => {
                let session = session()?;
                db.write(|tx| ballots::start_issuing(tx, &secret, &actor, at, &session))
                    .map(drop)
                    .map_err(|e| e.to_string())
            }
            Act::Cast { round, body } => {
                let ballot: CastBallot = serde_json::from_str(body).map_err(|e| e.to_string())?;
                ballots::cast(&db, &OpenBoxes::default(), *round, &ballot).map(drop).map_err(|e| e.to_string())
            }
            Act::LastShare { round, share } => {
                let (session, scrutineer) = (session()?, scrutineer(1)?);
                db.write_row_locked(|tx| tally::give_share(tx, &actor, at, &session, &scrutineer, *round, share))
                    .map(drop)
                    .map_err(|e| e.to_string())
            }
            Act::LastSignature { document, signature } => {
                let scrutineer = scrutineer(2)?;
                db.write(|tx| documents::sign(tx, &actor, at, &scrutineer, *document, signature))
                    .map_err(|e| e.to_string())
            }
            Act::Certify { document } => {
                let session = session()?;
                db.write(|tx| desk::certify_document(tx, &secret, &actor, at, &session, *document))
                    .map(drop)
                    .map_err(|e| e.to_string())
            }
            Act::Restore { .. } => Err("a program of its own does that".to_owned()),
        };
        if done.is_ok() {
            println!("{DONE}");
        }
        done
    }
}

#[test]
#[ignore = "not a story: what the crash points run as another process"]
fn an_act_of_another_process() {
    let order: Order = serde_json::from_str(&std::env::var(ORDER).unwrap()).unwrap();
    order.is_carried_out().unwrap();
}

fn secret() -> Secret {
    Secret::new(Sha256::digest(SECRET_FILE).into())
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Every cell of every table, or nothing where no database is.
type Picture = Option<BTreeMap<String, Vec<Vec<String>>>>;

fn picture(database: &Path) -> Picture {
    if !database.exists() {
        return None;
    }
    let db = audit::sealed(Db::open(DbUrl::from(database), 1).unwrap(), &secret());
    db.check_whole().unwrap();
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in db.read(|conn| table_columns(conn).map_err(DbError::from)).unwrap() {
        let (table, column) = name.split_once('.').unwrap();
        columns.entry(table.to_owned()).or_default().push(format!("quote(\"{column}\")"));
    }
    if columns.contains_key("audit_heads") || db.standing().unwrap() == Standing::Same {
        let chain = audit::verify(&db).unwrap();
        assert!(matches!(chain, ChainReport::Whole(_)), "{chain:?}");
    }
    let rows = |table: &String, columns: Vec<String>| {
        let query = format!("SELECT {} AS line FROM \"{table}\"", columns.join(" || char(31) || "));
        let lines: Vec<Line> =
            db.read(|conn| on_db!(conn, c => sql_query(&query).load(c)).map_err(DbError::from)).unwrap();
        lines.into_iter().map(|line| line.line.split('\u{1f}').map(ToOwned::to_owned).collect()).collect()
    };
    Some(columns.into_iter().map(|(table, columns)| (table.clone(), rows(&table, columns))).collect())
}

/// Whether two pictures are alike but for what chance gives each act (which `other` shows).
fn is_like(found: &Picture, one: &Picture, other: &Picture) -> bool {
    let (Some(found), Some(one), Some(other)) = (found, one, other) else { return found.is_none() && one.is_none() };
    found.len() == one.len()
        && one.iter().all(|(table, rows)| {
            let (Some(seen), Some(again)) = (found.get(table), other.get(table)) else { return false };
            assert_eq!(rows.len(), again.len(), "{table}: the act itself is not the same twice");
            seen.len() == rows.len()
                && seen.iter().zip(rows).zip(again).all(|((seen, row), again)| {
                    seen.iter().zip(row).zip(again).all(|((seen, cell), again)| cell != again || seen == cell)
                })
        })
}

/// What befalls the process at its n-th call of that kind.
#[derive(Clone, Copy, Debug)]
struct Blow {
    call: &'static str,
    what: &'static str,
}

const BLOWS: [Blow; 6] = [
    Blow { call: "pwrite64", what: "signal=KILL" },
    Blow { call: "fdatasync", what: "signal=KILL" },
    Blow { call: "ftruncate", what: "signal=KILL" },
    Blow { call: "pwrite64", what: "error=EIO" },
    Blow { call: "pwrite64", what: "error=ENOSPC" },
    Blow { call: "fdatasync", what: "error=EIO" },
];

/// A stage: a database file, and the act that comes next.
struct Stage {
    name: &'static str,
    folder: tempfile::TempDir,
    order: Order,
}

impl Stage {
    fn of(name: &'static str, app: &TestApp, act: Act) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("before.db");
        app.db().maintenance(&format!("VACUUM INTO '{}'", file.display())).unwrap();
        let order = Order { database: PathBuf::new(), congress: Some(app.congress()), at: app.now(), act };
        Self { name, folder, order }
    }

    fn of_no_tables(name: &'static str) -> Self {
        let order = Order { database: PathBuf::new(), congress: None, at: Ts::default(), act: Act::Migrate };
        Self { name, folder: tempfile::tempdir().unwrap(), order }
    }

    /// A database to be struck, in a folder of its own.
    fn fresh(&self) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir_in(self.folder.path()).unwrap();
        let file = folder.path().join("piaojue.db");
        let before = self.folder.path().join("before.db");
        if before.exists() && !matches!(self.order.act, Act::Restore { .. }) {
            fs::copy(before, &file).unwrap();
        }
        (folder, file)
    }

    /// Whether it was acknowledged, whether it ended well, and whether the blow fell.
    fn acts(&self, database: &Path, blow: Option<(Blow, usize)>) -> (bool, bool, bool) {
        let log = database.with_extension("calls");
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o"]).arg(&log);
        if let Some((Blow { call, what }, number)) = blow {
            command.arg(format!("--trace={call}")).arg(format!("--inject={call}:{what}:when={number}"));
        } else {
            command.arg("--trace=none");
        }
        if let Act::Restore { copy } = &self.order.act {
            command.arg(env!("CARGO_BIN_EXE_piaojue")).arg("restore").arg(copy);
            command
                .env("DATABASE_URL", format!("sqlite:{}", database.display()))
                .env("PIAOJUE_DATA", database.parent().unwrap());
            command.env("PIAOJUE_SECRET_FILE", self.folder.path().join("secret"));
        } else {
            let order = Order { database: database.to_owned(), ..self.order.clone() };
            command.arg(std::env::current_exe().unwrap());
            command.args(["crash_points::an_act_of_another_process", "--exact", "--ignored", "--nocapture"]);
            command.env(ORDER, serde_json::to_string(&order).unwrap());
        }
        let output = command.output().expect("strace is not installed: sh scripts/setup.sh faults");
        let said = String::from_utf8_lossy(&output.stdout);
        let done = said.contains(DONE) || said.contains("audit list whole");
        let fell = fs::read_to_string(&log).unwrap_or_default();
        let fell = fell.contains("INJECTED") || fell.contains("killed by SIGKILL");
        (done, output.status.success(), fell)
    }

    /// How many points there were at which it was struck.
    fn is_struck_everywhere(&self) -> usize {
        let unharmed = || {
            let (folder, file) = self.fresh();
            let (done, good, _) = self.acts(&file, None);
            assert!(good && (done || matches!(self.order.act, Act::Migrate)), "{}: fails unharmed", self.name);
            let after = picture(&file);
            drop(folder);
            after
        };
        let (folder, file) = self.fresh();
        let before = picture(&file);
        drop(folder);
        let (after, again) = (unharmed(), unharmed());
        assert_ne!(before, after, "{}: the act changes nothing", self.name);
        let mut points = 0;
        for blow in BLOWS {
            for number in 1.. {
                let (_folder, file) = self.fresh();
                let (done, good, fell) = self.acts(&file, Some((blow, number)));
                if !fell {
                    assert!(good, "{}: {blow:?} {number} did not fall, and yet it failed", self.name);
                    break;
                }
                points += 1;
                let found = picture(&file);
                let is_before = found == before || matches!(self.order.act, Act::Migrate);
                assert!(
                    !done || is_like(&found, &after, &again),
                    "{}: {blow:?} {number}: acknowledged and lost",
                    self.name
                );
                assert!(is_before || is_like(&found, &after, &again), "{}: {blow:?} {number}: half done", self.name);
                if found == before || matches!(self.order.act, Act::Migrate) {
                    let (done, good, _) = self.acts(&file, None);
                    assert!(
                        good && (done || matches!(self.order.act, Act::Migrate)),
                        "{}: {blow:?} {number}: not again",
                        self.name
                    );
                    assert!(is_like(&picture(&file), &after, &again), "{}: {blow:?} {number}: not the same", self.name);
                }
            }
        }
        points
    }
}

/// What stands before each act, brought about by people.
async fn stages(app: TestApp, which: &'static str) -> Stage {
    const CHOICES: [&str; 4] = ["赞赞反反", "赞反反反", "赞赞反反", "赞赞反反"];
    match which {
        "freeze" => {
            Hall::ready(&app, FOUR).everybody_checks_in();
            Stage::of(which, &app, Act::Freeze)
        }
        "cast" => {
            let hall = Hall::voting(&app, FOUR);
            hall.deputies[0].casts("赞赞反反").await.receipt();
            let body = hall.deputies[1].marks("赞反反反").body();
            Stage::of(which, &app, Act::Cast { round: app.round().id, body })
        }
        "last share" => {
            let mut hall = Hall::closed(&app, FOUR, &CHOICES).await;
            hall.scrutineers[0].opens_the_box().await.is(200);
            let share = hall.scrutineers[1].share().await;
            Stage::of(which, &app, Act::LastShare { round: app.round().id, share })
        }
        "last signature" => {
            let mut hall = Hall::drafted(&app, FOUR, &CHOICES).await;
            for scrutineer in &mut hall.scrutineers[..2] {
                scrutineer.signs().await.is(200);
            }
            let paper = app.certificate();
            let signature = hall.scrutineers[2].signature(paper.hash.as_str());
            Stage::of(which, &app, Act::LastSignature { document: paper.id, signature })
        }
        "certify" => {
            Hall::signed(&app, FOUR, &CHOICES).await;
            Stage::of(which, &app, Act::Certify { document: app.certificate().id })
        }
        "restore" => {
            Hall::announced(&app, FOUR, &CHOICES).await;
            let mut stage = Stage::of(which, &app, Act::Migrate);
            let secret = stage.folder.path().join("secret");
            fs::write(&secret, SECRET_FILE).unwrap();
            fs::set_permissions(secret, Permissions::from_mode(0o600)).unwrap();
            let copy = stage.folder.path().join("before.db");
            stage.order.act = Act::Restore { copy };
            stage
        }
        _ => Stage::of_no_tables(which),
    }
}

fn every_point_of(which: &'static str) {
    run(Engine::Sqlite, async |app| {
        let stage = stages(app, which).await;
        let points = stage.is_struck_everywhere();
        eprintln!("crash points: {which}: {points}");
        assert!(points > 10, "{which}: {points} points are too few to be all");
    });
}

macro_rules! crash_points {
    ($($name:ident: $which:literal)+) => { $(
        #[test]
        #[ignore = "long: make faults"]
        fn $name() {
            every_point_of($which);
        }
    )+ };
}

crash_points! {
    tables_are_made_whole_or_made_whole_the_next_time: "migration"
    issuing_begins_or_does_not: "freeze"
    a_ballot_is_in_the_box_or_not: "cast"
    the_last_share_opens_the_box_or_is_not_there: "last share"
    the_last_signature_stands_or_does_not: "last signature"
    what_is_certified_is_promoted_and_nothing_else: "certify"
    a_copy_is_put_in_place_whole_or_not_at_all: "restore"
}
