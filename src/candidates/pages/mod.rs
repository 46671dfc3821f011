//! The list and each candidate for everybody; the list's import for the secretariat.

mod import;
mod list;
mod pool;

pub use import::{
    ListPreviewPage, ListUploadPage, candidates_template, choose_list_reading, confirm_list, preview_list,
    show_list_upload, take_list_upload,
};
pub use list::{
    CandidatePage, CandidatesPage, ListView, SubItemView, candidates_file, show_candidate, show_candidates,
};
pub use pool::{PoolPage, show_pool, take_from_pool_page};
