//! Rows of `voice_pictures`.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use crate::{
    db::{Conn, DbError, Ts, Tx},
    ids::{VoiceId, VoicePictureId},
    voices::schema::voice_pictures as table,
};

/// Without the picture itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    pub id: VoicePictureId,
    pub voice: VoiceId,
}

/// In the order in which they came.
pub fn pictures_of(conn: &mut Conn, voices: &[VoiceId]) -> Result<Vec<Picture>, DbError> {
    let rows: Vec<(VoicePictureId, VoiceId)> = table::table
        .select((table::id, table::voice_id))
        .filter(table::voice_id.eq_any(voices.to_vec()))
        .order((table::voice_id, table::added_at, table::id))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, voice)| Picture { id, voice }).collect())
}

/// JPEG.
pub fn picture(conn: &mut Conn, id: VoicePictureId) -> Result<Option<(VoiceId, Vec<u8>)>, DbError> {
    Ok(table::table.find(id).select((table::voice_id, table::content)).first(conn).optional()?)
}

pub fn insert_picture(tx: &mut Tx, voice: VoiceId, content: &[u8], at: Ts) -> Result<(), DbError> {
    diesel::insert_into(table::table)
        .values((
            table::id.eq(VoicePictureId::new()),
            table::voice_id.eq(voice),
            table::content.eq(content),
            table::added_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn delete_pictures(tx: &mut Tx, voice: VoiceId) -> Result<usize, DbError> {
    Ok(diesel::delete(table::table.filter(table::voice_id.eq(voice))).execute(&mut **tx)?)
}
