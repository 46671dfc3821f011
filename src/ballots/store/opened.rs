//! Rows of `opened_ballots` and `checked_ballots`.

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, dsl::count_star};

use crate::{
    ballots::schema::{checked_ballots, opened_ballots},
    db::{Conn, DbError, Tx},
    ids::RoundId,
};

/// A ballot to be kept as opened.
pub struct NewOpened<'a> {
    pub tracker: &'a str,
    pub code: &'a str,
    pub ciphertexts: &'a str,
    pub credential: &'a str,
    pub opening: &'a [u8],
}

pub fn insert_opened(tx: &mut Tx, round: RoundId, new: &NewOpened) -> Result<(), DbError> {
    diesel::insert_into(opened_ballots::table)
        .values((
            opened_ballots::round_id.eq(round),
            opened_ballots::tracker.eq(new.tracker),
            opened_ballots::code.eq(new.code),
            opened_ballots::ciphertexts.eq(new.ciphertexts),
            opened_ballots::credential.eq(new.credential),
            opened_ballots::opening.eq(new.opening),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn is_opened(conn: &mut Conn, round: RoundId, tracker: &str) -> Result<bool, DbError> {
    let found: Option<String> =
        opened_ballots::table.select(opened_ballots::code).find((round, tracker)).first(conn).optional()?;
    Ok(found.is_some())
}

/// Whether a ballot with the same ciphertexts was opened, however that one was signed.
pub fn was_opened(conn: &mut Conn, round: RoundId, ciphertexts: &str) -> Result<bool, DbError> {
    let found: i64 = opened_ballots::table
        .select(count_star())
        .filter(opened_ballots::round_id.eq(round).and(opened_ballots::ciphertexts.eq(ciphertexts)))
        .first(conn)?;
    Ok(found > 0)
}

pub fn opened_by(conn: &mut Conn, round: RoundId, credential: &str) -> Result<i64, DbError> {
    Ok(opened_ballots::table
        .select(count_star())
        .filter(opened_ballots::round_id.eq(round).and(opened_ballots::credential.eq(credential)))
        .first(conn)?)
}

/// Round and opening behind the code that a booth showed.
pub fn opening_of_code(conn: &mut Conn, code: &str) -> Result<Option<(RoundId, Vec<u8>)>, DbError> {
    Ok(opened_ballots::table
        .select((opened_ballots::round_id, opened_ballots::opening))
        .filter(opened_ballots::code.eq(code))
        .first(conn)
        .optional()?)
}

pub fn is_checked(conn: &mut Conn, round: RoundId, tracker: &str) -> Result<bool, DbError> {
    let found: Option<String> =
        checked_ballots::table.select(checked_ballots::tracker).find((round, tracker)).first(conn).optional()?;
    Ok(found.is_some())
}

pub fn checked_trackers(conn: &mut Conn, rounds: &[RoundId]) -> Result<Vec<String>, DbError> {
    Ok(checked_ballots::table
        .select(checked_ballots::tracker)
        .filter(checked_ballots::round_id.eq_any(rounds))
        .order(checked_ballots::tracker)
        .load(conn)?)
}

pub fn insert_checked(tx: &mut Tx, round: RoundId, tracker: &str, after_publication: bool) -> Result<(), DbError> {
    diesel::insert_into(checked_ballots::table)
        .values((
            checked_ballots::round_id.eq(round),
            checked_ballots::tracker.eq(tracker),
            checked_ballots::after_publication.eq(after_publication),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// How many ballots of these rounds were looked up and confirmed, before or after the box was published.
pub fn checked_count(conn: &mut Conn, rounds: &[RoundId], after_publication: bool) -> Result<i64, DbError> {
    Ok(checked_ballots::table
        .select(count_star())
        .filter(checked_ballots::round_id.eq_any(rounds).and(checked_ballots::after_publication.eq(after_publication)))
        .first(conn)?)
}
