//! Rows of `screening_methods`, `appraisals` and `screening_decisions`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};
use jiff::civil::Date;

use super::{
    appraisal::{Appraisal, AppraisalState, Verdict},
    method::ScreeningMethod,
};
use crate::{
    db::{Conn, Day, DbError, Ts, Tx},
    ids::{AccountId, CongressId, NeedId, ScreeningDecisionId, ScreeningMethodId},
    screening::schema::{appraisals as table, screening_decisions as decisions, screening_methods as methods},
    word_enum,
};

/// A method with its version.
#[derive(Clone, Debug)]
pub struct Version {
    pub id: ScreeningMethodId,
    pub version: i32,
    pub method: ScreeningMethod,
    pub at: Ts,
}

fn version(row: (ScreeningMethodId, i32, String, Ts)) -> Result<Version, DbError> {
    let (id, version, document, at) = row;
    Ok(Version { id, version, method: serde_json::from_str(&document).map_err(DbError::corrupt)?, at })
}

/// Newest first.
pub fn versions(conn: &mut Conn, congress: CongressId) -> Result<Vec<Version>, DbError> {
    let rows: Vec<(ScreeningMethodId, i32, String, Ts)> = methods::table
        .select((methods::id, methods::version, methods::document, methods::made_at))
        .filter(methods::congress_id.eq(congress))
        .order(methods::version.desc())
        .load(conn)?;
    rows.into_iter().map(version).collect()
}

/// The usual one before the congress has said anything else.
pub fn method_at_present(conn: &mut Conn, congress: CongressId) -> Result<ScreeningMethod, DbError> {
    Ok(versions(conn, congress)?.into_iter().next().map_or_else(ScreeningMethod::default, |latest| latest.method))
}

pub fn method_by_id(conn: &mut Conn, id: ScreeningMethodId) -> Result<Version, DbError> {
    let row: (ScreeningMethodId, i32, String, Ts) = methods::table
        .find(id)
        .select((methods::id, methods::version, methods::document, methods::made_at))
        .first(conn)?;
    version(row)
}

pub fn insert_method(tx: &mut Tx, congress: CongressId, new: &Version, by: &str) -> Result<(), DbError> {
    let document = serde_json::to_string(&new.method).map_err(DbError::corrupt)?;
    diesel::insert_into(methods::table)
        .values((
            methods::id.eq(new.id),
            methods::congress_id.eq(congress),
            methods::version.eq(new.version),
            methods::document.eq(document),
            methods::by_name.eq(by),
            methods::made_at.eq(new.at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    need_id: NeedId,
    account_id: AccountId,
    account_name: String,
    method_id: ScreeningMethodId,
    due_on: Day,
    state: AppraisalState,
    scores: String,
    checks: String,
    verdict: Option<Verdict>,
    cost: String,
    words: String,
    given_at: Option<Ts>,
}

fn appraisal(row: Row) -> Result<Appraisal, DbError> {
    Ok(Appraisal {
        need: row.need_id,
        account: row.account_id,
        name: row.account_name,
        method: row.method_id,
        due_on: row.due_on.0,
        state: row.state,
        scores: serde_json::from_str(&row.scores).map_err(DbError::corrupt)?,
        checks: serde_json::from_str(&row.checks).map_err(DbError::corrupt)?,
        verdict: row.verdict,
        cost: row.cost,
        words: row.words,
        given_at: row.given_at,
    })
}

pub fn appraisals_of(conn: &mut Conn, need: NeedId) -> Result<Vec<Appraisal>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::need_id.eq(need))
        .order((table::account_name, table::account_id))
        .load(conn)?;
    rows.into_iter().map(appraisal).collect()
}

/// What somebody was asked for, the most urgent first.
pub fn appraisals_by(conn: &mut Conn, account: AccountId) -> Result<Vec<Appraisal>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::account_id.eq(account))
        .order((table::due_on, table::need_id))
        .load(conn)?;
    rows.into_iter().map(appraisal).collect()
}

pub fn appraisal_by(conn: &mut Conn, need: NeedId, account: AccountId) -> Result<Option<Appraisal>, DbError> {
    let row: Option<Row> = table::table.select(Row::as_select()).find((need, account)).first(conn).optional()?;
    row.map(appraisal).transpose()
}

