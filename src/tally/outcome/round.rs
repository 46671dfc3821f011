//! One round.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    checks::{CheckRow, check_rows},
    counts::{Attendance, BoxCount, CandidateVotes, Counts},
};
use crate::{
    ballots::RoundKind,
    congress::voting_method::{BallotForm, Shortfall, TieAtCut, VotingMethod},
};

/// What a round decides: `seats` of `candidates`, given by ballot number, ascending.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundScope {
    pub kind: RoundKind,
    pub seats: u32,
    pub candidates: Vec<u32>,
}

impl RoundScope {
    pub fn first(method: &VotingMethod, candidates: impl IntoIterator<Item = u32>) -> RoundScope {
        RoundScope::new(RoundKind::First, method.seats(), candidates)
    }

    pub(super) fn new(kind: RoundKind, seats: u32, candidates: impl IntoIterator<Item = u32>) -> RoundScope {
        let mut candidates: Vec<u32> = candidates.into_iter().collect();
        candidates.sort_unstable();
        RoundScope { kind, seats, candidates }
    }

    /// Most approvals on one ballot of this round. After the first round no more than the seats
    /// left (选举法 art. 44, before 2020 art. 43): else all of the tied could be approved, and stay tied.
    pub fn max_approvals(&self, method: &VotingMethod) -> Option<u32> {
        let cap = method.max_approvals()?;
        Some(match self.kind {
            RoundKind::First => cap,
            RoundKind::Revote | RoundKind::FurtherBallot => cap.min(self.seats),
        })
    }

    fn fault(&self) -> Option<OutcomeError> {
        let distinct: BTreeSet<u32> = self.candidates.iter().copied().collect();
        if distinct.len() != self.candidates.len() {
            return Some(OutcomeError::CandidateTwice);
        }
        let candidates = u32::try_from(distinct.len()).unwrap_or(u32::MAX);
        if self.seats == 0 {
            Some(OutcomeError::NoSeats)
        } else if self.seats > candidates {
            Some(OutcomeError::SeatsExceedCandidates { seats: self.seats, candidates })
        } else {
            None
        }
    }
}

/// Where one candidate ended in one round.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    pub number: u32,
    pub approve: u32,
    /// Always so in a re-vote.
    pub over_mark: bool,
    /// 1 for the most approvals; equal approvals share a rank (1, 2, 2, 4).
    pub rank: u32,
    pub chosen: bool,
    /// The shared rank of those tied at the cut; a tie elsewhere is none.
    pub tie_group: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TieNext {
    RevoteTied,
    PresidiumDecides,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShortfallNext {
    /// The item is settled with fewer.
    AcceptFewer,
    FurtherBallot,
    /// The presidium chooses between the two and records the reason.
    PresidiumChooses,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case", deny_unknown_fields)]
pub enum VoidReason {
    /// 收回 > 发出 (选举法 art. 44, before 2020 art. 43).
    ReturnedExceedIssued { returned: u32, issued: u32 },
    /// 实到 below the quorum: the round ought not to have opened.
    NoQuorum { present: u32, needed: u32 },
    /// By decision of the presidium, whose reason is on record.
    Annulled,
}

impl VoidReason {
    pub fn key(self) -> &'static str {
        match self {
            VoidReason::ReturnedExceedIssued { .. } => "returned_exceed_issued",
            VoidReason::NoQuorum { .. } => "no_quorum",
            VoidReason::Annulled => "annulled",
        }
    }

    /// Arguments of the message: numbers.
    pub fn args(self) -> Vec<(&'static str, Value)> {
        match self {
            VoidReason::ReturnedExceedIssued { returned, issued } => {
                vec![("returned", json!(returned)), ("issued", json!(issued))]
            }
            VoidReason::NoQuorum { present, needed } => {
                vec![("present", json!(present)), ("needed", json!(needed))]
            }
            VoidReason::Annulled => Vec::new(),
        }
    }
}

/// `chosen` by approvals descending, equal ones by ballot number; `tied` by ballot number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Conclusion {
    /// Every seat of the round is filled; with `include_all` by `beyond_seats` too many.
    Complete {
        chosen: Vec<u32>,
        beyond_seats: u32,
    },
    TieAtCut {
        chosen: Vec<u32>,
        tied: Vec<u32>,
        seats_left: u32,
        next: TieNext,
    },
    Shortfall {
        chosen: Vec<u32>,
        seats_left: u32,
        next: ShortfallNext,
    },
    /// Nothing is decided; the round is kept, and held again.
    Void {
        why: VoidReason,
    },
}

impl Conclusion {
    pub fn key(&self) -> &'static str {
        match self {
            Conclusion::Complete { .. } => "complete",
            Conclusion::TieAtCut { .. } => "tie_at_cut",
            Conclusion::Shortfall { .. } => "shortfall",
            Conclusion::Void { .. } => "void",
        }
    }

    /// Chosen by this round; a tie's are those clearly above it.
    pub fn chosen(&self) -> &[u32] {
        match self {
            Conclusion::Complete { chosen, .. }
            | Conclusion::TieAtCut { chosen, .. }
            | Conclusion::Shortfall { chosen, .. } => chosen,
            Conclusion::Void { .. } => &[],
        }
    }
}

