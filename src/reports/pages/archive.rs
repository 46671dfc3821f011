//! 实事档案馆: all years compared, and each by itself with its projects as they stood when it closed.

use jiff::civil::Date;
use serde::Serialize;

use super::report::{FrozenView, told};
use crate::{
    accounts::Site,
    db::Conn,
    ids::CongressId,
    projects::{self, Light, LightView, SmallCourse, samples},
    ratings,
    reports::{
        annual::Annual,
        archive::{Ratings, YearFigures},
        documents::{ArchiveDocument, ArchiveYear},
    },
    web::{Cell, Ctx, Handled, Page, PageError, Path, Table, blocking},
};

/// One year of the table.
#[derive(Clone, Debug, Serialize)]
pub struct YearRow {
    pub year: i32,
    pub running: bool,
    pub projects: usize,
    pub done: usize,
    pub over_target: usize,
    pub items: usize,
    pub items_done: usize,
    pub behind: usize,
    pub late_reports: usize,
    pub carried_on: usize,
    pub carried_in: usize,
    pub adjustments: usize,
    pub budget: String,
    pub paid: String,
    /// 满意, 基本满意, 不满意: how many projects.
    pub by_deputies: [usize; 3],
    pub public_share: Option<u64>,
    pub public_all: u64,
    pub frozen: bool,
    /// For the picture, of a hundred: done within what was promised, done over it, the rest.
    pub bars: [usize; 3],
}

impl YearRow {
    /// `most` projects are a whole bar.
    pub(super) fn of(figures: &YearFigures, most: usize) -> Self {
        let share = |count: usize| count * 100 / most.max(1);
        let within = figures.done - figures.over_target.min(figures.done);
        Self {
            year: figures.year,
            running: figures.running,
            projects: figures.projects,
            done: figures.done,
            over_target: figures.over_target,
            items: figures.items,
            items_done: figures.items_done,
            behind: figures.behind,
            late_reports: figures.late_reports,
            carried_on: figures.carried_on,
            carried_in: figures.carried_in,
            adjustments: figures.adjustments,
            budget: figures.budget.grouped(),
            paid: figures.paid.grouped(),
            by_deputies: figures.ratings.by_deputies,
            public_share: figures.ratings.public_share(),
            public_all: figures.ratings.public_all,
            frozen: figures.sha256.is_some(),
            bars: [share(within), share(figures.done) - share(within), share(figures.projects) - share(figures.done)],
        }
    }

