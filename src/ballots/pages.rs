//! What a booth fetches and sends. None of it carries a cookie: the right to cast is the ballot's own signature.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header::CACHE_CONTROL},
    web::{Bytes, Data, Path},
};
use serde::Serialize;

use super::{
    casting::{self, CastBallot, CastError, OpenBoxes},
    store,
};
use crate::{
    db::DbError,
    ids::RoundId,
    web::{Ctx, Handled, PageError, Refusal, Services, blocking},
};

#[derive(Serialize)]
struct Receipt<'a> {
    tracker: &'a str,
}

#[derive(Serialize)]
struct Refused<'a> {
    error: &'a str,
    message: String,
}

/// The largest body of a cast: a ballot of 64 KiB written as a JSON string, and its cap proof.
const LARGEST_CAST: usize = 160 * 1024;

/// `POST /rounds/{id}/ballots`: answers 201 and the tracker once the ballot is durably in the box, the same again for
/// the same ballot, and `{"error", "message"}` otherwise.
pub async fn cast_ballot(
    ctx: Ctx,
    services: Data<Services>,
    boxes: Data<OpenBoxes>,
    round: Path<String>,
    body: Bytes,
) -> HttpResponse {
    let outcome = parse(&round, &body);
    let outcome = match outcome {
        Err(refused) => Err(refused),
        Ok((round, cast)) => {
            let run = blocking(move || Ok::<_, PageError>(casting::cast(&services.db, &boxes, round, &cast)));
            run.await.unwrap_or_else(|e| Err(CastError::Db(DbError::corrupt(e))))
        }
    };
    match outcome {
        Ok(tracker) => {
            HttpResponse::Created().insert_header((CACHE_CONTROL, "no-store")).json(Receipt { tracker: &tracker })
        }
        Err(refused) => refusal(&ctx, &refused),
    }
}

fn parse(round: &str, body: &[u8]) -> Result<(RoundId, CastBallot), CastError> {
    let round = round.parse().map_err(|_| CastError::NoSuchRound)?;
    if body.len() > LARGEST_CAST {
        return Err(CastError::Unreadable("too long".to_owned()));
    }
    let cast = serde_json::from_slice(body).map_err(|e| CastError::Unreadable(e.to_string()))?;
    Ok((round, cast))
}

fn refusal(ctx: &Ctx, refused: &CastError) -> HttpResponse {
    let status = match refused {
        CastError::NoSuchRound => StatusCode::NOT_FOUND,
        CastError::NotOpenYet | CastError::RoundClosed | CastError::AlreadyCast => StatusCode::CONFLICT,
        CastError::Db(_) => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let message = refused.message().unwrap_or_else(|| "cast-unavailable".into());
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(Refused { error: refused.code(), message: ctx.lang.text(&message) })
}

/// The raw files a ballot is made against, as the archive will hold them.
#[derive(Clone, Copy)]
pub enum SetupFile {
    Election,
    Trustees,
    PublicCredentials,
}

async fn setup_file(ctx: Ctx, round: Path<RoundId>, file: SetupFile) -> Handled {
    let services = ctx.services.clone();
    let round = round.into_inner();
    let bytes = blocking(move || {
        services.db.read(|conn| {
            let found = store::round_by_id(conn, round)?;
            let listed = found.has_box();
            match file {
                SetupFile::Election => Ok(store::election_files(conn, round)?.0.into_bytes()),
                SetupFile::Trustees => Ok(store::election_files(conn, round)?.1.into_bytes()),
                SetupFile::PublicCredentials if listed => Ok(store::credential_list(conn, round)?.to_json()),
                SetupFile::PublicCredentials => Err(PageError::NotFound),
            }
        })
    })
    .await?;
    Ok(HttpResponse::Ok().content_type("application/json").insert_header((CACHE_CONTROL, "no-cache")).body(bytes))
}

pub async fn election_file(ctx: Ctx, round: Path<RoundId>) -> Handled {
    setup_file(ctx, round, SetupFile::Election).await
}

pub async fn trustees_file(ctx: Ctx, round: Path<RoundId>) -> Handled {
    setup_file(ctx, round, SetupFile::Trustees).await
}

pub async fn public_credentials_file(ctx: Ctx, round: Path<RoundId>) -> Handled {
    setup_file(ctx, round, SetupFile::PublicCredentials).await
}
