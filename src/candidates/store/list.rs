//! Rows of `candidates`, `candidate_sub_items`, `candidate_lists` and `candidate_uploads`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable, RunQueryDsl, Selectable, SelectableHelper};

use crate::{
    candidates::{
        candidate::{Candidate, CandidateList, CandidateOrigin},
        schema::{
            candidate_lists, candidate_origins as origins, candidate_pictures as pictures, candidate_sub_items,
            candidate_uploads, candidates as candidates_table,
        },
        session_file::Operator,
        sub_item::{SubItem, goal_of},
        upload::CandidateUpload,
    },
    db::{Conn, DbError, Ts, Tx},
    ids::{CandidateId, CandidateUploadId, NeedId, SessionId, SubItemId},
    sheets::Choices,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = candidates_table)]
struct CandidateRow {
    id: CandidateId,
    number: i32,
    title: String,
    short_title: String,
    summary: String,
    service_field: Option<String>,
    investment: Option<String>,
    place: Option<String>,
    deadline: Option<String>,
    lead_unit: Option<String>,
}

impl From<CandidateRow> for Candidate {
    fn from(row: CandidateRow) -> Self {
        Self {
            id: row.id,
            number: row.number,
            title: row.title,
            short_title: row.short_title,
            summary: row.summary,
            service_field: row.service_field,
            investment: row.investment,
            place: row.place,
            deadline: row.deadline,
            lead_unit: row.lead_unit,
            sub_items: Vec::new(),
        }
    }
}

/// The whole list by ballot number, each candidate with its sub-items.
pub fn candidates(conn: &mut Conn, session: SessionId) -> Result<Vec<Candidate>, DbError> {
    let rows = candidates_table::table
        .select(CandidateRow::as_select())
        .filter(candidates_table::session_id.eq(session))
        .order(candidates_table::number)
        .load(conn)?;
    with_sub_items(conn, rows.into_iter().map(Candidate::from).collect())
}

/// Of whatever session, in the order asked for; what was taken off its list is left out.
pub fn candidates_by_id(conn: &mut Conn, ids: &[CandidateId]) -> Result<Vec<Candidate>, DbError> {
    let rows = candidates_table::table
        .select(CandidateRow::as_select())
        .filter(candidates_table::id.eq_any(ids.to_vec()))
        .load(conn)?;
    let mut found = with_sub_items(conn, rows.into_iter().map(Candidate::from).collect())?;
    found.sort_by_key(|candidate| ids.iter().position(|id| *id == candidate.id));
    Ok(found)
}

pub fn candidate_by_number(conn: &mut Conn, session: SessionId, number: i32) -> Result<Option<Candidate>, DbError> {
    let row: Option<CandidateRow> = candidates_table::table
        .select(CandidateRow::as_select())
        .filter(candidates_table::session_id.eq(session))
        .filter(candidates_table::number.eq(number))
        .first(conn)
        .optional()?;
    let found = row.map(Candidate::from).into_iter().collect();
    Ok(with_sub_items(conn, found)?.pop())
}

pub fn candidate_count(conn: &mut Conn, session: SessionId) -> Result<u32, DbError> {
    let count: i64 =
        candidates_table::table.filter(candidates_table::session_id.eq(session)).count().get_result(conn)?;
    u32::try_from(count).map_err(DbError::corrupt)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = candidate_sub_items)]
struct SubItemRow {
    id: SubItemId,
    candidate_id: CandidateId,
    code: String,
    name: String,
    kind: String,
    operator: Option<String>,
    target: Option<String>,
    unit: Option<String>,
    lead_unit: Option<String>,
    source_text: String,
}

fn with_sub_items(conn: &mut Conn, mut found: Vec<Candidate>) -> Result<Vec<Candidate>, DbError> {
    let ids: Vec<CandidateId> = found.iter().map(|candidate| candidate.id).collect();
    let rows = candidate_sub_items::table
        .select(SubItemRow::as_select())
        .filter(candidate_sub_items::candidate_id.eq_any(ids))
        .order(candidate_sub_items::position)
        .load(conn)?;
    for row in rows {
        let goal = goal_of(&row.kind, row.operator.as_deref(), row.target.as_deref(), row.unit.as_deref())
            .map_err(DbError::corrupt)?;
        if let Some(candidate) = found.iter_mut().find(|candidate| candidate.id == row.candidate_id) {
            candidate.sub_items.push(SubItem {
                id: row.id,
                code: row.code,
                name: row.name,
                goal,
                lead_unit: row.lead_unit,
                source_text: row.source_text,
            });
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
            candidates_table::investment.eq(&candidate.investment),
            candidates_table::place.eq(&candidate.place),
            candidates_table::deadline.eq(&candidate.deadline),
            candidates_table::lead_unit.eq(&candidate.lead_unit),
        ))
        .execute(&mut **tx)?;
    insert_sub_items(tx, candidate)
}

