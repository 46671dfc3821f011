//! 作废 of a round, of the vote or of a rating, with what was drawn up on its count.

use crate::{
    accounts::Person,
    audit::Actor,
    ballots::{self, AskError, Request, RoundAct},
    congress::Session,
    db::{Conn, DbError, Ts, Tx},
    documents::{self, WithdrawError},
    ids::{RoundId, ScrutineerId},
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum AnnulError {
    #[error("the certificate is certified: only a corrigendum mends it")]
    Certified,
    #[error(transparent)]
    Ask(#[from] AskError),
    #[error(transparent)]
    Round(#[from] ballots::AnnulError),
}

impl Refusal for AnnulError {
    fn message(&self) -> Message {
        match self {
            Self::Certified => "annul-certified".into(),
            Self::Ask(refused) => refused.message(),
            Self::Round(refused) => refused.message(),
        }
    }
}

impl From<WithdrawError> for AnnulError {
    fn from(refused: WithdrawError) -> Self {
        match refused {
            WithdrawError::Certified => Self::Certified,
        }
    }
}

/// What waits for a second person, as far as round and certificate can still take it.
pub fn pending_requests(conn: &mut Conn, round: RoundId) -> Result<Vec<Request>, DbError> {
    let mut pending = ballots::pending_requests(conn, round)?;
    let Some(document) = documents::of_round(conn, round)? else {
        pending.retain(|request| request.act != RoundAct::Overrule);
        return Ok(pending);
    };
    let said = documents::said(conn, document.id)?;
    let waits = |by: ScrutineerId| said.objection(by).is_some_and(|raised| raised.ruling.is_none());
    pending.retain(|request| match request.act {
        RoundAct::Annul => document.confirmed().is_none(),
        RoundAct::Overrule => document.is_drafted() && request.about.is_some_and(waits),
        RoundAct::RenewKey | RoundAct::Change => document.is_withdrawn(),
        RoundAct::Open | RoundAct::Close | RoundAct::Recall => true,
    });
    Ok(pending)
}

fn is_certified(conn: &mut Conn, round: RoundId) -> Result<bool, DbError> {
    Ok(documents::of_round(conn, round)?.is_some_and(|document| document.confirmed().is_some()))
}

/// The first of the two persons that an annulment takes.
pub fn ask_to_annul(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    round: RoundId,
    reason: &str,
) -> Result<(), Refused<AnnulError>> {
    if is_certified(tx, round)? {
        return Err(AnnulError::Certified.into());
    }
    ballots::ask(tx, person, at, round, RoundAct::Annul, reason).map_err(Refused::on_the_way)?;
    Ok(())
}

/// After one has asked for it and a second confirmed; a certificate drawn up on the round goes with it.
pub fn annul_round(
    tx: &mut Tx,
    actor: &Actor,
    asked_by: &str,
    at: Ts,
    session: &Session,
    round: RoundId,
    reason: &str,
) -> Result<(), Refused<AnnulError>> {
    documents::withdraw_of_round(tx, actor, at, round, reason).map_err(Refused::on_the_way)?;
    ballots::annul_round(tx, actor, asked_by, at, session, round, reason).map_err(Refused::on_the_way)
}
