//! One connection type over SQLite and PostgreSQL, its pools, and the only ways to read and to write.

mod dialect;
mod duties;
mod forget;
mod held_file;
mod line;
mod migrate;
mod ownership;
mod pool;
pub mod schema;
mod seam;
mod submissions;
mod tunnel;
mod types;
mod version;

use std::{
    error::Error as StdError,
    ops::{Deref, DerefMut},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use diesel::{
    Connection, PgConnection, RunQueryDsl, SqliteConnection,
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
    result::{DatabaseErrorKind, Error as QueryError},
    sql_types::{Bool, Nullable, Text},
};

pub use duties::Cadence;
pub(crate) use forget::delete_what_hangs_on;
use held_file::HeldFile;
use line::Line;
pub use line::{LineError, judge_line};
pub use migrate::{Standing, migrate, revert_all, standing, table_columns};
pub use ownership::{Ownership, claim_from_whoever};
use pool::Connections;
use seam::Seam;
pub use seam::WriteMoment;
pub use submissions::{FormKey, Submitted, forget_submissions};
pub use types::{Day, MultiTypeGlue, Ts, Uid, sql};
pub use version::public_version;

/// Either database behind one set of queries.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

/// Runs a query on the concrete connection, for what the combined one cannot express.
#[macro_export]
macro_rules! on_db {
    ($conn:expr, $c:ident => $q:expr) => {
        match $conn {
            $crate::db::Conn::Pg($c) => $q,
            $crate::db::Conn::Sqlite($c) => $q,
        }
    };
    ($conn:expr, pg($p:ident) => $pq:expr, sqlite($s:ident) => $sq:expr) => {
        match $conn {
            $crate::db::Conn::Pg($p) => $pq,
            $crate::db::Conn::Sqlite($s) => $sq,
        }
    };
}

/// What can go wrong between the program and its database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("the database refused: {0}")]
    Query(#[from] QueryError),
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    #[error(transparent)]
    Line(#[from] LineError),
    #[error("every connection to the database is at work")]
    Busy,
    #[error(
        "the database file {0} was removed, moved or replaced under the running server: put the right file (with its \
         -wal, if there is one) back and start the server again"
    )]
    FileLost(PathBuf),
    #[error("the database file is damaged ({0}): restore the last backup")]
    Damaged(String),
    #[error("what was done lies on one machine only: no standby has it yet")]
    OnOneMachine,
    #[error("nothing is taken: the server was started with PIAOJUE_READ_ONLY")]
    ReadOnly,
    #[error("a row makes no sense: {0}")]
    Corrupt(String),
}

impl DbError {
    /// A row that the rules of its slice do not know.
    pub fn corrupt(what: impl std::fmt::Display) -> Self {
        Self::Corrupt(what.to_string())
    }

    /// What is not there, or not for whoever asks: the two look alike.
    pub fn missing() -> Self {
        Self::Query(QueryError::NotFound)
    }

    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Query(QueryError::NotFound))
    }

    /// Whether a UNIQUE constraint refused the row (both databases name the kind, only one the constraint).
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Query(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)))
    }
}

/// An open write transaction: the proof that a store's writing function asks for.
pub struct Tx<'c> {
    conn: &'c mut Conn,
    seal: Option<&'c Seal>,
}

/// What a list is sealed under that nobody may rewrite, also not whoever may write everything in the database.
#[derive(Clone)]
pub struct Seal([u8; 32]);

impl Seal {
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// 32 bytes that nobody without the seal can tell from random, different for each purpose and input.
    pub fn derive(&self, purpose: &str, input: &[u8]) -> [u8; 32] {
        // HMAC takes a key of any length, so this cannot fail.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return [0; 32] };
        mac.update(purpose.as_bytes());
        mac.update(b"|");
        mac.update(input);
        mac.finalize().into_bytes().into()
    }
}

impl Tx<'_> {
    /// Nothing is sealed by whoever opened the database without its secret.
    pub fn seal(&self) -> Result<&Seal, DbError> {
        self.seal.ok_or_else(|| DbError::corrupt("the database was opened without its secret"))
    }
}

impl Deref for Tx<'_> {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        self.conn
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn
    }
}

/// The address of a database, decided by its scheme and never guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DbUrl {
    Postgres(String),
    Sqlite(PathBuf),
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("DATABASE_URL must start with postgres:// or sqlite:, not {0:?}")]
pub struct UnknownScheme(String);

impl std::str::FromStr for DbUrl {
    type Err = UnknownScheme;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        match url.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path.strip_prefix("//").unwrap_or(path)))),
            _ => Err(UnknownScheme(url.split(['@', '?']).next().unwrap_or_default().to_owned())),
        }
    }
}

