//! A fresh database a test, copied from one that was brought about once a run.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{
        LazyLock, Mutex, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl,
    connection::SimpleConnection,
    sql_query,
    sql_types::{Bool, Text},
};
use piaojue::db::{Db, DbUrl};
use tempfile::TempDir;

/// The two databases that every story is told on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        })
    }
}

/// Few, since two cores run many tests at once.
const CONNECTIONS: u32 = 4;

/// A database of one test, gone with it.
pub struct TestDatabase {
    pub url: DbUrl,
    place: Place,
}

enum Place {
    Folder { _kept: TempDir },
    Server { name: String },
}

/// A database that nobody writes to, to make others from.
pub enum Template {
    File(PathBuf),
    Named(String),
}

impl TestDatabase {
    /// With all tables, empty.
    pub fn migrated(engine: Engine) -> Self {
        static SQLITE: LazyLock<Template> = LazyLock::new(|| template_with_all_tables(Engine::Sqlite));
        static POSTGRES: LazyLock<Template> = LazyLock::new(|| template_with_all_tables(Engine::Postgres));
        Self::copied(match engine {
            Engine::Sqlite => &SQLITE,
            Engine::Postgres => &POSTGRES,
        })
    }

    pub fn copied(template: &Template) -> Self {
        match template {
            Template::File(file) => {
                let database = Self::empty(Engine::Sqlite);
                let DbUrl::Sqlite(path) = &database.url else { unreachable!() };
                std::fs::copy(file, path).unwrap();
                database
            }
            Template::Named(name) => Self::on_server(Some(name)),
        }
    }

    /// What is in it now, to be copied; nobody reaches it any more on PostgreSQL.
    pub fn becomes_template(&self, db: &Db) -> Template {
        match &self.place {
            Place::Folder { .. } => {
                let file = new_template_file();
                db.maintenance(&format!("VACUUM INTO '{}'", file.display())).unwrap();
                Template::File(file)
            }
            Place::Server { name } => {
                self.goes_away();
                let template = format!("{name}_template");
                admin().batch_execute(&format!("ALTER DATABASE {name} RENAME TO {template}")).unwrap();
                Template::Named(template)
            }
        }
    }

    /// Without any table.
    pub fn empty(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let folder = tempfile::Builder::new().prefix("piaojue-test-").tempdir().unwrap();
                let url = DbUrl::from(folder.path().join("piaojue.db").as_path());
                Self { url, place: Place::Folder { _kept: folder } }
            }
            Engine::Postgres => Self::on_server(None),
        }
    }

    fn on_server(template: Option<&str>) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("{}{}", run().prefix, NEXT.fetch_add(1, Ordering::Relaxed));
        create(&name, template);
        Self { url: DbUrl::Postgres(url_of(&name)), place: Place::Server { name } }
    }

    /// From now on nobody reaches it: PostgreSQL ends every connection and takes none, SQLite's file lies elsewhere.
    pub fn goes_away(&self) {
        match &self.place {
            Place::Folder { .. } => {
                let DbUrl::Sqlite(path) = &self.url else { unreachable!() };
                std::fs::rename(path, path.with_extension("away")).unwrap();
            }
            Place::Server { name } => {
                let mut admin = admin();
                admin.batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).unwrap();
                let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname";
                admin.batch_execute(&format!("{end} = '{name}'")).unwrap();
            }
        }
    }

    /// PostgreSQL is reached again.
    pub fn comes_back(&self) {
        let Place::Server { name } = &self.place else { unreachable!() };
        admin().batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).unwrap();
    }

    pub fn open(&self) -> Db {
        Db::open(self.url.clone(), CONNECTIONS).unwrap()
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Place::Server { name } = &self.place {
            let dropped = admin().batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            if let Err(error) = dropped {
                eprintln!("the test's database {name} is left behind: {error}");
            }
        }
    }
}

fn template_with_all_tables(engine: Engine) -> Template {
    let database = TestDatabase::empty(engine);
    let db = database.open();
    db.migrate().unwrap();
    database.becomes_template(&db)
}

