//! 子项: one thing to be done, with what it takes to fulfil it.

use super::session_file::{Goal, Measure, Operator, Target};
use crate::ids::SubItemId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubItem {
    pub id: SubItemId,
    /// Like `C03-05`.
    pub code: String,
    pub name: String,
    pub goal: Goal,
    pub lead_unit: Option<String>,
    /// Word for word from the source.
    pub source_text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sub-item of kind {kind:?} with operator {operator:?}, target {target:?}, unit {unit:?}")]
pub struct NoSuchGoal {
    pub kind: String,
    pub operator: Option<String>,
    pub target: Option<String>,
    pub unit: Option<String>,
}

/// The goal that four columns describe, if they agree with one another.
pub fn goal_of(
    kind: &str,
    operator: Option<&str>,
    target: Option<&str>,
    unit: Option<&str>,
) -> Result<Goal, NoSuchGoal> {
    let measure = match kind {
        "count" => Some(Measure::Count),
        "rate" => Some(Measure::Rate),
        "area" => Some(Measure::Area),
        "length" => Some(Measure::Length),
        _ => None,
    };
    let operator_of = |word: &str| word.parse::<Operator>().ok();
    let goal = match (measure, kind, operator, target, unit) {
        (Some(measure), _, Some(operator), Some(target), Some(unit)) => operator_of(operator)
            .zip(target.parse().ok())
            .map(|(operator, value)| Goal::Measured(Target { measure, operator, value, unit: unit.to_owned() })),
        (None, "zero_target", Some("eq"), Some("0"), None) => Some(Goal::Zero),
        (None, "title", None, None, None) => Some(Goal::Title),
        (None, "qualitative", None, None, None) => Some(Goal::Qualitative),
        _ => None,
    };
    goal.ok_or_else(|| NoSuchGoal {
        kind: kind.to_owned(),
        operator: operator.map(ToOwned::to_owned),
        target: target.map(ToOwned::to_owned),
        unit: unit.map(ToOwned::to_owned),
    })
}

/// The lead of the whole, then every other unit of a sub-item, each once.
pub fn distinct_units<'a>(lead: Option<&'a str>, sub_items: &'a [SubItem]) -> Vec<&'a str> {
    let mut units = Vec::new();
    for unit in lead.into_iter().chain(sub_items.iter().filter_map(|item| item.lead_unit.as_deref())) {
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    units
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::candidates::session_file::read_session;

    #[test]
    fn every_goal_of_the_fixture_survives_its_columns() {
        let file = read_session(include_bytes!("../../fixtures/session-2024.json")).unwrap();
        for item in file.candidates.iter().flat_map(|candidate| &candidate.sub_items) {
            let goal = &item.goal;
            let target = goal.target();
            let read = goal_of(goal.kind().word(), goal.operator().map(Operator::word), target.as_deref(), goal.unit())
                .unwrap();
            assert_eq!(&read, goal, "{}", item.code);
        }
    }

    #[test]
    fn columns_that_contradict_one_another_are_no_goal() {
        for (kind, operator, target, unit) in [
            ("count", None, Some("6"), Some("所")),
            ("count", Some("eq"), None, Some("所")),
            ("count", Some("eq"), Some("6"), None),
            ("count", Some("le"), Some("6"), Some("所")),
            ("rate", Some("ge"), Some("1e3"), Some("%")),
            ("zero_target", Some("eq"), Some("1"), None),
            ("zero_target", Some("ge"), Some("0"), None),
            ("title", Some("eq"), Some("1"), None),
            ("qualitative", None, Some("6"), None),
            ("colour", None, None, None),
        ] {
            assert!(goal_of(kind, operator, target, unit).is_err(), "{kind} {operator:?} {target:?} {unit:?}");
        }
    }
}
