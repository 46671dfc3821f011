//! The migrations make the same tables on both databases, can be taken back, and refuse what must never change.

mod facts;

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use diesel::{
    Connection, QueryableByName, RunQueryDsl,
    connection::{InstrumentationEvent, SimpleConnection},
    sql_query,
    sql_types::{Bool, Text},
};
use piaojue::{
    db::{Conn, Db, DbUrl, Standing, migrate, revert_all},
    on_db,
};

use self::facts::Facts;
use crate::support::{Engine, TestDatabase, program::Program, sources};

fn columns(db: &Db) -> Facts {
    db.with_connection(facts::columns).unwrap()
}

fn up_down_up(engine: Engine) {
    let database = TestDatabase::empty(engine);
    let db = database.open();
    db.migrate().unwrap();
    let first = columns(&db);
    assert!(first.len() > 100, "only these columns: {first:?}");
    db.migrate().unwrap();
    assert_eq!(columns(&db), first, "migrating twice is migrating once");
    db.with_connection(|conn| revert_all(conn).unwrap()).unwrap();
    assert_eq!(columns(&db), Facts::new(), "down leaves these behind");
    db.migrate().unwrap();
    assert_eq!(columns(&db), first, "up after down is not up");
}

#[test]
fn up_down_up_on_sqlite() {
    up_down_up(Engine::Sqlite);
}

#[test]
fn up_down_up_on_postgres() {
    up_down_up(Engine::Postgres);
}

/// Where the two databases and the tables in Rust do not agree.
fn drift(sqlite: &mut Conn, postgres: &mut Conn) -> Vec<String> {
    [
        facts::differences("in SQLite", &facts::rules(sqlite), "in PostgreSQL", &facts::rules(postgres)),
        facts::differences("in SQLite", &facts::columns(sqlite), "in Rust", &facts::in_rust(Engine::Sqlite)),
        facts::differences("in PostgreSQL", &facts::columns(postgres), "in Rust", &facts::in_rust(Engine::Postgres)),
    ]
    .concat()
}

fn with_both<T>(f: impl FnOnce(&mut Conn, &mut Conn) -> T) -> T {
    let (sqlite, postgres) = (TestDatabase::migrated(Engine::Sqlite), TestDatabase::migrated(Engine::Postgres));
    let (sqlite, postgres) = (sqlite.open(), postgres.open());
    sqlite.with_connection(|one| postgres.with_connection(|other| f(one, other)).unwrap()).unwrap()
}

#[test]
fn both_databases_and_the_schema_in_rust_say_the_same() {
    let drift = with_both(drift);
    assert!(drift.is_empty(), "{}", drift.join("\n"));
}

/// What each change to one database must have the comparison say.
const DRIFTS: [(Engine, &str, &str); 14] = [
    (Engine::Sqlite, "ALTER TABLE deputies ADD COLUMN nickname TEXT", "in SQLite: deputies.nickname text or nothing"),
    (Engine::Sqlite, "DROP TABLE hall_screens", "in Rust: hall_screens.view text"),
    (Engine::Sqlite, "CREATE UNIQUE INDEX one ON deputies (name)", "in SQLite: deputies unique index one name"),
    (Engine::Sqlite, "DROP INDEX followers_by_email", "in PostgreSQL: followers index followers_by_email email"),
    (Engine::Sqlite, "ALTER TABLE rounds ADD COLUMN x TEXT CHECK (x > 'a')", "in SQLite: rounds checks x>'a'"),
    (Engine::Postgres, "ALTER TABLE sessions ALTER name DROP NOT NULL", "in PostgreSQL: sessions.name text or nothing"),
    (Engine::Postgres, "ALTER TABLE rounds ALTER seats TYPE BIGINT", "in PostgreSQL: rounds.seats bigint"),
    (Engine::Postgres, "ALTER TABLE rounds ALTER seats SET DEFAULT 1", "in PostgreSQL: rounds.seats is at first 1"),
    (
        Engine::Postgres,
        "ALTER TABLE rounds DROP CONSTRAINT rounds_state_check",
        "in SQLite: rounds checks stateIN'preparing'",
    ),
    (
        Engine::Postgres,
        "ALTER TABLE deputies DROP CONSTRAINT deputies_attendance_check, \
         ADD CHECK (attendance IN ('absent','excused','present','late'))",
        "in PostgreSQL: deputies checks attendanceIN'absent','excused','present','late'",
    ),
    (
        Engine::Postgres,
        "ALTER TABLE delegations DROP CONSTRAINT delegations_session_id_name_key",
        "in SQLite: delegations unique session_id, name",
    ),
    (
        Engine::Postgres,
        "ALTER TABLE notices DROP CONSTRAINT notices_session_id_fkey",
        "in SQLite: notices (session_id) points to sessions (id) no action",
    ),
    (
        Engine::Postgres,
        "ALTER TABLE sign_ins DROP CONSTRAINT sign_ins_account_id_fkey, ADD FOREIGN KEY (account_id) REFERENCES accounts (id)",
        "in PostgreSQL: sign_ins (account_id) points to accounts (id) no action",
    ),
    (Engine::Postgres, "ALTER TABLE duties DROP CONSTRAINT duties_pkey", "in Rust: duties by name"),
];

