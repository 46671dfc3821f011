//! The report of a year and of its first half, for screen and A4, and its files.

use actix_web::http::header::CONTENT_DISPOSITION;
use jiff::civil::Date;
use serde::Serialize;

use crate::{
    accounts::Site,
    db::{Conn, DbError},
    ids::CongressId,
    projects::{self, AdjustmentView, Closing, LightView, Quantity, samples},
    ratings::{self, RatedLine},
    reports::{
        annual::{Annual, Line, MoneyLine},
        documents::{FrozenDocument, YearDocument},
        files, store,
        version::Version,
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
        Ok(Self { rated, ..Self::new(&told(conn, congress, year, half, today)?, half) })
    }

    fn new(told: &Told, half: bool) -> Self {
        let annual = &told.annual;
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
        let end = jiff::civil::date(2024, 12, 31);
        let mut carried = tracked.clone();
        carried[1].carried = Some(samples::carry_over(&carried[1].project));
        let mut told = Told { annual: Annual::of(2024, end, end, end, &carried), version: None, closing: None };
        told.annual.eased = 1;
        let mut frozen = Self::new(&told, false);
        frozen.frozen = Some(FrozenView {
            version: 2,
            made_on: "2025-02-10".to_owned(),
            known_until: "2025-02-10".to_owned(),
            sha256: "0123456789abcdef".repeat(4),
            reason: "验收日期更正<b>".to_owned(),
        });
        let mut open = Self::new(&told, false);
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
        vec![Self { rated, ..Self::new(&told, false) }, Self::new(&told, true), frozen, open]
    }
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
    let short = i16::try_from(year).map_err(|_| PageError::NotFound)?;
    if found.is_empty() {
        return Err(PageError::NotFound);
    }
    let tracked = projects::tracked(conn, found)?;
    if half {
        let on = Date::new(short, 6, 30).map_err(PageError::internal)?.min(today);
        return Ok(Told { annual: Annual::of(year, on, on, Date::MAX, &tracked), version: None, closing: None });
    }
    let on = Date::new(short, 12, 31).map_err(PageError::internal)?.min(today);
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
         description = "projects: as of today, or the end of the year; half-year: as of 30 June; report-1: as it was frozen, byte for byte, report-2 and so on its corrigenda")
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
                files::table(&told.annual).bytes(format)
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
