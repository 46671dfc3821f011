use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::chain::{ChainHead, OwnedPartialDecryption, SetupData};
use super::event::{Event, EventType};
use super::tar::{Archive, RecordKind};
use crate::json;

/// What the events of an archive say, in order; every reference followed, nothing of it checked yet.
#[derive(Debug, Clone)]
pub struct Board<'a> {
    /// Bytes of the election.
    pub election: &'a [u8],
    /// Bytes of the trustees.
    pub trustees: &'a [u8],
    /// Bytes of the list of public credentials.
    pub credentials: &'a [u8],
    /// Bytes of the ballots, in the order of casting.
    pub ballots: Vec<&'a [u8]>,
    /// Bytes of the encrypted tally and of its size.
    pub tally: Option<(&'a [u8], &'a [u8])>,
    /// Owner and bytes of the partial decryptions.
    pub partial_decryptions: Vec<(u32, &'a [u8])>,
    /// Bytes of the result.
    pub result: Option<&'a [u8]>,
    /// The end of the chain.
    pub head: ChainHead,
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
    /// Data that no event refers to; the file may be cut off.
    #[error("data {hash} belongs to no event")]
    Dangling {
        /// Its hash.
        hash: String,
    },
}

struct Reader<'a> {
    data: HashMap<&'a str, &'a [u8]>,
    used: HashSet<&'a str>,
    event: u64,
}

impl<'a> Board<'a> {
    /// Follows the chain of `archive` from its set-up to its last event.
    ///
    /// # Errors
    /// [`BoardError`].
    pub fn read(archive: &Archive<'a>) -> Result<Board<'a>, BoardError> {
        let empty: &[u8] = &[];
        let mut board = Board {
            election: empty,
            trustees: empty,
            credentials: empty,
            ballots: Vec::new(),
            tally: None,
            partial_decryptions: Vec::new(),
            result: None,
            head: ChainHead::empty(),
        };
        let mut reader = Reader { data: HashMap::new(), used: HashSet::new(), event: 0 };
        let mut ballots = HashSet::new();
        for record in &archive.records {
            if record.kind == RecordKind::Data {
                reader.data.insert(record.hash, record.content);
                continue;
            }
            let event = reader.event(record.content, &board.head)?;
            let at = reader.event;
            if matches!(event.kind, EventType::Shuffle | EventType::EndShuffles) {
                return Err(BoardError::Shuffle { event: at, kind: event.kind });
            }
            let stage = board.head.stage().after(event.kind);
            let stage = stage.ok_or(BoardError::Order { event: at, kind: event.kind })?;
            match (event.kind, event.payload.as_deref()) {
                (EventType::EndBallots, None) => {}
                (EventType::Setup, Some(payload)) => {
                    let setup: SetupData = reader.structure(payload)?;
                    board.election = reader.follow(&setup.election)?;
                    board.trustees = reader.follow(&setup.trustees)?;
                    board.credentials = reader.follow(&setup.credentials)?;
                }
                (EventType::Ballot, Some(payload)) => {
                    if !ballots.insert(payload.to_owned()) {
                        return Err(BoardError::Duplicate { event: at });
                    }
                    board.ballots.push(reader.follow(payload)?);
                }
                (EventType::EncryptedTally, Some(payload)) => {
                    let sized = reader.follow(payload)?;
                    let Reference { encrypted_tally } = reader.loose(sized)?;
                    board.tally = Some((reader.follow(&encrypted_tally)?, sized));
                }
                (EventType::PartialDecryption, Some(payload)) => {
                    let owned: OwnedPartialDecryption = reader.structure(payload)?;
                    if board.partial_decryptions.iter().any(|(owner, _)| *owner == owned.owner) {
                        return Err(BoardError::SecondPartialDecryption { event: at, owner: owned.owner });
                    }
                    board.partial_decryptions.push((owned.owner, reader.follow(&owned.payload)?));
                }
                (EventType::Result, Some(payload)) => board.result = Some(reader.follow(payload)?),
                _ => return Err(BoardError::Event { event: at, reason: "payload".to_owned() }),
            }
            board.head.advance(record.hash, stage);
            reader.event += 1;
        }
        if reader.event == 0 {
            return Err(BoardError::NoSetup);
        }
        let dangling = archive.records.iter().find(|r| r.kind == RecordKind::Data && !reader.used.contains(r.hash));
        match dangling {
            Some(record) => Err(BoardError::Dangling { hash: record.hash.to_owned() }),
            None => Ok(board),
        }
    }
}

/// The part of `sized_encrypted_tally` that names other data.
#[derive(Deserialize)]
struct Reference {
    encrypted_tally: String,
}

impl<'a> Reader<'a> {
    /// Reads an event and checks its place in the chain.
    fn event(&self, content: &[u8], head: &ChainHead) -> Result<Event, BoardError> {
        let at = self.event;
        let unreadable = |reason: String| BoardError::Event { event: at, reason };
        let event: Event = serde_json::from_slice(content).map_err(|e| unreadable(e.to_string()))?;
        if event.to_json() != content {
            return Err(unreadable("not canonical".to_owned()));
        }
        if event.height != at {
            return Err(BoardError::Height { event: at, height: event.height });
        }
        if event.parent.as_deref() != head.last_event() {
            return Err(BoardError::Parent { event: at });
        }
        Ok(event)
    }

    fn follow(&mut self, hash: &str) -> Result<&'a [u8], BoardError> {
        let (&hash, &content) = self.data.get_key_value(hash).ok_or(BoardError::Missing { event: self.event })?;
        self.used.insert(hash);
        Ok(content)
    }

    fn loose<T: for<'d> Deserialize<'d>>(&self, content: &[u8]) -> Result<T, BoardError> {
        serde_json::from_slice(content).map_err(|e| BoardError::Data { event: self.event, reason: e.to_string() })
    }

    fn structure<T: Serialize + for<'d> Deserialize<'d>>(&mut self, hash: &str) -> Result<T, BoardError> {
        let content = self.follow(hash)?;
        let value = self.loose(content)?;
        if json::canonical(&value) == content {
            Ok(value)
        } else {
            Err(BoardError::Data { event: self.event, reason: "not canonical".to_owned() })
        }
    }
}
