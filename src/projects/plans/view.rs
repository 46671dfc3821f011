//! A plan as it is read.

use serde::Serialize;

use super::plan::{Milestone, Plan, PlanVersion};
use crate::projects::{quantity::target_of, tracked::Tracked};

/// A plan as it is read, not typed.
#[derive(Clone, Debug, Serialize)]
pub struct PlanView {
    pub id: String,
    pub version: i32,
    pub state: &'static str,
    pub leader: String,
    pub supporting_units: String,
    /// Name and amount.
    pub sources: Vec<(String, String)>,
    pub budget: String,
    pub paid: String,
    pub safeguards: String,
    pub made_by: String,
    pub made_on: String,
    pub published_on: Option<String>,
    pub returned_with: Option<String>,
    pub items: Vec<PlanItemView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PlanItemView {
    pub name: String,
    pub unit: String,
    pub target: String,
    pub target_unit: String,
    pub address: String,
    /// Day, quantity, words.
    pub milestones: Vec<(String, String, String)>,
}

impl PlanView {
    pub fn of(tracked: &Tracked, version: &PlanVersion) -> Self {
        let plan: &Plan = &version.plan;
        let items = tracked.project.sub_items.iter().filter_map(|item| {
            let planned = plan.item(item.id)?;
            let milestone = |m: &Milestone| (m.on.to_string(), m.quantity.grouped(), m.words.clone());
            Some(PlanItemView {
                name: item.name.clone(),
                unit: planned.unit.clone(),
                target: planned.target.grouped(),
                target_unit: target_of(&item.goal).1.to_owned(),
                address: planned.address.clone(),
                milestones: planned.milestones.iter().map(milestone).collect(),
            })
        });
        Self {
            id: version.id.to_string(),
            version: version.version,
            state: version.state.word(),
            leader: plan.leader.clone(),
            supporting_units: plan.supporting_units.clone(),
            sources: plan.sources.iter().map(|one| (one.name.clone(), one.amount.grouped())).collect(),
            budget: plan.budget().grouped(),
            paid: plan.paid.grouped(),
            safeguards: plan.safeguards.clone(),
            made_by: version.made_by.clone(),
            made_on: version.made_at.to_date(),
            published_on: version.published_at.map(|at| at.to_date()),
            returned_with: version.returned_with.clone(),
            items: items.collect(),
        }
    }
}
