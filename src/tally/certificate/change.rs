//! What was changed between a void round and the next, by whose word, and what the rounds until then were held under.

use serde::{Deserialize, Serialize};

use super::{CandidateTitle, CertificateError};
use crate::{
    congress::{
        VotePart,
        voting_method::{MethodHash, VotingMethod},
    },
    documents::Sha256Hex,
    tally::outcome::Roll,
};

/// After that round, which was void, list, roll or method were changed; the vote began anew with the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub after_round: u32,
    pub decisions: Vec<ChangeDecision>,
    pub held_under: HeldUnder,
}

/// One decision, as two of the staff recorded it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeDecision {
    pub body: String,
    pub decided_on: jiff::civil::Date,
    pub reason: String,
    pub parts: Vec<VotePart>,
    pub by: String,
    pub confirmed: String,
}

/// List, roll and method of the rounds up to the change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldUnder {
    pub method_version: u32,
    pub method_hash: MethodHash,
    pub method: VotingMethod,
    pub roll: Roll,
    pub candidates: Vec<CandidateTitle>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_hash: Option<Sha256Hex>,
}

impl HeldUnder {
    /// What is not as it is in the other.
    fn differs_in(&self, other: &HeldUnder) -> Vec<VotePart> {
        let differs = |part: &&VotePart| match part {
            VotePart::List => (&self.candidates, &self.list_hash) != (&other.candidates, &other.list_hash),
            VotePart::Roll => self.roll != other.roll,
            VotePart::Method => (self.method_version, &self.method) != (other.method_version, &other.method),
        };
        VotePart::ALL.iter().filter(differs).copied().collect()
    }
}

impl Change {
    pub fn is_decided(&self, part: VotePart) -> bool {
        self.decisions.iter().any(|decision| decision.parts.contains(&part))
    }
}

/// Whether the changes are in order and nothing else was changed than what was decided. `last`: what the last round was held under.
pub(super) fn check(changes: &[Change], last: &HeldUnder) -> Result<(), CertificateError> {
    let after = changes.iter().skip(1).map(|change| &change.held_under).chain([last]);
    for (change, next) in changes.iter().zip(after) {
        let round = change.after_round;
        let texts = change
            .decisions
            .iter()
            .flat_map(|decision| [&decision.body, &decision.reason, &decision.by, &decision.confirmed]);
        for text in texts {
            if text.trim().is_empty() {
                return Err(CertificateError::BadText { field: "changes" });
            }
        }
        let named = change.decisions.iter().all(|decision| !decision.parts.is_empty());
        let undecided = change.held_under.differs_in(next).into_iter().any(|part| !change.is_decided(part));
        if change.decisions.is_empty() || !named || undecided {
            return Err(CertificateError::BadChange { round });
        }
    }
    Ok(())
}
