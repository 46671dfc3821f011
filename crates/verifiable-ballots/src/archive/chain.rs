use serde::{Deserialize, Serialize};

use super::event::{Event, EventType, Stage};
use super::tar::{Record, RecordKind};
use crate::credential::CredentialList;
use crate::election::Election;
use crate::hash::{sha256_hex, unhex};
use crate::json;
use crate::tally::{ElectionResult, EncryptedTally, PartialDecryption};
use crate::trustee::Trustees;

/// The end of a chain of events: all that is needed to append the next one.
///
/// Every `append_…` returns the records to store, in this order, and moves the head; on an error nothing moves. The
/// caller stores records and new head together, or neither. That what is appended is right was checked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHead {
    last: Option<(String, u64)>,
    stage: Stage,
}

/// Why an event cannot be appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChainError {
    /// The event may not happen at this stage.
    #[error("{event} is not possible when the box is {stage}")]
    NotAllowed {
        /// The event.
        event: EventType,
        /// Where the chain stands.
        stage: Stage,
    },
    /// A stored hash, height and stage that no chain can have.
    #[error("this is no head of a chain")]
    NoHead,
}

/// `setup_data` of §4.10.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetupData {
    pub election: String,
    pub trustees: String,
    pub credentials: String,
}

/// `owned_partial_decryption` of §4.20.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnedPartialDecryption {
    pub owner: u32,
    pub payload: String,
}

impl Default for ChainHead {
    fn default() -> ChainHead {
        ChainHead::empty()
    }
}

impl ChainHead {
    /// Before the first event.
    #[must_use]
    pub fn empty() -> ChainHead {
        ChainHead { last: None, stage: Stage::Empty }
    }

    /// Goes on from a stored head: the last event's hash (64 lower-case hexadecimal digits), its height (0 for `Setup`)
    /// and the stage it led to.
    ///
    /// # Errors
    /// [`ChainError::NoHead`] if no chain can have this head.
    pub fn resume(last_event: &str, height: u64, stage: Stage) -> Result<ChainHead, ChainError> {
        let hash = unhex(last_event).is_some();
        let least = match stage {
            Stage::Empty => return Err(ChainError::NoHead),
            Stage::Voting => 0,
            Stage::Closed => 1,
            Stage::Tallied => 2,
            Stage::Decrypting => 3,
            Stage::Finished => 4,
        };
        if !hash || height < least {
            return Err(ChainError::NoHead);
        }
        Ok(ChainHead { last: Some((last_event.to_owned(), height)), stage })
    }

    /// Hexadecimal SHA-256 of the last event.
    #[must_use]
    pub fn last_event(&self) -> Option<&str> {
        self.last.as_ref().map(|(hash, _)| hash.as_str())
    }

    /// Height of the last event.
    #[must_use]
    pub fn height(&self) -> Option<u64> {
        self.last.as_ref().map(|(_, height)| *height)
    }

    /// How far the election has got.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Opens the box: three data records, the set-up data, the event.
    ///
    /// # Errors
    /// [`ChainError::NotAllowed`].
    pub fn append_setup(
        &mut self,
        election: &Election,
        trustees: &Trustees,
        credentials: &CredentialList,
    ) -> Result<Vec<Record>, ChainError> {
        let parts = [election.bytes(), trustees.bytes(), credentials.bytes()].map(|bytes| Record::data(bytes.to_vec()));
        let [election, trustees, credentials] = parts.each_ref().map(|record| record.hash.clone());
        let setup = json::canonical(&SetupData { election, trustees, credentials });
        self.append(EventType::Setup, parts.into_iter().chain([Record::data(setup)]).collect())
    }

    /// Puts a checked ballot into the box: its data and the event.
    ///
    /// # Errors
    /// [`ChainError::NotAllowed`].
    pub fn append_ballot(&mut self, ballot: &[u8]) -> Result<Vec<Record>, ChainError> {
        self.append(EventType::Ballot, vec![Record::data(ballot.to_vec())])
    }

    /// Closes the box.
    ///
    /// # Errors
    /// [`ChainError::NotAllowed`].
    pub fn append_end_ballots(&mut self) -> Result<Vec<Record>, ChainError> {
        self.append(EventType::EndBallots, Vec::new())
    }

    /// Publishes the product of the ballots: two data records and the event.
    ///
    /// # Errors
    /// [`ChainError::NotAllowed`].
    pub fn append_encrypted_tally(&mut self, tally: &EncryptedTally) -> Result<Vec<Record>, ChainError> {
        let data = vec![Record::data(tally.payload()), Record::data(tally.sized_payload())];
        self.append(EventType::EncryptedTally, data)
    }

    /// Publishes the checked factors of trustee `owner` (from 1): two data records and the event.
    ///
    /// # Errors
    /// [`ChainError::NotAllowed`].
    pub fn append_partial_decryption(
        &mut self,
        owner: u32,
        partial: &PartialDecryption,
    ) -> Result<Vec<Record>, ChainError> {
        let data = Record::data(partial.to_json());
        let owned = OwnedPartialDecryption { owner, payload: data.hash.clone() };
        self.append(EventType::PartialDecryption, vec![data, Record::data(json::canonical(&owned))])
    }

    /// Publishes the counts: one data record and the event.
    ///
    /// # Errors
    /// [`ChainError::NotAllowed`].
    pub fn append_result(&mut self, result: &ElectionResult) -> Result<Vec<Record>, ChainError> {
        self.append(EventType::Result, vec![Record::data(result.to_json())])
    }

    fn append(&mut self, kind: EventType, mut records: Vec<Record>) -> Result<Vec<Record>, ChainError> {
        let not_allowed = ChainError::NotAllowed { event: kind, stage: self.stage };
        let stage = self.stage.after(kind).ok_or(not_allowed)?;
        let event = Event {
            parent: self.last_event().map(str::to_owned),
            height: self.next_height(),
            kind,
            payload: records.last().map(|record| record.hash.clone()),
        };
        let content = event.to_json();
        let record = Record { kind: RecordKind::Event, hash: sha256_hex(&content), content };
        *self = ChainHead { last: Some((record.hash.clone(), event.height)), stage };
        records.push(record);
        Ok(records)
    }

    pub(super) fn next_height(&self) -> u64 {
        self.height().map_or(0, |height| height + 1)
    }

    /// Moves over an event that was read.
    pub(super) fn advance(&mut self, hash: &str, stage: Stage) {
        *self = ChainHead { last: Some((hash.to_owned(), self.next_height())), stage };
    }
}
