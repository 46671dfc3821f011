//! What the secretariat does with a rating by secret ballot, from 发票 to the announcement.

use serde::Deserialize;

use super::round::{DESK, RatingRoundPage, desk_of};
use crate::{
    accounts::{self, As, ConfirmError, Door, Password, Person, Secretariat, Site},
    congress::{self, Session},
    db::Conn,
    ids::{CongressId, RatingCertificateId, RoundId, ScrutineerId},
    ratings::{
        actions::{self, DeputiesRatingError},
        rated::Status,
        store,
    },
    tally::OverruleError,
    web::{Ctx, Form, Handled, Message, MixedRefusal as Refusal, Nothing, PageError, Path, blocking},
};

/// Either the desk of the rating with a notice of what was done, or with what stood in the way.
pub async fn rating_answered(ctx: &Ctx, site: &Site, person: &Person, done: Result<&'static str, Message>) -> Handled {
    match done {
        Ok(notice) => Ok(ctx.see(DESK, notice)),
        Err(problem) => ctx.again(&desk_of(ctx, site, person).await?, &[problem]),
    }
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

/// The certificate, if it is of this congress.
fn own(conn: &mut Conn, congress: CongressId, id: RatingCertificateId) -> Result<Status, PageError> {
    let status = store::certificate_by_id(conn, id)?;
    if status.congress == congress { Ok(status) } else { Err(PageError::NotFound) }
}

#[derive(Deserialize)]
pub struct CertifyForm {
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

/// 核验签署 by the secretariat, who shows the password and the one-time code again.
pub async fn certify_rating(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<RatingCertificateId>,
    form: Form<CertifyForm>,
) -> Handled {
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (key, fields),
        Form::Expired(_) => return rating_answered(&ctx, &site, &by.person, Err("form-expired".into())).await,
    };
    let (services, now, person, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.clone(), site.congress);
    let done = ctx
        .services
        .hashing
        .run(move |memory| {
            services.db.read(|conn| own(conn, congress, *id))?;
            // The code of a second press is used up by the first; it is answered like the first all the same.
            if services.db.was_submitted(key)? {
                return Ok(Ok("rating-certified"));
            }
            let password = Password::typed(&fields.password);
            match accounts::confirm_identity(&mut Door::of(&services, memory), &person, &password, &fields.code) {
                Ok(()) => {}
                Err(ConfirmError::Db(error)) => return Err(PageError::from(error)),
                Err(refused) => return refused.refused().map(Err),
            }
            let certified =
                services.db.submit(key, now, |tx| actions::certify(tx, &services.secret, &person.actor(), now, *id));
            answer(certified, "rating-certified")
        })
        .await?;
    rating_answered(&ctx, &site, &by.person, done).await
}

/// 公布
pub async fn announce_rating(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<RatingCertificateId>,
    form: Form<Nothing>,
) -> Handled {
    let (key, _) = form.fresh()?;
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let done = blocking(move || {
        services.db.read(|conn| own(conn, congress, *id))?;
        let announced = services.db.submit(key, now, |tx| actions::announce(tx, &actor, now, *id));
        services.public.is_now(services.db.read(congress::public_version)?);
        answer(announced, "rating-announced")
    })
    .await?;
    rating_answered(&ctx, &site, &by.person, done).await
}

#[derive(Deserialize)]
pub struct RulingForm {
    #[serde(default)]
    reason: String,
}

/// The presidium's ruling that an objection does not keep the certificate from standing.
pub async fn overrule_rating_objection(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    of: Path<(RatingCertificateId, ScrutineerId)>,
    form: Form<RulingForm>,
) -> Handled {
    let (certificate, scrutineer) = of.into_inner();
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let typed = fields.reason.clone();
    let refused = blocking(move || {
        services.db.read(|conn| own(conn, congress, certificate))?;
        let Some(key) = key else { return Ok(Some("form-expired".into())) };
        let ruled = services
            .db
            .submit(key, now, |tx| actions::overrule(tx, &actor, now, certificate, scrutineer, &fields.reason));
        match ruled {
            Ok(_) => Ok(None),
            Err(OverruleError::Db(error)) => Err(PageError::from(error)),
            Err(refused) => refused.refused().map(Some),
        }
    })
    .await?;
    let Some(problem) = refused else { return Ok(ctx.see(DESK, "objection-overruled")) };
    let page = RatingRoundPage { ruling_reason: typed, ..desk_of(&ctx, &site, &by.person).await? };
    ctx.again(&page, &[problem])
}
