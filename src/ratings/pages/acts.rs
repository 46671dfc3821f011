//! What the secretariat does with a rating by secret ballot, from 发票 to the announcement.

use serde::Deserialize;

use super::round::{DESK, RatingRoundPage, desk_of, page_of};
use crate::{
    accounts::{As, Person, Secretariat, Site},
    congress::{self, Session},
    db::{Conn, DbError},
    ids::RoundId,
    ratings::actions::{self, DeputiesRatingError},
    web::{Ctx, Form, Handled, Message, Nothing, Path},
};

/// The desk of the rating with what stood in the way, and the reason of a ruling as typed.
pub async fn rating_desk_again(
    ctx: &Ctx,
    site: &Site,
    person: &Person,
    ruling_reason: String,
    wrong: &[Message],
) -> Handled {
    ctx.again(&RatingRoundPage { ruling_reason, ..desk_of(ctx, site, person).await? }, wrong)
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
