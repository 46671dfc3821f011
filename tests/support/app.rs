//! The program that runs is the program under test: started on a free port, with its own database.
#![allow(dead_code, reason = "a vocabulary for stories, of which some are not told yet")]

use std::{
    collections::HashMap,
    net::TcpListener,
    sync::{Arc, LazyLock, Mutex, Once, OnceLock},
    time::Duration,
};

use actix_web::{dev::ServerHandle, web::Data};
use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, connection::SimpleConnection};
use jiff::{SignedDuration, Timestamp};
use piaojue::{
    accounts::{self, DemoSheet, Login, NewAccount, OneTimeCode, Password, Role, SealedCodeSecret, SecondFactor},
    app::{self, Setup, Started},
    audit::Actor,
    clock::Clock,
    congress,
    db::{Db, DbError, Ts, WriteMoment},
    guests::ContactKey,
    hooks::Hooks,
    ids::{AccountId, CongressId},
    mail::Mailer,
    web::{HashingCost, HashingMemory, HostName, Proxies, Secret, Services, Views},
};
use sha2::{Digest, Sha256};
use tracing_subscriber::EnvFilter;

use super::{Engine, PASSWORD, TestDatabase, Visitor, database::Template};

/// 3 February 2024, noon in Shanghai: the day of the vote in the fixtures.
pub const NOON_OF_THE_VOTE: &str = "2024-02-03T04:00:00Z";

/// A story that takes longer is stuck.
const LONGEST_STORY: Duration = Duration::from_secs(600);

pub const CONGRESS: &str = "杭州市上城区第一届人民代表大会";

/// What a file holds that has the secret of every story.
pub const SECRET_FILE: [u8; 32] = [9; 32];

/// Nobody guesses passwords here, so trying one may be cheap.
const PASSWORD_COST: HashingCost = HashingCost { memory_kib: 64, passes: 1 };

/// The program of a story, which runs from when it is first asked for anything: what a story begins with may be the copy of
/// what others began with. Clones are the same program.
#[derive(Clone)]
pub struct TestApp(Arc<Told>);

struct Told {
    engine: Engine,
    running: OnceLock<Running>,
}

pub struct Running {
    /// `http://127.0.0.1:PORT`
    pub origin: String,
    pub services: Data<Services>,
    server: ServerHandle,
    database: Arc<TestDatabase>,
    demo: Option<Data<DemoSheet>>,
    at_hand: Mutex<Option<(CongressId, String)>>,
}

impl std::ops::Deref for TestApp {
    type Target = Running;
    fn deref(&self) -> &Running {
        self.0.running.get_or_init(|| {
            let database = Arc::new(TestDatabase::migrated(self.0.engine));
            let running = Running::on(
                database.clone(),
                database.open(),
                clock_at(NOON_OF_THE_VOTE.parse().unwrap()),
                None,
                None,
                None,
            );
            running.has_congress(CONGRESS, None);
            running
        })
    }
}

fn clock_at(moment: Timestamp) -> Clock {
    Clock::shifted(moment.duration_since(Timestamp::now()))
}

impl TestApp {
    /// The program with one congress, on the day of the vote.
    pub fn of_a_story(engine: Engine) -> Self {
        Self(Arc::new(Told { engine, running: OnceLock::new() }))
    }

    /// The program with an empty database, at `moment`; a demonstration if it has a sheet.
    pub fn start_at(engine: Engine, moment: &str, demo: Option<Data<DemoSheet>>) -> Self {
        let (database, clock) = (Arc::new(TestDatabase::migrated(engine)), clock_at(moment.parse().unwrap()));
        let db = database.open();
        Self::is_running(engine, Running::on(database, db, clock, demo, None, None))
    }

    fn is_running(engine: Engine, running: Running) -> Self {
        Self(Arc::new(Told { engine, running: OnceLock::from(running) }))
    }

    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// Whether the program was asked for anything yet.
    pub fn has_begun(&self) -> bool {
        self.0.running.get().is_some()
    }

    /// The program, which has not begun yet, begins with all that is in the template.
    pub fn begins_as(&self, template: &Template, moment: Timestamp) {
        let database = Arc::new(TestDatabase::copied(template));
        let db = database.open();
        let running = Running::on(database, db, clock_at(moment), None, None, None);
        assert!(self.0.running.set(running).is_ok(), "the story has begun already");
    }

