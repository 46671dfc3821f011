//! Passwords, as they are typed and as they are printed on cards.

use rand::{Rng, RngExt};

use crate::web::{HashError, HashingMemory};

/// A password, 8 to 200 characters. One that looks like a card's is taken as it is printed, however its letters and groups
/// are typed: so judging costs one hash, whatever was typed.
#[derive(PartialEq, Eq)]
pub struct Password(String);

#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum PasswordFault {
    #[error("a password has 8 to 200 characters")]
    Length,
    #[error("the password is among those that are guessed first")]
    Guessed,
}

/// What can be guessed in fewer tries than a million, common passwords first, is none: the door takes some fifty an hour.
const FEWEST_GUESSES: u64 = 1_000_000;

/// What comes to mind first here, which lists of other countries do not have: 我爱你, 一生一世, 人大, 票决.
const AT_HAND: [&str; 8] = ["piaojue", "woaini", "1314", "5201314", "woaini1314", "renda", "daibiao", "mimashi"];

impl Password {
    pub fn new(text: &str) -> Result<Self, PasswordFault> {
        if (8..=200).contains(&text.chars().count()) { Ok(Self(as_printed(text))) } else { Err(PasswordFault::Length) }
    }

    /// One that somebody thought of; `known` is what anybody knows of them.
    pub fn chosen(text: &str, known: &[&str]) -> Result<Self, PasswordFault> {
        let password = Self::new(text)?;
        // What is long costs more to judge, and is seldom guessed for what stands at its end.
        let judged: String = password.0.chars().take(60).collect();
        let known: Vec<String> =
            known.iter().map(|word| word.to_lowercase()).chain(AT_HAND.map(ToOwned::to_owned)).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let lower = judged.to_lowercase();
        let is_a_name = known.iter().any(|word| word.len() >= 4 && lower.replace(word, "").chars().count() < 4);
        if is_a_name || zxcvbn::zxcvbn(&judged, &known).guesses() < FEWEST_GUESSES {
            return Err(PasswordFault::Guessed);
        }
        Ok(password)
    }

    /// What was typed at a sign-in, whatever its length: a wrong one only fails.
    pub fn typed(text: &str) -> Self {
        let text: String = text.chars().take(200).collect();
        Self(as_printed(&text))
    }

    /// The PHC string.
    pub fn hash(&self, memory: &mut HashingMemory) -> Result<String, HashError> {
        memory.hash(self.0.as_bytes())
    }

    /// Takes as long for an unknown name (`None`) as for a known one.
    pub fn matches(&self, hash: Option<&str>, memory: &mut HashingMemory) -> bool {
        let of_nobody = memory.of_nobody();
        memory.matches(self.0.as_bytes(), hash.unwrap_or(&of_nobody)) && hash.is_some()
    }
}

/// A card's password, or one of two such halves, typed with capitals, with blanks or without the hyphens becomes what was
/// printed.
fn as_printed(typed: &str) -> String {
    let letters: String =
        typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_lowercase()).collect();
    let is_drawn = matches!(letters.len(), 10 | 20) && letters.bytes().all(|b| CARD_LETTERS.contains(&b));
    if is_drawn { in_groups(letters.chars()) } else { typed.to_owned() }
}

fn in_groups(letters: impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    for (place, letter) in letters.enumerate() {
        if place > 0 && place % 5 == 0 {
            text.push('-');
        }
        text.push(letter);
    }
    text
}

const CARD_LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// Ten characters that cannot be misread on a printed card, 50 bits.
pub fn readable_password(rng: &mut impl Rng) -> String {
    in_groups((0..10).map(|_| char::from(CARD_LETTERS[rng.random_range(0..CARD_LETTERS.len())])))
}

/// Ten such characters out of bytes that nobody foresees: one of the two halves of a password that two persons hand over.
pub fn readable_half(bytes: &[u8; 32]) -> String {
    in_groups(bytes.iter().take(10).map(|byte| char::from(CARD_LETTERS[usize::from(*byte) % CARD_LETTERS.len()])))
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::disallowed_methods,
        reason = "a test may fail loudly and hash where it stands"
    )]
    use super::*;
    use crate::web::HashingCost;

    #[test]
    fn only_the_same_password_matches_and_nobody_has_none() {
        let mut memory = HashingMemory::outside_the_server(HashingCost::FULL);
        let hash = Password::new("correct horse").unwrap().hash(&mut memory).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(Password::typed("correct horse").matches(Some(&hash), &mut memory));
        assert!(!Password::typed("correct horses").matches(Some(&hash), &mut memory));
        assert!(!Password::typed("nobody's password").matches(None, &mut memory));
    }

    #[test]
    fn what_is_guessed_first_is_no_password() {
        let chosen = |text: &str| Password::chosen(text, &["MISHU", "周敏"]).err();
        for guessed in [
            "12345678",
            "password",
            "aaaaaaaa",
            "woaini1314",
            "qwertyui",
            "a1234567",
            "Mishu123",
            "piaojue1",
            "19880808",
        ] {
            assert_eq!(chosen(guessed), Some(PasswordFault::Guessed), "{guessed}");
        }
        for good in ["钱塘江边看潮水去", "k7m4q-x29ab", "turtle lamp forty", "Hang-zhou_wangjiang77"] {
            assert_eq!(chosen(good), None, "{good}");
        }
        assert_eq!(chosen("k7m4q"), Some(PasswordFault::Length));
    }

    #[test]
    fn two_halves_are_known_however_they_are_put_together() {
        let (first, second) = (readable_half(&[7; 32]), readable_half(&[200; 32]));
        assert_eq!((first.len(), second.len()), (11, 11));
        let printed = Password::typed(&format!("{first}-{second}"));
        for typed in
            [format!("{first} {second}"), format!("{first}{second}").to_uppercase(), format!(" {first} - {second}")]
        {
            assert!(Password::typed(&typed) == printed, "{typed}");
        }
        assert!(Password::typed(&format!("{second}-{first}")) != printed, "the first half comes first");
    }

    #[test]
    fn a_cards_password_is_known_however_its_groups_are_typed() {
        let printed = Password::new("k7m4q-x29ab").unwrap();
        for typed in ["k7m4q-x29ab", "K7M4Q-X29AB", "k7m4qx29ab", " k7m4q x29ab ", "K7M4 QX29 AB"] {
            assert!(Password::typed(typed) == printed, "{typed}");
        }
        assert!(Password::typed("k7m4q-x29ac") != printed);
        assert!(Password::typed("Correct horse") != Password::typed("correct horse"), "not of a card: as it is typed");
    }
}
