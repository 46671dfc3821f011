//! Photos of a form that was not sent yet: held for whoever knows the form, no more than one address may bring.

use uuid::Uuid;

use super::{
    guest::mark_of,
    store::{self, Knock},
};
use crate::{
    attachments::Prepared,
    db::{Db, DbError, Ts},
    ids::HeldPictureId,
    web::{Message, Secret, Visitor},
};

/// Of one address in an hour, and of everybody at a time.
const MOST_AN_HOUR: i32 = 40;
const MOST_HELD: i64 = 400;

/// Keeps what is new of them; what is said where some had to be left out.
pub fn hold_pictures(
    db: &Db,
    secret: &Secret,
    (hold, most): (Uuid, usize),
    pictures: &[Prepared],
    visitor: Visitor,
    at: Ts,
) -> Result<Option<Message>, DbError> {
    if pictures.is_empty() {
        return Ok(None);
    }
    let (mark, hour) = (mark_of(secret, &visitor.to_string(), at), at.plus_hours(-1));
    db.write(|tx| {
        for picture in pictures {
            let held = store::held_pictures(tx, hold)?;
            if held.iter().any(|held| held.sha256 == picture.sha256) {
                continue;
            }
            if held.len() >= most {
                return Ok(Some(Message::new("attachment-too-many-pictures").with("most", most).at("photo")));
            }
            if store::knocks_since(tx, &mark, Knock::Photo, hour)? >= MOST_AN_HOUR
                || store::count_held(tx)? >= MOST_HELD
            {
                return Ok(Some(Message::new("propose-photos-full").at("photo")));
            }
            store::knock(tx, &mark, Knock::Photo, hour, at)?;
            store::hold_picture(tx, hold, picture, at)?;
        }
        Ok(None)
    })
}

/// Taken out of the form again.
pub fn drop_picture(db: &Db, hold: Uuid, id: HeldPictureId) -> Result<(), DbError> {
    db.write(|tx| store::drop_held(tx, hold, id))
}
