use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::traits::Identity;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Scalar;
use super::multiply::in_subgroup;
use crate::hash::{hex_digits, hex_value};

/// The RFC 8032 bytes of the identity.
const IDENTITY: [u8; 32] = {
    let mut bytes = [0; 32];
    bytes[0] = 1;
    bytes
};

/// A member of the prime-order subgroup (the identity included), with its one encoding.
///
/// Text form (`Display`, `FromStr`, serde): 64 lower-case hexadecimal digits, the RFC 8032 bytes reversed.
/// Order, equality and hash are those of the RFC 8032 bytes.
#[derive(Clone, Copy)]
pub struct Element {
    point: EdwardsPoint,
    bytes: [u8; 32],
}

/// Why a text is not an [`Element`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ElementError {
    /// Wrong length, upper case or other characters.
    #[error("not 64 lower-case hexadecimal digits")]
    NotHex,
    /// y ≥ p, or x = 0 with the sign bit.
    #[error("not the canonical encoding of a point")]
    NotCanonical,
    /// No point of the curve has this encoding.
    #[error("not on the curve")]
    NotOnCurve,
    /// The point has a component of small order.
    #[error("not in the prime-order subgroup")]
    NotInSubgroup,
}

/// The generator g (y = 4/5, x even).
#[must_use]
pub fn generator() -> Element {
    Element::from_point(ED25519_BASEPOINT_POINT)
}

impl Element {
    /// The neutral element. Formally valid everywhere, but no honest key or credential.
    #[must_use]
    pub fn identity() -> Element {
        Element { point: EdwardsPoint::identity(), bytes: IDENTITY }
    }

    /// True for the neutral element.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.bytes == IDENTITY
    }

    /// The RFC 8032 bytes (little-endian y, sign of x in the last bit).
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// g^exponent, in constant time.
    #[must_use]
    pub fn generator_to(exponent: &Scalar) -> Element {
        Element::from_point(EdwardsPoint::mul_base(exponent.dalek()))
    }

    /// This element to the power of `exponent`, in constant time.
    #[must_use]
    pub fn to(&self, exponent: &Scalar) -> Element {
        Element::from_point(self.point * exponent.dalek())
    }

    /// The product of two elements.
    #[must_use]
    pub fn times(&self, other: &Element) -> Element {
        Element::from_point(self.point + other.point)
    }

    /// This element divided by another.
    #[must_use]
    pub fn over(&self, other: &Element) -> Element {
        Element::from_point(self.point - other.point)
    }

    /// A point known to be in the subgroup.
    pub(crate) fn from_point(point: EdwardsPoint) -> Element {
        Element { bytes: point.compress().to_bytes(), point }
    }

    /// As [`Element::from_point`] for many points with one inversion.
    pub(crate) fn from_points(points: &[EdwardsPoint]) -> Vec<Element> {
        let encoded = super::compress_all(points);
        points.iter().zip(encoded).map(|(&point, bytes)| Element { point, bytes }).collect()
    }

    pub(crate) fn point(&self) -> &EdwardsPoint {
        &self.point
    }
}

/// An element as it stands in a file: text form checked, nothing decoded yet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Encoded(pub(crate) [u8; 32]);

impl Encoded {
    pub(crate) fn is_identity(&self) -> bool {
        self.0 == IDENTITY
    }

    /// The point, which may still lie outside the subgroup.
    pub(crate) fn on_curve(&self) -> Result<EdwardsPoint, ElementError> {
        let mut y = self.0;
        y[31] &= 0x7f;
        let y_too_large = y[31] == 0x7f && y[1..31].iter().all(|&b| b == 0xff) && y[0] >= 0xed;
        // x = 0 exactly for y = 1 and y = p - 1; the sign bit has then no meaning.
        let mut minus_one = [0xff; 32];
        minus_one[0] = 0xec;
        minus_one[31] = 0x7f;
        let x_is_zero = y == IDENTITY || y == minus_one;
        if y_too_large || (x_is_zero && self.0[31] & 0x80 != 0) {
            return Err(ElementError::NotCanonical);
        }
        CompressedEdwardsY(self.0).decompress().ok_or(ElementError::NotOnCurve)
    }

    /// The element, with every check.
    pub(crate) fn decode(&self) -> Result<Element, ElementError> {
        let point = self.on_curve()?;
        if !in_subgroup(&point) {
            return Err(ElementError::NotInSubgroup);
        }
        Ok(Element { point, bytes: self.0 })
    }
}

impl From<&Element> for Encoded {
    fn from(element: &Element) -> Encoded {
        Encoded(element.bytes)
    }
}

/// The 64 digits of an element given by its RFC 8032 bytes.
pub(crate) fn text_of(bytes: &[u8; 32]) -> [u8; 64] {
    let mut text = [0; 64];
    for (pair, &byte) in text.chunks_exact_mut(2).zip(bytes.iter().rev()) {
        pair.copy_from_slice(&hex_digits(byte));
    }
    text
}

impl FromStr for Encoded {
    type Err = ElementError;

    fn from_str(text: &str) -> Result<Encoded, ElementError> {
        let digits: &[u8; 64] = text.as_bytes().try_into().map_err(|_| ElementError::NotHex)?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().rev().zip(digits.chunks_exact(2)) {
            match (hex_value(pair[0]), hex_value(pair[1])) {
                (Some(high), Some(low)) => *byte = high << 4 | low,
                _ => return Err(ElementError::NotHex),
            }
        }
        Ok(Encoded(bytes))
    }
}

impl FromStr for Element {
    type Err = ElementError;

    fn from_str(text: &str) -> Result<Element, ElementError> {
        text.parse::<Encoded>()?.decode()
    }
}

impl fmt::Display for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().rev().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Encoded(self.bytes).fmt(f)
    }
}

impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encoded({self})")
    }
}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Element({self})")
    }
}

impl PartialEq for Element {
    fn eq(&self, other: &Element) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Element {}

impl PartialOrd for Element {
    fn partial_cmp(&self, other: &Element) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Element {
    fn cmp(&self, other: &Element) -> std::cmp::Ordering {
        self.bytes.cmp(&other.bytes)
    }
}

impl Hash for Element {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}

impl Serialize for Encoded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = text_of(&self.0);
        serializer.serialize_str(std::str::from_utf8(&text).map_err(serde::ser::Error::custom)?)
    }
}

impl Serialize for Element {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Encoded(self.bytes).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Encoded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Encoded, D::Error> {
        deserializer.deserialize_str(super::scalar::FromText::<Encoded>::new("64 lower-case hexadecimal digits"))
    }
}

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Element, D::Error> {
        deserializer.deserialize_str(super::scalar::FromText::<Element>::new("an element of the group"))
    }
}
