//! What a slice says of the document that it draws up.

use serde::{Deserialize, Serialize};

use super::{document::DocumentKind, hex::VerificationKey};

/// Who has to sign: every scrutineer with a key, and the secretariat by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signers {
    pub scrutineers: Vec<Scrutineer>,
    pub secretariat: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scrutineer {
    pub name: String,
    /// 总监票人.
    pub chief: bool,
    pub verification_key: VerificationKey,
}

/// Why a text is not the document that it should be, or no longer follows from what it names.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Disagrees(String);

impl Disagrees {
    pub fn because(why: impl std::fmt::Display) -> Self {
        Self(why.to_string())
    }
}

pub trait Paper: Sized {
    const KIND: DocumentKind;

    /// RFC 8785: the bytes whose SHA-256 is signed.
    fn canonical(&self) -> Result<String, Disagrees>;

    /// Reads exactly what [`Paper::canonical`] writes.
    fn parse(text: &str) -> Result<Self, Disagrees>;

    /// Computes again whatever follows from the rest.
    fn check(&self) -> Result<(), Disagrees>;

    fn signers(&self) -> &Signers;
}
