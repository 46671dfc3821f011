//! 视察: who went where on which day, what they looked at and what they found.

use jiff::civil::Date;

use crate::{
    db::Ts,
    ids::{AccountId, FindingId, FollowUpId, InspectionId, ProjectId, SubItemId},
    supervision::groups::Body,
    web::Message,
    word_enum,
};

word_enum! {
    InspectionState {
        Submitted = "submitted",
        Returned = "returned",
        Published = "published",
    }
}

/// One thing found, which may be followed up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub id: FindingId,
    pub words: String,
    pub follow_up: Option<FollowUpId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    pub id: InspectionId,
    pub project: ProjectId,
    /// Within the project, from 1.
    pub number: i32,
    pub held_on: Date,
    pub place: String,
    pub bodies: Vec<Body>,
    pub sub_items: Vec<SubItemId>,
    pub words: String,
    pub findings: Vec<Finding>,
    pub state: InspectionState,
    pub made_by_account: AccountId,
    pub made_by: String,
    pub made_at: Ts,
    pub returned_with: Option<String>,
    pub published_by: Option<String>,
    pub published_at: Option<Ts>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InspectionStepError {
    #[error("this step does not follow from where it stands")]
    OutOfOrder,
    #[error("whoever wrote it does not publish it")]
    Writer,
}

impl Inspection {
    pub fn published(self, by: AccountId, name: &str, at: Ts) -> Result<Self, InspectionStepError> {
        match self.state {
            InspectionState::Submitted if self.made_by_account == by => Err(InspectionStepError::Writer),
            InspectionState::Submitted => Ok(Self {
                state: InspectionState::Published,
                published_by: Some(name.to_owned()),
                published_at: Some(at),
                returned_with: None,
                ..self
            }),
            _ => Err(InspectionStepError::OutOfOrder),
        }
    }

    pub fn returned(self, words: String) -> Result<Self, InspectionStepError> {
        match self.state {
            InspectionState::Submitted => {
                Ok(Self { state: InspectionState::Returned, returned_with: Some(words), ..self })
            }
            _ => Err(InspectionStepError::OutOfOrder),
        }
    }

    /// Written anew after it was given back; the files stay.
    pub fn rewritten(self, record: Record) -> Result<Self, InspectionStepError> {
        match self.state {
            InspectionState::Returned => Ok(Self { state: InspectionState::Submitted, ..self.with(record) }),
            _ => Err(InspectionStepError::OutOfOrder),
        }
    }

    pub fn with(self, record: Record) -> Self {
        let finding = |words: String| Finding { id: FindingId::new(), words, follow_up: None };
        Self {
            held_on: record.held_on,
            place: record.place,
            bodies: record.bodies,
            sub_items: record.sub_items,
            words: record.words,
            findings: record.findings.into_iter().map(finding).collect(),
            ..self
        }
    }
}

/// What is typed about an inspection.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct InspectionForm {
    pub held_on: String,
    pub place: String,
    pub bodies: Vec<String>,
    pub sub_items: Vec<String>,
    pub words: String,
    /// One a line.
    pub findings: String,
}

/// A form that is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub held_on: Date,
    pub place: String,
    pub bodies: Vec<Body>,
    pub sub_items: Vec<SubItemId>,
    pub words: String,
    pub findings: Vec<String>,
}

const MOST_FINDINGS: usize = 20;

impl InspectionForm {
    pub fn of(inspection: &Inspection) -> Self {
        Self {
            held_on: inspection.held_on.to_string(),
            place: inspection.place.clone(),
            bodies: inspection.bodies.iter().map(|body| body.word().to_owned()).collect(),
            sub_items: inspection.sub_items.iter().map(ToString::to_string).collect(),
            words: inspection.words.clone(),
            findings: inspection.findings.iter().map(|finding| finding.words.as_str()).collect::<Vec<_>>().join("\n"),
        }
    }