    /// The same program with a mail server to send letters through.
    pub async fn can_write_letters(&self, url: &str) -> Self {
        let mailer = Mailer::new(url, "票决 <no-reply@mail.example>").unwrap();
        self.goes_on(self.services.clock, None, Some(mailer)).await
    }

    /// One more program over the same database, as it is served to many.
    pub fn another_instance(&self) -> Self {
        let (clock, mailer) = (self.services.clock, self.services.mailer.clone());
        let running = Running::on(self.database.clone(), self.database.open(), clock, self.demo.clone(), None, mailer);
        Self::is_running(self.engine(), running)
    }

    /// One more, whose line to the database breaks where `blow` says.
    pub fn another_instance_struck_by(
        &self,
        blow: impl Fn(WriteMoment) -> Result<(), DbError> + Send + Sync + 'static,
    ) -> Self {
        let db = self.database.open().struck_by(blow);
        let running = Running::on(self.database.clone(), db, self.services.clock, self.demo.clone(), None, None);
        Self::is_running(self.engine(), running)
    }

    /// The same database under another program.
    async fn goes_on(&self, clock: Clock, base_url: Option<&str>, mailer: Option<Mailer>) -> Self {
        self.stop().await;
        let db = self.database.open();
        let running = Running::on(self.database.clone(), db, clock, self.demo.clone(), base_url, mailer);
        Self::is_running(self.engine(), running)
    }

    /// The same database and secret under a new program whose clock runs `later`: sign-ins stay good across it.
    /// Its address is another one; people move over with `Visitor::moves_to`.
    pub async fn restarts(&self, later: SignedDuration) -> Self {
        let now = self.now().timestamp();
        let clock = Clock::shifted(now.duration_since(Timestamp::now()).saturating_add(later));
        self.goes_on(clock, None, self.services.mailer.clone()).await
    }

    /// The same database under a program that stands behind an https proxy.
    pub async fn moves_to_https(&self) -> Self {
        self.goes_on(self.services.clock, Some("https://vote.example"), None).await
    }

    /// The same database under a program that people reach at that address.
    pub async fn is_known_as(&self, address: &str) -> Self {
        self.goes_on(self.services.clock, Some(address), None).await
    }

    pub async fn stop(&self) {
        if let Some(running) = self.0.running.get() {
            running.server.stop(false).await;
        }
    }

    /// Somebody with a browser of their own, without scripts.
    pub fn visitor(&self) -> Visitor {
        let visitor = match &*self.at_hand.lock().unwrap() {
            Some((_, host)) => Visitor::at(&self.origin, host),
            None => Visitor::new(&self.origin),
        };
        visitor.with_the_clock(self.services.clock)
    }

    /// An account of that role with [`PASSWORD`], signed in.
    pub async fn signed_in(&self, role: Role) -> Visitor {
        let login = format!("{}-{}", role.word(), uuid::Uuid::new_v4().simple());
        let login = &login[..20];
        self.has_account(role, login);
        let mut person = self.visitor();
        person.signs_in(login, PASSWORD, "").await;
        person
    }
}

