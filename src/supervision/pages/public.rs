//! What everybody sees: every follow-up, the quarterly table, and a project's group on its own page.

use actix_web::http::header::CONTENT_DISPOSITION;
use jiff::civil::Date;
use serde::Serialize;

use super::views::{ProjectLine, SAMPLE_DAY, Supervised, body_counts, lines, sample_supervised};
use crate::{
    accounts::Site,
    db::{Conn, DbError},
    ids::{CongressId, ProjectId},
    projects::{self, LightRecord, LightView, Tracked},
    supervision::{
        follow_ups::{self, FollowUpView},
        groups,
        inspections::{self, InspectionState, InspectionView},
        quarter::{Quarter, QuarterLine},
        shown::{ShownInspection, SupervisionShown},
    },
    web::{Cell, Ctx, Handled, Page, PageError, Path, Table, TableFormat, blocking},
};

/// The public table: every project, every follow-up, nothing hidden.
#[derive(Clone, Debug, Serialize)]
pub struct SupervisionPage {
    pub projects: Vec<ProjectLine>,
    pub follow_ups: Vec<FollowUpView>,
    pub inspections: Vec<InspectionView>,
    /// Year and number, newest first.
    pub quarters: Vec<(i16, i8)>,
}

impl SupervisionPage {
    fn new(all: &Supervised, today: Date) -> Self {
        let follow_ups = all.follow_up_views(today);
        let published = all.inspections.iter().filter(|one| one.state == InspectionState::Published);
        Self {
            projects: lines(all, &follow_ups),
            follow_ups,
            inspections: published.map(|one| InspectionView::of(all, one, today)).collect(),
            quarters: quarters(&all.tracked, today).into_iter().map(|one| (one.year, one.number)).collect(),
        }
    }
}

/// From the year of the oldest project to today, newest first.
fn quarters(tracked: &[Tracked], today: Date) -> Vec<Quarter> {
    let first = tracked.iter().map(|one| one.project.year).min().and_then(|year| i16::try_from(year).ok());
    let years = first.map_or(0..0, |first| first..today.year() + 1);
    let all = years.flat_map(|year| (1..=4).map(move |number| Quarter { year, number }));
    let mut begun: Vec<Quarter> = all.filter(|quarter| quarter.begin() <= today).collect();
    begun.reverse();
    begun
}

impl Page for SupervisionPage {
    const TEMPLATE: &'static str = "supervision/public.html";

    fn samples() -> Vec<Self> {
        let all = sample_supervised();
        let empty =
            Self { projects: Vec::new(), follow_ups: Vec::new(), inspections: Vec::new(), quarters: Vec::new() };
        vec![empty, Self::new(&all, SAMPLE_DAY)]
    }
}

pub async fn show_supervision(ctx: Ctx, site: Option<Site>) -> Handled {
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    let congress = site.map(|site| site.congress);
    ctx.public(async move || {
        blocking(move || {
            services.db.read(|conn| {
                let all = match congress {
                    Some(congress) => Supervised::of_congress(conn, congress)?,
                    None => Supervised::of(conn, Vec::new())?,
                };
                Ok::<_, PageError>(SupervisionPage::new(&all, today))
            })
        })
        .await
    })
    .await
}

#[derive(Clone, Debug, Serialize)]
pub struct QuarterRow {
    pub id: String,
    pub title: String,
    pub light: LightView,
    pub opened: usize,
    pub closed: usize,
    pub open: usize,
    pub overdue: usize,
    pub inspections: usize,
}

/// 季度公开表, under a permanent address.
#[derive(Clone, Debug, Serialize)]
pub struct QuarterPage {
    pub year: i16,
    pub number: i8,
    pub on: String,
    /// Whether the quarter still runs.
    pub running: bool,
    pub rows: Vec<QuarterRow>,
    pub total: QuarterRow,
    /// Whether the year has projects of its own, of which there is a table of tasks.
    pub has_tasks: bool,
    pub others: Vec<(i16, i8)>,
}

