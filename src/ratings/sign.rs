//! The sign that stands at a project's site: whoever holds its token was there, or was shown it by somebody who was.

use subtle::ConstantTimeEq;

use crate::{ids::ProjectId, web::Secret};

/// 16 letters and digits that follow from the server's secret: a copy of the database makes no sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign(String);

/// What a token turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    Current,
    /// Of an edition that was replaced.
    Replaced,
    Invented,
}

/// Without what is easily taken for another.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
const LENGTH: usize = 16;

impl Sign {
    /// Editions count from 1.
    pub fn of(secret: &Secret, project: ProjectId, edition: i32) -> Self {
        let bytes = secret.derive("rating sign", format!("{project}|{edition}").as_bytes());
        let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).copied().map_or('a', char::from);
        Self(bytes.iter().take(LENGTH).map(letter).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn is(&self, token: &str) -> bool {
        bool::from(self.0.as_bytes().ct_eq(token.as_bytes()))
    }

    /// `edition` is the one that stands there now; `None` where none was ever printed.
    pub fn seen(secret: &Secret, project: ProjectId, edition: Option<i32>, token: &str) -> Seen {
        let Some(edition) = edition else { return Seen::Invented };
        if Self::of(secret, project, edition).is(token) {
            return Seen::Current;
        }
        let replaced = (1..edition).any(|old| Self::of(secret, project, old).is(token));
        if replaced { Seen::Replaced } else { Seen::Invented }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_project_and_until_it_is_replaced() {
        let (secret, other) = (Secret::new([7; 32]), Secret::new([8; 32]));
        let [here, there] = [ProjectId::new(), ProjectId::new()];
        let sign = Sign::of(&secret, here, 1);
        assert_eq!(sign.as_str().len(), LENGTH);
        assert_eq!(Sign::seen(&secret, here, Some(1), sign.as_str()), Seen::Current);
        assert_eq!(Sign::seen(&secret, here, Some(2), sign.as_str()), Seen::Replaced);
        assert_eq!(Sign::seen(&secret, there, Some(1), sign.as_str()), Seen::Invented);
        assert_eq!(Sign::seen(&other, here, Some(1), sign.as_str()), Seen::Invented);
        assert_eq!(Sign::seen(&secret, here, None, sign.as_str()), Seen::Invented);
        assert_eq!(Sign::seen(&secret, here, Some(1), ""), Seen::Invented);
    }
}