    fn all(figures: &[YearFigures]) -> Vec<Self> {
        let most = figures.iter().map(|one| one.projects).max().unwrap_or_default();
        figures.iter().map(|one| Self::of(one, most)).collect()
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct ArchivePage {
    /// Newest first.
    pub years: Vec<YearRow>,
}

/// A project of a year, as it stood.
#[derive(Clone, Debug, Serialize)]
pub struct YearProject {
    pub id: String,
    pub title: String,
    pub light: LightView,
    pub items: usize,
    pub items_done: usize,
    pub over_target: bool,
    pub budget: String,
    pub paid: String,
    /// The years to which and from which it was carried over.
    pub carried_to: Option<i32>,
    /// Whether that year has a page.
    pub has_begun: bool,
    pub carried_from: Option<i32>,
}

#[derive(Clone, Debug, Serialize)]
pub struct YearPage {
    pub row: YearRow,
    pub sentence: String,
    /// The day as of which it is told.
    pub on: String,
    pub frozen: Option<FrozenView>,
    pub projects: Vec<YearProject>,
    /// Of years before, which went on in this one.
    pub carried_in: Vec<YearProject>,
    pub courses: Vec<SmallCourse>,
    /// Year, or nothing.
    pub before: Option<i32>,
    pub after: Option<i32>,
    pub page: String,
}

fn public_years(conn: &mut Conn, congress: CongressId) -> Result<Vec<i32>, PageError> {
    let mut years: Vec<i32> = projects::public_projects(conn, congress)?.iter().map(|project| project.year).collect();
    years.dedup();
    Ok(years)
}

/// Every year with announced projects, newest first.
pub(super) fn figures(conn: &mut Conn, congress: CongressId, today: Date) -> Result<Vec<YearFigures>, PageError> {
    let years = public_years(conn, congress)?;
    years.into_iter().map(|year| figures_of(conn, congress, year, today)).collect()
}

fn figures_of(conn: &mut Conn, congress: CongressId, year: i32, today: Date) -> Result<YearFigures, PageError> {
    let told = told(conn, congress, year, false, today)?;
    let rated = Ratings::of(&ratings::rated_of_year(conn, congress, year, today)?);
    let running = i32::from(today.year()) <= year;
    let carried_in = carried_in(conn, congress, year)?.len();
    Ok(YearFigures::of(&told.annual, told.version.as_ref(), rated, running, carried_in))
}

/// Announced projects of years before that went on in that one.
fn carried_in(conn: &mut Conn, congress: CongressId, year: i32) -> Result<Vec<projects::Tracked>, PageError> {
    let mut found = projects::public_projects(conn, congress)?;
    found.retain(|project| project.year < year);
    Ok(projects::tracked(conn, found)?.into_iter().filter(|one| one.ends_in() >= year).collect())
}

impl YearProject {
    fn of(one: &projects::Tracked, annual: &Annual, years: &[i32]) -> Self {
        let project = &one.project;
        let lines: Vec<_> = annual.lines.iter().filter(|line| line.project_id == project.id).collect();
        let light = lines.iter().map(|line| line.light).min().unwrap_or(Light::None);
        let money = annual.money.iter().find(|line| line.project == project.title);
        Self {
            id: project.id.to_string(),
            title: project.title.clone(),
            light: LightView::bare(light),
            items: lines.len(),
            items_done: lines.iter().filter(|line| line.done).count(),
            over_target: lines.iter().any(|line| line.over_target) && lines.iter().all(|line| line.done),
            budget: money.map(|line| line.budget.grouped()).unwrap_or_default(),
            paid: money.map(|line| line.paid.grouped()).unwrap_or_default(),
            carried_to: (one.ends_in() > project.year).then(|| one.ends_in()),
            has_begun: years.contains(&one.ends_in()),
            carried_from: (project.year < annual.year).then_some(project.year),
        }
    }
}

impl YearPage {
    fn of(conn: &mut Conn, congress: CongressId, year: i32, today: Date, origin: &str) -> Result<Self, PageError> {
        let years = public_years(conn, congress)?;
        let figures = figures_of(conn, congress, year, today)?;
        let told = told(conn, congress, year, false, today)?;
        let annual = &told.annual;
        let known = told.closing.as_ref().map_or(today, |closing| closing.closes_on.min(today));
        let mut found = projects::public_projects(conn, congress)?;
        found.retain(|project| project.year == year);
        let all = projects::tracked(conn, found)?;
        let then: Vec<_> = all.iter().map(|one| one.as_reported(annual.on, known, known)).collect();
        let from_before = carried_in(conn, congress, year)?;
        let of_before = Annual::of(year, annual.on, known, known, &from_before);
        Ok(Self {
            sentence: annual.sentence(),
            on: annual.on.to_string(),
            frozen: told.version.as_ref().map(FrozenView::from),
            projects: all.iter().map(|one| YearProject::of(one, annual, &years)).collect(),
            carried_in: from_before.iter().map(|one| YearProject::of(one, &of_before, &years)).collect(),
            courses: then.iter().map(|one| SmallCourse::of(one, annual.on)).collect(),
            before: years.iter().copied().filter(|known| *known < year).max(),
            after: years.iter().copied().filter(|known| *known > year).min(),
            page: format!("{origin}/years/{year}"),
            row: YearRow::of(&figures, figures.projects),
        })
    }
}

impl YearRow {
    pub(super) fn samples() -> Vec<Self> {
        Self::all(&[sample_figures(2024, true), sample_figures(2023, false)])
    }
}

fn sample_figures(year: i32, running: bool) -> YearFigures {
    YearFigures {
        year,
        running,
        projects: 10,
        done: if running { 3 } else { 10 },
        over_target: if running { 0 } else { 4 },
        items: 31,
        items_done: if running { 12 } else { 31 },
        behind: usize::from(running) * 2,
        late_reports: 3,
        carried_on: 1,
        carried_in: usize::from(running),
        adjustments: 2,
        budget: "3500.5".parse().unwrap_or_default(),
        paid: "1200".parse().unwrap_or_default(),
        ratings: if running {
            Ratings::default()
        } else {
            Ratings { by_deputies: [8, 1, 1], public_satisfied: 70, public_all: 90 }
        },
        sha256: (!running).then(|| "0123456789abcdef".repeat(4)),
    }
}

impl Page for ArchivePage {
    const TEMPLATE: &'static str = "reports/archive.html";

    fn samples() -> Vec<Self> {
        vec![Self { years: Vec::new() }, Self { years: YearRow::samples() }]
    }
}

impl Page for YearPage {
    const TEMPLATE: &'static str = "reports/year.html";

    fn samples() -> Vec<Self> {
        let mut tracked = samples::tracked();
        tracked[1].carried = Some(samples::carry_over(&tracked[1].project));
        let on = jiff::civil::date(2024, 12, 31);
        let annual = Annual::of(2024, on, on, on, &tracked);
        let page = |running: bool| {
            let figures = sample_figures(2024, running);
            let projects: Vec<_> = tracked.iter().map(|one| YearProject::of(one, &annual, &[])).collect();
            Self {
                row: YearRow::of(&figures, figures.projects),
                sentence: annual.sentence(),
                on: on.to_string(),
                frozen: (!running).then(FrozenView::sample),
                carried_in: if running {
                    vec![YearProject { carried_from: Some(2023), ..projects[0].clone() }]
                } else {
                    Vec::new()
                },
                projects,
                courses: tracked.iter().map(|one| SmallCourse::of(one, on)).collect(),
                before: running.then_some(2023),
                after: (!running).then_some(2025),
                page: "https://vote.example/years/2024".to_owned(),
            }
        };
        vec![page(true), page(false)]
    }
}

pub async fn show_archive(ctx: Ctx, site: Site) -> Handled {
    let (services, today) = (ctx.services.clone(), ctx.today());
    ctx.public(async move || {
        blocking(move || {
            services.db.read(|conn| {
                let years = YearRow::all(&figures(conn, site.congress, today)?);
                Ok::<_, PageError>(ArchivePage { years })
            })
        })
        .await
    })
    .await
}

pub async fn show_year(ctx: Ctx, site: Site, year: Path<i32>) -> Handled {
    let year = year.into_inner();
    let (services, today, origin) = (ctx.services.clone(), ctx.today(), ctx.origin().to_owned());
    ctx.public(async move || {
        blocking(move || services.db.read(|conn| YearPage::of(conn, site.congress, year, today, &origin))).await
    })
    .await
}

/// All years compared.
#[utoipa::path(
    get,
    path = "/api/archive",
    responses((status = 200, description = "every year with announced projects, newest first", body = ArchiveDocument))
)]
pub async fn api_archive(ctx: Ctx, site: Site) -> Handled {
    let (services, today) = (ctx.services.clone(), ctx.today());
    let build = async || {
        let figures = blocking(move || services.db.read(|conn| figures(conn, site.congress, today))).await?;
        let document = ArchiveDocument { years: figures.iter().map(ArchiveYear::from).collect() };
        serde_json::to_vec(&document).map_err(PageError::internal)
    };
    let (mut answer, body) = ctx.public_data("application/json", build).await?;
    Ok(answer.body(body))
}

