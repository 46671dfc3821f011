//! Rows of `candidates`, `candidate_sub_items`, `candidate_lists` and `candidate_uploads`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use super::{
    candidate::{Candidate, CandidateList},
    session_file::Operator,
    sub_item::{SubItem, goal_of},
    upload::CandidateUpload,
};
use crate::{
    db::{
        Conn, DbError, Ts, Tx,
        schema::{candidate_lists, candidate_sub_items, candidate_uploads, candidates as candidates_table},
    },
    ids::{CandidateId, CandidateUploadId, SessionId, SubItemId},
};

type CandidateRow = (CandidateId, i32, String, String, String, Option<String>, Option<String>);

macro_rules! candidate_columns {
    () => {
        (
            candidates_table::id,
            candidates_table::number,
            candidates_table::title,
            candidates_table::short_title,
            candidates_table::summary,
            candidates_table::service_field,
            candidates_table::lead_unit,
        )
    };
}

fn candidate(row: CandidateRow) -> Candidate {
    let (id, number, title, short_title, summary, service_field, lead_unit) = row;
    Candidate { id, number, title, short_title, summary, service_field, lead_unit, sub_items: Vec::new() }
}

/// The whole list by ballot number, each candidate with its sub-items.
pub fn candidates(conn: &mut Conn, session: SessionId) -> Result<Vec<Candidate>, DbError> {
    let rows: Vec<CandidateRow> = candidates_table::table
        .select(candidate_columns!())
        .filter(candidates_table::session_id.eq(session))
        .order(candidates_table::number)
        .load(conn)?;
    with_sub_items(conn, rows.into_iter().map(candidate).collect())
}

/// Of whatever session, in the order asked for.
pub fn candidates_by_id(conn: &mut Conn, ids: &[CandidateId]) -> Result<Vec<Candidate>, DbError> {
    let rows: Vec<CandidateRow> = candidates_table::table
        .select(candidate_columns!())
        .filter(candidates_table::id.eq_any(ids.to_vec()))
        .load(conn)?;
    let mut found = with_sub_items(conn, rows.into_iter().map(candidate).collect())?;
    found.sort_by_key(|candidate| ids.iter().position(|id| *id == candidate.id));
    if found.len() == ids.len() { Ok(found) } else { Err(DbError::corrupt("a list with an unknown candidate")) }
}

pub fn candidate_by_number(conn: &mut Conn, session: SessionId, number: i32) -> Result<Option<Candidate>, DbError> {
    let row: Option<CandidateRow> = candidates_table::table
        .select(candidate_columns!())
        .filter(candidates_table::session_id.eq(session))
        .filter(candidates_table::number.eq(number))
        .first(conn)
        .optional()?;
    let found = row.map(candidate).into_iter().collect();
    Ok(with_sub_items(conn, found)?.pop())
}

pub fn candidate_count(conn: &mut Conn, session: SessionId) -> Result<u32, DbError> {
    let count: i64 =
        candidates_table::table.filter(candidates_table::session_id.eq(session)).count().get_result(conn)?;
    u32::try_from(count).map_err(DbError::corrupt)
}

type SubItemRow = (
    SubItemId,
    CandidateId,
    String,
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    String,
);

fn with_sub_items(conn: &mut Conn, mut found: Vec<Candidate>) -> Result<Vec<Candidate>, DbError> {
    let ids: Vec<CandidateId> = found.iter().map(|candidate| candidate.id).collect();
    let rows: Vec<SubItemRow> = candidate_sub_items::table
        .select((
            candidate_sub_items::id,
            candidate_sub_items::candidate_id,
            candidate_sub_items::code,
            candidate_sub_items::name,
            candidate_sub_items::kind,
            candidate_sub_items::operator,
            candidate_sub_items::target,
            candidate_sub_items::unit,
            candidate_sub_items::lead_unit,
            candidate_sub_items::source_text,
        ))
        .filter(candidate_sub_items::candidate_id.eq_any(ids))
        .order(candidate_sub_items::position)
        .load(conn)?;
    for (id, owner, code, name, kind, operator, target, unit, lead_unit, source_text) in rows {
        let goal = goal_of(&kind, operator.as_deref(), target.as_deref(), unit.as_deref()).map_err(DbError::corrupt)?;
        if let Some(candidate) = found.iter_mut().find(|candidate| candidate.id == owner) {
            candidate.sub_items.push(SubItem { id, code, name, goal, lead_unit, source_text });
        }
    }
    Ok(found)
}

