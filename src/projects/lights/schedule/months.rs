//! The monthly reports: which were due, and what became of each.

use jiff::{ToSpan, civil::Date};

use super::{Course, Percent};
use crate::candidates::Goal;

/// A month's report is late from the day after; filed within the month it is still in time.
pub const REPORT_DUE_DAY: i8 = 25;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthState {
    InTime,
    /// 补报: filed after the month was over.
    Late,
    /// Nobody reported about it until now.
    Unmade,
}

/// A month whose report was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    pub state: MonthState,
}

fn after(month: Date) -> Date {
    month.checked_add(1.month()).unwrap_or(Date::MAX)
}

/// The day of the month on which its report is due.
pub fn due_day(month: Date) -> Date {
    month.with().day(REPORT_DUE_DAY).build().unwrap_or(month)
}

/// The month of the next such day after `day`.
pub fn month_due_after(day: Date) -> Date {
    let month = day.first_of_month();
    if day < due_day(month) { month } else { after(month) }
}

impl Course<'_> {
    /// The day on which the first report is due: nothing is behind before it is over, unless the year is over.
    pub fn first_due(&self) -> Option<Date> {
        let (_, published) = self.plan?;
        Some(due_day(after(published.first_of_month())).min(self.year_end()))
    }

    /// Months whose report was due by `today` or came before that, oldest first: those after the plan was published, up to the
    /// day until which reports are asked for, but for those in which the project rested or in which nothing was left to report.
    pub fn months(&self, today: Date) -> Vec<Month> {
        let Some((_, published)) = self.plan else { return Vec::new() };
        let last = self.asked_until.map_or(today, |until| until.min(today)).first_of_month();
        let mut found = Vec::new();
        let mut month = after(published.first_of_month());
        while month <= last {
            let state = self.state_of(month);
            let is_due = due_day(month) < today || state == MonthState::InTime;
            if is_due && self.is_asked_about(month) {
                found.push(Month { first: month, state });
            }
            month = after(month);
        }
        found
    }

    fn state_of(&self, month: Date) -> MonthState {
        let about = || self.reports.iter().filter(|report| report.as_of.first_of_month() == month);
        if about().any(|report| report.filed_on.first_of_month() == month) {
            MonthState::InTime
        } else if about().next().is_some() {
            MonthState::Late
        } else {
            MonthState::Unmade
        }
    }

    fn is_asked_about(&self, month: Date) -> bool {
        let due = due_day(month);
        let rested = self.rests.iter().any(|(from, to)| *from <= due && due < *to);
        let known = self.reports.iter().filter(|report| report.as_of < month && report.filed_on < after(month));
        let newest = known.max_by_key(|report| (report.as_of, report.filed_on));
        let finished = *self.goal != Goal::Zero && newest.is_some_and(|one| self.share(one.quantity) >= Percent::FULL);
        !rested && !finished
    }
}
