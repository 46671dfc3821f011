//! The pages of a rating: at the site, for everybody, for the secretariat.

mod acts;
mod desk;
mod on_site;
mod paper;
mod public;
mod results;
mod round;
mod unit;
mod views;

pub use acts::{begin_sitting_page, draft_rating_certificate, rating_desk_again, start_rating};
pub use desk::{
    RatingsDeskPage, SignPage, renew_sign_page, save_period, settle_remark_page, show_ratings_desk, show_sign,
    show_small_sign,
};
pub use on_site::{RatePage, rate_project, show_rate, show_rate_on_site};
pub use paper::RatingPaper;
#[cfg(test)]
pub use paper::sample_document;
pub use public::{RatingsPage, show_ratings, show_ratings_of_year};
pub use results::{RatingCertificatePage, rating_file, show_rating_certificate};
pub use round::{DESK, RatingRoundPage, is_under_way, show_rating_round};
pub use unit::{UnitRemarksPage, answer_remark_page, show_unit_remarks};
pub use views::{rated_lines, rated_of_year};
