//! Rows of `held_pictures`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use crate::{
    attachments::Prepared,
    db::{Conn, DbError, Ts, Tx, Uid},
    guests::schema::held_pictures as held,
    ids::HeldPictureId,
};

/// A photo that waits in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPicture {
    pub id: HeldPictureId,
    pub sha256: String,
}

/// In the order in which they came.
pub fn held_pictures(conn: &mut Conn, hold: uuid::Uuid) -> Result<Vec<HeldPicture>, DbError> {
    let rows: Vec<(HeldPictureId, String)> = held::table
        .select((held::id, held::sha256))
        .filter(held::hold.eq(Uid(hold)))
        .order((held::held_at, held::id))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, sha256)| HeldPicture { id, sha256 }).collect())
}

/// For whoever knows the form.
pub fn held_picture(conn: &mut Conn, hold: uuid::Uuid, id: HeldPictureId) -> Result<Option<Vec<u8>>, DbError> {
    Ok(held::table.find(id).filter(held::hold.eq(Uid(hold))).select(held::content).first(conn).optional()?)
}

/// How many wait in all forms together.
pub fn count_held(conn: &mut Conn) -> Result<i64, DbError> {
    Ok(held::table.count().get_result(conn)?)
}

pub fn hold_picture(tx: &mut Tx, hold: uuid::Uuid, picture: &Prepared, at: Ts) -> Result<(), DbError> {
    diesel::insert_into(held::table)
        .values((
            held::id.eq(HeldPictureId::new()),
            held::hold.eq(Uid(hold)),
            held::sha256.eq(&picture.sha256),
            held::content.eq(&picture.content),
            held::held_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn drop_held(tx: &mut Tx, hold: uuid::Uuid, id: HeldPictureId) -> Result<(), DbError> {
    diesel::delete(held::table.find(id).filter(held::hold.eq(Uid(hold)))).execute(&mut **tx)?;
    Ok(())
}

/// What waited in the form, which waits there no longer.
pub fn take_held_pictures(tx: &mut Tx, hold: uuid::Uuid) -> Result<Vec<Vec<u8>>, DbError> {
    let taken: Vec<Vec<u8>> = held::table
        .filter(held::hold.eq(Uid(hold)))
        .order((held::held_at, held::id))
        .select(held::content)
        .load(&mut **tx)?;
    diesel::delete(held::table.filter(held::hold.eq(Uid(hold)))).execute(&mut **tx)?;
    Ok(taken)
}

/// What nobody came back for.
pub fn forget_held_pictures(tx: &mut Tx, before: Ts) -> Result<(), DbError> {
    diesel::delete(held::table.filter(held::held_at.lt(before))).execute(&mut **tx)?;
    Ok(())
}
