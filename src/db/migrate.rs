//! The tables of both databases, carried inside the program and brought up to date at start.

use std::{collections::BTreeSet, fmt};

use diesel::{
    PgConnection, QueryableByName, RunQueryDsl, SqliteConnection,
    backend::Backend,
    connection::{AnsiTransactionManager, BoxableConnection, SimpleConnection, TransactionManager},
    migration::{Migration, MigrationMetadata, MigrationName, MigrationSource, MigrationVersion},
    sql_types::Text,
};
use diesel_migrations::MigrationHarness;

use super::{Conn, dialect::Dialect, pool::BOUNDS};

/// Name, what makes the tables, what takes them away; in the order in which they are carried out.
const MIGRATIONS: [(&str, &str, &str); 1] = [(
    "00000000000001_schema",
    include_str!("../../migrations/00000000000001_schema/up.sql"),
    include_str!("../../migrations/00000000000001_schema/down.sql"),
)];

type MigrationResult<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// One of [`MIGRATIONS`] in the words of one database.
struct Rendered {
    name: &'static str,
    up: String,
    down: String,
}

impl<DB: Backend> MigrationSource<DB> for Dialect {
    fn migrations(&self) -> MigrationResult<Vec<Box<dyn Migration<DB>>>> {
        let rendered = MIGRATIONS.iter().map(|&(name, up, down)| {
            let migration = Rendered { name, up: self.renders(up)?, down: self.renders(down)? };
            Ok(Box::new(migration) as Box<dyn Migration<DB>>)
        });
        rendered.collect()
    }
}

impl<DB: Backend> Migration<DB> for Rendered {
    fn run(&self, conn: &mut dyn BoxableConnection<DB>) -> MigrationResult<()> {
        Ok(conn.batch_execute(&self.up)?)
    }

    fn revert(&self, conn: &mut dyn BoxableConnection<DB>) -> MigrationResult<()> {
        Ok(conn.batch_execute(&self.down)?)
    }

    fn metadata(&self) -> &dyn MigrationMetadata {
        self
    }

    fn name(&self) -> &dyn MigrationName {
        self
    }
}

impl MigrationMetadata for Rendered {}

impl MigrationName for Rendered {
    fn version(&self) -> MigrationVersion<'_> {
        self.name.split('_').next().unwrap_or_default().into()
    }
}

impl fmt::Display for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

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
        Conn::Sqlite(c) => in_one_transaction(c, |c| c.run_pending_migrations(Dialect::Sqlite).map(|_| ())),
        Conn::Pg(c) => taking_turns(c, |c| c.run_pending_migrations(Dialect::Postgres).map(|_| ())),
    }
}

/// A row to be locked: what every engine that speaks PostgreSQL's language knows, unlike its advisory locks.
const TURNS: &str = "CREATE TABLE IF NOT EXISTS __turns (id INTEGER PRIMARY KEY);
    INSERT INTO __turns SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM __turns)";

/// Whoever begins beside another waits for it as long as it takes, be it that its commit waits for a standby.
fn taking_turns(
    conn: &mut PgConnection,
    work: impl FnOnce(&mut PgConnection) -> MigrationResult<()>,
) -> MigrationResult<()> {
    conn.batch_execute("SET lock_timeout=0; SET statement_timeout=0")?;
    let done = in_its_turn(conn, work);
    conn.batch_execute(BOUNDS)?;
    done
}

fn in_its_turn(
    conn: &mut PgConnection,
    work: impl FnOnce(&mut PgConnection) -> MigrationResult<()>,
) -> MigrationResult<()> {
    // Of two who make the table or its row at the same moment one is refused, and finds it there the next time.
    if conn.batch_execute(TURNS).is_err() {
        conn.batch_execute(TURNS)?;
    }
    AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN ISOLATION LEVEL READ COMMITTED")?;
    let done = diesel::sql_query("SELECT id FROM __turns WHERE id = 1 FOR UPDATE")
        .execute(conn)
        .map_err(Into::into)
        .and_then(|_| work(conn));
    match done {
        Ok(()) => Ok(AnsiTransactionManager::commit_transaction(conn)?),
        Err(error) => {
            AnsiTransactionManager::rollback_transaction(conn)?;
            Err(error)
        }
    }
}

/// Takes every table away again.
pub fn revert_all(conn: &mut Conn) -> MigrationResult<()> {
    match conn {
        Conn::Sqlite(c) => in_one_transaction(c, |c| c.revert_all_migrations(Dialect::Sqlite).map(|_| ())),
        Conn::Pg(c) => {
            c.revert_all_migrations(Dialect::Postgres)?;
            Ok(c.batch_execute("DROP TABLE IF EXISTS __turns")?)
        }
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
        Conn::Sqlite(_) => versions::<diesel::sqlite::Sqlite>(Dialect::Sqlite)?,
        Conn::Pg(_) => versions::<diesel::pg::Pg>(Dialect::Postgres)?,
    };
    Ok(compare(&applied, &known))
}

fn compare(applied: &BTreeSet<String>, known: &BTreeSet<String>) -> Standing {
    if applied.is_empty() {
        Standing::Empty
    } else if !applied.is_subset(known) {
        Standing::Newer
    } else if applied == known {
        Standing::Same
    } else {
        Standing::Older
    }
}

fn versions<DB: Backend>(dialect: Dialect) -> MigrationResult<BTreeSet<String>> {
    let migrations = MigrationSource::<DB>::migrations(&dialect)?;
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

/// `table.column` for every table of ours, sorted.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_older_or_newer_by_what_was_carried_out() {
        let set = |versions: &[&str]| versions.iter().map(|version| (*version).to_owned()).collect::<BTreeSet<_>>();
        let known = set(&["1", "2"]);
        assert_eq!(compare(&set(&[]), &known), Standing::Empty);
        assert_eq!(compare(&set(&["1"]), &known), Standing::Older);
        assert_eq!(compare(&known, &known), Standing::Same);
        assert_eq!(compare(&set(&["1", "3"]), &known), Standing::Newer);
    }
}
