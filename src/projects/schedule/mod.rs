//! 序时进度 and lights: a pure function of plan, reports and the day, with the reason in words.

#[cfg(test)]
mod tests;

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    candidates::Goal,
    projects::{
        plan::ItemPlan,
        quantity::{Percent, Quantity},
    },
    web::Message,
    word_enum,
};

word_enum! {
    /// In the order of what needs looking at first.
    Light {
        Red = "red",
        Yellow = "yellow",
        Green = "green",
        Done = "done",
        /// Not started, suspended, terminated: no colour is due.
        None = "none",
    }
}

impl Light {
    /// The class of docs/look.md.
    pub fn class(self) -> &'static str {
        match self {
            Self::Yellow => "amber",
            light => light.word(),
        }
    }
}

word_enum! {
    /// What a change of course does to the whole project.
    Standing {
        Running = "running",
        Suspended = "suspended",
        Terminated = "terminated",
    }
}

/// Behind by so many points or more is red even between milestones.
const THRESHOLD: u32 = 10;
/// A month's report is late from the day after; filed within the month it is still in time.
pub const REPORT_DUE_DAY: i8 = 25;

/// Why a light is as it is; the message `light-why-<why>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Why {
    Accepted,
    AwaitsAcceptance,
    NotAccepted,
    OnPlan { planned: String, actual: String },
    Behind { points: String, planned: String, actual: String },
    MilestoneMissed { on: Date, due: String, actual: String },
    Remaining { left: String },
    NoReport { month: i8 },
    MadeUp { month: i8 },
    NoPlan,
    Suspended,
    Terminated,
}

impl Why {
    /// For texts that are no template.
    pub fn message(&self) -> Message {
        match self {
            Self::Accepted => "light-why-accepted".into(),
            Self::AwaitsAcceptance => "light-why-awaits-acceptance".into(),
            Self::NotAccepted => "light-why-not-accepted".into(),
            Self::OnPlan { planned, actual } => {
                Message::new("light-why-on-plan").with("planned", planned).with("actual", actual)
            }
            Self::Behind { points, planned, actual } => {
                Message::new("light-why-behind").with("points", points).with("planned", planned).with("actual", actual)
            }
            Self::MilestoneMissed { on, due, actual } => {
                Message::new("light-why-milestone-missed").with("on", on).with("due", due).with("actual", actual)
            }
            Self::Remaining { left } => Message::new("light-why-remaining").with("left", left),
            Self::NoReport { month } => Message::new("light-why-no-report").with("month", month),
            Self::MadeUp { month } => Message::new("light-why-made-up").with("month", month),
            Self::NoPlan => "light-why-no-plan".into(),
            Self::Suspended => "light-why-suspended".into(),
            Self::Terminated => "light-why-terminated".into(),
        }
    }
}

/// The light of one sub-item on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub light: Light,
    pub why: Why,
    /// Shares of the target; nothing where nothing can be said.
    pub planned: Option<Percent>,
    pub actual: Percent,
}

/// A filed report as the schedule sees it, in the order of filing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed {
    pub as_of: Date,
    pub filed_on: Date,
    pub quantity: Quantity,
}

/// Everything that a light depends on.
#[derive(Clone, Copy, Debug)]
pub struct Course<'a> {
    pub goal: &'a Goal,
    /// Of the published plan, with the day it was first published.
    pub plan: Option<(&'a ItemPlan, Date)>,
    pub reports: &'a [Filed],
    /// Accepted by a second person, at this quantity.
    pub accepted: Option<Quantity>,
    /// Looked at and not accepted; no report came since.
    pub refused: bool,
    pub standing: Standing,
    pub year: i32,
}

