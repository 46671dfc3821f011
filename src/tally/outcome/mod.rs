//! What the counts of a round, and of all rounds of an item, decide. Pure: no clock, no storage.
//!
//! 地方组织法 art. 14 (two thirds present), 25 (more than half of all); by analogy 选举法 art. 44
//! (more ballots than were issued: void) and 45 (a tie at the cut is voted on again), before 2020 art. 43 and 44.

mod checks;
mod counts;
mod round;
mod rounds;
#[cfg(test)]
mod tests;

pub use crate::ballots::RoundKind;
pub use checks::{CheckName, CheckRow, check_rows, paper_rows};
pub use counts::{Attendance, BoxCount, CandidateVotes, Counts};
pub use round::{
    Conclusion, Outcome, OutcomeError, RoundScope, ShortfallNext, Standing, TieNext, VoidReason, outcome,
    outcome_of_annulled, outcome_of_round,
};
pub use rounds::{
    Chosen, Decision, ItemOutcome, Next, RevoteRefusal, Roll, RoundRecord, RoundsError, Stretch, outcome_of_rounds,
    outcome_of_stretches, revote_allowed,
};