pub fn insert_appraisal(tx: &mut Tx, new: &Appraisal) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::need_id.eq(new.need),
            table::account_id.eq(new.account),
            table::account_name.eq(&new.name),
            table::method_id.eq(new.method),
            table::due_on.eq(Day(new.due_on)),
            table::state.eq(new.state),
            table::scores.eq("[]"),
            table::checks.eq("[]"),
            table::verdict.eq(new.verdict),
            table::cost.eq(&new.cost),
            table::words.eq(&new.words),
            table::given_at.eq(new.given_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn save_appraisal(tx: &mut Tx, one: &Appraisal) -> Result<(), DbError> {
    let scores = serde_json::to_string(&one.scores).map_err(DbError::corrupt)?;
    let checks = serde_json::to_string(&one.checks).map_err(DbError::corrupt)?;
    diesel::update(table::table.find((one.need, one.account)))
        .set((
            table::state.eq(one.state),
            table::scores.eq(scores),
            table::checks.eq(checks),
            table::verdict.eq(one.verdict),
            table::cost.eq(&one.cost),
            table::words.eq(&one.words),
            table::given_at.eq(one.given_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

word_enum! {
    DecisionState {
        Asked = "asked",
        Confirmed = "confirmed",
        Withdrawn = "withdrawn",
    }
}

word_enum! {
    Outcome {
        Pool = "pool",
        Refused = "refused",
    }
}

#[derive(Clone, Debug)]
pub struct Decision {
    pub id: ScreeningDecisionId,
    pub need: NeedId,
    pub outcome: Outcome,
    pub words: String,
    /// What would have to change for it to be taken up.
    pub to_change: String,
    /// What was said of a disagreement.
    pub note: String,
    pub meeting: String,
    pub state: DecisionState,
    pub asked_by: AccountId,
    pub asked_name: String,
    pub asked_at: Ts,
    pub settled_name: Option<String>,
    pub settled_on: Option<Date>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = decisions)]
struct DecisionRow {
    id: ScreeningDecisionId,
    need_id: NeedId,
    outcome: Outcome,
    words: String,
    to_change: String,
    note: String,
    meeting: String,
    state: DecisionState,
    asked_by: AccountId,
    asked_name: String,
    asked_at: Ts,
    settled_name: Option<String>,
    settled_at: Option<Ts>,
}

/// The one that waits or was confirmed; what was withdrawn counts no more.
pub fn decision_of(conn: &mut Conn, need: NeedId) -> Result<Option<Decision>, DbError> {
    let row: Option<DecisionRow> = decisions::table
        .select(DecisionRow::as_select())
        .filter(decisions::need_id.eq(need))
        .filter(decisions::state.ne(DecisionState::Withdrawn))
        .order(decisions::asked_at.desc())
        .first(conn)
        .optional()?;
    Ok(row.map(|row| Decision {
        id: row.id,
        need: row.need_id,
        outcome: row.outcome,
        words: row.words,
        to_change: row.to_change,
        note: row.note,
        meeting: row.meeting,
        state: row.state,
        asked_by: row.asked_by,
        asked_name: row.asked_name,
        asked_at: row.asked_at,
        settled_name: row.settled_name,
        settled_on: row.settled_at.map(Ts::day),
    }))
}

pub fn insert_decision(tx: &mut Tx, new: &Decision) -> Result<(), DbError> {
    diesel::insert_into(decisions::table)
        .values((
            decisions::id.eq(new.id),
            decisions::need_id.eq(new.need),
            decisions::outcome.eq(new.outcome),
            decisions::words.eq(&new.words),
            decisions::to_change.eq(&new.to_change),
            decisions::note.eq(&new.note),
            decisions::meeting.eq(&new.meeting),
            decisions::state.eq(new.state),
            decisions::asked_by.eq(new.asked_by),
            decisions::asked_name.eq(&new.asked_name),
            decisions::asked_at.eq(new.asked_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn settle_decision(
    tx: &mut Tx,
    id: ScreeningDecisionId,
    state: DecisionState,
    by: &str,
    at: Ts,
) -> Result<(), DbError> {
    diesel::update(decisions::table.find(id))
        .set((decisions::state.eq(state), decisions::settled_name.eq(Some(by)), decisions::settled_at.eq(Some(at))))
        .execute(&mut **tx)?;
    Ok(())
}
