//! Hashing of text into scalars and names (§4.1, §4.2).

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use sha2::{Digest, Sha256};

use crate::group::{Element, Scalar};

/// SHA-256 of the UTF-8 text, read as a big-endian number, modulo q.
#[must_use]
pub fn hash_to_scalar(text: &str) -> Scalar {
    Transcript::new().text(text).scalar()
}

/// SHA-256 in lower-case hexadecimal, 64 digits: the name of a record in the archive (§4.4).
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha256(bytes))
}

/// SHA-256 in Base64 without padding, 43 characters: fingerprints and trackers (§4.10, §4.17).
#[must_use]
pub fn b64_sha256(bytes: &[u8]) -> String {
    STANDARD_NO_PAD.encode(sha256(bytes))
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|&b| hex_digits(b)).map(char::from).collect()
}

/// Lower-case hexadecimal digits of one byte.
pub(crate) fn hex_digits(byte: u8) -> [u8; 2] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]
}

/// The 32 bytes of 64 lower-case hexadecimal digits.
pub(crate) fn unhex(text: &str) -> Option<[u8; 32]> {
    let digits: &[u8; 64] = text.as_bytes().try_into().ok()?;
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = hex_value(pair[0])? << 4 | hex_value(pair[1])?;
    }
    Some(bytes)
}

/// Value of one lower-case hexadecimal digit.
pub(crate) fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// A string on its way into SHA-256, written piece by piece.
#[derive(Clone)]
pub(crate) struct Transcript(Sha256);

impl Transcript {
    pub(crate) fn new() -> Transcript {
        Transcript(Sha256::new())
    }

    pub(crate) fn text(mut self, text: &str) -> Transcript {
        self.0.update(text);
        self
    }

    pub(crate) fn element(self, element: &Element) -> Transcript {
        self.encoded(element.as_bytes())
    }

    /// The hexadecimal text of an element given by its RFC 8032 bytes.
    pub(crate) fn encoded(mut self, bytes: &[u8; 32]) -> Transcript {
        self.0.update(crate::group::text_of(bytes));
        self
    }

    /// Elements separated by commas.
    pub(crate) fn list<'a>(mut self, elements: impl IntoIterator<Item = &'a [u8; 32]>) -> Transcript {
        for (i, bytes) in elements.into_iter().enumerate() {
            if i > 0 {
                self = self.text(",");
            }
            self = self.encoded(bytes);
        }
        self
    }

    pub(crate) fn scalar(self) -> Scalar {
        let mut bytes: [u8; 32] = self.0.finalize().into();
        bytes.reverse();
        Scalar::reduced(bytes)
    }
}
