//! `<uuid>.bel`: the box as the outside knows it, made part by part while it is sent.

use verifiable_ballots::archive;

use crate::{
    ballots::{self, Round},
    db::{Conn, DbError},
    ids::RoundId,
};

/// Records of a part: some hundred kilobytes at most.
const RECORDS: i64 = 64;

/// The tar bytes of the chain up to the record that was the last when it was asked for. Every record carries the time at
/// which the round opened, so that the file tells no order in time but that of the chain.
#[derive(Clone)]
pub struct BoxFile {
    pub name: String,
    round: RoundId,
    /// Seconds since 1970.
    opened: u64,
    records: i64,
}

impl BoxFile {
    pub fn of(conn: &mut Conn, round: &Round) -> Result<Self, DbError> {
        let opened = round.opened_at.ok_or_else(|| DbError::corrupt("a box that was never opened"))?;
        Ok(Self {
            name: format!("{}.bel", round.election_uuid),
            round: round.id,
            opened: u64::try_from(opened.timestamp().as_second()).map_err(DbError::corrupt)?,
            records: ballots::read_head(conn, round.id)?.records,
        })
    }

    /// The bytes of the part of that number, from 0; `None` after the last.
    pub fn part(&self, conn: &mut Conn, number: i64) -> Result<Option<Vec<u8>>, DbError> {
        let from = number * RECORDS;
        if from >= self.records {
            return Ok(None);
        }
        let to = self.records.min(from + RECORDS);
        let records = ballots::records(conn, self.round, from..to)?;
        if i64::try_from(records.len()) != Ok(to - from) {
            return Err(DbError::corrupt("a box without one of its records"));
        }
        let mut bytes = if from == 0 { archive::write_header(self.opened) } else { Vec::new() };
        for record in &records {
            bytes.extend(archive::write_record(record, self.opened));
        }
        Ok(Some(bytes))
    }
}
