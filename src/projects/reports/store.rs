//! Rows of `progress_reports` and `report_places`.

use diesel::{
    AsChangeset, ExpressionMethods, Insertable, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable,
    SelectableHelper,
};
use jiff::civil::Date;

use super::report::{Narrative, Report, ReportForm};
use crate::{
    db::{Conn, DbError, Ts, Tx},
    ids::{AccountId, ProjectId, ProjectPlaceId, ReportId, SubItemId},
    projects::{
        lights::Filed,
        quantity::Money,
        schema::{progress_reports as reports, project_places, report_places},
        tracked::Payment,
    },
};

/// The texts of a report: their columns are called like them.
macro_rules! texts {
    ($($text:ident),*) => {
        #[derive(Queryable, Selectable, Insertable, AsChangeset)]
        #[diesel(table_name = reports)]
        struct Texts { $($text: String),* }

        impl From<Texts> for Narrative {
            fn from(Texts { $($text),* }: Texts) -> Self {
                Self { $($text),* }
            }
        }

        impl From<&Narrative> for Texts {
            fn from(said: &Narrative) -> Self {
                Self { $($text: said.$text.clone()),* }
            }
        }
    };
}

texts!(words, problems, next_step, shrink_reason);

#[derive(Queryable, Selectable)]
#[diesel(table_name = reports)]
struct Row {
    id: ReportId,
    project_id: ProjectId,
    sub_item_id: SubItemId,
    as_of: String,
    quantity: String,
    paid: String,
    #[diesel(embed)]
    texts: Texts,
    unit_name: String,
    made_by_account: AccountId,
    made_by: String,
    saved_at: Ts,
    filed_at: Option<Ts>,
}

fn report(row: Row) -> Result<Report, DbError> {
    let Row {
        id,
        project_id: project,
        sub_item_id: sub_item,
        as_of,
        quantity,
        paid,
        texts,
        unit_name: unit,
        made_by_account,
        made_by,
        saved_at,
        filed_at,
    } = row;
    Ok(Report {
        id,
        project,
        sub_item,
        as_of: as_of.parse().map_err(DbError::corrupt)?,
        quantity: quantity.parse().map_err(DbError::corrupt)?,
        paid: money(&paid)?,
        narrative: texts.into(),
        unit,
        made_by_account,
        made_by,
        saved_at,
        filed_at,
    })
}

/// In 万元; nothing where nobody said.
fn money(text: &str) -> Result<Option<Money>, DbError> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(DbError::corrupt) }
}

/// A place that a report says was finished.
#[derive(Clone, Debug, Queryable)]
pub struct FinishedPlace {
    pub report: ReportId,
    pub place: ProjectPlaceId,
    pub name: String,
}

pub(in crate::projects) const FILED: &str = "filed";
const DRAFT: &str = "draft";

