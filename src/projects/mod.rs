//! 正式项目: what the deputies chose, with the certificate that says so, and the tracking of each until it is done: plan,
//! progress, lights, adjustments.

mod acceptance;
mod actions;
mod adjustment;
pub mod bulk;
mod change;
mod easing;
mod light;
mod misses;
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
mod year;

pub use acceptance::{Acceptance, NotAccepted};
pub use actions::*;
pub use adjustment::{Adjustment, AdjustmentKind, AdjustmentState, Decision};
pub use light::LightRecord;
pub use misses::{UnitMisses, misses};
pub use news::{LightChange, News, news};
pub use pages::*;
pub use plan::{ItemPlan, Milestone, Plan, PlanForm, PlanState, PlanVersion};
pub use progress::{Report, ReportForm};
pub use project::Project;
pub use quantity::{Money, Percent, Quantity, target_of};
pub use schedule::{Filed, Light, MonthState, REPORT_DUE_DAY, Standing, Verdict, Why, planned_on};
pub use store::{
    certificate_number, closing_of, filed_reports, lead_units, light_history, lights_on, members, news_since, overview,
    project_by_id, projects, projects_of_congress, public_projects, report_by_id, set_frozen, tracked, tracked_project,
    unit_of, units_of,
};
pub use tracked::{Payment, Tracked};
pub use unit::{Member, Unit, has_part, may_report};
pub use year::{CarryOver, Closing, last_day};
