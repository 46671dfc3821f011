//! One finding and its way to being closed.

use jiff::civil::Date;

use crate::{
    db::Ts,
    ids::{AccountId, FollowUpId, FollowUpStepId, ProjectId},
    word_enum,
};

word_enum! {
    State {
        Opened = "opened",
        Answered = "answered",
        Checked = "checked",
        Closed = "closed",
    }
}

word_enum! {
    ActKind {
        Opened = "opened",
        Answered = "answered",
        Checked = "checked",
        Returned = "returned",
        Closed = "closed",
        Escalated = "escalated",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    pub id: FollowUpId,
    pub project: ProjectId,
    /// Within the project, from 1.
    pub number: i32,
    pub finding: String,
    pub deadline: Date,
    pub state: State,
    pub escalation: Escalation,
    pub opened_by_account: AccountId,
    pub opened_by: String,
    pub opened_at: Ts,
    pub answered_by: Option<AccountId>,
    pub checked_by: Option<AccountId>,
    pub closed_at: Option<Ts>,
    /// The page of ours that it came of, while everybody may see that.
    pub came_from: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub id: FollowUpStepId,
    pub follow_up: FollowUpId,
    pub act: ActKind,
    pub role: String,
    pub name: String,
    pub words: String,
    pub at: Ts,
    /// That holds from this step on.
    pub deadline: Option<Date>,
}

/// 提级: how far upward an overdue one was carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Escalation {
    None,
    /// The unit's leader is named on the board.
    Leader,
    /// On the list for the standing committee.
    Committee,
}

/// Days overdue after which the standing committee hears of it.
pub const COMMITTEE_AFTER_DAYS: i32 = 14;

impl Escalation {
    /// In the order of being carried upward.
    pub const LEVELS: [Self; 2] = [Self::Leader, Self::Committee];

    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Leader => "leader",
            Self::Committee => "committee",
        }
    }

    pub fn of_number(number: i32) -> Self {
        match number {
            ..=0 => Self::None,
            1 => Self::Leader,
            2.. => Self::Committee,
        }
    }

    pub fn number(self) -> i32 {
        match self {
            Self::None => 0,
            Self::Leader => 1,
            Self::Committee => 2,
        }
    }
}

word_enum! {
    /// A column of the colour board.
    Column {
        Escalated = "escalated",
        Overdue = "overdue",
        Open = "open",
        Answered = "answered",
        Closed = "closed",
    }
}

impl Column {
    /// Of docs/look.md.
    pub fn class(self) -> &'static str {
        match self {
            Self::Escalated | Self::Overdue => "red",
            Self::Open => "amber",
            Self::Answered => "green",
            Self::Closed => "done",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    #[error("this step does not follow from where it stands")]
    OutOfOrder,
    #[error("whoever answered neither checks nor closes")]
    Answerer,
    #[error("whoever checked does not close")]
    Checker,
}

impl FollowUp {
    pub fn answered(self, by: AccountId) -> Result<Self, Impossible> {
        match self.state {
            State::Opened => Ok(Self { state: State::Answered, answered_by: Some(by), ..self }),
            _ => Err(Impossible::OutOfOrder),
        }
    }

    pub fn checked(self, by: AccountId) -> Result<Self, Impossible> {
        match self.state {
            State::Answered if self.answered_by == Some(by) => Err(Impossible::Answerer),
            State::Answered => Ok(Self { state: State::Checked, checked_by: Some(by), ..self }),
            _ => Err(Impossible::OutOfOrder),
        }
    }

    /// Back to the unit, after the answer or after the check.
    pub fn returned(self, by: AccountId, deadline: Date) -> Result<Self, Impossible> {
        match self.state {
            State::Answered | State::Checked if self.answered_by == Some(by) => Err(Impossible::Answerer),
            State::Answered | State::Checked => Ok(Self {
                state: State::Opened,
                answered_by: None,
                checked_by: None,
                escalation: Escalation::None,
                deadline,
                ..self
            }),
            _ => Err(Impossible::OutOfOrder),
        }
    }

    /// 销号, by somebody who neither answered nor checked.
    pub fn closed(self, by: AccountId, at: Ts) -> Result<Self, Impossible> {
        match self.state {
            State::Checked if self.answered_by == Some(by) => Err(Impossible::Answerer),
            State::Checked if self.checked_by == Some(by) => Err(Impossible::Checker),
            State::Checked => Ok(Self { state: State::Closed, closed_at: Some(at), ..self }),
            _ => Err(Impossible::OutOfOrder),
        }
    }

    pub fn is_overdue(&self, today: Date) -> bool {
        self.state == State::Opened && self.deadline < today
    }

    /// How far it is to be carried upward by `today`: never back, but for a new deadline.
    pub fn escalation_due(&self, today: Date) -> Escalation {
        if !self.is_overdue(today) {
            return self.escalation;
        }
        let days = self.deadline.until(today).map_or(0, |span| span.get_days());
        let due = if days > COMMITTEE_AFTER_DAYS { Escalation::Committee } else { Escalation::Leader };
        self.escalation.max(due)
    }

