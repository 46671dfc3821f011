//! Who is a scrutineer: appointed, made the chief, withdrawn, as long as no key depends on it.

use crate::{
    accounts::{self, Role},
    audit::{self, Act, Actor, Deed},
    congress::Session,
    db::{DbError, Ts, Tx},
    ids::{AccountId, ScrutineerId, SessionId},
    scrutineers::{scrutineer::Scrutineer, store},
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum AppointError {
    #[error("the session has a threshold key already; scrutineers stay as they are")]
    KeyExists,
    #[error("a key ceremony is under way")]
    CeremonyUnderWay,
    #[error("the session has a chief scrutineer already")]
    ChiefExists,
    #[error("nobody is chosen")]
    Nobody,
    #[error("this account cannot be appointed")]
    NotEligible,
    #[error("this account is appointed already")]
    Appointed,
    #[error("no such scrutineer")]
    NotAppointed,
}

impl Refusal for AppointError {
    fn message(&self) -> Message {
        match self {
            Self::KeyExists => "appoint-key-exists".into(),
            Self::CeremonyUnderWay => "appoint-ceremony-under-way".into(),
            Self::ChiefExists => "appoint-chief-exists".into(),
            Self::Nobody => "appoint-choose".into(),
            Self::NotEligible => "appoint-not-eligible".into(),
            Self::Appointed => "appoint-twice".into(),
            Self::NotAppointed => "appoint-gone".into(),
        }
    }
}

/// Places in a key are fixed from the moment the ceremony begins.
fn may_change(tx: &mut Tx, session: SessionId) -> Result<Vec<Scrutineer>, Refused<AppointError>> {
    if store::session_key(tx, session)?.is_some() {
        return Err(AppointError::KeyExists.into());
    }
    if store::latest_ceremony(tx, session)?.is_some_and(|ceremony| ceremony.is_under_way()) {
        return Err(AppointError::CeremonyUnderWay.into());
    }
    Ok(store::scrutineers(tx, session)?)
}

/// 主席团提名、大会通过监票人, recorded: the account becomes a scrutineer of the session.
pub fn appoint(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: SessionId,
    account: AccountId,
    chief: bool,
) -> Result<ScrutineerId, Refused<AppointError>> {
    let known = may_change(tx, session)?;
    if known.iter().any(|scrutineer| scrutineer.account == account) {
        return Err(AppointError::Appointed.into());
    }
    if chief && known.iter().any(|scrutineer| scrutineer.chief) {
        return Err(AppointError::ChiefExists.into());
    }
    let position = known.iter().map(|scrutineer| scrutineer.position).max().unwrap_or(0) + 1;
    let id = ScrutineerId::new();
    store::insert(tx, id, session, account, position, chief)?;
    let detail = serde_json::json!({ "position": position, "chief": chief });
    audit::record(tx, actor, at, &Act::new(Deed::ScrutineerAppointed, account).with(detail))?;
    Ok(id)
}

/// The same by the secretariat, who may appoint whoever has a scrutineer's account in the congress, and none of its own.
pub fn appoint_known(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    account: AccountId,
    chief: bool,
) -> Result<ScrutineerId, Refused<AppointError>> {
    let eligible = accounts::accounts_of_role(tx, session.congress, Role::Scrutineer)?;
    let known = eligible.iter().find(|known| known.id == account).ok_or(AppointError::NotEligible)?;
    if accounts::somebody_must_not_be_both(tx, session.congress, &known.name, Role::Scrutineer)? {
        return Err(AppointError::NotEligible.into());
    }
    appoint(tx, actor, at, session.id, account, chief)
}

/// Takes an appointment back; those behind move up, so that places are counted without a gap.
pub fn withdraw(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: SessionId,
    id: ScrutineerId,
) -> Result<(), Refused<AppointError>> {
    let known = may_change(tx, session)?;
    let gone = known.iter().find(|scrutineer| scrutineer.id == id).ok_or(AppointError::NotAppointed)?;
    store::delete(tx, id)?;
    for behind in known.iter().filter(|other| other.position > gone.position) {
        store::set_position(tx, behind.id, behind.position - 1)?;
    }
    let detail = serde_json::json!({ "position": gone.position, "chief": gone.chief });
    audit::record(tx, actor, at, &Act::new(Deed::ScrutineerWithdrawn, &gone.name).with(detail))?;
    Ok(())
}

/// 总监票人 is one of them, and only one.
pub fn make_chief(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: SessionId,
    id: ScrutineerId,
) -> Result<(), Refused<AppointError>> {
    let known = may_change(tx, session)?;
    let chosen = known.iter().find(|scrutineer| scrutineer.id == id).ok_or(AppointError::NotAppointed)?;
    for scrutineer in &known {
        if scrutineer.chief != (scrutineer.id == id) {
            store::set_chief(tx, scrutineer.id, scrutineer.id == id)?;
        }
    }
    audit::record(tx, actor, at, &Act::new(Deed::ChiefScrutineerNamed, &chosen.name))?;
    Ok(())
}

/// 主席团决定重新制作密钥: the key is retired with the round before; the same persons are appointed anew, without keys, and may
/// be changed before the next ceremony. Whoever calls knows that no round needs the key any more.
pub fn retire_key(tx: &mut Tx, actor: &Actor, at: Ts, session: SessionId, decision: &str) -> Result<(), DbError> {
    let known = store::scrutineers(tx, session)?;
    store::retire_key(tx, session, at)?;
    for scrutineer in &known {
        let Scrutineer { account, position, chief, .. } = *scrutineer;
        store::insert(tx, ScrutineerId::new(), session, account, position, chief)?;
    }
    let detail = serde_json::json!({ "scrutineers": known.len(), "decision": decision });
    audit::record(tx, actor, at, &Act::new(Deed::ThresholdKeyRetired, session).with(detail))
}
