//! Rows of supervision, a file for each of its concepts.

mod follow_ups;
mod groups;
mod inspections;
mod notes;

pub use follow_ups::*;
pub use groups::*;
pub use inspections::*;
pub use notes::*;
