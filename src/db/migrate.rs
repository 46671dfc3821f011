//! The tables of both databases, carried inside the program and brought up to date at start.

use diesel::{QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_types::Text};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::Conn;

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

type MigrationResult<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Any number that nobody else in the same database is likely to lock.
const ADVISORY_LOCK: i64 = 0x7069_616f_6a75_6500;

/// Applies what is missing; two instances that start at once take turns.
pub fn migrate(conn: &mut Conn) -> MigrationResult<()> {
    match conn {
        Conn::Sqlite(c) => c.run_pending_migrations(SQLITE).map(|_| ()),
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
        Conn::Sqlite(c) => c.revert_all_migrations(SQLITE).map(|_| ()),
        Conn::Pg(c) => c.revert_all_migrations(POSTGRES).map(|_| ()),
    }
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
