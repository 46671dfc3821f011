//! The code by which somebody finds again what they sent; the server keeps what follows from it, never the code.

use crate::{db::FormKey, web::Secret};

/// Twelve signs of which none looks like another.
#[derive(Clone, PartialEq, Eq)]
pub struct TrackingCode(String);

const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH: usize = 12;

impl TrackingCode {
    /// The same for the same form, so that a second press of the button leads to the same place.
    pub fn of_form(secret: &Secret, key: FormKey) -> Self {
        let bytes = secret.derive("tracking code", key.0.as_bytes());
        let sign = |byte: &u8| SIGNS.get(usize::from(byte % 32)).copied().map_or('2', char::from);
        Self(bytes.iter().take(LENGTH).map(sign).collect())
    }

    /// Whatever case, spaces and hyphens, and the signs that are taken for others.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut code = String::new();
        for c in typed.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let c = match c {
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0)?,
                c => c,
            };
            let c = c.to_ascii_uppercase();
            if !c.is_ascii() || !SIGNS.contains(&u8::try_from(c).ok()?) {
                return None;
            }
            code.push(c);
        }
        (code.len() == LENGTH).then_some(Self(code))
    }

    /// As it stands in an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of four, as it is read out.
    pub fn groups(&self) -> Vec<String> {
        self.0.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect()
    }

    /// By which it is looked up.
    pub fn hash(&self, secret: &Secret) -> String {
        hex(&secret.derive("tracking code's row", self.0.as_bytes()))
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl std::fmt::Debug for TrackingCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TrackingCode(…)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let secret = Secret::new([7; 32]);
        let key = FormKey(uuid::Uuid::from_u128(1));
        let code = TrackingCode::of_form(&secret, key);
        assert_eq!(code, TrackingCode::of_form(&secret, key));
        assert_ne!(code, TrackingCode::of_form(&secret, FormKey(uuid::Uuid::from_u128(2))));
        assert_eq!(TrackingCode::parse(&format!(" {} ", code.groups().join("-").to_lowercase())), Some(code.clone()));
        assert_eq!(code.as_str().len(), 12);
        assert_ne!(code.hash(&secret), code.hash(&Secret::new([8; 32])));
        for wrong in ["", "ABC", "1IO0ABCDEFGH", "ABCDEFGHJKLMN", "😀😀😀😀😀😀😀😀😀😀😀😀", "ABCDEFGHJKL\0"]
        {
            assert_eq!(TrackingCode::parse(wrong), None, "{wrong}");
        }
    }
}
