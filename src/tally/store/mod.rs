//! Rows of `tallies`, `certificates`, `certificate_signatures`, `notices` and `round_decisions`.

mod corrigenda;
mod objections;

pub use corrigenda::{
    corrigenda_of, corrigendum_by_id, corrigendum_signatures, insert_corrigendum, insert_corrigendum_signature,
    save_corrigendum,
};
pub use objections::{insert_objection, objections, rule_on_objections};

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};
use verifiable_ballots::ElectionResult;

use super::{
    certification::{CertificateState, CertificateStatus, Notice, Signature},
    outcome::Decision,
};
use crate::{
    accounts::schema::accounts,
    db::{Conn, DbError, Ts, Tx},
    ids::{CertificateId, NoticeId, RoundId, ScrutineerId, SessionId},
    scrutineers::schema::scrutineers,
    tally::schema::{certificate_signatures, certificates, notices, round_decisions, tallies},
};

pub fn insert_tally(tx: &mut Tx, round: RoundId, result: &ElectionResult, at: Ts) -> Result<(), DbError> {
    let json = String::from_utf8(result.to_json()).map_err(DbError::corrupt)?;
    diesel::insert_into(tallies::table)
        .values((tallies::round_id.eq(round), tallies::result.eq(json), tallies::counted_at.eq(at)))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn tally(conn: &mut Conn, round: RoundId) -> Result<Option<ElectionResult>, DbError> {
    let json: Option<String> = tallies::table.select(tallies::result).find(round).first(conn).optional()?;
    json.map(|json| ElectionResult::parse(json.as_bytes()).ok_or_else(|| DbError::corrupt("a tally"))).transpose()
}

type Row = (
    (CertificateId, SessionId, RoundId, String, String, String, CertificateState),
    (Ts, Option<Ts>, Option<String>, Option<String>, Option<Ts>, Option<Ts>),
);

macro_rules! columns {
    () => {
        (
            (
                certificates::id,
                certificates::session_id,
                certificates::round_id,
                certificates::number,
                certificates::document,
                certificates::hash,
                certificates::state,
            ),
            (
                certificates::drafted_at,
                certificates::certified_at,
                certificates::seal,
                certificates::confirmed_by,
                certificates::confirmed_at,
                certificates::withdrawn_at,
            ),
        )
    };
}

fn status(row: Row) -> CertificateStatus {
    let ((id, session, round, number, document, hash, state), times) = row;
    let (drafted_at, certified_at, seal, by, confirmed_at, withdrawn_at) = times;
    CertificateStatus {
        id,
        session,
        round,
        number,
        document,
        hash,
        // The first migration's CHECK knows no such word, so the mark stands in a column of its own.
        state: if withdrawn_at.is_some() { CertificateState::Withdrawn } else { state },
        drafted_at,
        certified_at,
        seal,
        confirmed: by.zip(confirmed_at),
        withdrawn_at,
    }
}

pub fn certificate_by_id(conn: &mut Conn, id: CertificateId) -> Result<CertificateStatus, DbError> {
    Ok(status(certificates::table.select(columns!()).find(id).first(conn)?))
}

pub fn certificate_of_round(conn: &mut Conn, round: RoundId) -> Result<Option<CertificateStatus>, DbError> {
    let row: Option<Row> =
        certificates::table.select(columns!()).filter(certificates::round_id.eq(round)).first(conn).optional()?;
    Ok(row.map(status))
}

pub fn certificates_of_session(conn: &mut Conn, session: SessionId) -> Result<Vec<CertificateStatus>, DbError> {
    let rows: Vec<Row> = certificates::table
        .select(columns!())
        .filter(certificates::session_id.eq(session))
        .order((certificates::drafted_at, certificates::id))
        .load(conn)?;
    Ok(rows.into_iter().map(status).collect())
}

pub fn insert_certificate(tx: &mut Tx, new: &CertificateStatus) -> Result<(), DbError> {
    diesel::insert_into(certificates::table)
        .values((
            certificates::id.eq(new.id),
            certificates::session_id.eq(new.session),
            certificates::round_id.eq(new.round),
            certificates::number.eq(&new.number),
            certificates::document.eq(&new.document),
            certificates::hash.eq(&new.hash),
            certificates::state.eq(new.state),
            certificates::drafted_at.eq(new.drafted_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn insert_signature(
    tx: &mut Tx,
    certificate: CertificateId,
    scrutineer: ScrutineerId,
    signature: &str,
    at: Ts,
) -> Result<(), DbError> {
    diesel::insert_into(certificate_signatures::table)
        .values((
            certificate_signatures::certificate_id.eq(certificate),
            certificate_signatures::scrutineer_id.eq(scrutineer),
            certificate_signatures::signature.eq(signature),
            certificate_signatures::signed_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// In the order of the scrutineers' places.
pub fn signatures(conn: &mut Conn, certificate: CertificateId) -> Result<Vec<Signature>, DbError> {
    let rows: Vec<(ScrutineerId, String, bool, Option<String>, String, Ts)> = certificate_signatures::table
        .inner_join(scrutineers::table.inner_join(accounts::table))
        .select((
            scrutineers::id,
            accounts::name,
            scrutineers::chief,
            scrutineers::verification_key,
            certificate_signatures::signature,
            certificate_signatures::signed_at,
        ))
        .filter(certificate_signatures::certificate_id.eq(certificate))
        .order(scrutineers::position)
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(scrutineer, name, chief, key, signature, signed_at)| Signature {
            scrutineer,
            name,
            chief,
            verification_key: key.unwrap_or_default(),
            signature,
            signed_at,
        })
        .collect())
}

/// Writes how far the certificate has come; its document stays.
pub fn save_certificate(tx: &mut Tx, certificate: &CertificateStatus) -> Result<(), DbError> {
    let (by, at) = certificate.confirmed.clone().unzip();
    let state = match certificate.state {
        CertificateState::Withdrawn => CertificateState::Drafted,
        state => state,
    };
    diesel::update(certificates::table.find(certificate.id))
        .set((
            certificates::state.eq(state),
            certificates::withdrawn_at.eq(certificate.withdrawn_at),
            certificates::certified_at.eq(certificate.certified_at),
            certificates::seal.eq(&certificate.seal),
            certificates::confirmed_by.eq(by),
            certificates::confirmed_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn insert_decision(
    tx: &mut Tx,
    round: RoundId,
    decision: &Decision,
    recorded_by: &str,
    at: Ts,
) -> Result<(), DbError> {
    diesel::insert_into(round_decisions::table)
        .values((
            round_decisions::round_id.eq(round),
            round_decisions::decision.eq(serde_json::to_string(decision).map_err(DbError::corrupt)?),
            round_decisions::recorded_by.eq(recorded_by),
            round_decisions::recorded_at.eq(at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// What the presidium decided on a round.
pub fn decision(conn: &mut Conn, round: RoundId) -> Result<Option<Decision>, DbError> {
    let json: Option<String> =
        round_decisions::table.select(round_decisions::decision).find(round).first(conn).optional()?;
    json.map(|json| serde_json::from_str(&json).map_err(DbError::corrupt)).transpose()
}

pub fn insert_notice(tx: &mut Tx, notice: &Notice) -> Result<(), DbError> {
    diesel::insert_into(notices::table)
        .values((
            notices::id.eq(notice.id),
            notices::session_id.eq(notice.session),
            notices::certificate_id.eq(notice.certificate),
            notices::number.eq(&notice.number),
            notices::announced_by.eq(&notice.announced_by),
            notices::announced_at.eq(notice.announced_at),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn notice_of(conn: &mut Conn, certificate: CertificateId) -> Result<Option<Notice>, DbError> {
    let row: Option<(NoticeId, SessionId, CertificateId, String, String, Ts)> = notices::table
        .select((
            notices::id,
            notices::session_id,
            notices::certificate_id,
            notices::number,
            notices::announced_by,
            notices::announced_at,
        ))
        .filter(notices::certificate_id.eq(certificate))
        .first(conn)
        .optional()?;
    Ok(row.map(|(id, session, certificate, number, announced_by, announced_at)| Notice {
        id,
        session,
        certificate,
        number,
        announced_by,
        announced_at,
    }))
}
