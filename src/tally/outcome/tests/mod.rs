mod properties;
mod round;
mod rounds;

use super::*;
use crate::congress::voting_method::{VotingMethod, VotingMethodForm};

fn method(change: impl FnOnce(&mut VotingMethodForm)) -> VotingMethod {
    let mut form = VotingMethod::default().to_form();
    form.max_approvals = "none".into();
    change(&mut form);
    VotingMethod::try_from(form).unwrap()
}

fn plain() -> VotingMethod {
    method(|_| {})
}

fn counts(in_office: u32, present: u32) -> Counts {
    Counts {
        attendance: Attendance { in_office, excused: in_office.saturating_sub(present), present },
        ballot_box: BoxCount { issued: present, returned: present, valid: present, void: 0 },
        paper: None,
    }
}

/// Candidates 1, 2, … with these approvals, everybody else opposing.
fn votes(approvals: &[u32], valid: u32) -> Vec<CandidateVotes> {
    (1..)
        .zip(approvals)
        .map(|(number, approve)| CandidateVotes::approve_each(number, *approve, valid - approve, 0))
        .collect()
}

/// Twelve approvals: 290, 280, … down to `last` ones as given.
fn falling(count: usize, then: &[u32]) -> Vec<u32> {
    let mut approvals: Vec<u32> = (0..).map(|step| 290 - 5 * step).take(count).collect();
    approvals.extend(then);
    assert_eq!(approvals.len(), 12);
    approvals
}
