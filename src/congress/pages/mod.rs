//! Which congress's site was asked for; the secretariat's page on the prior review.

mod prior_review;
mod site;

pub use prior_review::{PriorReviewPage, save_prior_review, show_prior_review};
pub use site::{Sites, site};
