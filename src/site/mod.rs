//! The public reading room: pages that show what several slices know, and what programs ask of every site.

mod pages;
mod well_known;

pub use pages::{ProjectPage, show_project};
pub use well_known::{robots, security_txt, sitemap};