/// How much is due on `day`: along straight lines between the milestones from the start of the year, level after the
/// last. A rate does not grow from nothing: it starts from last year's, or waits for its first milestone.
pub fn planned_on(goal: &Goal, plan: &ItemPlan, year: i32, day: Date) -> Quantity {
    let start = i16::try_from(year).ok().and_then(|year| Date::new(year, 1, 1).ok()).unwrap_or(day);
    let is_rate = matches!(goal, Goal::Measured(t) if t.measure == crate::candidates::Measure::Rate);
    let base = if is_rate { plan.last_year } else { Some(Quantity::ZERO) };
    let mut from = (start, base);
    for milestone in &plan.milestones {
        if day >= milestone.on {
            from = (milestone.on, Some(milestone.quantity));
            continue;
        }
        let Some(quantity) = from.1 else { return Quantity::ZERO };
        let (part, whole) = (days(from.0, day), days(from.0, milestone.on));
        return quantity.toward(milestone.quantity, part, whole);
    }
    from.1.unwrap_or(Quantity::ZERO)
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

impl Course<'_> {
    fn newest(&self) -> Option<&Filed> {
        self.reports.iter().max_by_key(|report| (report.as_of, report.filed_on))
    }

    fn actual(&self) -> Quantity {
        self.newest().map_or(Quantity::ZERO, |report| report.quantity)
    }

    /// The share of the target; what is to be cleared is there or not.
    pub fn share(&self, quantity: Quantity) -> Percent {
        match (self.goal, self.plan) {
            (Goal::Zero, _) if quantity.is_zero() && !self.reports.is_empty() => Percent::FULL,
            (Goal::Zero, _) | (_, None) => Percent::ZERO,
            (_, Some((plan, _))) => quantity.share_of(plan.target),
        }
    }

    pub fn is_reached(&self) -> bool {
        self.plan.is_some() && self.share(self.actual()) >= Percent::FULL
    }

    pub fn light_on(&self, today: Date) -> Judged {
        let actual_quantity = self.actual();
        let actual = self.share(actual_quantity);
        let judged = |light, why, planned| Judged { light, why, planned, actual };
        match self.standing {
            Standing::Suspended => return judged(Light::None, Why::Suspended, None),
            Standing::Terminated => return judged(Light::None, Why::Terminated, None),
            Standing::Running => {}
        }
        let Some((plan, published)) = self.plan else { return judged(Light::None, Why::NoPlan, None) };
        if *self.goal == Goal::Zero {
            return self.light_of_zero(today, published, actual_quantity, actual);
        }
        // Between two monthly reports the plan goes on and nothing is known of the work: they are compared as of the report.
        let told = self.newest().map_or(today, |report| report.as_of);
        let due = planned_on(self.goal, plan, self.year, told);
        let planned = self.share(due);
        let judged = |light, why| Judged { light, why, planned: Some(planned), actual };
        if actual >= Percent::FULL {
            return match self.accepted {
                _ if self.refused => judged(Light::Green, Why::NotAccepted),
                Some(_) => judged(Light::Done, Why::Accepted),
                None => judged(Light::Green, Why::AwaitsAcceptance),
            };
        }
        let missed = plan.milestones.iter().rfind(|m| m.on <= today && actual_quantity < m.quantity);
        if let Some(missed) = missed {
            let why = Why::MilestoneMissed {
                on: missed.on,
                due: missed.quantity.to_string(),
                actual: actual_quantity.to_string(),
            };
            return judged(Light::Red, why);
        }
        let month = self.month_report(today, published);
        if let MonthReport::Missing(month) = month {
            return judged(Light::Red, Why::NoReport { month });
        }
        let behind = actual.behind(planned);
        let (due, has) = (planned.to_string(), actual.to_string());
        if behind > Percent::ZERO {
            let light = if behind < Percent::points(THRESHOLD) { Light::Yellow } else { Light::Red };
            return judged(light, Why::Behind { points: behind.to_string(), planned: due, actual: has });
        }
        match month {
            MonthReport::MadeUp(month) => judged(Light::Yellow, Why::MadeUp { month }),
            _ => judged(Light::Green, Why::OnPlan { planned: due, actual: has }),
        }
    }

    /// 动态清零: every day of the year nothing may be left.
    fn light_of_zero(&self, today: Date, published: Date, left: Quantity, actual: Percent) -> Judged {
        let judged = |light, why| Judged { light, why, planned: Some(Percent::FULL), actual };
        if self.accepted.is_some() && actual >= Percent::FULL && !self.refused {
            return judged(Light::Done, Why::Accepted);
        }
        match self.month_report(today, published) {
            MonthReport::Missing(month) => judged(Light::Red, Why::NoReport { month }),
            _ if !left.is_zero() => judged(Light::Yellow, Why::Remaining { left: left.to_string() }),
            MonthReport::MadeUp(month) => judged(Light::Yellow, Why::MadeUp { month }),
            _ if self.refused => judged(Light::Green, Why::NotAccepted),
            _ => judged(Light::Green, Why::OnPlan { planned: "100".to_owned(), actual: actual.to_string() }),
        }
    }

    /// The newest month whose report is due, beginning with the month after the plan was published.
    fn month_report(&self, today: Date, published: Date) -> MonthReport {
        let first_due = published.first_of_month().checked_add(1.month()).unwrap_or(Date::MAX);
        let this_month = today.first_of_month();
        let last_month = this_month.checked_sub(1.month()).unwrap_or(Date::MIN);
        let of = |month: Date| self.reports.iter().filter(move |r| r.as_of.first_of_month() == month);
        let in_time = |month: Date| of(month).any(|r| r.filed_on.first_of_month() == month);
        if this_month >= first_due && (in_time(this_month) || today.day() > REPORT_DUE_DAY) {
            return if in_time(this_month) { MonthReport::InTime } else { MonthReport::Missing(this_month.month()) };
        }
        if last_month < first_due || in_time(last_month) {
            MonthReport::InTime
        } else if of(last_month).next().is_some() {
            MonthReport::MadeUp(last_month.month())
        } else {
            MonthReport::Missing(last_month.month())
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MonthReport {
    InTime,
    MadeUp(i8),
    Missing(i8),
}

/// What a project's page says of the whole: the light that needs looking at first; done only when all are.
pub fn light_of_all(lights: &[Light]) -> Light {
    lights.iter().copied().min().unwrap_or(Light::None)
}

/// 完成 and 超额, by the rules of the annual report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub done: bool,
    pub over_target: bool,
}

/// A sub-item is done when it has all of its target and was accepted; a project when all of its sub-items are, and it is
/// over target when one of them is and none is below.
pub fn verdict(sub_items: &[(Percent, bool)]) -> Verdict {
    let done = !sub_items.is_empty() && sub_items.iter().all(|(share, accepted)| *share >= Percent::FULL && *accepted);
    Verdict { done, over_target: done && sub_items.iter().any(|(share, _)| *share > Percent::FULL) }
}
