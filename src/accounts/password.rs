//! Passwords: argon2id, 19 MiB, two passes; a hash that nothing matches stands in for unknown names.

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier},
};
use rand::{Rng, RngExt};

/// A password as typed, 8 to 200 characters.
pub struct Password(String);

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a password has 8 to 200 characters")]
pub struct PasswordLength;

fn hasher() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

static NOBODY: LazyLock<String> =
    LazyLock::new(|| hasher().hash_password(b"nobody's password").map(|h| h.to_string()).unwrap_or_default());

impl Password {
    pub fn new(text: String) -> Result<Self, PasswordLength> {
        if (8..=200).contains(&text.chars().count()) { Ok(Self(text)) } else { Err(PasswordLength) }
    }

    /// What was typed at a sign-in, whatever its length: a wrong one only fails.
    pub fn typed(text: &str) -> Self {
        Self(text.chars().take(200).collect())
    }

    /// The PHC string; takes tens of milliseconds, so never on a request thread.
    pub fn hash(&self) -> Result<String, argon2::password_hash::Error> {
        Ok(hasher().hash_password(self.0.as_bytes())?.to_string())
    }

    /// Takes as long for an unknown name (`None`) as for a known one.
    pub fn matches(&self, hash: Option<&str>) -> bool {
        let fits = |text: &str| hasher().verify_password(text.as_bytes(), hash.unwrap_or(&NOBODY)).is_ok();
        let matched = fits(&self.0) || self.as_on_a_card().is_some_and(|card| fits(&card));
        matched && hash.is_some()
    }

    /// A card's password typed with capitals, with blanks or without the hyphen; `None` if it was typed as printed
    /// or comes from no card.
    fn as_on_a_card(&self) -> Option<String> {
        let letters: String =
            self.0.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_lowercase()).collect();
        let is_card = letters.len() == 10 && letters.bytes().all(|b| CARD_LETTERS.contains(&b));
        let card = is_card.then(|| format!("{}-{}", &letters[..5], &letters[5..]));
        card.filter(|card| *card != self.0)
    }
}

const CARD_LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// Ten characters that cannot be misread on a printed card, 50 bits.
pub fn readable_password(rng: &mut impl Rng) -> String {
    let mut text = String::with_capacity(11);
    for place in 0..10 {
        if place == 5 {
            text.push('-');
        }
        text.push(char::from(CARD_LETTERS[rng.random_range(0..CARD_LETTERS.len())]));
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn only_the_same_password_matches_and_nobody_has_none() {
        let hash = Password::new("correct horse".into()).unwrap().hash().unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(Password::typed("correct horse").matches(Some(&hash)));
        assert!(!Password::typed("correct horses").matches(Some(&hash)));
        assert!(!Password::typed("nobody's password").matches(None));
    }

    #[test]
    fn a_cards_password_is_known_however_its_groups_are_typed() {
        let hash = Password::new("k7m4q-x29ab".into()).unwrap().hash().unwrap();
        for typed in ["k7m4q-x29ab", "K7M4Q-X29AB", "k7m4qx29ab", " k7m4q x29ab ", "K7M4 QX29 AB"] {
            assert!(Password::typed(typed).matches(Some(&hash)), "{typed}");
        }
        assert!(!Password::typed("k7m4q-x29ac").matches(Some(&hash)));
        let own = Password::new("K7M4QX29AB".into()).unwrap().hash().unwrap();
        assert!(!Password::typed("k7m4q-x29ab").matches(Some(&own)), "a password of one's own is taken as it is");
    }
}
