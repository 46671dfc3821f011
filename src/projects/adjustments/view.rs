//! An adjustment as it is read, with what it changes.

use serde::Serialize;

use super::{
    adjustment::Adjustment,
    change::{Change, What},
};
use crate::projects::{plans::PlanView, quantity::target_of, tracked::Tracked};

#[derive(Clone, Debug, Serialize)]
pub struct AdjustmentView {
    pub id: String,
    pub number: i32,
    pub kind: &'static str,
    pub state: &'static str,
    pub reason: String,
    pub proposed_by: String,
    pub proposed_on: String,
    /// Body, number, day.
    pub decision: Option<(String, String, String)>,
    pub refused_because: Option<String>,
    pub settled_on: Option<String>,
    pub settled_by: Option<String>,
    pub needs_decision: bool,
    pub plan: Option<PlanView>,
    pub changes: Vec<ChangeView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// `plan-change-<what>`.
    pub what: &'static str,
    pub item: Option<String>,
    /// The unit that old and new are counted in.
    pub unit: String,
    pub from: String,
    pub to: String,
}

impl ChangeView {
    fn of(tracked: &Tracked, change: &Change) -> Self {
        let item = change.sub_item.and_then(|id| tracked.sub_item(id));
        let counted = matches!(change.what, What::Target | What::LastYear);
        Self {
            what: change.what.word(),
            item: item.map(|item| item.name.clone()),
            unit: item.filter(|_| counted).map(|item| target_of(&item.goal).1.to_owned()).unwrap_or_default(),
            from: change.from.clone(),
            to: change.to.clone(),
        }
    }
}

impl From<&Adjustment> for AdjustmentView {
    /// Without the plan that comes with it.
    fn from(adjustment: &Adjustment) -> Self {
        Self {
            id: adjustment.id.to_string(),
            number: adjustment.number,
            kind: adjustment.kind.word(),
            state: adjustment.state.word(),
            reason: adjustment.reason.clone(),
            proposed_by: adjustment.proposed_by.clone(),
            proposed_on: adjustment.proposed_at.to_date(),
            decision: adjustment
                .decision
                .as_ref()
                .map(|decision| (decision.body.clone(), decision.number.clone(), decision.decided_on.to_string())),
            refused_because: adjustment.refused_because.clone(),
            settled_on: adjustment.settled_at.map(|at| at.to_date()),
            settled_by: adjustment.settled_by.clone(),
            needs_decision: adjustment.kind.needs_decision(),
            plan: None,
            changes: Vec::new(),
        }
    }
}

impl AdjustmentView {
    pub fn of(tracked: &Tracked, adjustment: &Adjustment) -> Self {
        let plan = tracked.plans.iter().find(|plan| Some(plan.id) == adjustment.plan);
        Self {
            plan: plan.map(|plan| PlanView::of(tracked, plan)),
            changes: tracked.changes(adjustment).iter().map(|change| ChangeView::of(tracked, change)).collect(),
            ..Self::from(adjustment)
        }
    }
}
