//! The list and each candidate for everybody; for the secretariat its import, its writing, its way to the seal.

mod editing;
mod import;
mod list;
mod pool;
mod sealing;

pub use editing::{
    EditPage, add_candidate_page, add_pictures_page, edit_candidate_page, move_candidate_page, remove_picture_page,
    show_candidate_picture, show_edit_candidate, show_new_candidate,
};
pub use import::{
    ListPreviewPage, ListUploadPage, candidates_template, choose_list_reading, confirm_list, preview_list,
    show_list_upload, take_list_upload,
};
pub use list::{
    CandidatePage, CandidatesPage, ListView, SubItemView, candidates_file, show_candidate, show_candidates,
};
pub use pool::{PoolPage, show_pool, take_from_pool_page};
pub use sealing::{ListPage, put_up_list_page, seal_list_page, show_list};
