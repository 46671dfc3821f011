//! What a new list changes of the one before.

use super::{candidate::Candidate, sub_item::SubItem};
use crate::{names::same_number, word_enum};

word_enum! {
    /// What becomes of a candidate.
    Fate {
        Added = "added",
        Changed = "changed",
        Same = "same",
    }
}

/// A part of a candidate that reads otherwise; empty where it was not, or is no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The last part of its message's key.
    pub part: &'static str,
    pub before: String,
    pub after: String,
}

#[derive(Clone, Debug)]
pub struct Difference {
    pub fate: Fate,
    pub changed: Vec<Changed>,
}

/// For each candidate of the new list what it changes, and the candidates that are gone. A candidate is known again by
/// its title, else by its number.
pub fn differences<'a>(before: &'a [Candidate], after: &[Candidate]) -> (Vec<Difference>, Vec<&'a Candidate>) {
    let mut left: Vec<&Candidate> = before.iter().collect();
    let mut take = |is: &dyn Fn(&Candidate) -> bool| {
        let at = left.iter().position(|known| is(known))?;
        Some(left.remove(at))
    };
    let titles: Vec<String> = after.iter().map(|candidate| same_number(&candidate.title)).collect();
    let by_title: Vec<Option<&Candidate>> =
        titles.iter().map(|title| take(&|known| same_number(&known.title) == *title)).collect();
    let found = after.iter().zip(by_title).map(|(candidate, known)| {
        match known.or_else(|| take(&|known| known.number == candidate.number)) {
            None => Difference { fate: Fate::Added, changed: Vec::new() },
            Some(known) => {
                let changed = changed(known, candidate);
                Difference { fate: if changed.is_empty() { Fate::Same } else { Fate::Changed }, changed }
            }
        }
    });
    let found = found.collect();
    (found, left)
}

fn changed(before: &Candidate, after: &Candidate) -> Vec<Changed> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let parts = |of: &Candidate| {
        [
            ("number", of.number.to_string()),
            ("title", of.title.clone()),
            ("short_title", of.short_title.clone()),
            ("summary", of.summary.clone()),
            ("service_field", text(&of.service_field)),
            ("investment", text(&of.investment)),
            ("place", text(&of.place)),
            ("deadline", text(&of.deadline)),
            ("lead_unit", text(&of.lead_unit)),
        ]
    };
    let mut changed: Vec<Changed> = parts(before)
        .into_iter()
        .zip(parts(after))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((part, before), (_, after))| Changed { part, before, after })
        .collect();
    let lines = |of: &Candidate| of.sub_items.iter().map(line).collect::<Vec<_>>();
    let (was, is) = (lines(before), lines(after));
    let only = |these: &[String], those: &[String]| {
        these.iter().filter(|line| !those.contains(line)).cloned().collect::<Vec<_>>().join("；")
    };
    let (gone, new) = (only(&was, &is), only(&is, &was));
    if was != is {
        changed.push(Changed { part: "sub_items", before: gone, after: new });
    }
    changed
}

fn line(item: &SubItem) -> String {
    let target = item.goal.target().unwrap_or_default();
    let bound = item.goal.operator().map_or("", |operator| if operator.word() == "ge" { "≥" } else { "" });
    let unit = item.goal.unit().unwrap_or_default();
    let lead = item.lead_unit.as_deref().unwrap_or_default();
    let parts = [item.code.as_str(), &item.name, &format!("{bound}{target}{unit}"), lead, &item.source_text];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
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
    fn the_same_list_with_other_identifiers_changes_nothing() {
        let (found, gone) = (differences(&list(), &list()).0, differences(&list(), &list()).1.len());
        assert!(found.iter().all(|difference| difference.fate == Fate::Same), "{found:?}");
        assert_eq!(gone, 0);
    }

    #[test]
    fn what_is_changed_added_or_gone_is_told() {
        let before = list();
        let mut after = list();
        after[0].summary = "另一种说法".to_owned();
        after[1].sub_items.remove(0);
        after[2].investment = Some("1200万元".to_owned());
        let gone = after.remove(11);
        after[10].title = "新的项目".to_owned();
        after[10].number = 99;
        let (found, left) = differences(&before, &after);
        let parts = |at: usize| found[at].changed.iter().map(|changed| changed.part).collect::<Vec<_>>();
        assert_eq!((parts(0), parts(2)), (vec!["summary"], vec!["investment"]));
        assert!(parts(1).contains(&"sub_items") && found[1].changed.last().unwrap().after.is_empty());
        assert_eq!(found[3].fate, Fate::Same);
        assert_eq!(found[10].fate, Fate::Added);
        assert_eq!(
            left.iter().map(|known| known.title.as_str()).collect::<Vec<_>>(),
            [before[10].title.as_str(), gone.title.as_str()]
        );
    }

    #[test]
    fn whoever_moves_up_is_known_by_the_title() {
        let before = list();
        let mut after = list();
        after.swap(0, 1);
        (after[0].number, after[1].number) = (1, 2);
        let (found, gone) = differences(&before, &after);
        assert!(gone.is_empty());
        for difference in &found[..2] {
            assert_eq!(difference.changed.iter().map(|changed| changed.part).collect::<Vec<_>>(), ["number"]);
        }
    }
}
