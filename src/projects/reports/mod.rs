//! 进度报告: what a unit says it has come to, month by month, one by one or as a table.

pub(super) mod actions;
pub mod bulk;
pub(super) mod pages;
mod report;
pub(super) mod store;
mod view;

pub use actions::{
    BulkError, HandedIn, ReportError, Reporter, file_bulk, file_or_keep_report, file_report, save_report_draft,
};
pub use pages::{ReportPage, save_report, show_report, show_whether_sent};
pub use report::{Before, Narrative, Report, ReportForm, is_percentage};
pub use view::ReportView;
