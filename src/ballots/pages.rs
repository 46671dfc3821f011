//! What a booth fetches and sends. None of it carries a cookie: the right to cast is the ballot's own signature.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION},
    },
    web::Data,
};
use serde::{Deserialize, Serialize};
use verifiable_ballots::{MAX_OPENING_BYTES, OpeningRefusal};

use super::{
    casting::{self, CastBallot, CastError, OpenBoxes},
    opened, store,
};
use crate::{
    db::DbError,
    ids::RoundId,
    web::{Body, Ctx, Handled, Message, Page, PageError, Path, Query, Refusal, Refused, Services, blocking, ruled},
};

#[derive(Serialize)]
struct Receipt<'a> {
    tracker: &'a str,
}

#[derive(Serialize)]
struct Problem<'a> {
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
    body: Result<Body<LARGEST_CAST>, PageError>,
) -> Handled {
    let body = match body {
        Err(PageError::TooLarge) => return Ok(refusal(&ctx, &CastError::Unreadable("too long".to_owned()))),
        body => body?,
    };
    let db = services.db.clone();
    let run = services.casting.run(move || {
        let cast = parse(&round, &body);
        Ok::<_, PageError>(
            cast.map_err(Refused::from).and_then(|(round, cast)| casting::cast(&db, &boxes, round, &cast)),
        )
    });
    Ok(answer(&ctx, run.await.unwrap_or_else(|e| Err(DbError::corrupt(e).into()))))
}

/// `POST /rounds/{id}/opened`: a ballot to be checked instead of cast; answers as [`cast_ballot`] does.
pub async fn open_ballot(
    ctx: Ctx,
    services: Data<Services>,
    boxes: Data<OpenBoxes>,
    round: Path<String>,
    body: Result<Body<MAX_OPENING_BYTES>, PageError>,
) -> Handled {
    let body = match body {
        Err(PageError::TooLarge) => {
            let too_long = OpeningRefusal::TooLong { bytes: MAX_OPENING_BYTES + 1 };
            return Ok(refusal(&ctx, &CastError::BadOpening(too_long)));
        }
        body => body?,
    };
    let db = services.db.clone();
    let run = services.casting.run(move || {
        let round = round.parse().map_err(|_| Refused::from(CastError::NoSuchRound));
        Ok::<_, PageError>(round.and_then(|round| opened::open_ballot(&db, &boxes, round, &body)))
    });
    Ok(answer(&ctx, run.await.unwrap_or_else(|e| Err(DbError::corrupt(e).into()))))
}

fn answer(ctx: &Ctx, outcome: Result<String, Refused<CastError>>) -> HttpResponse {
    match outcome {
        Ok(tracker) => {
            HttpResponse::Created().insert_header((CACHE_CONTROL, "no-store")).json(Receipt { tracker: &tracker })
        }
        Err(Refused::Rules(refused)) => refusal(ctx, &refused),
        Err(cause) => {
            tracing::error!(%cause, "a ballot could not be taken");
            problem(ctx, StatusCode::SERVICE_UNAVAILABLE, "unavailable", &"cast-unavailable".into())
        }
    }
}

fn parse(round: &str, body: &[u8]) -> Result<(RoundId, CastBallot), CastError> {
    let round = round.parse().map_err(|_| CastError::NoSuchRound)?;
    let cast = serde_json::from_slice(body).map_err(|e| CastError::Unreadable(e.to_string()))?;
    Ok((round, cast))
}

fn refusal(ctx: &Ctx, refused: &CastError) -> HttpResponse {
    let status = match refused {
        CastError::NoSuchRound => StatusCode::NOT_FOUND,
        CastError::NotOpenYet
        | CastError::RoundClosed
        | CastError::AlreadyCast
        | CastError::WasOpened
        | CastError::TooManyOpened => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    problem(ctx, status, refused.code(), &refused.message())
}

/// What went wrong: a word that a script can act on, and what a person reads.
fn problem(ctx: &Ctx, status: StatusCode, error: &str, said: &Message) -> HttpResponse {
    HttpResponse::build(status)
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(Problem { error, message: ctx.lang.text(said) })
}

/// One of the raw files a ballot is made against, as the archive will hold it.
fn setup_file(bytes: impl Into<Vec<u8>>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").insert_header((CACHE_CONTROL, "no-cache")).body(bytes.into())
}

pub async fn election_file(ctx: Ctx, round: Path<RoundId>) -> Handled {
    let (election, _) = ctx.read(move |conn| store::election_files(conn, round.into_inner())).await?;
    Ok(setup_file(election))
}

pub async fn trustees_file(ctx: Ctx, round: Path<RoundId>) -> Handled {
    let (_, trustees) = ctx.read(move |conn| store::election_files(conn, round.into_inner())).await?;
    Ok(setup_file(trustees))
}

/// Every booth fetches it when the box opens: no key is decoded for that.
pub async fn public_credentials_file(ctx: Ctx, boxes: Data<OpenBoxes>, round: Path<RoundId>) -> Handled {
    let (services, round) = (ctx.services.clone(), round.into_inner());
    Ok(match blocking(move || ruled(boxes.get(&services.db, round))).await? {
        Ok(open) => setup_file(open.credentials.to_json()),
        Err(refused) => refusal(&ctx, &refused),
    })
}

/// `/check`: what another device shows of an opened ballot. The page itself is the same for everybody; its script fetches
/// the ballot and encrypts it again.
#[derive(Serialize)]
pub struct CheckPage {}

impl Page for CheckPage {
    const TEMPLATE: &'static str = "ballots/check.html";

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}

pub async fn show_check(ctx: Ctx) -> Handled {
    ctx.show_to_nobody(&CheckPage {})
}

#[derive(Deserialize)]
pub struct CodeQuery {
    #[serde(default)]
    code: String,
}

#[derive(Debug, thiserror::Error)]
enum NotFoundOpened {
    #[error("this is no complete code")]
    NoCode,
    #[error("no ballot was opened under this code")]
    NotOpened,
}

impl NotFoundOpened {
    fn code(&self) -> &'static str {
        match self {
            Self::NoCode => "no_check_code",
            Self::NotOpened => "not_opened",
        }
    }
}

impl NotFoundOpened {
    fn words(&self) -> Message {
        match self {
            Self::NoCode => "check-no-code".into(),
            Self::NotOpened => "check-not-opened".into(),
        }
    }
}

/// `/check/opened.json?code=…`; whoever follows the form's address alone is led back to the form.
pub async fn opened_file(ctx: Ctx, query: Query<CodeQuery>) -> Handled {
    if query.code.is_empty() {
        return Ok(ctx.see_page("/check"));
    }
    let services = ctx.services.clone();
    let found = match opened::code_typed(&query.code) {
        None => Err(NotFoundOpened::NoCode),
        Some(code) => {
            let file =
                blocking(move || services.db.read(|conn| opened::opened_file(conn, &code)).map_err(PageError::from));
            file.await?.ok_or(NotFoundOpened::NotOpened)
        }
    };
    Ok(match found {
        Ok(file) => HttpResponse::Ok()
            .content_type("application/json")
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"opened-ballot.json\""))
            .body(file),
        Err(refused) => problem(&ctx, StatusCode::NOT_FOUND, refused.code(), &refused.words()),
    })
}
