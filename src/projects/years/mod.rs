//! The day on which a year is closed, and projects that go on after it.

pub(super) mod actions;
pub(super) mod store;
mod year;

pub use actions::{YearError, carry_over, set_closing_day};
pub use year::{CarryOver, Closing, asked_until, last_day};
