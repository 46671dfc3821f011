//! Rows of `cancel_requests` and `cancelled_keys`.

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, dsl::count_star};

use crate::{
    ballots::schema::{cancel_requests, cancelled_keys},
    db::{Conn, DbError, Tx},
    ids::{DeputyId, RoundId},
};

/// Who asked that a deputy's ballot be cancelled, while it waits for a scrutineer.
pub fn cancel_request(conn: &mut Conn, round: RoundId, deputy: DeputyId) -> Result<Option<String>, DbError> {
    Ok(cancel_requests::table.select(cancel_requests::requested_by).find((round, deputy)).first(conn).optional()?)
}

/// All that wait: whose ballot, and who asked.
pub fn cancel_requests_of(conn: &mut Conn, round: RoundId) -> Result<Vec<(DeputyId, String)>, DbError> {
    Ok(cancel_requests::table
        .select((cancel_requests::deputy_id, cancel_requests::requested_by))
        .filter(cancel_requests::round_id.eq(round))
        .order(cancel_requests::deputy_id)
        .load(conn)?)
}

pub fn insert_cancel_request(tx: &mut Tx, round: RoundId, deputy: DeputyId, by: &str) -> Result<(), DbError> {
    diesel::insert_into(cancel_requests::table)
        .values((
            cancel_requests::round_id.eq(round),
            cancel_requests::deputy_id.eq(deputy),
            cancel_requests::requested_by.eq(by),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn delete_cancel_request(tx: &mut Tx, round: RoundId, deputy: DeputyId) -> Result<(), DbError> {
    diesel::delete(cancel_requests::table.find((round, deputy))).execute(&mut **tx)?;
    Ok(())
}

/// No ballot of the round is cancelled any more.
pub fn delete_cancel_requests(tx: &mut Tx, round: RoundId) -> Result<(), DbError> {
    diesel::delete(cancel_requests::table.filter(cancel_requests::round_id.eq(round))).execute(&mut **tx)?;
    Ok(())
}

pub fn insert_cancelled_key(tx: &mut Tx, round: RoundId, key: &str) -> Result<(), DbError> {
    diesel::insert_into(cancelled_keys::table)
        .values((cancelled_keys::round_id.eq(round), cancelled_keys::public_key.eq(key)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn is_cancelled(conn: &mut Conn, round: RoundId, key: &str) -> Result<bool, DbError> {
    let found: i64 = cancelled_keys::table
        .select(count_star())
        .filter(cancelled_keys::round_id.eq(round).and(cancelled_keys::public_key.eq(key)))
        .first(conn)?;
    Ok(found > 0)
}

pub fn cancelled_count(conn: &mut Conn, round: RoundId) -> Result<i64, DbError> {
    Ok(cancelled_keys::table.select(count_star()).filter(cancelled_keys::round_id.eq(round)).first(conn)?)
}

/// Without whose they were.
pub fn cancelled_keys_of(conn: &mut Conn, round: RoundId) -> Result<Vec<String>, DbError> {
    Ok(cancelled_keys::table
        .select(cancelled_keys::public_key)
        .filter(cancelled_keys::round_id.eq(round))
        .order(cancelled_keys::public_key)
        .load(conn)?)
}
