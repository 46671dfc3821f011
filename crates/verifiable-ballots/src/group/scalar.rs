use std::fmt;
use std::marker::PhantomData;
use std::ops::{Add, Mul, Neg, Sub};
use std::str::FromStr;

use curve25519_dalek::scalar::Scalar as DalekScalar;
use rand::CryptoRng;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::{Zeroize, Zeroizing};

/// q in decimal, the first number that is no scalar.
const ORDER: &str = "7237005577332262213973186563042994240857116359379907606001950938285454250989";

/// An integer modulo q: a challenge, a response, anything that may be known. What must not is a [`super::SecretScalar`].
///
/// Text form (`Display`, `FromStr`, serde): decimal, ASCII digits, no leading zero, 0 ≤ s < q. `Debug` does not show it,
/// since a secret can be copied out of its wrapper.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Scalar(DalekScalar);

/// Why a text is not a [`Scalar`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScalarError {
    /// Empty, a leading zero, or a character that is not an ASCII digit.
    #[error("not a canonical decimal number")]
    NotDecimal,
    /// The number is q or more.
    #[error("not less than the order of the group")]
    TooLarge,
}

impl Scalar {
    /// 0.
    pub const ZERO: Scalar = Scalar(DalekScalar::ZERO);
    /// 1.
    pub const ONE: Scalar = Scalar(DalekScalar::ONE);

    /// Uniform random.
    pub fn random<R: CryptoRng + ?Sized>(rng: &mut R) -> Scalar {
        let mut bytes = Zeroizing::new([0; 64]);
        rng.fill_bytes(bytes.as_mut_slice());
        Scalar::reduced_wide(&bytes)
    }

    /// Little-endian bytes modulo q.
    pub(crate) fn reduced(bytes: [u8; 32]) -> Scalar {
        Scalar(DalekScalar::from_bytes_mod_order(bytes))
    }

    /// As [`Scalar::reduced`], for 512 bits.
    pub(crate) fn reduced_wide(bytes: &[u8; 64]) -> Scalar {
        Scalar(DalekScalar::from_bytes_mod_order_wide(bytes))
    }

    pub(crate) fn inverse(&self) -> Scalar {
        Scalar(self.0.invert())
    }

    pub(crate) fn dalek(&self) -> &DalekScalar {
        &self.0
    }
}

impl Zeroize for Scalar {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl From<u64> for Scalar {
    fn from(value: u64) -> Scalar {
        Scalar(DalekScalar::from(value))
    }
}

impl From<u32> for Scalar {
    fn from(value: u32) -> Scalar {
        Scalar(DalekScalar::from(value))
    }
}

impl Add for Scalar {
    type Output = Scalar;
    fn add(self, other: Scalar) -> Scalar {
        Scalar(self.0 + other.0)
    }
}

impl Sub for Scalar {
    type Output = Scalar;
    fn sub(self, other: Scalar) -> Scalar {
        Scalar(self.0 - other.0)
    }
}

impl Mul for Scalar {
    type Output = Scalar;
    fn mul(self, other: Scalar) -> Scalar {
        Scalar(self.0 * other.0)
    }
}

impl Neg for Scalar {
    type Output = Scalar;
    fn neg(self) -> Scalar {
        Scalar(-self.0)
    }
}

impl std::iter::Sum for Scalar {
    fn sum<I: Iterator<Item = Scalar>>(iter: I) -> Scalar {
        iter.fold(Scalar::ZERO, |a, b| a + b)
    }
}

impl FromStr for Scalar {
    type Err = ScalarError;

    fn from_str(text: &str) -> Result<Scalar, ScalarError> {
        let digits_only = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits_only || (text.starts_with('0') && text.len() > 1) {
            return Err(ScalarError::NotDecimal);
        }
        if text.len() > ORDER.len() || (text.len() == ORDER.len() && text >= ORDER) {
            return Err(ScalarError::TooLarge);
        }
        // 19 digits fit into a u64, and q has 4 times as many.
        let mut quarters = [0u64; 4];
        for (quarter, digits) in quarters.iter_mut().zip(text.as_bytes().rchunks(19)) {
            *quarter = digits.iter().fold(0, |n, digit| n * 10 + u64::from(digit - b'0'));
        }
        let half =
            |high: u64, low: u64| DalekScalar::from(u128::from(high) * 10_000_000_000_000_000_000 + u128::from(low));
        let [q0, q1, q2, q3] = quarters;
        Ok(Scalar(half(q3, q2) * DalekScalar::from(10u128.pow(38)) + half(q1, q0)))
    }
}

impl Scalar {
    /// Writes the decimal text into the end of `text` and returns where it starts.
    fn write_decimal(&self, text: &mut [u8; 81]) -> usize {
        let mut limbs = [0u64; 8];
        for (limb, chunk) in limbs.iter_mut().zip(self.0.as_bytes().chunks_exact(4)) {
            *limb = chunk.iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte));
        }
        let mut top = limbs.len();
        let mut end = text.len();
        while top > 0 {
            let mut rest = 0;
            for limb in limbs[..top].iter_mut().rev() {
                let value = rest << 32 | *limb;
                *limb = value / 1_000_000_000;
                rest = value % 1_000_000_000;
            }
            for place in text[end - 9..end].iter_mut().rev() {
                *place = b"0123456789"[usize::try_from(rest % 10).unwrap_or(0)];
                rest /= 10;
            }
            end -= 9;
            while top > 0 && limbs[top - 1] == 0 {
                top -= 1;
            }
        }
        text.iter().position(|&digit| digit != b'0').unwrap_or(text.len() - 1)
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [b'0'; 81];
        let start = self.write_decimal(&mut text);
        f.write_str(std::str::from_utf8(&text[start..]).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scalar(…)")
    }
}

impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = [b'0'; 81];
        let start = self.write_decimal(&mut text);
        serializer.serialize_str(std::str::from_utf8(&text[start..]).map_err(serde::ser::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Scalar, D::Error> {
        deserializer.deserialize_str(FromText::<Scalar>::new("a decimal number as a string"))
    }
}

/// Reads a JSON string through `FromStr`, without a copy.
pub(super) struct FromText<T> {
    expected: &'static str,
    kind: PhantomData<T>,
}

impl<T> FromText<T> {
    pub(super) fn new(expected: &'static str) -> FromText<T> {
        FromText { expected, kind: PhantomData }
    }
}

impl<T: FromStr<Err: fmt::Display>> serde::de::Visitor<'_> for FromText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}
