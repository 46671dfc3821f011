//! The public reading room: pages that show what several slices know.

mod file_pages;
mod pages;

pub use file_pages::show_file;
pub use pages::{ProjectPage, show_project};
