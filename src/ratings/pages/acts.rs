//! What the secretariat does with a rating by secret ballot, from 发票 to the announcement.

use serde::Deserialize;

use super::round::{DESK, RatingRoundPage, desk_of, page_of};
use crate::{
    accounts::{As, Person, Secretariat, Site, ask_once_more},
    congress::{self, Session},
    db::{Conn, DbError},
    ids::{CongressId, RatingCertificateId, RoundId, ScrutineerId},
    ratings::{
        actions::{self, DeputiesRatingError},
        rated::Status,
        store,
    },
    web::{Ctx, Form, Handled, Message, Nothing, Path},
};

/// The desk of the rating with what stood in the way.
pub async fn rating_desk_again(ctx: &Ctx, site: &Site, person: &Person, wrong: &[Message]) -> Handled {
    ctx.again(&desk_of(ctx, site, person).await?, wrong)
}

fn session_here(conn: &mut Conn, site: &Site) -> Result<Session, DbError> {
    congress::current_session(conn, site.congress)?.ok_or_else(DbError::missing)
}

#[derive(Deserialize)]
pub struct YearForm {
    #[serde(default)]
    year: String,
}

/// 发票
pub async fn start_rating(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<YearForm>) -> Handled {
    let services = ctx.services.clone();
    ctx.act((by, site), form, move |tx, (by, site), at, typed| {
        let year = typed.year.parse().map_err(|_| DeputiesRatingError::NoProjects)?;
        let session = session_here(tx, site)?;
        actions::start(tx, &services.secret, &by.person.actor(), at, &session, year)
    })
    .then(DESK, "issuing-started")
    .or_again(|conn, (by, site), _| page_of(conn, site.congress, &by.person))
    .await
}

/// Whoever was present checks in again.
pub async fn begin_sitting_page(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<Nothing>) -> Handled {
    ctx.act((by, site), form, |tx, (by, site), at, Nothing {}| {
        let session = session_here(tx, site)?;
        actions::begin_sitting(tx, &by.person.actor(), at, &session)
    })
    .then(DESK, "rating-sitting-begun")
    .or_again(|conn, (by, site), Nothing {}| page_of(conn, site.congress, &by.person))
    .await
}

/// 出具测评结果报告单
pub async fn draft_rating_certificate(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<Nothing>,
) -> Handled {
    ctx.act((by, site), form, move |tx, (by, site), at, Nothing {}| {
        let session = session_here(tx, site)?;
        actions::draft_certificate(tx, &by.person.actor(), at, &session, &site.name, *round)
    })
    .then(DESK, "rating-drafted")
    .or_again(|conn, (by, site), Nothing {}| page_of(conn, site.congress, &by.person))
    .await
}

/// The certificate, if it is of this congress.
fn own(conn: &mut Conn, congress: CongressId, id: RatingCertificateId) -> Result<Status, DbError> {
    let status = store::certificate_by_id(conn, id)?;
    if status.congress == congress { Ok(status) } else { Err(DbError::missing()) }
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
    let (id, congress, services) = (*id, site.congress, ctx.services.clone());
    ctx.read(move |conn| own(conn, congress, id)).await?;
    let CertifyForm { password, code } = form.typed();
    let wrong = ask_once_more(&ctx, &by.person, form.key(), password, code).await?;
    ctx.act((by, site), form, move |tx, (by, _), at, _| {
        actions::certify(tx, &services.secret, &by.person.actor(), at, id)
    })
    .unless(wrong)
    .then(DESK, "rating-certified")
    .or_again(|conn, (by, site), _| page_of(conn, site.congress, &by.person))
    .await
}

/// 公布
pub async fn announce_rating(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<RatingCertificateId>,
    form: Form<Nothing>,
) -> Handled {
    ctx.act((by, site), form, move |tx, (by, site), at, Nothing {}| {
        own(tx, site.congress, *id)?;
        actions::announce(tx, &by.person.actor(), at, *id)
    })
    .then(DESK, "rating-announced")
    .or_again(|conn, (by, site), Nothing {}| page_of(conn, site.congress, &by.person))
    .await
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
    let congress = site.congress;
    ctx.read(move |conn| own(conn, congress, certificate)).await?;
    ctx.act((by, site), form, move |tx, (by, _), at, typed| {
        actions::overrule(tx, &by.person.actor(), at, certificate, scrutineer, &typed.reason)
    })
    .then(DESK, "objection-overruled")
    .or_again(|conn, (by, site), RulingForm { reason }| {
        Ok(RatingRoundPage { ruling_reason: reason, ..page_of(conn, site.congress, &by.person)? })
    })
    .await
}
