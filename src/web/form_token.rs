//! The token that every form carries, masked anew on each page: what compresses beside it tells nothing of it from one answer
//! to the next (BREACH).

use rand::Rng;
use subtle::ConstantTimeEq;

const LENGTH: usize = 32;

/// Of one browser and one account.
#[derive(Clone, PartialEq, Eq)]
pub struct FormToken([u8; LENGTH]);

impl FormToken {
    pub fn of(bytes: [u8; LENGTH]) -> Self {
        Self(bytes)
    }

    /// As it is kept where nobody is shown it.
    pub fn unmasked(&self) -> String {
        hex(&self.0)
    }

    /// As a page shows it: a mask that was never used before, and the token under it.
    pub fn shown(&self) -> String {
        let mut mask = [0_u8; LENGTH];
        rand::rng().fill_bytes(&mut mask);
        hex(&mask) + &hex(&xored(&self.0, &mask))
    }

    /// Whether some page has shown it so. Takes as long for any text of that length.
    pub fn was_shown_as(&self, sent: &str) -> bool {
        let Some(bytes) = read(sent) else { return false };
        let (mask, masked) = bytes.split_at(LENGTH);
        let (Ok(mask), Ok(masked)) = (mask.try_into(), masked.try_into()) else { return false };
        bool::from(xored(masked, mask).ct_eq(&self.0))
    }
}

impl std::fmt::Debug for FormToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FormToken(…)")
    }
}

fn xored(token: &[u8; LENGTH], mask: &[u8; LENGTH]) -> [u8; LENGTH] {
    std::array::from_fn(|place| token[place] ^ mask[place])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read(sent: &str) -> Option<[u8; 2 * LENGTH]> {
    let digits = sent.as_bytes();
    if digits.len() != 4 * LENGTH {
        return None;
    }
    let mut bytes = [0_u8; 2 * LENGTH];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = pair.iter().try_fold(0, |byte, digit| Some(byte << 4 | nibble(*digit)?))?;
    }
    Some(bytes)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_pages_show_a_token_alike_and_each_is_known_again() {
        let token = FormToken::of([7; LENGTH]);
        let (one, other) = (token.shown(), token.shown());
        assert_ne!(one, other);
        assert!(token.was_shown_as(&one) && token.was_shown_as(&other));
        assert!(!one.contains(&token.unmasked()), "the token itself is on no page");
        // No digit stands where it stood before more often than chance has it.
        let same = one.bytes().zip(other.bytes()).filter(|(a, b)| a == b).count();
        assert!(same < 40, "{same} of {} digits", one.len());
    }

    #[test]
    fn nothing_else_is_taken_for_it() {
        let token = FormToken::of([7; LENGTH]);
        let shown = token.shown();
        assert!(!FormToken::of([8; LENGTH]).was_shown_as(&shown));
        let turned: String = shown.chars().rev().collect();
        for sent in ["", "secret", &token.unmasked(), &shown[1..], &shown.to_uppercase(), &turned, &"0".repeat(128)] {
            assert!(!token.was_shown_as(sent) || sent == shown, "{sent}");
        }
        for place in 0..shown.len() {
            let mut changed = shown.clone().into_bytes();
            changed[place] = if changed[place] == b'0' { b'1' } else { b'0' };
            assert!(!token.was_shown_as(&String::from_utf8_lossy(&changed)), "digit {place}");
        }
    }
}
