//! 季度公开表: what a quarter came to, project by project.

use jiff::civil::Date;

use super::{
    follow_ups::{ActKind, FollowUp, State, Step},
    inspections::{Inspection, InspectionState},
};
use crate::ids::ProjectId;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarter {
    pub year: i16,
    /// 1 to 4.
    pub number: i8,
}

impl Quarter {
    pub fn parse(year: &str, number: &str) -> Option<Self> {
        let (year, number) = (year.parse().ok()?, number.parse().ok()?);
        let is_one = (1..=4).contains(&number) && (2000..=2200).contains(&year);
        is_one.then_some(Self { year, number })
    }

    pub fn begin(self) -> Date {
        jiff::civil::date(self.year, self.number * 3 - 2, 1)
    }

    pub fn end(self) -> Date {
        jiff::civil::date(self.year, self.number * 3, 1).last_of_month()
    }

    pub fn contains(self, day: Date) -> bool {
        (self.begin()..=self.end()).contains(&day)
    }
}

/// Where a follow-up stood at the end of a day, with the deadline it had then; `None` before it was opened.
fn standing_on(follow_up: &FollowUp, steps: &[Step], day: Date) -> Option<(State, Date)> {
    let known = steps.iter().filter(|step| step.follow_up == follow_up.id && step.at.day() <= day);
    known.fold(None, |standing, step| {
        let deadline = standing.map_or(follow_up.deadline, |(_, deadline)| deadline);
        match step.act {
            ActKind::Opened | ActKind::Returned => Some((State::Opened, step.deadline.unwrap_or(deadline))),
            ActKind::Answered => Some((State::Answered, deadline)),
            ActKind::Checked => Some((State::Checked, deadline)),
            ActKind::Closed => Some((State::Closed, deadline)),
            ActKind::Escalated => standing,
        }
    })
}

/// One project in one quarter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuarterLine {
    /// In the quarter.
    pub opened: usize,
    pub closed: usize,
    pub inspections: usize,
    /// At its end, or today.
    pub open: usize,
    pub overdue: usize,
}

impl QuarterLine {
    /// `on` is the last day of the quarter, or today while it runs.
    pub fn of(
        project: ProjectId,
        quarter: Quarter,
        on: Date,
        follow_ups: &[FollowUp],
        steps: &[Step],
        inspections: &[Inspection],
    ) -> Self {
        let mut line = Self::default();
        for follow_up in follow_ups.iter().filter(|follow_up| follow_up.project == project) {
            line.opened += usize::from(quarter.contains(follow_up.opened_at.day()));
            line.closed += usize::from(follow_up.closed_at.is_some_and(|at| quarter.contains(at.day())));
            if let Some((state, deadline)) = standing_on(follow_up, steps, on) {
                line.open += usize::from(state != State::Closed);
                line.overdue += usize::from(state == State::Opened && deadline < on);
            }
        }
        let shown = |inspection: &&Inspection| {
            inspection.project == project
                && inspection.state == InspectionState::Published
                && quarter.contains(inspection.held_on)
        };
        line.inspections = inspections.iter().filter(shown).count();
        line
    }

    pub fn plus(self, other: Self) -> Self {
        Self {
            opened: self.opened + other.opened,
            closed: self.closed + other.closed,
            inspections: self.inspections + other.inspections,
            open: self.open + other.open,
            overdue: self.overdue + other.overdue,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::{db::Ts, supervision::follow_ups::sample};

    fn at(day: &str) -> Ts {
        format!("{day}T04:00:00Z").parse::<jiff::Timestamp>().unwrap().into()
    }

    #[test]
    fn a_quarter_has_its_three_months() {
        let second = Quarter::parse("2024", "2").unwrap();
        assert_eq!((second.begin().to_string(), second.end().to_string()), ("2024-04-01".into(), "2024-06-30".into()));
        assert!(second.contains(second.end()) && !second.contains(jiff::civil::date(2024, 7, 1)));
        for (year, number) in [("2024", "0"), ("2024", "5"), ("24", "1"), ("x", "1"), ("2024", "")] {
            assert_eq!(Quarter::parse(year, number), None, "{year}/{number}");
        }
    }

    #[test]
    fn a_past_quarter_stays_as_it_was_whatever_came_later() {
        let follow_up = FollowUp {
            opened_at: at("2024-03-10"),
            closed_at: Some(at("2024-07-20")),
            state: State::Closed,
            deadline: "2024-07-30".parse().unwrap(),
            ..sample()
        };
        let step = |act, day: &str, deadline: Option<&str>| Step {
            act,
            follow_up: follow_up.id,
            at: at(day),
            deadline: deadline.map(|day| day.parse().unwrap()),
            ..Step::sample()
        };
        let steps = [
            step(ActKind::Opened, "2024-03-10", Some("2024-03-20")),
            step(ActKind::Escalated, "2024-03-21", None),
            step(ActKind::Answered, "2024-04-02", None),
            step(ActKind::Returned, "2024-04-10", Some("2024-07-30")),
            step(ActKind::Answered, "2024-07-01", None),
            step(ActKind::Checked, "2024-07-10", None),
            step(ActKind::Closed, "2024-07-20", None),
        ];
        let line = |year, number| {
            let quarter = Quarter { year, number };
            let line = QuarterLine::of(
                follow_up.project,
                quarter,
                quarter.end(),
                std::slice::from_ref(&follow_up),
                &steps,
                &[],
            );
            (line.opened, line.closed, line.open, line.overdue)
        };
        assert_eq!(line(2023, 4), (0, 0, 0, 0), "not opened yet");
        assert_eq!(line(2024, 1), (1, 0, 1, 1), "overdue by the deadline of that time");
        assert_eq!(line(2024, 2), (0, 0, 1, 0), "given back with a later deadline");
        assert_eq!(line(2024, 3), (0, 1, 0, 0));
    }
}