#[test]
fn whatever_drifts_is_reported() {
    with_both(|sqlite, postgres| {
        for (engine, statement, said) in DRIFTS {
            let run = |sqlite: &mut Conn, postgres: &mut Conn, statement: &str| {
                let conn = if engine == Engine::Sqlite { sqlite } else { postgres };
                on_db!(conn, c => c.batch_execute(statement)).unwrap();
            };
            run(sqlite, postgres, &format!("BEGIN; {statement}"));
            let drift = drift(sqlite, postgres);
            run(sqlite, postgres, "ROLLBACK");
            assert!(drift.iter().any(|line| line.contains(&format!("only {said}"))), "{statement}: {drift:?}");
        }
        assert_eq!(drift(sqlite, postgres), Vec::<String>::new());
    });
}

/// Tables of which nothing is ever taken away or rewritten.
const APPEND_ONLY: [&str; 29] = [
    "acceptance_refusals",
    "acceptances",
    "audit_entries",
    "box_ballots",
    "box_records",
    "call_extensions",
    "cancelled_keys",
    "carry_overs",
    "checked_ballots",
    "document_signatures",
    "follow_up_steps",
    "key_messages",
    "key_refusals",
    "notices",
    "opened_ballots",
    "paper_entries",
    "proposal_answers",
    "repeated_reds",
    "round_annulments",
    "round_decisions",
    "round_slips",
    "screening_methods",
    "slip_confirmations",
    "tallies",
    "tracking_rules",
    "vote_changes",
    "warning_receivers",
    "warnings",
    "year_reports",
];

/// Columns of which the value is fixed once written, though the rest of the row is not.
const FIXED: [(&str, &[&str]); 14] = [
    ("appraisals", &["state", "scores", "checks", "verdict", "cost", "words", "given_at"]),
    ("document_inabilities", &["reason", "declared_by", "declared_at"]),
    ("document_objections", &["reason", "raised_at"]),
    ("documents", &["kind", "session_id", "round_id", "about_id", "number", "text", "hash", "drafted_at"]),
    ("election_signatures", &["verification_key", "signature"]),
    ("inspections", &["held_on", "place", "bodies", "words", "state"]),
    ("list_seals", &["document", "sha256", "method_version", "by_name", "at"]),
    ("plans", &["document", "version"]),
    ("project_places", &["project_id", "sub_item_id", "number"]),
    ("progress_reports", &["as_of", "quantity", "words", "state"]),
    ("voice_answers", &["voice_id", "turn", "words", "unit", "by_name", "at", "due_on"]),
    ("round_requests", &["act", "reason", "terms", "about_id", "requested_name"]),
    (
        "screening_decisions",
        &["outcome", "words", "to_change", "note", "meeting", "state", "settled_name", "settled_at"],
    ),
    ("voting_methods", &["document", "hash", "version"]),
];

