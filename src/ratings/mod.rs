//! 满意度测评: what the public says of a project on its site, and what the deputies say of it by secret ballot. The two are
//! never mixed: each has its own counts and its own verdict.

mod actions;
mod certificate;
mod pages;
mod period;
mod rated_line;
mod rater;
mod remark;
mod sign;
pub mod schema;
mod store;
mod verdict;

pub use actions::{
    DeputiesRatingError, GivenRating, PeriodError, RateError, RemarkAnswerError, Settled, announce, answer_remark,
    begin_sitting, draft_certificate, end_the_day, rate, remarks_waiting, renew_sign, set_period, settle_remark, start,
};
pub use certificate::{Certificate, Document, FORMAT};
pub use pages::*;
pub use period::{Period, Standing};
pub use rated_line::RatedLine;
pub use rater::Rater;
pub use sign::Sign;
pub use store::{forget_addresses, period, public_counts};
pub use verdict::{Counts, Mark, Verdict, verdict};
