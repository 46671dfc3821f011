//! From the reserve pool to the list, and what the vote made of it: said to everybody who proposed it.

use super::answering::tell_members;
use crate::{
    congress,
    db::{Conn, DbError, Ts, Tx},
    ids::{CongressId, NeedId},
    proposals::{
        answer::{Answer, AnswerKind},
        need::{Need, NeedState},
        store::{self, Narrowed},
    },
};

/// Needs that wait in the reserve pool and that somebody stands with, in the order of their making.
pub fn pool(conn: &mut Conn, congress: CongressId) -> Result<Vec<Need>, DbError> {
    let waiting = Narrowed { state: Some(NeedState::Pool), ..Narrowed::default() };
    let mut needs = store::needs_from(conn, congress, &waiting, 0, MOST_IN_POOL)?;
    let ids: Vec<NeedId> = needs.iter().map(|need| need.id).collect();
    let counts = store::member_counts(conn, &ids)?;
    needs.retain(|need| counts.contains_key(&need.id));
    Ok(needs)
}

const MOST_IN_POOL: i64 = 500;

/// What becomes of a need, and what those who stand with it are told.
#[derive(Clone, Debug)]
pub struct Onward<'a> {
    pub state: NeedState,
    pub kind: AnswerKind,
    pub words: &'a str,
    pub by: &'a str,
}

/// One step, with its answer.
pub fn goes_on(tx: &mut Tx, need: NeedId, step: &Onward, at: Ts) -> Result<(), DbError> {
    let known = store::need_by_id(tx, need)?.ok_or_else(DbError::missing)?;
    store::set_need_state(tx, need, step.state, None)?;
    tell_members(tx, need, &Answer::new(step.kind, step.words, step.by, at))?;
    congress::public_changed(tx, known.congress)
}

/// Needs that are being appraised.
pub fn appraised_needs(conn: &mut Conn, congress: CongressId) -> Result<Vec<Need>, DbError> {
    let appraised = Narrowed { state: Some(NeedState::Appraising), ..Narrowed::default() };
    store::needs_from(conn, congress, &appraised, 0, MOST_IN_POOL)
}

/// From now on it is appraised, and put together with nothing else.
pub fn is_appraised(tx: &mut Tx, need: NeedId) -> Result<(), DbError> {
    let known = store::need_by_id(tx, need)?.ok_or_else(DbError::missing)?;
    store::set_need_state(tx, need, NeedState::Appraising, None)?;
    congress::public_changed(tx, known.congress)
}

/// 办成了: said once to everybody who proposed it, who are asked whether it helped.
pub fn is_done(tx: &mut Tx, need: NeedId, words: &str, by: &str, at: Ts) -> Result<(), DbError> {
    let known = store::need_by_id(tx, need)?.ok_or_else(DbError::missing)?;
    store::set_need_state(tx, need, NeedState::Done, None)?;
    let before = store::answers_of_need(tx, need)?;
    if before.iter().any(|answer| answer.kind == AnswerKind::Done) {
        return congress::public_changed(tx, known.congress);
    }
    tell_members(tx, need, &Answer::new(AnswerKind::Done, words, by, at))?;
    congress::public_changed(tx, known.congress)
}

/// What was accepted was reported anew, and waits to be accepted again.
pub fn is_not_done_yet(tx: &mut Tx, need: NeedId) -> Result<(), DbError> {
    match store::need_by_id(tx, need)? {
        Some(known) if known.state == NeedState::Done => store::set_need_state(tx, need, NeedState::Chosen, None),
        _ => Ok(()),
    }
}
