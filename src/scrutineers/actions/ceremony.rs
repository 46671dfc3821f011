//! The key ceremony in the scrutineers' browsers: begun and stopped by the secretariat, carried and checked here.

use verifiable_ballots::CeremonyError as Wrong;

use crate::{
    audit::{self, Act, Actor},
    db::{DbError, Ts, Tx},
    ids::{KeyCeremonyId, SessionId, ThresholdKeyId},
    scrutineers::{
        ceremony::{Ceremony, CeremonyState, Messages, Refused, Step, WrongCeremonyState, WrongMessage},
        scrutineer::{KeyShare, Scrutineer, SessionKey},
        store,
    },
    web::{Message, MixedRefusal as Refusal},
};

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the session has a threshold key already")]
    KeyExists,
    #[error("a ceremony is under way")]
    UnderWay,
    #[error("{0} scrutineers are too few")]
    TooFew(usize),
    #[error("there is no chief scrutineer")]
    NoChief,
    #[error("a threshold of {threshold} is not possible with {scrutineers} scrutineers")]
    Threshold { threshold: i32, scrutineers: usize },
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for StartError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::KeyExists => Some("ceremony-key-exists".into()),
            Self::UnderWay => Some("ceremony-under-way".into()),
            Self::TooFew(_) => Some("ceremony-too-few".into()),
            Self::NoChief => Some("ceremony-no-chief".into()),
            Self::Threshold { scrutineers, .. } => Some(Message::new("ceremony-threshold").with("of", scrutineers)),
            Self::Db(_) => None,
        }
    }
}

/// Opens a ceremony for all who are appointed, in which `threshold` of them will open the box. One alone never opens
/// it together with the server.
pub fn start_ceremony(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: SessionId,
    threshold: i32,
) -> Result<KeyCeremonyId, StartError> {
    if store::session_key(tx, session)?.is_some() {
        return Err(StartError::KeyExists);
    }
    let last = store::latest_ceremony(tx, session)?;
    if last.as_ref().is_some_and(Ceremony::is_under_way) {
        return Err(StartError::UnderWay);
    }
    let scrutineers = store::scrutineers(tx, session)?;
    if scrutineers.len() < 2 {
        return Err(StartError::TooFew(scrutineers.len()));
    }
    if !scrutineers.iter().any(|scrutineer| scrutineer.chief) {
        return Err(StartError::NoChief);
    }
    let size = i32::try_from(scrutineers.len()).map_err(DbError::corrupt)?;
    if !(2..=size).contains(&threshold) {
        return Err(StartError::Threshold { threshold, scrutineers: scrutineers.len() });
    }
    let ceremony = Ceremony {
        id: KeyCeremonyId::new(),
        session,
        number: last.map_or(1, |last| last.number + 1),
        state: CeremonyState::Certificates,
        size,
        threshold,
        started_at: at,
        ended_at: None,
        void_reason: None,
    };
    store::insert_ceremony(tx, &ceremony)?;
    let detail = serde_json::json!({ "number": ceremony.number, "threshold": threshold, "scrutineers": size });
    audit::record(tx, actor, at, &Act::new("key_ceremony_started", session).with(detail))?;
    Ok(ceremony.id)
}

#[derive(Debug, thiserror::Error)]
pub enum VoidError {
    #[error("no reason is given")]
    NoReason,
    #[error("the reason is too long")]
    ReasonTooLong,
    #[error("no ceremony is under way")]
    NotUnderWay,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<WrongCeremonyState> for VoidError {
    fn from(_: WrongCeremonyState) -> Self {
        Self::NotUnderWay
    }
}

impl Refusal for VoidError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NoReason => Some("void-no-reason".into()),
            Self::ReasonTooLong => Some("void-reason-too-long".into()),
            Self::NotUnderWay => Some("void-not-under-way".into()),
            Self::Db(_) => None,
        }
    }
}

/// 作废: what was sent stays where it is and is never used; another ceremony may begin, with others.
pub fn void_ceremony(tx: &mut Tx, actor: &Actor, at: Ts, session: SessionId, reason: &str) -> Result<(), VoidError> {
    const LONGEST_REASON: usize = 200;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(VoidError::NoReason);
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(VoidError::ReasonTooLong);
    }
    let ceremony = store::latest_ceremony(tx, session)?.ok_or(VoidError::NotUnderWay)?;
    let ceremony = ceremony.void(reason.to_owned(), at)?;
    store::save_ceremony(tx, &ceremony)?;
    let detail = serde_json::json!({ "number": ceremony.number, "reason": reason });
    audit::record(tx, actor, at, &Act::new("key_ceremony_voided", session).with(detail))?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    #[error("this ceremony is not the one under way")]
    NotThisCeremony,
    #[error("the scrutineer has begun with another seed")]
    OtherSeed,
    #[error(transparent)]
    Wrong(#[from] WrongMessage),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl MessageError {
    /// What the page tells apart.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotThisCeremony => "ceremony_gone",
            Self::OtherSeed => "other_seed",
            Self::Wrong(WrongMessage::OutOfTurn) => "out_of_turn",
            Self::Wrong(WrongMessage::Unreadable(_)) => "message_unreadable",
            Self::Wrong(WrongMessage::SameKeys(_)) => "same_keys",
            Self::Wrong(WrongMessage::Wrong(_)) => "message_wrong",
            Self::Db(_) => "unavailable",
        }
    }
}

