//! Rows of `tallies`, `notices` and `round_decisions`.

use diesel::{
    ExpressionMethods, Insertable, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper,
};
use verifiable_ballots::ElectionResult;

use super::{
    notice::{Notice, NoticeNumber},
    outcome::Decision,
};
use crate::{
    db::{Conn, Day, DbError, Ts, Tx},
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

/// What the presidium decided last on a round.
pub fn decision(conn: &mut Conn, round: RoundId) -> Result<Option<Decision>, DbError> {
    let json: Option<String> = round_decisions::table
        .select(round_decisions::decision)
        .filter(round_decisions::round_id.eq(round))
        .order(round_decisions::recorded_at.desc())
        .first(conn)
        .optional()?;
    json.map(|json| serde_json::from_str(&json).map_err(DbError::corrupt)).transpose()
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = notices)]
struct NoticeRow {
    id: NoticeId,
    session_id: SessionId,
    certificate_id: DocumentId,
    number: String,
    announced_by: String,
    day: Day,
    announced_at: Ts,
}

impl From<NoticeRow> for Notice {
    fn from(row: NoticeRow) -> Self {
        Self {
            id: row.id,
            session: row.session_id,
            certificate: row.certificate_id,
            number: NoticeNumber::stored(row.number),
            announced_by: row.announced_by,
            day: row.day.into(),
            announced_at: row.announced_at,
        }
    }
}

pub fn insert_notice(tx: &mut Tx, notice: &Notice) -> Result<(), DbError> {
    let row = NoticeRow {
        id: notice.id,
        session_id: notice.session,
        certificate_id: notice.certificate,
        number: notice.number.as_str().to_owned(),
        announced_by: notice.announced_by.clone(),
        day: notice.day.into(),
        announced_at: notice.announced_at,
    };
    diesel::insert_into(notices::table).values(&row).execute(&mut **tx)?;
    Ok(())
}

pub fn notice_of(conn: &mut Conn, certificate: DocumentId) -> Result<Option<Notice>, DbError> {
    let row: Option<NoticeRow> = notices::table
        .select(NoticeRow::as_select())
        .filter(notices::certificate_id.eq(certificate))
        .first(conn)
        .optional()?;
    Ok(row.map(Notice::from))
}
