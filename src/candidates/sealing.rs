//! 公示 and 封存: what stands between a list and its seal, and the document that is sealed.

use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    candidate::{Candidate, CandidateOrigin},
    session_file::Operator,
    sub_item::SubItem,
};
use crate::{
    congress::Session,
    db::Ts,
    ids::CandidateId,
    proposals::OriginCount,
    web::{Message, Refusal},
};

/// The list is put up for everybody to say something of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListNotice {
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Where something is said, and by when.
    pub words: String,
    /// Of the list as it was put up.
    pub sha256: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSeal {
    /// RFC 8785.
    pub document: String,
    /// Of those bytes, 64 hex digits.
    pub sha256: String,
    /// Of the method with whose adoption it was sealed.
    pub method_version: i32,
    pub by: String,
    pub at: Ts,
}

/// How far the list of a session is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealing {
    /// It came by file, from no proposals: what is voted on stands in the election, as ever.
    NotNeeded,
    Open,
    /// Sealed, and still the same.
    Sealed,
    /// Sealed, and not what it was.
    Broken,
}

/// What stands between a list and its seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealFault {
    #[error("a round has begun")]
    Frozen,
    #[error("it is sealed already")]
    Sealed,
    #[error("nothing on it came from proposals")]
    NotNeeded,
    #[error("the standing committee has not deliberated on it")]
    NoReview,
    #[error("{0} opinions have no outcome")]
    Opinions(usize),
    #[error("it was not put up")]
    NoNotice,
    #[error("it is up until {0}")]
    NoticeRuns(Date),
    #[error("no method was adopted")]
    NoMethod,
}

impl Refusal for SealFault {
    fn message(&self) -> Message {
        match self {
            Self::Frozen => "list-frozen".into(),
            Self::Sealed => "seal-is-sealed".into(),
            Self::NotNeeded => "seal-not-needed".into(),
            Self::NoReview => "seal-no-review".into(),
            Self::Opinions(count) => Message::new("seal-opinions").with("count", count),
            Self::NoNotice => "seal-no-notice".into(),
            Self::NoticeRuns(until) => Message::new("seal-notice-runs").with("day", until),
            Self::NoMethod => "seal-no-method".into(),
        }
    }
}

/// What is known of a list that is to be sealed.
#[derive(Clone, Debug)]
pub struct BeforeSealing<'a> {
    pub from_pool: bool,
    pub reviewed: bool,
    pub open_opinions: usize,
    pub notice: Option<&'a ListNotice>,
    pub method_adopted: bool,
    pub today: Date,
}

/// Everything that is missing, in the order in which it is done.
pub fn before_sealing(facts: &BeforeSealing) -> Vec<SealFault> {
    if !facts.from_pool {
        return vec![SealFault::NotNeeded];
    }
    let mut faults = Vec::new();
    faults.extend((!facts.reviewed).then_some(SealFault::NoReview));
    faults.extend((facts.open_opinions > 0).then_some(SealFault::Opinions(facts.open_opinions)));
    match facts.notice {
        None => faults.push(SealFault::NoNotice),
        Some(notice) if facts.today <= notice.until => faults.push(SealFault::NoticeRuns(notice.until)),
        Some(_) => {}
    }
    faults.extend((!facts.method_adopted).then_some(SealFault::NoMethod));
    faults
}

/// The list as one document, of which every byte counts.
#[derive(Serialize)]
struct ListDocument<'a> {
    format: &'static str,
    congress: &'a str,
    session: &'a str,
    year: i32,
    candidates: Vec<CandidateDocument<'a>>,
}

#[derive(Serialize)]
struct CandidateDocument<'a> {
    number: i32,
    title: &'a str,
    short_title: &'a str,
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    investment: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lead_unit: Option<&'a str>,
    sub_items: Vec<SubItemDocument<'a>>,
    /// SHA-256 of each.
    pictures: Vec<&'a str>,
    /// Not written of a candidate that came from no proposals.
    #[serde(skip_serializing_if = "Option::is_none")]
    origins: Option<&'a OriginCount>,
}

#[derive(Serialize)]
struct SubItemDocument<'a> {
    code: &'a str,
    name: &'a str,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lead_unit: Option<&'a str>,
    source: &'a str,
}

/// Everything that the document is made of.
pub struct WholeList<'a> {
    pub congress: &'a str,
    pub session: &'a Session,
    pub candidates: &'a [Candidate],
    /// SHA-256 of each picture, with its candidate.
    pub pictures: &'a [(CandidateId, String)],
    pub origins: &'a [CandidateOrigin],
}

