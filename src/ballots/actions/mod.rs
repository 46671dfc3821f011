//! What people do with a round: begin issuing, take a ballot, open the box for ballots, close it.

mod held;
mod issuing;
mod opening;
mod preparing;
mod signing;
mod slips;

pub use held::{held_by, issuing_is_over};
pub use issuing::{IssueError, issue};
pub use opening::{CloseError, OpenError, close_round, open_round, opening_checks};
pub use preparing::{
    ANSWERS, NextRound, PrepareError, RATINGS, form_of, preflight_checks, rating_checks, server_key, start_issuing,
    start_next_round, start_rating,
};
pub use signing::{SignElectionError, sign_election};
pub use slips::{
    PrintedList, SlipError, count_slips, count_unreadable, give_slip, is_by_slips, may_be_printed, most_slips,
    print_slips, slip_count_of_round, slips_of_round, strike_slip, striking, take_slip_back, withdraw_slips,
};