impl From<&Path> for DbUrl {
    fn from(path: &Path) -> Self {
        Self::Sqlite(path.to_owned())
    }
}

/// A database: many readers at once; on SQLite one writer, on PostgreSQL as many as the pool holds.
#[derive(Clone)]
pub struct Db {
    url: Arc<DbUrl>,
    line: Line,
    read: Connections,
    write: Connections,
    read_only: bool,
    seal: Option<Arc<Seal>>,
    seam: Seam,
}

/// Connections that an instance holds now.
#[derive(Clone, Copy, Debug)]
pub struct Pools {
    pub connections: u32,
    pub idle: u32,
}

#[derive(Clone, Copy)]
enum Isolation {
    Serializable,
    /// For a transaction whose first statement locks the one row that everything it touches hangs on.
    RowLocked,
    ReadOnly,
}

impl Db {
    /// Opens the pools; `connections` bounds those of PostgreSQL and the readers of SQLite. A SQLite file that is not
    /// there is made.
    pub fn open(url: DbUrl, connections: u32) -> Result<Self, DbError> {
        let line = Line::laid(&url)?;
        let (read, write) = match &url {
            DbUrl::Postgres(_) => {
                Connections::try_out(&line.url)?;
                let shared = Connections::open(&line.url, None, connections)?;
                (shared.clone(), shared)
            }
            DbUrl::Sqlite(path) => {
                let unusable = |e: std::io::Error| DbError::Unreachable(format!("{}: {e}", path.display()));
                let file = Arc::new(HeldFile::open(path).map_err(unusable)?);
                Connections::try_out(&url)?;
                let write = Connections::open(&url, Some(file.clone()), 1)?;
                (Connections::open(&url, Some(file), connections)?, write)
            }
        };
        Ok(Self { url: Arc::new(url), line, read, write, read_only: false, seal: None, seam: Seam::default() })
    }

