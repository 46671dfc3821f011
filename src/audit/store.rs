//! Rows of `audit_entries`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use super::entry::Entry;
use crate::{
    db::{
        Conn, DbError, Ts, Tx,
        schema::{audit_entries, rehearsals},
    },
    ids::CongressId,
};

/// Sequence number and hash of the newest entry.
pub fn head(conn: &mut Conn) -> Result<Option<(i64, String)>, DbError> {
    Ok(audit_entries::table
        .select((audit_entries::seq, audit_entries::hash))
        .order(audit_entries::seq.desc())
        .first(conn)
        .optional()?)
}

/// Whether the congress's back rooms work on a rehearsal.
pub fn is_rehearsing(conn: &mut Conn, congress: CongressId) -> Result<bool, DbError> {
    let current: Option<bool> = rehearsals::table.find(congress).select(rehearsals::current).first(conn).optional()?;
    Ok(current == Some(true))
}

pub fn append(tx: &mut Tx, entry: &Entry, hash: &str) -> Result<(), DbError> {
    diesel::insert_into(audit_entries::table)
        .values((
            audit_entries::seq.eq(entry.seq),
            audit_entries::congress_id.eq(entry.congress),
            audit_entries::at.eq(entry.at),
            audit_entries::actor_role.eq(&entry.role),
            audit_entries::actor_name.eq(&entry.name),
            audit_entries::action.eq(&entry.action),
            audit_entries::subject.eq(&entry.subject),
            audit_entries::detail.eq(&entry.detail),
            audit_entries::previous_hash.eq(&entry.previous),
            audit_entries::hash.eq(hash),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

type Row = (i64, Option<CongressId>, Ts, String, String, String, String, String, String, String);

macro_rules! columns {
    () => {
        (
            audit_entries::seq,
            audit_entries::congress_id,
            audit_entries::at,
            audit_entries::actor_role,
            audit_entries::actor_name,
            audit_entries::action,
            audit_entries::subject,
            audit_entries::detail,
            audit_entries::previous_hash,
            audit_entries::hash,
        )
    };
}

fn entry(row: Row) -> (Entry, String) {
    let (seq, congress, at, role, name, action, subject, detail, previous, hash) = row;
    (Entry { seq, congress, at, role, name, action, subject, detail, previous }, hash)
}

/// The newest entries of one action in a congress, newest first.
pub fn recent(conn: &mut Conn, congress: CongressId, action: &str, most: i64) -> Result<Vec<Entry>, DbError> {
    let rows: Vec<Row> = audit_entries::table
        .select(columns!())
        .filter(audit_entries::congress_id.eq(Some(congress)))
        .filter(audit_entries::action.eq(action))
        .order(audit_entries::seq.desc())
        .limit(most)
        .load(conn)?;
    Ok(rows.into_iter().map(|row| entry(row).0).collect())
}

/// Up to `most` entries after `seq`, in order, each with the hash it was stored with.
pub fn after(conn: &mut Conn, seq: i64, most: i64) -> Result<Vec<(Entry, String)>, DbError> {
    let rows: Vec<Row> = audit_entries::table
        .select(columns!())
        .filter(audit_entries::seq.gt(seq))
        .order(audit_entries::seq)
        .limit(most)
        .load(conn)?;
    Ok(rows.into_iter().map(entry).collect())
}
