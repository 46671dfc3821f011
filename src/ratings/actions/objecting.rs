//! A scrutineer objects to 测评结果报告单 instead of signing; the presidium overrules, or annuls the rating's round.

use crate::{
    accounts::Person,
    audit::{self, Act, Actor},
    ballots::{self, Request, RoundAct},
    congress::Session,
    db::{Conn, DbError, Ts, Tx},
    ids::{RatingCertificateId, RoundId, ScrutineerId},
    ratings::{rated::State, store},
    scrutineers::Scrutineer,
    tally::{AnnulError, ObjectError, OverruleError, Ruling, RulingKind, reason_given},
};

/// 异议: recorded with its reason; nothing is certified until the presidium has ruled.
pub fn object(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    scrutineer: &Scrutineer,
    certificate: RatingCertificateId,
    typed: &str,
) -> Result<(), ObjectError> {
    let status = store::certificate_by_id(tx, certificate)?;
    let round = ballots::round_by_id(tx, status.round)?;
    if round.session != scrutineer.session || !status.is_to_be_signed(&round) {
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
    audit::record(tx, actor, at, &Act::new("rating_certificate_objected", status.year).with(detail))?;
    Ok(())
}

/// The presidium does not follow the objection: the certificate may stand without this signature.
pub fn overrule(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    certificate: RatingCertificateId,
    scrutineer: ScrutineerId,
    typed: &str,
) -> Result<(), OverruleError> {
    let status = store::certificate_by_id(tx, certificate)?;
    let round = ballots::round_by_id(tx, status.round)?;
    let pending = store::objections(tx, certificate)?
        .into_iter()
        .find(|raised| raised.scrutineer == scrutineer && raised.ruling.is_none())
        .filter(|_| status.is_to_be_signed(&round))
        .ok_or(OverruleError::NothingToRule)?;
    let reason = reason_given(typed).ok_or(OverruleError::NoReason)?;
    let ruling = Ruling { kind: RulingKind::Overruled, reason: reason.to_owned(), by: actor.name.clone(), at };
    store::rule_on_objections(tx, certificate, &[scrutineer], &ruling)?;
    let detail = serde_json::json!({ "objection_of": pending.name, "reason": reason });
    audit::record(tx, actor, at, &Act::new("rating_objection_overruled", status.year).with(detail))?;
    Ok(())
}

fn is_certified(conn: &mut Conn, round: RoundId) -> Result<bool, DbError> {
    let certificate = store::certificate_of_round(conn, round)?;
    Ok(certificate.is_some_and(|known| matches!(known.state, State::Certified | State::Announced)))
}

/// What waits for a second person, as far as round and certificate can still take it.
pub fn pending_requests(conn: &mut Conn, round: RoundId) -> Result<Vec<Request>, DbError> {
    let mut pending = ballots::pending_requests(conn, round)?;
    if is_certified(conn, round)? {
        pending.retain(|request| request.act != RoundAct::Annul);
    }
    Ok(pending)
}

/// The first of the two persons that an annulment takes.
pub fn ask_to_annul(tx: &mut Tx, person: &Person, at: Ts, round: RoundId, reason: &str) -> Result<(), AnnulError> {
    if is_certified(tx, round)? {
        return Err(AnnulError::Certified);
    }
    ballots::ask(tx, person, at, round, RoundAct::Annul, reason)?;
    Ok(())
}

/// 作废 after a second has confirmed; a certificate drawn up on the round will not be signed any more.
pub fn annul_round(
    tx: &mut Tx,
    actor: &Actor,
    asked_by: &str,
    at: Ts,
    session: &Session,
    round: RoundId,
    reason: &str,
) -> Result<(), AnnulError> {
    if is_certified(tx, round)? {
        return Err(AnnulError::Certified);
    }
    if let Some(certificate) = store::certificate_of_round(tx, round)? {
        let ruling = Ruling { kind: RulingKind::Annulled, reason: reason.to_owned(), by: actor.name.clone(), at };
        let raised_by: Vec<_> = store::objections(tx, certificate.id)?.iter().map(|raised| raised.scrutineer).collect();
        store::rule_on_objections(tx, certificate.id, &raised_by, &ruling)?;
    }
    Ok(ballots::annul_round(tx, actor, asked_by, at, session, round, reason)?)
}
