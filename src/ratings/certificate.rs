//! 测评结果报告单: one canonical JSON document (RFC 8785) whose SHA-256 the scrutineers sign. It names what was counted; every
//! verdict in it follows from the counts and can be computed again.

use serde::{Deserialize, Serialize};

use super::verdict::{Counts, Verdict, verdict};
use crate::{
    congress::voting_method::{MethodHash, PassMark},
    documents::{Disagrees, DocumentKind, Paper, Signers},
    ids::ProjectId,
    tally::{certificate::Archive, outcome::Attendance},
    word_enum,
};

word_enum! {
    /// Whose half a verdict needs; it follows the pass mark of the adopted method.
    AllOf {
        InOffice = "in_office",
        Present = "present",
        /// Where the method sets no mark.
        Valid = "valid",
    }
}

impl From<PassMark> for AllOf {
    fn from(mark: PassMark) -> Self {
        match mark {
            PassMark::HalfOfAll => Self::InOffice,
            PassMark::HalfOfPresent => Self::Present,
            PassMark::None => Self::Valid,
        }
    }
}

pub const FORMAT: &str = "piaojue-rating-certificate-1";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Always [`FORMAT`].
    pub format: String,
    pub congress: String,
    pub session: String,
    pub plenary: String,
    /// Of the vote, not of the session.
    pub date: jiff::civil::Date,
    pub item: String,
    /// Of the projects.
    pub year: i32,
    pub method_version: u32,
    pub method_hash: MethodHash,
    pub attendance: Attendance,
    /// Fewest deputies present.
    pub quorum: u32,
    pub issued: u32,
    pub returned: u32,
    pub not_cast: u32,
    pub all_of: AllOf,
    /// More than half of these.
    pub all: u32,
    /// In the order of the paper.
    pub projects: Vec<ProjectLine>,
    pub archive: Archive,
    pub signers: Signers,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectLine {
    /// From 1, the row of the paper.
    pub number: u32,
    pub project: ProjectId,
    pub title: String,
    pub counts: Counts,
    pub verdict: Verdict,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateFault {
    #[error("not a rating certificate: {0}")]
    Unreadable(String),
    #[error("the text is not in canonical form")]
    NotCanonical,
    #[error("it does not add up: {0}")]
    DoesNotAddUp(&'static str),
    #[error("the verdict on project {0} does not follow from its counts")]
    WrongVerdict(u32),
}

/// A document in canonical form. [`Certificate::check`] says whether its verdicts follow from its counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    document: Document,
    canonical: String,
}

impl Certificate {
    pub fn of(document: Document) -> Result<Self, CertificateFault> {
        let canonical = serde_json_canonicalizer::to_string(&document)
            .map_err(|error| CertificateFault::Unreadable(error.to_string()))?;
        let certificate = Self { document, canonical };
        certificate.check()?;
        Ok(certificate)
    }

    pub fn parse(text: &str) -> Result<Self, CertificateFault> {
        let document: Document =
            serde_json::from_str(text).map_err(|error| CertificateFault::Unreadable(error.to_string()))?;
        let certificate = Self::of(document)?;
        if certificate.canonical == text { Ok(certificate) } else { Err(CertificateFault::NotCanonical) }
    }

    fn check(&self) -> Result<(), CertificateFault> {
        use CertificateFault::DoesNotAddUp;
        let document = &self.document;
        let there = &document.attendance;
        if document.format != FORMAT {
            return Err(CertificateFault::Unreadable(document.format.clone()));
        }
        if there.present < document.quorum {
            return Err(DoesNotAddUp("fewer present than the quorum"));
        }
        let falling = [there.in_office, there.present, document.issued, document.returned];
        if !falling.is_sorted_by(|more, fewer| more >= fewer) {
            return Err(DoesNotAddUp("收回 ≤ 发出 ≤ 实到 ≤ 应到"));
        }
        if document.not_cast != document.issued - document.returned {
            return Err(DoesNotAddUp("未投 = 发出 − 收回"));
        }
        let all = match document.all_of {
            AllOf::InOffice => there.in_office,
            AllOf::Present => there.present,
            AllOf::Valid => document.returned,
        };
        if document.all != all {
            return Err(DoesNotAddUp("whose half is asked for"));
        }
        for line in &document.projects {
            if line.counts.total() != u64::from(document.returned) {
                return Err(DoesNotAddUp("满意 + 基本满意 + 不满意 + 弃权 = 收回"));
            }
            if verdict_of(&line.counts, all) != line.verdict {
                return Err(CertificateFault::WrongVerdict(line.number));
            }
        }
        Ok(())
    }

    pub fn document(&self) -> &Document {
        &self.document
    }
}

impl Paper for Certificate {
    const KIND: DocumentKind = DocumentKind::Rating;

    fn canonical(&self) -> Result<String, Disagrees> {
        Ok(self.canonical.clone())
    }

    fn parse(text: &str) -> Result<Self, Disagrees> {
        Self::parse(text).map_err(Disagrees::because)
    }

    fn check(&self) -> Result<(), Disagrees> {
        self.check().map_err(Disagrees::because)
    }

    fn signers(&self) -> &Signers {
        &self.document.signers
    }
}

/// A box without ballots, under a method that counts only those, speaks well of nothing.
pub fn verdict_of(counts: &Counts, all: u32) -> Verdict {
    verdict(counts, all.into()).unwrap_or(Verdict::Dissatisfied)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::{congress::voting_method::VotingMethod, ratings::pages::sample_document};

    #[test]
    fn what_was_written_is_read_again_and_nothing_else() {
        let certificate = Certificate::of(sample_document().unwrap()).unwrap();
        let text = &certificate.canonical;
        assert_eq!(Certificate::parse(text).unwrap(), certificate);
        let spaced = text.replace(":", ": ");
        assert_eq!(Certificate::parse(&spaced), Err(CertificateFault::NotCanonical));
        let more = text.replacen('{', "{\"a\":1,", 1);
        assert!(matches!(Certificate::parse(&more), Err(CertificateFault::Unreadable(_))));
        let other = text.replace(FORMAT, "piaojue-certificate-1");
        assert!(matches!(Certificate::parse(&other), Err(CertificateFault::Unreadable(_))));
    }

    #[test]
    fn what_does_not_add_up_is_no_certificate() {
        type Spoil = fn(&mut Document);
        let spoils: [Spoil; 8] = [
            |d| d.projects[0].verdict = Verdict::Satisfied,
            |d| d.projects[0].counts.satisfied += 1,
            |d| d.returned = d.issued + 1,
            |d| d.issued = d.attendance.present + 1,
            |d| d.attendance.present = d.attendance.in_office + 1,
            |d| d.not_cast += 1,
            |d| d.all = d.returned,
            |d| d.quorum = d.attendance.present + 1,
        ];
        for (number, spoil) in spoils.into_iter().enumerate() {
            let mut document = sample_document().unwrap();
            spoil(&mut document);
            assert!(Certificate::of(document).is_err(), "spoil {number} went unseen");
        }
    }

    #[test]
    fn whose_half_follows_the_methods_pass_mark() {
        assert_eq!(AllOf::from(VotingMethod::default().pass_mark()), AllOf::InOffice);
        assert_eq!(AllOf::from(PassMark::HalfOfPresent), AllOf::Present);
        assert_eq!(AllOf::from(PassMark::None), AllOf::Valid);
    }
}
