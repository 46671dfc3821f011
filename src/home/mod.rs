//! The first page: which stage the year's projects have come to, computed from what is on record.

mod help_pages;
mod pages;
mod progress;
mod store;

pub use help_pages::{Audience, HelpPage, show_help, show_public_help};
pub use pages::{HomePage, show_home};
pub use progress::{Progress, Review, Stage, StageKind, StageState, stages};
pub use store::progress;
