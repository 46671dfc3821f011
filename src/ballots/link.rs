//! Whose key is whose, while ballots are issued: readable only by whoever has the server's secret, so that the database, its
//! log, a copy and a standby do not tell.

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use rand::Rng;

use crate::{
    db::{DbError, Seal},
    ids::{DeputyId, RoundId},
};

const NONCE: usize = 12;

fn cipher(seal: &Seal) -> Aes256Gcm {
    Aes256Gcm::new(&seal.derive("issuing links", b"").into())
}

fn belongs_to(round: RoundId, deputy: DeputyId) -> String {
    format!("{round}|{deputy}")
}

/// Base64 of nonce and ciphertext.
pub fn sealed(seal: &Seal, round: RoundId, deputy: DeputyId, key: &str) -> Result<String, DbError> {
    let mut bytes = [0_u8; NONCE].to_vec();
    rand::rng().fill_bytes(&mut bytes);
    let whose = belongs_to(round, deputy);
    let said = Payload { msg: key.as_bytes(), aad: whose.as_bytes() };
    let text = cipher(seal).encrypt(Nonce::from_slice(&bytes), said);
    bytes.extend(text.map_err(|_| DbError::corrupt("a ballot key could not be sealed"))?);
    Ok(STANDARD.encode(bytes))
}

pub fn opened(seal: &Seal, round: RoundId, deputy: DeputyId, sealed: &str) -> Result<String, DbError> {
    let unreadable = || DbError::corrupt("a sealed ballot key cannot be read under the server's secret");
    let bytes = STANDARD.decode(sealed).map_err(|_| unreadable())?;
    let (nonce, text) = bytes.split_at_checked(NONCE).ok_or_else(unreadable)?;
    let whose = belongs_to(round, deputy);
    let said = Payload { msg: text, aad: whose.as_bytes() };
    let key = cipher(seal).decrypt(Nonce::from_slice(nonce), said).map_err(|_| unreadable())?;
    String::from_utf8(key).map_err(|_| unreadable())
}

/// Equal for equal keys of a round, and nothing else.
pub fn mark_of(seal: &Seal, round: RoundId, key: &str) -> String {
    STANDARD.encode(seal.derive("taken ballot key", format!("{round}|{key}").as_bytes()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_link_is_read_under_the_seal_and_as_that_deputys_alone() {
        let (seal, round, deputy) = (Seal::new([7; 32]), RoundId::new(), DeputyId::new());
        let text = sealed(&seal, round, deputy, "key").unwrap();
        assert_ne!(text, sealed(&seal, round, deputy, "key").unwrap());
        assert_eq!(opened(&seal, round, deputy, &text).unwrap(), "key");
        assert!(opened(&Seal::new([8; 32]), round, deputy, &text).is_err());
        assert!(opened(&seal, round, DeputyId::new(), &text).is_err());
        assert!(opened(&seal, round, deputy, "").is_err());
        assert_eq!(mark_of(&seal, round, "key"), mark_of(&seal, round, "key"));
        assert_ne!(mark_of(&seal, round, "key"), mark_of(&seal, RoundId::new(), "key"));
    }
}
