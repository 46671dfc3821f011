use std::fmt;
use std::str::FromStr;

use rand::CryptoRng;
use zeroize::Zeroize;

use crate::base58;
use crate::group::{Element, SecretScalar};
use crate::hash::Transcript;

/// A scrutineer's whole secret: 22 Base58 characters (§4.6.1), overwritten when dropped. `Display` is for its owner's
/// eyes; there is no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(String);

/// The text is not a [`Seed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a seed has 22 Base58 characters")]
pub struct SeedError;

impl Seed {
    const LENGTH: usize = 22;

    /// A new seed, uniform among all.
    pub fn generate<R: CryptoRng + ?Sized>(rng: &mut R) -> Seed {
        Seed(base58::random(Seed::LENGTH, rng))
    }

    /// sk: signs the messages of the ceremony, and certificates later.
    #[must_use]
    pub fn signing_key(&self) -> SecretScalar {
        self.derive("sk|")
    }

    /// dk: opens what is encrypted to this scrutineer. Not the key that opens ballots.
    #[must_use]
    pub fn decryption_key(&self) -> SecretScalar {
        self.derive("dk|")
    }

    /// g^sk.
    #[must_use]
    pub fn verification_key(&self) -> Element {
        Element::generator_to(&self.signing_key())
    }

    /// g^dk.
    #[must_use]
    pub fn encryption_key(&self) -> Element {
        Element::generator_to(&self.decryption_key())
    }

    fn derive(&self, prefix: &str) -> SecretScalar {
        Transcript::new().text(prefix).text(&self.0).scalar().into()
    }
}

impl FromStr for Seed {
    type Err = SeedError;

    fn from_str(text: &str) -> Result<Seed, SeedError> {
        let right = text.len() == Seed::LENGTH && base58::is_base58(text);
        if right { Ok(Seed(text.to_owned())) } else { Err(SeedError) }
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Drop for Seed {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
