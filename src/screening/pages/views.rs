//! What several pages show of appraisals and decisions.

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    ids::AccountId,
    screening::{
        appraisal::{Appraisal, AppraisalState, Together, Verdict},
        method::{Criterion, ScreeningMethod},
        store::{Decision, DecisionState},
    },
};

/// One appraiser's view, as far as it may be seen.
#[derive(Clone, Debug, Serialize)]
pub struct AppraisalView {
    pub name: String,
    pub state: &'static str,
    pub due_on: String,
    pub late: bool,
    pub scores: Vec<u32>,
    /// The checks that are not met.
    pub unmet: Vec<String>,
    pub verdict: Option<&'static str>,
    pub cost: String,
    pub words: Vec<String>,
}

impl AppraisalView {
    /// `open`: whether the marks may be seen.
    pub fn of(one: &Appraisal, method: &ScreeningMethod, open: bool, today: Date) -> Self {
        let shown = open && one.state == AppraisalState::Given;
        let unmet = method.checks.iter().zip(&one.checks).filter(|(_, met)| shown && !**met);
        let lines = || one.words.lines().map(ToOwned::to_owned).collect();
        Self {
            name: one.name.clone(),
            state: one.state.word(),
            due_on: one.due_on.to_string(),
            late: one.state == AppraisalState::Asked && one.due_on < today,
            scores: if shown { one.scores.clone() } else { Vec::new() },
            unmet: unmet.map(|(check, _)| check.clone()).collect(),
            verdict: one.verdict.filter(|_| shown).map(Verdict::word),
            cost: if shown { one.cost.clone() } else { String::new() },
            words: if shown || (open && one.state == AppraisalState::Recused) { lines() } else { Vec::new() },
        }
    }

    pub fn samples() -> Vec<Self> {
        let one = |state, scores: &[u32], verdict| Self {
            name: "李工<b>".to_owned(),
            state,
            due_on: "2024-03-01".to_owned(),
            late: state == "asked",
            scores: scores.to_vec(),
            unmet: if scores.is_empty() { Vec::new() } else { vec!["可量化<b>".to_owned()] },
            verdict,
            cost: "约30万元<b>".to_owned(),
            words: vec!["可以做<b>".to_owned()],
        };
        vec![
            one("given", &[5, 4, 4, 5], Some("feasible")),
            one("given", &[2, 4, 4, 5], Some("unfeasible")),
            one("given", &[3, 3, 3, 3], Some("unclear")),
            one("asked", &[], None),
            one("recused", &[], None),
        ]
    }
}

/// What the marks come to.
#[derive(Clone, Debug, Serialize)]
pub struct TogetherView {
    pub score: String,
    pub criteria: Vec<(String, u32, u32, u32)>,
    pub disagree: bool,
}

impl TogetherView {
    pub fn of(method: &ScreeningMethod, together: &Together) -> Option<Self> {
        let score = together.score?;
        let line = |(criterion, (low, high)): (&Criterion, &(u32, u32))| {
            (criterion.name.clone(), criterion.weight, *low, *high)
        };
        Some(Self {
            score: format!("{}.{}", score / 10, score % 10),
            criteria: method.criteria.iter().zip(&together.spreads).map(line).collect(),
            disagree: together.disagree,
        })
    }

    pub fn sample(disagree: bool) -> Self {
        let line = |name: &str| (name.to_owned(), 25, 2, 5);
        Self { score: "86.0".to_owned(), criteria: vec![line("必要性<b>"), line("可行性")], disagree }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct DecisionView {
    pub outcome: &'static str,
    pub words: String,
    pub to_change: String,
    pub note: String,
    pub meeting: String,
    pub by: String,
    pub on: String,
    pub waits: bool,
    /// Whether whoever looks asked for it.
    pub mine: bool,
    pub confirmed_by: String,
}

impl DecisionView {
    pub fn of(decision: &Decision, looks: Option<AccountId>) -> Self {
        Self {
            outcome: decision.outcome.word(),
            words: decision.words.clone(),
            to_change: decision.to_change.clone(),
            note: decision.note.clone(),
            meeting: decision.meeting.clone(),
            by: decision.asked_name.clone(),
            on: decision.settled_on.map_or_else(|| decision.asked_at.to_date(), |day| day.to_string()),
            waits: decision.state == DecisionState::Asked,
            mine: looks == Some(decision.asked_by),
            confirmed_by: decision.settled_name.clone().unwrap_or_default(),
        }
    }

    pub fn sample(waits: bool, mine: bool) -> Self {
        Self {
            outcome: if mine { "refused" } else { "pool" },
            words: "先做试点<b>".to_owned(),
            to_change: if mine { "落实用地<b>".to_owned() } else { String::new() },
            note: "两家意见不同，已会商<b>".to_owned(),
            meeting: "遴选会<b>".to_owned(),
            by: "周敏".to_owned(),
            on: "2024-03-02".to_owned(),
            waits,
            mine,
            confirmed_by: if waits { String::new() } else { "方志明".to_owned() },
        }
    }
}