/// `standings` by ballot number, empty for a void round.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// Fewest deputies present.
    pub quorum: u32,
    /// Fewest approvals that pass; `None` in a re-vote.
    pub pass_mark: Option<u32>,
    pub standings: Vec<Standing>,
    pub conclusion: Conclusion,
}

/// Counts from which nothing may be concluded: a mistake to be found, not a result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutcomeError {
    #[error("no deputies in office")]
    EmptyRoll,
    #[error("no seats to fill")]
    NoSeats,
    #[error("{seats} seats for {candidates} candidates")]
    SeatsExceedCandidates { seats: u32, candidates: u32 },
    #[error("a candidate stands twice on the paper")]
    CandidateTwice,
    #[error("votes for {found:?} where {expected:?} stood")]
    WrongCandidates { expected: Vec<u32>, found: Vec<u32> },
    #[error("candidate {number} has opposing votes on a ballot without that column")]
    OpposedWithoutColumn { number: u32 },
    #[error("{} checks failed", .0.len())]
    ChecksFailed(Vec<CheckRow>),
}

impl OutcomeError {
    pub fn key(&self) -> &'static str {
        match self {
            OutcomeError::EmptyRoll => "empty_roll",
            OutcomeError::NoSeats => "no_seats",
            OutcomeError::SeatsExceedCandidates { .. } => "seats_exceed_candidates",
            OutcomeError::CandidateTwice => "candidate_twice",
            OutcomeError::WrongCandidates { .. } => "wrong_candidates",
            OutcomeError::OpposedWithoutColumn { .. } => "opposed_without_column",
            OutcomeError::ChecksFailed(_) => "checks_failed",
        }
    }
}

/// Outcome of a first round whose candidates are those of `votes`.
pub fn outcome(method: &VotingMethod, counts: &Counts, votes: &[CandidateVotes]) -> Result<Outcome, OutcomeError> {
    let scope = RoundScope::first(method, votes.iter().map(|votes| votes.number));
    outcome_of_round(method, &scope, counts, votes)
}

/// Outcome of any round. A void round is decided before its votes are looked at; they may be
/// missing.
pub fn outcome_of_round(
    method: &VotingMethod,
    scope: &RoundScope,
    counts: &Counts,
    votes: &[CandidateVotes],
) -> Result<Outcome, OutcomeError> {
    if let Some(error) = scope.fault() {
        return Err(error);
    }
    if counts.attendance.in_office == 0 {
        return Err(OutcomeError::EmptyRoll);
    }
    let (quorum, pass_mark) = marks(method, scope, counts);
    if let Some(why) = void_reason(counts, quorum) {
        return Ok(Outcome { quorum, pass_mark, standings: Vec::new(), conclusion: Conclusion::Void { why } });
    }
    check_votes(method, scope, counts, votes)?;

    let mut ranked = votes.to_vec();
    ranked.sort_unstable_by_key(|votes| (std::cmp::Reverse(votes.approve), votes.number));
    let passed: Vec<&CandidateVotes> =
        ranked.iter().filter(|votes| pass_mark.is_none_or(|mark| votes.approve >= mark)).collect();
    let conclusion = conclude(method, scope, &passed);
    Ok(Outcome { quorum, pass_mark, standings: standings(&ranked, pass_mark, &conclusion, scope.seats), conclusion })
}

/// Outcome of a round that the presidium annulled, however it stood.
pub fn outcome_of_annulled(
    method: &VotingMethod,
    scope: &RoundScope,
    counts: &Counts,
) -> Result<Outcome, OutcomeError> {
    if counts.attendance.in_office == 0 {
        return Err(OutcomeError::EmptyRoll);
    }
    let (quorum, pass_mark) = marks(method, scope, counts);
    let conclusion = Conclusion::Void { why: VoidReason::Annulled };
    Ok(Outcome { quorum, pass_mark, standings: Vec::new(), conclusion })
}

/// Quorum and pass mark. All of those in a re-vote are over the mark already, so it is not asked again.
fn marks(method: &VotingMethod, scope: &RoundScope, counts: &Counts) -> (u32, Option<u32>) {
    let Attendance { in_office, present, .. } = counts.attendance;
    let pass_mark = match scope.kind {
        RoundKind::Revote => None,
        RoundKind::First | RoundKind::FurtherBallot => Some(method.pass_mark_of(in_office, present)),
    };
    (method.quorum_of(in_office), pass_mark)
}

