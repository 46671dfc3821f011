//! Which congress's site was asked for; the secretariat's pages on the voting method and the prior review.

mod prior_review;
mod site;
mod voting_method;
mod voting_method_form;

pub use prior_review::{PriorReviewPage, save_prior_review, show_prior_review};
pub use site::{Sites, site};
pub use voting_method::{MethodFacts, MethodFactsQuery, MethodPage, record_adoption, show_voting_method};
pub use voting_method_form::{MethodFormPage, edit_voting_method, save_voting_method};
