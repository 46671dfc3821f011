//! Credentials: the right to one vote (§4.8).

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use rand::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

use crate::base58;
use crate::group::{Element, ElementError, Scalar, SecretScalar};
use crate::hash::{b64_sha256, sha256_hex};
use crate::json;

/// Lengths of the parts of a secret code.
const PARTS: [usize; 4] = [5, 6, 5, 6];

/// A voter's secret code `XXXXX-XXXXXX-XXXXX-XXXXXX`, 22 Base58 characters, overwritten when dropped. `Display` is for
/// its owner's eyes; there is no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential(String);

/// The text is not a [`Credential`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a credential has the form XXXXX-XXXXXX-XXXXX-XXXXXX, of Base58 characters")]
pub struct CredentialError;

impl Credential {
    /// A new code, uniform among all.
    pub fn generate<R: CryptoRng + ?Sized>(rng: &mut R) -> Credential {
        Credential(PARTS.map(|length| base58::random(length, rng)).join("-"))
    }

    /// The secret exponent for the election `uuid`.
    #[must_use]
    pub fn secret(&self, uuid: &str) -> SecretScalar {
        let half = |i: u8| {
            let text = Zeroizing::new(format!("derive_credential|{uuid}|{i}|{}", self.0));
            Zeroizing::new(crate::hash::sha256(text.as_bytes()))
        };
        let mut bytes = Zeroizing::new([0; 64]);
        let (high, low) = (half(0), half(1));
        for (byte, digest) in bytes.iter_mut().zip(low.iter().rev().chain(high.iter().rev())) {
            *byte = *digest;
        }
        Scalar::reduced_wide(&bytes).into()
    }

    /// The public credential g^secret for the election `uuid`.
    #[must_use]
    pub fn public(&self, uuid: &str) -> Element {
        Element::generator_to(&self.secret(uuid))
    }
}

impl FromStr for Credential {
    type Err = CredentialError;

    fn from_str(text: &str) -> Result<Credential, CredentialError> {
        let parts: Vec<&str> = text.split('-').collect();
        let right = parts.len() == PARTS.len()
            && parts.iter().zip(PARTS).all(|(part, length)| part.len() == length && base58::is_base58(part));
        if right { Ok(Credential(text.to_owned())) } else { Err(CredentialError) }
    }
}

impl fmt::Display for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Drop for Credential {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// The public credentials of an election, each with its weight: `public_credentials` of §4.8, with the bytes it was
/// read from. Every entry is a group element, none is the identity, none stands twice.
#[derive(Debug, Clone)]
pub struct CredentialList {
    json: Vec<u8>,
    entries: Vec<Element>,
    weights: HashMap<Element, u64>,
}

/// Why a list of public credentials is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CredentialListError {
    /// Not a compact JSON array of strings.
    #[error("the list of credentials is not canonical JSON: {0}")]
    NotCanonical(String),
    /// Entry `index` (from 0) is no group element.
    #[error("credential {} of the list: {error}", .index + 1)]
    NotAnElement {
        /// Place in the list, from 0.
        index: usize,
        /// What is wrong with it.
        error: ElementError,
    },
    /// A weight that is not a canonical decimal number from 1 to 2^32 − 1.
    #[error("credential {} of the list has a wrong weight", .index + 1)]
    Weight {
        /// Place in the list, from 0.
        index: usize,
    },
    /// The identity, whose secret (0) everybody knows.
    #[error("the identity is on the list of credentials")]
    Identity,
    /// The same credential twice.
    #[error("credential {0} is on the list twice")]
    Twice(String),
    /// Neither in the order of the RFC 8032 bytes nor in that of the text.
    #[error("the list of credentials is not sorted")]
    NotSorted,
}

impl CredentialList {
    /// Sorts the credentials by their RFC 8032 bytes, as the reference tool does. All weigh 1.
    ///
    /// # Errors
    /// [`CredentialListError::Twice`] or [`CredentialListError::Identity`].
    pub fn from_unsorted(mut entries: Vec<Element>) -> Result<CredentialList, CredentialListError> {
        entries.sort_unstable();
        let json = json::canonical(&entries);
        CredentialList::new(json, entries.into_iter().map(|e| (e, 1)).collect())
    }

    /// Reads `public_creds.json`. Entries are `hex` or `hex,weight`; sorted by RFC 8032 bytes or by text.
    ///
    /// # Errors
    /// [`CredentialListError`]: any entry that is not canonical, valid and unique, or a list out of order.
    pub fn parse(bytes: &[u8]) -> Result<CredentialList, CredentialListError> {
        let texts: Vec<String> =
            serde_json::from_slice(bytes).map_err(|e| CredentialListError::NotCanonical(e.to_string()))?;
        if json::canonical(&texts) != bytes {
            return Err(CredentialListError::NotCanonical("not compact".to_owned()));
        }
        let mut entries = Vec::with_capacity(texts.len());
        for (index, text) in texts.iter().enumerate() {
            let (key, weight) = match text.split_once(',') {
                Some((key, weight)) => (key, parse_weight(weight).ok_or(CredentialListError::Weight { index })?),
                None => (text.as_str(), 1),
            };
            let key = key.parse().map_err(|error| CredentialListError::NotAnElement { index, error })?;
            entries.push((key, weight));
        }
        let by_bytes = entries.is_sorted_by_key(|(key, _): &(Element, u64)| *key.as_bytes());
        let by_text = entries.is_sorted_by_key(|(key, _)| reversed(key));
        if !by_bytes && !by_text {
            return Err(CredentialListError::NotSorted);
        }
        CredentialList::new(bytes.to_vec(), entries)
    }

    fn new(json: Vec<u8>, list: Vec<(Element, u64)>) -> Result<CredentialList, CredentialListError> {
        let mut weights = HashMap::with_capacity(list.len());
        let mut entries = Vec::with_capacity(list.len());
        for (key, weight) in list {
            if key.is_identity() {
                return Err(CredentialListError::Identity);
            }
            if weights.insert(key, weight).is_some() {
                return Err(CredentialListError::Twice(key.to_string()));
            }
            entries.push(key);
        }
        Ok(CredentialList { json, entries, weights })
    }

    /// The bytes that go into the archive.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        self.json.clone()
    }

    /// As [`CredentialList::to_json`], borrowed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.json
    }

    /// True if `key` is on the list.
    #[must_use]
    pub fn contains(&self, key: &Element) -> bool {
        self.weights.contains_key(key)
    }

    /// How many times the ballot of `key` counts: 1 unless the list says otherwise; `None` if it is not on the list.
    #[must_use]
    pub fn weight(&self, key: &Element) -> Option<u64> {
        self.weights.get(key).copied()
    }

    /// The credentials in the order of the list.
    #[must_use]
    pub fn entries(&self) -> &[Element] {
        &self.entries
    }

    /// Number of credentials.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True for the empty list.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Base64 of the SHA-256 of the bytes: what the hall screen shows.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        b64_sha256(&self.json)
    }

    /// Hexadecimal SHA-256 of the bytes: the name in the archive.
    #[must_use]
    pub fn sha256(&self) -> String {
        sha256_hex(&self.json)
    }
}

fn parse_weight(text: &str) -> Option<u64> {
    let weight: u32 = text.parse().ok()?;
    (weight > 0 && weight.to_string() == text).then_some(u64::from(weight))
}

/// The order of the text: the bytes from the last to the first.
fn reversed(key: &Element) -> [u8; 32] {
    let mut bytes = *key.as_bytes();
    bytes.reverse();
    bytes
}
