//! What people do: residents at a site and the secretariat that asked them; deputies, scrutineers and the secretariat in a
//! rating by secret ballot.

mod deputies;
mod objecting;
mod public;

pub use deputies::{DeputiesRatingError, announce, begin_sitting, certify, draft_certificate, session_of, sign, start};
pub use objecting::{annul_round, ask_to_annul, object, overrule, pending_requests};
pub use public::{
    GivenRating, PeriodError, RateError, end_the_day, may_rate, rate, release, remarks_waiting, renew_sign, set_period,
};
