//! Rows of `acceptances` and `acceptance_refusals`.

use diesel::{ExpressionMethods, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};
use jiff::civil::Date;

use super::acceptance::{Acceptance, NotAccepted};
use crate::{
    db::{Conn, DbError, Ts, Tx},
    ids::{AccountId, ProjectId, ReportId, SubItemId},
    projects::{
        reports::store as reported,
        schema::{acceptance_refusals as refusals, acceptances, progress_reports as reports},
    },
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = acceptances)]
struct AcceptanceRow {
    sub_item_id: SubItemId,
    project_id: ProjectId,
    quantity: String,
    words: String,
    accepted_by: String,
    accepted_at: Ts,
}

/// Oldest first.
pub fn acceptances_of(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<Acceptance>, DbError> {
    let rows: Vec<AcceptanceRow> = acceptances::table
        .select(AcceptanceRow::as_select())
        .filter(acceptances::project_id.eq_any(projects.to_vec()))
        .order(acceptances::accepted_at)
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            let AcceptanceRow { sub_item_id: sub_item, project_id: project, quantity, words, accepted_by, accepted_at } = row;
            let quantity = quantity.parse().map_err(DbError::corrupt)?;
            Ok(Acceptance { sub_item, project, quantity, words, accepted_by, accepted_at })
        })
        .collect()
}

pub fn insert_acceptance(tx: &mut Tx, acceptance: &Acceptance, by: AccountId) -> Result<(), DbError> {
    diesel::insert_into(acceptances::table)
        .values((
            acceptances::sub_item_id.eq(acceptance.sub_item),
            acceptances::project_id.eq(acceptance.project),
            acceptances::quantity.eq(acceptance.quantity.to_string()),
            acceptances::words.eq(&acceptance.words),
            acceptances::accepted_by_account.eq(by),
            acceptances::accepted_by.eq(&acceptance.accepted_by),
            acceptances::accepted_at.eq(acceptance.accepted_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = refusals)]
struct RefusalRow {
    report_id: ReportId,
    sub_item_id: SubItemId,
    project_id: ProjectId,
    words: String,
    refused_by: String,
    refused_at: Ts,
}

/// Oldest first.
pub fn refusals_of(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<NotAccepted>, DbError> {
    let rows: Vec<RefusalRow> = refusals::table
        .select(RefusalRow::as_select())
        .filter(refusals::project_id.eq_any(projects.to_vec()))
        .order(refusals::refused_at)
        .load(conn)?;
    let sub_items: Vec<SubItemId> = rows.iter().map(|row| row.sub_item_id).collect();
    let filed: Vec<(ReportId, SubItemId, String, Option<Ts>)> = reports::table
        .select((reports::id, reports::sub_item_id, reports::as_of, reports::filed_at))
        .filter(reports::sub_item_id.eq_any(sub_items))
        .filter(reports::state.eq(reported::FILED))
        .load(conn)?;
    let filed: Vec<Dated> = filed
        .into_iter()
        .map(|(report, sub_item, as_of, filed_at)| {
            Ok(Dated { report, sub_item, as_of: as_of.parse().map_err(DbError::corrupt)?, filed_at })
        })
        .collect::<Result<_, DbError>>()?;
    let refusal = |row: RefusalRow| NotAccepted {
        answered: is_answered(&row, &filed),
        sub_item: row.sub_item_id,
        project: row.project_id,
        report: row.report_id,
        words: row.words,
        refused_by: row.refused_by,
        refused_at: row.refused_at,
    };
    Ok(rows.into_iter().map(refusal).collect())
}

/// A filed report by the day that it is about.
struct Dated {
    report: ReportId,
    sub_item: SubItemId,
    as_of: Date,
    filed_at: Option<Ts>,
}

/// A month before it that is made up later says nothing of what was not accepted.
fn is_answered(refusal: &RefusalRow, filed: &[Dated]) -> bool {
    let looked_at = filed.iter().find(|one| one.report == refusal.report_id).map(|one| one.as_of);
    let later = |one: &Dated| one.filed_at.is_some_and(|at| at > refusal.refused_at) && Some(one.as_of) >= looked_at;
    filed.iter().any(|one| one.sub_item == refusal.sub_item_id && later(one))
}

pub fn insert_refusal(tx: &mut Tx, refusal: &NotAccepted, by: AccountId) -> Result<(), DbError> {
    diesel::insert_into(refusals::table)
        .values((
            refusals::report_id.eq(refusal.report),
            refusals::sub_item_id.eq(refusal.sub_item),
            refusals::project_id.eq(refusal.project),
            refusals::words.eq(&refusal.words),
            refusals::refused_by_account.eq(by),
            refusals::refused_by.eq(&refusal.refused_by),
            refusals::refused_at.eq(refusal.refused_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
