//! The certificate of a hall without an authority that devices know: one authority for this certificate alone, whose key is
//! forgotten as soon as it has signed, so that whoever installs it trusts one server and nothing that could be made later.

use std::net::IpAddr;

use jiff::civil::Date;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

/// Phones refuse a server's certificate that is good for longer.
pub const LONGEST_DAYS: u16 = 397;

#[derive(Debug, thiserror::Error)]
pub enum HallNameError {
    #[error("{0:?} is neither a host name nor an address: vote.hall, 192.168.1.10")]
    Name(String),
    #[error("a certificate is good for 1 to {LONGEST_DAYS} days")]
    Days,
    #[error("the certificate cannot be made: {0}")]
    Made(#[from] rcgen::Error),
    #[error("the calendar ends before the certificate does")]
    Calendar,
}

/// In PEM form.
pub struct HallCertificate {
    /// The server's own and then its authority's, which devices install.
    pub chain: String,
    pub key: String,
}

impl HallCertificate {
    /// Good from the day before `today`, for devices whose clock is behind.
    pub fn made(names: &[String], today: Date, days: u16) -> Result<Self, HallNameError> {
        if days == 0 || days > LONGEST_DAYS {
            return Err(HallNameError::Days);
        }
        if let Some(name) = names.iter().find(|name| !is_host(name)) {
            return Err(HallNameError::Name(name.clone()));
        }
        let first = names.first().ok_or_else(|| HallNameError::Name(String::new()))?;
        let day = |days: i64| {
            let day = today.checked_add(jiff::Span::new().try_days(days).map_err(|_| HallNameError::Calendar)?);
            let day = day.map_err(|_| HallNameError::Calendar)?;
            let number = |part: i8| u8::try_from(part).map_err(|_| HallNameError::Calendar);
            Ok::<_, HallNameError>(date_time_ymd(i32::from(day.year()), number(day.month())?, number(day.day())?))
        };
        let (begins, ends) = (day(-1)?, day(i64::from(days))?);
        let within = |mut params: CertificateParams, what: String| {
            params.distinguished_name = DistinguishedName::new();
            params.distinguished_name.push(DnType::CommonName, what);
            (params.not_before, params.not_after) = (begins, ends);
            params
        };
        let mut authority = within(CertificateParams::default(), format!("piaojue {first} {today}"));
        authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let authority_key = KeyPair::generate()?;
        let authority_certificate = authority.self_signed(&authority_key)?;
        let issuer = Issuer::new(authority, authority_key);

        let mut own = within(CertificateParams::new(names.to_vec())?, first.clone());
        own.use_authority_key_identifier_extension = true;
        own.is_ca = IsCa::ExplicitNoCa;
        own.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        own.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate()?;
        let certificate = own.signed_by(&key, &issuer)?;
        Ok(Self { chain: certificate.pem() + &authority_certificate.pem(), key: key.serialize_pem() })
    }
}

/// `[fd00::1]` is an address in an URL only.
fn is_host(name: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.parse::<IpAddr>().is_ok() || (name.len() <= 253 && name.split('.').all(is_label))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_certificate_names_hosts_and_addresses_and_nothing_else() {
        let made = |name: &str, days| HallCertificate::made(&[name.to_owned()], "2024-02-03".parse().unwrap(), days);
        for name in ["vote.hall", "hall", "192.168.1.10", "fd00::1", "xn--fiq228c.example"] {
            assert!(made(name, 90).is_ok(), "{name}");
        }
        for name in ["", "https://vote.hall", "vote.hall:8443", "[fd00::1]", "*.hall", "-hall", "票.example", "a b"] {
            assert!(matches!(made(name, 90), Err(HallNameError::Name(_))), "{name}");
        }
        for days in [0, LONGEST_DAYS + 1] {
            assert!(matches!(made("hall", days), Err(HallNameError::Days)), "{days}");
        }
    }
}
