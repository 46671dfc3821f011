//! 年度报告 and open data: what the year came to, in words, on paper and as files.

mod annual;
mod files;
mod pages;

pub use annual::{Annual, Line};
pub use pages::{ReportPage, report_file, show_annual_report, show_half_year_report};
