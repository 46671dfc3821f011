//! 满意度测评: what the public says of a project on its site, and what the deputies say of it by secret ballot. The two are
//! never mixed: each has its own counts and its own verdict.

mod actions;
mod pages;
mod period;
mod rater;
mod remark;
mod sign;
mod store;
mod verdict;

pub use actions::{GivenRating, PeriodError, RateError, RemarkError, end_the_day, rate, release, renew_sign, set_period};
pub use pages::{
    RatePage, RatingsDeskPage, RatingsPage, SignPage, rate_project, rated_lines, renew_sign_page, save_period,
    settle_remark_page, show_rate, show_rate_on_site, show_ratings, show_ratings_desk, show_ratings_of_year, show_sign,
    show_small_sign,
};
pub use period::Period;
pub use rater::{Address, Rater};
pub use sign::Sign;
pub use store::{period, public_counts};
pub use verdict::{Counts, Mark, Verdict, verdict};
