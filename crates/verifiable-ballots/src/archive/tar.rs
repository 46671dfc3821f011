use std::collections::HashSet;

use serde::Deserialize;

use crate::hash::{hex_value, sha256_hex};

const BLOCK: usize = 512;
const HEADER: &str = "BELENIOS";

/// What a record of the archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecordKind {
    /// `<hash>.data.json`
    Data,
    /// `<hash>.event.json`
    Event,
}

/// One record of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Data or event.
    pub kind: RecordKind,
    /// Hexadecimal SHA-256 of the content.
    pub hash: String,
    /// The JSON, without final newline.
    pub content: Vec<u8>,
}

impl Record {
    pub(super) fn data(content: Vec<u8>) -> Record {
        Record { kind: RecordKind::Data, hash: sha256_hex(&content), content }
    }
}

/// The first bytes of an archive. `timestamp`: seconds since 1970 of the beginning of the election; all records of the
/// file carry it as their time, so none tells when it was appended.
#[must_use]
pub fn write_header(timestamp: u64) -> Vec<u8> {
    write(HEADER, format!(r#"{{"version":1,"timestamp":"{timestamp}"}}"#).as_bytes(), timestamp)
}

/// The bytes of one record. `timestamp` as given to [`write_header`].
#[must_use]
pub fn write_record(record: &Record, timestamp: u64) -> Vec<u8> {
    let kind = match record.kind {
        RecordKind::Data => "data",
        RecordKind::Event => "event",
    };
    write(&format!("{}.{kind}.json", record.hash), &record.content, timestamp)
}

/// An old-style tar entry exactly as the reference tool writes it; the field of the check sum is why no library does.
fn write(name: &str, content: &[u8], timestamp: u64) -> Vec<u8> {
    let mut header = [0u8; BLOCK];
    let mut put = |at: usize, text: &str| {
        header.iter_mut().skip(at).zip(text.bytes()).for_each(|(place, byte)| *place = byte);
    };
    put(0, name);
    put(100, "0000644\x000000000\x000000000");
    put(124, &format!("{:011o}", content.len()));
    put(136, &format!("{timestamp:011o}"));
    put(148, "        0");
    let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
    let mut put = |at: usize, text: &str| {
        header.iter_mut().skip(at).zip(text.bytes()).for_each(|(place, byte)| *place = byte);
    };
    put(148, &format!("{sum:06o}\0"));
    let mut bytes = Vec::with_capacity(BLOCK + content.len().next_multiple_of(BLOCK));
    bytes.extend_from_slice(&header);
    bytes.extend_from_slice(content);
    bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
    bytes
}

/// A file read strictly: header record first, then data and events, each under the hash of its content, none twice.
#[derive(Debug, Clone)]
pub struct Archive<'a> {
    /// Seconds since 1970 of the beginning of the election.
    pub timestamp: u64,
    pub(super) records: Vec<RecordRef<'a>>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct RecordRef<'a> {
    pub kind: RecordKind,
    pub hash: &'a str,
    pub content: &'a [u8],
}

/// Why a file is not an archive, or a broken one. Places are in bytes from the beginning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// Not a Belenios archive at all.
    #[error("this is not a Belenios archive")]
    NotAnArchive,
    /// The archive format has another version.
    #[error("archive version {0} is not supported")]
    Version(String),
    /// The first record is not `BELENIOS`, or not readable.
    #[error("the archive has no readable BELENIOS header record")]
    NoHeader,
    /// The file ends within a record.
    #[error("the archive is cut off in the record at byte {at}")]
    Truncated {
        /// Where the record begins.
        at: usize,
    },
    /// Something that is neither data nor event.
    #[error("unexpected record at byte {at}")]
    UnexpectedRecord {
        /// Where it begins.
        at: usize,
    },
    /// The header of the record has another sum than it says.
    #[error("wrong check sum of the record at byte {at}")]
    CheckSum {
        /// Where the record begins.
        at: usize,
    },
    /// Bytes other than zero after the content.
    #[error("hidden bytes after the record at byte {at}")]
    Padding {
        /// Where the record begins.
        at: usize,
    },
    /// The content does not match the name.
    #[error("the contents of record {hash} do not match its name")]
    Hash {
        /// The name.
        hash: String,
    },
    /// A record twice.
    #[error("record {hash} stands twice in the archive")]
    Twice {
        /// Its hash.
        hash: String,
    },
}

#[derive(Deserialize)]
struct ArchiveHeader {
    version: serde_json::Value,
    timestamp: serde_json::Value,
}

impl<'a> Archive<'a> {
    /// Reads a whole file.
    ///
    /// # Errors
    /// [`ArchiveError`].
    pub fn read(bytes: &'a [u8]) -> Result<Archive<'a>, ArchiveError> {
        let mut entries = Entries { bytes, at: 0 };
        let timestamp = match entries.next() {
            Some(Ok(Entry { name: HEADER, content, .. })) => read_header(content)?,
            Some(Ok(_)) => return Err(ArchiveError::NoHeader),
            Some(Err(ArchiveError::Truncated { .. })) if bytes.starts_with(b"BELENIOS\0") => {
                return Err(ArchiveError::Truncated { at: 0 });
            }
            Some(Err(_)) | None => return Err(ArchiveError::NotAnArchive),
        };
        let mut seen = HashSet::new();
        let mut records = Vec::new();
        for entry in entries {
            let Entry { name, content, at } = entry?;
            let (hash, kind) = split_name(name).ok_or(ArchiveError::UnexpectedRecord { at })?;
            if !seen.insert(name) {
                return Err(ArchiveError::Twice { hash: hash.to_owned() });
            }
            if sha256_hex(content) != hash {
                return Err(ArchiveError::Hash { hash: hash.to_owned() });
            }
            records.push(RecordRef { kind, hash, content });
        }
        Ok(Archive { timestamp, records })
    }

    /// The records after the header, in order.
    pub fn records(&self) -> impl Iterator<Item = Record> {
        self.records.iter().map(|r| Record { kind: r.kind, hash: r.hash.to_owned(), content: r.content.to_vec() })
    }
}

/// §4.4 says the time is a number; the reference tool writes it as a string.
fn read_header(content: &[u8]) -> Result<u64, ArchiveError> {
    let header: ArchiveHeader = serde_json::from_slice(content).map_err(|_| ArchiveError::NoHeader)?;
    if header.version != 1 {
        return Err(ArchiveError::Version(header.version.to_string()));
    }
    let text = header.timestamp.as_str().map_or_else(|| header.timestamp.to_string(), str::to_owned);
    text.parse().map_err(|_| ArchiveError::NoHeader)
}

fn split_name(name: &str) -> Option<(&str, RecordKind)> {
    let (hash, end) = name.split_at_checked(64)?;
    let kind = match end {
        ".data.json" => RecordKind::Data,
        ".event.json" => RecordKind::Event,
        _ => return None,
    };
    hash.bytes().all(|b| hex_value(b).is_some()).then_some((hash, kind))
}

struct Entry<'a> {
    name: &'a str,
    content: &'a [u8],
    at: usize,
}

struct Entries<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Result<Entry<'a>, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
        let entry = read_entry(rest, self.at);
        self.at = match &entry {
            Ok(entry) => self.at + BLOCK + entry.content.len().next_multiple_of(BLOCK),
            Err(_) => self.bytes.len(),
        };
        Some(entry)
    }
}

