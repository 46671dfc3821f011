//! A candidate project and the list it stands on.

use super::{
    session_file::{self, SessionFile},
    sub_item::{SubItem, distinct_units},
};
use crate::{
    ids::{CandidateId, NeedId, SubItemId},
    proposals::OriginCount,
};

/// 候选项目 with its ballot number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub id: CandidateId,
    pub number: i32,
    pub title: String,
    pub short_title: String,
    pub summary: String,
    /// 七优享; `None` where the list names none.
    pub service_field: Option<String>,
    /// 投资, as the list words it.
    pub investment: Option<String>,
    /// 实施地点
    pub place: Option<String>,
    /// 完成时限, as the list words it.
    pub deadline: Option<String>,
    /// 牵头单位; `None` where the sub-items are led by several.
    pub lead_unit: Option<String>,
    pub sub_items: Vec<SubItem>,
}

impl Candidate {
    /// One of that number of which nothing else is known yet.
    pub fn numbered(number: i32) -> Self {
        Self {
            id: CandidateId::new(),
            number,
            title: String::new(),
            short_title: String::new(),
            summary: String::new(),
            service_field: None,
            investment: None,
            place: None,
            deadline: None,
            lead_unit: None,
            sub_items: Vec::new(),
        }
    }

    /// Every unit that leads something of it, in the order of the list.
    pub fn units(&self) -> Vec<&str> {
        distinct_units(self.lead_unit.as_deref(), &self.sub_items)
    }
}

/// The need a candidate came from, and from how many proposals, as it was when it was taken onto the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateOrigin {
    pub candidate: CandidateId,
    pub need: NeedId,
    pub counted: OriginCount,
}

/// What is to be known of a list as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateList {
    /// Shown wherever the list is shown.
    pub notice: String,
    /// The document that the sub-items quote.
    pub source: Option<String>,
    /// Whether anything of it is the editors' inference.
    pub inferred: bool,
}

/// The candidates of a file, with new identifiers.
pub fn from_file(file: &SessionFile) -> Result<Vec<Candidate>, std::num::TryFromIntError> {
    file.candidates
        .iter()
        .map(|candidate| {
            let sub_items: Vec<SubItem> = candidate.sub_items.iter().map(sub_item).collect();
            let lead_unit = match distinct_units(None, &sub_items).as_slice() {
                [only] => Some((*only).to_owned()),
                _ => None,
            };
            Ok(Candidate {
                id: CandidateId::new(),
                number: candidate.number.try_into()?,
                title: candidate.title.clone(),
                short_title: candidate.short_title.clone(),
                summary: candidate.summary.clone(),
                service_field: candidate.service_field.as_ref().map(|field| field.text.clone()),
                investment: None,
                place: None,
                deadline: None,
                lead_unit,
                sub_items,
            })
        })
        .collect()
}

fn sub_item(item: &session_file::SubItem) -> SubItem {
    SubItem {
        id: SubItemId::new(),
        code: item.code.clone(),
        name: item.name.clone(),
        goal: item.goal.clone(),
        lead_unit: Some(item.lead_unit.text.clone()),
        source_text: item.quote.clone(),
    }
}

/// Whether a file says of anything that it was inferred.
pub fn has_inferences(file: &SessionFile) -> bool {
    file.candidates.iter().any(|candidate| {
        candidate.service_field.as_ref().is_some_and(|field| field.inferred)
            || candidate.sub_items.iter().any(|item| item.mapping_inferred || item.lead_unit.inferred)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::candidates::session_file::read_session;

    fn file() -> SessionFile {
        read_session(include_bytes!("../../fixtures/session-2024.json")).unwrap()
    }

    #[test]
    fn twelve_candidates_keep_their_order_and_wording() {
        let candidates = from_file(&file()).unwrap();
        let numbers: Vec<i32> = candidates.iter().map(|c| c.number).collect();
        assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
        assert_eq!(candidates[0].title, "“学有优教”在上城");
        assert_eq!(candidates[0].sub_items[0].source_text, "开办新校新园6所");
    }

    #[test]
    fn one_unit_for_everything_leads_and_several_are_listed() {
        let candidates = from_file(&file()).unwrap();
        assert_eq!(candidates[0].lead_unit.as_deref(), Some("区教育局"));
        assert_eq!(candidates[1].lead_unit, None);
        assert_eq!(candidates[1].units(), ["区卫生健康局", "区教育局", "区妇女儿童工作委员会办公室"]);
    }

    #[test]
    fn a_list_says_when_something_was_inferred() {
        let mut file = file();
        assert!(has_inferences(&file));
        for candidate in &mut file.candidates {
            candidate.service_field = None;
            for item in &mut candidate.sub_items {
                (item.mapping_inferred, item.lead_unit.inferred) = (false, false);
            }
        }
        assert!(!has_inferences(&file));
    }
}
