//! Vectors and small acts that many tests share.

pub mod forger;
pub mod hall;
pub mod tamper;

use std::io::Cursor;
use std::path::{Path, PathBuf};

use serde_json::Value;
use verifiable_ballots::{
    Archive, CheckLine, CredentialList, Election, Record, Verified, VerifyError, VerifyOptions, verify,
};

/// A file of tests/vectors.
pub fn path(name: impl AsRef<Path>) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name)
}

pub fn bytes(name: impl AsRef<Path>) -> Vec<u8> {
    let path = path(name);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

pub fn text(name: impl AsRef<Path>) -> String {
    String::from_utf8(bytes(name)).unwrap().trim_end_matches('\n').to_owned()
}

pub fn json(name: impl AsRef<Path>) -> Value {
    serde_json::from_slice(&bytes(name)).unwrap()
}

/// The text of a JSON string.
pub fn str(value: &Value) -> &str {
    value.as_str().unwrap()
}

pub fn array(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// The whole elections among the vectors.
pub const ELECTIONS: [&str; 3] = ["choose-up-to-10", "approve-each", "negative/base"];

pub fn election(folder: &str) -> Election {
    Election::parse(bytes(format!("{folder}/election.json"))).unwrap()
}

pub fn credentials(folder: &str) -> CredentialList {
    CredentialList::parse(&bytes(format!("{folder}/public_creds.json"))).unwrap()
}

/// Verifies with no options, dropping the report.
pub fn verified(archive: &[u8]) -> Result<Verified, VerifyError> {
    verified_with(archive, &VerifyOptions::default())
}

pub fn verified_with(archive: &[u8], options: &VerifyOptions<'_>) -> Result<Verified, VerifyError> {
    verify(Cursor::new(archive), options, &mut |_: CheckLine| {})
}

/// The records of an archive after its header.
pub fn records(archive: &[u8]) -> Vec<Record> {
    let mut archive = Archive::open(Cursor::new(archive)).unwrap();
    let mut records = Vec::new();
    while let Some(place) = archive.next_record().unwrap() {
        let content = archive.content(&place).unwrap();
        records.push(Record { kind: place.kind(), hash: place.hash_text(), content });
    }
    records
}
