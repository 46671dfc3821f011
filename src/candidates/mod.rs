//! 候选项目: the list of candidates with their sub-items, as it came from the government's screening.

mod actions;
mod candidate;
mod pages;
pub mod session_file;
mod store;
mod sub_item;

pub use actions::{ImportError, Imported, SessionTexts, import_session_file};
pub use candidate::{Candidate, CandidateList};
pub use pages::{CandidatePage, CandidatesPage, ListView, SubItemView, show_candidate, show_candidates};
pub use session_file::{Decimal, Goal, Measure, Operator, SubItemKind, Target};
pub use store::{candidate_by_number, candidate_count, candidate_list, candidates, candidates_by_id};
pub use sub_item::{NoSuchGoal, SubItem, distinct_units, goal_of};
