use std::collections::HashMap;

use super::VerifyOptions;
use super::report::VerifyError;
use crate::ballot::CheckedBallot;
use crate::cap::{CapLine, CapProof};
use crate::election::Election;

/// The lines of `caps.jsonl`, read but not yet checked.
pub(super) struct Caps {
    proofs: HashMap<String, CapProof>,
    /// The cap asked for, else the one the first line claims.
    pub max: Option<u32>,
}

impl Caps {
    /// Stops at the first line too many, so that a long file of short lines takes no more memory than the box.
    pub fn read(options: &VerifyOptions<'_>, ballots: usize) -> Result<Option<Caps>, VerifyError> {
        let Some(lines) = options.caps else { return Ok(None) };
        let mut caps = Caps { proofs: HashMap::new(), max: options.cap_max };
        for (line, number) in lines.split(|&b| b == b'\n').filter(|line| !line.is_empty()).zip(1usize..) {
            if number > ballots {
                return Err(VerifyError::bad(format!("there are more cap proofs than the {ballots} ballots")));
            }
            let bad = |reason: &dyn std::fmt::Display| VerifyError::bad(format!("cap proof {number}: {reason}"));
            let line = CapLine::parse(line).map_err(|e| bad(&e))?;
            caps.max = caps.max.or_else(|| line.proof.claimed_max());
            if caps.proofs.insert(line.tracker, line.proof).is_some() {
                return Err(bad(&"it is the second for its ballot"));
            }
        }
        Ok(Some(caps))
    }

    /// Checks the line of a ballot that has been checked itself.
    pub fn check(&self, election: &Election, ballot: &CheckedBallot) -> Result<(), String> {
        let proof = self.proofs.get(&ballot.tracker()).ok_or("it has no cap proof")?;
        let max = self.max.ok_or("its cap proof is empty")?;
        proof.check(election, ballot, max).map_err(|e| e.to_string())
    }
}
