//! 候选项目: the list of candidates with their sub-items, as it came from the government's screening.

mod actions;
mod candidate;
mod difference;
mod list_file;
mod pages;
pub mod session_file;
pub mod schema;
mod store;
mod sub_item;
mod upload;

pub use actions::{
    ImportError, Imported, Place, SessionTexts, import_session_file, replace_candidates, take_from_pool,
    vote_is_announced,
};
pub use candidate::{Candidate, CandidateList, CandidateOrigin};
pub use list_file::table as list_table;
pub use pages::{
    CandidatePage, CandidatesPage, ListPreviewPage, ListUploadPage, ListView, PoolPage, SubItemView, candidates_file,
    candidates_template, choose_list_reading, confirm_list, preview_list, show_candidate, show_candidates,
    show_list_upload, show_pool, take_from_pool_page, take_list_upload,
};
pub use session_file::{Decimal, Goal, Measure, Operator, SubItemKind, Target};
pub use store::{candidate_by_number, candidate_count, candidate_list, candidates, candidates_by_id, origins};
pub use sub_item::{NoSuchGoal, SubItem, distinct_units, goal_of};
pub use upload::{ReplaceError, TakeError};
