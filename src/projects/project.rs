//! A project and the promise it carries: the certificate, its votes, and what is to be done.

use crate::{
    candidates::{Candidate, Goal, SubItem, distinct_units},
    db::Ts,
    ids::{CandidateId, CongressId, DocumentId, ProjectId, SessionId, SubItemId},
    tally::{Certified, CertifiedWinner},
};

/// 正式项目: a candidate's texts as they were when it was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    pub id: ProjectId,
    pub congress: CongressId,
    pub session: SessionId,
    pub candidate: CandidateId,
    pub certificate: DocumentId,
    /// 64 hex digits.
    pub certificate_hash: String,
    pub year: i32,
    /// Within the session, from 1, in the order of promotion.
    pub number: i32,
    pub title: String,
    pub summary: String,
    pub service_field: Option<String>,
    pub lead_unit: Option<String>,
    pub approvals: i32,
    pub rank: i32,
    /// Announced.
    pub public: bool,
    pub promoted_at: Ts,
    /// Copied from the candidate, with identifiers of their own.
    pub sub_items: Vec<SubItem>,
}

impl Project {
    /// The project that a chosen candidate becomes; nobody but insiders sees it before the announcement.
    pub fn of(candidate: &Candidate, winner: CertifiedWinner, by: &Certified, number: i32, at: Ts) -> Self {
        let copy = |item: &SubItem| SubItem { id: SubItemId::new(), ..item.clone() };
        Self {
            id: ProjectId::new(),
            congress: by.congress,
            session: by.session,
            candidate: candidate.id,
            certificate: by.certificate,
            certificate_hash: by.hash.to_string(),
            year: by.year,
            number,
            title: candidate.title.clone(),
            summary: candidate.summary.clone(),
            service_field: candidate.service_field.clone(),
            lead_unit: candidate.lead_unit.clone(),
            approvals: winner.approvals,
            rank: winner.rank,
            public: false,
            promoted_at: at,
            sub_items: if candidate.sub_items.is_empty() {
                vec![whole(candidate)]
            } else {
                candidate.sub_items.iter().map(copy).collect()
            },
        }
    }

    /// Every unit that leads something of it, in the order of the sub-items.
    pub fn units(&self) -> Vec<&str> {
        distinct_units(self.lead_unit.as_deref(), &self.sub_items)
    }
}

/// A candidate that is not divided is itself what is to be done; without a sub-item nobody could report on it.
fn whole(candidate: &Candidate) -> SubItem {
    let said = [&candidate.summary, &candidate.title].into_iter().find(|text| !text.is_empty());
    SubItem {
        id: SubItemId::new(),
        code: format!("C{:02}-01", candidate.number),
        name: candidate.title.clone(),
        goal: Goal::Qualitative,
        lead_unit: candidate.lead_unit.clone(),
        source_text: said.cloned().unwrap_or_default(),
    }
}
