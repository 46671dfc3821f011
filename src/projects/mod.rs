//! 正式项目: what the deputies chose, with the certificate that says so, and the tracking of each until it is done: plan,
//! progress, lights, adjustments.

mod acceptance;
mod actions;
mod adjustment;
pub mod bulk;
mod change;
mod light;
mod news;
mod pages;
mod plan;
mod progress;
mod project;
mod quantity;
mod schedule;
pub mod schema;
mod store;
mod tracked;
mod unit;

pub use acceptance::{Acceptance, NotAccepted};
pub use actions::*;
pub use adjustment::{Adjustment, AdjustmentKind, AdjustmentState, Decision};
pub use light::LightRecord;
pub use news::{News, news};
pub use pages::*;
pub use plan::{ItemPlan, Milestone, Plan, PlanForm, PlanState, PlanVersion};
pub use progress::{Report, ReportForm};
pub use project::Project;
pub use quantity::{Money, Percent, Quantity, target_of};
pub use schedule::{Filed, Light, REPORT_DUE_DAY, Standing, Verdict, Why, planned_on};
pub use store::{
    certificate_number, filed_reports, lead_units, light_history, lights_on, members, news_since, overview,
    project_by_id, projects, projects_of_congress, public_projects, report_by_id, tracked, tracked_project, unit_of,
    units_of,
};
pub use tracked::Tracked;
pub use unit::{Member, Unit, has_part, may_report};
