//! Who was warned of what and when, by year; what turned red again and again.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    accounts::{As, Secretariat},
    db::{Conn, DbError},
    ids::CongressId,
    projects,
    warnings::{actions::reds_by_unit, letter, store, warning::Warning},
    web::{Cell, Ctx, Handled, Message, Page, PageError, Pager, Path, Query, Table, TableFormat, download},
};

const A_PAGE: usize = 50;

#[derive(Clone, Debug, Serialize)]
pub struct ReceiverView {
    /// `receiver-<…>`
    pub role: &'static str,
    pub name: String,
    /// `warning-way-<…>`
    pub way: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct WarningView {
    pub written_at: String,
    pub unit: String,
    pub project: String,
    pub title: String,
    pub month: String,
    pub due_on: String,
    /// The message that says it, and its days.
    pub level: (&'static str, u32),
    pub sub_items: Vec<String>,
    pub receivers: Vec<ReceiverView>,
}

impl From<Warning> for WarningView {
    fn from(one: Warning) -> Self {
        let receiver = |receiver: &crate::warnings::WarningReceiver| ReceiverView {
            role: receiver.role.word(),
            name: receiver.name.clone(),
            way: receiver.way.word(),
        };
        Self {
            written_at: one.written_at.to_page(),
            project: one.project.to_string(),
            month: letter::month(&one),
            due_on: one.due_on.to_string(),
            level: letter::level_said(one.level),
            receivers: one.receivers.iter().map(receiver).collect(),
            unit: one.unit_name,
            title: one.project_title,
            sub_items: one.sub_items,
        }
    }
}

/// How a unit fared in a year.
#[derive(Clone, Debug, Serialize)]
pub struct UnitRecord {
    pub unit: String,
    /// How often its sub-items turned red.
    pub reds: usize,
    pub unmade: usize,
    pub late: usize,
    /// The days on which it was reported upward, oldest first.
    pub reported: Vec<String>,
}

/// `/secretariat/warnings/{year}`
#[derive(Clone, Debug, Serialize)]
pub struct WarningsPage {
    pub year: i16,
    /// Newest first.
    pub years: Vec<i16>,
    /// So many times red, and it is reported.
    pub every: u32,
    pub units: Vec<UnitRecord>,
    pub count: usize,
    pub rows: Vec<WarningView>,
    pub pager: Pager,
}

fn units(conn: &mut Conn, congress: CongressId, year: i16, today: Date) -> Result<Vec<UnitRecord>, PageError> {
    // Of every year, as the letters count: what is carried over goes on being followed.
    let found = projects::public_projects(conn, congress)?;
    let tracked = projects::tracked(conn, found)?;
    let reds = reds_by_unit(conn, &tracked, year)?;
    let reported = store::repeated_reds_of(conn, congress, year.into())?;
    let from = Date::new(year, 1, 1).map_err(DbError::corrupt)?;
    let misses = projects::misses(&tracked, from, today.min(from.last_of_year()));
    let of_misses = misses.iter().map(|one| one.unit.as_str());
    let of_reds = reds.iter().map(|(unit, _)| unit.as_str());
    let mut names: Vec<&str> =
        of_misses.chain(of_reds).chain(reported.iter().map(|report| report.unit_name.as_str())).collect();
    names.sort_unstable();
    names.dedup();
    let record = |unit: &str| {
        let missed = misses.iter().find(|one| one.unit == unit);
        let of_unit = reported.iter().rev().filter(|report| report.unit_name == unit);
        UnitRecord {
            reds: reds.iter().find(|(known, _)| known == unit).map_or(0, |(_, days)| days.len()),
            reported: of_unit.map(|report| report.reported_at.to_date()).collect(),
            unmade: missed.map_or(0, |one| one.unmade),
            late: missed.map_or(0, |one| one.late),
            unit: unit.to_owned(),
        }
    };
    let mut records: Vec<UnitRecord> = names.into_iter().map(record).collect();
    records.retain(|one| one.reds + one.unmade + one.late + one.reported.len() > 0);
    records
        .sort_by(|a, b| (b.reds, b.unmade, b.late).cmp(&(a.reds, a.unmade, a.late)).then_with(|| a.unit.cmp(&b.unit)));
    Ok(records)
}

/// Newest first, without a gap: a project may be carried over into a year that has none of its own.
fn years(conn: &mut Conn, congress: CongressId, this: i16) -> Result<Vec<i16>, PageError> {
    let projects = projects::public_projects(conn, congress)?;
    let known = projects.iter().filter_map(|project| i16::try_from(project.year).ok());
    let (oldest, newest) = known.fold((this, this), |(oldest, newest), year| (oldest.min(year), newest.max(year)));
    Ok((oldest..=newest).rev().collect())
}

impl Page for WarningsPage {
    const TEMPLATE: &'static str = "warnings/record.html";

    fn samples() -> Vec<Self> {
        let receiver = |role, name: &str, way| ReceiverView { role, name: name.to_owned(), way };
        let warning = |level: i32| WarningView {
            written_at: "2024-03-20 00:01".to_owned(),
            unit: "区教育局<b>".to_owned(),
            project: uuid::Uuid::nil().to_string(),
            title: "“幸福安居”在上城<b>".to_owned(),
            month: "2024-03".to_owned(),
            due_on: "2024-03-25".to_owned(),
            level: letter::level_said(level),
            sub_items: vec!["加装电梯<b>".to_owned(), "绿道".to_owned()],
            receivers: vec![
                receiver("clerk", "王工<b>", "letter"),
                receiver("head", "陈局长", "webhook"),
                receiver("leader", "", "none"),
            ],
        };
        let record = |reported: &[&str]| UnitRecord {
            unit: "区教育局<b>".to_owned(),
            reds: 3,
            unmade: 2,
            late: 1,
            reported: reported.iter().map(|day| (*day).to_owned()).collect(),
        };
        let page = |units, rows: Vec<WarningView>, pager| Self {
            year: 2024,
            years: vec![2024, 2023],
            every: 3,
            units,
            count: rows.len(),
            rows,
            pager,
        };
        let (_, pager) = Pager::cut(vec![(); 900], 9, A_PAGE, |p| format!("/secretariat/warnings/2024?p={p}"));
        vec![
            page(Vec::new(), Vec::new(), Pager::default()),
            page(vec![record(&["2024-06-01"]), record(&[])], vec![warning(-5), warning(0), warning(1)], pager),
        ]
    }
}

#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    p: String,
}

pub async fn newest_warnings(ctx: Ctx, _who: As<Secretariat>) -> Handled {
    Ok(ctx.see_page(&format!("/secretariat/warnings/{}", ctx.today().year())))
}

pub async fn show_warnings(ctx: Ctx, who: As<Secretariat>, year: Path<i16>, wanted: Query<Wanted>) -> Handled {
    let (year, today, wanted) = (*year, ctx.today(), wanted.into_inner().p.parse().unwrap_or(1));
    let congress = who.person.congress().ok_or(PageError::NotFound)?;
    let page = ctx
        .read(move |conn| {
            let years = years(conn, congress, today.year())?;
            if !years.contains(&year) {
                return Err(PageError::NotFound);
            }
            let all = store::warnings_of(conn, congress, year)?;
            let count = all.len();
            let href = |page| format!("/secretariat/warnings/{year}?p={page}");
            let (shown, pager) = Pager::cut(all, wanted, A_PAGE, href);
            Ok::<_, PageError>(WarningsPage {
                year,
                years,
                every: projects::rules_of(conn, congress)?.reds,
                units: units(conn, congress, year, today)?,
                count,
                rows: shown.into_iter().map(WarningView::from).collect(),
                pager,
            })
        })
        .await?;
    ctx.show(&page)
}

/// `warnings.csv` and `warnings.xlsx`: a line a warning.
pub async fn warnings_file(ctx: Ctx, who: As<Secretariat>, asked: Path<(i16, String)>) -> Handled {
    let (year, name) = asked.into_inner();
    let (stem, format) = TableFormat::of_name(&name).ok_or(PageError::NotFound)?;
    if stem != "warnings" {
        return Err(PageError::NotFound);
    }
    let congress = who.person.congress().ok_or(PageError::NotFound)?;
    let (lang, today) = (ctx.lang, ctx.today());
    let rows = ctx
        .read(move |conn| {
            if !years(conn, congress, today.year())?.contains(&year) {
                return Err(PageError::NotFound);
            }
            Ok::<_, PageError>(store::warnings_of(conn, congress, year)?)
        })
        .await?;
    let said = |one: &Warning| {
        let receiver = |to: &crate::warnings::WarningReceiver| {
            let role = lang.text(&role_message(to.role));
            format!("{role} {} {}", to.name, lang.text(&way_message(to.way))).trim().to_owned()
        };
        vec![
            one.written_at.to_page().into(),
            one.unit_name.clone().into(),
            one.project_title.clone().into(),
            letter::month(one).into(),
            Cell::Day(one.due_on),
            Cell::Decimal(one.level.to_string()),
            one.sub_items.join("、").into(),
            one.receivers.iter().map(receiver).collect::<Vec<_>>().join("；").into(),
        ]
    };
    let head = vec!["written_at", "unit", "project", "month", "due_on", "days_after", "sub_items", "receivers"];
    let table = Table { sheet: "warnings", head, rows: rows.iter().map(said).collect() };
    Ok(download(&name, format.content_type(), table.bytes(format)?))
}

fn role_message(role: projects::Receiver) -> Message {
    match role {
        projects::Receiver::Clerk => "receiver-clerk".into(),
        projects::Receiver::Head => "receiver-head".into(),
        projects::Receiver::Leader => "receiver-leader".into(),
    }
}

fn way_message(way: crate::warnings::warning::Way) -> Message {
    use crate::warnings::warning::Way;
    match way {
        Way::Letter => "warning-way-letter".into(),
        Way::Webhook => "warning-way-webhook".into(),
        Way::None => "warning-way-none".into(),
    }
}
