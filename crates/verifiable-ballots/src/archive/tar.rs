use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::hash::{hex, sha256, sha256_hex, unhex};

/// Most records of a file that is read: two a ballot, for all the ballots of a large city. An index of so many takes
/// some 60 MB.
pub const MAX_RECORDS: usize = 600_000;
/// Longest content of a record: a list of 300,000 credentials has 20 MB.
pub const MAX_RECORD_BYTES: u64 = 32 * 1024 * 1024;
/// Longest content of the first record; a real one has 39 bytes.
const MAX_HEADER_BYTES: u64 = 1024;

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

/// A file read strictly from its first record to its last: a header, then data and events, each under the hash of its
/// content. Contents stay in the file until they are asked for, so that a file of any length takes little memory.
#[derive(Debug)]
pub struct Archive<R> {
    source: R,
    length: u64,
    /// Where the next record begins.
    at: u64,
    records: usize,
    timestamp: u64,
}

/// A record that was found right, and where its content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub(super) kind: RecordKind,
    pub(super) hash: [u8; 32],
    pub(super) at: u64,
    pub(super) size: u64,
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
        at: u64,
    },
    /// Something that is neither data nor event.
    #[error("unexpected record at byte {at}")]
    UnexpectedRecord {
        /// Where it begins.
        at: u64,
    },
    /// The header of the record has another sum than it says.
    #[error("wrong check sum of the record at byte {at}")]
    CheckSum {
        /// Where the record begins.
        at: u64,
    },
    /// Bytes other than zero after the content.
    #[error("hidden bytes after the record at byte {at}")]
    Padding {
        /// Where the record begins.
        at: u64,
    },
    /// The content does not match the name.
    #[error("the contents of record {hash} do not match its name")]
    Hash {
        /// The name.
        hash: String,
    },
    /// The same data twice.
    #[error("record {hash} stands twice in the archive")]
    Twice {
        /// Its hash.
        hash: String,
    },
    /// More than [`MAX_RECORD_BYTES`].
    #[error("the record at byte {at} has {bytes} bytes, more than the {MAX_RECORD_BYTES} that are read")]
    TooLong {
        /// Where it begins.
        at: u64,
        /// Its length.
        bytes: u64,
    },
    /// More than [`MAX_RECORDS`].
    #[error("the archive has more than the {MAX_RECORDS} records that are read")]
    TooMany,
    /// The file could not be read.
    #[error("the file cannot be read: {0}")]
    Io(String),
}

impl From<io::Error> for ArchiveError {
    fn from(error: io::Error) -> ArchiveError {
        ArchiveError::Io(error.to_string())
    }
}

#[derive(Deserialize)]
struct ArchiveHeader {
    version: serde_json::Value,
    timestamp: serde_json::Value,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the first record, which says that this is an archive.
    ///
    /// # Errors
    /// [`ArchiveError`].
    pub fn open(mut source: R) -> Result<Archive<R>, ArchiveError> {
        let length = source.seek(SeekFrom::End(0))?;
        let mut archive = Archive { source, length, at: 0, records: 0, timestamp: 0 };
        let mut name = [0; HEADER.len() + 1];
        if length < 9 || !archive.read_at(0, &mut name).is_ok_and(|()| name == *b"BELENIOS\0") {
            return Err(archive.what_else());
        }
        let header = archive.next_entry()?.ok_or(ArchiveError::NotAnArchive)?;
        if header.place.size > MAX_HEADER_BYTES {
            return Err(ArchiveError::NoHeader);
        }
        archive.timestamp = read_header(&archive.content(&header.place)?)?;
        Ok(archive)
    }

    /// Seconds since 1970 of the beginning of the election.
    #[must_use]
    pub fn timestamp(&self) -> u64 {
        self.timestamp
    }

    /// The next record after the header, its content compared with its name; `None` at the end.
    ///
    /// # Errors
    /// [`ArchiveError`].
    pub fn next_record(&mut self) -> Result<Option<Place>, ArchiveError> {
        let at = self.at;
        let Some(entry) = self.next_entry()? else { return Ok(None) };
        if entry.name == HEADER {
            return Err(ArchiveError::UnexpectedRecord { at });
        }
        if self.records == MAX_RECORDS {
            return Err(ArchiveError::TooMany);
        }
        self.records += 1;
        let named = split_name(&entry.name).map(|(hash, _)| hash);
        if named != Some(entry.place.hash_text().as_str()) {
            return Err(ArchiveError::Hash { hash: named.unwrap_or_default().to_owned() });
        }
        Ok(Some(entry.place))
    }

