//! Texts that only this server reads: encrypted under a key from its secret, for one purpose and bound to whom they are about.

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use rand::Rng;

use crate::web::Secret;

const NONCE: usize = 12;

fn cipher(secret: &Secret, purpose: &str) -> Aes256Gcm {
    Aes256Gcm::new(&secret.derive(purpose, b"").into())
}

/// Nonce and ciphertext; `None` where the text is longer than any cipher takes.
pub fn seal(secret: &Secret, purpose: &str, bound_to: &str, text: &[u8]) -> Option<Vec<u8>> {
    let mut sealed = [0_u8; NONCE].to_vec();
    rand::rng().fill_bytes(&mut sealed);
    let said = Payload { msg: text, aad: bound_to.as_bytes() };
    let text = cipher(secret, purpose).encrypt(Nonce::from_slice(&sealed), said).ok()?;
    sealed.extend(text);
    Some(sealed)
}

/// `None` if it was sealed by another server, for another purpose, for somebody else, or changed.
pub fn open(secret: &Secret, purpose: &str, bound_to: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, text) = sealed.split_at_checked(NONCE)?;
    let said = Payload { msg: text, aad: bound_to.as_bytes() };
    cipher(secret, purpose).decrypt(Nonce::from_slice(nonce), said).ok()
}
