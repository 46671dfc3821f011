//! The second factor: RFC 6238 codes of six digits, half a minute each, one use each.

use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::db::Ts;

/// A shared secret in base32.
#[derive(Clone)]
pub struct OneTimeCode {
    totp: Totp,
}

impl OneTimeCode {
    /// A new secret, 160 bits, as base32.
    pub fn new_secret(rng: &mut impl rand::Rng) -> String {
        let mut bytes = [0_u8; 20];
        rng.fill_bytes(&mut bytes);
        Secret::from(bytes.to_vec()).to_base32()
    }

    /// The same out of bytes that nobody foresees.
    pub fn secret_of(bytes: &[u8; 32]) -> String {
        Secret::from(bytes[..20].to_vec()).to_base32()
    }

    pub fn of(base32: &str) -> Option<Self> {
        let secret = Secret::try_from_base32(base32).ok()?;
        let totp = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(30)
            .with_secret(secret)
            .build()
            .ok()?;
        Some(Self { totp })
    }

    /// The code of the moment `at`.
    pub fn code(&self, at: Ts) -> String {
        self.totp.generate(seconds(at)).to_string()
    }

    /// The half-minute that `code` belongs to, if it is one of those around `at` and later than the last one used.
    pub fn accept(&self, code: &str, at: Ts, last_step: Option<i64>) -> Option<i64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let step = i64::try_from(self.totp.check(&digits, seconds(at))?).ok()?;
        last_step.is_none_or(|last| step > last).then_some(step)
    }
}

fn seconds(at: Ts) -> u64 {
    u64::try_from(at.timestamp().as_second()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_code_is_good_once_and_only_around_its_time() {
        let now: Ts = "2024-02-03T01:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
        let codes = OneTimeCode::of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").unwrap();
        let code = codes.code(now);
        let step = codes.accept(&code, now, None).unwrap();
        assert_eq!(codes.accept(&code, now, Some(step)), None);
        assert_eq!(codes.accept(&code, now.plus_minutes(5), None), None);
        assert!(codes.accept(&codes.code(now.plus_minutes(1)), now.plus_minutes(1), Some(step)).is_some());
    }
}
