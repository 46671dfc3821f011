//! What the secretariat does with a rating by secret ballot, from 发票 to the announcement.

use serde::Deserialize;

use super::round::{DESK, RatingRoundPage, desk_of};
use crate::{
    accounts::{As, Person, Secretariat, Site},
    congress::Session,
    db::Conn,
    ids::{CongressId, RoundId},
    ratings::actions::{self, DeputiesRatingError},
    web::{Ctx, Form, Handled, Message, Nothing, PageError, Path, Refusal, blocking},
};

/// Either the desk of the rating with a notice of what was done, or with what stood in the way.
pub async fn rating_answered(ctx: &Ctx, site: &Site, person: &Person, done: Result<&'static str, Message>) -> Handled {
    match done {
        Ok(notice) => Ok(ctx.see(DESK, notice)),
        Err(problem) => ctx.again(&desk_of(ctx, site, person).await?, &[problem]),
    }
}

/// The desk again, with what stood in the way of a ruling and the reason as typed.
pub async fn rating_ruled(ctx: &Ctx, site: &Site, person: &Person, reason: String, problem: Message) -> Handled {
    let page = RatingRoundPage { ruling_reason: reason, ..desk_of(ctx, site, person).await? };
    ctx.again(&page, &[problem])
}

/// What is not there is not found; what the rules refuse is said.
fn said(refused: DeputiesRatingError) -> Result<Message, PageError> {
    match refused {
        DeputiesRatingError::NotYours => Err(PageError::NotFound),
        DeputiesRatingError::Db(error) => Err(error.into()),
        refused => refused.refused(),
    }
}

fn answer<T>(
    outcome: Result<T, DeputiesRatingError>,
    notice: &'static str,
) -> Result<Result<&'static str, Message>, PageError> {
    match outcome {
        Ok(_) => Ok(Ok(notice)),
        Err(refused) => Ok(Err(said(refused)?)),
    }
}

fn session_here(conn: &mut Conn, congress: CongressId) -> Result<Session, PageError> {
    actions::session_of(conn, congress)?.ok_or(PageError::NotFound)
}

#[derive(Deserialize)]
pub struct YearForm {
    #[serde(default)]
    year: String,
}

/// 发票
pub async fn start_rating(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<YearForm>) -> Handled {
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (key, fields),
        Form::Expired(_) => return rating_answered(&ctx, &site, &by.person, Err("form-expired".into())).await,
    };
    let Ok(year) = fields.year.parse::<i32>() else {
        return rating_answered(&ctx, &site, &by.person, Err("rating-period-no-projects".into())).await;
    };
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let done = blocking(move || {
        let session = services.db.read(|conn| session_here(conn, congress))?;
        let started =
            services.db.submit(key, now, |tx| actions::start(tx, &services.secret, &actor, now, &session, year));
        answer(started, "issuing-started")
    })
    .await?;
    rating_answered(&ctx, &site, &by.person, done).await
}

/// Whoever was present checks in again.
pub async fn begin_sitting_page(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<Nothing>) -> Handled {
    let (key, _) = form.fresh()?;
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let done = blocking(move || {
        let session = services.db.read(|conn| session_here(conn, congress))?;
        let begun = services.db.submit(key, now, |tx| actions::begin_sitting(tx, &actor, now, &session));
        answer(begun, "rating-sitting-begun")
    })
    .await?;
    rating_answered(&ctx, &site, &by.person, done).await
}

/// 出具测评结果报告单
pub async fn draft_rating_certificate(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<Nothing>,
) -> Handled {
    let (key, _) = form.fresh()?;
    let (services, now, actor, here) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.clone());
    let done = blocking(move || {
        let session = services.db.read(|conn| session_here(conn, here.congress))?;
        let drafted = services
            .db
            .submit(key, now, |tx| actions::draft_certificate(tx, &actor, now, &session, &here.name, *round));
        answer(drafted, "rating-drafted")
    })
    .await?;
    rating_answered(&ctx, &site, &by.person, done).await
}
