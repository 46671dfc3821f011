//! A scrutineer objects instead of signing; the presidium overrules, or annuls the round.

use crate::{
    accounts::Person,
    audit::{self, Act, Actor},
    ballots::{self, AskError, LONGEST_REASON, Request, RoundAct},
    congress::Session,
    db::{Conn, DbError, Ts, Tx},
    ids::{CertificateId, RoundId, ScrutineerId},
    scrutineers::Scrutineer,
    tally::{
        certification::{CertificateState, NotYet},
        objection::{Ruling, RulingKind},
        store,
    },
    web::{Message, MixedRefusal as Refusal},
};

/// An objection's or a ruling's, as typed.
pub fn reason_given(typed: &str) -> Option<&str> {
    let typed = typed.trim();
    (!typed.is_empty() && typed.chars().count() <= LONGEST_REASON).then_some(typed)
}

#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    #[error("the certificate is no longer to be signed")]
    NotDrafted,
    #[error("this scrutineer has signed")]
    Signed,
    #[error("this scrutineer has objected already")]
    ObjectedAlready,
    #[error("an objection needs a reason")]
    NoReason,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for ObjectError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NotDrafted => Some("object-not-drafted".into()),
            Self::Signed => Some("object-signed".into()),
            Self::ObjectedAlready => Some("object-already".into()),
            Self::NoReason => Some(Message::new("object-no-reason").with("most", LONGEST_REASON)),
            Self::Db(_) => None,
        }
    }
}

/// 异议: recorded with its reason; nothing is certified until the presidium has ruled.
pub fn object(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    scrutineer: &Scrutineer,
    certificate: CertificateId,
    typed: &str,
) -> Result<(), ObjectError> {
    let status = store::certificate_by_id(tx, certificate)?;
    if status.session != scrutineer.session || status.state != CertificateState::Drafted {
        return Err(ObjectError::NotDrafted);
    }
    if store::signatures(tx, certificate)?.iter().any(|given| given.scrutineer == scrutineer.id) {
        return Err(ObjectError::Signed);
    }
    if store::objections(tx, certificate)?.iter().any(|raised| raised.scrutineer == scrutineer.id) {
        return Err(ObjectError::ObjectedAlready);
    }
    let reason = reason_given(typed).ok_or(ObjectError::NoReason)?;
    store::insert_objection(tx, certificate, scrutineer.id, reason, at)?;
    let detail = serde_json::json!({ "hash": status.hash, "reason": reason });
    audit::record(tx, actor, at, &Act::new("certificate_objected", &status.number).with(detail))?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum OverruleError {
    #[error("there is no objection to rule on")]
    NothingToRule,
    #[error("a ruling needs a reason")]
    NoReason,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for OverruleError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NothingToRule => Some("overrule-nothing".into()),
            Self::NoReason => Some(Message::new("overrule-no-reason").with("most", LONGEST_REASON)),
            Self::Db(_) => None,
        }
    }
}

/// The presidium does not follow the objection: the certificate may stand without this signature.
pub fn overrule(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    certificate: CertificateId,
    scrutineer: ScrutineerId,
    typed: &str,
) -> Result<(), OverruleError> {
    let status = store::certificate_by_id(tx, certificate)?;
    let pending = store::objections(tx, certificate)?
        .into_iter()
        .find(|raised| raised.scrutineer == scrutineer && raised.ruling.is_none())
        .filter(|_| status.state == CertificateState::Drafted)
        .ok_or(OverruleError::NothingToRule)?;
    let reason = reason_given(typed).ok_or(OverruleError::NoReason)?;
    let ruling = Ruling { kind: RulingKind::Overruled, reason: reason.to_owned(), by: actor.name.clone(), at };
    store::rule_on_objections(tx, certificate, &[scrutineer], &ruling)?;
    let detail = serde_json::json!({ "objection_of": pending.name, "reason": reason });
    audit::record(tx, actor, at, &Act::new("objection_overruled", &status.number).with(detail))?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum AnnulError {
    #[error("the certificate is certified: only a corrigendum mends it")]
    Certified,
    #[error(transparent)]
    Ask(#[from] AskError),
    #[error(transparent)]
    Round(#[from] ballots::AnnulError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for AnnulError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::Certified => Some("annul-certified".into()),
            Self::Ask(refused) => refused.message(),
            Self::Round(refused) => refused.message(),
            Self::Db(_) => None,
        }
    }
}

/// What waits for a second person, as far as round and certificate can still take it.
pub fn pending_requests(conn: &mut Conn, round: RoundId) -> Result<Vec<Request>, DbError> {
    let mut pending = ballots::pending_requests(conn, round)?;
    if is_certified(conn, round)? {
        pending.retain(|request| request.act != RoundAct::Annul);
    }
    Ok(pending)
}

fn is_certified(conn: &mut Conn, round: RoundId) -> Result<bool, DbError> {
    let certificate = store::certificate_of_round(conn, round)?;
    Ok(certificate
        .is_some_and(|known| matches!(known.state, CertificateState::Certified | CertificateState::Announced)))
}

/// The first of the two persons that an annulment takes.
pub fn ask_to_annul(tx: &mut Tx, person: &Person, at: Ts, round: RoundId, reason: &str) -> Result<(), AnnulError> {
    if is_certified(tx, round)? {
        return Err(AnnulError::Certified);
    }
    ballots::ask(tx, person, at, round, RoundAct::Annul, reason)?;
    Ok(())
}

/// 作废 of the last round, after one has asked for it and a second confirmed; a certificate drawn up on it goes with it.
pub fn annul_round(
    tx: &mut Tx,
    actor: &Actor,
    asked_by: &str,
    at: Ts,
    session: &Session,
    round: RoundId,
    reason: &str,
) -> Result<(), AnnulError> {
    if let Some(certificate) = store::certificate_of_round(tx, round)? {
        let withdrawn = certificate.withdraw(at).map_err(|_: NotYet| AnnulError::Certified)?;
        let ruling = Ruling { kind: RulingKind::Annulled, reason: reason.to_owned(), by: actor.name.clone(), at };
        let raised_by: Vec<_> = store::objections(tx, withdrawn.id)?.iter().map(|raised| raised.scrutineer).collect();
        store::rule_on_objections(tx, withdrawn.id, &raised_by, &ruling)?;
        store::save_certificate(tx, &withdrawn)?;
    }
    Ok(ballots::annul_round(tx, actor, asked_by, at, session, round, reason)?)
}
