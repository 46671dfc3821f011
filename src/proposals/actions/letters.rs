//! Letters to whoever left an e-mail address and confirmed it: one an answer, each exactly once.

use super::own::opened;
use crate::{
    congress,
    db::{Conn, DbError, Ts, Tx},
    guests::{self, Addressed, Contact, LeftWith, Letters},
    ids::ContactId,
    post::{Address, Text},
    proposals::{
        call::Call,
        letter::{About, asks_to_confirm, tells_answer},
        proposal::Proposal,
        store,
    },
    web::Secret,
};

/// Letters written in one transaction.
const AT_A_TIME: i64 = 50;

/// Who proposed it in which call, and where a letter goes to; nothing where the address can be read no more.
pub(super) fn addressed(
    tx: &mut Tx,
    secret: &Secret,
    contact: &Contact,
) -> Result<Option<(Proposal, Call, Address)>, DbError> {
    let proposal = store::proposal_by_id(tx, contact.owner.into())?.ok_or_else(DbError::missing)?;
    let call = store::call_by_id(tx, proposal.call)?.ok_or_else(DbError::missing)?;
    let text = opened(tx, secret, call.id, contact)?;
    Ok(text.and_then(|text| Address::parse(&text).ok()).map(|address| (proposal, call, address)))
}

/// A letter in the words of `text`, or nothing where the address can be read no more.
fn letter(
    tx: &mut Tx,
    secret: &Secret,
    base_url: &str,
    contact: &Contact,
    text: impl FnOnce(&Contact, About) -> Text,
) -> Result<Option<Addressed>, DbError> {
    let Some((proposal, call, to)) = addressed(tx, secret, contact)? else { return Ok(None) };
    let site = congress::site_name(tx, call.congress, base_url)?;
    let text = text(contact, About { site: &site, call: &call, proposal: &proposal });
    Ok(Some(Addressed { congress: call.congress, to, text }))
}

/// What is to be written by now: letters that ask first, then answers to whoever said yes. The letter and the mark that it
/// was written are one transaction, so nobody has the same twice and nobody none.
pub fn write_letters(tx: &mut Tx, secret: &Secret, base_url: &str, at: Ts) -> Result<usize, DbError> {
    let mut written = guests::ask_first(tx, LeftWith::Proposal, at, |tx, contact| {
        letter(tx, secret, base_url, contact, asks_to_confirm)
    })?;
    store::forget_due_letters(tx)?;
    for (answer, proposal) in store::due_letters(tx, AT_A_TIME)? {
        let contact = guests::contact(tx, proposal.uuid())?.ok_or_else(DbError::missing)?;
        let answer = store::answer_by_id(tx, answer)?;
        match letter(tx, secret, base_url, &contact, |contact, about| tells_answer(contact, about, &answer))? {
            Some(letter) => {
                guests::write_to(tx, &contact, &letter, at)?;
                store::set_written(tx, answer.id, proposal)?;
                written += 1;
            }
            None => guests::keep_letters(tx, contact.owner, Letters::None, None)?,
        }
    }
    Ok(written)
}

/// How the letters of a link stand.
pub fn letters_of(conn: &mut Conn, id: ContactId) -> Result<Option<(Letters, Proposal)>, DbError> {
    let Some(contact) = guests::contact_by_letter(conn, LeftWith::Proposal, id)? else { return Ok(None) };
    let proposal = store::proposal_by_id(conn, contact.owner.into())?.ok_or_else(DbError::missing)?;
    Ok(Some((contact.letters, proposal)))
}
