//! Rows of `proposal_answers` and `proposals_answered`.

use diesel::{ExpressionMethods, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper, dsl::count_star};

use super::contacts::AnswerLetter;

use crate::{
    db::{Conn, Day, DbError, Ts, Tx},
    guests::{self, Letters},
    ids::{CallId, CongressId, NeedId, ProposalAnswerId, ProposalId},
    proposals::{
        answer::{Answer, AnswerKind, Referral},
        need::NeedState,
        proposal::ProposalState,
        schema::{needs, proposal_answers as table, proposals, proposals_answered as given},
    },
    web::Message,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    id: ProposalAnswerId,
    kind: AnswerKind,
    words: String,
    target: Option<Referral>,
    unit: String,
    by_name: String,
    at: Ts,
}

fn answer(row: Row) -> Answer {
    Answer {
        id: row.id,
        kind: row.kind,
        words: row.words,
        target: row.target,
        unit: row.unit,
        by: row.by_name,
        at: row.at,
    }
}

pub fn insert_answer(tx: &mut Tx, need: Option<NeedId>, new: &Answer) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(new.id),
            table::need_id.eq(need),
            table::kind.eq(new.kind),
            table::words.eq(&new.words),
            table::target.eq(new.target),
            table::unit.eq(&new.unit),
            table::by_name.eq(&new.by),
            table::at.eq(new.at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// For one of those who stand with it; a letter is due where there is an address for one.
pub fn give_answer(tx: &mut Tx, answer: ProposalAnswerId, proposal: ProposalId, at: Ts) -> Result<(), DbError> {
    let reached = guests::contact(tx, proposal.uuid())?.is_some_and(|contact| contact.letters != Letters::None);
    let letter = if reached { AnswerLetter::Due } else { AnswerLetter::None };
    diesel::insert_into(given::table)
        .values((
            given::answer_id.eq(answer),
            given::proposal_id.eq(proposal),
            given::at.eq(at),
            given::letter.eq(letter),
        ))
        .execute(&mut **tx)?;
    wind_clock(tx, proposal)
}

/// The day of the first answer that counts: put aside or hidden, any does; else one that lasts.
pub fn wind_clock(tx: &mut Tx, proposal: ProposalId) -> Result<(), DbError> {
    let state: ProposalState = proposals::table.find(proposal).select(proposals::state).first(&mut **tx)?;
    let counts = |kind: AnswerKind| kind.is_lasting() || !WAITING.contains(&state);
    let given = answers_to(tx, proposal)?;
    let first = given.iter().find(|(answer, _)| counts(answer.kind)).map(|(_, at)| Day(at.day()));
    diesel::update(proposals::table.find(proposal)).set(proposals::answered_on.eq(first)).execute(&mut **tx)?;
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

/// How many of a call have no answer; whoever withdrew waits for none.
pub fn without_answer(conn: &mut Conn, call: CallId) -> Result<i64, DbError> {
    Ok(proposals::table
        .filter(proposals::call_id.eq(call))
        .filter(proposals::state.eq_any(WAITING.to_vec()))
        .filter(proposals::answered_on.is_null())
        .count()
        .get_result(conn)?)
}

pub fn answer_by_id(conn: &mut Conn, id: ProposalAnswerId) -> Result<Answer, DbError> {
    Ok(answer(table::table.select(Row::as_select()).find(id).first::<Row>(conn)?))
}

/// To whom needs were referred, and how often.
pub fn referrals(conn: &mut Conn, needs: &[NeedId]) -> Result<Vec<(Referral, i64)>, DbError> {
    let needs: Vec<Option<NeedId>> = needs.iter().map(|need| Some(*need)).collect();
    let rows: Vec<(Option<Referral>, i64)> = table::table
        .filter(table::need_id.eq_any(needs))
        .filter(table::target.is_not_null())
        .group_by(table::target)
        .select((table::target, count_star()))
        .order(table::target)
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(target, count)| Some((target?, count))).collect())
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
