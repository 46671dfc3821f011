//! The public reading room: pages that show what several slices know, and what programs ask of every site.

mod file_pages;
mod pages;
mod well_known_pages;

pub use file_pages::show_file;
pub use pages::{ProjectPage, show_project};
pub use well_known_pages::{robots, security_txt, sitemap};
