//! The units that carry projects out, and who works in them.

pub(super) mod actions;
pub(super) mod pages;
pub(super) mod store;
mod unit;

pub use actions::{PeopleError, assign_lead_unit, found_unit, make_department_account};
pub use pages::{PeoplePage, found_unit_page, make_department_account_page, new_account, show_people};
pub use unit::{Member, Unit, has_part, may_report};
