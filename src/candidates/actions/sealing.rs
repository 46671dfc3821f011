//! The list is put up, and sealed with the adoption of the method.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    audit::{self, Act, Actor, Deed},
    candidates::{
        candidate::CandidateOrigin,
        sealing::{BeforeSealing, ListNotice, ListSeal, SealFault, Sealing, WholeList, before_sealing, fingerprint},
        store,
    },
    congress::{self, Session, VotePart},
    db::{Conn, DbError, Ts, Tx},
    proposals, screening,
    web::{Message, Refusal, Refused},
};

const LONGEST_WORDS: usize = 300;

/// The list of a session as it stands, as one document.
pub fn list_document(conn: &mut Conn, session: &Session) -> Result<String, DbError> {
    let origins = store::origins(conn, session.id)?;
    document_of(conn, session, &origins)
}

/// The same without the counts of proposals, which go on to grow while it is put up.
pub fn list_words(conn: &mut Conn, session: &Session) -> Result<String, DbError> {
    document_of(conn, session, &[])
}

fn document_of(conn: &mut Conn, session: &Session, origins: &[CandidateOrigin]) -> Result<String, DbError> {
    let known = congress::congresses(conn)?;
    let congress = known.iter().find(|known| known.id == session.congress).ok_or_else(DbError::missing)?;
    let pictures = store::pictures_of(conn, session.id)?;
    let pictures: Vec<_> = pictures.into_iter().map(|picture| (picture.candidate, picture.sha256)).collect();
    let list = WholeList {
        congress: &congress.name,
        session,
        candidates: &store::candidates(conn, session.id)?,
        pictures: &pictures,
        origins,
    };
    list.document().map_err(DbError::corrupt)
}

/// How far the list is sealed.
pub fn sealing(conn: &mut Conn, session: &Session) -> Result<Sealing, DbError> {
    if let Some(seal) = store::seal_of(conn, session.id)? {
        let same = list_document(conn, session)? == seal.document;
        return Ok(if same { Sealing::Sealed } else { Sealing::Broken });
    }
    let from_pool = !store::origins(conn, session.id)?.is_empty();
    Ok(if from_pool { Sealing::Open } else { Sealing::NotNeeded })
}

