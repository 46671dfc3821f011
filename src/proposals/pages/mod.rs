//! The pages of calls and proposals.

mod desk;
mod own;
mod propose;
mod public;
mod views;

pub use desk::*;
pub use own::*;
pub use propose::*;
pub use public::{
    CallPage, NeedPage, ProposalsPage, show_call, show_need, show_proposals,
};
pub use views::{AnswerView, CallView, NeedRow, WordsView};
