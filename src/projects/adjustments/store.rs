//! Rows of `adjustments`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use super::adjustment::{Adjustment, AdjustmentKind, AdjustmentState, Decision};
use crate::{
    db::{Conn, Day, DbError, Ts, Tx},
    ids::{AccountId, AdjustmentId, PlanId, ProjectId},
    projects::schema::adjustments,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = adjustments)]
struct Row {
    id: AdjustmentId,
    project_id: ProjectId,
    number: i32,
    kind: AdjustmentKind,
    reason: String,
    plan_id: Option<PlanId>,
    state: AdjustmentState,
    proposed_by_account: AccountId,
    proposed_by: String,
    proposed_at: Ts,
    decision_body: Option<String>,
    decision_number: Option<String>,
    decided_on: Option<Day>,
    refused_because: Option<String>,
    settled_by: Option<String>,
    settled_at: Option<Ts>,
}

fn adjustment(row: Row) -> Adjustment {
    let Row {
        id,
        project_id: project,
        number,
        kind,
        reason,
        plan_id: plan,
        state,
        proposed_by_account: account,
        proposed_by: name,
        proposed_at: at,
        decision_body: body,
        decision_number: paper,
        decided_on: on,
        refused_because,
        settled_by,
        settled_at,
    } = row;
    let decision = match (body, paper, on) {
        (Some(body), Some(number), Some(on)) => Some(Decision { body, number, decided_on: on.0 }),
        _ => None,
    };
    Adjustment {
        id,
        project,
        number,
        kind,
        reason,
        plan,
        state,
        proposed_by_account: account,
        proposed_by: name,
        proposed_at: at,
        decision,
        refused_because,
        settled_by,
        settled_at,
    }
}

/// Of these projects, in the order of their numbers.
pub fn adjustments_of(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<Adjustment>, DbError> {
    let rows: Vec<Row> = adjustments::table
        .select(Row::as_select())
        .filter(adjustments::project_id.eq_any(projects.to_vec()))
        .order((adjustments::project_id, adjustments::number))
        .load(conn)?;
    Ok(rows.into_iter().map(adjustment).collect())
}

pub fn adjustment_by_id(conn: &mut Conn, id: AdjustmentId) -> Result<Option<Adjustment>, DbError> {
    Ok(adjustments::table.select(Row::as_select()).find(id).first::<Row>(conn).optional()?.map(adjustment))
}

pub fn insert_adjustment(tx: &mut Tx, new: &Adjustment) -> Result<(), DbError> {
    diesel::insert_into(adjustments::table)
        .values((
            adjustments::id.eq(new.id),
            adjustments::project_id.eq(new.project),
            adjustments::number.eq(new.number),
            adjustments::kind.eq(new.kind),
            adjustments::reason.eq(&new.reason),
            adjustments::plan_id.eq(new.plan),
            adjustments::state.eq(new.state),
            adjustments::proposed_by_account.eq(new.proposed_by_account),
            adjustments::proposed_by.eq(&new.proposed_by),
            adjustments::proposed_at.eq(new.proposed_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// It takes effect, by a decision or by being filed.
pub fn put_in_force(
    tx: &mut Tx,
    id: AdjustmentId,
    decision: Option<&Decision>,
    by: &str,
    at: Ts,
) -> Result<(), DbError> {
    diesel::update(adjustments::table.find(id))
        .set((
            adjustments::state.eq(AdjustmentState::Effective),
            adjustments::decision_body.eq(decision.map(|d| d.body.as_str())),
            adjustments::decision_number.eq(decision.map(|d| d.number.as_str())),
            adjustments::decided_on.eq(decision.map(|d| Day(d.decided_on))),
            adjustments::settled_by.eq(Some(by)),
            adjustments::settled_at.eq(Some(at)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn refuse_adjustment(tx: &mut Tx, id: AdjustmentId, because: &str, by: &str, at: Ts) -> Result<(), DbError> {
    diesel::update(adjustments::table.find(id))
        .set((
            adjustments::state.eq(AdjustmentState::Refused),
            adjustments::refused_because.eq(Some(because)),
            adjustments::settled_by.eq(Some(by)),
            adjustments::settled_at.eq(Some(at)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
