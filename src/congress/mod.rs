//! Congresses, their sessions, the voting methods they adopt, and the standing committee's prior review.

mod actions;
mod pages;
mod prior_review;
mod session;
mod store;
pub mod voting_method;

pub use actions::{
    AdoptError, DraftError, SetUpError, adopt_voting_method, draft_voting_method, found, open_session, public_changed,
    record_prior_review, renew_check_in,
};
pub use pages::{
    MethodFacts, MethodFactsQuery, MethodFormPage, MethodPage, PriorReviewPage, Sites, edit_voting_method,
    record_adoption, save_prior_review, save_voting_method, show_prior_review, show_voting_method, site,
};
pub use prior_review::{PriorReviewForm, ReviewFault, ReviewField};
pub use session::{Adoption, CheckInSeed, Congress, PriorReview, Session, VersionedMethod};
pub use store::{
    adopted_method, congresses, current_session, latest_method, method_by_id, prior_review, public_version,
    session_by_id, session_by_year, sites,
};
