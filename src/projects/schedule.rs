//! 序时进度 and lights: a pure function of plan, reports and the day, with the reason in words.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    plan::ItemPlan,
    quantity::{Percent, Quantity},
};
use crate::{candidates::Goal, web::Message, word_enum};

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
    fn actual(&self) -> Quantity {
        self.reports.iter().max_by_key(|report| (report.as_of, report.filed_on)).map_or(Quantity::ZERO, |r| r.quantity)
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
        let due = planned_on(self.goal, plan, self.year, today);
        let planned = self.share(due);
        let judged = |light, why| Judged { light, why, planned: Some(planned), actual };
        if actual >= Percent::FULL {
            return match self.accepted {
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
        if self.accepted.is_some() && actual >= Percent::FULL {
            return judged(Light::Done, Why::Accepted);
        }
        match self.month_report(today, published) {
            MonthReport::Missing(month) => judged(Light::Red, Why::NoReport { month }),
            _ if !left.is_zero() => judged(Light::Yellow, Why::Remaining { left: left.to_string() }),
            MonthReport::MadeUp(month) => judged(Light::Yellow, Why::MadeUp { month }),
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use proptest::prelude::*;

    use super::*;
    use crate::{
        candidates::{Measure, Operator, Target},
        ids::SubItemId,
        projects::plan::Milestone,
    };

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn q(text: &str) -> Quantity {
        text.parse().unwrap()
    }

    fn count() -> Goal {
        measured(Measure::Count)
    }

    fn measured(measure: Measure) -> Goal {
        Goal::Measured(Target { measure, operator: Operator::Eq, value: "100".parse().unwrap(), unit: "台".into() })
    }

    fn plan() -> ItemPlan {
        let at = |on: &str, quantity: &str| Milestone { on: day(on), quantity: q(quantity), words: String::new() };
        ItemPlan {
            sub_item: SubItemId::new(),
            unit: "区住房和城市建设局".to_owned(),
            target: q("100"),
            last_year: None,
            milestones: vec![at("2024-06-30", "40"), at("2024-11-30", "100")],
            address: String::new(),
            coordinates: None,
        }
    }

    /// Published in March: the first report is due in April. `(as of, filed on, quantity)`.
    fn judged(goal: &Goal, reports: &[(&str, &str, &str)], today: &str, accepted: bool) -> Judged {
        let plan = plan();
        let reports: Vec<Filed> = reports
            .iter()
            .map(|(as_of, filed_on, quantity)| Filed {
                as_of: day(as_of),
                filed_on: day(filed_on),
                quantity: q(quantity),
            })
            .collect();
        let course = Course {
            goal,
            plan: Some((&plan, day("2024-03-10"))),
            reports: &reports,
            accepted: accepted.then(|| q("100")),
            standing: Standing::Running,
            year: 2024,
        };
        course.light_on(day(today))
    }

    #[test]
    fn the_plan_runs_straight_between_milestones() {
        let plan = plan();
        for (on, due) in [
            ("2024-01-01", "0"),
            ("2024-06-30", "40"),
            ("2024-09-14", "69.803922"),
            ("2024-11-30", "100"),
            ("2024-12-31", "100"),
        ] {
            assert_eq!(planned_on(&count(), &plan, 2024, day(on)), q(due), "{on}");
        }
    }

    #[test]
    fn a_rate_does_not_grow_from_nothing() {
        let rate = measured(Measure::Rate);
        let mut plan = plan();
        assert_eq!(planned_on(&rate, &plan, 2024, day("2024-06-29")), Quantity::ZERO);
        plan.last_year = Some(q("40"));
        assert_eq!(planned_on(&rate, &plan, 2024, day("2024-03-01")), q("40"));
    }

    #[test]
    fn the_lights() {
        let (may, june) = (("2024-05-20", "2024-05-20", "34"), ("2024-06-20", "2024-06-20", "40"));
        type Told<'a> = (&'a str, &'a [(&'a str, &'a str, &'a str)], &'a str, bool, Light, &'a str);
        let table: &[Told] = &[
            ("ahead", &[may, june], "2024-06-21", false, Light::Green, "on-plan"),
            ("not due before the month after the plan", &[], "2024-03-31", false, Light::Red, "behind"),
            (
                "a little behind",
                &[may, ("2024-06-20", "2024-06-20", "36")],
                "2024-06-21",
                false,
                Light::Yellow,
                "behind",
            ),
            ("far behind", &[may, ("2024-06-20", "2024-06-20", "20")], "2024-06-21", false, Light::Red, "behind"),
            (
                "milestone missed",
                &[may, ("2024-06-30", "2024-06-30", "39")],
                "2024-07-01",
                false,
                Light::Red,
                "milestone-missed",
            ),
            (
                "milestone reached late",
                &[may, ("2024-06-30", "2024-06-30", "39"), ("2024-07-05", "2024-07-05", "48")],
                "2024-07-06",
                false,
                Light::Green,
                "on-plan",
            ),
            ("no report after the due day", &[may], "2024-06-26", false, Light::Red, "no-report"),
            (
                "no report before the due day",
                &[("2024-05-20", "2024-05-20", "40")],
                "2024-06-25",
                false,
                Light::Green,
                "on-plan",
            ),
            (
                "last month without any",
                &[("2024-05-20", "2024-05-20", "60")],
                "2024-07-03",
                false,
                Light::Red,
                "no-report",
            ),
            (
                "made up later",
                &[may, ("2024-06-30", "2024-07-03", "60")],
                "2024-07-04",
                false,
                Light::Yellow,
                "made-up",
            ),
            (
                "and forgotten with the next in time",
                &[may, ("2024-06-30", "2024-07-03", "60"), ("2024-07-20", "2024-07-20", "60")],
                "2024-07-21",
                false,
                Light::Green,
                "on-plan",
            ),
            (
                "all of it",
                &[("2024-05-20", "2024-05-20", "100")],
                "2024-09-01",
                false,
                Light::Green,
                "awaits-acceptance",
            ),
            ("accepted", &[("2024-05-20", "2024-05-20", "103")], "2024-09-01", true, Light::Done, "accepted"),
            (
                "accepted, then found short",
                &[("2024-11-20", "2024-11-20", "100"), ("2024-12-01", "2024-12-01", "99")],
                "2024-12-02",
                true,
                Light::Red,
                "milestone-missed",
            ),
        ];
        for (story, reports, today, accepted, light, why) in table {
            let judged = judged(&count(), reports, today, *accepted);
            let said = serde_json::to_value(&judged.why).unwrap();
            assert_eq!((judged.light, said["why"].as_str().unwrap()), (*light, *why), "{story}: {judged:?}");
        }
    }

    #[test]
    fn nothing_may_be_left_of_what_is_to_be_cleared() {
        let may = ("2024-05-20", "2024-05-20");
        let zero = |left: &'static str| judged(&Goal::Zero, &[(may.0, may.1, left)], "2024-05-21", false);
        assert_eq!(zero("0").light, Light::Green);
        assert_eq!((zero("2").light, zero("2").why), (Light::Yellow, Why::Remaining { left: "2".into() }));
        assert_eq!(judged(&Goal::Zero, &[(may.0, may.1, "0")], "2024-05-21", true).light, Light::Done);
        assert_eq!(judged(&Goal::Zero, &[], "2024-05-26", false).light, Light::Red);
    }

    #[test]
    fn a_project_at_rest_has_no_colour() {
        for (standing, why) in [(Standing::Suspended, Why::Suspended), (Standing::Terminated, Why::Terminated)] {
            let course = Course { goal: &count(), plan: None, reports: &[], accepted: None, standing, year: 2024 };
            let judged = course.light_on(day("2024-12-31"));
            assert_eq!((judged.light, judged.why), (Light::None, why));
        }
    }

    #[test]
    fn done_means_all_and_over_target_means_none_below() {
        let share = |text: &str| q(text).share_of(q("100"));
        for (items, done, over) in [
            (vec![], false, false),
            (vec![(share("100"), true)], true, false),
            (vec![(share("100"), false)], false, false),
            (vec![(share("120"), true), (share("100"), true)], true, true),
            (vec![(share("300"), true), (share("99"), true)], false, false),
        ] {
            assert_eq!(verdict(&items), Verdict { done, over_target: over }, "{items:?}");
        }
        assert_eq!(light_of_all(&[Light::Green, Light::Red, Light::Done]), Light::Red);
        assert_eq!(light_of_all(&[Light::Done, Light::Done]), Light::Done);
        assert_eq!(light_of_all(&[Light::Done, Light::Green]), Light::Green);
    }

    proptest! {
        #[test]
        fn more_done_is_never_a_worse_light(a in 0_u32..150, more in 0_u32..50, month in 4_i8..13, on in 1_i8..29) {
            let today = Date::new(2024, month, on).unwrap();
            let text = today.to_string();
            let light = |quantity: u32| judged(&count(), &[(&text, &text, &quantity.to_string())], &text, false).light;
            prop_assert!(light(a + more) >= light(a));
        }

        #[test]
        fn a_plan_never_falls(a in 0_i32..366, b in 0_i32..366) {
            let at = |days: i32| day("2024-01-01").checked_add(days.days()).unwrap();
            let (early, late) = (at(a.min(b)), at(a.max(b)));
            let plan = plan();
            prop_assert!(planned_on(&count(), &plan, 2024, early) <= planned_on(&count(), &plan, 2024, late));
        }
    }
}
