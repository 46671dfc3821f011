//! A session of the congress and its people, brought by the program's own actions to where a story begins; from there
//! on people act over HTTP as in earnest.
#![allow(dead_code, reason = "a vocabulary for stories, of which some are not told yet")]

mod ballot;
mod deputy;
mod hall;
mod plan;
mod program;
mod scrutineer;
mod secretariat;
mod slips;

pub use ballot::{Answer, MarkedBallot, ballots_path, counted_by_hand, opened_path};
pub use deputy::{Deputy, issue_path};
pub use hall::Hall;
pub use plan::{FOUR, FOUR_BY_SLIPS, Plan, YEAR, roll, session_file};
pub use program::{box_of, scrutineer_id};
pub use scrutineer::{Scrutineer, share_of};
pub use secretariat::{
    RATING_DESK, SECOND, Secretariat, confirm_path, scrutineers_sign_the_election, signature_of_the_election,
};
pub use slips::{Slips, one_slip};
