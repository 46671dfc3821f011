//! All rounds of one item, in order, and what may follow them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::counts::{Attendance, CandidateVotes, Counts};
use super::round::{
    Conclusion, Outcome, OutcomeError, RoundScope, ShortfallNext, TieNext, outcome_of_annulled, outcome_of_round,
};
use crate::{ballots::RoundKind, congress::voting_method::VotingMethod};

/// The roll a round was held under. `fingerprint`: see `deputies::roll::roll_fingerprint`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roll {
    pub in_office: u32,
    pub fingerprint: String,
}

/// What the presidium decided after a round, where the method leaves it to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Decision {
    /// Exactly as many of the tied as there are seats left.
    ChooseTied {
        chosen: Vec<u32>,
        reason: String,
    },
    AcceptFewer {
        reason: String,
    },
    FurtherBallot {
        reason: String,
    },
}

impl Decision {
    fn reason(&self) -> &str {
        match self {
            Decision::ChooseTied { reason, .. }
            | Decision::AcceptFewer { reason }
            | Decision::FurtherBallot { reason } => reason,
        }
    }
}

/// One round as held. `votes` may be empty where the round is void.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RoundRecord {
    pub roll: Roll,
    pub counts: Counts,
    pub votes: Vec<CandidateVotes>,
    pub decision: Option<Decision>,
    /// The presidium annulled it, so that nothing is read from it.
    pub annulled: bool,
}

/// A chosen candidate, and the round (from 1) that chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    pub number: u32,
    pub round: u32,
}

/// What must happen before the item is settled.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Next {
    Round {
        scope: RoundScope,
    },
    /// The presidium chooses `seats` of `tied`.
    TieDecision {
        tied: Vec<u32>,
        seats: u32,
    },
    /// The presidium accepts fewer or orders a further ballot.
    ShortfallDecision {
        seats_left: u32,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemOutcome {
    pub roll: Roll,
    /// Scope and outcome of every round, void ones too.
    pub rounds: Vec<(RoundScope, Outcome)>,
    /// In the order of choosing.
    pub chosen: Vec<Chosen>,
    /// `None` when the item is settled.
    pub next: Option<Next>,
}

/// `round` counts from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoundsError {
    #[error("no round was held")]
    NoRounds,
    #[error("round {round}: {error}")]
    Round { round: u32, error: OutcomeError },
    #[error("round {round}: the roll has changed since the first round")]
    RollChanged { round: u32 },
    #[error("round {round}: nothing was left to vote on")]
    AlreadySettled { round: u32 },
    #[error("round {round}: the presidium has not decided on the round before")]
    DecisionMissing { round: u32 },
    #[error("round {round}: there is nothing for the presidium to decide")]
    DecisionNotCalledFor { round: u32 },
    #[error("round {round}: the decision does not fit what is left open")]
    DecisionDoesNotFit { round: u32 },
    #[error("round {round}: the decision gives no reason")]
    ReasonMissing { round: u32 },
    #[error("round {round}: what was changed after it was not changed after a void round, or no round followed")]
    ChangeOutOfPlace { round: u32 },
}

/// What the rounds up to this one were held under, before it was decided to change it.
#[derive(Clone, Copy, Debug)]
pub struct Stretch<'a> {
    pub last_round: u32,
    pub method: &'a VotingMethod,
    pub candidates: &'a [u32],
}

/// Plays the rounds through: each is held on what the ones before have left.
pub fn outcome_of_rounds(
    method: &VotingMethod,
    candidates: &[u32],
    records: &[RoundRecord],
) -> Result<ItemOutcome, RoundsError> {
    outcome_of_stretches(&[], method, candidates, records)
}

/// The same where list, roll or method were changed on the way. Only void rounds lie before a change, so the vote begins anew after it.
pub fn outcome_of_stretches(
    changed: &[Stretch],
    method: &VotingMethod,
    candidates: &[u32],
    records: &[RoundRecord],
) -> Result<ItemOutcome, RoundsError> {
    let mut before = Vec::new();
    let mut rest = records;
    let mut first = 1;
    for stretch in changed {
        let out_of_place = || RoundsError::ChangeOutOfPlace { round: stretch.last_round };
        let length =
            (stretch.last_round + 1).checked_sub(first).filter(|length| *length > 0).ok_or_else(out_of_place)?;
        let length = usize::try_from(length).map_err(|_| out_of_place())?;
        let (held, after) =
            rest.split_at_checked(length).filter(|(_, after)| !after.is_empty()).ok_or_else(out_of_place)?;
        let played = play(stretch.method, stretch.candidates, first, held)?;
        if played.rounds.iter().any(|(_, outcome)| !matches!(outcome.conclusion, Conclusion::Void { .. })) {
            return Err(out_of_place());
        }
        before.extend(played.rounds);
        (rest, first) = (after, stretch.last_round + 1);
    }
    let mut item = play(method, candidates, first, rest)?;
    before.append(&mut item.rounds);
    Ok(ItemOutcome { rounds: before, ..item })
}

