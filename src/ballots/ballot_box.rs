//! The box as the database keeps it: the head of its chain, and how full it is.

use verifiable_ballots::{ChainError, ChainHead, Stage};

/// The newest event of a box, and how many records and ballots stand before the next.
#[derive(Clone, Debug)]
pub struct BoxHead {
    pub chain: ChainHead,
    pub records: i64,
    pub ballots: i64,
}

impl BoxHead {
    /// Before the `Setup` event.
    pub fn empty() -> Self {
        Self { chain: ChainHead::empty(), records: 0, ballots: 0 }
    }

    /// From a stored row; a head that no chain can have is an error.
    pub fn resume(last_event: &str, height: i64, stage: &str, records: i64, ballots: i64) -> Result<Self, ChainError> {
        let stage = Stage::ALL.into_iter().find(|known| known.as_str() == stage).ok_or(ChainError::NoHead)?;
        let height = u64::try_from(height).map_err(|_| ChainError::NoHead)?;
        Ok(Self { chain: ChainHead::resume(last_event, height, stage)?, records, ballots })
    }
}

/// 发出, 收回, 未投 of a round, as far as the box knows: paper ballots never come into it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Turnout {
    /// On the screen and on paper.
    pub issued: i64,
    /// Of these on paper.
    pub on_paper: i64,
    pub returned: i64,
}

impl Turnout {
    /// Ballots that the box waits for.
    pub fn expected(self) -> i64 {
        self.issued - self.on_paper
    }

    pub fn not_cast(self) -> i64 {
        (self.expected() - self.returned).max(0)
    }
}
