//! The line of the paper ballots: people counted them, and no archive proves them.

use serde::{Deserialize, Serialize};

use super::{CertificateError, CountedRound, VoidBallots};
use crate::tally::outcome::{BoxCount, CandidateVotes, CheckName, CheckRow, paper_rows};

/// The paper ballots among those of the round, which counts them already: what the round says less this is in the
/// archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperPart {
    pub issued: u32,
    pub returned: u32,
    pub valid: u32,
    pub void: u32,
    pub void_reasons: Vec<VoidBallots>,
    /// Bundles that two tellers agreed on.
    pub bundles: u32,
    /// By ballot number; empty in a void round.
    pub projects: Vec<CandidateVotes>,
    /// Whose counts stand; nobody's in a round that was annulled before the paper was counted.
    pub tellers: Vec<String>,
}

impl PaperPart {
    pub fn counts(&self) -> BoxCount {
        BoxCount { issued: self.issued, returned: self.returned, valid: self.valid, void: self.void }
    }

    /// 收回 ≤ 发出 is the outcome's to judge: where it fails, the round is void.
    pub(super) fn adds_up(&self, cap: Option<u32>) -> bool {
        self.checks(cap).iter().all(|row| row.passed || row.name == CheckName::PaperReturnedWithinIssued)
    }

    pub fn checks(&self, cap: Option<u32>) -> Vec<CheckRow> {
        paper_rows(&self.counts(), &self.projects, cap)
    }
}

/// Whether the line of paper fits its round, apart from what the outcome says of it.
pub(super) fn check(number: u32, round: &CountedRound) -> Result<(), CertificateError> {
    let Some(paper) = &round.paper else { return Ok(()) };
    let whole = round.record.counts.ballot_box;
    let within = |part: u32, of: u32| part <= of;
    let reasons: u64 = paper.void_reasons.iter().map(|reason| u64::from(reason.ballots)).sum();
    let fits = paper.issued > 0
        && within(paper.issued, whole.issued)
        && within(paper.returned, whole.returned)
        && within(paper.valid, whole.valid)
        && within(paper.void, whole.void)
        && reasons == u64::from(paper.void)
        && paper.tellers.iter().all(|name| !name.trim().is_empty() && !name.chars().any(char::is_control))
        && (paper.tellers.len() >= 2 || paper.returned == 0);
    let of_all = |votes: &CandidateVotes| round.record.votes.iter().find(|all| all.number == votes.number);
    let rows_fit = paper.projects.iter().all(|votes| {
        of_all(votes).is_some_and(|all| {
            within(votes.approve, all.approve) && within(votes.oppose, all.oppose) && within(votes.abstain, all.abstain)
        })
    });
    let votes_known = paper.projects.len() == round.record.votes.len();
    if fits && (round.record.votes.is_empty() || votes_known && rows_fit) {
        Ok(())
    } else {
        Err(CertificateError::BadPaper { round: number })
    }
}
