use curve25519_dalek::edwards::EdwardsPoint;
use rand::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::group::{Element, Scalar, SecretScalar, fixed_and};

/// One challenge and response (§4.3). What it proves depends on where it stands; the response is w − x·challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// c.
    pub challenge: Scalar,
    /// w − x·c.
    pub response: Scalar,
}

impl Proof {
    /// "I know the x of X = g^x": a Schnorr proof whose challenge is `hash(A)`.
    pub(crate) fn of_knowledge<R, H>(secret: &Scalar, rng: &mut R, hash: H) -> Proof
    where
        R: CryptoRng + ?Sized,
        H: FnOnce(&Element) -> Scalar,
    {
        let w = SecretScalar::random(rng);
        let challenge = hash(&Element::generator_to(&w));
        Proof { challenge, response: *w - *secret * challenge }
    }

    /// Recomputes the commitment A = g^response · X^challenge.
    pub(crate) fn commitment(&self, public: &EdwardsPoint) -> EdwardsPoint {
        fixed_and(&self.response, public, &self.challenge)
    }

    /// Checks a proof made by [`Proof::of_knowledge`] with the same `hash`.
    pub(crate) fn shows_knowledge<H>(&self, public: &Element, hash: H) -> bool
    where
        H: FnOnce(&Element) -> Scalar,
    {
        hash(&Element::from_point(self.commitment(public.point()))) == self.challenge
    }
}
