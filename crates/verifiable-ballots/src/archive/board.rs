use std::collections::{HashMap, HashSet};
use std::io::{Read, Seek};

use serde::{Deserialize, Serialize};

use super::chain::{ChainHead, OwnedPartialDecryption, SetupData};
use super::event::{Event, EventType, Stage};
use super::tar::{Archive, ArchiveError, Place, RecordKind};
use crate::hash::unhex;
use crate::json;

/// What the events of an archive say, in order; every reference followed, nothing of it checked yet. Contents are still
/// in the file ([`Archive::content`]), none longer than its kind may be.
#[derive(Debug, Clone)]
pub struct Board {
    /// The election.
    pub election: Place,
    /// The trustees.
    pub trustees: Place,
    /// The list of public credentials.
    pub credentials: Place,
    /// The ballots, in the order of casting.
    pub ballots: Vec<Place>,
    /// The encrypted tally and its size.
    pub tally: Option<(Place, Place)>,
    /// Owner and factors of the partial decryptions.
    pub partial_decryptions: Vec<(u32, Place)>,
    /// The result.
    pub result: Option<Place>,
    /// The end of the chain.
    pub head: ChainHead,
}

/// Longest content of each kind, generous for any real election. What is read as JSON takes up to fifty times its length
/// in memory, so these bound the memory of a verifier.
mod longest {
    /// An event, or data that only names other data: a few hashes.
    pub const REFERENCE: u64 = 1024;
    /// Questions with the texts of all their answers.
    pub const ELECTION: u64 = 1024 * 1024;
    /// A thousand trustees.
    pub const TRUSTEES: u64 = 4 * 1024 * 1024;
    /// What the file may hold at all.
    pub const CREDENTIALS: u64 = super::super::tar::MAX_RECORD_BYTES;
    /// A thousand candidates on one paper. Our own booth and server stop at 64 KiB.
    pub const BALLOT: u64 = 1024 * 1024;
    /// Twenty thousand ciphertexts: tally, factors with proofs, or counts.
    pub const TALLY: u64 = 8 * 1024 * 1024;
}

/// Why the records do not make a chain. Events are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BoardError {
    /// No event at all.
    #[error("the archive has no set-up event")]
    NoSetup,
    /// Not the structure of §4.4 in its one text form, or with or without a payload against its type.
    #[error("event {event} is not readable: {reason}")]
    Event {
        /// Its height.
        event: u64,
        /// What is wrong.
        reason: String,
    },
    /// The event has another height.
    #[error("event {event} has the wrong height {height}")]
    Height {
        /// The height it should have.
        event: u64,
        /// The height it has.
        height: u64,
    },
    /// The event names another parent than the event before.
    #[error("broken hash chain at event {event}")]
    Parent {
        /// Its height.
        event: u64,
    },
    /// The event may not happen here.
    #[error("event {event} ({kind}) is not allowed here")]
    Order {
        /// Its height.
        event: u64,
        /// Its type.
        kind: EventType,
    },
    /// An event of questions that this crate does not support.
    #[error("event {event} ({kind}) belongs to questions that are not supported")]
    Shuffle {
        /// Its height.
        event: u64,
        /// Its type.
        kind: EventType,
    },
    /// Something refers to data that does not come before it.
    #[error("event {event} refers to data that is not in the archive")]
    Missing {
        /// Its height.
        event: u64,
    },
    /// The data of an event is not the structure of the specification in its one text form.
    #[error("the data of event {event} is not readable: {reason}")]
    Data {
        /// Its height.
        event: u64,
        /// What is wrong.
        reason: String,
    },
    /// The same ballot a second time.
    #[error("event {event}: this ballot is already in the box")]
    Duplicate {
        /// Its height.
        event: u64,
    },
    /// A second partial decryption of one trustee.
    #[error("event {event}: a second partial decryption by trustee {owner}")]
    SecondPartialDecryption {
        /// Its height.
        event: u64,
        /// Owner number.
        owner: u32,
    },
    /// Data longer than anything real of its kind.
    #[error("the data of event {event} has {bytes} bytes, more than the {longest} that are read")]
    TooLong {
        /// Height of the event.
        event: u64,
        /// Length of the data.
        bytes: u64,
        /// What is read.
        longest: u64,
    },
    /// The file itself.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Data that no event refers to; the file may be cut off.
    #[error("data {hash} belongs to no event")]
    Dangling {
        /// Its hash.
        hash: String,
    },
}

/// The data that came so far.
struct Data {
    found: Vec<Found>,
    by_hash: HashMap<[u8; 32], usize>,
    /// Height of the event that is being read.
    event: u64,
}

struct Found {
    place: Place,
    used: bool,
    is_ballot: bool,
}

