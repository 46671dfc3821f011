//! `/reports/{year}/quarters/{quarter}`: the quarter in the officials' form, for screen and A4, and its files.

use actix_web::http::header::CONTENT_DISPOSITION;
use jiff::civil::Date;
use serde::Serialize;

use crate::{
    accounts::Site,
    db::Conn,
    ids::CongressId,
    projects::{self, Quantity, Tracked, Why, samples},
    reports::{
        annual::MoneyLine,
        pages::report::MoneyRow,
        quarter::{Met, Task, tasks},
    },
    supervision::Quarter,
    web::{Cell, Ctx, Handled, Page, PageError, Path, Table, TableFormat, blocking},
};

/// A row, with what the parts of the projects' pages ask for.
#[derive(Clone, Debug, Serialize)]
pub struct TaskView {
    pub name: String,
    pub responsible: String,
    pub kind: &'static str,
    pub operator: &'static str,
    pub unit: String,
    pub goal: String,
    pub actual: String,
    pub as_of: String,
    pub problems: String,
    pub next_step: String,
    pub met: Met,
    pub why: Option<Why>,
}

impl From<&Task> for TaskView {
    fn from(task: &Task) -> Self {
        Self {
            name: task.name.clone(),
            responsible: task.responsible.clone(),
            kind: task.kind,
            operator: task.operator,
            unit: task.counted_in.clone(),
            goal: task.goal.map(Quantity::grouped).unwrap_or_default(),
            actual: task.done.map(|done| done.quantity.grouped()).unwrap_or_default(),
            as_of: task.done.map(|done| done.as_of.to_string()).unwrap_or_default(),
            problems: task.problems.clone(),
            next_step: task.next_step.clone(),
            met: task.met,
            why: (task.met != Met::Yes).then(|| task.why.clone()),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct QuarterReportPage {
    pub year: i16,
    pub number: i8,
    pub on: String,
    /// Whether the quarter still runs.
    pub running: bool,
    pub met: usize,
    pub not_met: usize,
    pub unreported: usize,
    pub tasks: usize,
    /// Title and its sub-items.
    pub groups: Vec<(String, Vec<TaskView>)>,
    pub money: Vec<MoneyRow>,
    /// Of all of them.
    pub money_sum: Option<MoneyRow>,
    /// Of the same year, those that have begun.
    pub others: Vec<i8>,
}

impl QuarterReportPage {
    fn new(quarter: Quarter, today: Date, (rows, money): (&[Task], &[MoneyLine])) -> Self {
        let mut groups: Vec<(String, Vec<TaskView>)> = Vec::new();
        for row in rows {
            match groups.last_mut() {
                Some((title, views)) if *title == row.project => views.push(row.into()),
                _ => groups.push((row.project.clone(), vec![row.into()])),
            }
        }
        let count = |met: Met| rows.iter().filter(|row| row.met == met).count();
        let begun = |number: &i8| Quarter { number: *number, ..quarter }.begin() <= today;
        Self {
            year: quarter.year,
            number: quarter.number,
            on: quarter.end().min(today).to_string(),
            running: today <= quarter.end(),
            met: count(Met::Yes),
            not_met: count(Met::No),
            unreported: count(Met::Unreported),
            tasks: rows.len(),
            groups,
            money: money.iter().map(MoneyRow::from).collect(),
            money_sum: MoneyRow::sum(money),
            others: (1..=4).filter(begun).collect(),
        }
    }
}

impl Page for QuarterReportPage {
    const TEMPLATE: &'static str = "reports/quarter.html";

    fn samples() -> Vec<Self> {
        let all = samples::tracked();
        let page = |number, today: Date| {
            let quarter = Quarter { year: 2024, number };
            let mut rows = tasks(quarter, today, &all, &[]);
            for (row, met) in rows.iter_mut().zip(Met::ALL.iter().cycle()) {
                row.met = *met;
                row.problems = "管线迁改<b>".to_owned();
                row.next_step = "<script>alert(1)</script>".to_owned();
            }
            Self::new(quarter, today, (&rows, &money_of(quarter, today, &all)))
        };
        let none = Self::new(Quarter { year: 2024, number: 1 }, jiff::civil::date(2024, 2, 3), (&[], &[]));
        vec![none, page(2, jiff::civil::date(2024, 7, 20)), page(3, jiff::civil::date(2024, 7, 20))]
    }
}

/// As it stood at the quarter's end, or stands now.
fn money_of(quarter: Quarter, today: Date, tracked: &[Tracked]) -> Vec<MoneyLine> {
    let on = quarter.end().min(today);
    tracked.iter().filter_map(|one| MoneyLine::of(&one.as_reported(on, on, Date::MAX))).collect()
}

fn told_of(
    conn: &mut Conn,
    congress: CongressId,
    quarter: Quarter,
    today: Date,
) -> Result<(Vec<Task>, Vec<MoneyLine>), PageError> {
    let mut found = projects::public_projects(conn, congress)?;
    found.retain(|project| project.year == i32::from(quarter.year));
    if found.is_empty() || today < quarter.begin() {
        return Err(PageError::NotFound);
    }
    let ids: Vec<_> = found.iter().map(|project| project.id).collect();
    let tracked = projects::tracked(conn, found)?;
    let reports = projects::filed_reports(conn, &ids)?;
    Ok((tasks(quarter, today, &tracked, &reports), money_of(quarter, today, &tracked)))
}

fn quarter_of(year: &str, number: &str) -> Result<Quarter, PageError> {
    Quarter::parse(year, number).ok_or(PageError::NotFound)
}

pub async fn show_quarter_report(ctx: Ctx, site: Site, path: Path<(String, String)>) -> Handled {
    let (year, number) = path.into_inner();
    let quarter = quarter_of(&year, &number)?;
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    ctx.public(async move || {
        let read = move |conn: &mut Conn| told_of(conn, site.congress, quarter, today);
        let (rows, money) = blocking(move || services.db.read(read)).await?;
        Ok(QuarterReportPage::new(quarter, today, (&rows, &money)))
    })
    .await
}

const COLUMNS: [&str; 13] = [
    "project_id",
    "project",
    "code",
    "sub_item",
    "unit",
    "kind",
    "goal",
    "counted_in",
    "actual",
    "as_of",
    "problems",
    "next_step",
    "met",
];

const HEADINGS: [&str; 11] = [
    "项目",
    "子项编号",
    "工作任务",
    "责任单位",
    "季度目标（累计）",
    "计量单位",
    "完成情况（累计）",
    "截至",
    "存在问题",
    "下一步",
    "是否达到",
];

/// In the machine's words.
fn table(rows: &[Task]) -> Table {
    let row = |task: &Task| -> Vec<Cell> {
        vec![
            task.project_id.to_string().into(),
            task.project.as_str().into(),
            task.code.as_str().into(),
            task.name.as_str().into(),
            task.responsible.as_str().into(),
            task.kind.into(),
            decimal(task.goal),
            task.counted_in.as_str().into(),
            decimal(task.done.map(|done| done.quantity)),
            task.done.map(|done| done.as_of.to_string()).into(),
            task.problems.as_str().into(),
            task.next_step.as_str().into(),
            task.met.word().into(),
        ]
    };
    Table { sheet: "tasks", head: COLUMNS.to_vec(), rows: rows.iter().map(row).collect() }
}

fn decimal(quantity: Option<Quantity>) -> Cell {
    quantity.map_or_else(|| Cell::from(""), |quantity| Cell::Decimal(quantity.to_string()))
}

/// As the form is filled in by hand.
fn table_for_people(rows: &[Task]) -> Table {
    let met = |task: &Task| match task.met {
        Met::Yes => "达到",
        Met::No => "未达到",
        Met::Unreported => "未报送",
        Met::NotAsked => "不计",
    };
    let row = |task: &Task| -> Vec<Cell> {
        vec![
            task.project.as_str().into(),
            task.code.as_str().into(),
            task.name.as_str().into(),
            task.responsible.as_str().into(),
            decimal(task.goal),
            task.counted_in.as_str().into(),
            decimal(task.done.map(|done| done.quantity)),
            task.done.map_or_else(|| Cell::from(""), |done| Cell::Day(done.as_of)),
            task.problems.as_str().into(),
            task.next_step.as_str().into(),
            met(task).into(),
        ]
    };
    Table { sheet: "季度进展", head: HEADINGS.to_vec(), rows: rows.iter().map(row).collect() }
}

/// The sub-items of a quarter in the form that officials fill in.
#[utoipa::path(
    get,
    path = "/reports/{year}/quarters/{quarter}/files/{name}",
    params(
        ("year" = i32, Path, example = 2024),
        ("quarter" = i32, Path, example = 1, minimum = 1, maximum = 4),
        ("name" = String, Path, example = "tasks.csv", pattern = r"^tasks\.(csv|xlsx)$",
         description = "task, unit, goal, done, problem, next step, whether it is met. CSV is for programs, XLSX is in Chinese for people")
    ),
    responses(
        (status = 200, description = "CSV is UTF-8 with a byte order mark", content(
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        )),
        (status = 404, description = "no announced project of that year, or no such quarter or file")
    )
)]
pub async fn quarter_report_file(ctx: Ctx, site: Site, path: Path<(String, String, String)>) -> Handled {
    let (year, number, name) = path.into_inner();
    let quarter = quarter_of(&year, &number)?;
    let Some(("tasks", format)) = TableFormat::of_name(&name) else { return Err(PageError::NotFound) };
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    let build = async || {
        let read = move |conn: &mut Conn| told_of(conn, site.congress, quarter, today).map(|(rows, _)| rows);
        let rows = blocking(move || services.db.read(read)).await?;
        match format {
            TableFormat::Csv => table(&rows).bytes(format),
            TableFormat::Xlsx => table_for_people(&rows).bytes(format),
        }
    };
    let (mut answer, body) = ctx.public_data(format.content_type(), build).await?;
    answer.insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{year}-{number}-{name}\"")));
    Ok(answer.body(body))
}
