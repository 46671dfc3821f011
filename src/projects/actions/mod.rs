//! What people do with a project, each in one transaction.

mod acceptance;
mod adjustments;
mod lights;
mod people;
mod plans;
mod promotion;
mod reports;
mod years;

pub use acceptance::{AcceptError, accept_sub_item, refuse_acceptance};
pub use adjustments::{AdjustError, Proposal, propose_adjustment, refuse_adjustment, settle_adjustment};
pub use lights::{recompute_all, recompute_project};
pub use people::{PeopleError, assign_lead_unit, found_unit, make_department_account};
pub use plans::{PlanError, publish_plan, return_plan, save_plan};
pub use promotion::{make_public, promote};
pub use reports::{
    BulkError, HandedIn, ReportError, Reporter, file_bulk, file_or_keep_report, file_report, save_report_draft,
};
pub use years::{YearError, carry_over, set_closing_day};
