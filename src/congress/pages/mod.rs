//! Which congress's site was asked for; the secretariat's page on the prior review.

mod prior_review;
mod site;

pub use prior_review::{OpinionView, PriorReviewPage, save_opinion_page, save_prior_review, show_prior_review};
pub use site::{Sites, site};
