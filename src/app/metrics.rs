//! Figures for whoever runs the server, at an address of their own: counts and times of requests by route, and how the
//! database, the letters and the process stand. Nothing in them tells one visitor from another.

use std::{
    fs,
    net::TcpListener,
    sync::atomic::{AtomicI64, AtomicU64},
};

use actix_web::{
    App, Error, HttpResponse, HttpServer,
    body::MessageBody,
    dev::{Server, ServiceRequest, ServiceResponse},
    http::header::CONTENT_TYPE,
    middleware::Next,
    web::{Data, block, get},
};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
        info::Info,
    },
    registry::{Registry, Unit},
};

use super::health;
use crate::{clock::Stopwatch, db::DbError, post, web::Services};

/// What was asked for: the pattern of the address, never the address.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Asked {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
}

/// Counted while the server serves; the rest is looked up when somebody asks.
#[derive(Clone)]
pub struct Requests {
    answered: Family<Asked, Counter<u64, AtomicU64>>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    at_work: Gauge<i64, AtomicI64>,
}

/// From a millisecond to sixteen seconds.
fn seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.001, 2.0, 15))
}

impl Default for Requests {
    fn default() -> Self {
        Self { answered: Family::default(), seconds: Family::new_with_constructor(seconds), at_work: Gauge::default() }
    }
}

/// Of these not even the number is told: whoever looks every second would have a time for each ballot.
const OF_THE_BALLOT: [&str; 6] = [
    "/booth",
    "/booth/slips.json",
    "/booth/tablets/{id}/{token}",
    "/deputy/rounds/{id}/booth",
    "/rounds/{id}/ballots",
    "/rounds/{id}/opened",
];

/// Middleware: counts an answer by its route and how long it took until its head was ready.
pub async fn measured<B: MessageBody>(
    requests: Data<Requests>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let begun = Stopwatch::begun();
    let method = match request.method().as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        _ => "other",
    };
    let requests = AtWork::one(requests);
    let outcome = next.call(request).await;
    let (route, status) = match &outcome {
        Ok(answer) => (answer.request().match_pattern(), answer.status().as_u16()),
        Err(error) => (None, error.as_response_error().status_code().as_u16()),
    };
    let route = route.unwrap_or_else(|| "none".to_owned());
    if OF_THE_BALLOT.contains(&route.as_str()) {
        return outcome;
    }
    let Requests { seconds, answered, .. } = &**requests.0;
    seconds.get_or_create(&Route { route: route.clone() }).observe(begun.seconds());
    answered.get_or_create(&Asked { route, method, status }).inc();
    outcome
}

/// Counted out again also when the visitor leaves before the answer.
struct AtWork(Data<Requests>);

impl AtWork {
    fn one(requests: Data<Requests>) -> Self {
        requests.at_work.inc();
        Self(requests)
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        self.0.at_work.dec();
    }
}

/// Serves `/metrics` on `listener`, in the format that Prometheus reads.
pub fn serve_metrics(
    listener: TcpListener,
    services: Data<Services>,
    requests: Data<Requests>,
) -> Result<Server, std::io::Error> {
    Ok(HttpServer::new(move || {
        App::new()
            .app_data(services.clone())
            .app_data(requests.clone())
            .route("/metrics", get().to(show))
            .route("/healthz", get().to(async || HttpResponse::Ok().body("ok\n")))
    })
    .workers(1)
    .shutdown_timeout(1)
    .listen(listener)?
    .run())
}

async fn show(services: Data<Services>, requests: Data<Requests>) -> HttpResponse {
    let text = block(move || written(&services, &requests)).await;
    match text {
        Ok(Ok(text)) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8"))
            .body(text),
        _ => HttpResponse::InternalServerError().finish(),
    }
}

/// What the database knows; none of it while it does not answer.
struct Standing {
    standbys: Option<i64>,
    letters_waiting: i64,
    letters_given_up: i64,
}

fn standing(services: &Services) -> Result<Standing, DbError> {
    let standbys = health::state_of(&services.db)?;
    let (letters_waiting, letters_given_up) = services.db.read(post::waiting_letters)?;
    Ok(Standing { standbys, letters_waiting, letters_given_up })
}

/// The page as it is now.
fn written(services: &Services, requests: &Requests) -> Result<String, std::fmt::Error> {
    let mut registry = Registry::with_prefix("piaojue");
    registry.register("build", "What serves", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
    registry.register("requests", "Requests answered", requests.answered.clone());
    registry.register_with_unit(
        "request_duration",
        "Until the head was ready",
        Unit::Seconds,
        requests.seconds.clone(),
    );
    registry.register("requests_at_work", "Requests that wait for their answer", requests.at_work.clone());
    let gauge = |registry: &mut Registry, name: &str, help: &str, value: i64| {
        let gauge = Gauge::<i64, AtomicI64>::default();
        gauge.set(value);
        registry.register(name, help, gauge);
    };
    let found = standing(services);
    gauge(&mut registry, "database_up", "1 while the database answers", i64::from(found.is_ok()));
    if let Ok(found) = found {
        if let Some(standbys) = found.standbys {
            gauge(&mut registry, "standbys_in_sync", "Standbys that have each commit before it is answered", standbys);
        }
        gauge(&mut registry, "letters_waiting", "Letters that wait to be sent", found.letters_waiting);
        gauge(&mut registry, "letters_given_up", "Letters that did not get through", found.letters_given_up);
    }
    let pools = services.db.pools();
    gauge(&mut registry, "database_connections", "Connections to the database", i64::from(pools.connections));
    gauge(&mut registry, "database_connections_idle", "Those of them that nobody uses", i64::from(pools.idle));
    gauge(&mut registry, "read_only", "1 while nothing is taken", i64::from(services.db.is_read_only()));
    if let Some(process) = Process::of_this() {
        gauge(&mut registry, "resident_memory_bytes", "Memory of this process", process.memory);
        gauge(&mut registry, "open_files", "Files and connections of this process", process.files);
    }
    let mut text = String::new();
    encode(&mut text, &registry)?;
    Ok(text)
}

/// What the kernel says of this process, where it does.
struct Process {
    memory: i64,
    files: i64,
}

impl Process {
    fn of_this() -> Option<Self> {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kibibytes: i64 = line.split_whitespace().next()?.parse().ok()?;
        let files = i64::try_from(fs::read_dir("/proc/self/fd").ok()?.count()).ok()?;
        Some(Self { memory: kibibytes.checked_mul(1024)?, files })
    }
}