    /// The same database, of which nothing is changed any more.
    pub fn only_to_read(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// The same database for whoever has its secret.
    pub fn under(self, seal: Seal) -> Self {
        Self { seal: Some(Arc::new(seal)), ..self }
    }

    /// Nothing sealed is read by whoever opened the database without its secret.
    pub fn seal(&self) -> Result<&Seal, DbError> {
        self.seal.as_deref().ok_or_else(|| DbError::corrupt("the database was opened without its secret"))
    }

    /// The same database, of which every write asks at each moment whether the line to it breaks there; for trying what
    /// holds then.
    pub fn struck_by(self, blow: impl Fn(WriteMoment) -> Result<(), DbError> + Send + Sync + 'static) -> Self {
        Self { seam: Seam::new(blow), ..self }
    }

    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    pub fn pools(&self) -> Pools {
        let shared = matches!(*self.url, DbUrl::Postgres(_));
        let all = [Some(&self.read), (!shared).then_some(&self.write)];
        all.into_iter().flatten().fold(Pools { connections: 0, idle: 0 }, |sum, pool| {
            let state = pool.state();
            Pools { connections: sum.connections + state.connections, idle: sum.idle + state.idle_connections }
        })
    }

    /// Whether a connection can be had and answers.
    pub fn answers(&self) -> Result<(), DbError> {
        let mut conn = self.read.get()?;
        on_db!(&mut *conn, c => c.batch_execute("SELECT 1"))?;
        Ok(())
    }

    /// How many standbys have each commit before it is answered, as far as this role may know; SQLite has none to tell of.
    pub fn standbys_in_sync(&self) -> Result<Option<i64>, DbError> {
        let mut conn = self.read.get()?;
        let Conn::Pg(c) = &mut *conn else { return Ok(None) };
        let found: Count = diesel::sql_query(
            "SELECT CASE WHEN count(*) = count(sync_state) THEN count(*) FILTER (WHERE sync_state IN ('sync', 'quorum')) END \
             AS count FROM pg_stat_replication",
        )
        .get_result(c)?;
        Ok(found.count)
    }

    /// Whether commits wait for a standby, as far as this role is told.
    pub fn wants_a_standby(&self) -> Result<bool, DbError> {
        let mut conn = self.read.get()?;
        let Conn::Pg(c) = &mut *conn else { return Ok(false) };
        Ok(diesel::sql_query(STANDBY_WANTED).get_result::<Wanted>(c)?.wanted)
    }

    /// That all that is committed by now would outlive this machine, for whoever answers with what was written before.
    pub fn outlives_the_machine(&self) -> Result<(), DbError> {
        outlives_the_machine(&mut *self.write.get()?)
    }

    pub fn url(&self) -> &DbUrl {
        &self.url
    }

    /// By what PostgreSQL's own programs reach the database as long as this is held: an encrypted line is theirs too.
    pub fn reached_at(&self) -> &DbUrl {
        &self.line.url
    }

    /// Reads from one consistent snapshot.
    pub fn read<T, E>(&self, f: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E>
    where
        E: From<DbError> + StdError + 'static,
    {
        let mut conn = self.read.get()?;
        begin(&mut conn, Isolation::ReadOnly)?;
        let done = f(&mut conn);
        end(&mut conn, done)
    }

    /// Writes all of it or nothing, and where commits wait for a standby says so only when one has it. The closure may run
    /// several times: it does no more than touch the database.
    pub fn write<T, E>(&self, mut f: impl FnMut(&mut Tx) -> Result<T, E>) -> Result<T, E>
    where
        E: From<DbError> + StdError + 'static,
    {
        self.retrying(Isolation::Serializable, &mut f)
    }

    /// Like [`Db::write`], for a transaction that begins by locking one row (the head of a box), so that
    /// PostgreSQL queues rivals instead of sending them back to start again.
    pub fn write_row_locked<T, E>(&self, mut f: impl FnMut(&mut Tx) -> Result<T, E>) -> Result<T, E>
    where
        E: From<DbError> + StdError + 'static,
    {
        self.retrying(Isolation::RowLocked, &mut f)
    }

    fn retrying<T, E>(&self, isolation: Isolation, f: &mut dyn FnMut(&mut Tx) -> Result<T, E>) -> Result<T, E>
    where
        E: From<DbError> + StdError + 'static,
    {
        const TRIES: u32 = 12;
        if self.read_only {
            return Err(DbError::ReadOnly.into());
        }
        let mut conn = self.write.get()?;
        self.seam.reached(WriteMoment::BeforeBegin)?;
        for tried in 1.. {
            begin(&mut conn, isolation)?;
            let done = f(&mut Tx { conn: &mut conn, seal: self.seal.as_deref() });
            let done = done.and_then(|done| Ok(self.seam.reached(WriteMoment::BeforeCommit).map(|()| done)?));
            match end(&mut conn, done) {
                Err(e) if tried < TRIES && is_transient(&e, isolation) => {
                    std::thread::sleep(pause_after(tried));
                    self.seam.reached(WriteMoment::BeforeRetry)?;
                }
                done => {
                    // Also what is committed into a file that is no more was not done.
                    self.write.is_in_place()?;
                    let done = done?;
                    self.seam.reached(WriteMoment::AfterCommit)?;
                    outlives_the_machine(&mut conn)?;
                    return Ok(done);
                }
            }
        }
        Err(DbError::corrupt("no try left").into())
    }

    /// Folds SQLite's write-ahead log back into the file; nothing to do on PostgreSQL.
    pub fn checkpoint(&self) -> Result<(), DbError> {
        let mut conn = self.write.get()?;
        if let Conn::Sqlite(c) = &mut *conn {
            c.batch_execute("PRAGMA wal_checkpoint(TRUNCATE);")?;
        }
        Ok(())
    }

    /// Runs statements outside any transaction, for what refuses to run inside one (`VACUUM INTO`).
    pub fn maintenance(&self, statements: &str) -> Result<(), DbError> {
        let mut conn = self.write.get()?;
        on_db!(&mut *conn, c => c.batch_execute(statements))?;
        Ok(())
    }

    /// Brings the tables up to the version this program was built for.
    pub fn migrate(&self) -> Result<(), DbError> {
        let mut conn = self.write.get()?;
        migrate(&mut conn).map_err(DbError::corrupt)
    }

    /// How its tables stand to those of this program; changes nothing.
    pub fn standing(&self) -> Result<Standing, DbError> {
        let mut conn = self.read.get()?;
        standing(&mut conn).map_err(DbError::corrupt)
    }

    /// Walks a SQLite file from end to end; PostgreSQL does so by its own checksums.
    pub fn check_whole(&self) -> Result<(), DbError> {
        let mut conn = self.read.get()?;
        let Conn::Sqlite(c) = &mut *conn else { return Ok(()) };
        let found: Vec<Found> = diesel::sql_query("PRAGMA quick_check(3)").load(c)?;
        let faults: Vec<String> = found.into_iter().map(|row| row.quick_check).filter(|line| line != "ok").collect();
        if faults.is_empty() { Ok(()) } else { Err(DbError::Damaged(faults.join("; "))) }
    }

    /// One connection for tests of the migrations themselves.
    pub fn with_connection<T>(&self, f: impl FnOnce(&mut Conn) -> T) -> Result<T, DbError> {
        let mut conn = self.write.get()?;
        Ok(f(&mut conn))
    }
}

/// That all that is committed by now would outlive this machine: where PostgreSQL's commits wait for a standby, one has it.
/// A commit alone does not say so, since PostgreSQL calls it done, too, when its waiting is cancelled or cut short by a
/// restart. Nothing to ask on SQLite, where no standby is wanted, and where this role is not told of them.
fn outlives_the_machine(conn: &mut Conn) -> Result<(), DbError> {
    // A standby is a moment behind whoever commits beside this one: seldom longer than a millisecond, and a second in all.
    const TRIES: u32 = 45;
    const LONGEST: Duration = Duration::from_millis(25);
    let Conn::Pg(c) = conn else { return Ok(()) };
    if !diesel::sql_query(STANDBY_WANTED).get_result::<Wanted>(c)?.wanted {
        return Ok(());
    }
    let mut place = None;
    for tried in 0..TRIES {
        if tried > 0 {
            std::thread::sleep(Duration::from_millis(1 << tried.min(5)).min(LONGEST));
        }
        let asked: Elsewhere = diesel::sql_query(HELD_ELSEWHERE).bind::<Nullable<Text>, _>(&place).get_result(c)?;
        if asked.held {
            return Ok(());
        }
        place = Some(asked.place);
    }
    Err(DbError::OnOneMachine)
}

/// Asked first and by itself: an engine that is only compatible has neither that setting nor that log.
const STANDBY_WANTED: &str = "SELECT coalesce(current_setting('synchronous_standby_names', true), '') <> '' AS wanted";

#[derive(diesel::QueryableByName)]
struct Wanted {
    #[diesel(sql_type = Bool)]
    wanted: bool,
}

/// Up to which place of its log a standby that commits wait for must have come: what is bound, or all that is on this machine's disk.
const HELD_ELSEWHERE: &str = "SELECT place::text AS place, NOT pg_has_role('pg_read_all_stats', 'USAGE') \
     OR EXISTS (SELECT FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum') AND flush_lsn >= place) AS held \
     FROM (SELECT coalesce($1::pg_lsn, pg_current_wal_flush_lsn()) AS place) AS log";

#[derive(diesel::QueryableByName)]
struct Elsewhere {
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Bool)]
    held: bool,
}

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = Nullable<diesel::sql_types::BigInt>)]
    count: Option<i64>,
}

