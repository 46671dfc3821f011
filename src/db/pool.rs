//! Connections that keep nobody waiting long, and the memory that nobody answers behind them.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use diesel::{Connection, PgConnection, SqliteConnection, connection::SimpleConnection, r2d2::R2D2Connection};
use parking_lot::Mutex;
use r2d2::PooledConnection;

use super::{Conn, DbError, DbUrl, held_file::HeldFile};

/// How long anybody waits for a connection to PostgreSQL, or for one that reads SQLite.
const PATIENCE: Duration = Duration::from_secs(1);
/// SQLite has one connection that writes: waiting for it is waiting for one's turn, not for a database that is gone.
const TURN: Duration = Duration::from_secs(5);
/// At the start nobody is kept waiting but the operator.
const FIRST: Duration = Duration::from_secs(8);

/// What is sent is given up after five seconds, and what is waited for: whoever waits for a commit has sent all there is, so
/// that only the probes of an idle line notice that the other machine is gone.
const SILENCE: [(&str, &str); 5] = [
    ("connect_timeout", "2"),
    ("tcp_user_timeout", "5000"),
    ("keepalives_idle", "2"),
    ("keepalives_interval", "1"),
    ("keepalives_count", "3"),
];

pub(super) struct Manager {
    url: DbUrl,
    file: Option<Arc<HeldFile>>,
}

impl Manager {
    /// PostgreSQL's own library waits without end for a machine that fell silent, unless told otherwise.
    fn postgres_url(url: &str) -> String {
        let mut url = url.to_owned();
        for (name, value) in SILENCE {
            if !url.contains(&format!("{name}=")) {
                url.push(if url.contains('?') { '&' } else { '?' });
                url.push_str(&format!("{name}={value}"));
            }
        }
        url
    }
}

