//! The public reading room: pages that show what several slices know.

mod project;

pub use project::{ProjectPage, show_project};
