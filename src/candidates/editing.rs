//! One candidate as the secretariat types it, and everything that is wrong with it.

use serde::{Deserialize, Serialize};

use super::{
    candidate::Candidate,
    list_file::{Column, on_one_line},
    session_file::{Decimal, Operator, SubItemKind},
    sub_item::{SubItem, distinct_units, goal_of},
};
use crate::{ids::SubItemId, names::same_number};

/// As typed; what is said of the sub-items stands in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CandidateForm {
    pub title: String,
    pub short_title: String,
    pub summary: String,
    pub service_field: String,
    pub investment: String,
    pub place: String,
    pub deadline: String,
    pub lead_unit: String,
    #[serde(rename = "item")]
    pub items: Vec<String>,
    #[serde(rename = "code")]
    pub codes: Vec<String>,
    #[serde(rename = "kind")]
    pub kinds: Vec<String>,
    #[serde(rename = "operator")]
    pub operators: Vec<String>,
    #[serde(rename = "target")]
    pub targets: Vec<String>,
    #[serde(rename = "unit")]
    pub units: Vec<String>,
    #[serde(rename = "leads")]
    pub leads: Vec<String>,
    #[serde(rename = "source")]
    pub sources: Vec<String>,
}

/// What is wrong with one sub-item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFault {
    /// Something is said of it, but not what it is.
    NoName,
    Long(Column),
    Kind,
    /// No number over 0.
    Target,
    Unit,
    /// What is not counted has no target, and 清零 has none but 0.
    MustBeBlank,
    SameCode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditFault {
    NoTitle,
    Long(Column),
    /// Of the candidate with that number.
    SameTitle(i32),
    /// Of the sub-item in that place, from 1.
    Row(usize, RowFault),
}

/// A sub-item as typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct TypedItem<'a> {
    pub name: &'a str,
    pub code: &'a str,
    pub kind: &'a str,
    pub operator: &'a str,
    pub target: &'a str,
    pub unit: &'a str,
    pub lead: &'a str,
    pub source: &'a str,
}

impl CandidateForm {
    pub fn of(candidate: &Candidate) -> Self {
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        let each = |of: &dyn Fn(&SubItem) -> String| candidate.sub_items.iter().map(of).collect();
        Self {
            title: candidate.title.clone(),
            short_title: candidate.short_title.clone(),
            summary: candidate.summary.clone(),
            service_field: said(&candidate.service_field),
            investment: said(&candidate.investment),
            place: said(&candidate.place),
            deadline: said(&candidate.deadline),
            lead_unit: said(&candidate.lead_unit),
            items: each(&|item| item.name.clone()),
            codes: each(&|item| item.code.clone()),
            kinds: each(&|item| item.goal.kind().word().to_owned()),
            operators: each(&|item| item.goal.operator().map_or("", Operator::word).to_owned()),
            targets: each(&|item| item.goal.target().unwrap_or_default()),
            units: each(&|item| item.goal.unit().unwrap_or_default().to_owned()),
            leads: each(&|item| said(&item.lead_unit)),
            sources: each(&|item| item.source_text.clone()),
        }
    }