impl r2d2::ManageConnection for Manager {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        let mut conn = match &self.url {
            DbUrl::Postgres(url) => PgConnection::establish(&Self::postgres_url(url)).map(Conn::Pg),
            DbUrl::Sqlite(path) => SqliteConnection::establish(&path.to_string_lossy()).map(Conn::Sqlite),
        }
        .map_err(diesel::r2d2::Error::ConnectionError)?;
        if let Some(file) = &self.file {
            let elsewhere = |e: DbError| diesel::ConnectionError::BadConnection(e.to_string());
            file.is_in_place().map_err(elsewhere).map_err(diesel::r2d2::Error::ConnectionError)?;
        }
        match &mut conn {
            Conn::Sqlite(c) => settle(c),
            Conn::Pg(c) => c
                .batch_execute("SET TIME ZONE 'UTC'; SET synchronous_commit=on; SET client_min_messages=warning;")
                .and_then(|()| c.batch_execute(BOUNDS))
                .and_then(|()| c.batch_execute(GIVEN_UP)),
        }
        .map_err(diesel::r2d2::Error::QueryError)?;
        Ok(conn)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Self::Error> {
        conn.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

/// How long an act waits for another one, and at all.
pub const BOUNDS: &str = "SET lock_timeout='5s'; SET statement_timeout='30s'";

/// What the server does with an act of ours whose machine fell silent or stands still: as long as it does not notice, the rows
/// that the act had locked keep all other instances waiting.
const GIVEN_UP: &str = "SET tcp_keepalives_idle=2; SET tcp_keepalives_interval=1; SET tcp_keepalives_count=3; \
                        SET tcp_user_timeout='5s'; SET idle_in_transaction_session_timeout='60s'";

/// SQLite does not wait for who else turns the same new file to its log, whatever `busy_timeout` says.
fn settle(conn: &mut SqliteConnection) -> diesel::QueryResult<()> {
    const TRIES: u32 = 12;
    for tried in 1.. {
        let done = conn.batch_execute(
            "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; \
             PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=1000; \
             PRAGMA journal_size_limit=67108864; PRAGMA trusted_schema=OFF;",
        );
        match done {
            Err(e) if tried < TRIES && e.to_string().contains("database is locked") => {
                std::thread::sleep(super::pause_after(tried));
            }
            done => return done,
        }
    }
    Ok(())
}

/// A moment in which nobody answered.
#[derive(Default)]
struct Outage(Mutex<Option<Instant>>);

impl Outage {
    const REMEMBERED: Duration = Duration::from_secs(1);

    fn begins(&self, now: Instant) {
        *self.0.lock() = Some(now);
    }

    fn is_over(&self) {
        *self.0.lock() = None;
    }

    /// Whether waiting is in vain. After a while one caller is let through to try, and nobody beside it.
    fn lasts(&self, now: Instant) -> bool {
        let mut since = self.0.lock();
        match *since {
            None => false,
            Some(then) if now.saturating_duration_since(then) < Self::REMEMBERED => true,
            Some(_) => {
                *since = Some(now);
                false
            }
        }
    }
}

/// A pool whose callers are told soon, and at once where another was told just now.
#[derive(Clone)]
pub(super) struct Connections {
    pool: r2d2::Pool<Manager>,
    file: Option<Arc<HeldFile>>,
    outage: Arc<Outage>,
    patience: Duration,
}

impl Connections {
    /// `size` connections at most to the same database; for PostgreSQL each is tried before it is handed out.
    pub(super) fn open(url: &DbUrl, file: Option<Arc<HeldFile>>, size: u32) -> Result<Self, DbError> {
        let is_file = matches!(url, DbUrl::Sqlite(_));
        let manager = Manager { url: url.clone(), file: file.clone() };
        let mut builder = r2d2::Pool::builder()
            .max_size(size)
            .min_idle(Some(1))
            .test_on_check_out(!is_file)
            // How often the pool itself tries again hangs on this one.
            .connection_timeout(PATIENCE)
            .error_handler(Box::new(r2d2::NopErrorHandler));
        if is_file {
            // The write-ahead log is deleted with the last connection, and must stay the same file.
            builder = builder.idle_timeout(None).max_lifetime(None);
        }
        let pool = builder.build_unchecked(manager);
        pool.get_timeout(FIRST).map_err(|e| DbError::Unreachable(e.to_string()))?;
        let patience = if is_file && size == 1 { TURN } else { PATIENCE };
        Ok(Self { pool, file, outage: Arc::default(), patience })
    }

    /// Tries the address once, without a pool that tries again: what is wrong with it is said at once.
    pub(super) fn try_out(url: &DbUrl) -> Result<(), DbError> {
        let manager = Manager { url: url.clone(), file: None };
        r2d2::ManageConnection::connect(&manager).map(drop).map_err(|e| DbError::Unreachable(e.to_string()))
    }

    pub(super) fn get(&self) -> Result<PooledConnection<Manager>, DbError> {
        self.is_in_place()?;
        if self.outage.lasts(Instant::now()) {
            let back = self.pool.try_get().ok_or_else(|| DbError::Unreachable("it did not answer just now".into()))?;
            self.outage.is_over();
            return Ok(back);
        }
        match self.pool.get_timeout(self.patience) {
            Ok(conn) => {
                self.outage.is_over();
                Ok(conn)
            }
            Err(error) if self.pool.state().connections == 0 => {
                self.outage.begins(Instant::now());
                Err(DbError::Unreachable(error.to_string()))
            }
            Err(_) => Err(DbError::Busy),
        }
    }

    pub(super) fn state(&self) -> r2d2::State {
        self.pool.state()
    }

    /// Whether what is written here will be found by whoever opens the same path.
    pub(super) fn is_in_place(&self) -> Result<(), DbError> {
        self.file.as_ref().map_or(Ok(()), |file| file.is_in_place())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_an_outage_lasts_one_a_second_tries_and_nobody_waits() {
        let outage = Outage::default();
        let begun = Instant::now();
        let after = |millis| begun + Duration::from_millis(millis);
        assert!(!outage.lasts(begun), "nothing is known to be wrong");
        outage.begins(begun);
        assert!(outage.lasts(begun) && outage.lasts(after(999)));
        assert!(!outage.lasts(after(1_000)), "one tries");
        assert!(outage.lasts(after(1_000)) && outage.lasts(after(1_999)), "and nobody beside it");
        assert!(!outage.lasts(after(2_000)));
        outage.is_over();
        assert!(!outage.lasts(after(2_000)) && !outage.lasts(after(2_001)));
    }

    #[test]
    fn a_silent_machine_is_given_up_unless_the_address_says_otherwise() {
        let given = Manager::postgres_url("postgres://u@a:1,b:2/db?target_session_attrs=read-write&connect_timeout=9");
        let probes = "keepalives_idle=2&keepalives_interval=1&keepalives_count=3";
        assert!(given.ends_with(&format!("&connect_timeout=9&tcp_user_timeout=5000&{probes}")), "{given}");
        let plain = Manager::postgres_url("postgres://u@a/db");
        assert!(plain.ends_with(&format!("/db?connect_timeout=2&tcp_user_timeout=5000&{probes}")), "{plain}");
    }
}
