//! 候选项目: the list of candidates with their sub-items, as it came from the government's screening.

mod actions;
mod candidate;
mod difference;
mod editing;
mod list_file;
mod pages;
mod sealing;
pub mod session_file;
pub mod schema;
mod store;
mod sub_item;
mod upload;

pub use actions::{
    ImportError, Imported, NoticeForm, Place, SessionTexts, edit_candidate, import_session_file, not_done_yet,
    put_up_list, replace_candidates, seal_list, seal_with_method, sealing, take_from_pool, vote_is_announced,
};
pub use candidate::{Candidate, CandidateList, CandidateOrigin};
pub use editing::CandidateForm;
pub use list_file::table as list_table;
pub use pages::*;
pub use sealing::{ListSeal, Sealing};
pub use session_file::{Decimal, Goal, Measure, Operator, SubItemKind, Target};
pub use store::{candidate_by_number, candidate_count, candidate_list, candidates, candidates_by_id, origins, seal_of};
pub use sub_item::{NoSuchGoal, SubItem, distinct_units, goal_of};
pub use upload::{ReplaceError, TakeError};
