//! The tables of both databases, carried inside the program and brought up to date at start.

use std::collections::BTreeSet;

use diesel::{
    QueryableByName, RunQueryDsl, SqliteConnection,
    backend::Backend,
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
    migration::MigrationSource,
    sql_types::Text,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::Conn;

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

type MigrationResult<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Any number that nobody else in the same database is likely to lock.
const ADVISORY_LOCK: i64 = 0x7069_616f_6a75_6500;

/// How the tables stand to those this program was built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Empty,
    Older,
    Same,
    /// Made by a later version of the program.
    Newer,
}

/// Applies what is missing, all of it or nothing; two programs that start at once take turns.
pub fn migrate(conn: &mut Conn) -> MigrationResult<()> {
    // Who finds nothing to do waits for no lock.
    if standing(conn)? == Standing::Same {
        return Ok(());
    }
    match conn {
        Conn::Sqlite(c) => in_one_transaction(c, |c| c.run_pending_migrations(SQLITE).map(|_| ())),
        Conn::Pg(c) => {
            c.batch_execute(&format!("SELECT pg_advisory_lock({ADVISORY_LOCK})"))?;
            let done = c.run_pending_migrations(POSTGRES).map(|_| ());
            c.batch_execute(&format!("SELECT pg_advisory_unlock({ADVISORY_LOCK})"))?;
            done
        }
    }
}

/// Takes every table away again.
pub fn revert_all(conn: &mut Conn) -> MigrationResult<()> {
    match conn {
        Conn::Sqlite(c) => in_one_transaction(c, |c| c.revert_all_migrations(SQLITE).map(|_| ())),
        Conn::Pg(c) => c.revert_all_migrations(POSTGRES).map(|_| ()),
    }
}

/// Tables and the mark that they were made stand or fall together, whenever the machine stops. Foreign keys can be put
/// aside only outside a transaction, and must be while a table is made anew; they are checked before the end.
fn in_one_transaction(
    conn: &mut SqliteConnection,
    work: impl FnOnce(&mut SqliteConnection) -> MigrationResult<()>,
) -> MigrationResult<()> {
    conn.batch_execute("PRAGMA foreign_keys = OFF")?;
    let done = locked(conn, work);
    conn.batch_execute("PRAGMA foreign_keys = ON")?;
    done
}

fn locked(
    conn: &mut SqliteConnection,
    work: impl FnOnce(&mut SqliteConnection) -> MigrationResult<()>,
) -> MigrationResult<()> {
    AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN EXCLUSIVE")?;
    let done = work(conn).and_then(|()| {
        let astray: Vec<Named> =
            diesel::sql_query("SELECT \"table\" AS name FROM pragma_foreign_key_check").load(conn)?;
        match astray.first() {
            None => Ok(()),
            Some(row) => Err(format!("a row of {} would point to nothing", row.name).into()),
        }
    });
    match done {
        Ok(()) => Ok(AnsiTransactionManager::commit_transaction(conn)?),
        Err(error) => {
            AnsiTransactionManager::rollback_transaction(conn)?;
            Err(error)
        }
    }
}

/// Looks, and changes nothing.
pub fn standing(conn: &mut Conn) -> MigrationResult<Standing> {
    let applied = applied(conn)?;
    let known = match conn {
        Conn::Sqlite(_) => versions::<diesel::sqlite::Sqlite>(&SQLITE)?,
        Conn::Pg(_) => versions::<diesel::pg::Pg>(&POSTGRES)?,
    };
    Ok(if applied.is_empty() {
        Standing::Empty
    } else if !applied.is_subset(&known) {
        Standing::Newer
    } else if applied == known {
        Standing::Same
    } else {
        Standing::Older
    })
}

fn versions<DB: Backend>(source: &EmbeddedMigrations) -> MigrationResult<BTreeSet<String>> {
    let migrations = MigrationSource::<DB>::migrations(source)?;
    Ok(migrations.iter().map(|migration| migration.name().version().to_string()).collect())
}

fn applied(conn: &mut Conn) -> Result<BTreeSet<String>, diesel::result::Error> {
    let table = match conn {
        Conn::Sqlite(_) => "SELECT name FROM sqlite_master WHERE name = '__diesel_schema_migrations'",
        Conn::Pg(_) => {
            "SELECT table_name::text AS name FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_name = '__diesel_schema_migrations'"
        }
    };
    if diesel::sql_query(table).load::<Named>(conn)?.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rows: Vec<Named> = diesel::sql_query("SELECT version AS name FROM __diesel_schema_migrations").load(conn)?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

/// `table.column` for every table of ours, sorted: what the two folders must agree on.
pub fn table_columns(conn: &mut Conn) -> Result<Vec<String>, diesel::result::Error> {
    let query = match conn {
        Conn::Sqlite(_) => {
            "SELECT m.name || '.' || c.name AS name FROM sqlite_master m, pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY 1"
        }
        Conn::Pg(_) => {
            "SELECT table_name || '.' || column_name AS name FROM information_schema.columns \
             WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_\\_%' ORDER BY 1"
        }
    };
    let mut names: Vec<String> =
        diesel::sql_query(query).load::<Named>(conn)?.into_iter().map(|row| row.name).collect();
    names.sort();
    Ok(names)
}