    /// The content of a record.
    ///
    /// # Errors
    /// [`ArchiveError::Io`]; [`ArchiveError::Hash`] if the file has changed since.
    pub fn content(&mut self, place: &Place) -> Result<Vec<u8>, ArchiveError> {
        let size = usize::try_from(place.size).map_err(|e| ArchiveError::Io(e.to_string()))?;
        let mut content = vec![0; size];
        self.read_at(place.at, &mut content)?;
        if sha256(&content) == place.hash { Ok(content) } else { Err(ArchiveError::Hash { hash: place.hash_text() }) }
    }

    /// A file that does not begin as an archive: another kind of file, or one whose first record is gone.
    fn what_else(&mut self) -> ArchiveError {
        match self.next_entry() {
            Ok(Some(_)) => ArchiveError::NoHeader,
            Err(error @ ArchiveError::Io(_)) => error,
            _ => ArchiveError::NotAnArchive,
        }
    }

    fn read_at(&mut self, at: u64, bytes: &mut [u8]) -> Result<(), ArchiveError> {
        self.source.seek(SeekFrom::Start(at))?;
        Ok(self.source.read_exact(bytes)?)
    }

    fn next_entry(&mut self) -> Result<Option<Entry>, ArchiveError> {
        let at = self.at;
        let rest = self.length.saturating_sub(at);
        if rest == 0 {
            return Ok(None);
        }
        let truncated = ArchiveError::Truncated { at };
        let mut header = [0; BLOCK];
        let after_header = rest.checked_sub(BLOCK as u64).ok_or(truncated.clone())?;
        self.read_at(at, &mut header)?;
        let (name, kind, size) = parse_header(&header, at)?;
        let padded = size.checked_next_multiple_of(BLOCK as u64).filter(|padded| *padded <= after_header);
        let padded = padded.ok_or(truncated)?;
        if size > MAX_RECORD_BYTES {
            return Err(ArchiveError::TooLong { at, bytes: size });
        }
        let hash = self.hash_next(size)?;
        let mut padding = Vec::new();
        self.source.by_ref().take(padded - size).read_to_end(&mut padding)?;
        if padding.iter().any(|&b| b != 0) {
            return Err(ArchiveError::Padding { at });
        }
        let begin = at + BLOCK as u64;
        self.at = begin + padded;
        Ok(Some(Entry { name, place: Place { kind, hash, at: begin, size } }))
    }

    /// SHA-256 of the next `size` bytes, of which only a part is in memory at a time.
    fn hash_next(&mut self, size: u64) -> Result<[u8; 32], ArchiveError> {
        let mut hasher = Sha256::new();
        let mut content = BufReader::with_capacity(64 * 1024, self.source.by_ref().take(size));
        loop {
            let part = content.fill_buf()?;
            if part.is_empty() {
                return Ok(hasher.finalize().into());
            }
            hasher.update(part);
            let read = part.len();
            content.consume(read);
        }
    }
}

impl Place {
    /// Data or event.
    #[must_use]
    pub fn kind(&self) -> RecordKind {
        self.kind
    }

    /// Hexadecimal SHA-256 of the content.
    #[must_use]
    pub fn hash_text(&self) -> String {
        hex(&self.hash)
    }

    /// The same in Base64 without padding (§4.3): of a ballot its tracker.
    #[must_use]
    pub fn hash_base64(&self) -> String {
        STANDARD_NO_PAD.encode(self.hash)
    }
}

struct Entry {
    name: String,
    place: Place,
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
    unhex(hash)?;
    Some((hash, kind))
}

/// Name, kind and size that the header of a record states. The first record counts as data.
fn parse_header(header: &[u8; BLOCK], at: u64) -> Result<(String, RecordKind, u64), ArchiveError> {
    let unexpected = ArchiveError::UnexpectedRecord { at };
    let name = text_field(&header[..100]).ok_or(unexpected.clone())?;
    let known = if name == HEADER { Some(RecordKind::Data) } else { split_name(name).map(|(_, kind)| kind) };
    let kind = known.ok_or(unexpected.clone())?;
    let plain_file = matches!(header[156], b'0' | 0) && header[157..].iter().all(|&b| b == 0);
    let numbers = [&header[100..108], &header[108..116], &header[116..124], &header[136..148]];
    if !plain_file || numbers.iter().any(|field| octal(field).is_none()) {
        return Err(unexpected);
    }
    let size = octal(&header[124..136]).ok_or(unexpected)?;
    let sum_without_itself: u64 =
        (0..BLOCK).map(|i| u64::from(if (148..156).contains(&i) { b' ' } else { header[i] })).sum();
    if octal(&header[148..156]) != Some(sum_without_itself) {
        return Err(ArchiveError::CheckSum { at });
    }
    Ok((name.to_owned(), kind, size))
}

/// Text up to the first zero, after which all must be zero.
fn text_field(field: &[u8]) -> Option<&str> {
    let end = field.iter().position(|&b| b == 0)?;
    let (text, rest) = field.split_at(end);
    rest.iter().all(|&b| b == 0).then(|| std::str::from_utf8(text).ok())?
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
