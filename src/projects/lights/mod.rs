//! Lights: what plan, reports and day make of a sub-item, kept with each change.

pub(super) mod actions;
mod light;
mod misses;
mod owed;
mod schedule;
pub(super) mod store;

pub use actions::{recompute_all, recompute_project};
pub use light::LightRecord;
pub use misses::{UnitMisses, misses};
pub use owed::{Owed, owed};
pub use schedule::{
    Course, Filed, Judged, Light, Month, MonthState, REPORT_DUE_DAY, Standing, Verdict, Why, bound_on, due_day,
    light_of_all, month_due_after, planned_on, verdict,
};