impl WholeList<'_> {
    /// RFC 8785.
    pub fn document(&self) -> Result<String, serde_json::Error> {
        let candidates = self.candidates.iter().map(|candidate| self.candidate(candidate)).collect();
        serde_json_canonicalizer::to_string(&ListDocument {
            format: "piaojue-list-1",
            congress: self.congress,
            session: &self.session.name,
            year: self.session.year,
            candidates,
        })
    }

    fn candidate<'b>(&'b self, candidate: &'b Candidate) -> CandidateDocument<'b> {
        let origin = self.origins.iter().find(|origin| origin.candidate == candidate.id);
        let pictures = self.pictures.iter().filter(|(of, _)| *of == candidate.id);
        CandidateDocument {
            number: candidate.number,
            title: &candidate.title,
            short_title: &candidate.short_title,
            summary: &candidate.summary,
            service_field: candidate.service_field.as_deref(),
            investment: candidate.investment.as_deref(),
            place: candidate.place.as_deref(),
            deadline: candidate.deadline.as_deref(),
            lead_unit: candidate.lead_unit.as_deref(),
            sub_items: candidate.sub_items.iter().map(sub_item).collect(),
            pictures: pictures.map(|(_, sha256)| sha256.as_str()).collect(),
            origins: origin.map(|origin| &origin.counted),
        }
    }
}

fn sub_item(item: &SubItem) -> SubItemDocument<'_> {
    SubItemDocument {
        code: &item.code,
        name: &item.name,
        kind: item.goal.kind().word(),
        operator: item.goal.operator().map(Operator::word),
        target: item.goal.target(),
        unit: item.goal.unit(),
        lead_unit: item.lead_unit.as_deref(),
        source: &item.source_text,
    }
}

pub fn fingerprint(document: &str) -> String {
    Sha256::digest(document.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use jiff::civil::date;

    use super::*;
    use crate::ids::NeedId;

    #[test]
    fn a_list_is_sealed_when_it_was_deliberated_put_up_and_the_method_adopted() {
        let notice =
            ListNotice { from: date(2024, 1, 2), until: date(2024, 1, 9), words: String::new(), sha256: String::new() };
        let ready = BeforeSealing {
            from_pool: true,
            reviewed: true,
            open_opinions: 0,
            notice: Some(&notice),
            method_adopted: true,
            today: date(2024, 1, 10),
        };
        assert_eq!(before_sealing(&ready), []);
        let without = |facts: BeforeSealing| before_sealing(&facts);
        assert_eq!(without(BeforeSealing { reviewed: false, ..ready.clone() }), [SealFault::NoReview]);
        assert_eq!(without(BeforeSealing { open_opinions: 2, ..ready.clone() }), [SealFault::Opinions(2)]);
        assert_eq!(without(BeforeSealing { notice: None, ..ready.clone() }), [SealFault::NoNotice]);
        let last_day = BeforeSealing { today: notice.until, ..ready.clone() };
        assert_eq!(without(last_day), [SealFault::NoticeRuns(notice.until)]);
        assert_eq!(without(BeforeSealing { method_adopted: false, ..ready.clone() }), [SealFault::NoMethod]);
        assert_eq!(without(BeforeSealing { from_pool: false, ..ready }), [SealFault::NotNeeded]);
    }

    #[test]
    fn whatever_a_deputy_reads_of_a_candidate_is_in_the_hash() {
        let session = Session {
            id: crate::ids::SessionId::new(),
            congress: crate::ids::CongressId::new(),
            name: "第三次会议".to_owned(),
            ordinal: 3,
            year: 2024,
            rehearsal: false,
            date: date(2024, 2, 3),
            plenary: String::new(),
            item: String::new(),
            place: None,
            check_in_seed: None,
        };
        let known = Candidate { title: "加装电梯".to_owned(), ..Candidate::numbered(1) };
        let hash = |candidate: &Candidate, pictures: &[(CandidateId, String)], origins: &[CandidateOrigin]| {
            let list = WholeList {
                congress: "示例区",
                session: &session,
                candidates: std::slice::from_ref(candidate),
                pictures,
                origins,
            };
            fingerprint(&list.document().unwrap())
        };
        let origin = |all| CandidateOrigin {
            candidate: known.id,
            need: NeedId::new(),
            counted: OriginCount { all, ..OriginCount::default() },
        };
        let mut seen = vec![hash(&known, &[], &[])];
        let changed = [
            Candidate { title: "加装电梯2".to_owned(), ..known.clone() },
            Candidate { summary: "三幢".to_owned(), ..known.clone() },
            Candidate { investment: Some("30万元，区级财政".to_owned()), ..known.clone() },
            Candidate { place: Some("望江街道".to_owned()), ..known.clone() },
            Candidate { deadline: Some("11月底".to_owned()), ..known.clone() },
            Candidate { lead_unit: Some("区住建局".to_owned()), ..known.clone() },
        ];
        seen.extend(changed.iter().map(|candidate| hash(candidate, &[], &[])));
        seen.push(hash(&known, &[(known.id, "ab".repeat(32))], &[]));
        seen.push(hash(&known, &[], &[origin(37)]));
        seen.push(hash(&known, &[], &[origin(38)]));
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), count, "two lists that read otherwise have one hash");
        assert_eq!(hash(&known, &[], &[]), hash(&known.clone(), &[], &[]));
    }
}
