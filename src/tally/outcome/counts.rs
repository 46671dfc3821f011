//! What was counted in a round: people, ballots, votes.

use serde::{Deserialize, Serialize};

/// 应到, 请假, 实到, in persons, when the round opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    pub in_office: u32,
    pub excused: u32,
    pub present: u32,
}

/// 发出, 收回, 有效, 无效, in ballots. Whether they agree is told by [`super::check_rows`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxCount {
    pub issued: u32,
    pub returned: u32,
    pub valid: u32,
    pub void: u32,
}

impl BoxCount {
    /// 未投 = 发出 − 收回; 0 where more came back.
    pub fn not_cast(&self) -> u32 {
        self.issued.saturating_sub(self.returned)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    pub attendance: Attendance,
    /// Of all ballots, on the screen and on paper.
    pub ballot_box: BoxCount,
    /// Those on paper among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<BoxCount>,
}

/// 赞成, 反对, 弃权 for the candidate with this ballot number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CandidateVotes {
    pub number: u32,
    pub approve: u32,
    pub oppose: u32,
    pub abstain: u32,
}

impl CandidateVotes {
    /// From a ballot with three columns.
    pub fn approve_each(number: u32, approve: u32, oppose: u32, abstain: u32) -> CandidateVotes {
        CandidateVotes { number, approve, oppose, abstain }
    }

    /// From a ballot on which one can only tick: nobody opposes, whoever did not tick abstained.
    pub fn choose_up_to(number: u32, approve: u32, valid: u32) -> CandidateVotes {
        CandidateVotes { number, approve, oppose: 0, abstain: valid.saturating_sub(approve) }
    }
}
