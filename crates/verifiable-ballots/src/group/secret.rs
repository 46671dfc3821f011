use std::ops::Deref;

use rand::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::Scalar;

/// A scalar that somebody must keep: a private key, randomness, a nonce. It is overwritten when dropped, has neither
/// `Debug` nor `Display`, and is copied only by whoever writes `*secret`.
///
/// Its JSON, which trustees seal for one another, is that of [`Scalar`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretScalar(Scalar);

impl SecretScalar {
    /// Uniform random.
    pub fn random<R: CryptoRng + ?Sized>(rng: &mut R) -> SecretScalar {
        SecretScalar(Scalar::random(rng))
    }
}

impl From<Scalar> for SecretScalar {
    fn from(scalar: Scalar) -> SecretScalar {
        SecretScalar(scalar)
    }
}

impl Deref for SecretScalar {
    type Target = Scalar;

    fn deref(&self) -> &Scalar {
        &self.0
    }
}

impl Drop for SecretScalar {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
