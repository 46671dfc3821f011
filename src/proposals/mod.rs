//! 征集: calls, what is proposed in them, what was merged, and what became of each; nobody is left without an answer.

mod actions;
mod answer;
mod call;
pub mod grams;
mod letter;
mod lists;
mod need;
mod pages;
mod proposal;
pub mod schema;
mod store;
mod wording;

pub use actions::*;
pub use answer::{Answer, AnswerKind, ClockCount, Help, Referral};
pub use call::{Call, CallForm, CallState, Extension, Phase};
pub use lists::{Place, ServiceField};
pub use need::{MergeFault, Need, NeedState, OriginCount, SupportCount};
pub use pages::*;
pub use proposal::{Channel, Origin, Proposal, ProposalState, Sorting};
pub use store::{
    AnswerNews, Narrowed, Ruled, Version, answer_news, answers_of_need, answers_to, call_by_number, calls,
    count_listed, count_needs, fields, helps_of_need, index, insert_need, insert_proposal, is_proposer, listed,
    members_of, move_to, need_by_id, needs_by_id, needs_from, origins_of, places, proposal_by_code, proposal_by_id,
    proposals_of_call, public_need, search, supports_of, take_number, versions, without_answer,
};
pub use wording::Wording;
