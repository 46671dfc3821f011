//! What the presidium decides beside the count, each time recorded by two: a new key between two rounds, and that an objection
//! is not followed.

use crate::{
    accounts::Person,
    audit::Actor,
    ballots::{self, AskError, Request, RoundAct},
    congress::Session,
    db::{Ts, Tx},
    documents::{self, OverruleError},
    ids::{DocumentId, RoundId, ScrutineerId},
    scrutineers,
    tally::{actions::certificate_for, outcome::Next},
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    #[error("no further round is to be held: the key is not needed any more")]
    NoFurtherRound,
    #[error("another round has begun")]
    MovedOn,
    #[error("there is no key")]
    NoKey,
    #[error(transparent)]
    Ask(#[from] AskError),
}

impl Refusal for RenewError {
    fn message(&self) -> Message {
        match self {
            Self::NoFurtherRound => "renew-no-further-round".into(),
            Self::MovedOn => "order-moved-on".into(),
            Self::NoKey => "renew-no-key".into(),
            Self::Ask(refused) => refused.message(),
        }
    }
}

/// Only between two rounds: what is counted is signed with the key that opened it.
fn may_renew(tx: &mut Tx, session: &Session, round: RoundId) -> Result<(), Refused<RenewError>> {
    let latest = ballots::latest_round(tx, session.id)?.filter(|latest| latest.id == round && latest.is_over());
    let latest = latest.ok_or(RenewError::MovedOn)?;
    if ballots::ratings_of_session(tx, session.id)?.iter().any(|rating| !rating.is_over()) {
        return Err(RenewError::MovedOn.into());
    }
    if scrutineers::session_key(tx, session.id)?.is_none() {
        return Err(RenewError::NoKey.into());
    }
    // Whom it would name does not matter: only what it leaves open.
    match certificate_for(tx, session, &session.name, &session.name, &latest, None) {
        Ok(so_far) if matches!(so_far.next(), Some(Next::Round { .. } | Next::ShortfallDecision { .. })) => Ok(()),
        Ok(_) | Err(Refused::Rules(_)) => Err(RenewError::NoFurtherRound.into()),
        Err(Refused::Missing) => Err(Refused::Missing),
        Err(Refused::Db(error)) => Err(error.into()),
    }
}

pub fn ask_to_renew_key(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    session: &Session,
    round: RoundId,
    decision: &str,
) -> Result<(), Refused<RenewError>> {
    may_renew(tx, session, round)?;
    ballots::ask(tx, person, at, round, RoundAct::RenewKey, decision).map_err(Refused::on_the_way)?;
    Ok(())
}

/// After one has asked and a second confirmed: the scrutineers may be changed, and hold a new ceremony.
pub fn renew_key(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    request: &Request,
) -> Result<(), Refused<RenewError>> {
    may_renew(tx, session, request.round)?;
    Ok(scrutineers::retire_key(tx, actor, at, session.id, &request.reason)?)
}

#[derive(Debug, thiserror::Error)]
pub enum RulingError {
    #[error(transparent)]
    Ask(#[from] AskError),
    #[error(transparent)]
    Overrule(#[from] OverruleError),
}

impl Refusal for RulingError {
    fn message(&self) -> Message {
        match self {
            Self::Ask(AskError::NoReason) => OverruleError::NoReason.message(),
            Self::Ask(refused) => refused.message(),
            Self::Overrule(refused) => refused.message(),
        }
    }
}

/// The first of the two who record that the presidium does not follow an objection.
pub fn ask_to_overrule(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    document: DocumentId,
    scrutineer: ScrutineerId,
    reason: &str,
) -> Result<(), Refused<RulingError>> {
    let found = documents::by_id(tx, document)?;
    let said = documents::said(tx, document)?;
    if !found.is_drafted() || said.objection(scrutineer).is_none_or(|raised| raised.ruling.is_some()) {
        return Err(RulingError::from(OverruleError::NothingToRule).into());
    }
    ballots::ask_about(tx, person, at, found.round, RoundAct::Overrule, reason, Some(scrutineer))
        .map_err(Refused::on_the_way)?;
    Ok(())
}

/// The second's yes; both are named with the ruling.
pub fn overrule(tx: &mut Tx, actor: &Actor, at: Ts, request: &Request) -> Result<(), Refused<RulingError>> {
    let nothing = || RulingError::from(OverruleError::NothingToRule);
    let document = documents::of_round(tx, request.round)?.ok_or_else(nothing)?;
    let scrutineer = request.about.ok_or_else(nothing)?;
    let by = format!("{}、{}", request.requested_name, actor.name);
    documents::overrule(tx, actor, &by, at, document.id, scrutineer, &request.reason).map_err(Refused::on_the_way)
}
