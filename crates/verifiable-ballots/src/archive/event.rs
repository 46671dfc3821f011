use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::json;

/// What happened (§4.4). The two shuffle events belong to questions that this crate does not support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum EventType {
    /// Election, trustees and credentials are published.
    Setup,
    /// A ballot is cast.
    Ballot,
    /// No more ballots.
    EndBallots,
    /// The product of the ballots.
    EncryptedTally,
    /// Not supported.
    Shuffle,
    /// Not supported.
    EndShuffles,
    /// One trustee's factors.
    PartialDecryption,
    /// The counts.
    Result,
}

/// An event; its text form is compact JSON in the order of these fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Hexadecimal SHA-256 of the event before; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Number of events before.
    pub height: u64,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// Hexadecimal SHA-256 of the data it is about; none for `EndBallots`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
}

/// How far an election has got. Text form: `empty`, `voting`, `closed`, `tallied`, `decrypting`, `finished`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Nothing yet.
    Empty,
    /// After `Setup`.
    Voting,
    /// After `EndBallots`.
    Closed,
    /// After `EncryptedTally`.
    Tallied,
    /// After at least one `PartialDecryption`.
    Decrypting,
    /// After `Result`: nothing may follow.
    Finished,
}

impl Event {
    /// The bytes of the record.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        json::canonical(self)
    }
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Stage; 6] =
        [Stage::Empty, Stage::Voting, Stage::Closed, Stage::Tallied, Stage::Decrypting, Stage::Finished];

    /// The stage after `event`, or `None` if it may not happen now.
    #[must_use]
    pub fn after(self, event: EventType) -> Option<Stage> {
        match (self, event) {
            (Stage::Empty, EventType::Setup) | (Stage::Voting, EventType::Ballot) => Some(Stage::Voting),
            (Stage::Voting, EventType::EndBallots) => Some(Stage::Closed),
            (Stage::Closed, EventType::EncryptedTally) => Some(Stage::Tallied),
            (Stage::Tallied | Stage::Decrypting, EventType::PartialDecryption) => Some(Stage::Decrypting),
            (Stage::Decrypting, EventType::Result) => Some(Stage::Finished),
            _ => None,
        }
    }

    /// The text form.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Empty => "empty",
            Stage::Voting => "voting",
            Stage::Closed => "closed",
            Stage::Tallied => "tallied",
            Stage::Decrypting => "decrypting",
            Stage::Finished => "finished",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Stage {
    type Err = super::ChainError;

    fn from_str(text: &str) -> Result<Stage, super::ChainError> {
        Stage::ALL.into_iter().find(|stage| stage.as_str() == text).ok_or(super::ChainError::NoHead)
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
