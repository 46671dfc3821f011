//! One-time codes as their holder sets them up, and the recovery codes that stand in for them once each.

use rand::{Rng, RngExt};

use super::{
    account::{Account, SecondFactor},
    device::hex,
    one_time_code::OneTimeCode,
};
use crate::{db::Ts, ids::AccountId, web::Secret};

/// A right code of the second factor, and what showing it uses up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownCode {
    NotAsked,
    /// The half-minute that the code belongs to.
    OfStep(i64),
    /// The mark of a recovery code; whether it is still there is seen when it is used up.
    Recovery(String),
}

impl ShownCode {
    /// `None` if what was typed is no code of the account's.
    pub fn read(typed: &str, account: &Account, secret: &Secret, now: Ts) -> Option<Self> {
        let sealed = match &account.second_factor {
            SecondFactor::NotAsked | SecondFactor::ToSetUp => return Some(Self::NotAsked),
            SecondFactor::Codes(sealed) => sealed,
        };
        if let Some(code) = RecoveryCode::read(typed) {
            return Some(Self::Recovery(code.mark(secret, account.person.id)));
        }
        match sealed.open(secret, account.person.id) {
            Ok(codes) => codes.accept(typed, now, account.last_code_step).map(Self::OfStep),
            Err(why) => {
                tracing::error!("account {}: {why}", account.person.id);
                None
            }
        }
    }
}

/// The secret that the holder's authenticator is to take, in base32. It follows from the server's secret and from what the
/// account has now, so that it is kept nowhere before it is set up, and is another one afterwards.
pub fn codes_to_set_up(account: &Account, secret: &Secret) -> String {
    let sealed = account.second_factor.codes().map_or("", |sealed| sealed.as_str());
    let input = format!("{}|{}|{sealed}", account.person.id, account.password_hash);
    OneTimeCode::secret_of(&secret.derive("one-time codes to be set up", input.as_bytes()))
}

/// As an authenticator takes it from a QR code.
pub fn authenticator_address(login: &str, congress: &str, base32: &str) -> String {
    let written =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let (issuer, login) = (written(congress), written(login));
    format!("otpauth://totp/{issuer}:{login}?secret={base32}&issuer={issuer}")
}

/// Twelve digits, typed on the same keys as a code of six.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryCode(String);

const DIGITS: usize = 12;
/// As many as are handed out at a time.
pub const RECOVERY_CODES: usize = 10;

impl RecoveryCode {
    pub fn new(rng: &mut impl Rng) -> Self {
        Self((0..DIGITS).map(|_| char::from(b'0' + rng.random_range(0..10))).collect())
    }

    /// Typed with blanks or hyphens, or without.
    pub fn read(typed: &str) -> Option<Self> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        (digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_digit())).then_some(Self(digits))
    }

    /// In groups of four, as it is written down.
    pub fn shown(&self) -> String {
        [&self.0[..4], &self.0[4..8], &self.0[8..]].join("-")
    }

    pub fn mark(&self, secret: &Secret, account: AccountId) -> String {
        hex(&secret.derive("recovery code", format!("{account}|{}", self.0).as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_recovery_code_is_known_however_it_is_typed_and_is_no_code_of_six_digits() {
        let code = RecoveryCode::new(&mut rand::rng());
        for typed in [code.shown(), code.shown().replace('-', ""), code.shown().replace('-', " ")] {
            assert_eq!(RecoveryCode::read(&typed), Some(code.clone()), "{typed}");
        }
        for other in ["", "123456", "1234-5678-901", "1234-5678-90123", "１２３４５６７８９０１２", "abcd-efgh-ijkl"]
        {
            assert_eq!(RecoveryCode::read(other), None, "{other}");
        }
    }

    #[test]
    fn its_mark_is_of_that_account_under_that_secret() {
        let (secret, account) = (Secret::new([7; 32]), AccountId::new());
        let code = RecoveryCode::read("1234-5678-9012").unwrap();
        assert_eq!(code.mark(&secret, account), code.mark(&secret, account));
        assert_ne!(code.mark(&secret, account), code.mark(&secret, AccountId::new()));
        assert_ne!(code.mark(&secret, account), code.mark(&Secret::new([8; 32]), account));
    }

    #[test]
    fn an_authenticator_is_told_whose_codes_they_are() {
        let address = authenticator_address("MISHU", "上城区人大 & 其他", "JBSWY3DP");
        assert!(address.starts_with("otpauth://totp/%E4%B8%8A"), "{address}");
        assert!(address.ends_with("%26%20%E5%85%B6%E4%BB%96"), "{address}");
        assert!(address.contains(":MISHU?secret=JBSWY3DP&issuer=%E4%B8%8A"), "{address}");
    }
}
