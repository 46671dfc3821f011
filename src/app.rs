//! The server: everything the routes need, put together and started.

mod duties;
mod health;
mod metrics;

pub use duties::do_what_is_due;
pub use metrics::{Requests, serve_metrics};

use std::{net::TcpListener, num::NonZeroU32, sync::Arc, time::Duration};

use actix_session::{SessionMiddleware, config::PersistentSession};
use actix_web::{
    App, HttpServer,
    cookie::{Key, SameSite, time},
    dev::Server,
    middleware::{Condition, from_fn},
    web::{Data, FormConfig, PayloadConfig},
};
use futures_util::future::join_all;

use self::metrics::measured;
use crate::{
    accounts::{DemoSheet, SignIns},
    audit,
    ballots::OpenBoxes,
    clock::Clock,
    congress::{self, Sites},
    db::{Db, DbError, Ts, Tx},
    deputies::CheckInTries,
    followers, guests,
    hooks::{Hooks, Telling},
    mail::{MailError, Mailer, Outgoing},
    post, proposals, routes,
    syslog::LogServer,
    tls, voices, warnings,
    web::{
        AddressLimit, FORM, HashingCost, HashingPool, Heavy, Live, Proxies, PublicPages, Secret, Services, Views,
        error_pages, known_methods, security_headers, take_nothing,
    },
};

/// What a server is started with.
pub struct Setup {
    pub db: Db,
    pub views: Views,
    pub clock: Clock,
    pub secret: Secret,
    pub password_cost: HashingCost,
    pub base_url: String,
    pub certificate: Option<Arc<tls::Served>>,
    pub proxies: Proxies,
    pub mailer: Option<Mailer>,
    pub hooks: Hooks,
    pub security_contact: Option<String>,
    pub demo: Option<Data<DemoSheet>>,
    pub workers: usize,
}

const SIGN_IN_HOURS: i64 = 12;

/// Connections of one instance: as many as may be at work in the database at once on a small machine.
pub const CONNECTIONS: u32 = 8;

