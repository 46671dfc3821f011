use std::collections::HashMap;

use serde::Deserialize;

use super::board::{BoardError, Reference};
use super::chain::OwnedPartialDecryption;
use super::event::{Event, EventType};
use super::tar::{Record, RecordKind};
use crate::hash::sha256_hex;

/// What a box says of its own count, read from the records after its last ballot (§4.17 to §4.20): so that a share is
/// asked for and given without reading the ballots. [`super::Board`] is what the whole file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counting {
    /// The encrypted tally and its size, as JSON; none before the count begins.
    pub tally: Option<(Vec<u8>, Vec<u8>)>,
    /// Owner and factors, as JSON, of the partial decryptions; no proof is checked.
    pub partial_decryptions: Vec<(u32, Vec<u8>)>,
}

impl Counting {
    /// `records` in the order of the box, from anywhere after the set-up; each is held to its hash, the chain to the
    /// records before is not looked at.
    ///
    /// # Errors
    /// [`BoardError`].
    pub fn read(records: &[Record]) -> Result<Counting, BoardError> {
        let mut data: HashMap<&str, &[u8]> = HashMap::new();
        let mut counting = Counting::default();
        let mut next = 0;
        for record in records {
            if sha256_hex(&record.content) != record.hash {
                return Err(BoardError::Data { event: next, reason: "another hash".to_owned() });
            }
            if record.kind == RecordKind::Data {
                data.insert(&record.hash, &record.content);
                continue;
            }
            let event: Event = read(&record.content, next)?;
            let at = event.height;
            next = at + 1;
            let find = |hash: &str| data.get(hash).copied().ok_or(BoardError::Missing { event: at });
            match (event.kind, event.payload.as_deref()) {
                (EventType::EncryptedTally, Some(payload)) => {
                    let sized = find(payload)?;
                    let Reference { encrypted_tally } = read(sized, at)?;
                    counting.tally = Some((find(&encrypted_tally)?.to_vec(), sized.to_vec()));
                }
                (EventType::PartialDecryption, Some(payload)) => {
                    let owned: OwnedPartialDecryption = read(find(payload)?, at)?;
                    counting.partial_decryptions.push((owned.owner, find(&owned.payload)?.to_vec()));
                }
                _ => {}
            }
        }
        Ok(counting)
    }
}

fn read<'d, T: Deserialize<'d>>(content: &'d [u8], event: u64) -> Result<T, BoardError> {
    serde_json::from_slice(content).map_err(|e| BoardError::Data { event, reason: e.to_string() })
}
