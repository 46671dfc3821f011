//! The pages of calls and proposals.

mod clock;
mod desk;
mod letters;
mod numbers;
mod own;
mod people;
mod pictures;
mod propose;
mod public;
mod supporting;
mod views;

pub use clock::{ClockPage, show_clock};
pub use desk::*;
pub use letters::*;
pub use numbers::{
    CallReportPage, FunnelPage, FunnelRow, proposals_file, show_call_report, show_call_report_draft, show_funnel,
};
pub use own::*;
pub use people::{MinePage, propose_as, show_mine};
pub use pictures::*;
pub use propose::*;
pub use public::{Asked, CallPage, NeedPage, ProposalsPage, show_call, show_need, show_proposals};
pub use supporting::{SupportPage, show_support, support_page};
pub use views::{AnswerView, CallView, NeedRow, WordsView, need_rows, words_of_need};
