//! Contacts and the letters to them: nothing is written to an address whose owner did not say yes, and where the contact goes,
//! what waited for it goes too.

use uuid::Uuid;

use super::{
    contact::{CONSENT_VERSION, Contact, LeftWith, Letters, mark_of_contact},
    store,
};
use crate::{
    db::{DbError, Ts, Tx},
    ids::{CongressId, ContactId},
    post::{self, Address, NewLetter, Text},
    web::{Lang, Message, Secret, SiteName},
};

/// Letters written in one transaction.
const AT_A_TIME: i64 = 50;
/// Letters to one address that nobody has confirmed.
const MOST_PENDING: i64 = 3;
/// Nobody confirms a letter after this time.
const PENDING_HOURS: i64 = 48;

/// A letter to one contact.
#[derive(Clone, Debug)]
pub struct Addressed {
    pub congress: CongressId,
    pub to: Address,
    pub text: Text,
}

/// A new contact: whose address it is, a letter asks first.
pub fn left_contact(
    secret: &Secret,
    (left_with, owner): (LeftWith, Uuid),
    typed: &str,
    sealed: String,
    keep_until: jiff::civil::Date,
    lang: Lang,
) -> Contact {
    Contact {
        left_with,
        owner,
        sealed,
        consent_version: CONSENT_VERSION,
        keep_until,
        letters: if Address::parse(typed).is_ok() { Letters::Wanted } else { Letters::None },
        letter_id: ContactId::timeless(),
        mark: mark_of_contact(secret, typed),
        lang,
        told_at: None,
    }
}

pub fn write_to(tx: &mut Tx, contact: &Contact, letter: &Addressed, at: Ts) -> Result<(), DbError> {
    let Addressed { congress, to, text } = letter;
    let (about, stop) = (contact.letter_id.uuid(), contact.stop_path());
    post::write(tx, &NewLetter { congress: *congress, about, to, text, stop: Some(&stop) }, at)
}

/// Asks the owners of new addresses whether they want letters; `asks` says in which words, or nothing where the address can be
/// read no more.
pub fn ask_first(
    tx: &mut Tx,
    left_with: LeftWith,
    at: Ts,
    mut asks: impl FnMut(&mut Tx, &Contact) -> Result<Option<Addressed>, DbError>,
) -> Result<usize, DbError> {
    let mut written = 0;
    for contact in store::contacts_that_want(tx, left_with, AT_A_TIME)? {
        let crowded = store::pending_with(tx, &contact.mark)? >= MOST_PENDING;
        match if crowded { None } else { asks(tx, &contact)? } {
            Some(letter) => {
                write_to(tx, &contact, &letter, at)?;
                store::keep_letters(tx, contact.owner, Letters::Pending, Some(at))?;
                written += 1;
            }
            None => store::keep_letters(tx, contact.owner, Letters::None, None)?,
        }
    }
    Ok(written)
}

/// `false` where there is nothing to confirm.
pub fn confirm_letters(tx: &mut Tx, left_with: LeftWith, id: ContactId) -> Result<bool, DbError> {
    let Some(contact) = store::contact_by_letter(tx, left_with, id)? else { return Ok(false) };
    if contact.letters == Letters::Pending {
        store::keep_letters(tx, contact.owner, Letters::Confirmed, None)?;
    }
    Ok(contact.letters != Letters::None)
}

/// The contact is gone, and so are the letters that waited for it.
pub fn forget_contact(tx: &mut Tx, contact: &Contact) -> Result<(), DbError> {
    post::forget(tx, &[contact.letter_id.uuid()])?;
    store::delete_contact(tx, contact.owner)
}

pub fn stop_letters(tx: &mut Tx, left_with: LeftWith, id: ContactId) -> Result<(), DbError> {
    match store::contact_by_letter(tx, left_with, id)? {
        Some(contact) => forget_contact(tx, &contact),
        None => Ok(()),
    }
}

/// Nobody goes on writing where no letter arrives.
pub fn give_up_letters(tx: &mut Tx, hopeless: &[Uuid]) -> Result<(), DbError> {
    for about in hopeless {
        for left_with in LeftWith::ALL {
            stop_letters(tx, *left_with, (*about).into())?;
        }
    }
    Ok(())
}

/// The letter that asks first, in the words of what it was left with: subject, what is asked, and that nothing has to be done.
pub fn asks_to_confirm(
    contact: &Contact,
    site: &SiteName,
    [subject, asks, or_not]: [&'static str; 3],
    said: impl Fn(&'static str) -> Message,
) -> Text {
    let words = |key| contact.lang.text(&said(key));
    let link = format!("{}{}", site.origin, contact.letters_path());
    (words(subject), [words(asks), link, words(or_not), site.name.clone()].join("\n\n") + "\n")
}

/// Nobody comes back to a form after this time.
const HELD_HOURS: i64 = 2;

/// Contacts whose time is over, letters that nobody confirmed, photos that nobody came back for, and whoever has not knocked for
/// long.
pub fn tidy(tx: &mut Tx, now: Ts) -> Result<(), DbError> {
    for contact in store::contacts_until(tx, now.day())? {
        forget_contact(tx, &contact)?;
    }
    for contact in store::pending_since(tx, now.plus_hours(-PENDING_HOURS))? {
        post::forget(tx, &[contact.letter_id.uuid()])?;
        store::keep_letters(tx, contact.owner, Letters::None, None)?;
    }
    store::forget_held_pictures(tx, now.plus_hours(-HELD_HOURS))?;
    store::forget_guests(tx, now)
}
