//! The pages of a rating: at the site, for everybody, for the secretariat.

mod desk;
mod on_site;
mod public;
mod views;

pub use desk::{
    RatingsDeskPage, SignPage, renew_sign_page, save_period, settle_remark_page, show_ratings_desk, show_sign,
    show_small_sign,
};
pub use on_site::{RatePage, rate_project, show_rate, show_rate_on_site};
pub use public::{RatingsPage, show_ratings, show_ratings_of_year};
pub use views::rated_lines;
