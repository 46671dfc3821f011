//! The secret of one-time codes as it lies in the database: readable only under the server's secret, and only as that
//! account's.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{one_time_code::OneTimeCode, sealed};
use crate::{ids::AccountId, web::Secret};

/// Base64 of nonce and ciphertext.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedCodeSecret(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("the secret of one-time codes could not be sealed")]
    NotSealed,
    #[error(
        "the secret of its one-time codes cannot be read under the server's secret: put the right secret file back, or run `piaojue account reset`"
    )]
    Unreadable,
}

const PURPOSE: &str = "one-time codes";

impl SealedCodeSecret {
    /// `base32` as the person's authenticator holds it.
    pub fn seal(secret: &Secret, account: AccountId, base32: &str) -> Result<Self, SealError> {
        let sealed =
            sealed::seal(secret, PURPOSE, &account.to_string(), base32.as_bytes()).ok_or(SealError::NotSealed)?;
        Ok(Self(STANDARD.encode(sealed)))
    }

    pub fn open(&self, secret: &Secret, account: AccountId) -> Result<OneTimeCode, SealError> {
        let bytes = STANDARD.decode(&self.0).map_err(|_| SealError::Unreadable)?;
        let base32 = sealed::open(secret, PURPOSE, &account.to_string(), &bytes).ok_or(SealError::Unreadable)?;
        std::str::from_utf8(&base32).ok().and_then(OneTimeCode::of).ok_or(SealError::Unreadable)
    }

    /// As the database holds it.
    pub(super) fn stored(text: String) -> Self {
        Self(text)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::db::Ts;

    const BASE32: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    #[test]
    fn what_is_sealed_is_opened_by_the_same_secret_for_the_same_account_only() {
        let (secret, account) = (Secret::new([7; 32]), AccountId::new());
        let sealed = SealedCodeSecret::seal(&secret, account, BASE32).unwrap();
        assert!(!sealed.as_str().contains(BASE32));
        assert_ne!(sealed, SealedCodeSecret::seal(&secret, account, BASE32).unwrap());

        let now: Ts = "2024-02-03T01:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
        let opened = sealed.open(&secret, account).unwrap();
        assert_eq!(opened.code(now), OneTimeCode::of(BASE32).unwrap().code(now));
        assert_eq!(sealed.open(&Secret::new([8; 32]), account).err(), Some(SealError::Unreadable));
        assert_eq!(sealed.open(&secret, AccountId::new()).err(), Some(SealError::Unreadable));
        for other in ["", "!", BASE32, &sealed.as_str()[..20]] {
            let stored = SealedCodeSecret::stored(other.to_owned());
            assert_eq!(stored.open(&secret, account).err(), Some(SealError::Unreadable), "{other}");
        }
    }
}