impl Running {
    fn on(
        database: Arc<TestDatabase>,
        db: Db,
        clock: Clock,
        demo: Option<Data<DemoSheet>>,
        base_url: Option<&str>,
        mailer: Option<Mailer>,
    ) -> Self {
        // What the server has to say, for whoever asks for it by RUST_LOG.
        static LOG: Once = Once::new();
        LOG.call_once(|| {
            if let Ok(filter) = EnvFilter::try_from_default_env() {
                tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
            }
        });
        // Parsing the templates takes longer than many a story.
        static VIEWS: LazyLock<Views> = LazyLock::new(|| Views::load().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let setup = Setup {
            db,
            views: VIEWS.clone(),
            clock,
            // As the programs of the command line read it from a file.
            secret: Secret::new(Sha256::digest(SECRET_FILE).into()),
            password_cost: PASSWORD_COST,
            base_url: base_url.map_or_else(|| origin.clone(), ToOwned::to_owned),
            certificate: None,
            proxies: Proxies::default(),
            mailer,
            // Receivers of the tests stand on this machine.
            hooks: Hooks::new("127.0.0.1".parse().unwrap()),
            security_contact: None,
            demo: demo.clone(),
            workers: 1,
        };
        let Started { server, services, .. } = app::start(setup, listener).unwrap();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { origin, services, server: handle, database, demo, at_hand: Mutex::default() }
    }

    pub fn db(&self) -> &Db {
        &self.services.db
    }

    pub fn database(&self) -> &TestDatabase {
        &self.database
    }

    pub fn now(&self) -> Ts {
        self.services.clock.now()
    }

    pub fn has_congress(&self, name: &str, host: Option<&str>) -> CongressId {
        let (now, host) = (self.now(), host.map(|host| HostName::parse(host).unwrap()));
        self.db().write(|tx| congress::found(tx, &Actor::operator(), now, name, host.as_ref())).unwrap()
    }

    /// Under which the keys of all contacts left so far were sealed.
    pub fn loses_the_secret_of_contacts(&self) {
        let sealed = ContactKey::new().sealed(&Secret::new([8; 32]), "lost").unwrap();
        let lost = format!(
            "UPDATE calls SET sealed_key = '{sealed}' WHERE sealed_key IS NOT NULL; \
             UPDATE voice_keys SET sealed_key = '{sealed}'"
        );
        self.db().with_connection(|conn| piaojue::on_db!(conn, c => c.batch_execute(&lost)).unwrap()).unwrap();
    }

    /// The only congress is asked for by `host` from now on.
    pub fn congress_is_at(&self, host: &str) {
        let (now, host) = (self.now(), HostName::parse(host).unwrap());
        let known = self.db().read(congress::congresses).unwrap().remove(0);
        self.db().write(|tx| congress::give_host(tx, &Actor::operator(), now, &known, &host)).unwrap();
    }

    /// From now on the story is about another congress, and browsers ask for its host.
    pub fn turns_to(&self, congress: CongressId, host: &str) {
        *self.at_hand.lock().unwrap() = Some((congress, host.to_owned()));
    }

    /// The only congress, or the one that the story turned to.
    pub fn congress(&self) -> CongressId {
        if let Some((at_hand, _)) = &*self.at_hand.lock().unwrap() {
            return *at_hand;
        }
        let congresses = self.db().read(congress::congresses).unwrap();
        assert_eq!(congresses.len(), 1, "the test has more than one congress");
        congresses[0].id
    }

    /// Whoever has that sign-in name has [`PASSWORD`] from now on, and needs no one-time code.
    pub fn gives_the_known_password(&self, login: &str) {
        let person = self.person(login);
        let without_codes = (
            accounts::schema::accounts::one_time_code_secret.eq(None::<String>),
            accounts::schema::accounts::sets_up_codes.eq(false),
        );
        let given = self.db().write(|tx| {
            diesel::update(accounts::schema::accounts::table.find(person.id))
                .set(without_codes.clone())
                .execute(&mut **tx)?;
            accounts::reset_password(tx, person.id, &hash(PASSWORD))
        });
        given.unwrap();
    }

    /// Whoever signs in with that name.
    pub fn person(&self, login: &str) -> accounts::Person {
        let (congress, login) = (self.congress(), Login::parse(login).unwrap());
        self.db().read(|conn| accounts::find_by_login(conn, Some(congress), &login)).unwrap().unwrap()
    }

    /// Whether somebody signs in with that name.
    pub fn knows(&self, login: &str) -> bool {
        let (congress, login) = (self.congress(), Login::parse(login).unwrap());
        self.db().read(|conn| accounts::find_by_login(conn, Some(congress), &login)).unwrap().is_some()
    }

    /// An account of the only congress with [`PASSWORD`].
    pub fn has_account(&self, role: Role, login: &str) -> AccountId {
        self.makes_account(role, login, &format!("示例{login}"), None)
    }

    /// An account as it is made in earnest: with a password that somebody else gave, and no one-time codes yet.
    pub fn has_new_account(&self, role: Role, login: &str) {
        let account = NewAccount {
            id: AccountId::new(),
            congress: (role != Role::Admin).then(|| self.congress()),
            login: Login::parse(login).unwrap(),
            name: format!("示例{login}"),
            role,
            password_hash: hash(PASSWORD),
            second_factor: SecondFactor::of_new(role),
        };
        let now = self.now();
        let made = self.db().write(|tx| {
            accounts::create_with_initial_password(tx, &account, now).map_err(|e| DbError::corrupt(e.to_string()))
        });
        made.unwrap();
    }

    /// An account that also asks for one-time codes.
    pub fn has_account_with_codes(&self, role: Role, login: &str) -> OneTimeCode {
        self.has_person(role, login, &format!("示例{login}"), true).1
    }

    /// An account whose authenticator holds that secret, in base32.
    pub fn has_account_with_secret(&self, role: Role, login: &str, base32: &str) -> AccountId {
        self.makes_account(role, login, &format!("示例{login}"), Some(base32.to_owned()))
    }

    /// An account of that name, which asks for one-time codes or not.
    pub fn has_person(&self, role: Role, login: &str, name: &str, asks_codes: bool) -> (AccountId, OneTimeCode) {
        let secret = OneTimeCode::new_secret(&mut rand::rng());
        let account = self.makes_account(role, login, name, asks_codes.then(|| secret.clone()));
        (account, OneTimeCode::of(&secret).unwrap())
    }

    fn makes_account(&self, role: Role, login: &str, name: &str, one_time_code_secret: Option<String>) -> AccountId {
        let id = AccountId::new();
        let seal = |base32: String| SealedCodeSecret::seal(&self.services.secret, id, &base32).unwrap();
        let account = NewAccount {
            id,
            congress: (role != Role::Admin).then(|| self.congress()),
            login: Login::parse(login).unwrap(),
            name: name.to_owned(),
            role,
            password_hash: hash(PASSWORD),
            // Whether one is asked for is a fact of the account: most stories are about something else.
            second_factor: one_time_code_secret.map(seal).map_or(SecondFactor::NotAsked, SecondFactor::Codes),
        };
        let now = self.now();
        self.db().write(|tx| accounts::create(tx, &account, now).map_err(|e| DbError::corrupt(e.to_string()))).unwrap();
        account.id
    }
}

/// Memory to hash passwords in, past the pool of the program.
#[allow(clippy::disallowed_methods, reason = "a test is no request")]
pub fn hashing_memory() -> HashingMemory {
    HashingMemory::outside_the_server(PASSWORD_COST)
}

fn hash(password: &str) -> String {
    static KNOWN: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);
    let mut known = KNOWN.lock().unwrap();
    let fresh = || Password::new(password).unwrap().hash(&mut hashing_memory()).unwrap();
    known.entry(password.to_owned()).or_insert_with(fresh).clone()
}