    /// Every line of the form, empty ones too.
    pub fn typed_items(&self) -> Vec<TypedItem<'_>> {
        fn at(of: &[String], place: usize) -> &str {
            of.get(place).map(|text| text.trim()).unwrap_or_default()
        }
        let item = |place| TypedItem {
            name: at(&self.items, place),
            code: at(&self.codes, place),
            kind: at(&self.kinds, place),
            operator: at(&self.operators, place),
            target: at(&self.targets, place),
            unit: at(&self.units, place),
            lead: at(&self.leads, place),
            source: at(&self.sources, place),
        };
        (0..self.items.len()).map(item).collect()
    }

    /// What `known` becomes by it; `list` is all that stands on the list.
    pub fn read(&self, known: &Candidate, list: &[Candidate]) -> Result<Candidate, Vec<EditFault>> {
        let mut faults = Vec::new();
        let mut text = |column: Column, typed: &str| {
            let text = on_one_line(typed.trim());
            if text.chars().count() > column.max_chars() {
                faults.push(EditFault::Long(column));
            }
            text
        };
        let title = text(Column::Title, &self.title);
        let short_title = text(Column::ShortTitle, &self.short_title);
        let summary = text(Column::Summary, &self.summary);
        let mut some = |column, typed: &str| Some(text(column, typed)).filter(|text| !text.is_empty());
        let service_field = some(Column::ServiceField, &self.service_field);
        let investment = some(Column::Investment, &self.investment);
        let place = some(Column::Place, &self.place);
        let deadline = some(Column::Deadline, &self.deadline);
        let lead_unit = some(Column::LeadUnit, &self.lead_unit);
        if title.is_empty() {
            faults.insert(0, EditFault::NoTitle);
        }
        let same = list.iter().find(|other| other.id != known.id && same_number(&other.title) == same_number(&title));
        faults.extend(same.map(|other| EditFault::SameTitle(other.number)));
        let mut sub_items: Vec<SubItem> = Vec::new();
        for (place, typed) in (1..).zip(self.typed_items()) {
            match typed.read() {
                Ok(None) => {}
                Ok(Some(item)) if !item.code.is_empty() && is_taken(&item.code, known, list, &sub_items) => {
                    faults.push(EditFault::Row(place, RowFault::SameCode));
                }
                Ok(Some(item)) => sub_items.push(item),
                Err(fault) => faults.push(EditFault::Row(place, fault)),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        number_codes(known, list, &mut sub_items);
        let lead_unit = lead_unit.or_else(|| match distinct_units(None, &sub_items).as_slice() {
            [only] => Some((*only).to_owned()),
            _ => None,
        });
        Ok(Candidate {
            short_title: if short_title.is_empty() { title.clone() } else { short_title },
            title,
            summary,
            service_field,
            investment,
            place,
            deadline,
            lead_unit,
            sub_items,
            ..known.clone()
        })
    }
}

/// Whether another sub-item of the list has that code.
fn is_taken(code: &str, known: &Candidate, list: &[Candidate], own: &[SubItem]) -> bool {
    let others = list.iter().filter(|other| other.id != known.id).flat_map(|other| &other.sub_items);
    others.chain(own).any(|item| same_number(&item.code) == same_number(code))
}

/// Codes of sub-items that have none: `C03-05`, the first that nobody has.
fn number_codes(known: &Candidate, list: &[Candidate], sub_items: &mut [SubItem]) {
    for at in 0..sub_items.len() {
        if sub_items.get(at).is_none_or(|item| !item.code.is_empty()) {
            continue;
        }
        let mut codes = (1..).map(|next: u32| format!("C{:02}-{next:02}", known.number));
        let free = codes.find(|code| !is_taken(code, known, list, sub_items)).unwrap_or_default();
        if let Some(item) = sub_items.get_mut(at) {
            item.code = free;
        }
    }
}

impl TypedItem<'_> {
    /// Nothing for a line on which nothing was written.
    fn read(self) -> Result<Option<SubItem>, RowFault> {
        let said = [self.code, self.target, self.unit, self.lead, self.source];
        if self.name.is_empty() {
            return if said.iter().all(|text| text.is_empty()) { Ok(None) } else { Err(RowFault::NoName) };
        }
        let lengths = [
            (Column::SubItem, self.name),
            (Column::Code, self.code),
            (Column::Target, self.target),
            (Column::Unit, self.unit),
            (Column::LeadUnit, self.lead),
            (Column::Source, self.source),
        ];
        if let Some((column, _)) = lengths.iter().find(|(column, text)| text.chars().count() > column.max_chars()) {
            return Err(RowFault::Long(*column));
        }
        let kind = SubItemKind::ALL.iter().copied().find(|kind| kind.word() == self.kind).ok_or(RowFault::Kind)?;
        let target = same_number(self.target);
        let (operator, target, unit) = match kind {
            SubItemKind::Count | SubItemKind::Rate | SubItemKind::Area | SubItemKind::Length => {
                if !target.parse::<Decimal>().is_ok_and(|target| !target.is_zero()) {
                    return Err(RowFault::Target);
                }
                if self.unit.is_empty() {
                    return Err(RowFault::Unit);
                }
                let operator = if self.operator.is_empty() { Operator::Eq.word() } else { self.operator };
                (Some(operator), Some(target.as_str()), Some(self.unit))
            }
            SubItemKind::ZeroTarget if (target.is_empty() || target == "0") && self.unit.is_empty() => {
                (Some(Operator::Eq.word()), Some("0"), None)
            }
            SubItemKind::Title | SubItemKind::Qualitative if target.is_empty() && self.unit.is_empty() => {
                (None, None, None)
            }
            SubItemKind::ZeroTarget | SubItemKind::Title | SubItemKind::Qualitative => {
                return Err(RowFault::MustBeBlank);
            }
        };
        let goal = goal_of(kind.word(), operator, target, unit).map_err(|_| RowFault::Target)?;
        Ok(Some(SubItem {
            id: SubItemId::new(),
            code: self.code.to_owned(),
            name: self.name.to_owned(),
            goal,
            lead_unit: Some(self.lead.to_owned()).filter(|lead| !lead.is_empty()),
            source_text: if self.source.is_empty() { self.name.to_owned() } else { self.source.to_owned() },
        }))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::candidates::{candidate::from_file, session_file::read_session};

    fn list() -> Vec<Candidate> {
        from_file(&read_session(include_bytes!("../../fixtures/session-2024.json")).unwrap()).unwrap()
    }

    #[test]
    fn what_is_shown_in_the_form_is_what_is_read_from_it() {
        let list = list();
        for candidate in &list {
            let mut again = CandidateForm::of(candidate).read(candidate, &list).unwrap();
            for (new, old) in again.sub_items.iter_mut().zip(&candidate.sub_items) {
                new.id = old.id;
            }
            assert_eq!(&again, candidate);
        }
    }

    fn with_item(kind: &str, target: &str, unit: &str) -> CandidateForm {
        let one = |text: &str| vec![text.to_owned()];
        CandidateForm {
            title: "加装电梯".to_owned(),
            items: one("加装"),
            kinds: one(kind),
            targets: one(target),
            units: one(unit),
            ..CandidateForm::default()
        }
    }

    #[test]
    fn each_bad_sub_item_is_named_and_its_mend_is_taken() {
        let known = Candidate::numbered(3);
        let read = |form: &CandidateForm| form.read(&known, &[]).map(|read| read.sub_items);
        let wrong = |form: CandidateForm| read(&form).unwrap_err();
        for (kind, target, unit, fault) in [
            ("count", "很多", "台", RowFault::Target),
            ("count", "0", "台", RowFault::Target),
            ("count", "6", "", RowFault::Unit),
            ("colour", "6", "台", RowFault::Kind),
            ("title", "6", "", RowFault::MustBeBlank),
            ("zero_target", "1", "", RowFault::MustBeBlank),
        ] {
            assert_eq!(wrong(with_item(kind, target, unit)), [EditFault::Row(1, fault)], "{kind} {target} {unit}");
        }
        for (kind, target, unit) in
            [("count", "６", "台"), ("rate", "98.5", "%"), ("zero_target", "", ""), ("title", "", "")]
        {
            let items = read(&with_item(kind, target, unit)).unwrap();
            assert_eq!(items[0].code, "C03-01", "{kind} {target} {unit}");
        }
        let mut unnamed = with_item("count", "6", "台");
        unnamed.items = vec![String::new()];
        assert_eq!(wrong(unnamed), [EditFault::Row(1, RowFault::NoName)]);
        let mut twice = with_item("title", "", "");
        twice.items.push("另一件".to_owned());
        twice.kinds.push("title".to_owned());
        twice.codes = vec!["C03-01".to_owned(); 2];
        assert_eq!(wrong(twice), [EditFault::Row(2, RowFault::SameCode)]);
    }

    #[test]
    fn a_title_is_there_and_nobody_elses() {
        let list = list();
        let form = CandidateForm { title: list[1].title.clone(), ..CandidateForm::default() };
        assert_eq!(form.read(&list[0], &list).unwrap_err(), [EditFault::SameTitle(2)]);
        assert_eq!(CandidateForm::default().read(&list[0], &list).unwrap_err(), [EditFault::NoTitle]);
    }
}