#[derive(diesel::QueryableByName)]
struct Found {
    #[diesel(sql_type = diesel::sql_types::Text)]
    quick_check: String,
}

/// By chance, so that two who collided do not meet again.
fn pause_after(tried: u32) -> Duration {
    Duration::from_millis(rand::random_range(1..=1 << tried.min(7)))
}

/// A collision with another transaction, which a second try can win. Without serializable isolation a rival's row
/// shows as a duplicate; a second look finds it and decides by the rules.
fn is_transient(error: &(dyn StdError + 'static), isolation: Isolation) -> bool {
    let mut link = Some(error);
    while let Some(e) = link {
        let query = match e.downcast_ref::<DbError>() {
            Some(DbError::Query(q)) => Some(q),
            _ => e.downcast_ref::<QueryError>(),
        };
        if let Some(QueryError::DatabaseError(kind, info)) = query {
            return matches!(kind, DatabaseErrorKind::SerializationFailure)
                || matches!((kind, isolation), (DatabaseErrorKind::UniqueViolation, Isolation::RowLocked))
                || info.message().contains("deadlock detected")
                || info.message().contains("database is locked");
        }
        link = e.source();
    }
    false
}

fn begin(conn: &mut Conn, isolation: Isolation) -> Result<(), DbError> {
    let begun = match conn {
        Conn::Pg(c) => AnsiTransactionManager::begin_transaction_sql(
            c,
            match isolation {
                Isolation::Serializable => "BEGIN ISOLATION LEVEL SERIALIZABLE",
                Isolation::RowLocked => "BEGIN ISOLATION LEVEL READ COMMITTED",
                Isolation::ReadOnly => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            },
        ),
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(
            c,
            match isolation {
                Isolation::ReadOnly => "BEGIN DEFERRED",
                Isolation::Serializable | Isolation::RowLocked => "BEGIN IMMEDIATE",
            },
        ),
    };
    Ok(begun?)
}

/// Commits what was done, or takes it back where something failed.
fn end<T, E: From<DbError>>(conn: &mut Conn, done: Result<T, E>) -> Result<T, E> {
    match done {
        Ok(value) => {
            <Conn as Connection>::TransactionManager::commit_transaction(conn).map_err(DbError::from)?;
            Ok(value)
        }
        Err(e) => match <Conn as Connection>::TransactionManager::rollback_transaction(conn) {
            Ok(()) | Err(QueryError::BrokenTransactionManager) => Err(e),
            Err(rollback) => Err(DbError::from(rollback).into()),
        },
    }
}
