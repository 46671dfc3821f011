//! The line of the slips: where each printed one went, so that the list of keys holds what deputies drew.

use serde::{Deserialize, Serialize};

use super::{CertificateError, CountedRound, PaperPart};
use crate::tally::outcome::{CheckName, CheckRow};

/// How the slips stood when the round was opened. 发出 is the round's, less those on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlipPart {
    /// 印制
    pub printed: u32,
    /// 剩余, struck one by one.
    pub leftover: u32,
    /// 作废: opened as samples.
    pub sample: u32,
    /// 遗失
    pub lost: u32,
    /// 剩余 that no device could read: their keys stayed on the list.
    pub unreadable: u32,
    /// Keys on the list.
    pub listed: u32,
}

impl SlipPart {
    /// `issued` slips were drawn.
    pub fn checks(&self, issued: u32) -> [CheckRow; 2] {
        let sum = |parts: &[u32]| parts.iter().map(|&part| u64::from(part)).sum();
        let equal =
            |name, left: u32, right: u64| CheckRow { name, left: left.into(), right, passed: u64::from(left) == right };
        let all = [issued, self.leftover, self.sample, self.lost, self.unreadable];
        [
            equal(CheckName::SlipsPrintedAddUp, self.printed, sum(&all)),
            equal(CheckName::SlipsListedAddUp, self.listed, sum(&[issued, self.lost, self.unreadable])),
        ]
    }
}

/// Slips drawn in a round of so many ballots.
pub(super) fn drawn(issued: u32, paper: Option<&PaperPart>) -> u32 {
    issued.saturating_sub(paper.map_or(0, |paper| paper.issued))
}

pub(super) fn check(number: u32, round: &CountedRound) -> Result<(), CertificateError> {
    let Some(slips) = &round.slips else { return Ok(()) };
    let issued = drawn(round.record.counts.ballot_box.issued, round.paper.as_ref());
    if slips.checks(issued).iter().all(|row| row.passed) {
        Ok(())
    } else {
        Err(CertificateError::BadSlips { round: number })
    }
}