/// The same as a table.
pub(super) fn table(figures: &[YearFigures]) -> Table {
    let head = vec![
        "year",
        "running",
        "projects",
        "projects_done",
        "projects_over_target",
        "sub_items",
        "sub_items_done",
        "behind",
        "late_reports",
        "carried_on",
        "carried_in",
        "adjustments",
        "budget_wan",
        "paid_wan",
        "deputies_satisfied",
        "deputies_basically",
        "deputies_dissatisfied",
        "public_satisfied",
        "public_all",
        "report_sha256",
    ];
    let row = |one: &YearFigures| {
        let number = |count: &dyn std::fmt::Display| Cell::Decimal(count.to_string());
        let [satisfied, basically, dissatisfied] = &one.ratings.by_deputies;
        vec![
            number(&one.year),
            one.running.to_string().into(),
            number(&one.projects),
            number(&one.done),
            number(&one.over_target),
            number(&one.items),
            number(&one.items_done),
            number(&one.behind),
            number(&one.late_reports),
            number(&one.carried_on),
            number(&one.carried_in),
            number(&one.adjustments),
            number(&one.budget),
            number(&one.paid),
            number(satisfied),
            number(basically),
            number(dissatisfied),
            number(&one.ratings.public_satisfied),
            number(&one.ratings.public_all),
            one.sha256.clone().unwrap_or_default().into(),
        ]
    };
    Table { sheet: "years", head, rows: figures.iter().map(row).collect() }
}
