//! 论证: what one appraiser thinks of a need, kept from the others until all have said theirs.

use jiff::civil::Date;

use super::method::ScreeningMethod;
use crate::{
    db::Ts,
    ids::{AccountId, NeedId, ScreeningMethodId},
    word_enum,
};

word_enum! {
    AppraisalState {
        Asked = "asked",
        Given = "given",
        /// 回避
        Recused = "recused",
    }
}

word_enum! {
    Verdict {
        Feasible = "feasible",
        Unfeasible = "unfeasible",
        Unclear = "unclear",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appraisal {
    pub need: NeedId,
    pub account: AccountId,
    pub name: String,
    pub method: ScreeningMethodId,
    pub due_on: Date,
    pub state: AppraisalState,
    /// One mark a criterion; empty before it is given.
    pub scores: Vec<u32>,
    /// Whether each of the must-checks is met.
    pub checks: Vec<bool>,
    pub verdict: Option<Verdict>,
    /// In the appraiser's words: about how much, out of which money.
    pub cost: String,
    /// Reasons; of a recusal why.
    pub words: String,
    pub given_at: Option<Ts>,
}

fn too_few(method: &ScreeningMethod, all: &[Appraisal]) -> bool {
    all.iter().filter(|one| one.state == AppraisalState::Given).count() < method.appraisers
}

/// Whether nobody's marks can still be moved by those of others: whoever was asked is settled and enough gave theirs, or the day is
/// over.
pub fn are_open(method: &ScreeningMethod, all: &[Appraisal], today: Date) -> bool {
    let over = |one: &Appraisal| one.due_on < today;
    !all.is_empty()
        && all.iter().all(|one| one.state != AppraisalState::Asked || over(one))
        && (!too_few(method, all) || all.iter().all(over))
}

/// Whether nobody is waited for, though too few have given theirs.
pub fn is_another_needed(method: &ScreeningMethod, all: &[Appraisal]) -> bool {
    too_few(method, all) && all.iter().all(|one| one.state != AppraisalState::Asked)
}

/// What the marks come to together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    pub given: usize,
    /// In tenths, of a hundred: each criterion's mean by its weight.
    pub score: Option<u32>,
    /// Lowest and highest mark of each criterion.
    pub spreads: Vec<(u32, u32)>,
    pub disagree: bool,
}

pub fn together(method: &ScreeningMethod, all: &[Appraisal]) -> Together {
    let given: Vec<&Appraisal> = all.iter().filter(|one| one.state == AppraisalState::Given).collect();
    let count = u32::try_from(given.len()).unwrap_or(u32::MAX);
    let marks = |at: usize| given.iter().filter_map(move |one| one.scores.get(at).copied());
    let spreads: Vec<(u32, u32)> =
        (0..method.criteria.len()).map(|at| (marks(at).min().unwrap_or(0), marks(at).max().unwrap_or(0))).collect();
    let verdicts: Vec<_> = given.iter().filter_map(|one| one.verdict).collect();
    let far = spreads.iter().any(|(low, high)| high - low >= method.spread);
    let disagree = far || verdicts.iter().any(|verdict| Some(verdict) != verdicts.first());
    let weighted = method.criteria.iter().enumerate().map(|(at, criterion)| marks(at).sum::<u32>() * criterion.weight);
    // A mark of 5 everywhere is 100.0.
    let score = (count > 0).then(|| weighted.sum::<u32>() * 2 / count);
    Together { given: given.len(), score, spreads, disagree: disagree && given.len() > 1 }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn given(scores: [u32; 4], verdict: Verdict) -> Appraisal {
        Appraisal {
            need: NeedId::new(),
            account: AccountId::new(),
            name: "甲".to_owned(),
            method: ScreeningMethodId::new(),
            due_on: date(2024, 3, 1),
            state: AppraisalState::Given,
            scores: scores.to_vec(),
            checks: Vec::new(),
            verdict: Some(verdict),
            cost: String::new(),
            words: String::new(),
            given_at: None,
        }
    }

    #[test]
    fn marks_are_weighed_and_a_wide_spread_is_a_disagreement() {
        let method = ScreeningMethod::default();
        let all = [given([5, 5, 5, 5], Verdict::Feasible), given([4, 5, 4, 5], Verdict::Feasible)];
        let both = together(&method, &all);
        assert_eq!((both.given, both.score, both.disagree), (2, Some(950), false));
        assert_eq!(both.spreads[0], (4, 5));
        let far = [all[0].clone(), given([3, 5, 5, 5], Verdict::Feasible)];
        assert!(together(&method, &far).disagree);
        let other = [all[0].clone(), given([5, 5, 5, 5], Verdict::Unfeasible)];
        assert!(together(&method, &other).disagree);
        assert_eq!(together(&method, &[]).score, None);
    }

    #[test]
    fn nobody_sees_the_marks_before_enough_are_given_or_the_day_is_over() {
        let method = ScreeningMethod::default();
        let mut all = vec![given([5; 4], Verdict::Feasible), given([5; 4], Verdict::Feasible)];
        assert!(are_open(&method, &all, date(2024, 2, 1)));
        all[1].state = AppraisalState::Asked;
        assert!(!are_open(&method, &all, date(2024, 3, 1)) && !is_another_needed(&method, &all));
        assert!(are_open(&method, &all, date(2024, 3, 2)));
        all[1].state = AppraisalState::Recused;
        assert!(!are_open(&method, &all, date(2024, 3, 1)) && is_another_needed(&method, &all));
        assert!(are_open(&method, &all, date(2024, 3, 2)));
        all.push(given([5; 4], Verdict::Feasible));
        assert!(are_open(&method, &all, date(2024, 2, 1)) && !is_another_needed(&method, &all));
        assert!(!are_open(&method, &[], date(2024, 2, 1)));
    }
}
