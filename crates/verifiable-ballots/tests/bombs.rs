//! Files made to exhaust whoever reads them: refused early, in little memory.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use verifiable_ballots::archive::{MAX_RECORD_BYTES, write_header, write_record};
use verifiable_ballots::hash::sha256_hex;
use verifiable_ballots::{
    Archive, ArchiveError, Ballot, CredentialList, Election, Marks, Paper, Record, RecordKind, Trustees, VerifyError,
    VerifyOptions, verify,
};

use crate::support::hall::{Hall, TIMESTAMP, titles};
use crate::support::{records, verified, verified_with};

fn hall() -> Hall {
    let mut hall = Hall::opens(Paper::choose_up_to("一项", &titles(2), 1).unwrap(), 2, (2, 3));
    hall.casts(0, &Marks::Ticked(vec![0]));
    hall
}

/// A file of which only the beginning and one block that repeats to the end are kept, and which counts what is read.
struct Endless {
    beginning: Vec<u8>,
    block: Vec<u8>,
    length: u64,
    at: u64,
    read: u64,
}

impl Endless {
    fn new(beginning: Vec<u8>, block: Vec<u8>, length: u64) -> Endless {
        Endless { beginning, block, length, at: 0, read: 0 }
    }
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut count = 0;
        for byte in buffer.iter_mut().take(usize::try_from(self.length - self.at).unwrap()) {
            let at = usize::try_from(self.at).unwrap();
            let repeated = at.saturating_sub(self.beginning.len()) % self.block.len();
            *byte = self.beginning.get(at).copied().unwrap_or(self.block[repeated]);
            (self.at, count) = (self.at + 1, count + 1);
        }
        self.read += count as u64;
        Ok(count)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(_) => self.length,
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}

fn refusal(file: &mut Endless) -> VerifyError {
    verify(file, &VerifyOptions::default(), &mut |_| {}).unwrap_err()
}

const GIGABYTE: u64 = 1024 * 1024 * 1024;

/// The header of a record that says it has `size` bytes, whatever follows.
fn record_header(size: u64) -> Vec<u8> {
    let record = Record { kind: RecordKind::Data, hash: "a".repeat(64), content: vec![] };
    let mut header = write_record(&record, TIMESTAMP);
    header[124..135].copy_from_slice(format!("{size:011o}").as_bytes());
    header[148..156].copy_from_slice(b"        ");
    let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    header
}

#[test]
fn a_gigabyte_of_anything_is_left_after_its_first_block() {
    for block in [vec![0], b"[[[[".to_vec(), b"PK\x03\x04".to_vec()] {
        let mut file = Endless::new(vec![], block, GIGABYTE);
        assert!(matches!(refusal(&mut file), VerifyError::Unreadable(_)));
        assert!(file.read < 4096, "{} bytes were read", file.read);
    }
}

#[test]
fn a_record_of_a_gigabyte_is_left_at_its_header() {
    let mut file = Endless::new([write_header(TIMESTAMP), record_header(GIGABYTE)].concat(), vec![b'['], 2 * GIGABYTE);
    assert!(matches!(refusal(&mut file), VerifyError::Unsupported(said) if said.contains("1073741824 bytes")));
    assert!(file.read < 4096, "{} bytes were read", file.read);
    let mut cut_off = Endless::new([write_header(TIMESTAMP), record_header(GIGABYTE)].concat(), vec![b'['], GIGABYTE);
    assert!(matches!(refusal(&mut cut_off), VerifyError::Bad(said) if said.contains("cut off")));
    assert!(cut_off.read < 4096, "{} bytes were read", cut_off.read);
}

#[test]
fn an_archive_that_goes_on_with_a_gigabyte_of_something_else_is_left_there() {
    let hall = hall();
    let length = hall.file.len() as u64;
    for block in [vec![0], hall.file[..1024].to_vec(), hall.file[1024..2048].to_vec()] {
        let mut file = Endless::new(hall.file.clone(), block, length + GIGABYTE);
        assert!(matches!(refusal(&mut file), VerifyError::Bad(_)));
        assert!(file.read < 4 * length, "{} bytes were read of an archive of {length}", file.read);
    }
}

/// Its records are all right, but only so many are remembered.
#[test]
fn more_records_than_any_election_has() {
    let tiny = write_record(&data(b"0".to_vec()), TIMESTAMP);
    let mut file = Endless::new(write_header(TIMESTAMP), tiny, GIGABYTE);
    assert!(matches!(refusal(&mut file), VerifyError::Bad(said) if said.contains("stands twice")));
    assert!(file.read < 8192, "{} bytes were read", file.read);
    let mut archive = Archive::open(&mut file).unwrap();
    let end = loop {
        match archive.next_record() {
            Ok(Some(_)) => {}
            end => break end,
        }
    };
    assert_eq!(end, Err(ArchiveError::TooMany));
}

fn data(content: Vec<u8>) -> Record {
    Record { kind: RecordKind::Data, hash: sha256_hex(&content), content }
}

