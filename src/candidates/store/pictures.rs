//! Rows of `candidate_pictures`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use crate::{
    attachments::Prepared,
    candidates::schema::{candidate_pictures as table, candidates},
    db::{Conn, DbError, Ts, Tx},
    ids::{CandidateId, CandidatePictureId, SessionId},
};

/// Beside a candidate, without the picture itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub id: CandidatePictureId,
    pub candidate: CandidateId,
    pub sha256: String,
}

/// In the order in which they came.
pub fn pictures_of(conn: &mut Conn, session: SessionId) -> Result<Vec<Picture>, DbError> {
    let rows: Vec<(CandidatePictureId, CandidateId, String)> = table::table
        .inner_join(candidates::table)
        .select((table::id, table::candidate_id, table::sha256))
        .filter(candidates::session_id.eq(session))
        .order((candidates::number, table::added_at, table::id))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, candidate, sha256)| Picture { id, candidate, sha256 }).collect())
}

/// JPEG, and of which session.
pub fn picture(conn: &mut Conn, id: CandidatePictureId) -> Result<Option<(SessionId, Vec<u8>)>, DbError> {
    Ok(table::table
        .inner_join(candidates::table)
        .filter(table::id.eq(id))
        .select((candidates::session_id, table::content))
        .first(conn)
        .optional()?)
}

pub fn insert_picture(tx: &mut Tx, candidate: CandidateId, picture: &Prepared, at: Ts) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(CandidatePictureId::new()),
            table::candidate_id.eq(candidate),
            table::sha256.eq(&picture.sha256),
            table::content.eq(&picture.content),
            table::added_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn delete_picture(tx: &mut Tx, candidate: CandidateId, id: CandidatePictureId) -> Result<usize, DbError> {
    Ok(diesel::delete(table::table.find(id).filter(table::candidate_id.eq(candidate))).execute(&mut **tx)?)
}
