//! Rows of `proposal_pictures`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use crate::{
    db::{Conn, DbError, Ts, Tx},
    ids::{ProposalId, ProposalPictureId},
    proposals::schema::proposal_pictures as table,
};

/// Without the picture itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    pub id: ProposalPictureId,
    pub proposal: ProposalId,
}

/// In the order in which they came.
pub fn pictures_of(conn: &mut Conn, proposals: &[ProposalId]) -> Result<Vec<Picture>, DbError> {
    let rows: Vec<(ProposalPictureId, ProposalId)> = table::table
        .select((table::id, table::proposal_id))
        .filter(table::proposal_id.eq_any(proposals.to_vec()))
        .order((table::proposal_id, table::added_at, table::id))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, proposal)| Picture { id, proposal }).collect())
}

/// JPEG.
pub fn picture(conn: &mut Conn, id: ProposalPictureId) -> Result<Option<(ProposalId, Vec<u8>)>, DbError> {
    Ok(table::table.find(id).select((table::proposal_id, table::content)).first(conn).optional()?)
}

pub fn insert_picture(tx: &mut Tx, proposal: ProposalId, content: &[u8], at: Ts) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(ProposalPictureId::new()),
            table::proposal_id.eq(proposal),
            table::content.eq(content),
            table::added_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn delete_pictures(tx: &mut Tx, proposal: ProposalId) -> Result<usize, DbError> {
    Ok(diesel::delete(table::table.filter(table::proposal_id.eq(proposal))).execute(&mut **tx)?)
}
