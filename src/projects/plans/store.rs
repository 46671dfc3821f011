//! Rows of `plans`.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper, dsl::max,
};

use super::plan::{Plan, PlanState, PlanVersion};
use crate::{
    db::{Conn, DbError, Ts, Tx},
    ids::{AccountId, PlanId, ProjectId},
    projects::schema::plans,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = plans)]
struct Row {
    id: PlanId,
    project_id: ProjectId,
    version: i32,
    state: PlanState,
    document: String,
    made_by_account: AccountId,
    made_by: String,
    made_at: Ts,
    returned_with: Option<String>,
    published_by: Option<String>,
    published_at: Option<Ts>,
}

fn version(row: Row) -> Result<PlanVersion, DbError> {
    let Row {
        id,
        project_id: project,
        version,
        state,
        document,
        made_by_account,
        made_by,
        made_at,
        returned_with: returned,
        published_by,
        published_at: at,
    } = row;
    let plan: Plan = serde_json::from_str(&document).map_err(DbError::corrupt)?;
    Ok(PlanVersion {
        id,
        project,
        version,
        state,
        plan,
        made_by_account,
        made_by,
        made_at,
        returned_with: returned,
        published_by,
        published_at: at,
    })
}

/// Every version of these projects, oldest first.
pub fn plans_of(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<PlanVersion>, DbError> {
    let rows: Vec<Row> = plans::table
        .select(Row::as_select())
        .filter(plans::project_id.eq_any(projects.to_vec()))
        .order((plans::project_id, plans::version))
        .load(conn)?;
    rows.into_iter().map(version).collect()
}

pub fn plan_by_id(conn: &mut Conn, id: PlanId) -> Result<Option<PlanVersion>, DbError> {
    plans::table.select(Row::as_select()).find(id).first::<Row>(conn).optional()?.map(version).transpose()
}

pub fn highest_version(tx: &mut Tx, project: ProjectId) -> Result<i32, DbError> {
    let highest: Option<i32> =
        plans::table.filter(plans::project_id.eq(project)).select(max(plans::version)).first(&mut **tx)?;
    Ok(highest.unwrap_or(0))
}

fn document(plan: &Plan) -> Result<String, DbError> {
    serde_json::to_string(plan).map_err(DbError::corrupt)
}

pub fn insert_plan(tx: &mut Tx, new: &PlanVersion) -> Result<(), DbError> {
    diesel::insert_into(plans::table)
        .values((
            plans::id.eq(new.id),
            plans::project_id.eq(new.project),
            plans::version.eq(new.version),
            plans::state.eq(new.state),
            plans::document.eq(document(&new.plan)?),
            plans::made_by_account.eq(new.made_by_account),
            plans::made_by.eq(&new.made_by),
            plans::made_at.eq(new.made_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// A draft written anew by whoever wrote it last.
pub fn rewrite_draft(tx: &mut Tx, draft: &PlanVersion) -> Result<(), DbError> {
    diesel::update(plans::table.find(draft.id))
        .set((
            plans::document.eq(document(&draft.plan)?),
            plans::made_by_account.eq(draft.made_by_account),
            plans::made_by.eq(&draft.made_by),
            plans::made_at.eq(draft.made_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_plan_state(tx: &mut Tx, id: PlanId, state: PlanState, returned: Option<&str>) -> Result<(), DbError> {
    diesel::update(plans::table.find(id))
        .set((plans::state.eq(state), plans::returned_with.eq(returned)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The version before it, if there is one, is replaced.
pub fn set_published(tx: &mut Tx, plan: &PlanVersion, by: &str, at: Ts) -> Result<(), DbError> {
    diesel::update(
        plans::table.filter(plans::project_id.eq(plan.project)).filter(plans::state.eq(PlanState::Published)),
    )
    .set(plans::state.eq(PlanState::Replaced))
    .execute(&mut **tx)?;
    diesel::update(plans::table.find(plan.id))
        .set((
            plans::state.eq(PlanState::Published),
            plans::published_by.eq(Some(by)),
            plans::published_at.eq(Some(at)),
            plans::returned_with.eq(None::<String>),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
