//! The key ceremony in the scrutineers' browsers: begun and stopped by the secretariat, carried and checked here.

use verifiable_ballots::CeremonyError as Wrong;

use crate::{
    audit::{self, Act, Actor, Deed},
    db::{DbError, Ts, Tx},
    ids::{KeyCeremonyId, SessionId, ThresholdKeyId},
    scrutineers::{
        ceremony::{Ceremony, CeremonyState, Messages, RefusedPart, Step, WrongCeremonyState, WrongMessage},
        scrutineer::{KeyShare, Scrutineer, SessionKey},
        store,
    },
    web::{Message, Refusal, Refused},
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
}

impl Refusal for StartError {
    fn message(&self) -> Message {
        match self {
            Self::KeyExists => "ceremony-key-exists".into(),
            Self::UnderWay => "ceremony-under-way".into(),
            Self::TooFew(_) => "ceremony-too-few".into(),
            Self::NoChief => "ceremony-no-chief".into(),
            Self::Threshold { scrutineers, .. } => Message::new("ceremony-threshold").with("of", scrutineers),
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
) -> Result<KeyCeremonyId, Refused<StartError>> {
    if store::session_key(tx, session)?.is_some() {
        return Err(StartError::KeyExists.into());
    }
    let last = store::latest_ceremony(tx, session)?;
    if last.as_ref().is_some_and(Ceremony::is_under_way) {
        return Err(StartError::UnderWay.into());
    }
    let scrutineers = store::scrutineers(tx, session)?;
    if scrutineers.len() < 2 {
        return Err(StartError::TooFew(scrutineers.len()).into());
    }
    if !scrutineers.iter().any(|scrutineer| scrutineer.chief) {
        return Err(StartError::NoChief.into());
    }
    let size = i32::try_from(scrutineers.len()).map_err(DbError::corrupt)?;
    if !(2..=size).contains(&threshold) {
        return Err(StartError::Threshold { threshold, scrutineers: scrutineers.len() }.into());
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
    audit::record(tx, actor, at, &Act::new(Deed::KeyCeremonyStarted, session).with(detail))?;
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
}

impl Refusal for VoidError {
    fn message(&self) -> Message {
        match self {
            Self::NoReason => "void-no-reason".into(),
            Self::ReasonTooLong => "void-reason-too-long".into(),
            Self::NotUnderWay => "void-not-under-way".into(),
        }
    }
}

/// 作废: what was sent stays where it is and is never used; another ceremony may begin, with others.
pub fn void_ceremony(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: SessionId,
    reason: &str,
) -> Result<(), Refused<VoidError>> {
    const LONGEST_REASON: usize = 200;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(VoidError::NoReason.into());
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(VoidError::ReasonTooLong.into());
    }
    let ceremony = store::latest_ceremony(tx, session)?.ok_or(VoidError::NotUnderWay)?;
    let ceremony = ceremony.void(reason.to_owned(), at).map_err(|_: WrongCeremonyState| VoidError::NotUnderWay)?;
    store::save_ceremony(tx, &ceremony)?;
    let detail = serde_json::json!({ "number": ceremony.number, "reason": reason });
    audit::record(tx, actor, at, &Act::new(Deed::KeyCeremonyVoided, session).with(detail))?;
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
}

impl Refusal for MessageError {
    fn message(&self) -> Message {
        let whose = |key, place: &u32| Message::new(key).with("place", place);
        match self {
            Self::NotThisCeremony => "key-ceremony-gone".into(),
            Self::OtherSeed => "key-other-seed".into(),
            Self::Wrong(WrongMessage::OutOfTurn) => "key-out-of-turn".into(),
            Self::Wrong(WrongMessage::Unreadable(_)) => "key-message-unreadable".into(),
            Self::Wrong(WrongMessage::SameKeys(other)) => Message::new("key-same-keys").with("place", other),
            Self::Wrong(WrongMessage::Wrong(wrong)) => match wrong {
                Wrong::Certificate { index } => whose("key-wrong-certificate", index),
                Wrong::Coefexps { index } | Wrong::CertsSignature { index } => whose("key-wrong-polynomial", index),
                Wrong::Voutput { index } => whose("key-wrong-verification", index),
                Wrong::Message { index, .. } | Wrong::Secret { index } => whose("key-wrong-message", index),
                _ => "key-wrong-context".into(),
            },
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
) -> Result<(), Refused<MessageError>> {
    let latest = store::latest_ceremony(tx, me.session)?.filter(|latest| latest.id == ceremony);
    let ceremony = latest.ok_or(MessageError::NotThisCeremony)?;
    if ceremony.state == CeremonyState::Void {
        return Err(MessageError::NotThisCeremony.into());
    }
    let mut messages = store::messages(tx, ceremony.id)?;
    if messages.has(step, me.position) {
        return match messages.is_of_another_seed(me.position, step, text) {
            true => Err(MessageError::OtherSeed.into()),
            false => Ok(()),
        };
    }
    messages.take(&ceremony, me.position, step, text).map_err(MessageError::from)?;
    let new = store::NewMessage { ceremony: ceremony.id, step, place: me.position, account: me.account, text };
    store::insert_message(tx, &new, at)?;
    let detail = serde_json::json!({ "ceremony": ceremony.number, "step": step, "position": me.position });
    audit::record(tx, actor, at, &Act::new(Deed::KeyMessageTaken, &me.name).with(detail))?;
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
    refused: &RefusedPart,
) -> Result<(), Refused<MessageError>> {
    let latest = store::latest_ceremony(tx, me.session)?.filter(|latest| latest.id == ceremony);
    let ceremony = latest.filter(Ceremony::is_under_way).ok_or(MessageError::NotThisCeremony)?;
    if !ceremony.can_be_refused(refused) {
        return Err(MessageError::Wrong(WrongMessage::Unreadable("nobody's part".to_owned())).into());
    }
    if store::messages(tx, ceremony.id)?.has_refused(me.position) {
        return Ok(());
    }
    store::insert_refusal(tx, ceremony.id, me, refused, at)?;
    let detail = serde_json::json!({
        "ceremony": ceremony.number, "position": me.position, "finding": refused.finding, "about": refused.about,
    });
    audit::record(tx, actor, at, &Act::new(Deed::KeyPartRefused, &me.name).with(detail))?;
    Ok(())
}

fn keep_key(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    ceremony: &Ceremony,
    messages: &Messages,
) -> Result<(), Refused<MessageError>> {
    let key = messages.key(ceremony).map_err(|wrong| MessageError::Wrong(WrongMessage::Wrong(wrong)))?;
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
    audit::record(tx, actor, at, &Act::new(Deed::ThresholdKeyMade, ceremony.session).with(detail))?;
    Ok(())
}

/// 「密钥已抄存」: the secretariat sees who has said so. The first time stands.
pub fn confirm_copy(tx: &mut Tx, actor: &Actor, at: Ts, scrutineer: &Scrutineer) -> Result<(), DbError> {
    if scrutineer.copy_confirmed.is_some() {
        return Ok(());
    }
    store::set_copy_confirmed(tx, scrutineer.id, at)?;
    audit::record(tx, actor, at, &Act::new(Deed::SeedCopyConfirmed, &scrutineer.name))
}

#[derive(Debug, thiserror::Error)]
#[error("there is no key yet")]
pub struct NoKey;

impl Refusal for NoKey {
    fn message(&self) -> Message {
        "key-not-made".into()
    }
}

/// The same by the scrutineer, once there is a key to have a seed of.
pub fn confirm_own_copy(tx: &mut Tx, actor: &Actor, at: Ts, me: &Scrutineer) -> Result<(), Refused<NoKey>> {
    if me.share.is_none() {
        return Err(NoKey.into());
    }
    Ok(confirm_copy(tx, actor, at, me)?)
}
