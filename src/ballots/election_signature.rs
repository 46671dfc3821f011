//! What scrutineers sign before voting begins: that the ballots of a round are sealed for their own keys and the server's.

use serde::{Deserialize, Serialize};
use verifiable_ballots::{Election, Element, Proof, Trustees, signature::verify_message};

/// A scrutineer's word on an election, as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElectionSignature {
    /// φ
    pub election: String,
    pub verification_key: Element,
    pub signature: Proof,
}

/// The text that is signed; docs/verify.md has it, too.
pub fn election_message(fingerprint: &str) -> String {
    format!("piaojue-election|{fingerprint}")
}

impl ElectionSignature {
    /// Whether one of these trustees has signed this election.
    pub fn holds(&self, election: &Election, trustees: &Trustees) -> bool {
        self.election == election.fingerprint()
            && trustees.verification_keys().contains(&self.verification_key)
            && verify_message(&self.verification_key, &election_message(&self.election), &self.signature)
    }
}

/// How many of the trustees have signed the election, each counted once.
pub fn signed_by(signatures: &[ElectionSignature], election: &Election, trustees: &Trustees) -> usize {
    let holds =
        |key: &Element| signatures.iter().any(|line| line.verification_key == *key && line.holds(election, trustees));
    trustees.verification_keys().iter().filter(|key| holds(key)).count()
}