fn read_entry(rest: &[u8], at: usize) -> Result<Entry<'_>, ArchiveError> {
    let (header, body) = rest.split_first_chunk::<BLOCK>().ok_or(ArchiveError::Truncated { at })?;
    let unexpected = ArchiveError::UnexpectedRecord { at };
    let name = text_field(&header[..100]).ok_or(unexpected.clone())?;
    let known = name == HEADER || split_name(name).is_some();
    let plain_file = matches!(header[156], b'0' | 0) && header[157..].iter().all(|&b| b == 0);
    let numbers = [&header[100..108], &header[108..116], &header[116..124], &header[136..148]];
    if !known || !plain_file || numbers.iter().any(|field| octal(field).is_none()) {
        return Err(unexpected);
    }
    let size = octal(&header[124..136]).and_then(|size| usize::try_from(size).ok()).ok_or(unexpected.clone())?;
    let sum_without_itself: u64 =
        (0..BLOCK).map(|i| u64::from(if (148..156).contains(&i) { b' ' } else { header[i] })).sum();
    if octal(&header[148..156]) != Some(sum_without_itself) {
        return Err(ArchiveError::CheckSum { at });
    }
    let (content, after) = body.split_at_checked(size).ok_or(ArchiveError::Truncated { at })?;
    let padding = after.get(..size.next_multiple_of(BLOCK) - size).ok_or(ArchiveError::Truncated { at })?;
    if padding.iter().any(|&b| b != 0) {
        return Err(ArchiveError::Padding { at });
    }
    Ok(Entry { name, content, at })
}

/// Text up to the first zero, after which all must be zero.
fn text_field(field: &[u8]) -> Option<&str> {
    let end = field.iter().position(|&b| b == 0)?;
    let (text, rest) = field.split_at(end);
    rest.iter().all(|&b| b == 0).then(|| str::from_utf8(text).ok())?
}

/// Octal digits, then zeros or spaces.
fn octal(field: &[u8]) -> Option<u64> {
    let end = field.iter().position(|b| !(b'0'..=b'7').contains(b)).unwrap_or(field.len());
    let (digits, rest) = field.split_at(end);
    if digits.is_empty() || rest.iter().any(|&b| b != 0 && b != b' ') {
        return None;
    }
    Some(digits.iter().fold(0, |n, digit| n * 8 + u64::from(digit - b'0')))
}
