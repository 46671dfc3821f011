//! From the box to votes a candidate, and the files in which both are published.

use serde::Serialize;
use verifiable_ballots::{CapLine, CapProof, ElectionResult};

use super::{
    certificate::Certificate,
    certification::{CertificateState, CertificateStatus, Sealed, Signature},
    corrigendum::CorrigendumStatus,
    objection::Objection,
    outcome::CandidateVotes,
    store,
};
use crate::{
    ballots::{self, Round},
    congress::{Session, voting_method::BallotForm},
    db::{Conn, DbError},
    ids::{CandidateId, CertificateId, CongressId, RoundId, SessionId},
};

/// What a certificate decides, for whoever acts on it in the same transaction.
#[derive(Clone, Debug)]
pub struct Certified {
    pub certificate: CertificateId,
    pub number: String,
    pub hash: String,
    pub congress: CongressId,
    pub session: SessionId,
    pub year: i32,
    pub winners: Vec<CertifiedWinner>,
}

#[derive(Clone, Copy, Debug)]
pub struct CertifiedWinner {
    pub candidate: CandidateId,
    pub approvals: i32,
    pub rank: i32,
}

/// `caps.jsonl`: a line a ballot; empty where the paper proves its own maximum.
pub fn caps_file(conn: &mut Conn, round: RoundId) -> Result<String, DbError> {
    let mut file = String::new();
    for (tracker, proof) in ballots::caps(conn, round)? {
        let proof: CapProof = serde_json::from_str(&proof).map_err(DbError::corrupt)?;
        file.push_str(&serde_json::to_string(&CapLine { tracker, proof }).map_err(DbError::corrupt)?);
        file.push('\n');
    }
    Ok(file)
}

/// Votes a candidate, in the order of the paper; `numbers` are the candidates' numbers in that order.
pub fn votes(
    form: BallotForm,
    result: &ElectionResult,
    numbers: &[u32],
    valid: u32,
) -> Result<Vec<CandidateVotes>, DbError> {
    let small = |n: u64| u32::try_from(n).map_err(DbError::corrupt);
    let misfit = || DbError::corrupt("a result that does not fit its paper");
    match (form, result.counts.as_slice()) {
        (BallotForm::ApproveEach, rows) if rows.len() == numbers.len() => rows
            .iter()
            .zip(numbers)
            .map(|(row, &number)| match row.as_slice() {
                &[approve, oppose, abstain] => {
                    Ok(CandidateVotes::approve_each(number, small(approve)?, small(oppose)?, small(abstain)?))
                }
                _ => Err(misfit()),
            })
            .collect(),
        (BallotForm::ChooseUpTo, [row]) if row.len() == numbers.len() => row
            .iter()
            .zip(numbers)
            .map(|(&approve, &number)| Ok(CandidateVotes::choose_up_to(number, small(approve)?, valid)))
            .collect(),
        _ => Err(misfit()),
    }
}

#[derive(Serialize)]
struct SignatureLine<'a> {
    name: &'a str,
    chief: bool,
    verification_key: &'a str,
    signature: serde_json::Value,
}

#[derive(Serialize)]
struct ObjectionLine<'a> {
    name: &'a str,
    verification_key: &'a str,
    reason: &'a str,
    ruling: Option<&'a str>,
    ruling_reason: Option<&'a str>,
}

#[derive(Serialize)]
struct CertificateFile<'a> {
    certificate: serde_json::Value,
    hash: &'a str,
    signatures: Vec<SignatureLine<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    objections: Vec<ObjectionLine<'a>>,
    confirmed_by: Option<&'a str>,
    seal: Option<&'a str>,
    seal_key: &'a str,
}

/// `certificate.json`: the document with everything that was said under its hash.
pub fn certificate_file(
    sealed: &Sealed<'_>,
    signatures: &[Signature],
    objections: &[Objection],
    seal_key: &str,
) -> Result<Vec<u8>, DbError> {
    let file = CertificateFile {
        certificate: serde_json::from_str(sealed.document).map_err(DbError::corrupt)?,
        hash: sealed.hash,
        signatures: signature_lines(signatures)?,
        objections: objections
            .iter()
            .map(|objection| ObjectionLine {
                name: &objection.name,
                verification_key: &objection.verification_key,
                reason: &objection.reason,
                ruling: objection.ruling.as_ref().map(|ruling| ruling.kind.word()),
                ruling_reason: objection.ruling.as_ref().map(|ruling| ruling.reason.as_str()),
            })
            .collect(),
        confirmed_by: sealed.confirmed_by,
        seal: sealed.seal,
        seal_key,
    };
    serde_json::to_vec_pretty(&file).map_err(DbError::corrupt)
}

fn signature_lines(signatures: &[Signature]) -> Result<Vec<SignatureLine<'_>>, DbError> {
    signatures
        .iter()
        .map(|s| {
            Ok(SignatureLine {
                name: &s.name,
                chief: s.chief,
                verification_key: &s.verification_key,
                signature: serde_json::from_str(&s.signature)?,
            })
        })
        .collect::<Result<_, serde_json::Error>>()
        .map_err(DbError::corrupt)
}

#[derive(Serialize)]
struct CorrigendumFile<'a> {
    corrigendum: serde_json::Value,
    hash: &'a str,
    signatures: Vec<SignatureLine<'a>>,
    confirmed_by: Option<&'a str>,
    seal: Option<&'a str>,
    seal_key: &'a str,
}

/// `corrigendum-<n>.json`: the document with everything that was said under its hash.
pub fn corrigendum_file(
    status: &CorrigendumStatus,
    signatures: &[Signature],
    seal_key: &str,
) -> Result<Vec<u8>, DbError> {
    let file = CorrigendumFile {
        corrigendum: serde_json::from_str(&status.document).map_err(DbError::corrupt)?,
        hash: &status.hash,
        signatures: signature_lines(signatures)?,
        confirmed_by: status.confirmed_by.as_deref(),
        seal: status.seal.as_deref(),
        seal_key,
    };
    serde_json::to_vec_pretty(&file).map_err(DbError::corrupt)
}

/// A certificate that is not kept yet, as the paper form needs it.
pub fn preview(session: &Session, round: &Round, certificate: &Certificate) -> CertificateStatus {
    CertificateStatus {
        id: CertificateId::new(),
        session: session.id,
        round: round.id,
        number: certificate_number(session, round),
        document: String::new(),
        hash: certificate.hash().to_string(),
        state: CertificateState::Drafted,
        drafted_at: round.closed_at.unwrap_or_default(),
        certified_at: None,
        seal: None,
        confirmed: None,
        withdrawn_at: None,
    }
}

/// `2024-1`: the year and the round that settled it.
pub fn certificate_number(session: &Session, round: &Round) -> String {
    format!("{}-{}", session.year, round.number)
}

/// The result of a counted round as votes.
pub fn votes_of_round(
    conn: &mut Conn,
    round: &Round,
    form: BallotForm,
    numbers: &[u32],
    valid: u32,
) -> Result<Option<Vec<CandidateVotes>>, DbError> {
    store::tally(conn, round.id)?.map(|result| votes(form, &result, numbers, valid)).transpose()
}
