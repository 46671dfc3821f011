//! Rows of `tallies`, `notices` and `round_decisions`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use verifiable_ballots::ElectionResult;

use super::{notice::Notice, outcome::Decision};
use crate::{
    db::{Conn, DbError, Ts, Tx},
    ids::{DocumentId, NoticeId, RoundId, SessionId},
    tally::schema::{notices, round_decisions, tallies},
};

pub fn insert_tally(tx: &mut Tx, round: RoundId, result: &ElectionResult, at: Ts) -> Result<(), DbError> {
    let json = String::from_utf8(result.to_json()).map_err(DbError::corrupt)?;
    diesel::insert_into(tallies::table)
        .values((tallies::round_id.eq(round), tallies::result.eq(json), tallies::counted_at.eq(at)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn tally(conn: &mut Conn, round: RoundId) -> Result<Option<ElectionResult>, DbError> {
    let json: Option<String> = tallies::table.select(tallies::result).find(round).first(conn).optional()?;
    json.map(|json| ElectionResult::parse(json.as_bytes()).ok_or_else(|| DbError::corrupt("a tally"))).transpose()
}

pub fn insert_decision(
    tx: &mut Tx,
    round: RoundId,
    decision: &Decision,
    recorded_by: &str,
    at: Ts,
) -> Result<(), DbError> {
    diesel::insert_into(round_decisions::table)
        .values((
            round_decisions::round_id.eq(round),
            round_decisions::decision.eq(serde_json::to_string(decision).map_err(DbError::corrupt)?),
            round_decisions::recorded_by.eq(recorded_by),
            round_decisions::recorded_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// What the presidium decided on a round.
pub fn decision(conn: &mut Conn, round: RoundId) -> Result<Option<Decision>, DbError> {
    let json: Option<String> =
        round_decisions::table.select(round_decisions::decision).find(round).first(conn).optional()?;
    json.map(|json| serde_json::from_str(&json).map_err(DbError::corrupt)).transpose()
}

pub fn insert_notice(tx: &mut Tx, notice: &Notice) -> Result<(), DbError> {
    diesel::insert_into(notices::table)
        .values((
            notices::id.eq(notice.id),
            notices::session_id.eq(notice.session),
            notices::certificate_id.eq(notice.certificate),
            notices::number.eq(&notice.number),
            notices::announced_by.eq(&notice.announced_by),
            notices::announced_at.eq(notice.announced_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn notice_of(conn: &mut Conn, certificate: DocumentId) -> Result<Option<Notice>, DbError> {
    let row: Option<(NoticeId, SessionId, DocumentId, String, String, Ts)> = notices::table
        .select((
            notices::id,
            notices::session_id,
            notices::certificate_id,
            notices::number,
            notices::announced_by,
            notices::announced_at,
        ))
        .filter(notices::certificate_id.eq(certificate))
        .first(conn)
        .optional()?;
    Ok(row.map(|(id, session, certificate, number, announced_by, announced_at)| Notice {
        id,
        session,
        certificate,
        number,
        announced_by,
        announced_at,
    }))
}
