//! What the database keeps and only this server reads: sealed under its secret, for one purpose, bound to what it belongs to.

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use rand::Rng;

use super::Secret;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it cannot be read under the server's secret")]
pub struct Unreadable;

const NONCE: usize = 12;

impl Secret {
    fn cipher(&self, purpose: &str) -> Aes256Gcm {
        Aes256Gcm::new(&self.derive(purpose, b"").into())
    }

    /// Base64 of nonce and ciphertext.
    pub fn seal(&self, purpose: &str, bound_to: &str, text: &str) -> Result<String, Unreadable> {
        let mut sealed = [0_u8; NONCE].to_vec();
        rand::rng().fill_bytes(&mut sealed);
        let said = Payload { msg: text.as_bytes(), aad: bound_to.as_bytes() };
        let text = self.cipher(purpose).encrypt(Nonce::from_slice(&sealed), said).map_err(|_| Unreadable)?;
        sealed.extend(text);
        Ok(STANDARD.encode(sealed))
    }

    pub fn unseal(&self, purpose: &str, bound_to: &str, sealed: &str) -> Result<String, Unreadable> {
        let bytes = STANDARD.decode(sealed).map_err(|_| Unreadable)?;
        let (nonce, text) = bytes.split_at_checked(NONCE).ok_or(Unreadable)?;
        let said = Payload { msg: text, aad: bound_to.as_bytes() };
        let opened = self.cipher(purpose).decrypt(Nonce::from_slice(nonce), said).map_err(|_| Unreadable)?;
        String::from_utf8(opened).map_err(|_| Unreadable)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn what_is_sealed_is_read_for_the_same_purpose_and_thing_only() {
        let secret = Secret::new([7; 32]);
        let sealed = secret.seal("webhooks", "a", "geheim").unwrap();
        assert!(!sealed.contains("geheim"));
        assert_ne!(sealed, secret.seal("webhooks", "a", "geheim").unwrap());
        assert_eq!(secret.unseal("webhooks", "a", &sealed).as_deref(), Ok("geheim"));
        assert_eq!(secret.unseal("webhooks", "b", &sealed), Err(Unreadable));
        assert_eq!(secret.unseal("letters", "a", &sealed), Err(Unreadable));
        assert_eq!(Secret::new([8; 32]).unseal("webhooks", "a", &sealed), Err(Unreadable));
        assert_eq!(secret.unseal("webhooks", "a", "!"), Err(Unreadable));
    }
}