/// Request threads: one a core.
pub fn workers() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Db(#[from] crate::db::DbError),
    #[error("cannot listen: {0}")]
    Listen(#[from] std::io::Error),
    #[error("cannot serve https: {0}")]
    Tls(#[from] rustls::Error),
}

/// A server that serves.
pub struct Started {
    pub server: Server,
    pub services: Data<Services>,
    pub requests: Data<Requests>,
}

/// Starts serving on `listener`; the server runs until it is stopped or told to by a signal.
pub fn start(setup: Setup, listener: TcpListener) -> Result<Started, StartError> {
    let Setup {
        db,
        views,
        clock,
        secret,
        password_cost,
        base_url,
        certificate,
        proxies,
        mailer,
        hooks,
        security_contact,
        demo,
        workers,
    } = setup;
    let db = audit::sealed(db, &secret);
    let services = Data::new(Services {
        views,
        public: PublicPages::default(),
        hashing: HashingPool::new(password_cost, 2, 400),
        files: Heavy::new(1, 30),
        casting: Heavy::new(6, 400),
        demo: demo.is_some(),
        db,
        clock,
        secret,
        base_url,
        certificate,
        proxies,
        limit: AddressLimit::new(
            NonZeroU32::new(100).unwrap_or(NonZeroU32::MIN),
            NonZeroU32::new(1_000).unwrap_or(NonZeroU32::MIN),
        ),
        mailer,
        hooks,
        security_contact,
    });
    services.public.is_now(services.db.read(congress::public_version)?);
    let demo = demo.unwrap_or_else(|| Data::new(DemoSheet::default()));
    let boxes = Data::new(OpenBoxes::default());
    let sites = Data::new(Sites::default());
    let live = Data::new(Live::default());
    let check_in_tries = Data::new(CheckInTries::default());
    let requests = Data::new(Requests::default());
    let counted = requests.clone();
    let key = session_key(&services);
    let shared = services.clone();
    let server = HttpServer::new(move || {
        let services = shared.clone();
        App::new()
            .app_data(services.clone())
            .app_data(demo.clone())
            .app_data(boxes.clone())
            .app_data(sites.clone())
            .app_data(check_in_tries.clone())
            .app_data(live.clone())
            .app_data(PayloadConfig::new(FORM))
            .app_data(FormConfig::default().limit(FORM))
            .app_data(counted.clone())
            .wrap(Condition::new(services.db.is_read_only(), from_fn(take_nothing)))
            .wrap(from_fn(error_pages))
            .wrap(from_fn(known_methods))
            .wrap(security_headers(services.is_https()))
            .wrap(from_fn(measured))
            .configure(health::health)
            .configure(|config| routes::all(config, || sessions(&services, &key)))
    })
    .workers(workers)
    // Or the body waits until the client has acknowledged the head.
    .tcp_nodelay(true)
    .worker_max_blocking_threads(8)
    .shutdown_timeout(2);
    let server = match &services.certificate {
        Some(certificate) => server.listen_rustls_0_23(listener, certificate.config()?)?,
        None => server.listen(listener)?,
    }
    .run();
    Ok(Started { server, services, requests })
}

fn sessions(services: &Services, key: &Key) -> SessionMiddleware<SignIns> {
    SessionMiddleware::builder(SignIns::new(services.db.clone(), services.clock), key.clone())
        .cookie_name(services.cookie_name("piaojue"))
        .cookie_secure(services.is_https())
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .session_lifecycle(PersistentSession::default().session_ttl(time::Duration::hours(SIGN_IN_HOURS)))
        .build()
}

fn session_key(services: &Services) -> Key {
    let mut bytes = services.secret.derive("sign-in cookie", b"signing").to_vec();
    bytes.extend(services.secret.derive("sign-in cookie", b"encryption"));
    Key::from(&bytes)
}

/// Keeps an instance up to date with what others did, and tidies up; ends with the server.
pub async fn keep_up(services: Data<Services>) {
    let (mut ticks, mut answers) = (0_u32, true);
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let shared = services.clone();
        let version = actix_web::web::block(move || shared.db.read(congress::public_version)).await;
        match version {
            Ok(Ok(version)) => {
                services.public.is_now(version);
                if !answers {
                    tracing::warn!("the database answers again");
                }
                answers = true;
            }
            Ok(Err(error)) => {
                if answers {
                    tracing::error!(%error, "the database does not answer: public pages are served as they were");
                }
                answers = false;
            }
            Err(_) => return,
        }
        if services.db.is_read_only() {
            continue;
        }
        // At the start and then every minute: which instance does what is due, the database decides.
        if ticks.is_multiple_of(60) {
            let shared = services.clone();
            // A duty that failed has been logged.
            if actix_web::web::block(move || do_what_is_due(&shared)).await.is_err() {
                tracing::error!("the look at what is due broke off and will be repeated");
            }
        }
        ticks = ticks.wrapping_add(1);
        if ticks.is_multiple_of(600) {
            let shared = services.clone();
            let tidied = actix_web::web::block(move || tidy(&shared)).await;
            if let Ok(Err(error)) = tidied {
                tracing::warn!(%error, "tidying failed");
            }
        }
    }
}

/// Shows another certificate soon after its files changed; ends with the server.
pub async fn keep_certificate(certificate: Arc<tls::Served>) {
    loop {
        tokio::time::sleep(Duration::from_secs(2)).await;
        let shared = certificate.clone();
        match actix_web::web::block(move || shared.look_again()).await {
            Ok(None) => {}
            Ok(Some(Ok(()))) => {
                let facts = certificate.facts();
                tracing::info!(until = %facts.ends, fingerprint = facts.fingerprint, "another certificate is shown from now on");
            }
            Ok(Some(Err(error))) => {
                tracing::error!(%error, "the certificate changed and is no good: the one before goes on")
            }
            Err(_) => return,
        }
    }
}

/// Tells a log server what was written to the audit list since; ends with the server.
pub async fn keep_forwarding(services: Data<Services>, server: LogServer) {
    let mut hears = true;
    loop {
        let (shared, to) = (services.clone(), server.clone());
        let told = actix_web::web::block(move || {
            let host = shared.base_url.split("://").nth(1).unwrap_or_default();
            audit::forward(&shared.db, &to, host.split(['/', ':']).next().unwrap_or_default())
        });
        match told.await {
            Ok(Ok(_)) => {
                if !hears {
                    tracing::warn!("the log server hears again");
                }
                hears = true;
            }
            Ok(Err(error)) => {
                if hears {
                    tracing::error!(%error, "the audit list is not forwarded at the moment; nothing of it is lost");
                }
                hears = false;
            }
            Err(_) => return,
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

/// Hands waiting letters to the mail server, every ten seconds; ends with the server.
pub async fn keep_writing(services: Data<Services>) {
    while services.mailer.is_some() && !services.db.is_read_only() {
        tokio::time::sleep(Duration::from_secs(10)).await;
        let shared = services.clone();
        match actix_web::web::block(move || send_letters(&shared)).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "letters could not be sent and will be tried again"),
            Err(_) => return,
        }
    }
}

/// A round of letters that are due; how many got through.
pub fn send_letters(services: &Services) -> Result<usize, DbError> {
    const MOST: usize = 50;
    let Some(mailer) = &services.mailer else { return Ok(0) };
    let write = |letters: fn(&mut Tx, &Secret, &str, Ts) -> Result<usize, DbError>| {
        services.db.write(|tx| letters(tx, &services.secret, &services.base_url, services.clock.now()))
    };
    // What cannot be written keeps nothing else from going out.
    let written = write(proposals::write_letters).and(write(voices::write_letters));
    let sent = post::send_due(
        &services.db,
        &services.base_url,
        || services.clock.now(),
        MOST,
        |letter| {
            let outgoing = Outgoing {
                id: letter.id.uuid(),
                to: letter.to.as_str(),
                subject: &letter.subject,
                body: &letter.body,
                stop: letter.stop.as_deref(),
            };
            mailer.send(outgoing).map_err(|error| match error {
                MailError::Refused(why) => post::Failure::Refused(why),
                MailError::PutOff(why) => post::Failure::PutOff(why),
                error => post::Failure::Unreachable(error.to_string()),
            })
        },
    )?;
    services.db.write(|tx| {
        let hopeless = post::stop_hopeless(tx)?;
        followers::give_up(tx, &hopeless)?;
        warnings::give_up(tx, &hopeless, services.clock.now())?;
        guests::give_up_letters(tx, &hopeless)
    })?;
    written.map(|_| sent)
}

/// Tells webhooks what waits for them, every few seconds; ends with the server.
pub async fn keep_calling(services: Data<Services>) {
    while !services.db.is_read_only() {
        tokio::time::sleep(Duration::from_secs(5)).await;
        if let Err(error) = call_webhooks(services.clone()).await {
            tracing::warn!(%error, "webhooks could not be called and will be tried again");
        }
    }
}

/// A round of calls that are due; how many got through. While receivers take their time, no thread and no connection to the
/// database waits for them.
pub async fn call_webhooks(services: Data<Services>) -> Result<usize, DbError> {
    const AT_ONCE: i64 = 8;
    let mut through = 0;
    loop {
        let shared = services.clone();
        let take = move || {
            let now = shared.clock.now();
            // The look costs next to nothing, the lock for writing does.
            match shared.db.read(|conn| post::has_calls(conn, now))? {
                true => shared.db.write(|tx| post::take_calls(tx, &shared.secret, now, AT_ONCE)),
                false => Ok(Vec::new()),
            }
        };
        let calls = blocking(take).await?;
        if calls.is_empty() {
            return Ok(through);
        }
        let at = services.clock.now().timestamp().as_second();
        let told = join_all(calls.into_iter().map(|call| {
            let services = &services;
            async move {
                let (id, url, secret) = (call.id.uuid(), call.url.as_str(), call.secret.as_str());
                let telling = Telling { id, url, secret, event: &call.event, body: &call.body, at };
                let told = services.hooks.tell(telling).await;
                (call, told)
            }
        }))
        .await;
        through += told.iter().filter(|(_, told)| told.is_ok()).count();
        let shared = services.clone();
        blocking(move || {
            for (call, told) in &told {
                if let Err(error) = told {
                    tracing::warn!(%error, attempt = call.attempt, message = %call.id, "a webhook was not told");
                }
                shared.db.write(|tx| post::settle_call(tx, call, told, shared.clock.now()))?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    }
}

/// Away from the threads that answer.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, DbError> + Send + 'static) -> Result<T, DbError> {
    let done = actix_web::web::block(work).await;
    done.unwrap_or_else(|_| Err(DbError::corrupt("the blocking pool is gone")))
}

fn tidy(services: &Services) -> Result<(), DbError> {
    services.limit.tidy();
    services.db.checkpoint()
}
