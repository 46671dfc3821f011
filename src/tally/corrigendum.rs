//! 更正: what mends a mistake in a certified certificate. The certificate itself is never edited.

use serde::{Deserialize, Serialize};

use crate::documents::{Disagrees, DocumentKind, Paper, Sha256Hex, Signers};

/// Always `piaojue-corrigendum-1`.
const FORMAT: &str = "piaojue-corrigendum-1";

/// Longest text of a field, in characters.
pub const LONGEST: usize = 500;

/// The canonical document (RFC 8785) whose SHA-256 is signed like a certificate's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrigendum {
    format: String,
    /// Number and hash of the certificate that it corrects.
    pub certificate: String,
    pub certificate_hash: Sha256Hex,
    /// From 1, for each certificate.
    pub number: u32,
    pub date: jiff::civil::Date,
    /// Which field of the certificate.
    pub place: String,
    pub stands: String,
    pub should_be: String,
    pub reason: String,
    pub signers: Signers,
}

/// What the secretariat types.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Correction {
    pub place: String,
    pub stands: String,
    pub should_be: String,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CorrigendumError {
    #[error("{field} is blank, too long or has control characters")]
    BadText { field: &'static str },
    #[error("nothing is corrected: both texts are the same")]
    NothingChanges,
}

impl Corrigendum {
    pub fn draft(
        certificate: &str,
        certificate_hash: &Sha256Hex,
        number: u32,
        date: jiff::civil::Date,
        correction: &Correction,
        signers: Signers,
    ) -> Result<Self, CorrigendumError> {
        let text = |field, typed: &str| {
            let typed = typed.trim();
            let fits = !typed.is_empty() && typed.chars().count() <= LONGEST && !typed.chars().any(char::is_control);
            if fits { Ok(typed.to_owned()) } else { Err(CorrigendumError::BadText { field }) }
        };
        let corrigendum = Self {
            format: FORMAT.to_owned(),
            certificate: certificate.to_owned(),
            certificate_hash: certificate_hash.clone(),
            number,
            date,
            place: text("place", &correction.place)?,
            stands: text("stands", &correction.stands)?,
            should_be: text("should_be", &correction.should_be)?,
            reason: text("reason", &correction.reason)?,
            signers,
        };
        if corrigendum.stands == corrigendum.should_be {
            return Err(CorrigendumError::NothingChanges);
        }
        Ok(corrigendum)
    }
}

impl Paper for Corrigendum {
    const KIND: DocumentKind = DocumentKind::Corrigendum;

    fn canonical(&self) -> Result<String, Disagrees> {
        serde_json_canonicalizer::to_string(self).map_err(Disagrees::because)
    }

    fn parse(text: &str) -> Result<Self, Disagrees> {
        let not_one = |why: &dyn std::fmt::Display| Disagrees::because(format!("not a corrigendum: {why}"));
        let parsed: Self = serde_json::from_str(text).map_err(|e| not_one(&e))?;
        if parsed.format == FORMAT && parsed.canonical()? == text {
            Ok(parsed)
        } else {
            Err(not_one(&"not in canonical form (RFC 8785)"))
        }
    }

    /// It follows from nothing but what was typed.
    fn check(&self) -> Result<(), Disagrees> {
        Ok(())
    }

    fn signers(&self) -> &Signers {
        &self.signers
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn drafted(correction: &Correction) -> Result<Corrigendum, CorrigendumError> {
        let signers = Signers { scrutineers: Vec::new(), secretariat: "周敏".into() };
        let date = jiff::civil::date(2024, 2, 5);
        Corrigendum::draft("2024-1", &Sha256Hex::of("{}"), 1, date, correction, signers)
    }

    fn correction() -> Correction {
        Correction {
            place: "会议日期".into(),
            stands: "2024-02-03".into(),
            should_be: "2024-02-04".into(),
            reason: "录入会议日期有误".into(),
        }
    }

    #[test]
    fn a_corrigendum_comes_back_from_its_bytes_and_from_no_others() {
        let whole = drafted(&correction()).unwrap();
        let text = whole.canonical().unwrap();
        assert_eq!(Corrigendum::parse(&text).unwrap(), whole);
        for wrong in [text.replacen("corrigendum-1", "corrigendum-2", 1), text.replacen("{", "{ ", 1), String::new()] {
            assert!(Corrigendum::parse(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_field_is_asked_for_and_something_must_change() {
        type Change = fn(&mut Correction);
        let blanks: [(&str, Change); 4] = [
            ("place", |c| c.place = " ".into()),
            ("stands", |c| c.stands = String::new()),
            ("should_be", |c| c.should_be = "长".repeat(LONGEST + 1)),
            ("reason", |c| c.reason = "换\u{7}行".into()),
        ];
        for (field, change) in blanks {
            let mut typed = correction();
            change(&mut typed);
            assert_eq!(drafted(&typed), Err(CorrigendumError::BadText { field }));
        }
        let same = Correction { should_be: " 2024-02-03 ".into(), ..correction() };
        assert_eq!(drafted(&same), Err(CorrigendumError::NothingChanges));
    }
}