impl Refusal for MessageError {
    fn message(&self) -> Option<Message> {
        let whose = |key, place: &u32| Some(Message::new(key).with("place", place));
        match self {
            Self::NotThisCeremony => Some("key-ceremony-gone".into()),
            Self::OtherSeed => Some("key-other-seed".into()),
            Self::Wrong(WrongMessage::OutOfTurn) => Some("key-out-of-turn".into()),
            Self::Wrong(WrongMessage::Unreadable(_)) => Some("key-message-unreadable".into()),
            Self::Wrong(WrongMessage::SameKeys(other)) => Some(Message::new("key-same-keys").with("place", other)),
            Self::Wrong(WrongMessage::Wrong(wrong)) => match wrong {
                Wrong::Certificate { index } => whose("key-wrong-certificate", index),
                Wrong::Coefexps { index } | Wrong::CertsSignature { index } => whose("key-wrong-polynomial", index),
                Wrong::Voutput { index } => whose("key-wrong-verification", index),
                Wrong::Message { index, .. } | Wrong::Secret { index } => whose("key-wrong-message", index),
                _ => Some("key-wrong-context".into()),
            },
            Self::Db(_) => None,
        }
    }
}

/// One of the three messages of a scrutineer: checked, kept, and the ceremony moved on if it was the last of its kind.
/// A message sent again is answered like the first time, and the first one stands.
pub fn take_message(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    me: &Scrutineer,
    ceremony: KeyCeremonyId,
    step: Step,
    text: &str,
) -> Result<(), MessageError> {
    let latest = store::latest_ceremony(tx, me.session)?.filter(|latest| latest.id == ceremony);
    let ceremony = latest.ok_or(MessageError::NotThisCeremony)?;
    if ceremony.state == CeremonyState::Void {
        return Err(MessageError::NotThisCeremony);
    }
    let mut messages = store::messages(tx, ceremony.id)?;
    if messages.has(step, me.position) {
        return match messages.is_of_another_seed(me.position, step, text) {
            true => Err(MessageError::OtherSeed),
            false => Ok(()),
        };
    }
    messages.take(&ceremony, me.position, step, text)?;
    let new = store::NewMessage { ceremony: ceremony.id, step, place: me.position, account: me.account, text };
    store::insert_message(tx, &new, at)?;
    let detail = serde_json::json!({ "ceremony": ceremony.number, "step": step, "position": me.position });
    audit::record(tx, actor, at, &Act::new("key_message_taken", &me.name).with(detail))?;
    if messages.is_complete(&ceremony, step) {
        let ceremony = ceremony.complete(step, at).map_err(DbError::corrupt)?;
        store::save_ceremony(tx, &ceremony)?;
        if ceremony.state == CeremonyState::Finished {
            keep_key(tx, actor, at, &ceremony, &messages)?;
        }
    }
    Ok(())
}

/// What a scrutineer's browser found wrong: kept, so that the secretariat sees who refused what and begins anew. The first
/// finding of each stands; nothing is stopped, since only people can tell who is wrong.
pub fn refuse_part(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    me: &Scrutineer,
    ceremony: KeyCeremonyId,
    refused: &Refused,
) -> Result<(), MessageError> {
    let latest = store::latest_ceremony(tx, me.session)?.filter(|latest| latest.id == ceremony);
    let ceremony = latest.filter(Ceremony::is_under_way).ok_or(MessageError::NotThisCeremony)?;
    if !ceremony.can_be_refused(refused) {
        return Err(WrongMessage::Unreadable("nobody's part".to_owned()).into());
    }
    if store::messages(tx, ceremony.id)?.has_refused(me.position) {
        return Ok(());
    }
    store::insert_refusal(tx, ceremony.id, me, refused, at)?;
    let detail = serde_json::json!({
        "ceremony": ceremony.number, "position": me.position, "finding": refused.finding, "about": refused.about,
    });
    audit::record(tx, actor, at, &Act::new("key_part_refused", &me.name).with(detail))?;
    Ok(())
}

fn keep_key(tx: &mut Tx, actor: &Actor, at: Ts, ceremony: &Ceremony, messages: &Messages) -> Result<(), MessageError> {
    let key = messages.key(ceremony).map_err(WrongMessage::Wrong)?;
    let session_key = SessionKey {
        id: ThresholdKeyId::new(),
        threshold: ceremony.threshold,
        document: serde_json::to_string(&key.parameters).map_err(DbError::corrupt)?,
        made_at: at,
    };
    store::insert_session_key(tx, ceremony.session, &session_key)?;
    for (scrutineer, encrypted) in store::scrutineers(tx, ceremony.session)?.iter().zip(key.encrypted_keys) {
        let verification_key = messages.verification_key(scrutineer.position);
        let share = KeyShare {
            verification_key: verification_key.ok_or_else(|| DbError::corrupt("a key without its certificate"))?,
            encrypted_decryption_key: encrypted,
        };
        store::set_share(tx, scrutineer.id, &share)?;
    }
    let detail = serde_json::json!({ "threshold": ceremony.threshold, "scrutineers": ceremony.size });
    audit::record(tx, actor, at, &Act::new("threshold_key_made", ceremony.session).with(detail))?;
    Ok(())
}

/// 「密钥已抄存」: the secretariat sees who has said so. The first time stands.
pub fn confirm_copy(tx: &mut Tx, actor: &Actor, at: Ts, scrutineer: &Scrutineer) -> Result<(), DbError> {
    if scrutineer.copy_confirmed.is_some() {
        return Ok(());
    }
    store::set_copy_confirmed(tx, scrutineer.id, at)?;
    audit::record(tx, actor, at, &Act::new("seed_copy_confirmed", &scrutineer.name))
}