    /// `known` are the project's sub-items.
    pub fn read(&self, today: Date, known: &[SubItemId]) -> Result<Record, Vec<Message>> {
        let mut wrong: Vec<Message> = Vec::new();
        let held_on = self.held_on.trim().parse::<Date>().ok().filter(|day| *day <= today);
        let bodies: Vec<Body> = self.bodies.iter().filter_map(|word| word.parse().ok()).collect();
        let sub_items: Vec<SubItemId> =
            self.sub_items.iter().filter_map(|id| id.parse().ok()).filter(|id| known.contains(id)).collect();
        let findings: Vec<String> =
            self.findings.lines().map(str::trim).filter(|line| !line.is_empty()).map(ToOwned::to_owned).collect();
        let (place, words) = (self.place.trim(), self.words.trim());
        for (is_wrong, message) in [
            (held_on.is_none(), "inspection-day-wrong"),
            (place.is_empty(), "inspection-place-missing"),
            (bodies.is_empty(), "inspection-bodies-missing"),
            (sub_items.is_empty() || sub_items.len() != self.sub_items.len(), "inspection-sub-items-missing"),
            (words.is_empty(), "inspection-words-missing"),
            (findings.len() > MOST_FINDINGS, "inspection-findings-too-many"),
        ] {
            if is_wrong {
                wrong.push(Message::new(message).with("most", MOST_FINDINGS).with("day", today));
            }
        }
        match held_on {
            Some(held_on) if wrong.is_empty() => {
                Ok(Record { held_on, place: place.to_owned(), bodies, sub_items, words: words.to_owned(), findings })
            }
            _ => Err(wrong),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn form(item: SubItemId) -> InspectionForm {
        InspectionForm {
            held_on: "2024-07-01".into(),
            place: " 望江街道工地 ".into(),
            bodies: vec!["congress".into(), "audit".into()],
            sub_items: vec![item.to_string()],
            words: "现场查看，听取汇报".into(),
            findings: "围挡缺失\n\n 台账不全 \n".into(),
        }
    }

    #[test]
    fn a_record_is_read_from_what_is_typed() {
        let item = SubItemId::new();
        let record = form(item).read("2024-07-01".parse().unwrap(), &[item]).unwrap();
        assert_eq!(record.place, "望江街道工地");
        assert_eq!(record.bodies, [Body::Congress, Body::Audit]);
        assert_eq!(record.findings, ["围挡缺失", "台账不全"]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let item = SubItemId::new();
        let today = "2024-07-01".parse().unwrap();
        let refused = |change: &dyn Fn(&mut InspectionForm)| {
            let mut form = form(item);
            change(&mut form);
            form.read(today, &[item]).unwrap_err()
        };
        assert_eq!(refused(&|f| f.held_on = "2024-07-02".into()).len(), 1, "tomorrow");
        assert_eq!(refused(&|f| f.place = "  ".into()).len(), 1);
        assert_eq!(refused(&|f| f.bodies = vec!["police".into()]).len(), 1);
        assert_eq!(refused(&|f| f.sub_items = vec![SubItemId::new().to_string()]).len(), 1, "of another project");
        assert_eq!(refused(&|f| f.words = String::new()).len(), 1);
        assert_eq!(refused(&|f| f.findings = "x\n".repeat(21)).len(), 1);
        assert_eq!(InspectionForm::default().read(today, &[item]).unwrap_err().len(), 5);
    }

    #[test]
    fn only_another_person_publishes_and_a_published_one_stays() {
        let item = SubItemId::new();
        let (writer, checker) = (AccountId::new(), AccountId::new());
        let record = form(item).read("2024-07-01".parse().unwrap(), &[item]).unwrap();
        let submitted = Inspection {
            id: InspectionId::new(),
            project: ProjectId::new(),
            number: 1,
            held_on: record.held_on,
            place: String::new(),
            bodies: Vec::new(),
            sub_items: Vec::new(),
            words: String::new(),
            findings: Vec::new(),
            state: InspectionState::Submitted,
            made_by_account: writer,
            made_by: "李代表".into(),
            made_at: Ts::default(),
            returned_with: None,
            published_by: None,
            published_at: None,
        }
        .with(record.clone());
        assert_eq!(submitted.clone().published(writer, "李代表", Ts::default()), Err(InspectionStepError::Writer));
        assert_eq!(submitted.clone().rewritten(record.clone()), Err(InspectionStepError::OutOfOrder));
        let returned = submitted.clone().returned("请写明整改要求".into()).unwrap();
        assert_eq!(returned.clone().published(checker, "周敏", Ts::default()), Err(InspectionStepError::OutOfOrder));
        let again = returned.rewritten(record.clone()).unwrap();
        let published = again.published(checker, "周敏", Ts::default()).unwrap();
        assert_eq!(published.clone().returned("晚了".into()), Err(InspectionStepError::OutOfOrder));
        assert_eq!(published.rewritten(record), Err(InspectionStepError::OutOfOrder));
    }
}
