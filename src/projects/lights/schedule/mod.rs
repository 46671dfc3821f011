//! 序时进度 and lights: a pure function of plan, reports and the day, with the reason in words.

mod months;
#[cfg(test)]
mod tests;

pub use months::{Month, MonthState, REPORT_DUE_DAY, due_day, month_due_after};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    candidates::Goal,
    projects::{
        plans::{ItemPlan, Milestone},
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

impl Light {
    /// For texts that are no template.
    pub fn message(self) -> Message {
        Message::from(match self {
            Self::Red => "light-red",
            Self::Yellow => "light-yellow",
            Self::Green => "light-green",
            Self::Done => "light-done",
            Self::None => "light-none",
        })
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

/// Why a light is as it is; the message `light-why-<why>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Why {
    Accepted,
    AwaitsAcceptance,
    NotAccepted,
    OnPlan {
        planned: String,
        actual: String,
    },
    Behind {
        points: String,
        planned: String,
        actual: String,
    },
    MilestoneMissed {
        on: Date,
        due: String,
        actual: String,
    },
    Remaining {
        left: String,
    },
    /// More is left than the plan lets be from that day on.
    LeftOver {
        on: Date,
        most: String,
        left: String,
    },
    NoReport {
        month: i8,
    },
    MadeUp {
        month: i8,
    },
    /// Months before the newest about which nobody reported until now; `month` is the first of them.
    Unmade {
        month: i8,
        count: usize,
    },
    /// Nothing can be behind before the first report is due.
    NotDue {
        until: Date,
    },
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
            Self::LeftOver { on, most, left } => {
                Message::new("light-why-left-over").with("on", on).with("most", most).with("left", left)
            }
            Self::NoReport { month } => Message::new("light-why-no-report").with("month", month),
            Self::MadeUp { month } => Message::new("light-why-made-up").with("month", month),
            Self::Unmade { month, count } => {
                Message::new("light-why-unmade").with("month", month).with("count", *count)
            }
            Self::NotDue { until } => Message::new("light-why-not-due").with("until", until),
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
    /// The day by which both are compared: the newest report's, or today once a report is missing.
    pub by: Date,
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
    /// From and to which day the project was suspended; the last one is not over where it still is.
    pub rests: &'a [(Date, Date)],
    /// The last day that is reported about, once the year is closed.
    pub asked_until: Option<Date>,
}

/// How much is due on `day`: along straight lines between the milestones from the day on which the first plan was
/// published, level after the last. A rate does not grow from nothing: it starts from last year's, or waits for its first
/// milestone.
pub fn planned_on(goal: &Goal, plan: &ItemPlan, start: Date, day: Date) -> Quantity {
    let is_rate = matches!(goal, Goal::Measured(t) if t.measure == crate::candidates::Measure::Rate);
    let base = if is_rate { plan.last_year } else { Some(Quantity::ZERO) };
    let mut from = (start, base);
    for milestone in &plan.milestones {
        if day >= milestone.on {
            from = (milestone.on, Some(milestone.quantity));
            continue;
        }
        let Some(quantity) = from.1 else { return Quantity::ZERO };
        if day <= from.0 {
            return quantity;
        }
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

    fn year_end(&self) -> Date {
        i16::try_from(self.year).ok().and_then(|year| Date::new(year, 12, 31).ok()).unwrap_or(Date::MAX)
    }

    pub fn light_on(&self, today: Date) -> Judged {
        let actual_quantity = self.actual();
        let actual = self.share(actual_quantity);
        let told = self.newest().map_or(today, |report| report.as_of);
        let judged = |light, why| Judged { light, why, planned: None, actual, by: told };
        match self.standing {
            Standing::Suspended => return judged(Light::None, Why::Suspended),
            Standing::Terminated => return judged(Light::None, Why::Terminated),
            Standing::Running => {}
        }
        let Some((plan, published)) = self.plan else { return judged(Light::None, Why::NoPlan) };
        let months = self.months(today);
        // Between two monthly reports the plan goes on and nothing is known of the work: they are compared as of the report.
        let by = if is_missing(&months) { today } else { told };
        if *self.goal == Goal::Zero {
            return Judged { by, ..self.light_of_zero(today, plan, &months, actual_quantity, actual) };
        }
        let planned = self.share(planned_on(self.goal, plan, published, by));
        let judged = |light, why| Judged { light, why, planned: Some(planned), actual, by };
        if actual >= Percent::FULL {
            return match self.accepted {
                _ if self.refused => judged(Light::Green, Why::NotAccepted),
                Some(_) => judged(Light::Done, Why::Accepted),
                None => judged(Light::Green, Why::AwaitsAcceptance),
            };
        }
        let missed = plan.milestones.iter().rfind(|m| m.on <= today && actual_quantity < m.quantity);
        let behind = actual.behind(planned);
        if let Some(until) = self.not_begun(today)
            && (self.reports.is_empty() || missed.is_some() || behind > Percent::ZERO)
        {
            return judged(Light::None, Why::NotDue { until });
        }
        if let Some(missed) = missed {
            let why = Why::MilestoneMissed {
                on: missed.on,
                due: missed.quantity.to_string(),
                actual: actual_quantity.to_string(),
            };
            return judged(Light::Red, why);
        }
        if let Some(why) = missing(&months) {
            return judged(Light::Red, why);
        }
        let (due, has) = (planned.to_string(), actual.to_string());
        if behind > Percent::ZERO {
            let light = if behind < Percent::points(THRESHOLD) { Light::Yellow } else { Light::Red };
            return judged(light, Why::Behind { points: behind.to_string(), planned: due, actual: has });
        }
        match not_in_time(&months) {
            Some(why) => judged(Light::Yellow, why),
            None => judged(Light::Green, Why::OnPlan { planned: due, actual: has }),
        }
    }

    /// While the first report is not due yet: the day on which it is.
    fn not_begun(&self, today: Date) -> Option<Date> {
        self.first_due().filter(|due| today <= *due)
    }

    /// 动态清零: every day of the year nothing may be left; how much makes it red, and from when, the plan's days say.
    fn light_of_zero(&self, today: Date, plan: &ItemPlan, months: &[Month], left: Quantity, actual: Percent) -> Judged {
        let judged = |light, why| Judged { light, why, planned: Some(Percent::FULL), actual, by: today };
        if self.accepted.is_some() && actual >= Percent::FULL && !self.refused {
            return judged(Light::Done, Why::Accepted);
        }
        if let Some(until) = self.not_begun(today)
            && self.reports.is_empty()
        {
            return judged(Light::None, Why::NotDue { until });
        }
        if let Some(why) = missing(months) {
            return judged(Light::Red, why);
        }
        if !left.is_zero() {
            let over = bound_on(plan, today).filter(|bound| left > bound.quantity);
            return match over {
                Some(bound) if self.not_begun(today).is_none() => {
                    let (most, left) = (bound.quantity.to_string(), left.to_string());
                    judged(Light::Red, Why::LeftOver { on: bound.on, most, left })
                }
                _ if today >= self.year_end() => judged(Light::Red, Why::Remaining { left: left.to_string() }),
                _ => judged(Light::Yellow, Why::Remaining { left: left.to_string() }),
            };
        }
        match not_in_time(months) {
            Some(why) => judged(Light::Yellow, why),
            None if self.refused => judged(Light::Green, Why::NotAccepted),
            None => judged(Light::Green, Why::OnPlan { planned: "100".to_owned(), actual: actual.to_string() }),
        }
    }
}

/// The milestone of 动态清零 that holds on `day`: no more than its quantity may be left.
pub fn bound_on(plan: &ItemPlan, day: Date) -> Option<&Milestone> {
    plan.milestones.iter().rfind(|milestone| milestone.on <= day)
}

fn is_missing(months: &[Month]) -> bool {
    months.last().is_some_and(|month| month.state == MonthState::Unmade)
}

/// Of the newest month that was due.
fn missing(months: &[Month]) -> Option<Why> {
    months.last().filter(|_| is_missing(months)).map(|month| Why::NoReport { month: month.first.month() })
}

/// A month that was left out stays until somebody reports about it; one that was reported late is forgotten with the next.
fn not_in_time(months: &[Month]) -> Option<Why> {
    let mut unmade = months.iter().filter(|month| month.state == MonthState::Unmade);
    if let Some(first) = unmade.next() {
        return Some(Why::Unmade { month: first.first.month(), count: 1 + unmade.count() });
    }
    let newest = months.last()?;
    (newest.state == MonthState::Late).then(|| Why::MadeUp { month: newest.first.month() })
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
