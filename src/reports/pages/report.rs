//! The report of a year and of its first half, for screen and A4, and its files.

use actix_web::http::header::CONTENT_DISPOSITION;
use jiff::civil::Date;
use serde::Serialize;

use crate::{
    accounts::Site,
    db::Conn,
    ids::CongressId,
    projects::{self, AdjustmentView, LightView, Quantity, samples},
    ratings::{self, RatedLine},
    reports::{
        annual::{Annual, Line},
        documents::YearDocument,
        files,
    },
    web::{Ctx, Handled, Page, PageError, Path, TableFormat, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct LineView {
    pub name: String,
    pub kind: &'static str,
    pub operator: &'static str,
    pub target: String,
    pub first_target: Option<String>,
    /// What target and actual are counted in.
    pub unit: String,
    pub actual: String,
    pub share: String,
    pub last_year: String,
    pub light: LightView,
    pub over_target: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReportPage {
    pub year: i32,
    pub half: bool,
    pub on: String,
    pub sentence: String,
    pub projects: usize,
    pub projects_done: usize,
    pub projects_over: usize,
    pub items: usize,
    pub items_done: usize,
    pub items_over: usize,
    pub behind: usize,
    pub slightly_behind: usize,
    /// Title and its sub-items.
    pub groups: Vec<(String, Vec<LineView>)>,
    /// Title and what was changed of it by decision or filing.
    pub adjustments: Vec<(String, AdjustmentView)>,
    /// Title and what was said of it, deputies and public apart.
    pub rated: Vec<(String, Vec<RatedLine>)>,
}

impl ReportPage {
    pub fn of(conn: &mut Conn, congress: CongressId, year: i32, half: bool, today: Date) -> Result<Self, PageError> {
        let rated = ratings::rated_of_year(conn, congress, year, today)?;
        Ok(Self { rated, ..Self::new(&annual(conn, congress, year, half, today)?, half) })
    }

    fn new(annual: &Annual, half: bool) -> Self {
        let mut groups: Vec<(String, Vec<LineView>)> = Vec::new();
        for line in &annual.lines {
            let view = view(line);
            match groups.last_mut() {
                Some((title, lines)) if *title == line.project => lines.push(view),
                _ => groups.push((line.project.clone(), vec![view])),
            }
        }
        Self {
            year: annual.year,
            half,
            on: annual.on.to_string(),
            sentence: annual.sentence(),
            projects: annual.projects,
            projects_done: annual.projects_done,
            projects_over: annual.projects_over,
            items: annual.items,
            items_done: annual.items_done,
            items_over: annual.items_over,
            behind: annual.behind,
            slightly_behind: annual.slightly_behind,
            adjustments: annual
                .adjustments
                .iter()
                .map(|(title, one)| (title.clone(), AdjustmentView::from(one)))
                .collect(),
            groups,
            rated: Vec::new(),
        }
    }
}

/// As on a project's page; nothing stays nothing.
fn grouped(digits: &str) -> String {
    digits.parse::<Quantity>().map(Quantity::grouped).unwrap_or_default()
}

fn view(line: &Line) -> LineView {
    LineView {
        name: line.name.clone(),
        kind: line.kind,
        operator: line.operator,
        target: grouped(&line.target),
        first_target: (!line.first_target.is_empty()).then(|| grouped(&line.first_target)),
        unit: line.target_unit.clone(),
        actual: grouped(&line.actual),
        share: line.share.clone(),
        last_year: grouped(&line.last_year),
        light: LightView::bare(line.light),
        over_target: line.over_target,
    }
}

impl Page for ReportPage {
    const TEMPLATE: &'static str = "reports/report.html";

    fn samples() -> Vec<Self> {
        let tracked = samples::tracked();
        let annual = Annual::of(2024, jiff::civil::date(2024, 12, 31), &tracked, &tracked[1].lights);
        let line = RatedLine {
            who: "deputies",
            verdict: Some("basically"),
            satisfied: 50,
            basically: 30,
            dissatisfied: 20,
            abstained: Some(0),
            all: 100,
        };
        let rated = vec![("“幸福安居”在上城<b>".to_owned(), vec![line])];
        vec![Self { rated, ..Self::new(&annual, false) }, Self::new(&annual, true)]
    }
}

/// The year's report as of its end, or of today while it runs; of June's end for the first half.
pub(super) fn annual(
    conn: &mut Conn,
    congress: CongressId,
    year: i32,
    half: bool,
    today: Date,
) -> Result<Annual, PageError> {
    let mut found = projects::public_projects(conn, congress)?;
    found.retain(|project| project.year == year);
    let short = i16::try_from(year).map_err(|_| PageError::NotFound)?;
    if found.is_empty() {
        return Err(PageError::NotFound);
    }
    let end = Date::new(short, if half { 6 } else { 12 }, if half { 30 } else { 31 }).map_err(PageError::internal)?;
    let on = end.min(today);
    let ids: Vec<_> = found.iter().map(|project| project.id).collect();
    let tracked = projects::tracked(conn, found)?;
    let lights = projects::lights_on(conn, &ids, on)?;
    Ok(Annual::of(year, on, &tracked, &lights))
}

async fn shown(ctx: Ctx, site: Site, year: i32, half: bool) -> Handled {
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    ctx.public(async move || {
        blocking(move || services.db.read(|conn| ReportPage::of(conn, site.congress, year, half, today))).await
    })
    .await
}

/// `/reports`: the year there are announced projects of, or the newest such year.
pub async fn newest_report(ctx: Ctx, site: Site) -> Handled {
    let services = ctx.services.clone();
    let found = blocking(move || {
        services.db.read(|conn| projects::public_projects(conn, site.congress).map_err(PageError::from))
    })
    .await?;
    let year = found.iter().map(|project| project.year).max().ok_or(PageError::NotFound)?;
    Ok(ctx.see_page(&format!("/reports/{year}")))
}

pub async fn show_annual_report(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    shown(ctx, site, *year, false).await
}

pub async fn show_half_year_report(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    shown(ctx, site, *year, true).await
}

/// The lines of /api/years/{year} as a file: as they are today, or as of 30 June.
#[utoipa::path(
    get,
    path = "/reports/{year}/files/{name}",
    params(
        ("year" = i32, Path, example = 2024),
        ("name" = String, Path, example = "projects.csv", pattern = r"^(projects|half-year)\.(csv|json|xlsx)$",
         description = "projects: as of today, or the end of the year; half-year: as of 30 June. CSV and JSON are for programs, XLSX is in Chinese for people")
    ),
    responses(
        (status = 200, description = "CSV is UTF-8 with a byte order mark", content(
            (YearDocument = "application/json"),
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        )),
        (status = 404, description = "no announced project of that year, or no such file")
    )
)]
pub async fn report_file(ctx: Ctx, site: Site, path: Path<(i32, String)>) -> Handled {
    let (year, name) = path.into_inner();
    let (stem, format) = match name.strip_suffix(".json") {
        Some(stem) => (stem, None),
        None => TableFormat::of_name(&name).map(|(stem, format)| (stem, Some(format))).ok_or(PageError::NotFound)?,
    };
    let half = match stem {
        "projects" => false,
        "half-year" => true,
        _ => return Err(PageError::NotFound),
    };
    let media = format.map_or("application/json", TableFormat::content_type);
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    let build = async || {
        let annual = blocking(move || services.db.read(|conn| annual(conn, site.congress, year, half, today))).await?;
        match format {
            None => serde_json::to_vec_pretty(&YearDocument::from(&annual)).map_err(PageError::internal),
            Some(TableFormat::Csv) => files::table(&annual).bytes(TableFormat::Csv),
            Some(TableFormat::Xlsx) => files::table_for_people(&annual).bytes(TableFormat::Xlsx),
        }
    };
    let (mut answer, body) = ctx.public_data(media, build).await?;
    answer.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{year}-{name}\"")));
    Ok(answer.body(body))
}