/// Filed reports of these projects, newest first.
pub fn filed_reports(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<Report>, DbError> {
    let rows: Vec<Row> = reports::table
        .select(Row::as_select())
        .filter(reports::project_id.eq_any(projects.to_vec()))
        .filter(reports::state.eq(FILED))
        .order((reports::as_of.desc(), reports::filed_at.desc()))
        .load(conn)?;
    rows.into_iter().map(report).collect()
}

/// Filed reports of these projects about a day from `since` on, newest first.
pub fn reports_since(conn: &mut Conn, projects: &[ProjectId], since: Date) -> Result<Vec<Report>, DbError> {
    let rows: Vec<Row> = reports::table
        .select(Row::as_select())
        .filter(reports::project_id.eq_any(projects.to_vec()))
        .filter(reports::state.eq(FILED))
        .filter(reports::as_of.ge(since.to_string()))
        .order((reports::as_of.desc(), reports::filed_at.desc()))
        .load(conn)?;
    rows.into_iter().map(report).collect()
}

/// Reports of these projects that were filed since `since`, newest first, `most` of them.
pub fn reports_filed_since(
    conn: &mut Conn,
    projects: &[ProjectId],
    since: Ts,
    most: i64,
) -> Result<Vec<Report>, DbError> {
    let rows: Vec<Row> = reports::table
        .select(Row::as_select())
        .filter(reports::project_id.eq_any(projects.to_vec()))
        .filter(reports::state.eq(FILED))
        .filter(reports::filed_at.gt(since))
        .order(reports::filed_at.desc())
        .limit(most)
        .load(conn)?;
    rows.into_iter().map(report).collect()
}

/// Only what a schedule looks at, in the order of filing.
pub fn courses(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<(SubItemId, Filed)>, DbError> {
    let rows: Vec<(SubItemId, String, String, Option<Ts>)> = reports::table
        .select((reports::sub_item_id, reports::as_of, reports::quantity, reports::filed_at))
        .filter(reports::project_id.eq_any(projects.to_vec()))
        .filter(reports::state.eq(FILED))
        .order(reports::filed_at)
        .load(conn)?;
    rows.into_iter()
        .map(|(sub_item, as_of, quantity, filed_at)| {
            let filed = Filed {
                as_of: as_of.parse().map_err(DbError::corrupt)?,
                filed_on: filed_at.ok_or_else(|| DbError::corrupt("a filed report without its time"))?.day(),
                quantity: quantity.parse().map_err(DbError::corrupt)?,
            };
            Ok((sub_item, filed))
        })
        .collect()
}

/// What reports say was paid, in the order of filing.
pub fn payments(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<(ProjectId, Payment)>, DbError> {
    let rows: Vec<(ProjectId, SubItemId, String, String, Option<Ts>)> = reports::table
        .select((reports::project_id, reports::sub_item_id, reports::as_of, reports::paid, reports::filed_at))
        .filter(reports::project_id.eq_any(projects.to_vec()))
        .filter(reports::state.eq(FILED))
        .filter(reports::paid.ne(""))
        .order(reports::filed_at)
        .load(conn)?;
    rows.into_iter()
        .map(|(project, sub_item, as_of, paid, filed_at)| {
            let as_of = as_of.parse().map_err(DbError::corrupt)?;
            let filed_on = filed_at.ok_or_else(|| DbError::corrupt("a filed report without its time"))?.day();
            let paid = paid.parse().map_err(DbError::corrupt)?;
            Ok((project, Payment { sub_item, as_of, filed_on, paid }))
        })
        .collect()
}

pub fn report_by_id(conn: &mut Conn, id: ReportId) -> Result<Option<Report>, DbError> {
    let row: Option<Row> =
        reports::table.select(Row::as_select()).find(id).filter(reports::state.eq(FILED)).first(conn).optional()?;
    row.map(report).transpose()
}

/// The draft of a sub-item as it was typed: it need not be right yet.
pub fn draft(conn: &mut Conn, sub_item: SubItemId) -> Result<Option<(ReportId, ReportForm)>, DbError> {
    let row: Option<Row> = reports::table
        .select(Row::as_select())
        .filter(reports::sub_item_id.eq(sub_item))
        .filter(reports::state.eq(DRAFT))
        .first(conn)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let places =
        report_places::table.select(report_places::place_id).filter(report_places::report_id.eq(row.id)).load(conn)?;
    let typed = ReportForm {
        as_of: row.as_of,
        quantity: row.quantity,
        paid: row.paid,
        narrative: row.texts.into(),
        places,
        sure: String::new(),
    };
    Ok(Some((row.id, typed)))
}

/// What the reports of these projects say was finished, by the order of the list.
pub fn finished_places(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<FinishedPlace>, DbError> {
    Ok(report_places::table
        .inner_join(project_places::table)
        .select((report_places::report_id, report_places::place_id, project_places::name))
        .filter(project_places::project_id.eq_any(projects.to_vec()))
        .order((project_places::sub_item_id, project_places::number))
        .load(conn)?)
}

/// In the place of those that the draft named before.
fn set_places(tx: &mut Tx, id: ReportId, places: &[ProjectPlaceId]) -> Result<(), DbError> {
    diesel::delete(report_places::table.filter(report_places::report_id.eq(id))).execute(&mut **tx)?;
    for place in places {
        diesel::insert_into(report_places::table)
            .values((report_places::report_id.eq(id), report_places::place_id.eq(*place)))
            .execute(&mut **tx)?;
    }
    Ok(())
}

pub fn drafts_of(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<SubItemId>, DbError> {
    Ok(reports::table
        .select(reports::sub_item_id)
        .filter(reports::project_id.eq_any(projects.to_vec()))
        .filter(reports::state.eq(DRAFT))
        .load(conn)?)
}

/// Who writes, for which unit, when.
pub struct Writer<'a> {
    pub account: AccountId,
    pub name: &'a str,
    pub unit: &'a str,
    pub at: Ts,
}

pub fn insert_draft(
    tx: &mut Tx,
    id: ReportId,
    project: ProjectId,
    sub_item: SubItemId,
    form: &ReportForm,
    by: &Writer,
) -> Result<(), DbError> {
    diesel::insert_into(reports::table)
        .values((
            reports::id.eq(id),
            reports::project_id.eq(project),
            reports::sub_item_id.eq(sub_item),
            reports::as_of.eq(&form.as_of),
            reports::quantity.eq(&form.quantity),
            reports::paid.eq(&form.paid),
            Texts::from(&form.narrative),
            reports::state.eq(DRAFT),
            reports::unit_name.eq(by.unit),
            reports::made_by_account.eq(by.account),
            reports::made_by.eq(by.name),
            reports::saved_at.eq(by.at),
        ))
        .execute(&mut **tx)?;
    set_places(tx, id, &form.places)
}

pub fn rewrite_report_draft(tx: &mut Tx, id: ReportId, form: &ReportForm, by: &Writer) -> Result<(), DbError> {
    diesel::update(reports::table.find(id))
        .set((
            reports::as_of.eq(&form.as_of),
            reports::quantity.eq(&form.quantity),
            reports::paid.eq(&form.paid),
            Texts::from(&form.narrative),
            reports::unit_name.eq(by.unit),
            reports::made_by_account.eq(by.account),
            reports::made_by.eq(by.name),
            reports::saved_at.eq(by.at),
        ))
        .execute(&mut **tx)?;
    set_places(tx, id, &form.places)
}

pub fn set_filed(tx: &mut Tx, id: ReportId, at: Ts) -> Result<(), DbError> {
    diesel::update(reports::table.find(id))
        .set((reports::state.eq(FILED), reports::filed_at.eq(Some(at))))
        .execute(&mut **tx)?;
    Ok(())
}
