//! Rows of supervision, a file for each of its concepts.

mod files;
mod follow_ups;
mod groups;
mod inspections;
mod notes;

pub use files::*;
pub use follow_ups::*;
pub use groups::*;
pub use inspections::*;
pub use notes::*;
