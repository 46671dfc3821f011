//! One finding and its way to being closed.

use jiff::civil::Date;

use crate::{
    db::Ts,
    ids::{AccountId, FollowUpId, ProjectId},
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
    /// How often it was carried upward for being overdue.
    pub escalation: i32,
    pub opened_by_account: AccountId,
    pub opened_by: String,
    pub opened_at: Ts,
    pub answered_by: Option<AccountId>,
    pub checked_by: Option<AccountId>,
    pub closed_at: Option<Ts>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub follow_up: FollowUpId,
    pub act: ActKind,
    pub role: String,
    pub name: String,
    pub words: String,
    pub at: Ts,
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
            State::Answered | State::Checked => {
                Ok(Self { state: State::Opened, answered_by: None, checked_by: None, deadline, ..self })
            }
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

    /// Overdue ones are carried upward at once, and again with every week.
    pub fn escalation_due(&self, today: Date) -> i32 {
        if !self.is_overdue(today) {
            return self.escalation;
        }
        let days = self.deadline.until(today).map_or(0, |span| span.get_days());
        self.escalation.max(1 + (days - 1) / 7)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn opened() -> FollowUp {
        FollowUp {
            id: FollowUpId::new(),
            project: ProjectId::new(),
            number: 1,
            finding: "现场没有围挡".to_owned(),
            deadline: "2024-07-10".parse().unwrap(),
            state: State::Opened,
            escalation: 0,
            opened_by_account: AccountId::new(),
            opened_by: "李代表".to_owned(),
            opened_at: Ts::default(),
            answered_by: None,
            checked_by: None,
            closed_at: None,
        }
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
    fn an_overdue_one_is_carried_upward_every_week() {
        for (today, escalation) in
            [("2024-07-10", 0), ("2024-07-11", 1), ("2024-07-17", 1), ("2024-07-18", 2), ("2024-08-01", 4)]
        {
            assert_eq!(opened().escalation_due(today.parse().unwrap()), escalation, "{today}");
        }
        let answered = opened().answered(AccountId::new()).unwrap();
        assert_eq!(answered.escalation_due("2024-08-01".parse().unwrap()), 0);
    }
}
