//! 应到, 实到, 请假, and whether they make a quorum (地方组织法 art. 14).

use crate::{congress::voting_method::Quorum, word_enum};

word_enum! {
    /// Where a deputy is, as the attendance desk knows it.
    Attendance {
        /// Not there, without leave: as everybody is until they check in.
        Absent = "absent",
        Excused = "excused",
        Present = "present",
    }
}

/// 请假的原因, in a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaveReason(String);

impl LeaveReason {
    const LONGEST: usize = 60;

    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let fits = (1..=Self::LONGEST).contains(&typed.chars().count()) && !typed.chars().any(char::is_control);
        fits.then(|| Self(typed.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the attendance desk writes down of a deputy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    Present,
    Excused(LeaveReason),
    /// 撤销: neither checked in nor excused.
    Absent,
}

impl Mark {
    pub fn attendance(&self) -> Attendance {
        match self {
            Self::Present => Attendance::Present,
            Self::Excused(_) => Attendance::Excused,
            Self::Absent => Attendance::Absent,
        }
    }

    pub fn reason(&self) -> Option<&LeaveReason> {
        match self {
            Self::Excused(reason) => Some(reason),
            Self::Present | Self::Absent => None,
        }
    }
}

/// What a deputy holds of the round under way, as far as attendance must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BallotHeld {
    Nothing,
    /// Taken, and the box is not open yet: 发出 must not exceed 实到 when it opens.
    BeforeOpening,
    /// The deputy was counted as 实到 when the box opened.
    InOpenRound,
}

/// Why an attendance stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MustStay {
    #[error("the ballot must be cancelled first")]
    HoldsBallot,
    /// Leaving is recorded as leave; the check-in itself happened.
    #[error("the check-in counts in the open round")]
    CountedInRound,
}

impl BallotHeld {
    /// Whether a deputy who holds this may be marked so.
    pub fn allows(self, to: Attendance) -> Result<(), MustStay> {
        match (self, to) {
            (Self::Nothing, _) | (_, Attendance::Present) | (Self::InOpenRound, Attendance::Excused) => Ok(()),
            (Self::BeforeOpening, _) => Err(MustStay::HoldsBallot),
            (Self::InOpenRound, Attendance::Absent) => Err(MustStay::CountedInRound),
        }
    }
}

/// The three numbers of a roll; whoever is neither present nor excused is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RollCount {
    pub in_office: i64,
    pub excused: i64,
    pub present: i64,
}

impl RollCount {
    pub fn of(attendances: impl IntoIterator<Item = (Attendance, i64)>) -> Self {
        let mut count = Self::default();
        for (attendance, deputies) in attendances {
            count.in_office += deputies;
            match attendance {
                Attendance::Absent => {}
                Attendance::Excused => count.excused += deputies,
                Attendance::Present => count.present += deputies,
            }
        }
        count
    }

    pub fn absent(&self) -> i64 {
        self.in_office - self.excused - self.present
    }

    pub fn with(self, quorum: Quorum) -> Turnout {
        let needed = u32::try_from(self.in_office).map_or(self.in_office, |all| quorum.of(all).into());
        Turnout { count: self, needed }
    }
}

/// The numbers of a roll beside the fewest that must be present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turnout {
    pub count: RollCount,
    pub needed: i64,
}

impl Turnout {
    /// An empty roll has no quorum, though nobody is missing.
    pub fn is_quorum(&self) -> bool {
        self.count.in_office > 0 && self.count.present >= self.needed
    }

    /// How many more must come.
    pub fn missing(&self) -> i64 {
        (self.needed - self.count.present).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roll(in_office: i64, excused: i64, present: i64) -> Turnout {
        RollCount { in_office, excused, present }.with(Quorum::TWO_THIRDS)
    }

    #[test]
    fn a_quorum_is_two_thirds_of_all_rounded_up() {
        for (in_office, needed) in [(340, 227), (341, 228), (3, 2), (1, 1)] {
            assert_eq!(roll(in_office, 0, 0).needed, needed, "of {in_office}");
            assert!(roll(in_office, 0, needed).is_quorum());
            assert!(!roll(in_office, 0, needed - 1).is_quorum());
        }
    }

    #[test]
    fn leave_does_not_make_the_roll_smaller() {
        assert!(!roll(340, 114, 226).is_quorum());
        assert_eq!(roll(340, 114, 226).missing(), 1);
    }

    #[test]
    fn an_empty_roll_has_no_quorum() {
        assert!(!roll(0, 0, 0).is_quorum());
    }

    #[test]
    fn whoever_holds_a_ballot_stays_until_it_is_cancelled_and_leaves_an_open_round_only_with_leave() {
        use Attendance::{Absent, Excused, Present};
        let table = [
            (BallotHeld::Nothing, [Ok(()), Ok(()), Ok(())]),
            (BallotHeld::BeforeOpening, [Err(MustStay::HoldsBallot), Err(MustStay::HoldsBallot), Ok(())]),
            (BallotHeld::InOpenRound, [Err(MustStay::CountedInRound), Ok(()), Ok(())]),
        ];
        for (held, allowed) in table {
            assert_eq!([Absent, Excused, Present].map(|to| held.allows(to)), allowed, "{held:?}");
        }
    }

    #[test]
    fn leave_has_a_reason() {
        assert_eq!(LeaveReason::parse("  因公出差 ").as_ref().map(LeaveReason::as_str), Some("因公出差"));
        for typed in ["", "   ", "a\nb", &"病".repeat(61)] {
            assert_eq!(LeaveReason::parse(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn everybody_is_counted_once() {
        let count = RollCount::of([(Attendance::Absent, 3), (Attendance::Excused, 2), (Attendance::Present, 5)]);
        assert_eq!(count, RollCount { in_office: 10, excused: 2, present: 5 });
        assert_eq!(count.absent(), 3);
    }
}
