//! Rows of `proposal_answers` and `proposals_answered`.

use std::collections::BTreeMap;

use diesel::{ExpressionMethods, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use crate::{
    db::{Conn, DbError, Ts, Tx},
    ids::{CallId, CongressId, NeedId, ProposalAnswerId, ProposalId},
    proposals::{
        answer::{Answer, AnswerKind},
        need::NeedState,
        proposal::ProposalState,
        schema::{calls, needs, proposal_answers as table, proposals, proposals_answered as given},
    },
    web::Message,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: ProposalAnswerId,
    kind: AnswerKind,
    words: String,
    unit: String,
    by_name: String,
    at: Ts,
}

fn answer(row: Row) -> Answer {
    Answer { id: row.id, kind: row.kind, words: row.words, unit: row.unit, by: row.by_name, at: row.at }
}

pub fn insert_answer(tx: &mut Tx, need: Option<NeedId>, new: &Answer) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(new.id),
            table::need_id.eq(need),
            table::kind.eq(new.kind),
            table::words.eq(&new.words),
            table::unit.eq(&new.unit),
            table::by_name.eq(&new.by),
            table::at.eq(new.at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn give_answer(tx: &mut Tx, answer: ProposalAnswerId, proposal: ProposalId, at: Ts) -> Result<(), DbError> {
    diesel::insert_into(given::table)
        .values((given::answer_id.eq(answer), given::proposal_id.eq(proposal), given::at.eq(at)))
        .execute(&mut **tx)?;
    Ok(())
}

/// What its author was told, oldest first, with the day when.
pub fn answers_to(conn: &mut Conn, proposal: ProposalId) -> Result<Vec<(Answer, Ts)>, DbError> {
    let rows: Vec<(Row, Ts)> = given::table
        .inner_join(table::table)
        .select((Row::as_select(), given::at))
        .filter(given::proposal_id.eq(proposal))
        .order((given::at, table::id))
        .load(conn)?;
    Ok(rows.into_iter().map(|(row, at)| (answer(row), at)).collect())
}

/// What was said of a need, oldest first.
pub fn answers_of_need(conn: &mut Conn, need: NeedId) -> Result<Vec<Answer>, DbError> {
    let rows: Vec<Row> = table::table
        .select(Row::as_select())
        .filter(table::need_id.eq(need))
        .order((table::at, table::id))
        .load(conn)?;
    Ok(rows.into_iter().map(answer).collect())
}

const WAITING: [ProposalState; 2] = [ProposalState::Received, ProposalState::Listed];

fn lasting() -> Vec<AnswerKind> {
    AnswerKind::ALL.iter().copied().filter(|kind| kind.is_lasting()).collect()
}

/// How many of a call have no answer; whoever withdrew waits for none.
pub fn without_answer(conn: &mut Conn, call: CallId) -> Result<i64, DbError> {
    let answered =
        given::table.inner_join(table::table).filter(table::kind.eq_any(lasting())).select(given::proposal_id);
    Ok(proposals::table
        .filter(proposals::call_id.eq(call))
        .filter(proposals::state.eq_any(WAITING.to_vec()))
        .filter(proposals::id.ne_all(answered))
        .count()
        .get_result(conn)?)
}

/// When each of a congress, or of one call, came, and when it had its first answer; without those that were withdrawn.
pub fn waits(
    conn: &mut Conn,
    congress: CongressId,
    call: Option<CallId>,
) -> Result<Vec<(CallId, Ts, Option<Ts>)>, DbError> {
    let mut query = proposals::table
        .inner_join(calls::table)
        .select((proposals::id, proposals::call_id, proposals::made_at, proposals::state))
        .filter(calls::congress_id.eq(congress))
        .filter(proposals::state.ne(ProposalState::Withdrawn))
        .into_boxed();
    if let Some(call) = call {
        query = query.filter(proposals::call_id.eq(call));
    }
    let received: Vec<(ProposalId, CallId, Ts, ProposalState)> = query.load(conn)?;
    let told: Vec<(ProposalId, AnswerKind, Ts)> = given::table
        .inner_join(table::table)
        .inner_join(proposals::table.inner_join(calls::table))
        .filter(calls::congress_id.eq(congress))
        .select((given::proposal_id, table::kind, given::at))
        .order(given::at.desc())
        .load(conn)?;
    let mut first: BTreeMap<(ProposalId, bool), Ts> = BTreeMap::new();
    for (id, kind, at) in told {
        first.insert((id, kind.is_lasting()), at);
    }
    let wait = |(id, call, at, state): (ProposalId, CallId, Ts, ProposalState)| {
        let lasting = first.get(&(id, true)).copied();
        let answered = if WAITING.contains(&state) { lasting } else { lasting.or(first.get(&(id, false)).copied()) };
        (call, at, answered)
    };
    Ok(received.into_iter().map(wait).collect())
}

/// An answer as a feed tells it.
#[derive(Clone, Debug)]
pub struct AnswerNews {
    pub id: ProposalAnswerId,
    pub need: NeedId,
    pub title: String,
    pub said: Message,
    pub words: String,
    pub at: Ts,
}

/// What was said of needs that are public, newest first.
pub fn answer_news(conn: &mut Conn, congress: CongressId, most: i64) -> Result<Vec<AnswerNews>, DbError> {
    let rows: Vec<(Row, NeedId, String)> = table::table
        .inner_join(needs::table)
        .select((Row::as_select(), needs::id, needs::title))
        .filter(needs::congress_id.eq(congress))
        .filter(needs::state.ne(NeedState::Gone))
        .order((table::at.desc(), table::id.desc()))
        .limit(most)
        .load(conn)?;
    let news = |(row, need, title): (Row, NeedId, String)| AnswerNews {
        id: row.id,
        need,
        title,
        said: row.kind.message(),
        words: row.words,
        at: row.at,
    };
    Ok(rows.into_iter().map(news).collect())
}
