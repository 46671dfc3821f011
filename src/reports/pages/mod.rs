//! The report's pages, and what others may compute with: files, the API with its description, the feeds.

mod api;
mod feed;
mod open_data;
mod report;

pub use api::{api_description, api_project, api_year, api_years, description};
pub use feed::{FeedPage, progress_feed, project_feed, proposals_feed};
pub use open_data::{OpenDataPage, show_open_data};
pub use report::{ReportPage, newest_report, report_file, show_annual_report, show_half_year_report};
