//! Rows of `list_notices` and `list_seals`.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper, dsl::max,
};

use crate::{
    candidates::{
        schema::{list_notices as notices, list_seals as seals},
        sealing::{ListNotice, ListSeal},
    },
    db::{Conn, Day, DbError, Ts, Tx},
    ids::SessionId,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = notices)]
struct NoticeRow {
    from_day: Day,
    until: Day,
    words: String,
    sha256: String,
}

pub fn list_notice(conn: &mut Conn, session: SessionId) -> Result<Option<ListNotice>, DbError> {
    let row: Option<NoticeRow> = notices::table.find(session).select(NoticeRow::as_select()).first(conn).optional()?;
    Ok(row.map(|row| ListNotice { from: row.from_day.0, until: row.until.0, words: row.words, sha256: row.sha256 }))
}

/// In the place of the one before.
pub fn replace_notice(tx: &mut Tx, session: SessionId, notice: &ListNotice, by: &str, at: Ts) -> Result<(), DbError> {
    diesel::delete(notices::table.find(session)).execute(&mut **tx)?;
    diesel::insert_into(notices::table)
        .values((
            notices::session_id.eq(session),
            notices::from_day.eq(Day(notice.from)),
            notices::until.eq(Day(notice.until)),
            notices::words.eq(&notice.words),
            notices::sha256.eq(&notice.sha256),
            notices::by_name.eq(by),
            notices::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = seals)]
struct SealRow {
    document: String,
    sha256: String,
    method_version: i32,
    by_name: String,
    at: Ts,
}

/// The seal that holds, if one does.
pub fn seal_of(conn: &mut Conn, session: SessionId) -> Result<Option<ListSeal>, DbError> {
    let row: Option<SealRow> = seals::table
        .select(SealRow::as_select())
        .filter(seals::session_id.eq(session))
        .filter(seals::opened_at.is_null())
        .order(seals::number.desc())
        .first(conn)
        .optional()?;
    Ok(row.map(|row| ListSeal {
        document: row.document,
        sha256: row.sha256,
        method_version: row.method_version,
        by: row.by_name,
        at: row.at,
    }))
}

pub fn insert_seal(tx: &mut Tx, session: SessionId, seal: &ListSeal) -> Result<(), DbError> {
    let last: Option<i32> =
        seals::table.filter(seals::session_id.eq(session)).select(max(seals::number)).first(&mut **tx)?;
    diesel::insert_into(seals::table)
        .values((
            seals::session_id.eq(session),
            seals::number.eq(last.unwrap_or(0) + 1),
            seals::document.eq(&seal.document),
            seals::sha256.eq(&seal.sha256),
            seals::method_version.eq(seal.method_version),
            seals::by_name.eq(&seal.by),
            seals::at.eq(seal.at),
            seals::reason.eq(""),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn open_seal(tx: &mut Tx, session: SessionId, reason: &str, by: &str, at: Ts) -> Result<(), DbError> {
    let holds = seals::table.filter(seals::session_id.eq(session)).filter(seals::opened_at.is_null());
    diesel::update(holds)
        .set((seals::opened_by.eq(Some(by)), seals::opened_at.eq(Some(at)), seals::reason.eq(reason)))
        .execute(&mut **tx)?;
    Ok(())
}
