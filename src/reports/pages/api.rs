//! The API: documents in JSON, and their description.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::OpenApi;

use super::{
    archive::__path_api_archive,
    asked::{__path_api_funnel, __path_api_need, __path_api_needs, __path_api_proposals},
    calendar::{__path_calendar_of_all, __path_named_calendar, __path_project_calendar},
    data_files::__path_data_file,
    feed::{
        __path_feed_archive, __path_named_feed, __path_named_feed_archive, __path_progress_feed, __path_project_feed,
        __path_project_feed_archive, __path_project_voices_feed, __path_proposals_feed, __path_voices_feed, ByName,
    },
    quarter::__path_quarter_report_file,
    report::{__path_report_file, year_document},
    voices::__path_api_voices,
};
use crate::{
    accounts::Site,
    ids::ProjectId,
    projects,
    reports::documents::{
        AdjustmentDocument, ArchiveDocument, ArchiveYear, Counts, DecisionDocument, DeputiesCounts, FrozenDocument,
        ItemCounts, LineDocument, MilestoneDocument, MissesDocument, MoneyDocument, PlanDocument, ProjectDocument,
        PublicCounts, ReportDocument, SubItemDocument, YearDocument, YearLink, YearsDocument,
        asked::{
            AnswerDocument, FunnelDocument, FunnelLine, NeedDocument, NeedLine, NeedsDocument, OriginsDocument,
            ProposalLine, ProposalsDocument,
        },
        voices::{VoiceAnswerLine, VoiceLine, VoicesDocument},
    },
    web::{Ctx, ErrorData, Handled, PageError, Path, blocking},
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "票决 open data",
        version = "1",
        description = "Livelihood projects that a people's congress chose by secret ballot, and their progress. \
                       Everything here is public, needs no key and may be asked from scripts of any site. \
                       Decimals are texts, so that they stay exact. Answers carry an ETag and a Last-Modified. \
                       What goes wrong below /api/ is said as ErrorData. The data may be used by everybody for any \
                       purpose if its source is named.",
        license(name = "CC BY 4.0", identifier = "CC-BY-4.0")
    ),
    paths(
        api_years,
        api_year,
        api_archive,
        api_project,
        api_needs,
        api_need,
        api_proposals,
        api_funnel,
        api_voices,
        report_file,
        quarter_report_file,
        data_file,
        progress_feed,
        feed_archive,
        project_feed,
        project_feed_archive,
        named_feed,
        named_feed_archive,
        proposals_feed,
        voices_feed,
        project_voices_feed,
        calendar_of_all,
        project_calendar,
        named_calendar
    ),
    components(schemas(
        YearsDocument,
        YearLink,
        ArchiveDocument,
        ArchiveYear,
        ItemCounts,
        DeputiesCounts,
        PublicCounts,
        YearDocument,
        Counts,
        LineDocument,
        MissesDocument,
        MoneyDocument,
        FrozenDocument,
        ProjectDocument,
        SubItemDocument,
        PlanDocument,
        MilestoneDocument,
        AdjustmentDocument,
        DecisionDocument,
        ReportDocument,
        NeedsDocument,
        NeedLine,
        NeedDocument,
        OriginsDocument,
        AnswerDocument,
        ProposalsDocument,
        ProposalLine,
        FunnelDocument,
        FunnelLine,
        VoicesDocument,
        VoiceLine,
        VoiceAnswerLine,
        ByName,
        ErrorData
    ))
)]
struct Description;

/// The description as JSON, OpenAPI 3.1.
pub fn description() -> Result<String, serde_json::Error> {
    Description::openapi().to_pretty_json()
}

pub async fn api_description(ctx: Ctx) -> Handled {
    let build = async || Ok(description().map_err(PageError::internal)?.into_bytes());
    let (mut answer, body) = ctx.public_data("application/json", build).await?;
    Ok(answer.body(body))
}

async fn json<T: Serialize>(ctx: &Ctx, build: impl AsyncFnOnce() -> Result<T, PageError>) -> Handled {
    let build = async || serde_json::to_vec(&build().await?).map_err(PageError::internal);
    let (mut answer, body) = ctx.public_data("application/json", build).await?;
    Ok(answer.body(body))
}

/// Years with announced projects.
#[utoipa::path(get, path = "/api/years", responses((status = 200, description = "newest first", body = YearsDocument)))]
pub async fn api_years(ctx: Ctx, site: Site) -> Handled {
    let services = ctx.services.clone();
    json(&ctx, async move || {
        let projects = blocking(move || {
            services.db.read(|conn| projects::public_projects(conn, site.congress).map_err(PageError::from))
        })
        .await?;
        let mut years: BTreeMap<i32, usize> = BTreeMap::new();
        for project in projects {
            *years.entry(project.year).or_default() += 1;
        }
        Ok(YearsDocument { years: years.into_iter().rev().map(|(year, count)| YearLink::new(year, count)).collect() })
    })
    .await
}

/// What a year has come to: every sub-item with target, actual and light.
#[utoipa::path(
    get,
    path = "/api/years/{year}",
    params(("year" = i32, Path, example = 2024)),
    responses((status = 200, description = "as of today, or of the end of the year", body = YearDocument), (status = 404, body = ErrorData, description = "no announced project of that year"))
)]
pub async fn api_year(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let year = year.into_inner();
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    json(&ctx, async move || {
        blocking(move || services.db.read(|conn| year_document(conn, site.congress, year, false, today))).await
    })
    .await
}

/// A project with its plan, its adjustments and all its reports.
#[utoipa::path(
    get,
    path = "/api/projects/{id}",
    params(("id" = String, Path, description = "as in LineDocument.project_id")),
    responses((status = 200, description = "as it stands", body = ProjectDocument), (status = 404, body = ErrorData, description = "not there, or not announced"))
)]
pub async fn api_project(ctx: Ctx, site: Site, id: Path<ProjectId>) -> Handled {
    let id = id.into_inner();
    let services = ctx.services.clone();
    json(&ctx, async move || {
        blocking(move || {
            services.db.read(|conn| {
                let tracked = projects::tracked_project(conn, id)?
                    .filter(|tracked| tracked.project.public && tracked.project.congress == site.congress)
                    .ok_or(PageError::NotFound)?;
                let number = projects::certificate_number(conn, tracked.project.certificate)?;
                let reports = projects::filed_reports(conn, &[id])?;
                Ok(ProjectDocument::new(&tracked, number, &reports))
            })
        })
        .await
    })
    .await
}
