use std::fmt;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::certificates::Certificate;
use super::keys::TrusteePublicKey;
use super::parameters::{ThresholdError, ThresholdParameters};
use crate::group::Element;
use crate::hash::sha256_hex;
use crate::json;

/// One item of `trustees.json` (§4.7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrusteeKind {
    /// One trustee who must take part.
    Single(Box<TrusteePublicKey>),
    /// Trustees of whom `threshold` must take part.
    Pedersen(ThresholdParameters),
}

impl TrusteeKind {
    fn certificates(&self) -> Option<&[Certificate]> {
        match self {
            TrusteeKind::Single(_) => None,
            TrusteeKind::Pedersen(parameters) => Some(&parameters.certs),
        }
    }
}

/// All trustees of an election, checked, with the bytes they were read from.
///
/// Owners are numbered from 1 through all items: with a server and three scrutineers, 1 is the server and 2 to 4 are
/// the scrutineers.
#[derive(Debug, Clone)]
pub struct Trustees {
    bytes: Vec<u8>,
    kinds: Vec<TrusteeKind>,
    /// Each owner's public key, in order.
    keys: Vec<Element>,
    /// Signing keys of the Pedersen trustees, in order.
    verification_keys: Vec<Element>,
    election_key: Element,
}

/// Why trustees are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrusteesError {
    /// Not the structure of §4.7.
    #[error("the trustees are not readable: {0}")]
    NotReadable(String),
    /// No trustee, or keys that cancel each other: the election key would be the identity.
    #[error("the trustees have no common key")]
    NoKey,
    /// The proof of possession of a `Single` key is wrong.
    #[error("trustee {owner} has not proved to know the key")]
    Possession {
        /// Owner number, from 1.
        owner: u32,
    },
    /// A `Pedersen` item is wrong.
    #[error("threshold key {item}: {error}")]
    Threshold {
        /// Place of the item, from 0.
        item: usize,
        /// What is wrong; trustees are counted from 1 within the item.
        error: ThresholdError,
    },
}

impl Trustees {
    /// Reads `trustees.json` and checks all of it: proofs of possession, certificates, coefficients, signatures, shares.
    ///
    /// # Errors
    /// [`TrusteesError`].
    pub fn parse(bytes: &[u8]) -> Result<Trustees, TrusteesError> {
        let kinds = serde_json::from_slice(bytes).map_err(|e| TrusteesError::NotReadable(e.to_string()))?;
        Trustees::new(bytes.to_vec(), kinds)
    }

    /// The trustees of a round: the server's key and the scrutineers'.
    ///
    /// # Errors
    /// [`TrusteesError`] if either is wrong.
    pub fn of_server_and_scrutineers(
        server: &TrusteePublicKey,
        scrutineers: &ThresholdParameters,
    ) -> Result<Trustees, TrusteesError> {
        Trustees::from_kinds(vec![
            TrusteeKind::Single(Box::new(server.clone())),
            TrusteeKind::Pedersen(scrutineers.clone()),
        ])
    }

    /// Any trustees.
    ///
    /// # Errors
    /// [`TrusteesError`] if one is wrong.
    pub fn from_kinds(kinds: Vec<TrusteeKind>) -> Result<Trustees, TrusteesError> {
        Trustees::new(json::canonical(&kinds), kinds)
    }

    fn new(bytes: Vec<u8>, kinds: Vec<TrusteeKind>) -> Result<Trustees, TrusteesError> {
        let mut keys = Vec::new();
        let mut verification_keys = Vec::new();
        let mut parts = Vec::new();
        for (item, kind) in kinds.iter().enumerate() {
            match kind {
                TrusteeKind::Single(key) => {
                    if !key.is_proved() {
                        let owner = u32::try_from(keys.len() + 1).unwrap_or(u32::MAX);
                        return Err(TrusteesError::Possession { owner });
                    }
                    parts.push(key.public_key);
                    keys.push(key.public_key);
                }
                TrusteeKind::Pedersen(parameters) => {
                    let (certs, key) = parameters.check().map_err(|error| TrusteesError::Threshold { item, error })?;
                    parts.push(key);
                    keys.extend(parameters.verification_keys.iter().map(|k| k.public_key));
                    verification_keys.extend(certs.iter().map(|c| c.verification));
                }
            }
        }
        let election_key = Element::from_point(parts.iter().map(Element::point).sum());
        if election_key.is_identity() {
            return Err(TrusteesError::NoKey);
        }
        Ok(Trustees { bytes, kinds, keys, verification_keys, election_key })
    }

