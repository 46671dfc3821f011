//! What somebody may do with their own proposal, whom nothing but the code tells.

use serde::Serialize;

use super::merging::leaves;
use crate::{
    congress,
    db::{Conn, Db, DbError, Ts, Tx},
    guests::{self, Contact, ContactKey, TrackingCode, Tries, find_personal, forget_contact, on_lines},
    ids::{CallId, CongressId},
    proposals::{
        answer::{AnswerKind, Help, LONGEST_ANSWER},
        need::Need,
        proposal::{Proposal, ProposalState},
        store::{self, Objection, Version},
        wording::Wording,
    },
    web::{Message, Refusal, Refused, Secret, Visitor},
};

/// What a code leads to.
#[derive(Debug)]
pub enum Looked {
    Found(Box<Proposal>),
    /// No such code; or erased, which is told in no other way.
    Nothing,
    /// Too many wrong ones from there.
    TooMany,
}

/// Counts what is wrong, so that nobody can try them all.
pub fn look_up(
    db: &Db,
    secret: &Secret,
    congress: CongressId,
    typed: &str,
    visitor: Visitor,
    now: Ts,
) -> Result<Looked, DbError> {
    let tries = Tries::of(secret, visitor, now);
    let code = TrackingCode::parse(typed);
    // A code that cannot be one takes as long as one that nobody has.
    let hash = code.map_or_else(|| "none".to_owned(), |code| code.hash(secret));
    let (may_try, found) = db.read(|conn| {
        Ok::<_, DbError>((guests::may_try(conn, &tries)?, store::proposal_by_code(conn, congress, &hash)?))
    })?;
    if !may_try {
        return Ok(Looked::TooMany);
    }
    match found {
        Some(proposal) => Ok(Looked::Found(Box::new(proposal))),
        None => {
            guests::one_more_wrong(db, &tries)?;
            Ok(Looked::Nothing)
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum OwnError {
    #[error("it was withdrawn")]
    Withdrawn,
    #[error("what becomes of it was decided")]
    Decided,
    #[error("it was looked at already")]
    LookedAt,
    #[error("more than {MOST_PICTURES} pictures")]
    TooManyPictures,
    #[error("it was put to no other")]
    NotMerged,
    #[error("objected before")]
    ObjectedBefore,
    #[error("it is not done")]
    NotDone,
    #[error("no words")]
    NoWords,
    #[error("too many words")]
    LongWords,
}

impl Refusal for OwnError {
    fn message(&self) -> Message {
        match self {
            Self::Withdrawn => "own-withdrawn".into(),
            Self::Decided => "own-decided".into(),
            Self::LookedAt => "own-looked-at".into(),
            Self::TooManyPictures => Message::new("own-too-many-pictures").with("most", MOST_PICTURES).at("photo"),
            Self::NotMerged => "own-not-merged".into(),
            Self::ObjectedBefore => "own-objected-before".into(),
            Self::NotDone => "own-not-done".into(),
            Self::NoWords => Message::new("answer-no-words").at("words"),
            Self::LongWords => Message::new("answer-long").with("most", LONGEST_ANSWER).at("words"),
        }
    }
}

fn by_code(tx: &mut Tx, secret: &Secret, congress: CongressId, typed: &str) -> Result<Option<Proposal>, DbError> {
    match TrackingCode::parse(typed) {
        Some(code) => store::proposal_by_code(tx, congress, &code.hash(secret)),
        None => Ok(None),
    }
}

fn need_of(tx: &mut Tx, proposal: &Proposal) -> Result<Option<Need>, DbError> {
    proposal.need.map_or(Ok(None), |need| store::need_by_id(tx, need))
}

/// By its author, until it is decided what becomes of it.
pub fn withdraw(
    tx: &mut Tx,
    secret: &Secret,
    congress: CongressId,
    code: &str,
    at: Ts,
) -> Result<(), Refused<OwnError>> {
    let proposal = by_code(tx, secret, congress, code)?.ok_or(Refused::Missing)?;
    if proposal.state == ProposalState::Withdrawn {
        return Err(OwnError::Withdrawn.into());
    }
    if let Some(need) = need_of(tx, &proposal)? {
        if need.state.is_decided() {
            return Err(OwnError::Decided.into());
        }
        leaves(tx, &proposal, &need, at)?;
    }
    store::set_state(tx, proposal.id, ProposalState::Withdrawn, "")?;
    congress::public_changed(tx, congress)?;
    Ok(())
}

/// 不是一回事: its author objects to where it was put, once.
pub fn object_to_merge(
    tx: &mut Tx,
    secret: &Secret,
    congress: CongressId,
    code: &str,
    words: &str,
    at: Ts,
) -> Result<(), Refused<OwnError>> {
    let proposal = by_code(tx, secret, congress, code)?.ok_or(Refused::Missing)?;
    let need = need_of(tx, &proposal)?.ok_or(OwnError::NotMerged)?;
    if need.founded_by == proposal.id {
        return Err(OwnError::NotMerged.into());
    }
    if need.state.is_decided() {
        return Err(OwnError::Decided.into());
    }
    if store::objection_of(tx, proposal.id)?.is_some() {
        return Err(OwnError::ObjectedBefore.into());
    }
    let words = on_lines(words);
    if words.is_empty() {
        return Err(OwnError::NoWords.into());
    }
    if words.chars().count() > LONGEST_ANSWER {
        return Err(OwnError::LongWords.into());
    }
    let objection = Objection { proposal: proposal.id, need: need.id, words, at, ruled: None };
    Ok(store::insert_objection(tx, &objection)?)
}

/// 帮上忙了吗？
pub fn say_whether_it_helped(
    tx: &mut Tx,
    secret: &Secret,
    congress: CongressId,
    code: &str,
    verdict: Help,
    at: Ts,
) -> Result<(), Refused<OwnError>> {
    let proposal = by_code(tx, secret, congress, code)?.ok_or(Refused::Missing)?;
    if !store::answers_to(tx, proposal.id)?.iter().any(|(answer, _)| answer.kind == AnswerKind::Done) {
        return Err(OwnError::NotDone.into());
    }
    store::set_help(tx, proposal.id, verdict, at)?;
    Ok(congress::public_changed(tx, congress)?)
}

pub const MOST_PICTURES: usize = 3;

/// Until somebody has looked at it: what is listed is public as it was seen.
pub fn add_pictures(
    tx: &mut Tx,
    secret: &Secret,
    congress: CongressId,
    code: &str,
    pictures: &[Vec<u8>],
    at: Ts,
) -> Result<(), Refused<OwnError>> {
    let proposal = by_code(tx, secret, congress, code)?.ok_or(Refused::Missing)?;
    if proposal.state != ProposalState::Received {
        return Err(OwnError::LookedAt.into());
    }
    if store::pictures_of(tx, &[proposal.id])?.len() + pictures.len() > MOST_PICTURES {
        return Err(OwnError::TooManyPictures.into());
    }
    for content in pictures {
        store::insert_picture(tx, proposal.id, content, at)?;
    }
    Ok(())
}

/// What went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Erased {
    pub number: i32,
    pub contact: bool,
    /// Numbers that led to a person, in what was proposed.
    pub blackened: usize,
    pub pictures: usize,
}

/// The contact goes, numbers in the words that lead to a person go, and the code leads nowhere any more; the wish stays.
pub fn erase(tx: &mut Tx, secret: &Secret, congress: CongressId, code: &str) -> Result<Erased, Refused<OwnError>> {
    let proposal = by_code(tx, secret, congress, code)?.ok_or(Refused::Missing)?;
    let contact = guests::contact(tx, proposal.id.uuid())?;
    if let Some(contact) = &contact {
        forget_contact(tx, contact)?;
    }
    let pictures = store::delete_pictures(tx, proposal.id)?;
    let mut blackened = 0;
    for Version { version, wording, .. } in store::versions(tx, proposal.id)? {
        blackened += find_personal(&wording.text()).len();
        let black = without_person(&wording);
        if black != wording {
            store::set_words(tx, proposal.id, version, &black)?;
        }
    }
    if blackened > 0 && proposal.state == ProposalState::Listed {
        store::forget_index(tx, proposal.id)?;
        store::index(tx, congress, proposal.id, &without_person(&proposal.wording).text())?;
    }
    for need in store::needs_stood_with(tx, proposal.id)? {
        let title = guests::blackened(&need.title);
        if title != need.title {
            store::set_need_title(tx, need.id, &title, &need.words)?;
        }
    }
    store::blacken_objection(tx, proposal.id)?;
    store::forget_code(tx, proposal.id)?;
    congress::public_changed(tx, congress)?;
    Ok(Erased { number: proposal.number, contact: contact.is_some(), blackened, pictures })
}

fn without_person(wording: &Wording) -> Wording {
    Wording {
        title: guests::blackened(&wording.title),
        why: guests::blackened(&wording.why),
        gain: guests::blackened(&wording.gain),
    }
}

/// How its author can be reached, for whoever may know it.
pub fn contact_of(conn: &mut Conn, secret: &Secret, proposal: &Proposal) -> Result<Option<String>, DbError> {
    match guests::contact(conn, proposal.id.uuid())? {
        Some(contact) => opened(conn, secret, proposal.call, &contact),
        None => Ok(None),
    }
}

/// `None` where the key of the call is gone, or was sealed under a secret that is lost.
pub(super) fn opened(
    conn: &mut Conn,
    secret: &Secret,
    call: CallId,
    contact: &Contact,
) -> Result<Option<String>, DbError> {
    let Some(key) = store::sealed_key(conn, call)? else { return Ok(None) };
    let opened =
        ContactKey::opened(secret, &call.to_string(), &key).and_then(|key| key.open(contact.owner, &contact.sealed));
    Ok(opened.ok())
}
