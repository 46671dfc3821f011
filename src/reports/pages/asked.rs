//! The API's answers on what was proposed. None is kept: words that lead to a person are gone with their erasing.

use serde::Serialize;

use crate::{
    accounts::Site,
    db::{Conn, DbError},
    ids::{CongressId, NeedId},
    proposals::{self, FunnelPage, FunnelRow, Narrowed, Need, NeedRow},
    reports::documents::asked::{
        FunnelDocument, FunnelLine, NeedDocument, NeedLine, NeedsDocument, ProposalLine, ProposalsDocument,
    },
    web::{Ctx, ErrorData, Handled, PageError, Path, blocking},
};

/// Needs or proposals of one answer.
pub(super) const ON_A_PAGE: usize = 200;

/// Where that page begins, and how many there are; 404 past the last.
pub(super) fn piece(count: usize, page: usize) -> Result<(i64, usize), PageError> {
    let pages = count.div_ceil(ON_A_PAGE).max(1);
    if page == 0 || page > pages {
        return Err(PageError::NotFound);
    }
    Ok((i64::try_from((page - 1) * ON_A_PAGE).map_err(DbError::corrupt)?, pages))
}

pub(super) fn fresh(ctx: &Ctx, document: &impl Serialize) -> Handled {
    let bytes = serde_json::to_vec(document).map_err(PageError::internal)?;
    let (mut answer, body) = ctx.fresh_data("application/json", bytes)?;
    Ok(answer.body(body))
}

fn line(row: NeedRow) -> NeedLine {
    NeedLine {
        data: format!("/api/needs/{}", row.id),
        id: row.id,
        title: row.title,
        field: row.field,
        place: Some(row.place).filter(|place| !place.is_empty()),
        state: row.state.to_owned(),
        proposals: row.proposals,
        supports: row.supports,
    }
}

fn lines(conn: &mut Conn, congress: CongressId, needs: &[Need]) -> Result<Vec<NeedLine>, DbError> {
    Ok(proposals::need_rows(conn, congress, needs)?.into_iter().map(line).collect())
}

/// Public needs, two hundred a page.
#[utoipa::path(
    get,
    path = "/api/needs/pages/{page}",
    params(("page" = usize, Path, description = "from 1", example = 1)),
    responses((status = 200, description = "in the order of their making", body = NeedsDocument), (status = 404, body = ErrorData, description = "no such page"))
)]
pub async fn api_needs(ctx: Ctx, site: Site, page: Path<usize>) -> Handled {
    let (services, congress, page) = (ctx.services.clone(), site.congress, page.into_inner());
    let read = blocking(move || {
        services.db.read(|conn| {
            let all = Narrowed::default();
            let count = usize::try_from(proposals::count_needs(conn, congress, &all)?).map_err(DbError::corrupt)?;
            let (skip, pages) = piece(count, page)?;
            let most = i64::try_from(ON_A_PAGE).map_err(DbError::corrupt)?;
            let needs = proposals::needs_from(conn, congress, &all, skip, most)?;
            Ok::<_, PageError>(NeedsDocument { needs: lines(conn, congress, &needs)?, page, pages })
        })
    });
    fresh(&ctx, &read.await?)
}

/// A need with every wording and every answer.
#[utoipa::path(
    get,
    path = "/api/needs/{id}",
    params(("id" = String, Path, description = "as in NeedLine.id")),
    responses((status = 200, description = "as it stands", body = NeedDocument), (status = 404, body = ErrorData, description = "not there, or not public"))
)]
pub async fn api_need(ctx: Ctx, site: Site, id: Path<NeedId>) -> Handled {
    let (services, congress, id) = (ctx.services.clone(), site.congress, id.into_inner());
    let read = blocking(move || {
        services.db.read(|conn| {
            let need = proposals::public_need(conn, congress, id)?.ok_or(PageError::NotFound)?;
            let line = lines(conn, congress, std::slice::from_ref(&need))?.pop().ok_or(PageError::NotFound)?;
            let members = proposals::members_of(conn, id)?;
            let words = worded(conn, congress, &members)?;
            let answers = proposals::answers_of_need(conn, id)?;
            let supports = proposals::supports_of(conn, &need)?;
            let origins = proposals::origins_of(conn, id)?;
            Ok::<_, PageError>(NeedDocument::new(line, &need, origins, supports, words, &answers))
        })
    });
    fresh(&ctx, &read.await?)
}

fn worded(conn: &mut Conn, congress: CongressId, of: &[proposals::Proposal]) -> Result<Vec<ProposalLine>, DbError> {
    let calls = proposals::calls(conn, congress)?;
    let number = |proposal: &proposals::Proposal| {
        calls.iter().find(|call| call.id == proposal.call).map_or(0, |call| call.number)
    };
    Ok(of.iter().map(|proposal| ProposalLine::of(proposal, number(proposal))).collect())
}

/// Public proposals, two hundred a page.
#[utoipa::path(
    get,
    path = "/api/proposals/pages/{page}",
    params(("page" = usize, Path, description = "from 1", example = 1)),
    responses((status = 200, description = "in the order in which they came", body = ProposalsDocument), (status = 404, body = ErrorData, description = "no such page"))
)]
pub async fn api_proposals(ctx: Ctx, site: Site, page: Path<usize>) -> Handled {
    let (services, congress, page) = (ctx.services.clone(), site.congress, page.into_inner());
    let read = blocking(move || {
        services.db.read(|conn| {
            let (skip, pages) = piece(proposals::count_listed(conn, congress)?, page)?;
            let most = i64::try_from(ON_A_PAGE).map_err(DbError::corrupt)?;
            let listed = proposals::listed(conn, congress, skip, most)?;
            Ok::<_, PageError>(ProposalsDocument { proposals: worded(conn, congress, &listed)?, page, pages })
        })
    });
    fresh(&ctx, &read.await?)
}

fn funnel_line(row: FunnelRow, states: &[&'static str]) -> FunnelLine {
    let counts = row.states.iter().map(|linked| linked.count);
    FunnelLine {
        name: row.name,
        proposals: row.proposals,
        needs: row.needs.count,
        states: states.iter().map(|state| (*state).to_owned()).zip(counts).collect(),
    }
}

/// How many came, and what became of them, by field and by street.
#[utoipa::path(get, path = "/api/funnel", responses((status = 200, description = "as of today", body = FunnelDocument)))]
pub async fn api_funnel(ctx: Ctx, site: Site) -> Handled {
    let (services, congress, today) = (ctx.services.clone(), site.congress, ctx.today());
    let read = blocking(move || {
        services.db.read(|conn| {
            let FunnelPage { states, all, fields, streets, years, clock, .. } = FunnelPage::of(conn, congress, today)?;
            let each = |rows: Vec<FunnelRow>| rows.into_iter().map(|row| funnel_line(row, &states)).collect();
            Ok::<_, PageError>(FunnelDocument {
                received: clock.received,
                answered: clock.answered,
                open: clock.open,
                open_late: clock.open_late,
                answered_late: clock.answered_late,
                all: funnel_line(all, &states),
                fields: each(fields),
                streets: each(streets),
                years: each(years),
            })
        })
    });
    fresh(&ctx, &read.await?)
}