    pub fn column(&self, today: Date) -> Column {
        match self.state {
            State::Opened if self.is_overdue(today) && self.escalation == Escalation::Committee => Column::Escalated,
            State::Opened if self.is_overdue(today) => Column::Overdue,
            State::Opened => Column::Open,
            State::Answered | State::Checked => Column::Answered,
            State::Closed => Column::Closed,
        }
    }
}

/// One as it may stand, for samples and tests.
pub fn sample() -> FollowUp {
    FollowUp {
        id: FollowUpId::new(),
        project: ProjectId::new(),
        number: 1,
        finding: "现场没有围挡<script>alert(1)</script>".to_owned(),
        deadline: jiff::civil::date(2024, 7, 10),
        state: State::Opened,
        escalation: Escalation::None,
        opened_by_account: AccountId::new(),
        opened_by: "李代表<b>".to_owned(),
        opened_at: Ts::default(),
        answered_by: None,
        checked_by: None,
        closed_at: None,
        came_from: None,
    }
}

impl Step {
    pub fn sample() -> Self {
        Self {
            id: FollowUpStepId::new(),
            follow_up: FollowUpId::new(),
            act: ActKind::Opened,
            role: "supervisor".to_owned(),
            name: "李代表<b>".to_owned(),
            words: "请立即整改<b>".to_owned(),
            at: Ts::default(),
            deadline: None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn opened() -> FollowUp {
        sample()
    }

    #[test]
    fn nothing_closes_without_a_second_person_and_a_third() {
        let [unit, checker, closer] = [AccountId::new(), AccountId::new(), AccountId::new()];
        let answered = opened().answered(unit).unwrap();
        assert_eq!(answered.clone().checked(unit), Err(Impossible::Answerer));
        assert_eq!(answered.clone().closed(closer, Ts::default()), Err(Impossible::OutOfOrder));
        let checked = answered.checked(checker).unwrap();
        assert_eq!(checked.clone().closed(unit, Ts::default()), Err(Impossible::Answerer));
        assert_eq!(checked.clone().closed(checker, Ts::default()), Err(Impossible::Checker));
        assert_eq!(checked.closed(closer, Ts::default()).unwrap().state, State::Closed);
    }

    #[test]
    fn every_step_that_does_not_follow_is_refused() {
        let [unit, checker, closer] = [AccountId::new(), AccountId::new(), AccountId::new()];
        let answered = opened().answered(unit).unwrap();
        let checked = answered.clone().checked(checker).unwrap();
        let closed = checked.clone().closed(closer, Ts::default()).unwrap();
        let day = opened().deadline;
        for (from, possible) in [
            (opened(), [true, false, false, false]),
            (answered, [false, true, true, false]),
            (checked, [false, false, true, true]),
            (closed, [false; 4]),
        ] {
            let by = AccountId::new();
            let tried = [
                from.clone().answered(by).is_ok(),
                from.clone().checked(by).is_ok(),
                from.clone().returned(by, day).is_ok(),
                from.clone().closed(by, Ts::default()).is_ok(),
            ];
            assert_eq!(tried, possible, "{}", from.state);
        }
    }

    #[test]
    fn an_overdue_one_goes_to_the_leader_and_after_two_weeks_to_the_committee() {
        use Escalation::{Committee, Leader, None};
        for (today, escalation) in
            [("2024-07-10", None), ("2024-07-11", Leader), ("2024-07-24", Leader), ("2024-07-25", Committee)]
        {
            assert_eq!(opened().escalation_due(today.parse().unwrap()), escalation, "{today}");
        }
        let answered = opened().answered(AccountId::new()).unwrap();
        assert_eq!(answered.escalation_due("2024-08-01".parse().unwrap()), None);
    }

    #[test]
    fn a_new_deadline_begins_anew_and_nothing_else_takes_an_escalation_back() {
        let late = FollowUp { escalation: Escalation::Committee, ..opened() };
        let day = "2024-08-01".parse().unwrap();
        let answered = late.answered(AccountId::new()).unwrap();
        assert_eq!(answered.escalation_due(day), Escalation::Committee);
        let returned = answered.returned(AccountId::new(), day).unwrap();
        assert_eq!(returned.escalation_due(day), Escalation::None);
        for level in Escalation::LEVELS {
            assert_eq!(Escalation::of_number(level.number()), level);
        }
    }

    #[test]
    fn the_board_has_a_column_for_each() {
        let [unit, checker, closer] = [AccountId::new(), AccountId::new(), AccountId::new()];
        let (before, after) = (jiff::civil::date(2024, 7, 10), jiff::civil::date(2024, 7, 11));
        let answered = opened().answered(unit).unwrap();
        let checked = answered.clone().checked(checker).unwrap();
        let closed = checked.clone().closed(closer, Ts::default()).unwrap();
        let escalated = FollowUp { escalation: Escalation::Committee, ..opened() };
        for (follow_up, today, column) in [
            (opened(), before, Column::Open),
            (opened(), after, Column::Overdue),
            (escalated, after, Column::Escalated),
            (answered, after, Column::Answered),
            (checked, after, Column::Answered),
            (closed, after, Column::Closed),
        ] {
            assert_eq!(follow_up.column(today), column);
        }
    }
}
