//! The board for everybody, for whoever works behind the pages, and as a file.

use actix_web::http::header::CONTENT_DISPOSITION;
use jiff::civil::Date;
use serde::Serialize;

use super::row::{Board, Known, Row, end_of_last_month};
use crate::{
    accounts::{As, RoleType, Site},
    db::Conn,
    ids::CongressId,
    projects::{self, Light, LightView, MoneyView, samples},
    ratings, supervision, warnings,
    web::{Cell, Ctx, Handled, Page, PageError, Path, Table, TableFormat, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct FaultView {
    pub project: String,
    pub title: String,
    pub sub_item: String,
    pub name: String,
    pub light: LightView,
    pub stays: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct RowView {
    /// Empty for all.
    pub name: String,
    /// Sub-items by light, in the order of what needs looking at first.
    pub lights: Vec<(LightView, usize)>,
    /// Red ones, more or fewer than at the end of last month.
    pub trend: Option<i64>,
    pub arrears: usize,
    pub open: usize,
    pub overdue: usize,
    pub money: Option<MoneyView>,
    pub deputies: Option<u32>,
    pub public: Option<u32>,
    pub reported: usize,
    pub faults: Vec<FaultView>,
}

impl From<&Row> for RowView {
    fn from(row: &Row) -> Self {
        let fault = |one: &super::row::Fault| FaultView {
            project: one.project.clone(),
            title: one.title.clone(),
            sub_item: one.sub_item.clone(),
            name: one.name.clone(),
            light: LightView { why: one.why.clone(), ..LightView::bare(one.light) },
            stays: one.stays,
        };
        Self {
            name: row.name.clone(),
            lights: Light::ALL.iter().map(|light| (LightView::bare(*light), row.count(*light))).collect(),
            trend: row.trend(),
            arrears: row.arrears,
            open: row.open,
            overdue: row.overdue,
            money: row.money.as_ref().map(MoneyView::from),
            deputies: row.deputies,
            public: row.public,
            reported: row.reported,
            faults: row.faults.iter().map(fault).collect(),
        }
    }
}

/// `/projects/board`, `/secretariat/board`, `/supervisor/board`
#[derive(Clone, Debug, Serialize)]
pub struct BoardPage {
    /// For whoever works behind the pages: with what was reported upward.
    pub inner: Option<&'static str>,
    /// Nothing where there are no projects yet.
    pub year: Option<i32>,
    pub on: String,
    /// With what the trend compares.
    pub before: String,
    pub all: RowView,
    pub units: Vec<RowView>,
    pub fields: Vec<RowView>,
    pub streets: Vec<RowView>,
}

/// Of the newest year.
fn known(conn: &mut Conn, congress: CongressId, today: Date) -> Result<(Option<i32>, Known), PageError> {
    let mut found = projects::public_projects(conn, congress)?;
    let Some(year) = found.iter().map(|project| project.year).max() else { return Ok((None, Known::default())) };
    found.retain(|project| project.year == year);
    let ids: Vec<_> = found.iter().map(|project| project.id).collect();
    let known = Known {
        before: projects::lights_on(conn, &ids, end_of_last_month(today))?,
        follow_ups: supervision::follow_ups(conn, &ids)?,
        rated: ratings::rated_of_year(conn, congress, year, today)?,
        reported: warnings::repeated_reds_of(conn, congress, today.year().into())?,
        tracked: projects::tracked(conn, found)?,
    };
    Ok((Some(year), known))
}

impl BoardPage {
    pub fn of(
        conn: &mut Conn,
        congress: Option<CongressId>,
        today: Date,
        inner: Option<&'static str>,
    ) -> Result<Self, PageError> {
        let (year, known) = match congress {
            Some(congress) => known(conn, congress, today)?,
            None => (None, Known::default()),
        };
        Ok(Self::new(year, &Board::of(&known, today), today, inner))
    }

    fn new(year: Option<i32>, board: &Board, today: Date, inner: Option<&'static str>) -> Self {
        let views = |rows: &[Row]| rows.iter().map(RowView::from).collect();
        Self {
            inner,
            year,
            on: today.to_string(),
            before: end_of_last_month(today).to_string(),
            all: RowView::from(&board.all),
            units: views(&board.units),
            fields: views(&board.fields),
            streets: views(&board.streets),
        }
    }
}

impl Page for BoardPage {
    const TEMPLATE: &'static str = "board/board.html";

    fn samples() -> Vec<Self> {
        let today = jiff::civil::date(2024, 7, 28);
        let [bare, full] = samples::tracked();
        let mut calm = full.clone();
        for light in &mut calm.lights {
            light.light = Light::Done;
        }
        let known =
            |tracked: Vec<projects::Tracked>| Known { before: full.lights.clone(), tracked, ..Known::default() };
        let board = Board::of(&known(vec![bare, full.clone()]), today);
        let mut counted = board.clone();
        for row in counted.units.iter_mut().chain([&mut counted.all]) {
            (row.open, row.overdue, row.deputies, row.public, row.reported) = (3, 1, Some(92), Some(88), 2);
        }
        vec![
            Self::new(None, &Board::default(), today, None),
            Self::new(Some(2024), &board, today, None),
            Self::new(Some(2024), &counted, today, Some("/secretariat")),
            Self::new(Some(2024), &Board::of(&known(vec![calm]), today), today, Some("/supervisor")),
        ]
    }
}

pub async fn show_board(ctx: Ctx, site: Option<Site>) -> Handled {
    let (services, today) = (ctx.services.clone(), ctx.today());
    let congress = site.map(|site| site.congress);
    ctx.public(async move || {
        blocking(move || services.db.read(|conn| BoardPage::of(conn, congress, today, None))).await
    })
    .await
}

/// With what is not for everybody.
pub async fn show_inner_board<R: RoleType>(ctx: Ctx, who: As<R>) -> Handled {
    let today = ctx.today();
    let congress = who.person.congress().ok_or(PageError::NotFound)?;
    let inner = Some(R::ROLE.home());
    ctx.show(&ctx.read(move |conn| BoardPage::of(conn, Some(congress), today, inner)).await?)
}

const COLUMNS: [&str; 18] = [
    "kind",
    "name",
    "red",
    "yellow",
    "green",
    "done",
    "none",
    "red_before",
    "arrears",
    "follow_ups_open",
    "follow_ups_overdue",
    "budget_wan",
    "paid_wan",
    "paid_percent",
    "done_percent",
    "course",
    "deputies_satisfied_percent",
    "public_satisfied_percent",
];

fn cells(kind: &str, row: &Row) -> Vec<Cell> {
    let number = |count: usize| Cell::Decimal(count.to_string());
    let perhaps = |count: Option<String>| Cell::Decimal(count.unwrap_or_default());
    let money = row.money.as_ref();
    let mut cells = vec![kind.into(), row.name.clone().into()];
    cells.extend(Light::ALL.iter().map(|light| number(row.count(*light))));
    cells.extend([
        perhaps(row.red_before.map(|count| count.to_string())),
        number(row.arrears),
        number(row.open),
        number(row.overdue),
        perhaps(money.map(|money| money.budget().to_string())),
        perhaps(money.map(|money| money.paid.to_string())),
        perhaps(money.map(|money| money.share().to_string())),
        perhaps(money.map(|money| money.done().to_string())),
        money.map(|money| money.course().word().to_owned()).into(),
        perhaps(row.deputies.map(|percent| percent.to_string())),
        perhaps(row.public.map(|percent| percent.to_string())),
    ]);
    cells
}

fn table(board: &Board) -> Table {
    let of = |kind: &'static str, rows: &[Row]| rows.iter().map(|row| cells(kind, row)).collect::<Vec<_>>();
    let rows = [
        vec![cells("all", &board.all)],
        of("unit", &board.units),
        of("field", &board.fields),
        of("street", &board.streets),
    ];
    Table { sheet: "board", head: COLUMNS.to_vec(), rows: rows.concat() }
}

/// `board.csv` and `board.xlsx`: exactly what the public page shows.
pub async fn board_file(ctx: Ctx, site: Site, name: Path<String>) -> Handled {
    let name = name.into_inner();
    let (stem, format) = TableFormat::of_name(&name).ok_or(PageError::NotFound)?;
    if stem != "board" {
        return Err(PageError::NotFound);
    }
    let (services, today) = (ctx.services.clone(), ctx.today());
    let build = async || {
        let read = move |conn: &mut Conn| match known(conn, site.congress, today)? {
            (None, _) => Err(PageError::NotFound),
            (Some(_), known) => Ok(table(&Board::of(&known, today))),
        };
        blocking(move || services.db.read(read)).await?.bytes(format)
    };
    let (mut answer, body) = ctx.public_data(format.content_type(), build).await?;
    answer.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    Ok(answer.body(body))
}
