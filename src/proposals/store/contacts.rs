//! Which answers are still to be written to whom, and which keys nothing is read with any more.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl};

use crate::{
    db::{Conn, DbError, Tx},
    guests::{LeftWith, Letters, schema::guest_contacts as contacts},
    ids::{CallId, ProposalAnswerId, ProposalId},
    proposals::schema::{calls, proposals, proposals_answered as given},
    word_enum,
};

word_enum! {
    /// Whether an answer is written to whom it is for.
    AnswerLetter {
        None = "none",
        Due = "due",
        Written = "written",
    }
}

/// Answers to be written to whoever confirmed that they want letters, oldest first.
pub fn due_letters(conn: &mut Conn, most: i64) -> Result<Vec<(ProposalAnswerId, ProposalId)>, DbError> {
    let confirmed = contacts::table.filter(contacts::letters.eq(Letters::Confirmed)).select(contacts::owner_id);
    Ok(given::table
        .select((given::answer_id, given::proposal_id))
        .filter(given::letter.eq(AnswerLetter::Due))
        .filter(given::proposal_id.eq_any(confirmed))
        .order((given::at, given::answer_id, given::proposal_id))
        .limit(most)
        .load(conn)?)
}

pub fn set_written(tx: &mut Tx, answer: ProposalAnswerId, proposal: ProposalId) -> Result<(), DbError> {
    diesel::update(given::table.find((answer, proposal)))
        .set(given::letter.eq(AnswerLetter::Written))
        .execute(&mut **tx)?;
    Ok(())
}

/// Calls that hold a key though no contact is left to be read with it, and nothing is received any more.
pub fn keys_of_no_use(conn: &mut Conn) -> Result<Vec<CallId>, DbError> {
    let left = contacts::table.filter(contacts::left_with.eq(LeftWith::Proposal)).select(contacts::owner_id);
    let in_use = proposals::table.filter(proposals::id.eq_any(left)).select(proposals::call_id);
    Ok(calls::table
        .select(calls::id)
        .filter(calls::sealed_key.is_not_null())
        .filter(calls::reported_on.is_not_null())
        .filter(calls::id.ne_all(in_use))
        .load(conn)?)
}

/// Nothing is due any longer where there is no address for a letter.
pub fn forget_due_letters(tx: &mut Tx) -> Result<(), DbError> {
    let reached = contacts::table.filter(contacts::letters.ne(Letters::None)).select(contacts::owner_id);
    let due = given::table.filter(given::letter.eq(AnswerLetter::Due)).filter(given::proposal_id.ne_all(reached));
    diesel::update(due).set(given::letter.eq(AnswerLetter::None)).execute(&mut **tx)?;
    Ok(())
}
