//! The public reading room: pages that show what several slices know.

mod pages;

pub use pages::{ProjectPage, show_project};
