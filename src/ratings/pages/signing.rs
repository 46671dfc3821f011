//! A scrutineer signs 测评结果报告单 with the seed, in the browser.

use actix_web::{HttpResponse, http::header::CACHE_CONTROL, web::Path};
use serde::{Deserialize, Serialize};

use super::paper::RatingPaper;
use crate::{
    accounts::{As, Person, Scrutineer as ScrutineerRole},
    ballots,
    db::Conn,
    ids::RoundId,
    ratings::{
        actions::{self, DeputiesRatingError},
        rated::{State, Status},
        store,
    },
    scrutineers::{self, Scrutineer},
    tally,
    web::{Ctx, Form, Handled, Message, Page, PageError, Refusal, blocking},
};

/// `/scrutineer/ratings/{round}`
#[derive(Clone, Debug, Serialize)]
pub struct SignRatingPage {
    pub round: String,
    pub owner: u32,
    /// Once it is drawn up.
    pub paper: Option<RatingPaper>,
    pub signed: bool,
    pub open: bool,
    pub message: String,
}

impl Page for SignRatingPage {
    const TEMPLATE: &'static str = "ratings/sign_certificate.html";

    fn samples() -> Vec<Self> {
        let page = |paper: Option<RatingPaper>, signed| Self {
            round: "r".to_owned(),
            owner: 2,
            open: paper.as_ref().is_some_and(|paper| paper.state == State::Drafted),
            paper,
            signed,
            message: "piaojue-certificate|<b>".to_owned(),
        };
        let mut samples = vec![page(None, false)];
        for paper in RatingPaper::samples() {
            samples.push(page(Some(paper.clone()), false));
            samples.push(page(Some(paper), true));
        }
        samples
    }
}

fn of_account(conn: &mut Conn, person: &Person, round: RoundId) -> Result<(Scrutineer, Option<Status>), PageError> {
    let me = scrutineers::scrutineer_of_account(conn, person.id)?.ok_or(PageError::NotFound)?;
    let known = store::year_of_round(conn, round)?.is_some();
    if !known || ballots::round_by_id(conn, round)?.session != me.session {
        return Err(PageError::NotFound);
    }
    let status = store::certificate_of_round(conn, round)?;
    Ok((me, status))
}

fn page_of(conn: &mut Conn, person: &Person, round: RoundId) -> Result<SignRatingPage, PageError> {
    let (me, status) = of_account(conn, person, round)?;
    let signed = match &status {
        Some(status) => store::signatures(conn, status.id)?.iter().any(|given| given.scrutineer == me.id),
        None => false,
    };
    Ok(SignRatingPage {
        round: round.to_string(),
        owner: me.owner(),
        signed,
        open: status.as_ref().is_some_and(|status| status.state == State::Drafted),
        message: status.as_ref().map(|status| tally::message_to_sign(&status.hash)).unwrap_or_default(),
        paper: status.as_ref().map(|status| RatingPaper::read(conn, status)).transpose()?,
    })
}

pub async fn show_sign_rating(ctx: Ctx, by: As<ScrutineerRole>, round: Path<RoundId>) -> Handled {
    let services = ctx.services.clone();
    ctx.show(&blocking(move || services.db.read(|conn| page_of(conn, &by.person, *round))).await?)
}

/// The very bytes that are signed.
pub async fn rating_document(ctx: Ctx, by: As<ScrutineerRole>, round: Path<RoundId>) -> Handled {
    let services = ctx.services.clone();
    let document = blocking(move || {
        services.db.read(|conn| {
            let (_, status) = of_account(conn, &by.person, *round)?;
            status.map(|status| status.document).ok_or(PageError::NotFound)
        })
    })
    .await?;
    Ok(HttpResponse::Ok().content_type("application/json").insert_header((CACHE_CONTROL, "no-store")).body(document))
}

#[derive(Deserialize)]
pub struct SignatureForm {
    #[serde(default)]
    signature: String,
}

pub async fn sign_rating(ctx: Ctx, by: As<ScrutineerRole>, round: Path<RoundId>, form: Form<SignatureForm>) -> Handled {
    let round = round.into_inner();
    let again = async |problem: Message| {
        let (services, person) = (ctx.services.clone(), by.person.clone());
        let page = blocking(move || services.db.read(|conn| page_of(conn, &person, round))).await?;
        ctx.again(&page, &[problem])
    };
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (key, fields),
        Form::Expired(_) => return again("form-expired".into()).await,
    };
    let (services, person, now) = (ctx.services.clone(), by.person.clone(), ctx.services.clock.now());
    let signed = blocking(move || {
        let (me, status) = services.db.read(|conn| of_account(conn, &person, round))?;
        let status = status.ok_or(PageError::NotFound)?;
        Ok::<_, PageError>(
            services
                .db
                .submit(key, now, |tx| actions::sign(tx, &person.actor(), now, &me, status.id, &fields.signature)),
        )
    })
    .await?;
    match signed {
        Ok(_) => Ok(ctx.see(&format!("/scrutineer/ratings/{round}"), "certificate-signed")),
        Err(DeputiesRatingError::NotYours) => Err(PageError::NotFound),
        Err(DeputiesRatingError::Db(error)) => Err(error.into()),
        Err(refused) => match refused.message() {
            Some(problem) => again(problem).await,
            None => Err(PageError::internal(refused)),
        },
    }
}
