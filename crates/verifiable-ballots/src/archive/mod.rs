//! The public data of an election: an append-only chain of events in a tar file (§4.4).
//!
//! [`ChainHead`] makes the records of each event; [`write_header`] and [`write_record`] make the bytes of the file,
//! equal to those of the reference tool; [`Archive`] reads a file and [`Board`] is what it says. A file is read from where it
//! lies, record by record, within limits that are named here: a file of any length, made by anybody, takes bounded
//! memory.

mod board;
mod chain;
mod counting;
mod event;
mod tar;

pub use board::{Board, BoardError};
pub use chain::{ChainError, ChainHead};
pub use counting::Counting;
pub use event::{Event, EventType, Stage};
pub use tar::{
    Archive, ArchiveError, MAX_RECORD_BYTES, MAX_RECORDS, Place, Record, RecordKind, write_header, write_record,
};