fn insert_sub_items(tx: &mut Tx, candidate: &Candidate) -> Result<(), DbError> {
    for (position, item) in (1_i32..).zip(&candidate.sub_items) {
        diesel::insert_into(candidate_sub_items::table)
            .values((
                candidate_sub_items::id.eq(item.id),
                candidate_sub_items::candidate_id.eq(candidate.id),
                candidate_sub_items::position.eq(position),
                candidate_sub_items::code.eq(&item.code),
                candidate_sub_items::name.eq(&item.name),
                candidate_sub_items::kind.eq(item.goal.kind().word()),
                candidate_sub_items::operator.eq(item.goal.operator().map(Operator::word)),
                candidate_sub_items::target.eq(item.goal.target()),
                candidate_sub_items::unit.eq(item.goal.unit()),
                candidate_sub_items::lead_unit.eq(&item.lead_unit),
                candidate_sub_items::source_text.eq(&item.source_text),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// All that is said of it but its number, with its sub-items anew.
pub fn save_candidate(tx: &mut Tx, candidate: &Candidate) -> Result<(), DbError> {
    diesel::update(candidates_table::table.find(candidate.id))
        .set((
            candidates_table::title.eq(&candidate.title),
            candidates_table::short_title.eq(&candidate.short_title),
            candidates_table::summary.eq(&candidate.summary),
            candidates_table::service_field.eq(&candidate.service_field),
            candidates_table::investment.eq(&candidate.investment),
            candidates_table::place.eq(&candidate.place),
            candidates_table::deadline.eq(&candidate.deadline),
            candidates_table::lead_unit.eq(&candidate.lead_unit),
        ))
        .execute(&mut **tx)?;
    diesel::delete(candidate_sub_items::table.filter(candidate_sub_items::candidate_id.eq(candidate.id)))
        .execute(&mut **tx)?;
    insert_sub_items(tx, candidate)
}

/// No ballot has so many rows: numbers above it are nobody's.
const OUT_OF_THE_WAY: i32 = 1_000_000;

/// The numbers from 1 on, in the order of these.
pub fn renumber(tx: &mut Tx, order: &[CandidateId]) -> Result<(), DbError> {
    for first in [OUT_OF_THE_WAY, 1] {
        for (number, id) in (first..).zip(order) {
            diesel::update(candidates_table::table.find(*id))
                .set(candidates_table::number.eq(number))
                .execute(&mut **tx)?;
        }
    }
    Ok(())
}

pub fn delete_candidate(tx: &mut Tx, id: CandidateId) -> Result<(), DbError> {
    diesel::delete(candidate_sub_items::table.filter(candidate_sub_items::candidate_id.eq(id))).execute(&mut **tx)?;
    diesel::delete(origins::table.filter(origins::candidate_id.eq(id))).execute(&mut **tx)?;
    diesel::delete(pictures::table.filter(pictures::candidate_id.eq(id))).execute(&mut **tx)?;
    diesel::delete(candidates_table::table.find(id)).execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = candidate_lists)]
struct ListRow {
    notice: String,
    source: Option<String>,
    inferred: bool,
}

/// What is to be known of the list; `None` before one was imported.
pub fn candidate_list(conn: &mut Conn, session: SessionId) -> Result<Option<CandidateList>, DbError> {
    let row: Option<ListRow> =
        candidate_lists::table.find(session).select(ListRow::as_select()).first(conn).optional()?;
    Ok(row.map(|row| CandidateList { notice: row.notice, source: row.source, inferred: row.inferred }))
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

/// Where the candidates of a session came from, as far as they came from the pool.
pub fn origins(conn: &mut Conn, session: SessionId) -> Result<Vec<CandidateOrigin>, DbError> {
    let rows: Vec<(CandidateId, NeedId, String)> = origins::table
        .inner_join(candidates_table::table)
        .select((origins::candidate_id, origins::need_id, origins::origins))
        .filter(candidates_table::session_id.eq(session))
        .order(candidates_table::number)
        .load(conn)?;
    let origin = |(candidate, need, counted): (CandidateId, NeedId, String)| {
        let counted = serde_json::from_str(&counted).map_err(DbError::corrupt)?;
        Ok(CandidateOrigin { candidate, need, counted })
    };
    rows.into_iter().map(origin).collect()
}

/// What a need became last: it may have come up in several years.
pub fn latest_candidate_of(conn: &mut Conn, need: NeedId) -> Result<Option<CandidateId>, DbError> {
    let of_need = origins::table.select(origins::candidate_id).filter(origins::need_id.eq(need));
    Ok(of_need.order(origins::at.desc()).first(conn).optional()?)
}

pub fn insert_origin(tx: &mut Tx, origin: &CandidateOrigin, by: &str, at: Ts) -> Result<(), DbError> {
    let counted = serde_json::to_string(&origin.counted).map_err(DbError::corrupt)?;
    diesel::insert_into(origins::table)
        .values((
            origins::candidate_id.eq(origin.candidate),
            origins::need_id.eq(origin.need),
            origins::origins.eq(counted),
            origins::by_name.eq(by),
            origins::at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// From how many proposals it came, as it is by now.
pub fn set_counted(tx: &mut Tx, origin: &CandidateOrigin) -> Result<(), DbError> {
    let counted = serde_json::to_string(&origin.counted).map_err(DbError::corrupt)?;
    diesel::update(origins::table.find(origin.candidate)).set(origins::origins.eq(counted)).execute(&mut **tx)?;
    Ok(())
}

/// The candidates of a session and their sub-items; of no session that has had a round.
pub fn delete_candidates(tx: &mut Tx, session: SessionId) -> Result<(), DbError> {
    let of_session =
        candidates_table::table.select(candidates_table::id).filter(candidates_table::session_id.eq(session));
    diesel::delete(candidate_sub_items::table.filter(candidate_sub_items::candidate_id.eq_any(of_session)))
        .execute(&mut **tx)?;
    diesel::delete(origins::table.filter(origins::candidate_id.eq_any(of_session))).execute(&mut **tx)?;
    diesel::delete(pictures::table.filter(pictures::candidate_id.eq_any(of_session))).execute(&mut **tx)?;
    diesel::delete(candidates_table::table.filter(candidates_table::session_id.eq(session))).execute(&mut **tx)?;
    Ok(())
}

pub fn insert_upload(tx: &mut Tx, upload: &CandidateUpload, at: Ts) -> Result<(), DbError> {
    let choices = serde_json::to_string(&upload.choices).map_err(DbError::corrupt)?;
    diesel::insert_into(candidate_uploads::table)
        .values((
            candidate_uploads::id.eq(upload.id),
            candidate_uploads::session_id.eq(upload.session),
            candidate_uploads::file_name.eq(&upload.file_name),
            candidate_uploads::content.eq(&upload.content),
            candidate_uploads::choices.eq(choices),
            candidate_uploads::uploaded_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = candidate_uploads)]
struct UploadRow {
    session_id: SessionId,
    file_name: String,
    content: Vec<u8>,
    choices: String,
}

pub fn upload(conn: &mut Conn, id: CandidateUploadId) -> Result<Option<CandidateUpload>, DbError> {
    let row: Option<UploadRow> =
        candidate_uploads::table.find(id).select(UploadRow::as_select()).first(conn).optional()?;
    let Some(row) = row else { return Ok(None) };
    let choices = serde_json::from_str(&row.choices).map_err(DbError::corrupt)?;
    Ok(Some(CandidateUpload { id, session: row.session_id, file_name: row.file_name, content: row.content, choices }))
}

pub fn set_choices(tx: &mut Tx, id: CandidateUploadId, choices: &Choices) -> Result<(), DbError> {
    let choices = serde_json::to_string(choices).map_err(DbError::corrupt)?;
    diesel::update(candidate_uploads::table.find(id)).set(candidate_uploads::choices.eq(choices)).execute(&mut **tx)?;
    Ok(())
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
