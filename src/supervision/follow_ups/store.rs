//! Rows of `follow_ups` and `follow_up_steps`.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper, dsl::max,
};

use super::follow_up::{ActKind, Escalation, FollowUp, State, Step};
use crate::{
    db::{Conn, Day, DbError, Ts, Tx},
    ids::{AccountId, FollowUpId, FollowUpStepId, ProjectId},
    supervision::schema::{follow_up_steps as steps, follow_ups as table},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: FollowUpId,
    project_id: ProjectId,
    number: i32,
    finding: String,
    deadline: Day,
    state: State,
    escalation: i32,
    opened_by_account: AccountId,
    opened_by: String,
    opened_at: Ts,
    answered_by_account: Option<AccountId>,
    checked_by_account: Option<AccountId>,
    closed_at: Option<Ts>,
    came_from: Option<String>,
}

fn follow_up(row: Row) -> FollowUp {
    let Row {
        id,
        project_id: project,
        number,
        finding,
        deadline,
        state,
        escalation,
        opened_by_account: account,
        opened_by: name,
        opened_at: at,
        answered_by_account: answered_by,
        checked_by_account: checked_by,
        closed_at: closed,
        came_from,
    } = row;
    FollowUp {
        id,
        project,
        number,
        finding,
        deadline: deadline.0,
        state,
        escalation: Escalation::of_number(escalation),
        opened_by_account: account,
        opened_by: name,
        opened_at: at,
        answered_by,
        checked_by,
        closed_at: closed,
        came_from,
    }
}

/// Of these projects, newest first.
pub fn follow_ups(conn: &mut Conn, projects: &[ProjectId]) -> Result<Vec<FollowUp>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::project_id.eq_any(projects.to_vec()))
        .order(table::opened_at.desc())
        .load(conn)?;
    Ok(rows.into_iter().map(follow_up).collect())
}

/// Those that wait for a unit's answer, of every congress.
pub fn opened(conn: &mut Conn) -> Result<Vec<FollowUp>, DbError> {
    let rows: Vec<Row> = table::table.select(Row::as_select()).filter(table::state.eq(State::Opened)).load(conn)?;
    Ok(rows.into_iter().map(follow_up).collect())
}

pub fn follow_up_by_id(conn: &mut Conn, id: FollowUpId) -> Result<Option<FollowUp>, DbError> {
    Ok(table::table.select(Row::as_select()).find(id).first::<Row>(conn).optional()?.map(follow_up))
}

pub fn highest_number(tx: &mut Tx, project: ProjectId) -> Result<i32, DbError> {
    let highest: Option<i32> =
        table::table.filter(table::project_id.eq(project)).select(max(table::number)).first(&mut **tx)?;
    Ok(highest.unwrap_or(0))
}

pub fn insert(tx: &mut Tx, new: &FollowUp) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(new.id),
            table::project_id.eq(new.project),
            table::number.eq(new.number),
            table::finding.eq(&new.finding),
            table::deadline.eq(Day(new.deadline)),
            table::state.eq(new.state),
            table::escalation.eq(new.escalation.number()),
            table::opened_by_account.eq(new.opened_by_account),
            table::opened_by.eq(&new.opened_by),
            table::opened_at.eq(new.opened_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn save(tx: &mut Tx, changed: &FollowUp) -> Result<(), DbError> {
    diesel::update(table::table.find(changed.id))
        .set((
            table::deadline.eq(Day(changed.deadline)),
            table::state.eq(changed.state),
            table::escalation.eq(changed.escalation.number()),
            table::answered_by_account.eq(changed.answered_by),
            table::checked_by_account.eq(changed.checked_by),
            table::closed_at.eq(changed.closed_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Where everybody reads what it came of; nowhere while that is hidden.
pub fn name_origin(tx: &mut Tx, id: FollowUpId, path: Option<&str>) -> Result<(), DbError> {
    diesel::update(table::table.find(id)).set(table::came_from.eq(path)).execute(&mut **tx)?;
    Ok(())
}

pub fn append_step(tx: &mut Tx, step: &Step) -> Result<(), DbError> {
    let last: Option<i32> =
        steps::table.filter(steps::follow_up_id.eq(step.follow_up)).select(max(steps::seq)).first(&mut **tx)?;
    diesel::insert_into(steps::table)
        .values((
            steps::id.eq(step.id),
            steps::follow_up_id.eq(step.follow_up),
            steps::seq.eq(last.unwrap_or(0) + 1),
            steps::act.eq(step.act),
            steps::actor_role.eq(&step.role),
            steps::actor_name.eq(&step.name),
            steps::words.eq(&step.words),
            steps::at.eq(step.at),
            steps::deadline.eq(step.deadline.map(Day)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = steps)]
struct StepRow {
    id: FollowUpStepId,
    follow_up_id: FollowUpId,
    act: ActKind,
    actor_role: String,
    actor_name: String,
    words: String,
    at: Ts,
    deadline: Option<Day>,
}

fn step(row: StepRow) -> Step {
    let StepRow { id, follow_up_id: follow_up, act, actor_role: role, actor_name: name, words, at, deadline } = row;
    Step { id, follow_up, act, role, name, words, at, deadline: deadline.map(|day| day.0) }
}

/// In their order.
pub fn steps_of(conn: &mut Conn, follow_ups: &[FollowUpId]) -> Result<Vec<Step>, DbError> {
    let rows: Vec<StepRow> = steps::table
        .select(StepRow::as_select())
        .filter(steps::follow_up_id.eq_any(follow_ups.to_vec()))
        .order(steps::seq)
        .load(conn)?;
    Ok(rows.into_iter().map(step).collect())
}
