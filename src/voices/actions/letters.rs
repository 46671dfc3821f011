//! Letters to whoever left an e-mail address and confirmed it: one an answer, each exactly once.

use super::own::contact_of;
use crate::{
    congress,
    db::{Conn, DbError, Ts, Tx},
    guests::{self, Addressed, Contact, LeftWith, Letters},
    ids::ContactId,
    post::{Address, Text},
    projects,
    voices::{
        letter::{About, asks_to_confirm, tells_answer},
        store::{self, AnswerLetter},
        voice::Voice,
    },
    web::Secret,
};

/// Letters written in one transaction.
const AT_A_TIME: i64 = 50;

/// A letter in the words of `text`, or nothing where the address can be read no more.
fn letter(
    tx: &mut Tx,
    secret: &Secret,
    base_url: &str,
    contact: &Contact,
    text: impl FnOnce(&Contact, About) -> Text,
) -> Result<Option<Addressed>, DbError> {
    let voice = store::any_voice(tx, contact.owner.into())?.ok_or_else(DbError::missing)?;
    let address = contact_of(tx, secret, &voice)?.and_then(|text| Address::parse(&text).ok());
    let Some(to) = address else { return Ok(None) };
    let project = projects::project_by_id(tx, voice.project)?.ok_or_else(DbError::missing)?;
    let site = congress::site_name(tx, voice.congress, base_url)?;
    let text = text(contact, About { site: &site, project: &project.title, voice: &voice });
    Ok(Some(Addressed { congress: voice.congress, to, text }))
}

/// What is to be written by now. The letter and the mark that it was written are one transaction.
pub fn write_letters(tx: &mut Tx, secret: &Secret, base_url: &str, at: Ts) -> Result<usize, DbError> {
    let mut written = guests::ask_first(tx, LeftWith::Voice, at, |tx, contact| {
        letter(tx, secret, base_url, contact, asks_to_confirm)
    })?;
    store::forget_due_letters(tx)?;
    for answer in store::due_letters(tx, AT_A_TIME)? {
        let contact = guests::contact(tx, answer.voice.uuid())?.ok_or_else(DbError::missing)?;
        match letter(tx, secret, base_url, &contact, |contact, about| tells_answer(contact, about, &answer))? {
            Some(letter) => {
                guests::write_to(tx, &contact, &letter, at)?;
                store::set_letter(tx, answer.id, AnswerLetter::Written)?;
                written += 1;
            }
            None => guests::keep_letters(tx, contact.owner, Letters::None, None)?,
        }
    }
    Ok(written)
}

/// How the letters of a link stand.
pub fn letters_of(conn: &mut Conn, id: ContactId) -> Result<Option<(Letters, Voice)>, DbError> {
    let Some(contact) = guests::contact_by_letter(conn, LeftWith::Voice, id)? else { return Ok(None) };
    let voice = store::any_voice(conn, contact.owner.into())?.ok_or_else(DbError::missing)?;
    Ok(Some((contact.letters, voice)))
}
