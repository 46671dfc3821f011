//! "This ciphertext holds one of the numbers min..=max" (§4.12): one proof for each number, of which all but one are
//! simulated; the challenges must add up to the hash of everything.

use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::Identity;
use rand::CryptoRng;

use crate::group::{Element, KeyTable, Scalar, SecretScalar, compress_all, times_base};
use crate::hash::Transcript;
use crate::proof::Proof;

/// Appends the recomputed commitments A_min, B_min, …, A_max, B_max, one pair for each proof.
pub(crate) fn commitments(
    key: &KeyTable,
    (alpha, beta): &(EdwardsPoint, EdwardsPoint),
    min: u32,
    proofs: &[Proof],
    out: &mut Vec<EdwardsPoint>,
) {
    let mut shifted = beta - less(min);
    for proof in proofs {
        out.push(proof.commitment(alpha));
        out.push(key.fixed_and(&proof.response, &shifted, &proof.challenge));
        shifted -= ED25519_BASEPOINT_POINT;
    }
}

/// Whether the challenges add up to the hash over `context`, the ciphertext and the commitments.
pub(crate) fn challenges_add_up(
    context: Transcript,
    (alpha, beta): (&[u8; 32], &[u8; 32]),
    proofs: &[Proof],
    commitments: &[[u8; 32]],
) -> bool {
    proofs.iter().map(|p| p.challenge).sum::<Scalar>() == challenge(context, alpha, beta, commitments)
}

/// What the prover knows: the ciphertext with its randomness r, and which number it holds.
pub(crate) struct Witness<'a> {
    pub alpha: &'a Element,
    pub beta: &'a Element,
    pub randomness: &'a SecretScalar,
    pub value: u32,
}

/// Proves `witness.value` ∈ min..=max. `context` is the hash so far, up to and including S. For a value outside the
/// interval nothing is proved (the result does not check).
pub(crate) fn prove<R: CryptoRng + ?Sized>(
    context: Transcript,
    key: &Element,
    witness: &Witness<'_>,
    (min, max): (u32, u32),
    rng: &mut R,
) -> Vec<Proof> {
    let w = SecretScalar::random(rng);
    let mut proofs = Vec::new();
    let mut points = Vec::new();
    let mut shifted = witness.beta.point() - less(min);
    for number in min..=max {
        let mut proof = Proof { challenge: Scalar::ZERO, response: *w };
        if number != witness.value {
            proof = Proof { challenge: Scalar::random(rng), response: Scalar::random(rng) };
        }
        // The same steps in the same time for every number: for the true one they give g^w and y^w.
        points.push(times_base(&proof.response) + witness.alpha.point() * proof.challenge.dalek());
        points.push(key.point() * proof.response.dalek() + shifted * proof.challenge.dalek());
        proofs.push(proof);
        shifted -= ED25519_BASEPOINT_POINT;
    }
    let hash = challenge(context, witness.alpha.as_bytes(), witness.beta.as_bytes(), &compress_all(&points));
    let simulated: Scalar = proofs.iter().map(|p| p.challenge).sum();
    if let Some(real) = witness.value.checked_sub(min).and_then(|i| proofs.get_mut(usize::try_from(i).ok()?)) {
        real.challenge = hash - simulated;
        real.response = *w - **witness.randomness * real.challenge;
    }
    proofs
}

fn challenge(context: Transcript, alpha: &[u8; 32], beta: &[u8; 32], commitments: &[[u8; 32]]) -> Scalar {
    context.text("|").list([alpha, beta]).text("|").list(commitments).scalar()
}

/// g^min; nearly always min is 0 or 1.
fn less(min: u32) -> EdwardsPoint {
    match min {
        0 => EdwardsPoint::identity(),
        1 => ED25519_BASEPOINT_POINT,
        _ => times_base(&Scalar::from(min)),
    }
}
