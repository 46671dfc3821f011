//! The report's pages, and what others may compute with: files, the API with its description, the feeds.

mod api;
mod archive;
mod asked;
mod calendar;
mod closing;
mod data_files;
mod embed;
mod feed;
mod open_data;
mod quarter;
mod report;
mod voices;

pub use api::{api_description, api_project, api_year, api_years, description};
pub use archive::{ArchivePage, YearPage, api_archive, show_archive, show_year};
pub use asked::{api_funnel, api_need, api_needs, api_proposals};
pub use calendar::{calendar_of_all, named_calendar, project_calendar};
pub use closing::{
    ClosingPage, carry_over_page, correct_year_page, freeze_year_page, set_closing_day_page, show_closing,
};
pub use data_files::data_file;
pub use embed::{
    EmbedProjectPage, EmbedYearPage, SnippetPage, embed_project, embed_project_themed, embed_year, embed_year_themed,
    show_project_snippet, show_year_snippet,
};
pub use feed::{
    ByName, FeedPage, feed_archive, named_feed, named_feed_archive, progress_feed, project_feed, project_feed_archive,
    project_voices_feed, proposals_feed, voices_feed,
};
pub use open_data::{OpenDataPage, show_open_data};
pub use quarter::{QuarterReportPage, quarter_report_file, show_quarter_report};
pub use report::{ReportPage, newest_report, report_file, show_annual_report, show_half_year_report};
pub use voices::api_voices;
