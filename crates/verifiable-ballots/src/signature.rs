//! Signed messages: Schnorr signatures over text (§4.6.1, `sigmsg`).

use rand::CryptoRng;

use crate::group::{Element, Scalar};
use crate::hash::Transcript;
use crate::proof::Proof;

/// Signs `message` with the signing key `sk`; its verification key is g^sk.
pub fn sign_message<R: CryptoRng + ?Sized>(sk: &Scalar, message: &str, rng: &mut R) -> Proof {
    Proof::of_knowledge(sk, rng, |a| challenge(message, a))
}

/// Checks a signature made by [`sign_message`] against the verification key `vk`.
#[must_use]
pub fn verify_message(vk: &Element, message: &str, signature: &Proof) -> bool {
    !vk.is_identity() && signature.shows_knowledge(vk, |a| challenge(message, a))
}

fn challenge(message: &str, a: &Element) -> Scalar {
    Transcript::new().text("sigmsg|").text(message).text("|").element(a).scalar()
}
