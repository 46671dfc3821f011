//! 选票码条: printed codes that deputies draw from a tray. Whose slip is whose stands in no machine: the scrutineers' browser
//! makes the codes and prints them, and the server knows public keys alone.

use serde::Serialize;
use verifiable_ballots::{Element, Proof, signature::verify_message};

use crate::{
    ids::{AccountId, SessionId, SlipPrintId},
    word_enum,
};

/// Rounds that one slip serves.
pub const ROUNDS_OF_A_SLIP: usize = 6;

/// Slips of one printing: more are a typing error.
pub const MOST_SLIPS: usize = 4_000;

/// Fewest slips beyond 应到.
pub const SMALLEST_RESERVE: i64 = 5;

/// Slips beyond 应到 as they are proposed: one in twenty.
pub fn usual_reserve(in_office: i64) -> i64 {
    (in_office + 19).div_euclid(20).max(SMALLEST_RESERVE)
}

/// So many scrutineers count what was printed and seal it.
pub const COUNTED_BY: usize = 2;

word_enum! {
    /// Why a slip is worth nothing any more.
    StruckAs {
        /// 剩余: nobody drew it.
        Leftover = "leftover",
        /// 作废: opened and checked as a sample.
        Sample = "sample",
    }
}

/// A scrutineer who counted the slips.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedBy {
    pub account: AccountId,
    pub name: String,
}

/// A printing of slips, in force for its session.
#[derive(Clone, Debug)]
pub struct SlipPrint {
    pub id: SlipPrintId,
    pub session: SessionId,
    /// 印制
    pub printed: i32,
    /// Of the list of keys for the first round, as it stands on every slip.
    pub fingerprint: String,
    pub printed_by: String,
    /// 遗失: drawn and gone.
    pub lost: i32,
    /// Undrawn, and too damaged to be scanned.
    pub unreadable: i32,
    pub counted_by: Vec<CountedBy>,
}

impl SlipPrint {
    pub fn is_sealed(&self) -> bool {
        self.counted_by.len() >= COUNTED_BY
    }
}

/// Where the slips of a session are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SlipCount {
    /// 印制
    pub printed: i64,
    /// 发出, of slips alone.
    pub issued: i64,
    /// 剩余, scanned and struck.
    pub leftover: i64,
    /// 作废: samples.
    pub sample: i64,
    /// 遗失
    pub lost: i64,
    /// 剩余, not to be scanned.
    pub unreadable: i64,
    /// Keys that are not struck.
    pub listed: i64,
}

impl SlipCount {
    /// Slips nobody has drawn, or struck, or reported: what lies in the tray.
    pub fn in_the_tray(&self) -> i64 {
        self.printed - self.issued - self.leftover - self.sample - self.lost - self.unreadable
    }

    /// 印制 = 发出 + 剩余 + 作废 + 遗失
    pub fn adds_up(&self) -> bool {
        self.in_the_tray() == 0
    }

    /// The keys that the list should hold: 发出 + 遗失, and those that could not be struck.
    pub fn expected_on_the_list(&self) -> i64 {
        self.issued + self.lost + self.unreadable
    }
}

/// A key of a slip for one of its rounds, with the proof that whoever strikes it has the code before them.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StruckKey {
    pub place: i32,
    pub key: Element,
    pub proof: Proof,
}

impl StruckKey {
    pub fn is_possessed(&self, election_uuid: &str) -> bool {
        verify_message(&self.key, &strike_message(election_uuid), &self.proof)
    }
}

/// The text that is signed under a key that is to be struck; docs/verify.md has it, too.
pub fn strike_message(election_uuid: &str) -> String {
    format!("piaojue-strike|{election_uuid}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reserve_is_one_in_twenty_and_at_least_five() {
        assert_eq!([0, 4, 60, 100, 101, 340].map(usual_reserve), [5, 5, 5, 5, 6, 17]);
    }

    #[test]
    fn every_printed_slip_is_somewhere() {
        let all = SlipCount { printed: 400, issued: 338, leftover: 56, sample: 3, lost: 2, unreadable: 1, listed: 341 };
        assert!(all.adds_up());
        assert_eq!(all.expected_on_the_list(), all.listed);
        assert!(!SlipCount { leftover: 55, ..all }.adds_up(), "one still lies in the tray");
        assert_eq!(SlipCount { leftover: 57, ..all }.in_the_tray(), -1, "one was struck that a deputy holds");
    }
}