/// What a CHECK asks of a column in the row that the test puts in.
const CHECKED: [(&str, &str, &str); 18] = [
    ("appraisals", "state", "'given'"),
    ("box_records", "kind", "'data'"),
    ("documents", "kind", "'certificate'"),
    ("documents", "state", "'drafted'"),
    ("follow_up_steps", "act", "'opened'"),
    ("inspections", "state", "'published'"),
    ("key_messages", "step", "'certificate'"),
    ("key_refusals", "finding", "'own'"),
    ("plans", "state", "'published'"),
    ("project_places", "state", "'not_begun'"),
    ("proposal_answers", "kind", "'refused'"),
    ("progress_reports", "state", "'filed'"),
    ("round_requests", "act", "'open'"),
    ("screening_decisions", "outcome", "'pool'"),
    ("screening_decisions", "state", "'confirmed'"),
    ("voice_answers", "letter", "'none'"),
    ("warning_receivers", "channel", "'letter'"),
    ("warning_receivers", "role", "'clerk'"),
];

#[derive(Debug, QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    optional: bool,
}

fn columns_of(conn: &mut Conn, table: &str) -> Vec<Column> {
    let query = match conn {
        Conn::Sqlite(_) => {
            format!("SELECT name, lower(type) AS kind, \"notnull\" = 0 AS optional FROM pragma_table_info('{table}')")
        }
        Conn::Pg(_) => format!(
            "SELECT column_name::text AS name, data_type::text AS kind, is_nullable = 'YES' AS optional \
             FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{table}' \
             ORDER BY ordinal_position"
        ),
    };
    let columns: Vec<Column> = sql_query(query).load(conn).unwrap();
    assert!(!columns.is_empty(), "no table {table}");
    columns
}

/// Puts one row of any content into `table`, with nothing behind its foreign keys.
fn put_a_row_into(conn: &mut Conn, table: &str) {
    let columns: Vec<Column> = columns_of(conn, table).into_iter().filter(|column| !column.optional).collect();
    let value = |column: &Column| {
        let checked = CHECKED.iter().find(|(t, name, _)| *t == table && *name == column.name);
        match (checked, column.kind.as_str()) {
            (Some((_, _, value)), _) => (*value).to_owned(),
            (_, "text") => "'x'".to_owned(),
            (_, "integer" | "bigint" | "smallint") => "1".to_owned(),
            (_, "blob") => "x'00112233445566778899aabbccddeeff'".to_owned(),
            (_, "bytea") => "'x'::bytea".to_owned(),
            (_, "uuid") => "'00112233-4455-6677-8899-aabbccddeeff'".to_owned(),
            (_, "timestamp with time zone") => "now()".to_owned(),
            (_, "date") => "'2024-02-03'".to_owned(),
            (_, "boolean") => "true".to_owned(),
            (_, kind) => panic!("{table}.{}: the test knows no value of type {kind}", column.name),
        }
    };
    let names = columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
    let values = columns.iter().map(value).collect::<Vec<_>>().join(", ");
    let insert = format!("INSERT INTO {table} ({names}) VALUES ({values});");
    let put = match conn {
        Conn::Sqlite(c) => c.batch_execute(&format!("PRAGMA foreign_keys = OFF; {insert} PRAGMA foreign_keys = ON;")),
        Conn::Pg(c) => c.batch_execute(&format!(
            "SET session_replication_role = replica; {insert} SET session_replication_role = origin;"
        )),
    };
    put.unwrap_or_else(|error| panic!("{insert}: {error}"));
}

#[track_caller]
fn is_refused(conn: &mut Conn, statement: &str) {
    let done = on_db!(&mut *conn, c => c.batch_execute(statement));
    let error = done.expect_err(&format!("{statement} was carried out"));
    let said = error.to_string();
    let by_trigger = [
        "append-only",
        "is not changed",
        "may not be changed",
        "mended only",
        "only as a new version",
        "only by a later one",
        "stays where it was listed",
    ];
    assert!(by_trigger.iter().any(|text| said.contains(text)), "{statement} failed for another reason: {said}");
}