    /// The bytes read or written.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Hexadecimal SHA-256 of the bytes: the name in the archive.
    #[must_use]
    pub fn sha256(&self) -> String {
        sha256_hex(&self.bytes)
    }

    /// The items.
    #[must_use]
    pub fn kinds(&self) -> &[TrusteeKind] {
        &self.kinds
    }

    /// y, the product of all items' keys (§3.1.1).
    #[must_use]
    pub fn election_key(&self) -> &Element {
        &self.election_key
    }

    /// Number of owners; they are numbered 1..=owners.
    #[must_use]
    pub fn owners(&self) -> u32 {
        u32::try_from(self.keys.len()).unwrap_or(u32::MAX)
    }

    /// The public key of an owner, against which its partial decryption is checked.
    #[must_use]
    pub fn public_key(&self, owner: u32) -> Option<&Element> {
        self.keys.get(usize::try_from(owner).ok()?.checked_sub(1)?)
    }

    /// t of the first `Pedersen` item.
    #[must_use]
    pub fn threshold(&self) -> Option<u32> {
        self.kinds.iter().find_map(|kind| match kind {
            TrusteeKind::Pedersen(parameters) => Some(parameters.threshold),
            TrusteeKind::Single(_) => None,
        })
    }

    /// What people read to one another: equal codes mean equal certificates of all Pedersen trustees, so that nobody has put in
    /// keys of his own: 32 digits, since whoever makes two sets of keys with one code looks for a collision. Empty where there are none.
    #[must_use]
    pub fn code_of_certificates(&self) -> String {
        let certs: Vec<_> = self.kinds.iter().filter_map(TrusteeKind::certificates).flatten().collect();
        if certs.is_empty() { String::new() } else { sha256_hex(&json::canonical(&certs)).chars().take(32).collect() }
    }

    /// The keys that check the Pedersen trustees' signatures ([`crate::signature`]), in their order.
    #[must_use]
    pub fn verification_keys(&self) -> Vec<Element> {
        self.verification_keys.clone()
    }

    /// For each item its owners' numbers and how many of them are needed.
    pub(crate) fn groups(&self) -> Vec<(std::ops::Range<u32>, u32)> {
        let mut next: u32 = 1;
        let mut groups = Vec::with_capacity(self.kinds.len());
        for kind in &self.kinds {
            let (size, needed) = match kind {
                TrusteeKind::Single(_) => (1, 1),
                TrusteeKind::Pedersen(p) => (u32::try_from(p.certs.len()).unwrap_or(u32::MAX), p.threshold),
            };
            groups.push((next..next.saturating_add(size), needed));
            next = next.saturating_add(size);
        }
        groups
    }
}

impl Serialize for TrusteeKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            TrusteeKind::Single(key) => ("Single", key).serialize(serializer),
            TrusteeKind::Pedersen(parameters) => ("Pedersen", parameters).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for TrusteeKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<TrusteeKind, D::Error> {
        deserializer.deserialize_seq(KindVisitor)
    }
}

struct KindVisitor;

impl<'de> Visitor<'de> for KindVisitor {
    type Value = TrusteeKind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(r#"["Single", key] or ["Pedersen", parameters]"#)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<TrusteeKind, A::Error> {
        let missing = |place| A::Error::invalid_length(place, &self);
        let kind: String = seq.next_element()?.ok_or_else(|| missing(0))?;
        match kind.as_str() {
            "Single" => seq.next_element()?.map(TrusteeKind::Single).ok_or_else(|| missing(1)),
            "Pedersen" => seq.next_element()?.map(TrusteeKind::Pedersen).ok_or_else(|| missing(1)),
            other => Err(A::Error::unknown_variant(other, &["Single", "Pedersen"])),
        }
    }
}
