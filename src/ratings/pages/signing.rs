//! A scrutineer signs 测评结果报告单 with the seed, in the browser.

use actix_web::{HttpResponse, http::header::CACHE_CONTROL};
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
    tally::{self, ObjectError, ObjectionLine},
    web::{Ctx, Form, Handled, Message, MixedRefusal as Refusal, Page, PageError, Path, blocking},
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
    /// What this scrutineer objected, if so.
    pub objection: Option<ObjectionLine>,
    pub message: String,
    /// An objection as typed.
    pub reason: String,
}

impl Page for SignRatingPage {
    const TEMPLATE: &'static str = "ratings/sign_certificate.html";

    fn samples() -> Vec<Self> {
        let page = |paper: Option<RatingPaper>, signed: bool| Self {
            round: "r".to_owned(),
            owner: 2,
            open: paper.as_ref().is_some_and(|paper| paper.state == State::Drafted),
            objection: paper.as_ref().filter(|_| !signed).and_then(|paper| paper.objections.first().cloned()),
            paper,
            signed,
            message: "piaojue-certificate|<b>".to_owned(),
            reason: String::new(),
        };
        let mut samples = vec![page(None, false)];
        for paper in RatingPaper::samples() {
            samples.push(page(Some(paper.clone()), false));
            samples.push(Self { objection: None, ..page(Some(paper.clone()), false) });
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
    let (mut signed, mut objection) = (false, None);
    if let Some(status) = &status {
        signed = store::signatures(conn, status.id)?.iter().any(|given| given.scrutineer == me.id);
        let raised = store::objections(conn, status.id)?;
        objection = raised.iter().find(|raised| raised.scrutineer == me.id).map(ObjectionLine::from);
    }
    let found = ballots::round_by_id(conn, round)?;
    Ok(SignRatingPage {
        round: round.to_string(),
        owner: me.owner(),
        signed,
        open: status.as_ref().is_some_and(|status| status.is_to_be_signed(&found)),
        objection,
        reason: String::new(),
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
        Err(refused) => again(refused.refused()?).await,
    }
}

#[derive(Deserialize)]
pub struct ObjectionForm {
    #[serde(default)]
    reason: String,
}

/// 异议, instead of a signature.
pub async fn object_to_rating(
    ctx: Ctx,
    by: As<ScrutineerRole>,
    round: Path<RoundId>,
    form: Form<ObjectionForm>,
) -> Handled {
    let round = round.into_inner();
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let (services, person, now) = (ctx.services.clone(), by.person.clone(), ctx.services.clock.now());
    let typed = fields.reason.clone();
    let refused = blocking(move || {
        let (me, status) = services.db.read(|conn| of_account(conn, &person, round))?;
        let status = status.ok_or(PageError::NotFound)?;
        let Some(key) = key else { return Ok(Some("form-expired".into())) };
        let done = services
            .db
            .submit(key, now, |tx| actions::object(tx, &person.actor(), now, &me, status.id, &fields.reason));
        match done {
            Ok(_) => Ok(None),
            Err(ObjectError::Db(error)) => Err(PageError::from(error)),
            Err(refused) => refused.refused().map(Some),
        }
    })
    .await?;
    let Some(problem) = refused else { return Ok(ctx.see("/scrutineer", "objection-raised")) };
    let (services, person) = (ctx.services.clone(), by.person.clone());
    let page = blocking(move || services.db.read(|conn| page_of(conn, &person, round))).await?;
    ctx.again(&SignRatingPage { reason: typed, ..page }, &[problem])
}