pub fn insert_candidate(tx: &mut Tx, session: SessionId, candidate: &Candidate) -> Result<(), DbError> {
    diesel::insert_into(candidates_table::table)
        .values((
            candidates_table::id.eq(candidate.id),
            candidates_table::session_id.eq(session),
            candidates_table::number.eq(candidate.number),
            candidates_table::title.eq(&candidate.title),
            candidates_table::short_title.eq(&candidate.short_title),
            candidates_table::summary.eq(&candidate.summary),
            candidates_table::service_field.eq(&candidate.service_field),
            candidates_table::lead_unit.eq(&candidate.lead_unit),
        ))
        .execute(&mut **tx)?;
    for (position, item) in (1_i32..).zip(&candidate.sub_items) {
        diesel::insert_into(candidate_sub_items::table)
            .values((
                candidate_sub_items::id.eq(item.id),
                candidate_sub_items::candidate_id.eq(candidate.id),
                candidate_sub_items::position.eq(position),
                candidate_sub_items::code.eq(&item.code),
                candidate_sub_items::name.eq(&item.name),
                candidate_sub_items::kind.eq(item.goal.kind().key()),
                candidate_sub_items::operator.eq(item.goal.operator().map(Operator::key)),
                candidate_sub_items::target.eq(item.goal.target()),
                candidate_sub_items::unit.eq(item.goal.unit()),
                candidate_sub_items::lead_unit.eq(&item.lead_unit),
                candidate_sub_items::source_text.eq(&item.source_text),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// What is to be known of the list; `None` before one was imported.
pub fn candidate_list(conn: &mut Conn, session: SessionId) -> Result<Option<CandidateList>, DbError> {
    let row: Option<(String, Option<String>, bool)> = candidate_lists::table
        .find(session)
        .select((candidate_lists::notice, candidate_lists::source, candidate_lists::inferred))
        .first(conn)
        .optional()?;
    Ok(row.map(|(notice, source, inferred)| CandidateList { notice, source, inferred }))
}

pub fn insert_list(tx: &mut Tx, session: SessionId, list: &CandidateList) -> Result<(), DbError> {
    diesel::insert_into(candidate_lists::table)
        .values((
            candidate_lists::session_id.eq(session),
            candidate_lists::notice.eq(&list.notice),
            candidate_lists::source.eq(&list.source),
            candidate_lists::inferred.eq(list.inferred),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The candidates of a session and their sub-items; of no session that has had a round.
pub fn delete_candidates(tx: &mut Tx, session: SessionId) -> Result<(), DbError> {
    let of_session =
        candidates_table::table.select(candidates_table::id).filter(candidates_table::session_id.eq(session));
    diesel::delete(candidate_sub_items::table.filter(candidate_sub_items::candidate_id.eq_any(of_session)))
        .execute(&mut **tx)?;
    diesel::delete(candidates_table::table.filter(candidates_table::session_id.eq(session))).execute(&mut **tx)?;
    Ok(())
}

pub fn insert_upload(tx: &mut Tx, upload: &CandidateUpload, at: Ts) -> Result<(), DbError> {
    diesel::insert_into(candidate_uploads::table)
        .values((
            candidate_uploads::id.eq(upload.id),
            candidate_uploads::session_id.eq(upload.session),
            candidate_uploads::file_name.eq(&upload.file_name),
            candidate_uploads::content.eq(&upload.content),
            candidate_uploads::uploaded_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn upload(conn: &mut Conn, id: CandidateUploadId) -> Result<Option<CandidateUpload>, DbError> {
    let row: Option<(SessionId, String, Vec<u8>)> = candidate_uploads::table
        .find(id)
        .select((candidate_uploads::session_id, candidate_uploads::file_name, candidate_uploads::content))
        .first(conn)
        .optional()?;
    Ok(row.map(|(session, file_name, content)| CandidateUpload { id, session, file_name, content }))
}

pub fn delete_upload(tx: &mut Tx, id: CandidateUploadId) -> Result<(), DbError> {
    diesel::delete(candidate_uploads::table.find(id)).execute(&mut **tx)?;
    Ok(())
}

/// Files that nobody came back for.
pub fn delete_uploads_before(tx: &mut Tx, session: SessionId, before: Ts) -> Result<(), DbError> {
    let old = candidate_uploads::table
        .filter(candidate_uploads::session_id.eq(session))
        .filter(candidate_uploads::uploaded_at.lt(before));
    diesel::delete(old).execute(&mut **tx)?;
    Ok(())
}