/// The archive of `hall` with other data in place of one record, and a right chain as far as the set-up.
fn with_setup_part(hall: &Hall, part: usize, content: Vec<u8>) -> Vec<u8> {
    let mut all = records(&hall.file);
    let (old, new) = (all[part].hash.clone(), data(content));
    let setup = String::from_utf8(all[3].content.clone()).unwrap().replace(&old, &new.hash);
    all[part] = new;
    all[3] = data(setup.into_bytes());
    let event = format!(r#"{{"height":0,"type":"Setup","payload":"{}"}}"#, all[3].hash).into_bytes();
    all[4] = Record { kind: RecordKind::Event, ..data(event) };
    let mut file = write_header(TIMESTAMP);
    all[..5].iter().for_each(|record| file.extend(write_record(record, TIMESTAMP)));
    file
}

fn bombs(length: usize) -> Vec<Vec<u8>> {
    let filled = |open: &str, item: &str, close: &str| {
        let mut text = open.as_bytes().to_vec();
        text.extend(
            item.bytes().cycle().take(length.saturating_sub(open.len() + close.len()) / item.len() * item.len()),
        );
        text.extend(close.bytes());
        text
    };
    vec![
        filled("", "[", ""),
        filled("", r#"{"a":"#, ""),
        filled("[", "0,", "0]"),
        filled("[", "[],", "[]]"),
        filled("[", "{},", "{}]"),
        filled("\"", "字", "\""),
        filled("\"", "\\u0000", "\""),
        filled("", "9", ""),
        filled(r#"{"version":1,"group":"Ed25519","questions":["#, "0,", "0]}"),
        filled(r#"{"version":1,"group":"Ed25519","questions":["#, "{},", "{}]}"),
        filled(r#"{"version":[["#, "0,", "0]]}"),
    ]
}

#[test]
fn json_of_great_depth_width_or_length_wherever_json_is_read() {
    let hall = hall();
    for bomb in bombs(200_000) {
        assert!(Election::parse(bomb.clone()).is_err());
        assert!(Trustees::parse(&bomb).is_err());
        assert!(CredentialList::parse(&bomb).is_err());
        assert!(Ballot::parse(&bomb).is_err());
        for part in 0..3 {
            assert!(verified(&with_setup_part(&hall, part, bomb.clone())).is_err());
        }
        let mut with_ballot = Hall { file: hall.file.clone(), ..self::hall() };
        let records = with_ballot.head.append_ballot(&bomb).unwrap();
        with_ballot.write(&records);
        assert!(verified(&with_ballot.file).is_err());
        let caps = VerifyOptions { caps: Some(&bomb), ..VerifyOptions::default() };
        assert!(verified_with(&hall.file, &caps).is_err());
    }
}

#[test]
fn data_longer_than_anything_real_of_its_kind_is_not_read_as_json() {
    let hall = hall();
    let over = |limit: usize| vec![b'['; limit + 1];
    for (part, limit) in [(0, 1024 * 1024), (1, 4 * 1024 * 1024)] {
        match verified(&with_setup_part(&hall, part, over(limit))) {
            Err(VerifyError::Unsupported(said)) => assert!(said.contains(&format!("more than the {limit}")), "{said}"),
            other => panic!("{other:?}"),
        }
    }
    let mut hall = hall;
    let records = hall.head.append_ballot(&over(1024 * 1024)).unwrap();
    hall.write(&records);
    assert!(matches!(verified(&hall.file), Err(VerifyError::Unsupported(_))));
    let longest = usize::try_from(MAX_RECORD_BYTES).unwrap();
    let file = [write_header(TIMESTAMP), write_record(&data(over(longest)), TIMESTAMP)].concat();
    assert!(matches!(verified(&file), Err(VerifyError::Unsupported(_))));
}

#[test]
fn a_first_record_made_to_be_expensive() {
    for (from, to) in [
        (r#""timestamp":""#, r#""timestamp":[[["#.to_owned()),
        (r#"{"version""#, format!(r#"{{"x":[{}0],"version""#, "0,".repeat(100_000))),
        ("\"1795409130\"", "1e999".to_owned()),
        ("\"1795409130\"", "-1".to_owned()),
    ] {
        let content = format!(r#"{{"version":1,"timestamp":"{TIMESTAMP}"}}"#).replace(from, &to);
        let mut file = record_header(content.len() as u64);
        file[..100].fill(0);
        file[..8].copy_from_slice(b"BELENIOS");
        file[148..156].copy_from_slice(b"        ");
        let sum: u32 = file.iter().map(|&byte| u32::from(byte)).sum();
        file[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        file.extend(content.as_bytes());
        file.resize(file.len().next_multiple_of(512), 0);
        assert!(matches!(Archive::open(Cursor::new(&file)), Err(ArchiveError::NoHeader)), "{to:.40}");
    }
}

#[test]
fn more_cap_proofs_than_ballots() {
    let hall = hall();
    let mut caps = Vec::new();
    for i in 0..200_000 {
        caps.extend(format!("{{\"tracker\":\"{i}\",\"proof\":[]}}\n").bytes());
    }
    let options = VerifyOptions { caps: Some(&caps), ..VerifyOptions::default() };
    match verified_with(&hall.file, &options) {
        Err(VerifyError::Bad(said)) => assert!(said.contains("more cap proofs than the 1 ballots"), "{said}"),
        other => panic!("{other:?}"),
    }
}