fn void_reason(counts: &Counts, needed: u32) -> Option<VoidReason> {
    let present = counts.attendance.present;
    let BoxCount { issued, returned, .. } = counts.ballot_box;
    if present < needed {
        Some(VoidReason::NoQuorum { present, needed })
    } else if returned > issued {
        Some(VoidReason::ReturnedExceedIssued { returned, issued })
    } else if let Some(BoxCount { issued, returned, .. }) = counts.paper.filter(|paper| paper.returned > paper.issued) {
        // A sheet too many is not made good by an electronic ballot that was not cast.
        Some(VoidReason::ReturnedExceedIssued { returned, issued })
    } else {
        None
    }
}

fn check_votes(
    method: &VotingMethod,
    scope: &RoundScope,
    counts: &Counts,
    votes: &[CandidateVotes],
) -> Result<(), OutcomeError> {
    let mut found: Vec<u32> = votes.iter().map(|votes| votes.number).collect();
    found.sort_unstable();
    let mut expected = scope.candidates.clone();
    expected.sort_unstable();
    if found != expected {
        return Err(OutcomeError::WrongCandidates { expected, found });
    }
    if method.ballot_form() == BallotForm::ChooseUpTo
        && let Some(opposed) = votes.iter().find(|votes| votes.oppose > 0)
    {
        let number = opposed.number;
        return Err(OutcomeError::OpposedWithoutColumn { number });
    }
    let mut rows = check_rows(counts, votes, scope.max_approvals(method));
    rows.retain(|row| !row.passed);
    if rows.is_empty() { Ok(()) } else { Err(OutcomeError::ChecksFailed(rows)) }
}

/// `passed` by approvals descending.
fn conclude(method: &VotingMethod, scope: &RoundScope, passed: &[&CandidateVotes]) -> Conclusion {
    let seats = scope.seats;
    let numbers = |votes: &[&CandidateVotes]| votes.iter().map(|votes| votes.number).collect();
    let places = usize::try_from(seats).unwrap_or(usize::MAX);
    let length = |votes: &[&CandidateVotes]| u32::try_from(votes.len()).unwrap_or(u32::MAX);
    if passed.len() < places {
        return Conclusion::Shortfall {
            chosen: numbers(passed),
            seats_left: seats - length(passed),
            next: match method.shortfall() {
                Shortfall::AcceptFewer => ShortfallNext::AcceptFewer,
                // One further ballot is owed; after it the presidium may stop, or the item would never be settled.
                Shortfall::FurtherBallot if scope.kind != RoundKind::FurtherBallot => ShortfallNext::FurtherBallot,
                Shortfall::FurtherBallot | Shortfall::PresidiumChooses => ShortfallNext::PresidiumChooses,
            },
        };
    }
    let (within, beyond) = passed.split_at(places);
    let cut = within.last().map(|votes| votes.approve);
    if cut.is_none() || beyond.first().map(|votes| votes.approve) != cut {
        return Conclusion::Complete { chosen: numbers(within), beyond_seats: 0 };
    }
    let above = passed.partition_point(|votes| Some(votes.approve) > cut);
    let at_least = passed.partition_point(|votes| Some(votes.approve) >= cut);
    let (clear, rest) = passed.split_at(above);
    let tied = rest.split_at(at_least - above).0;
    let next = match method.tie_at_cut() {
        TieAtCut::RevoteTied => TieNext::RevoteTied,
        TieAtCut::PresidiumDecides => TieNext::PresidiumDecides,
        TieAtCut::IncludeAll => {
            let chosen: Vec<u32> = numbers(passed.split_at(at_least).0);
            let beyond_seats = length(clear) + length(tied) - seats;
            return Conclusion::Complete { chosen, beyond_seats };
        }
    };
    Conclusion::TieAtCut { chosen: numbers(clear), tied: numbers(tied), seats_left: seats - length(clear), next }
}

fn standings(ranked: &[CandidateVotes], pass_mark: Option<u32>, conclusion: &Conclusion, seats: u32) -> Vec<Standing> {
    let rank_of = |approve: u32| {
        let above = ranked.partition_point(|votes| votes.approve > approve);
        u32::try_from(above).unwrap_or(u32::MAX).saturating_add(1)
    };
    // The tie is of those who share the approvals of the last seat.
    let tied_at = match conclusion {
        Conclusion::TieAtCut { .. } => true,
        Conclusion::Complete { beyond_seats, .. } => *beyond_seats > 0,
        Conclusion::Shortfall { .. } | Conclusion::Void { .. } => false,
    }
    .then(|| usize::try_from(seats).ok()?.checked_sub(1))
    .flatten()
    .and_then(|last| ranked.get(last))
    .map(|votes| votes.approve);
    let mut standings: Vec<Standing> = ranked
        .iter()
        .map(|votes| Standing {
            number: votes.number,
            approve: votes.approve,
            over_mark: pass_mark.is_none_or(|mark| votes.approve >= mark),
            rank: rank_of(votes.approve),
            chosen: conclusion.chosen().contains(&votes.number),
            tie_group: (tied_at == Some(votes.approve)).then(|| rank_of(votes.approve)),
        })
        .collect();
    standings.sort_unstable_by_key(|standing| standing.number);
    standings
}
