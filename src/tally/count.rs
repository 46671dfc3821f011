//! From the box to votes a candidate, and the files in which both are published.

use verifiable_ballots::{CapLine, CapProof, ElectionResult};

use super::{certificate::Certificate, outcome::CandidateVotes, store};
use crate::{
    ballots::{self, Round},
    congress::{Session, voting_method::BallotForm},
    db::{Conn, DbError},
    documents::{self, DocumentKind, Sha256Hex, SignedDocument, Standing},
    ids::{CandidateId, CongressId, DocumentId, RoundId, SessionId},
};

/// What a certificate decides, for whoever acts on it in the same transaction.
#[derive(Clone, Debug)]
pub struct Certified {
    pub certificate: DocumentId,
    pub hash: Sha256Hex,
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

/// `elections.jsonl`: what scrutineers signed before each of these rounds began.
pub fn elections_file(conn: &mut Conn, rounds: &[Round]) -> Result<String, DbError> {
    let mut file = String::new();
    for round in rounds {
        for line in ballots::signatures_of_election(conn, round.id)? {
            file.push_str(&serde_json::to_string(&line).map_err(DbError::corrupt)?);
            file.push('\n');
        }
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

/// A certificate that is not kept yet, as the paper form needs it.
pub fn preview(
    conn: &mut Conn,
    session: &Session,
    round: &Round,
    certificate: &Certificate,
) -> Result<SignedDocument, DbError> {
    Ok(SignedDocument {
        id: DocumentId::new(),
        kind: DocumentKind::Certificate,
        session: session.id,
        round: round.id,
        about: None,
        number: certificate_number(conn, session)?,
        text: String::new(),
        hash: certificate.hash(),
        drafted_at: round.closed_at.unwrap_or_default(),
        standing: Standing::Drafted,
    })
}

/// `2024-1`: the year, and which of its certificates it is, however many rounds it tells of.
pub fn certificate_number(conn: &mut Conn, session: &Session) -> Result<String, DbError> {
    let drawn_up = documents::of_session(conn, session.id, DocumentKind::Certificate)?.len();
    Ok(format!("{}-{}", session.year, drawn_up + 1))
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
