//! 定稿: the report of a year as it was frozen, and what corrected it later.

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::documents::YearDocument;
use crate::{
    db::Ts,
    ids::{AccountId, CongressId},
};

/// One version; the first is the report, each later one a corrigendum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub congress: CongressId,
    pub year: i32,
    pub version: i32,
    /// The figures as JSON (RFC 8785), as they are published.
    pub document: String,
    /// Of those bytes, 64 hex digits.
    pub sha256: String,
    /// Of a corrigendum; empty of the first.
    pub reason: String,
    /// Acceptances and reports up to this day were counted.
    pub known_until: Date,
    pub made_by_account: AccountId,
    pub made_by: String,
    pub made_at: Ts,
}

pub fn fingerprint(document: &str) -> String {
    Sha256::digest(document.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Version {
    pub fn read(&self) -> Result<YearDocument, serde_json::Error> {
        serde_json::from_str(&self.document)
    }
}