/// Tells a story with a program of its own.
pub fn run<F: Future<Output = ()>>(engine: Engine, story: impl FnOnce(TestApp) -> F) {
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::of_a_story(engine);
        let told = actix_web::rt::time::timeout(LONGEST_STORY, story(app.clone())).await;
        assert!(told.is_ok(), "the story has not ended after {} s", LONGEST_STORY.as_secs());
        app.stop().await;
    });
}

/// Declares stories: each becomes two tests, `<name>::sqlite` and `<name>::postgres`.
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident: $type:ty) $story:block)+) => { $(
        mod $name {
            #[allow(unused_imports, reason = "a story may need nothing from around it")]
            use super::*;

            $(#[$meta])*
            async fn story($app: $type) $story

            #[test]
            fn sqlite() {
                $crate::support::run($crate::support::Engine::Sqlite, story);
            }

            #[test]
            fn postgres() {
                $crate::support::run($crate::support::Engine::Postgres, story);
            }
        }
    )+ };
}

/// Declares stories of what only a browser shows, which is the same whatever database is behind it: `<name>::sqlite`.
macro_rules! in_a_browser {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident: $type:ty) $story:block)+) => { $(
        mod $name {
            #[allow(unused_imports, reason = "a story may need nothing from around it")]
            use super::*;

            $(#[$meta])*
            async fn story($app: $type) $story

            #[test]
            fn sqlite() {
                $crate::support::run($crate::support::Engine::Sqlite, story);
            }
        }
    )+ };
}