fn refuses_change(engine: Engine) {
    let database = TestDatabase::migrated(engine);
    let db = database.open();
    db.with_connection(|conn| {
        for table in APPEND_ONLY {
            let column = columns_of(conn, table)[0].name.clone();
            put_a_row_into(conn, table);
            is_refused(conn, &format!("UPDATE {table} SET {column} = {column}"));
            is_refused(conn, &format!("DELETE FROM {table}"));
            if engine == Engine::Postgres {
                is_refused(conn, &format!("TRUNCATE {table} CASCADE"));
            }
        }
        for (table, columns) in FIXED {
            put_a_row_into(conn, table);
            for column in columns {
                is_refused(conn, &format!("UPDATE {table} SET {column} = {column}"));
            }
        }
    })
    .unwrap();
}

#[test]
fn what_must_never_change_refuses_to_on_sqlite() {
    refuses_change(Engine::Sqlite);
}

#[test]
fn what_must_never_change_refuses_to_on_postgres() {
    refuses_change(Engine::Postgres);
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

/// A guard that only one database has would go untested above.
#[test]
fn both_databases_guard_the_same_tables() {
    let guarded = |engine: Engine| {
        let database = TestDatabase::migrated(engine);
        let query = match engine {
            Engine::Sqlite => "SELECT DISTINCT tbl_name AS name FROM sqlite_master WHERE type = 'trigger'",
            Engine::Postgres => {
                "SELECT DISTINCT c.relname::text AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
                 WHERE NOT t.tgisinternal"
            }
        };
        let rows: Vec<Named> = database.open().with_connection(|conn| sql_query(query).load(conn).unwrap()).unwrap();
        rows.into_iter().map(|row| row.name).collect::<BTreeSet<_>>()
    };
    let listed: BTreeSet<String> =
        APPEND_ONLY.into_iter().chain(FIXED.map(|(table, _)| table)).map(ToOwned::to_owned).collect();
    assert_eq!(guarded(Engine::Sqlite), listed);
    assert_eq!(guarded(Engine::Postgres), listed);
}

/// What a machine that stops now would find at its next start.
fn image_of(path: &std::path::Path) -> [Vec<u8>; 2] {
    let log = path.with_extension("db-wal");
    [std::fs::read(path).unwrap(), std::fs::read(log).unwrap_or_default()]
}

fn sqlite_path(database: &TestDatabase) -> std::path::PathBuf {
    let DbUrl::Sqlite(path) = &database.url else { unreachable!() };
    path.clone()
}

/// Only what runs in the one transaction of the whole is safe to stop.
#[test]
fn no_migration_leaves_the_transaction_it_runs_in() {
    for file in sources::sources("migrations", "sql") {
        for line in file.text.lines().map(|line| line.trim().to_uppercase()) {
            let leaves = ["PRAGMA", "COMMIT", "ROLLBACK", "SAVEPOINT", "ATTACH", "VACUUM", "BEGIN IMMEDIATE"];
            let begins_with = |word: &str| {
                line.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
            };
            let found = leaves.iter().find(|word| begins_with(word));
            assert!(found.is_none() && line != "BEGIN;", "{}: {line}", file.path);
        }
    }
}

#[test]
fn every_folder_of_migrations_is_carried_out() {
    let database = TestDatabase::migrated(Engine::Sqlite);
    let query = "SELECT version AS name FROM __diesel_schema_migrations ORDER BY 1";
    let done: Vec<Named> = database.open().with_connection(|conn| sql_query(query).load(conn).unwrap()).unwrap();
    let done: Vec<String> = done.into_iter().map(|row| row.name).collect();
    let files = sources::sources("migrations", "sql");
    let folders: BTreeSet<&str> = files.iter().map(|file| file.path.split('/').next().unwrap()).collect();
    assert_eq!(done, folders.iter().map(|name| name.split('_').next().unwrap()).collect::<Vec<_>>());
    assert_eq!(files.len(), 2 * folders.len(), "a migration is an up.sql and a down.sql");
}

#[test]
fn a_migration_that_is_stopped_at_any_statement_begins_again() {
    let database = TestDatabase::empty(Engine::Sqlite);
    let (db, path) = (database.open(), sqlite_path(&database));
    let images = Arc::new(Mutex::new(BTreeSet::from([image_of(&path)])));
    let (seen, watched) = (images.clone(), path);
    db.with_connection(|conn| {
        let Conn::Sqlite(c) = conn else { unreachable!() };
        c.set_instrumentation(move |_: InstrumentationEvent<'_>| {
            seen.lock().unwrap().insert(image_of(&watched));
        });
        migrate(conn).unwrap();
        conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
    })
    .unwrap();
    let whole = columns(&db);
    let images = images.lock().unwrap();
    assert!(images.len() > 1, "the migrations were not watched");
    for image in images.iter() {
        let stopped = TestDatabase::empty(Engine::Sqlite);
        let path = sqlite_path(&stopped);
        std::fs::write(&path, &image[0]).unwrap();
        std::fs::write(path.with_extension("db-wal"), &image[1]).unwrap();
        let db = stopped.open();
        let standing = db.standing().unwrap();
        assert!(matches!(standing, Standing::Empty | Standing::Same), "all or nothing, not {standing:?}");
        db.migrate().unwrap();
        assert_eq!(columns(&db), whole);
    }
}

