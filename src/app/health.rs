//! What a balancer asks: whether the process lives, and whether it may be sent visitors. At any host name, and without a word
//! about the congress.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header::CACHE_CONTROL},
    web::{Data, ServiceConfig, block, get},
};
use serde::Serialize;

use crate::{
    db::{Db, DbError},
    web::Services,
};

pub fn health(config: &mut ServiceConfig) {
    config.route("/healthz", get().to(lives)).route("/readyz", get().to(is_ready));
}

/// What `/readyz` answers, with 200 if visitors are served and 503 if not.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Readiness {
    /// `ok`, or `unavailable`; why stands in the log.
    database: &'static str,
    /// Standbys that have every commit before it is answered; null where the database has none to tell of, as SQLite has.
    standbys_in_sync: Option<i64>,
    /// Whether nothing is taken: `PIAOJUE_READ_ONLY`.
    read_only: bool,
}

/// Asks nothing of the database: an outage of it is no reason to kill this process.
async fn lives() -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).content_type("text/plain; charset=utf-8").body("ok\n")
}

async fn is_ready(services: Data<Services>) -> HttpResponse {
    let (db, read_only) = (services.db.clone(), services.db.is_read_only());
    let found = block(move || state_of(&db)).await;
    let (status, database, standbys_in_sync) = match found {
        Ok(Ok(standbys)) => (StatusCode::OK, "ok", standbys),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "unavailable", None),
    };
    HttpResponse::build(status).insert_header((CACHE_CONTROL, "no-store")).json(Readiness {
        database,
        standbys_in_sync,
        read_only,
    })
}

/// That the database answers, and what it says of its standbys.
pub(super) fn state_of(db: &Db) -> Result<Option<i64>, DbError> {
    db.answers()?;
    db.standbys_in_sync()
}