/// Everything that stands between the list and its seal.
pub fn seal_faults(conn: &mut Conn, session: &Session, today: Date) -> Result<Vec<SealFault>, DbError> {
    let opinions = congress::opinions(conn, session.id)?;
    let notice = store::list_notice(conn, session.id)?;
    Ok(before_sealing(&BeforeSealing {
        from_pool: !store::origins(conn, session.id)?.is_empty(),
        reviewed: congress::prior_review(conn, session.id)?.is_some(),
        open_opinions: opinions.iter().filter(|opinion| opinion.done.is_none()).count(),
        notice: notice.as_ref(),
        method_adopted: congress::adopted_method(conn, session.id)?.is_some(),
        today,
    }))
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NoticeForm {
    #[serde(default)]
    pub until: String,
    #[serde(default)]
    pub words: String,
}

#[derive(Debug, thiserror::Error)]
pub enum NoticeError {
    #[error("a round has begun")]
    Frozen,
    #[error("it is sealed")]
    Sealed,
    #[error("nothing is on the list")]
    Empty,
    #[error("not before {0}")]
    TooShort(Date),
    #[error("no words on where something is said")]
    NoWords,
    #[error("too long")]
    Long,
}

impl Refusal for NoticeError {
    fn message(&self) -> Message {
        match self {
            Self::Frozen => "list-frozen".into(),
            Self::Sealed => "list-sealed".into(),
            Self::Empty => "notice-empty-list".into(),
            Self::TooShort(day) => Message::new("notice-too-short").with("day", day).at("until"),
            Self::NoWords => Message::new("notice-no-words").at("words"),
            Self::Long => Message::new("answer-long").with("most", LONGEST_WORDS).at("words"),
        }
    }
}

/// The first last day that a notice of today may have.
pub fn earliest_end(conn: &mut Conn, session: &Session, today: Date) -> Result<Date, DbError> {
    let days = screening::method_at_present(conn, session.congress)?.notice_days;
    Ok(today.checked_add(i64::from(days).days()).unwrap_or(today))
}

/// From today on everybody may say something of the list; in the place of an earlier notice.
pub fn put_up_list(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    form: &NoticeForm,
) -> Result<(), Refused<NoticeError>> {
    if congress::is_closed(tx, session.id, VotePart::List)? {
        return Err(NoticeError::Frozen.into());
    }
    if store::seal_of(tx, session.id)?.is_some() {
        return Err(NoticeError::Sealed.into());
    }
    if store::candidate_count(tx, session.id)? == 0 {
        return Err(NoticeError::Empty.into());
    }
    let (today, words) = (at.day(), form.words.trim().to_owned());
    let earliest = earliest_end(tx, session, today)?;
    let until = congress::read_day(&form.until).filter(|until| *until >= earliest);
    let until = until.ok_or(NoticeError::TooShort(earliest))?;
    if words.is_empty() {
        return Err(NoticeError::NoWords.into());
    }
    if words.chars().count() > LONGEST_WORDS {
        return Err(NoticeError::Long.into());
    }
    let sha256 = fingerprint(&list_words(tx, session)?);
    let notice = ListNotice { from: today, until, words, sha256 };
    store::replace_notice(tx, session.id, &notice, &actor.name, at)?;
    congress::public_changed(tx, session.congress)?;
    let detail = serde_json::json!({ "until": until, "sha256": notice.sha256 });
    audit::record(tx, actor, at, &Act::new(Deed::ListPutUp, &session.name).with(detail))?;
    Ok(())
}

/// Seals the list; the counts of what each candidate came from are those of this moment.
pub fn seal_list(tx: &mut Tx, actor: &Actor, at: Ts, session: &Session) -> Result<String, Refused<SealFault>> {
    if congress::is_closed(tx, session.id, VotePart::List)? {
        return Err(SealFault::Frozen.into());
    }
    if store::seal_of(tx, session.id)?.is_some() {
        return Err(SealFault::Sealed.into());
    }
    if let Some(fault) = seal_faults(tx, session, at.day())?.into_iter().next() {
        return Err(fault.into());
    }
    let adopted = congress::adopted_method(tx, session.id)?.ok_or(SealFault::NoMethod)?;
    for mut origin in store::origins(tx, session.id)? {
        origin.counted = proposals::origins_of(tx, origin.need)?;
        store::set_counted(tx, &origin)?;
    }
    let document = list_document(tx, session)?;
    let seal = ListSeal {
        sha256: fingerprint(&document),
        document,
        method_version: adopted.version,
        by: actor.name.clone(),
        at,
    };
    store::insert_seal(tx, session.id, &seal)?;
    congress::public_changed(tx, session.congress)?;
    let detail = serde_json::json!({ "sha256": seal.sha256, "method": adopted.hash });
    audit::record(tx, actor, at, &Act::new(Deed::ListSealed, &session.name).with(detail))?;
    Ok(seal.sha256)
}

/// With the adoption of the method, where nothing stands in the way; else the desk says what does.
pub fn seal_with_method(tx: &mut Tx, actor: &Actor, at: Ts, session: &Session) -> Result<(), DbError> {
    match seal_list(tx, actor, at, session) {
        Ok(_) | Err(Refused::Rules(_)) => Ok(()),
        Err(Refused::Missing) => Err(DbError::missing()),
        Err(Refused::Db(error)) => Err(error),
    }
}

#[derive(Debug, thiserror::Error)]
pub enum UnsealError {
    #[error("a round has begun")]
    Frozen,
    #[error("it is not sealed")]
    NotSealed,
    #[error("no reason")]
    NoReason,
    #[error("too long")]
    Long,
}

impl Refusal for UnsealError {
    fn message(&self) -> Message {
        match self {
            Self::Frozen => "list-frozen".into(),
            Self::NotSealed => "seal-not-sealed".into(),
            Self::NoReason => Message::new("seal-no-reason").at("reason"),
            Self::Long => Message::new("answer-long").with("most", LONGEST_WORDS).at("reason"),
        }
    }
}

/// By the presidium's word, before any round: the list may be changed again, and is sealed anew.
pub fn unseal_list(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    reason: &str,
) -> Result<(), Refused<UnsealError>> {
    if congress::is_closed(tx, session.id, VotePart::List)? {
        return Err(UnsealError::Frozen.into());
    }
    let seal = store::seal_of(tx, session.id)?.ok_or(UnsealError::NotSealed)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(UnsealError::NoReason.into());
    }
    if reason.chars().count() > LONGEST_WORDS {
        return Err(UnsealError::Long.into());
    }
    store::open_seal(tx, session.id, reason, &actor.name, at)?;
    congress::public_changed(tx, session.congress)?;
    let detail = serde_json::json!({ "sha256": seal.sha256, "reason": reason });
    audit::record(tx, actor, at, &Act::new(Deed::ListUnsealed, &session.name).with(detail))?;
    Ok(())
}