impl QuarterPage {
    fn new(all: &Supervised, quarter: Quarter, lights: &[LightRecord], today: Date) -> Self {
        let on = quarter.end().min(today);
        let row = |id: String, title: String, light: LightView, line: QuarterLine| QuarterRow {
            id,
            title,
            light,
            opened: line.opened,
            closed: line.closed,
            open: line.open,
            overdue: line.overdue,
            inspections: line.inspections,
        };
        let mut total = QuarterLine::default();
        let mut rows = Vec::new();
        let year = i32::from(quarter.year);
        for tracked in all.tracked.iter().filter(|one| one.project.year <= year) {
            let project = &tracked.project;
            let line = QuarterLine::of(project.id, quarter, on, &all.follow_ups, &all.steps, &all.inspections);
            if project.year < year && line == QuarterLine::default() {
                continue;
            }
            total = total.plus(line);
            let light = LightView::bare(tracked.as_of(on, lights).light());
            rows.push(row(project.id.to_string(), project.title.clone(), light, line));
        }
        Self {
            year: quarter.year,
            number: quarter.number,
            on: on.to_string(),
            running: today <= quarter.end(),
            rows,
            has_tasks: all.tracked.iter().any(|one| one.project.year == year),
            total: row(String::new(), String::new(), LightView::bare(projects::Light::None), total),
            others: quarters(&all.tracked, today).into_iter().map(|one| (one.year, one.number)).collect(),
        }
    }
}

impl Page for QuarterPage {
    const TEMPLATE: &'static str = "supervision/quarter.html";

    fn samples() -> Vec<Self> {
        let all = sample_supervised();
        let lights = all.tracked[0].lights.clone();
        let page = |number| Self::new(&all, Quarter { year: 2024, number }, &lights, SAMPLE_DAY);
        vec![page(2), page(3)]
    }
}

impl QuarterPage {
    fn of(conn: &mut Conn, congress: CongressId, quarter: Quarter, today: Date) -> Result<Self, PageError> {
        let all = Supervised::of_congress(conn, congress)?;
        if !quarters(&all.tracked, today).contains(&quarter) {
            return Err(PageError::NotFound);
        }
        let ids: Vec<ProjectId> = all.tracked.iter().map(|one| one.project.id).collect();
        let lights = projects::lights_on(conn, &ids, quarter.end().min(today))?;
        Ok(Self::new(&all, quarter, &lights, today))
    }

    /// Its rows without their sum.
    fn table(&self) -> Table {
        let row = |row: &QuarterRow| -> Vec<Cell> {
            let counts = [row.opened, row.closed, row.open, row.overdue, row.inspections];
            let mut cells: Vec<Cell> = vec![row.id.clone().into(), row.title.clone().into(), row.light.word.into()];
            cells.extend(counts.map(|count| Cell::Decimal(count.to_string())));
            cells
        };
        Table { sheet: "quarter", head: QUARTER_COLUMNS.to_vec(), rows: self.rows.iter().map(row).collect() }
    }
}

const QUARTER_COLUMNS: [&str; 8] =
    ["project_id", "project", "light", "opened", "closed", "open", "overdue", "inspections"];

fn quarter_of(year: &str, number: &str) -> Result<Quarter, PageError> {
    Quarter::parse(year, number).ok_or(PageError::NotFound)
}

pub async fn show_quarter(ctx: Ctx, site: Site, path: Path<(String, String)>) -> Handled {
    let (year, number) = path.into_inner();
    let quarter = quarter_of(&year, &number)?;
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    ctx.public(async move || {
        blocking(move || services.db.read(|conn| QuarterPage::of(conn, site.congress, quarter, today))).await
    })
    .await
}

/// `quarter.csv` and `quarter.xlsx`: the table's rows.
pub async fn quarter_file(ctx: Ctx, site: Site, path: Path<(String, String, String)>) -> Handled {
    let (year, number, name) = path.into_inner();
    let quarter = quarter_of(&year, &number)?;
    let Some(("quarter", format)) = TableFormat::of_name(&name) else { return Err(PageError::NotFound) };
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    let build = async || {
        let page =
            blocking(move || services.db.read(|conn| QuarterPage::of(conn, site.congress, quarter, today))).await?;
        page.table().bytes(format)
    };
    let (mut answer, body) = ctx.public_data(format.content_type(), build).await?;
    answer.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{year}-{number}-{name}\"")));
    Ok(answer.body(body))
}

/// What a project's own page shows of its supervision.
pub fn shown_with_project(conn: &mut Conn, project: ProjectId) -> Result<SupervisionShown, DbError> {
    let inspections = inspections::store::inspections(conn, &[project])?;
    let published = inspections.iter().filter(|one| one.state == InspectionState::Published);
    let follow_ups = follow_ups::store::follow_ups(conn, &[project])?;
    Ok(SupervisionShown {
        bodies: body_counts(&groups::store::groups_of(conn, &[project])?),
        inspections: published
            .map(|one| ShownInspection {
                id: one.id.to_string(),
                held_on: one.held_on.to_string(),
                place: one.place.clone(),
            })
            .collect(),
        open: follow_ups.iter().filter(|one| one.closed_at.is_none()).count(),
        closed: follow_ups.iter().filter(|one| one.closed_at.is_some()).count(),
    })
}