/// Rounds under one list, roll and method; `number`: of the first of them.
fn play(
    method: &VotingMethod,
    candidates: &[u32],
    number: u32,
    records: &[RoundRecord],
) -> Result<ItemOutcome, RoundsError> {
    let first = records.first().ok_or(RoundsError::NoRounds)?;
    let mut item = ItemOutcome {
        roll: first.roll.clone(),
        rounds: Vec::new(),
        chosen: Vec::new(),
        next: Some(Next::Round { scope: RoundScope::first(method, candidates.iter().copied()) }),
    };
    for (round, record) in (number..).zip(records) {
        let scope = match item.next.take() {
            Some(Next::Round { scope }) => scope,
            Some(_) => return Err(RoundsError::DecisionMissing { round }),
            None => return Err(RoundsError::AlreadySettled { round }),
        };
        if record.roll != item.roll || record.counts.attendance.in_office != record.roll.in_office {
            return Err(RoundsError::RollChanged { round });
        }
        let outcome = if record.annulled {
            outcome_of_annulled(method, &scope, &record.counts)
        } else {
            outcome_of_round(method, &scope, &record.counts, &record.votes)
        };
        let outcome = outcome.map_err(|error| RoundsError::Round { round, error })?;
        let choose = |number: &u32| Chosen { number: *number, round };
        item.chosen.extend(outcome.conclusion.chosen().iter().map(choose));
        let (decided, next) = follow(&scope, &outcome.conclusion, record.decision.as_ref(), round)?;
        item.chosen.extend(decided.iter().map(choose));
        item.rounds.push((scope, outcome));
        item.next = next;
    }
    Ok(item)
}

/// Those the presidium's decision chose, and what comes next.
fn follow(
    scope: &RoundScope,
    conclusion: &Conclusion,
    decision: Option<&Decision>,
    round: u32,
) -> Result<(Vec<u32>, Option<Next>), RoundsError> {
    if decision.is_some_and(|decision| decision.reason().trim().is_empty()) {
        return Err(RoundsError::ReasonMissing { round });
    }
    let further = |seats_left: u32| {
        let chosen = conclusion.chosen();
        let rest = scope.candidates.iter().copied();
        Next::Round {
            scope: RoundScope::new(
                RoundKind::FurtherBallot,
                seats_left,
                rest.filter(|number| !chosen.contains(number)),
            ),
        }
    };
    let next = match (conclusion, decision) {
        (Conclusion::TieAtCut { tied, seats_left, next: TieNext::PresidiumDecides, .. }, decision) => {
            let (tied, seats) = (tied.clone(), *seats_left);
            return match decision {
                None => Ok((Vec::new(), Some(Next::TieDecision { tied, seats }))),
                Some(Decision::ChooseTied { chosen, .. }) if fits(chosen, &tied, seats) => Ok((chosen.clone(), None)),
                Some(_) => Err(RoundsError::DecisionDoesNotFit { round }),
            };
        }
        (Conclusion::Shortfall { seats_left, next: ShortfallNext::PresidiumChooses, .. }, decision) => match decision {
            None => Some(Next::ShortfallDecision { seats_left: *seats_left }),
            Some(Decision::AcceptFewer { .. }) => None,
            Some(Decision::FurtherBallot { .. }) => Some(further(*seats_left)),
            Some(Decision::ChooseTied { .. }) => {
                return Err(RoundsError::DecisionDoesNotFit { round });
            }
        },
        (_, Some(_)) => return Err(RoundsError::DecisionNotCalledFor { round }),
        (Conclusion::Complete { .. }, None) => None,
        (Conclusion::TieAtCut { tied, seats_left, .. }, None) => {
            Some(Next::Round { scope: RoundScope::new(RoundKind::Revote, *seats_left, tied.iter().copied()) })
        }
        (Conclusion::Shortfall { seats_left, next, .. }, None) => match next {
            ShortfallNext::FurtherBallot => Some(further(*seats_left)),
            ShortfallNext::AcceptFewer | ShortfallNext::PresidiumChooses => None,
        },
        (Conclusion::Void { .. }, None) => Some(Next::Round { scope: scope.clone() }),
    };
    Ok((Vec::new(), next))
}

fn fits(chosen: &[u32], tied: &[u32], seats: u32) -> bool {
    let distinct: BTreeSet<&u32> = chosen.iter().collect();
    distinct.len() == chosen.len()
        && u32::try_from(chosen.len()) == Ok(seats)
        && chosen.iter().all(|number| tied.contains(number))
}

/// Why a further round of the item may not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RevoteRefusal {
    #[error("the item is settled")]
    Settled,
    #[error("the presidium has to decide first")]
    DecisionPending,
    #[error("the roll has changed since the first round")]
    RollChanged,
    #[error("{present} present where {needed} are needed")]
    NoQuorum { present: u32, needed: u32 },
}

impl RevoteRefusal {
    pub fn key(self) -> &'static str {
        match self {
            RevoteRefusal::Settled => "settled",
            RevoteRefusal::DecisionPending => "decision_pending",
            RevoteRefusal::RollChanged => "roll_changed",
            RevoteRefusal::NoQuorum { .. } => "no_quorum",
        }
    }

    /// Arguments of the message: numbers.
    pub fn args(self) -> Vec<(&'static str, Value)> {
        match self {
            RevoteRefusal::NoQuorum { present, needed } => {
                vec![("present", json!(present)), ("needed", json!(needed))]
            }
            _ => Vec::new(),
        }
    }
}

/// The scope of the next round, if it may open with the roll and the attendance of now.
/// `next` and `held_under` are those of the rounds before.
pub fn revote_allowed(
    method: &VotingMethod,
    next: Option<&Next>,
    held_under: &Roll,
    roll: &Roll,
    attendance: &Attendance,
) -> Result<RoundScope, RevoteRefusal> {
    let scope = match next {
        Some(Next::Round { scope }) => scope,
        Some(_) => return Err(RevoteRefusal::DecisionPending),
        None => return Err(RevoteRefusal::Settled),
    };
    if roll != held_under || attendance.in_office != roll.in_office {
        return Err(RevoteRefusal::RollChanged);
    }
    let (present, needed) = (attendance.present, method.quorum_of(roll.in_office));
    if present < needed {
        return Err(RevoteRefusal::NoQuorum { present, needed });
    }
    Ok(scope.clone())
}
