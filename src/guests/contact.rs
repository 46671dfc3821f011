//! How somebody can be reached, as the database holds it: under the key of the call or the month in which it was left, which is
//! itself held under the server's secret. When the key goes, every contact under it is gone, in old copies too.

use aes_gcm::{
    Aes256Gcm, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::civil::Date;
use rand::Rng;
use uuid::Uuid;

use super::code::hex;
use crate::{
    db::Ts,
    ids::ContactId,
    web::{Lang, Secret},
    word_enum,
};

/// The text that people agree to when they leave a contact; a change of it is a new version.
pub const CONSENT_VERSION: i32 = 3;
pub const LONGEST_CONTACT: usize = 80;

const NONCE: usize = 12;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactFault {
    #[error("could not be sealed")]
    NotSealed,
    #[error("cannot be read under this secret")]
    Unreadable,
}

word_enum! {
    /// Whether answers are sent to it as letters.
    Letters {
        /// It is no e-mail address, or nobody confirmed it.
        None = "none",
        /// Its owner is to be asked.
        Wanted = "wanted",
        /// Was asked, and has not said so yet.
        Pending = "pending",
        Confirmed = "confirmed",
    }
}

word_enum! {
    /// What it was left with.
    LeftWith {
        Proposal = "proposal",
        Voice = "voice",
    }
}

/// As it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub left_with: LeftWith,
    pub owner: Uuid,
    pub sealed: String,
    pub consent_version: i32,
    pub keep_until: Date,
    pub letters: Letters,
    /// All that a link in a letter says of it.
    pub letter_id: ContactId,
    /// The same for the same address, and nothing else.
    pub mark: String,
    pub lang: Lang,
    /// When it was last written how what was proposed is carried out.
    pub told_at: Option<Ts>,
}

impl Contact {
    /// Where its owner says whether letters are wanted.
    pub fn letters_path(&self) -> String {
        let begin = match self.left_with {
            LeftWith::Proposal => "/p",
            LeftWith::Voice => "/v",
        };
        format!("{begin}/letters/{}", self.letter_id)
    }

    /// Where a POST stops all further letters.
    pub fn stop_path(&self) -> String {
        format!("{}/stop", self.letters_path())
    }
}

/// By which letters to one address are counted.
pub fn mark_of_contact(secret: &Secret, contact: &str) -> String {
    hex(&secret.derive("contact mark", contact.to_lowercase().as_bytes()))
}

/// The key of many contacts, named after what they have in common.
#[derive(Clone)]
pub struct ContactKey([u8; 32]);

fn seal(key: &[u8; 32], of: &str, text: &[u8]) -> Result<String, ContactFault> {
    let mut sealed = [0_u8; NONCE].to_vec();
    rand::rng().fill_bytes(&mut sealed);
    let said = Payload { msg: text, aad: of.as_bytes() };
    let cipher = Aes256Gcm::new(key.into());
    let text = cipher.encrypt(Nonce::from_slice(&sealed), said).map_err(|_| ContactFault::NotSealed)?;
    sealed.extend(text);
    Ok(STANDARD.encode(sealed))
}

fn open(key: &[u8; 32], of: &str, sealed: &str) -> Result<Vec<u8>, ContactFault> {
    let bytes = STANDARD.decode(sealed).map_err(|_| ContactFault::Unreadable)?;
    let (nonce, text) = bytes.split_at_checked(NONCE).ok_or(ContactFault::Unreadable)?;
    let said = Payload { msg: text, aad: of.as_bytes() };
    Aes256Gcm::new(key.into()).decrypt(Nonce::from_slice(nonce), said).map_err(|_| ContactFault::Unreadable)
}

impl ContactKey {
    pub fn new() -> Self {
        let mut key = [0; 32];
        rand::rng().fill_bytes(&mut key);
        Self(key)
    }

    pub fn sealed(&self, secret: &Secret, of: &str) -> Result<String, ContactFault> {
        seal(&secret.derive("keys of contacts", b""), of, &self.0)
    }

    pub fn opened(secret: &Secret, of: &str, sealed: &str) -> Result<Self, ContactFault> {
        let key = open(&secret.derive("keys of contacts", b""), of, sealed)?;
        key.try_into().map(Self).map_err(|_| ContactFault::Unreadable)
    }

    pub fn seal(&self, owner: Uuid, contact: &str) -> Result<String, ContactFault> {
        seal(&self.0, &owner.to_string(), contact.as_bytes())
    }

    pub fn open(&self, owner: Uuid, sealed: &str) -> Result<String, ContactFault> {
        String::from_utf8(open(&self.0, &owner.to_string(), sealed)?).map_err(|_| ContactFault::Unreadable)
    }
}

impl Default for ContactKey {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_contact_is_read_with_its_key_and_as_that_owners_only() {
        let (secret, of, owner) = (Secret::new([7; 32]), "2024-07", Uuid::from_u128(1));
        let key = ContactKey::new();
        let opened = ContactKey::opened(&secret, of, &key.sealed(&secret, of).unwrap()).unwrap();
        let sealed = key.seal(owner, "13857112345").unwrap();
        assert!(!sealed.contains("13857112345"));
        assert_eq!(opened.open(owner, &sealed).unwrap(), "13857112345");
        assert_eq!(opened.open(Uuid::from_u128(2), &sealed).err(), Some(ContactFault::Unreadable));
        assert_eq!(ContactKey::new().open(owner, &sealed).err(), Some(ContactFault::Unreadable));
        let sealed = key.sealed(&secret, of).unwrap();
        assert!(ContactKey::opened(&Secret::new([8; 32]), of, &sealed).is_err());
        assert!(ContactKey::opened(&secret, "2024-08", &sealed).is_err());
    }
}
