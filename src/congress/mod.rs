//! Congresses, their sessions, the voting methods they adopt, and the standing committee's prior review.

mod actions;
mod change;
mod opinion;
mod pages;
mod prior_review;
mod session;
mod session_form;
pub mod schema;
mod store;
pub mod voting_method;

pub use actions::{
    AdoptError, DraftError, FoundError, SessionError, SetUpError, adopt_voting_method, correct_session,
    draft_voting_method, found, give_host, next_ordinal, open_rehearsal, open_session, own_session, prepare_session,
    public_changed, record_adoption, record_change, record_prior_review, remove_opinion, renew_check_in,
    reopen_what_was_decided, save_opinion, take_at_hand,
};
pub use change::{ChangeForm, ChangeTerms, TermsFault, VoteChange};
pub use opinion::{Opinion, OpinionForm, OpinionOutcome};
pub use pages::{OpinionView, PriorReviewPage, Sites, save_opinion_page, save_prior_review, show_prior_review, site};
pub use prior_review::{PriorReviewForm, ReviewFault, ReviewField, read_day};
pub use session::{
    Adoption, CheckInSeed, Congress, PriorReview, Rehearsal, Session, SessionKind, VersionedMethod, VotePart,
};
pub use session_form::{SessionFault, SessionForm, usual_item, usual_name};
pub use store::{
    adopted_method, at_work, changes, congresses, current_session, delete_rehearsal, freeze, is_closed, is_frozen,
    latest_method, method_by_id, method_of_an_earlier_session, opinions, prior_review, public_session, rehearsal_of,
    reopen, reopened, session_by_id, session_by_year, sessions_of, set_practice_seeds, set_rehearsal_current,
    site_name, sites, unfreeze,
};

pub use crate::db::public_version;
