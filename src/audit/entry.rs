//! One entry of the list, and the chain that its hash makes.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::deed::Deed;
use crate::{
    db::{Seal, Ts},
    ids::CongressId,
};

/// Who acts, as the entry will remember it.
#[derive(Clone, Debug)]
pub struct Actor {
    pub congress: Option<CongressId>,
    /// `secretariat`, `scrutineer`, …, or `operator` for the command line.
    pub role: &'static str,
    pub name: String,
}

impl Actor {
    pub fn operator() -> Self {
        Self { congress: None, role: "operator", name: "command line".to_owned() }
    }

    /// The operator belongs to no congress; what is done stands in the list of the one that it is done to.
    pub fn acting_in(&self, congress: CongressId) -> Self {
        Self { congress: Some(congress), ..self.clone() }
    }
}

/// What was done, and `subject` what it was done to.
#[derive(Clone, Debug)]
pub struct Act {
    pub deed: Deed,
    pub subject: String,
    pub detail: serde_json::Value,
}

impl Act {
    pub fn new(deed: Deed, subject: impl std::fmt::Display) -> Self {
        Self { deed, subject: subject.to_string(), detail: serde_json::Value::Null }
    }

    pub fn with(mut self, detail: serde_json::Value) -> Self {
        self.detail = detail;
        self
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    pub seq: i64,
    pub congress: Option<CongressId>,
    pub at: Ts,
    pub role: String,
    pub name: String,
    pub action: String,
    pub subject: String,
    pub detail: String,
    pub previous: String,
}

/// What the first entry names as the one before it.
pub const BEFORE_THE_FIRST: &str = "";

impl Entry {
    /// HMAC-SHA-256, under the seal, of the entry's JSON, fields in this order, the previous hash among them; 64 hex digits.
    /// Whoever may write everything in the database makes none without the server's secret.
    pub fn hash(&self, seal: &Seal) -> Result<String, serde_json::Error> {
        Ok(hex(&seal.derive("audit list", &serde_json::to_vec(self)?)))
    }

    /// As lists were chained before they were sealed: SHA-256 of the same, which proves nothing against whoever may write.
    pub fn hash_without_a_seal(&self) -> Result<String, serde_json::Error> {
        Ok(hex(&Sha256::digest(serde_json::to_vec(self)?)))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
