//! 实施计划: what a unit promises, version by version.

pub(super) mod actions;
pub(super) mod pages;
mod plan;
pub(super) mod store;
mod view;

pub use actions::{PlanError, publish_plan, return_plan, save_plan};
pub use pages::{PlanPage, publish_plan_page, return_plan_page, save_plan_page, show_plan};
pub use plan::{ItemPlan, Milestone, Plan, PlanForm, PlanState, PlanVersion, Source};
pub use view::PlanView;
