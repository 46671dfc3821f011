//! What the simulation knows of its own votes, kept outside the database.

use verifiable_ballots::Election;

use crate::play::people::Choice;

/// What the simulation knows of its own votes, kept outside the database.
#[derive(serde::Serialize)]
pub(super) struct Record {
    ballots: u32,
    candidates: Vec<RecordLine>,
}

#[derive(serde::Serialize)]
struct RecordLine {
    title: String,
    approve: u32,
    oppose: u32,
    abstain: u32,
}

impl Record {
    pub(super) fn new(election: &Election) -> Self {
        let line = |q: &verifiable_ballots::Question| RecordLine {
            title: q.question.clone(),
            approve: 0,
            oppose: 0,
            abstain: 0,
        };
        Self { ballots: 0, candidates: election.questions().iter().map(line).collect() }
    }

    pub(super) fn counts(&mut self, choice: &Choice) {
        self.ballots += 1;
        for (line, mark) in self.candidates.iter_mut().zip(choice) {
            match mark {
                0 => line.approve += 1,
                1 => line.oppose += 1,
                _ => line.abstain += 1,
            }
        }
    }
}
