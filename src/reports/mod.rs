//! 年度报告 and open data: what the year came to, in words, on paper, as files, by an API and as a feed.

mod actions;
mod annual;
mod archive;
mod calendar;
mod documents;
mod files;
mod pages;
mod quarter;
pub mod schema;
mod store;
mod version;

pub use actions::{FreezeError, correct, freeze};
pub use annual::{Annual, Line};
pub use documents::{ProjectDocument, YearDocument, YearsDocument};
pub use pages::*;
pub use version::Version;
