//! A round of voting and the only ways it moves on.

use crate::{
    db::Ts,
    ids::{RoundId, SessionId, VotingMethodId},
    word_enum,
};

word_enum! {
    /// What a round is held for.
    RoundKind {
        First = "first",
        /// Among exactly those tied at the cut. All of them are over the mark already, so the most
        /// approvals win and the mark is not asked again.
        Revote = "revote",
        /// Among those not chosen, when fewer passed than there are seats; the mark applies.
        FurtherBallot = "further_ballot",
    }
}

word_enum! {
    /// What a round is on.
    RoundPurpose {
        /// 票决: which candidates become projects.
        Choice = "choice",
        /// 测评: how the projects of a year were carried out.
        Rating = "rating",
    }
}

word_enum! {
    /// Where a round stands; see docs/states.md.
    RoundState {
        /// Set up, and checked against the preflight list.
        Preparing = "preparing",
        /// 领票: deputies present take their ballots.
        Issuing = "issuing",
        /// The list of keys is frozen and the box takes ballots.
        Voting = "voting",
        /// The box takes no more; nothing is decrypted yet.
        Closed = "closed",
        /// The product of all ballots and the server's share are published; scrutineers add theirs.
        Counting = "counting",
        /// The result stands.
        Counted = "counted",
        /// Annulled by the presidium, or void by the rules (收回 exceeds 发出): kept and shown, decides nothing.
        Void = "void",
    }
}

/// 应到, 请假, 实到 of the moment the round opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpeningCount {
    pub in_office: i32,
    pub excused: i32,
    pub present: i32,
}

#[derive(Clone, Debug)]
pub struct Round {
    pub id: RoundId,
    pub session: SessionId,
    pub purpose: RoundPurpose,
    /// From 1, among the rounds of its purpose.
    pub number: i32,
    pub kind: RoundKind,
    pub state: RoundState,
    pub method: VotingMethodId,
    pub method_hash: String,
    pub seats: i32,
    /// The most 赞成 on one ballot, proved beside it when the form cannot prove it itself.
    pub cap: Option<i32>,
    /// 14 base58 characters, the box's name.
    pub election_uuid: String,
    /// The roll under which it was ordered; `None` in rounds older than this record.
    pub roll_fingerprint: Option<String>,
    /// The presidium's word by which a round after the first is held.
    pub ordered: Option<String>,
    pub opening: Option<OpeningCount>,
    pub opened_at: Option<Ts>,
    pub closed_at: Option<Ts>,
}

/// A step that does not follow from where the round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the round is {is}, not {must_be}")]
pub struct WrongState {
    pub is: RoundState,
    pub must_be: RoundState,
}

/// A round that has no ballots yet, or is void already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the round is {0}: there is nothing to annul")]
pub struct NothingToAnnul(pub RoundState);

impl Round {
    pub fn must_be(&self, must_be: RoundState) -> Result<(), WrongState> {
        if self.state == must_be { Ok(()) } else { Err(WrongState { is: self.state, must_be }) }
    }

    /// From 发票 to 封箱: who holds a ballot stays where they are.
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, RoundState::Issuing | RoundState::Voting)
    }

    /// 发票 begins.
    pub fn start_issuing(self) -> Result<Self, WrongState> {
        self.must_be(RoundState::Preparing)?;
        Ok(Self { state: RoundState::Issuing, ..self })
    }

    /// The list is frozen and the box opened for ballots.
    pub fn open(self, opening: OpeningCount, at: Ts) -> Result<Self, WrongState> {
        self.must_be(RoundState::Issuing)?;
        Ok(Self { state: RoundState::Voting, opening: Some(opening), opened_at: Some(at), ..self })
    }

    /// 封箱
    pub fn close(self, at: Ts) -> Result<Self, WrongState> {
        self.must_be(RoundState::Voting)?;
        Ok(Self { state: RoundState::Closed, closed_at: Some(at), ..self })
    }

    /// Whether it will change no more.
    pub fn is_over(&self) -> bool {
        matches!(self.state, RoundState::Counted | RoundState::Void)
    }

    /// Whether there is a box, sealed or open for ballots.
    pub fn has_box(&self) -> bool {
        self.opening.is_some()
    }

    /// 作废
    pub fn annul(self) -> Result<Self, NothingToAnnul> {
        match self.state {
            RoundState::Preparing | RoundState::Void => Err(NothingToAnnul(self.state)),
            RoundState::Issuing
            | RoundState::Voting
            | RoundState::Closed
            | RoundState::Counting
            | RoundState::Counted => Ok(Self { state: RoundState::Void, ..self }),
        }
    }

    pub fn begin_count(self) -> Result<Self, WrongState> {
        self.must_be(RoundState::Closed)?;
        Ok(Self { state: RoundState::Counting, ..self })
    }

    pub fn finish_count(self) -> Result<Self, WrongState> {
        self.must_be(RoundState::Counting)?;
        Ok(Self { state: RoundState::Counted, ..self })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn round(state: RoundState) -> Round {
        Round {
            id: RoundId::new(),
            session: SessionId::new(),
            purpose: RoundPurpose::Choice,
            number: 1,
            kind: RoundKind::First,
            state,
            method: VotingMethodId::new(),
            method_hash: String::new(),
            seats: 10,
            cap: Some(10),
            election_uuid: "abc".into(),
            roll_fingerprint: None,
            ordered: None,
            opening: None,
            opened_at: None,
            closed_at: None,
        }
    }

    /// The whole table of docs/states.md: each step leaves exactly one state and reaches exactly one.
    #[test]
    fn every_step_has_one_state_to_leave_and_one_to_reach() {
        type Step = fn(Round) -> Result<Round, WrongState>;
        let at: Ts = jiff::Timestamp::UNIX_EPOCH.into();
        assert!(round(RoundState::Issuing).open(OpeningCount { in_office: 3, excused: 0, present: 3 }, at).is_ok());
        let steps: [(Step, RoundState, RoundState); 5] = [
            (Round::start_issuing, RoundState::Preparing, RoundState::Issuing),
            (
                |r| r.open(OpeningCount { in_office: 3, excused: 0, present: 3 }, jiff::Timestamp::UNIX_EPOCH.into()),
                RoundState::Issuing,
                RoundState::Voting,
            ),
            (|r| r.close(jiff::Timestamp::UNIX_EPOCH.into()), RoundState::Voting, RoundState::Closed),
            (Round::begin_count, RoundState::Closed, RoundState::Counting),
            (Round::finish_count, RoundState::Counting, RoundState::Counted),
        ];
        for (step, from, to) in steps {
            for &state in RoundState::ALL {
                match step(round(state)) {
                    Ok(reached) => assert_eq!((state, reached.state), (from, to)),
                    Err(refused) => assert_eq!(refused, WrongState { is: state, must_be: from }),
                }
            }
        }
        for &state in RoundState::ALL {
            let reached = round(state).annul().map(|annulled| annulled.state);
            let nothing_there = matches!(state, RoundState::Preparing | RoundState::Void);
            assert_eq!(reached, if nothing_there { Err(NothingToAnnul(state)) } else { Ok(RoundState::Void) });
        }
    }
}
