//! The two folders of migrations make the same tables, can be taken back, and refuse what must never change.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use diesel::{
    Connection, QueryableByName, RunQueryDsl,
    connection::{InstrumentationEvent, SimpleConnection},
    sql_query,
    sql_types::{Bool, Text},
};
use piaojue::{
    db::{Conn, Db, DbUrl, Standing, migrate, revert_all, table_columns},
    on_db,
};

use crate::support::{Engine, TestDatabase, program::Program, sources};

fn columns(db: &Db) -> Vec<String> {
    db.with_connection(|conn| table_columns(conn).unwrap()).unwrap()
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
    assert_eq!(columns(&db), Vec::<String>::new(), "down leaves these behind");
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

fn migrated_columns(engine: Engine) -> BTreeSet<String> {
    columns(&TestDatabase::migrated(engine).open()).into_iter().collect()
}

#[test]
fn both_folders_make_the_same_tables_and_columns() {
    let (sqlite, postgres) = (migrated_columns(Engine::Sqlite), migrated_columns(Engine::Postgres));
    let only_in = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!(only_in(&sqlite, &postgres), Vec::<String>::new(), "only in SQLite");
    assert_eq!(only_in(&postgres, &sqlite), Vec::<String>::new(), "only in PostgreSQL");
}

#[test]
fn the_schema_in_rust_names_the_same_tables_and_columns() {
    let text = std::fs::read_to_string(sources::root().join("src/db/schema.rs")).unwrap();
    let in_rust = schema_columns(&text);
    let in_database = migrated_columns(Engine::Sqlite);
    let only_in = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!(only_in(&in_rust, &in_database), Vec::<String>::new(), "only in src/db/schema.rs");
    assert_eq!(only_in(&in_database, &in_rust), Vec::<String>::new(), "only in the migrations");
}

/// `table.column` of every `diesel::table!`.
fn schema_columns(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for block in text.split("diesel::table! {").skip(1) {
        let block = block.split("\n}").next().unwrap();
        let mut table = "";
        for line in block.lines().map(str::trim) {
            if let Some((name, _)) = line.split_once(" (") {
                table = name;
            } else if let Some((column, _)) = line.split_once(" ->") {
                found.insert(format!("{table}.{column}"));
            }
        }
    }
    assert!(!found.is_empty(), "no table was read from src/db/schema.rs");
    found
}

/// Tables of which nothing is ever taken away or rewritten.
const APPEND_ONLY: [&str; 16] = [
    "acceptance_refusals",
    "audit_entries",
    "box_ballots",
    "box_records",
    "cancelled_keys",
    "checked_ballots",
    "document_signatures",
    "follow_up_steps",
    "key_messages",
    "key_refusals",
    "notices",
    "opened_ballots",
    "paper_entries",
    "round_annulments",
    "round_decisions",
    "tallies",
];

/// Columns of which the value is fixed once written, though the rest of the row is not.
const FIXED: [(&str, &[&str]); 7] = [
    ("document_objections", &["reason", "raised_at"]),
    ("documents", &["kind", "round_id", "about_id", "number", "text", "hash"]),
    ("inspections", &["held_on", "place", "bodies", "words", "state"]),
    ("plans", &["document", "version"]),
    ("progress_reports", &["as_of", "quantity", "words", "state"]),
    ("round_requests", &["act", "reason", "requested_name"]),
    ("voting_methods", &["document", "hash", "version"]),
];

/// What a CHECK asks of a column in the row that the test puts in.
const CHECKED: [(&str, &str, &str); 10] = [
    ("box_records", "kind", "'data'"),
    ("documents", "kind", "'certificate'"),
    ("documents", "state", "'drafted'"),
    ("follow_up_steps", "act", "'opened'"),
    ("inspections", "state", "'published'"),
    ("key_messages", "step", "'certificate'"),
    ("key_refusals", "finding", "'own'"),
    ("plans", "state", "'published'"),
    ("progress_reports", "state", "'filed'"),
    ("round_requests", "act", "'open'"),
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
    let by_trigger =
        ["append-only", "may not be changed", "mended only", "only as a new version", "only by a later one"];
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

/// A trigger that only one folder has would go untested above.
#[test]
fn both_folders_guard_the_same_tables() {
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
fn no_migration_of_sqlite_leaves_the_transaction_it_runs_in() {
    let folder = sources::root().join("migrations/sqlite");
    for migration in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        assert!(!migration.join("metadata.toml").exists(), "{}", migration.display());
        for file in ["up.sql", "down.sql"] {
            let text = std::fs::read_to_string(migration.join(file)).unwrap();
            for line in text.lines().map(|line| line.trim().to_uppercase()) {
                let leaves = ["PRAGMA", "COMMIT", "ROLLBACK", "SAVEPOINT", "ATTACH", "VACUUM", "BEGIN IMMEDIATE"];
                let found = leaves.iter().find(|word| line.starts_with(**word));
                assert!(found.is_none() && line != "BEGIN;", "{}/{file}: {line}", migration.display());
            }
        }
    }
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
        assert_eq!(columns(&db), Vec::<String>::new(), "with {pages} pages");
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
