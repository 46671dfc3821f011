//! The pages of calls and proposals.

mod desk;
mod numbers;
mod own;
mod people;
mod pictures;
mod propose;
mod public;
mod views;

pub use desk::*;
pub use numbers::{CallReportPage, FunnelPage, proposals_file, show_call_report, show_call_report_draft, show_funnel};
pub use own::*;
pub use people::{MinePage, propose_as, show_mine};
pub use pictures::*;
pub use propose::*;
pub use public::{CallPage, NeedPage, ProposalsPage, show_call, show_need, show_proposals};
pub use views::{AnswerView, CallView, NeedRow, WordsView, words_of_need};
