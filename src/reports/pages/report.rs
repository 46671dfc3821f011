//! The report of a year and of its first half, for screen and A4, and its files.

use actix_web::http::header::CONTENT_DISPOSITION;
use jiff::civil::Date;
use serde::Serialize;

use crate::{
    accounts::Site,
    db::{Conn, DbError},
    ids::CongressId,
    projects::{self, AdjustmentView, Closing, Light, LightView, Quantity, Report, samples},
    ratings::{self, RatedLine},
    reports::{
        annual::{Annual, Line, MoneyLine},
        documents::{FrozenDocument, YearDocument},
        files, store,
        version::Version,
    },
    supervision::{self, FollowUp},
    web::{Ctx, Handled, Page, PageError, Path, TableFormat, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct LineView {
    pub name: String,
    pub responsible: String,
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
    /// Of what is red or yellow: what the newest report says is in the way, and what comes next.
    pub problems: String,
    pub next_step: String,
    pub over_target: bool,
}

/// 督办 in a report, as it stood on its day.
#[derive(Clone, Debug, Serialize)]
pub struct FollowedUp {
    pub title: String,
    pub number: i32,
    pub finding: String,
    pub deadline: String,
    /// Closed by that day.
    pub closed: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReportPage {
    pub year: i32,
    pub half: bool,
    /// Whether the year, or its half, is not over.
    pub running: bool,
    pub on: String,
    /// The one that the report's day is in.
    pub quarter: i8,
    pub sentence: String,
    pub projects: usize,
    pub projects_done: usize,
    pub projects_over: usize,
    pub items: usize,
    pub items_done: usize,
    pub items_over: usize,
    pub behind: usize,
    pub slightly_behind: usize,
    pub eased: usize,
    /// Project, budget, paid, share of the budget, day.
    pub money: Vec<(String, String, String, String, String)>,
    /// Title, year, reason.
    pub carried: Vec<(String, i32, String)>,
    pub frozen: Option<FrozenView>,
    /// Not frozen yet: until when its work may be accepted.
    pub closes_on: Option<String>,
    /// Unit, months not reported, months reported late.
    pub misses: Vec<(String, usize, usize)>,
    /// Title and its sub-items.
    pub groups: Vec<(String, Vec<LineView>)>,
    pub followed_up: Vec<FollowedUp>,
    /// Title and what was changed of it by decision or filing.
    pub adjustments: Vec<(String, AdjustmentView)>,
    /// Title and what was said of it, deputies and public apart.
    pub rated: Vec<(String, Vec<RatedLine>)>,
}

/// A frozen report: its version, its day, and what is signed by its fingerprint.
#[derive(Clone, Debug, Serialize)]
pub struct FrozenView {
    pub version: i32,
    pub made_on: String,
    pub known_until: String,
    pub sha256: String,
    pub reason: String,
}

impl FrozenView {
    pub(super) fn sample() -> Self {
        Self {
            version: 2,
            made_on: "2025-02-10".to_owned(),
            known_until: "2025-02-10".to_owned(),
            sha256: "0123456789abcdef".repeat(4),
            reason: "验收日期更正<b>".to_owned(),
        }
    }
}

impl From<&Version> for FrozenView {
    fn from(version: &Version) -> Self {
        Self {
            version: version.version,
            made_on: version.made_at.to_date(),
            known_until: version.known_until.to_string(),
            sha256: version.sha256.clone(),
            reason: version.reason.clone(),
        }
    }
}

fn money(line: &MoneyLine) -> (String, String, String, String, String) {
    let share = line.share().to_string();
    (line.project.clone(), line.budget.grouped(), line.paid.grouped(), share, line.by.to_string())
}

impl ReportPage {
    pub fn of(conn: &mut Conn, congress: CongressId, year: i32, half: bool, today: Date) -> Result<Self, PageError> {
        let rated = ratings::rated_of_year(conn, congress, year, today)?;
        let told = told(conn, congress, year, half, today)?;
        let annual = &told.annual;
        let mut ids: Vec<_> = annual.lines.iter().map(|line| line.project_id).collect();
        ids.dedup();
        let reports = projects::filed_reports(conn, &ids)?;
        let follow_ups = supervision::follow_ups(conn, &ids)?;
        let running = annual.on < last_day(year, half)?;
        Ok(Self { rated, running, followed_up: followed_up(annual, &follow_ups), ..Self::new(&told, &reports, half) })
    }

    fn new(told: &Told, reports: &[Report], half: bool) -> Self {
        let annual = &told.annual;
        let mut groups: Vec<(String, Vec<LineView>)> = Vec::new();
        for line in &annual.lines {
            let view = view(line, newest(reports, line, annual.on));
            match groups.last_mut() {
                Some((title, lines)) if *title == line.project => lines.push(view),
                _ => groups.push((line.project.clone(), vec![view])),
            }
        }
        Self {
            year: annual.year,
            half,
            running: false,
            on: annual.on.to_string(),
            quarter: (annual.on.month() + 2) / 3,
            sentence: annual.sentence(),
            projects: annual.projects,
            projects_done: annual.projects_done,
            projects_over: annual.projects_over,
            items: annual.items,
            items_done: annual.items_done,
            items_over: annual.items_over,
            behind: annual.behind,
            slightly_behind: annual.slightly_behind,
            eased: annual.eased,
            money: annual.money.iter().map(money).collect(),
            carried: annual.carried.clone(),
            frozen: told.version.as_ref().map(FrozenView::from),
            closes_on: told
                .closing
                .as_ref()
                .filter(|_| told.version.is_none())
                .map(|closing| closing.closes_on.to_string()),
            misses: annual.misses.iter().map(|one| (one.unit.clone(), one.unmade, one.late)).collect(),
            adjustments: annual
                .adjustments
                .iter()
                .map(|(title, one)| (title.clone(), AdjustmentView::from(one)))
                .collect(),
            groups,
            followed_up: Vec::new(),
            rated: Vec::new(),
        }
    }
}

/// As on a project's page; nothing stays nothing.
fn grouped(digits: &str) -> String {
    digits.parse::<Quantity>().map(Quantity::grouped).unwrap_or_default()
}

/// What its unit said last, of a day up to the report's.
fn newest<'a>(reports: &'a [Report], line: &Line, on: Date) -> Option<&'a Report> {
    let of_it = reports.iter().filter(|report| report.sub_item == line.sub_item && report.as_of <= on);
    of_it.max_by_key(|report| (report.as_of, report.filed_at))
}

fn followed_up(annual: &Annual, follow_ups: &[FollowUp]) -> Vec<FollowedUp> {
    let title = |id| annual.lines.iter().find(|line| line.project_id == id).map(|line| line.project.clone());
    let opened = follow_ups.iter().filter(|one| one.opened_at.day() <= annual.on);
    opened
        .map(|one| FollowedUp {
            title: title(one.project).unwrap_or_default(),
            number: one.number,
            finding: one.finding.clone(),
            deadline: one.deadline.to_string(),
            closed: one.closed_at.is_some_and(|at| at.day() <= annual.on),
        })
        .collect()
}

fn view(line: &Line, newest: Option<&Report>) -> LineView {
    let lags = matches!(line.light, Light::Red | Light::Yellow);
    let said = |text: fn(&Report) -> &String| newest.filter(|_| lags).map(text).cloned().unwrap_or_default();
    LineView {
        responsible: line.unit.clone(),
        problems: said(|report| &report.narrative.problems),
        next_step: said(|report| &report.narrative.next_step),
        name: line.name.clone(),
        kind: line.kind,
        operator: line.operator,
        target: grouped(&line.target),
        first_target: (!line.first_target.is_empty()).then(|| grouped(&line.first_target)),
        unit: line.target_unit.clone(),
        actual: grouped(&line.actual),
        share: line.share.clone(),
        last_year: grouped(&line.last_year),
        light: LightView { why: line.why.clone().filter(|_| lags), ..LightView::bare(line.light) },
        over_target: line.over_target,
    }
}

impl Page for ReportPage {
    const TEMPLATE: &'static str = "reports/report.html";

    fn samples() -> Vec<Self> {
        let tracked = samples::tracked();
        let end = jiff::civil::date(2024, 12, 31);
        let mut carried = tracked.clone();
        carried[1].carried = Some(samples::carry_over(&carried[1].project));
        let mut told = Told { annual: Annual::of(2024, end, end, end, &carried), version: None, closing: None };
        told.annual.eased = 1;
        let mut frozen = Self::new(&told, &[], false);
        frozen.frozen = Some(FrozenView::sample());
        let mut open = Self::new(&told, &[], false);
        open.closes_on = Some("2025-01-20".to_owned());
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
        let follow_up = |closed| FollowedUp {
            title: "“幸福安居”在上城<b>".to_owned(),
            number: 1,
            finding: "<script>没有围挡".to_owned(),
            deadline: "2024-05-01".to_owned(),
            closed,
        };
        let followed_up = vec![follow_up(true), follow_up(false)];
        vec![
            Self { rated, followed_up, running: true, ..Self::new(&told, &[], false) },
            Self::new(&told, &[], true),
            frozen,
            open,
        ]
    }
}

/// 30 June or 31 December.
fn last_day(year: i32, half: bool) -> Result<Date, PageError> {
    let short = i16::try_from(year).map_err(|_| PageError::NotFound)?;
    Date::new(short, if half { 6 } else { 12 }, if half { 30 } else { 31 }).map_err(|_| PageError::NotFound)
}

/// A report with what is known of its end.
pub(super) struct Told {
    pub annual: Annual,
    /// The newest, if it is frozen.
    pub version: Option<Version>,
    pub closing: Option<Closing>,
}

/// The year's report as it was frozen; before that as of its end, or of today while it runs, with what was filed and accepted
/// up to the day on which it closes. Of the first half, as of June's end.
pub(super) fn told(
    conn: &mut Conn,
    congress: CongressId,
    year: i32,
    half: bool,
    today: Date,
) -> Result<Told, PageError> {
    let mut found = projects::public_projects(conn, congress)?;
    found.retain(|project| project.year == year);
    if found.is_empty() {
        return Err(PageError::NotFound);
    }
    let on = last_day(year, half)?.min(today);
    let tracked = projects::tracked(conn, found)?;
    if half {
        return Ok(Told { annual: Annual::of(year, on, on, Date::MAX, &tracked), version: None, closing: None });
    }
    let closing = projects::closing_of(conn, congress, year)?;
    let known = closing.as_ref().map_or(today, |closing| closing.closes_on.min(today));
    let annual = Annual::of(year, on, known, known, &tracked);
    let version = store::versions(conn, congress, year)?.pop();
    let annual = match &version {
        Some(version) => {
            let document = version.read().map_err(DbError::corrupt)?;
            annual.frozen(&document).ok_or_else(|| DbError::corrupt("a frozen report that cannot be read"))?
        }
        None => annual,
    };
    Ok(Told { annual, version, closing })
}

/// The same as data.
pub(super) fn year_document(
    conn: &mut Conn,
    congress: CongressId,
    year: i32,
    half: bool,
    today: Date,
) -> Result<YearDocument, PageError> {
    let Told { annual, version, .. } = told(conn, congress, year, half, today)?;
    Ok(YearDocument { frozen: version.as_ref().map(FrozenDocument::from), ..YearDocument::from(&annual) })
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
        ("name" = String, Path, example = "projects.csv", pattern = r"^((projects|half-year)\.(csv|json|xlsx)|report-\d+\.json)$",
         description = "projects: as of today, or the end of the year; half-year: as of 30 June; report-1: as it was frozen, byte for byte, report-2 and so on its corrigenda. CSV and JSON are for programs, XLSX is in Chinese for people")
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
    if let Some(version) = stem.strip_prefix("report-").filter(|_| format.is_none()) {
        return frozen_file(ctx, site, year, &name, version.parse().map_err(|_| PageError::NotFound)?).await;
    }
    let half = match stem {
        "projects" => false,
        "half-year" => true,
        _ => return Err(PageError::NotFound),
    };
    let media = format.map_or("application/json", TableFormat::content_type);
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    let build = async || {
        let congress = site.congress;
        match format {
            None => {
                let read = move |conn: &mut Conn| year_document(conn, congress, year, half, today);
                let document = blocking(move || services.db.read(read)).await?;
                serde_json::to_vec_pretty(&document).map_err(PageError::internal)
            }
            Some(format) => {
                let read = move |conn: &mut Conn| told(conn, congress, year, half, today);
                let told = blocking(move || services.db.read(read)).await?;
                match format {
                    TableFormat::Csv => files::table(&told.annual).bytes(TableFormat::Csv),
                    TableFormat::Xlsx => files::table_for_people(&told.annual).bytes(TableFormat::Xlsx),
                }
            }
        }
    };
    let (mut answer, body) = ctx.public_data(media, build).await?;
    answer.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{year}-{name}\"")));
    Ok(answer.body(body))
}

/// The bytes of which the fingerprint is told.
async fn frozen_file(ctx: Ctx, site: Site, year: i32, name: &str, version: i32) -> Handled {
    let services = ctx.services.clone();
    let build = async || {
        let read = move |conn: &mut Conn| store::versions(conn, site.congress, year).map_err(PageError::from);
        let versions = blocking(move || services.db.read(read)).await?;
        let found = versions.into_iter().find(|one| one.version == version).ok_or(PageError::NotFound)?;
        Ok(found.document.into_bytes())
    };
    let (mut answer, body) = ctx.public_data("application/json", build).await?;
    answer.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{year}-{name}\"")));
    Ok(answer.body(body))
}
