//! What programs ask of every site: robots.txt, the site map, whom to tell of a hole.

mod pages;

pub use pages::{robots, security_txt, sitemap};
