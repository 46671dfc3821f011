//! Letters to whoever left an e-mail address and confirmed it: one an answer, each exactly once.

use uuid::Uuid;

use super::own::opened;
use crate::{
    congress,
    db::{Conn, DbError, Ts, Tx},
    ids::ContactId,
    post::{self, Address, NewLetter, Text},
    proposals::{
        call::Call,
        contact::{Contact, Letters},
        letter::{About, asks_to_confirm, stop_path, tells_answer},
        proposal::Proposal,
        store,
    },
    web::Secret,
};

/// Letters written in one transaction.
const AT_A_TIME: i64 = 50;
/// Letters to one address that nobody has confirmed.
const MOST_PENDING: i64 = 3;

/// Who proposed it in which call, and where a letter goes to; nothing where the address can be read no more.
pub(super) fn addressed(
    tx: &mut Tx,
    secret: &Secret,
    contact: &Contact,
) -> Result<Option<(Proposal, Call, Address)>, DbError> {
    let proposal = store::proposal_by_id(tx, contact.proposal)?.ok_or_else(DbError::missing)?;
    let call = store::call_by_id(tx, proposal.call)?.ok_or_else(DbError::missing)?;
    let text = opened(tx, secret, call.id, contact)?;
    Ok(text.and_then(|text| Address::parse(&text).ok()).map(|address| (proposal, call, address)))
}

pub(super) fn write(
    tx: &mut Tx,
    call: &Call,
    contact: &Contact,
    to: &Address,
    text: &Text,
    at: Ts,
) -> Result<(), DbError> {
    let stop = stop_path(contact);
    let about = contact.letter_id.uuid();
    post::write(tx, &NewLetter { congress: call.congress, about, to, text, stop: Some(&stop) }, at)
}

/// What is to be written by now: letters that ask first, then answers to whoever said yes. The letter and the mark that it
/// was written are one transaction, so nobody has the same twice and nobody none.
pub fn write_letters(tx: &mut Tx, secret: &Secret, base_url: &str, at: Ts) -> Result<usize, DbError> {
    let mut written = 0;
    for contact in store::contacts_that_want(tx, AT_A_TIME)? {
        let crowded = store::pending_with(tx, &contact.mark)? >= MOST_PENDING;
        let Some((proposal, call, address)) = addressed(tx, secret, &contact)?.filter(|_| !crowded) else {
            store::set_letters(tx, contact.proposal, Letters::None, None)?;
            continue;
        };
        let site = congress::site_name(tx, call.congress, base_url)?;
        let about = About { site: &site, call: &call, proposal: &proposal };
        write(tx, &call, &contact, &address, &asks_to_confirm(&contact, about), at)?;
        store::set_letters(tx, contact.proposal, Letters::Pending, Some(at))?;
        written += 1;
    }
    for (answer, proposal) in store::due_letters(tx, AT_A_TIME)? {
        let contact = store::contact(tx, proposal)?.ok_or_else(DbError::missing)?;
        let Some((proposal, call, address)) = addressed(tx, secret, &contact)? else {
            store::set_letters(tx, contact.proposal, Letters::None, None)?;
            continue;
        };
        let answer = store::answer_by_id(tx, answer)?;
        let site = congress::site_name(tx, call.congress, base_url)?;
        let about = About { site: &site, call: &call, proposal: &proposal };
        write(tx, &call, &contact, &address, &tells_answer(&contact, about, &answer), at)?;
        store::set_written(tx, answer.id, proposal.id)?;
        written += 1;
    }
    Ok(written)
}

/// `false` where there is nothing to confirm.
pub fn confirm_letters(tx: &mut Tx, id: ContactId) -> Result<bool, DbError> {
    let Some(contact) = store::contact_by_letter(tx, id)? else { return Ok(false) };
    if contact.letters == Letters::Pending {
        store::set_letters(tx, contact.proposal, Letters::Confirmed, None)?;
    }
    Ok(contact.letters != Letters::None)
}

/// The contact is gone, and so are the letters that waited for it.
pub fn stop_letters(tx: &mut Tx, id: ContactId) -> Result<(), DbError> {
    match store::contact_by_letter(tx, id)? {
        Some(contact) => forget_contact(tx, &contact),
        None => Ok(()),
    }
}

pub(super) fn forget_contact(tx: &mut Tx, contact: &Contact) -> Result<(), DbError> {
    post::forget(tx, &[contact.letter_id.uuid()])?;
    store::delete_contact(tx, contact.proposal).map(|_| ())
}

/// Nobody goes on writing where no letter arrives.
pub fn give_up_letters(tx: &mut Tx, hopeless: &[Uuid]) -> Result<(), DbError> {
    for about in hopeless {
        stop_letters(tx, (*about).into())?;
    }
    Ok(())
}

/// How the letters of a link stand.
pub fn letters_of(conn: &mut Conn, id: ContactId) -> Result<Option<(Letters, Proposal)>, DbError> {
    let Some(contact) = store::contact_by_letter(conn, id)? else { return Ok(None) };
    let proposal = store::proposal_by_id(conn, contact.proposal)?.ok_or_else(DbError::missing)?;
    Ok(Some((contact.letters, proposal)))
}