#[test]
fn a_disk_that_is_full_within_a_migration_leaves_nothing_of_it() {
    let database = TestDatabase::empty(Engine::Sqlite);
    let db = database.open();
    let mut full = 0;
    for pages in (2..).step_by(5) {
        let migrated = db.with_connection(|conn| {
            on_db!(&mut *conn, c => c.batch_execute(&format!("PRAGMA max_page_count = {pages}"))).unwrap();
            migrate(conn).is_ok()
        });
        if migrated.unwrap() {
            break;
        }
        full += 1;
        assert_eq!(db.standing().unwrap(), Standing::Empty, "with {pages} pages");
        assert_eq!(columns(&db), Facts::new(), "with {pages} pages");
    }
    assert!(full > 10, "only {full} places to run out of room");
    assert_eq!(db.standing().unwrap(), Standing::Same);
}

#[test]
fn programs_that_start_at_once_in_an_empty_folder_take_turns() {
    let program = Program::new();
    std::thread::scope(|scope| {
        let starting: Vec<_> = (0..3).map(|_| scope.spawn(|| program.serves(&["serve"]))).collect();
        for serving in starting {
            serving.join().unwrap();
        }
    });
    program.runs(&["doctor"]).ends_with(0);
}

#[test]
fn whoever_migrates_second_waits_as_long_as_it_takes() {
    let database = TestDatabase::empty(Engine::Postgres);
    let (first, second) = (database.open(), database.open());
    // As while the first one's commit waits for a standby: longer than an act would wait for another.
    let begin = "CREATE TABLE __turns (id INTEGER PRIMARY KEY); INSERT INTO __turns VALUES (1); \
                 BEGIN; SELECT id FROM __turns WHERE id = 1 FOR UPDATE";
    first
        .with_connection(|conn| {
            on_db!(&mut *conn, c => c.batch_execute(begin)).unwrap();
            std::thread::scope(|scope| {
                let waiting = scope.spawn(|| second.migrate());
                std::thread::sleep(Duration::from_secs(6));
                assert!(!waiting.is_finished(), "it waits");
                on_db!(&mut *conn, c => c.batch_execute("ROLLBACK")).unwrap();
                waiting.join().unwrap().unwrap();
            });
        })
        .unwrap();
    assert_eq!(second.standing().unwrap(), Standing::Same);
    let bounds =
        second.with_connection(|conn| on_db!(conn, c => sql_query("SHOW lock_timeout").get_result::<Shown>(c)));
    assert_eq!(bounds.unwrap().unwrap().lock_timeout, "5s", "an act waits no longer than before");
}

#[derive(QueryableByName)]
struct Shown {
    #[diesel(sql_type = Text)]
    lock_timeout: String,
}
