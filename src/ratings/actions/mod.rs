//! What people do: residents at a site and the secretariat that asked them; deputies and the secretariat in a rating by
//! secret ballot.

mod deputies;
mod public;

pub use deputies::{DeputiesRatingError, announce, begin_sitting, draft_certificate, is_rated, session_of, start};
pub use public::{
    GivenRating, PeriodError, RateError, RemarkAnswerError, Settled, answer_remark, answers_for, end_the_day, may_rate,
    rate, remarks_waiting, renew_sign, set_period, settle_remark,
};