impl Board {
    /// Follows the chain of `archive` from its set-up to its last event.
    ///
    /// # Errors
    /// [`BoardError`].
    pub fn read<R: Read + Seek>(archive: &mut Archive<R>) -> Result<Board, BoardError> {
        let mut data = Data { found: Vec::new(), by_hash: HashMap::new(), event: 0 };
        let mut board: Option<Board> = None;
        let mut owners = HashSet::new();
        while let Some(record) = archive.next_record()? {
            if record.kind == RecordKind::Data {
                data.add(record)?;
                continue;
            }
            let head = board.as_ref().map_or_else(ChainHead::empty, |board| board.head.clone());
            let (event, stage) = data.event(archive, &record, &head)?;
            let at = data.event;
            match (&mut board, event.kind, event.payload.as_deref()) {
                (none @ None, EventType::Setup, Some(payload)) => {
                    let setup: SetupData = data.structure(archive, payload)?;
                    *none = Some(Board {
                        election: data.follow(&setup.election, longest::ELECTION)?,
                        trustees: data.follow(&setup.trustees, longest::TRUSTEES)?,
                        credentials: data.follow(&setup.credentials, longest::CREDENTIALS)?,
                        ballots: Vec::new(),
                        tally: None,
                        partial_decryptions: Vec::new(),
                        result: None,
                        head,
                    });
                }
                (Some(_), EventType::EndBallots, None) => {}
                (Some(board), EventType::Ballot, Some(payload)) => board.ballots.push(data.ballot(payload)?),
                (Some(board), EventType::EncryptedTally, Some(payload)) => {
                    let sized = data.follow(payload, longest::REFERENCE)?;
                    let Reference { encrypted_tally } = data.read(&archive.content(&sized)?)?;
                    board.tally = Some((data.follow(&encrypted_tally, longest::TALLY)?, sized));
                }
                (Some(board), EventType::PartialDecryption, Some(payload)) => {
                    let owned: OwnedPartialDecryption = data.structure(archive, payload)?;
                    if !owners.insert(owned.owner) {
                        return Err(BoardError::SecondPartialDecryption { event: at, owner: owned.owner });
                    }
                    board.partial_decryptions.push((owned.owner, data.follow(&owned.payload, longest::TALLY)?));
                }
                (Some(board), EventType::Result, Some(payload)) => {
                    board.result = Some(data.follow(payload, longest::TALLY)?);
                }
                _ => return Err(BoardError::Event { event: at, reason: "payload".to_owned() }),
            }
            if let Some(board) = &mut board {
                board.head.advance(&record.hash_text(), stage);
            }
            data.event += 1;
        }
        let board = board.ok_or(BoardError::NoSetup)?;
        match data.found.iter().find(|found| !found.used) {
            Some(found) => Err(BoardError::Dangling { hash: found.place.hash_text() }),
            None => Ok(board),
        }
    }
}

/// The part of `sized_encrypted_tally` that names other data.
#[derive(Deserialize)]
pub(super) struct Reference {
    pub encrypted_tally: String,
}

impl Data {
    fn add(&mut self, place: Place) -> Result<(), ArchiveError> {
        if self.by_hash.insert(place.hash, self.found.len()).is_some() {
            return Err(ArchiveError::Twice { hash: place.hash_text() });
        }
        self.found.push(Found { place, used: false, is_ballot: false });
        Ok(())
    }

    /// Reads an event, checks its place in the chain, and says which stage it leads to.
    fn event<R: Read + Seek>(
        &self,
        archive: &mut Archive<R>,
        record: &Place,
        head: &ChainHead,
    ) -> Result<(Event, Stage), BoardError> {
        let at = self.event;
        let content = archive.content(&self.of_length(record, longest::REFERENCE)?)?;
        let unreadable = |reason: String| BoardError::Event { event: at, reason };
        let event: Event = serde_json::from_slice(&content).map_err(|e| unreadable(e.to_string()))?;
        if event.to_json() != content {
            return Err(unreadable("not canonical".to_owned()));
        }
        if event.height != at {
            return Err(BoardError::Height { event: at, height: event.height });
        }
        if event.parent.as_deref() != head.last_event() {
            return Err(BoardError::Parent { event: at });
        }
        if matches!(event.kind, EventType::Shuffle | EventType::EndShuffles) {
            return Err(BoardError::Shuffle { event: at, kind: event.kind });
        }
        let stage = head.stage().after(event.kind).ok_or(BoardError::Order { event: at, kind: event.kind })?;
        Ok((event, stage))
    }

    fn find(&mut self, hash: &str) -> Result<&mut Found, BoardError> {
        let missing = BoardError::Missing { event: self.event };
        let index = unhex(hash).and_then(|hash| self.by_hash.get(&hash).copied()).ok_or(missing.clone())?;
        self.found.get_mut(index).ok_or(missing)
    }

    fn follow(&mut self, hash: &str, longest: u64) -> Result<Place, BoardError> {
        let found = self.find(hash)?;
        found.used = true;
        let place = found.place;
        self.of_length(&place, longest)
    }

    fn ballot(&mut self, hash: &str) -> Result<Place, BoardError> {
        let event = self.event;
        if std::mem::replace(&mut self.find(hash)?.is_ballot, true) {
            return Err(BoardError::Duplicate { event });
        }
        self.follow(hash, longest::BALLOT)
    }

    fn of_length(&self, place: &Place, longest: u64) -> Result<Place, BoardError> {
        if place.size > longest {
            return Err(BoardError::TooLong { event: self.event, bytes: place.size, longest });
        }
        Ok(*place)
    }

    fn read<T: for<'d> Deserialize<'d>>(&self, content: &[u8]) -> Result<T, BoardError> {
        serde_json::from_slice(content).map_err(|e| BoardError::Data { event: self.event, reason: e.to_string() })
    }

    fn structure<T, R>(&mut self, archive: &mut Archive<R>, hash: &str) -> Result<T, BoardError>
    where
        T: Serialize + for<'d> Deserialize<'d>,
        R: Read + Seek,
    {
        let place = self.follow(hash, longest::REFERENCE)?;
        let content = archive.content(&place)?;
        let value = self.read(&content)?;
        if json::canonical(&value) == content {
            Ok(value)
        } else {
            Err(BoardError::Data { event: self.event, reason: "not canonical".to_owned() })
        }
    }
}