/// In a folder of this run; folders of runs that are over are thrown away.
fn new_template_file() -> PathBuf {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        const NAME: &str = "templates-";
        let all = Path::new(env!("CARGO_TARGET_TMPDIR"));
        for entry in std::fs::read_dir(all).unwrap().flatten() {
            let name = entry.file_name();
            let run = name.to_str().and_then(|name| name.strip_prefix(NAME));
            if run.is_some_and(|run| !Path::new("/proc").join(run).exists()) {
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
        let folder = all.join(format!("{NAME}{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir(&folder).unwrap();
        folder
    });
    static NEXT: AtomicU32 = AtomicU32::new(1);
    FOLDER.join(format!("{}.db", NEXT.fetch_add(1, Ordering::Relaxed)))
}

fn create(name: &str, template: Option<&str>) {
    let template = template.unwrap_or("template0");
    admin().batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).unwrap();
}

/// The server that PIAOJUE_TEST_POSTGRES names; without one the test fails, rather than not run.
fn server_url() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    URL.get_or_init(|| {
        std::env::var("PIAOJUE_TEST_POSTGRES").unwrap_or_else(|_| {
            panic!(
                "this test needs PostgreSQL: run it by `make test`, or by `sh scripts/with-postgres.sh cargo test …`, \
                 or set PIAOJUE_TEST_POSTGRES to the URL of a server where databases may be made"
            )
        })
    })
}

fn url_of(database: &str) -> String {
    let (server, path) =
        server_url().rsplit_once('/').expect("PIAOJUE_TEST_POSTGRES names a database after the last /");
    let options = path.split_once('?').map(|(_, options)| format!("?{options}")).unwrap_or_default();
    format!("{server}/{database}{options}")
}

fn admin() -> PgConnection {
    PgConnection::establish(server_url())
        .unwrap_or_else(|error| panic!("PostgreSQL at PIAOJUE_TEST_POSTGRES does not answer: {error}"))
}

/// One run of the tests: its databases bear its number, and it holds the lock of that number as long as it lives.
struct Run {
    prefix: String,
    _lock: Mutex<PgConnection>,
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Locked {
    #[diesel(sql_type = Bool)]
    locked: bool,
}

fn run() -> &'static Run {
    static RUN: LazyLock<Run> = LazyLock::new(|| {
        let mut conn = admin();
        drop_what_dead_runs_left(&mut conn);
        let number = rand::random::<u32>();
        assert!(lock(&mut conn, number), "another run has the same number");
        Run { prefix: format!("piaojue_test_{number}_"), _lock: Mutex::new(conn) }
    });
    &RUN
}

fn lock(conn: &mut PgConnection, number: u32) -> bool {
    let query = format!("SELECT pg_try_advisory_lock(7069, {}) AS locked", number.cast_signed());
    sql_query(query).get_result::<Locked>(conn).unwrap().locked
}

fn drop_what_dead_runs_left(conn: &mut PgConnection) {
    let query = r"SELECT datname::text AS name FROM pg_database WHERE datname LIKE 'piaojue\_test\_%'";
    let names: Vec<Named> = sql_query(query).load(conn).unwrap();
    for name in names.into_iter().map(|row| row.name) {
        let number = name.split('_').nth(2).and_then(|number| number.parse().ok());
        let Some(number) = number else { continue };
        if lock(conn, number) {
            let _ = conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            let _ = conn.batch_execute(&format!("SELECT pg_advisory_unlock(7069, {})", number.cast_signed()));
        }
    }
}

#[derive(diesel::QueryableByName)]
struct Counted {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

/// What `SELECT count(*) AS n …` says.
pub fn count(conn: &mut piaojue::db::Conn, sql: &str) -> Result<i64, piaojue::db::DbError> {
    use diesel::RunQueryDsl;
    Ok(diesel::sql_query(sql).get_result::<Counted>(conn)?.n)
}
