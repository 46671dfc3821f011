//! A sub-item and its course.

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    candidates::{Goal, Measure, Operator, SubItem},
    projects::{
        lights::planned_on,
        pages::views::LightView,
        plans::ItemPlan,
        quantity::{Percent, Quantity, target_of},
        tracked::Tracked,
    },
};

/// One point of the table beneath a course.
#[derive(Clone, Debug, Serialize)]
pub struct CoursePoint {
    pub on: String,
    pub planned: String,
    pub actual: String,
}

/// What was done last, written where its line ends.
#[derive(Clone, Debug, Serialize)]
pub struct CourseEnd {
    pub x: i32,
    pub y: u32,
    /// `start`, `middle` or `end`: so that the words stay within the picture.
    pub anchor: &'static str,
    pub quantity: String,
}

/// Plan against actual as two paths in a square of 100; the table says the same in numbers.
#[derive(Clone, Debug, Serialize)]
pub struct CourseView {
    pub plan_path: String,
    /// Begins with the first report: what was before it nobody knows. Empty before that.
    pub actual_path: String,
    /// How far down the target's line lies.
    pub target_at: u32,
    pub end: Option<CourseEnd>,
    pub points: Vec<CoursePoint>,
}

/// Room above the highest point, for the words on it.
const HEADROOM: u32 = 14;

/// The years of a course: more than one where the project was carried over.
#[derive(Clone, Copy)]
pub(super) struct Years {
    pub from: i32,
    pub to: i32,
}

impl Years {
    pub fn holds(self, day: Date) -> bool {
        (self.from..=self.to).contains(&i32::from(day.year()))
    }

    /// How much of them is over, of 100.
    pub fn share(self, day: Date) -> i32 {
        let gone = (i32::from(day.year()) - self.from).max(0) * 100;
        let of_its_own = (i32::from(day.day_of_year()) - 1) * 100 / i32::from(day.days_in_year());
        ((gone + of_its_own) / (self.to - self.from + 1)).min(100)
    }
}

impl CourseView {
    /// Steps of what was reported, the plan's straight lines, to a common scale with the target at 100 or below.
    fn of(tracked: &Tracked, item: &SubItem) -> Option<Self> {
        let plan = tracked.item_plan(item.id)?;
        let mut reports = tracked.filed_of(item.id);
        reports.sort_by_key(|filed| (filed.as_of, filed.filed_on));
        let share = |quantity: Quantity| tracked.share(item, quantity).whole();
        let most = reports.iter().map(|filed| share(filed.quantity)).max().unwrap_or(0).max(100);
        let height = |share: u32| 100 - share.min(most) * (100 - HEADROOM) / most;
        let mut days: Vec<Date> = plan.milestones.iter().map(|milestone| milestone.on).collect();
        days.extend(reports.iter().map(|filed| filed.as_of));
        days.sort_unstable();
        days.dedup();
        let start = tracked.first_published()?;
        let years = Years { from: tracked.project.year, to: tracked.ends_in() };
        let due = |day: Date| planned_on(&item.goal, plan, start, day);
        let planned = |day: Date| match item.goal {
            Goal::Zero => 100,
            _ => tracked.share(item, due(day)).whole(),
        };
        Some(Self {
            plan_path: plan_path(years, start, item, plan, |day| height(planned(day))),
            actual_path: actual_path(years, reports.iter().map(|filed| (filed.as_of, height(share(filed.quantity))))),
            target_at: height(100),
            end: reports.last().map(|filed| {
                let x = years.share(filed.as_of);
                let anchor = if x < 15 {
                    "start"
                } else if x > 85 {
                    "end"
                } else {
                    "middle"
                };
                CourseEnd { x, y: height(share(filed.quantity)), anchor, quantity: filed.quantity.grouped() }
            }),
            points: days
                .iter()
                .map(|day| CoursePoint {
                    on: day.to_string(),
                    planned: due(*day).rounded_down(1).grouped(),
                    actual: reports
                        .iter()
                        .rfind(|filed| filed.as_of == *day)
                        .map(|filed| filed.quantity.grouped())
                        .unwrap_or_default(),
                })
                .collect(),
        })
    }
}

/// A count grows from nothing when the plan is published; a rate is planned from last year's, or else from its first
/// milestone.
fn plan_path(years: Years, start: Date, item: &SubItem, plan: &ItemPlan, height: impl Fn(Date) -> u32) -> String {
    let is_rate = matches!(&item.goal, Goal::Measured(target) if target.measure == Measure::Rate);
    let begins_later = is_rate && plan.last_year.is_none();
    let mut path = String::new();
    if !begins_later {
        path.push_str(&format!("M{} {}", years.share(start), height(start)));
    }
    for milestone in plan.milestones.iter().filter(|milestone| milestone.on > start) {
        let to = if path.is_empty() { 'M' } else { 'L' };
        path.push_str(&format!("{to}{} {}", years.share(milestone.on), height(milestone.on)));
    }
    if !path.is_empty() {
        path.push_str("H100");
    }
    path
}

fn actual_path(years: Years, mut reports: impl Iterator<Item = (Date, u32)>) -> String {
    let Some((first, at)) = reports.next() else { return String::new() };
    let begun = format!("M{} {at}", years.share(first));
    reports.fold(begun, |path, (day, at)| path + &format!("H{}V{at}", years.share(day)))
}

#[derive(Clone, Debug, Serialize)]
pub struct ItemView {
    pub id: String,
    pub code: String,
    pub name: String,
    pub kind: &'static str,
    pub operator: &'static str,
    pub unit: String,
    pub target: String,
    /// What the source asks for, where an adjustment changed it.
    pub first_target: Option<String>,
    pub actual: Option<String>,
    pub as_of: String,
    pub share: String,
    /// For a bar: 0 to 100.
    pub bar: u32,
    pub planned_bar: Option<u32>,
    pub planned: String,
    /// The day by which planned and done are compared.
    pub by: String,
    /// What the first plan asked for by that day, where it asked for something else.
    pub first_planned: Option<String>,
    pub light: LightView,
    pub answers: Option<String>,
    pub accepted: Option<(String, String, String)>,
    /// Day and words, until a new report comes.
    pub not_accepted: Option<(String, String)>,
    pub source_text: String,
    pub address: String,
    pub coordinates: Option<String>,
    pub last_year: Option<String>,
    pub course: Option<CourseView>,
}

impl ItemView {
    pub fn of(tracked: &Tracked, item: &SubItem) -> Self {
        let plan = tracked.item_plan(item.id);
        let (source, unit) = target_of(&item.goal);
        let target = tracked.target(item);
        let actual = tracked.actual(item.id);
        let record = tracked.recorded_light(item.id);
        let share = actual.map_or(Percent::ZERO, |filed| tracked.share(item, filed.quantity));
        let planned = record.and_then(|record| record.planned.clone()).unwrap_or_default();
        let planned_bar = planned.parse::<Quantity>().ok().map(|p| p.share_of(Quantity::HUNDRED).capped().whole());
        Self {
            id: item.id.to_string(),
            code: item.code.clone(),
            name: item.name.clone(),
            kind: item.goal.kind().word(),
            operator: item.goal.operator().map_or("", Operator::word),
            unit: unit.to_owned(),
            target: target.grouped(),
            first_target: (source != target).then(|| source.grouped()),
            actual: actual.map(|filed| filed.quantity.grouped()),
            as_of: actual.map(|filed| filed.as_of.to_string()).unwrap_or_default(),
            share: share.to_string(),
            bar: share.capped().whole(),
            planned_bar,
            by: record.filter(|_| !planned.is_empty()).map(|record| record.by.to_string()).unwrap_or_default(),
            first_planned: record
                .filter(|_| !planned.is_empty())
                .and_then(|record| tracked.first_planned(item, record.by))
                .map(|first| first.to_string())
                .filter(|first| *first != planned),
            planned,
            light: LightView::of(record),
            answers: tracked.unit_for(item).map(ToOwned::to_owned),
            accepted: tracked
                .acceptance(item.id)
                .filter(|acceptance| actual.is_some_and(|filed| filed.quantity == acceptance.quantity))
                .map(|a| (a.accepted_at.to_date(), a.accepted_by.clone(), a.words.clone())),
            not_accepted: tracked.refusal(item.id).map(|refusal| (refusal.refused_at.to_date(), refusal.words.clone())),
            source_text: item.source_text.clone(),
            address: plan.map(|plan| plan.address.clone()).unwrap_or_default(),
            coordinates: plan
                .and_then(|plan| plan.coordinates.as_ref())
                .map(|(north, east)| format!("{north}, {east}")),
            last_year: plan.and_then(|plan| plan.last_year).map(Quantity::grouped),
            course: CourseView::of(tracked, item),
        }
    }

    pub fn all(tracked: &Tracked) -> Vec<Self> {
        tracked.project.sub_items.iter().map(|item| Self::of(tracked, item)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const YEAR: Years = Years { from: 2024, to: 2024 };

    #[test]
    fn a_course_begins_with_its_first_report_and_not_at_nothing() {
        assert_eq!(actual_path(YEAR, std::iter::empty()), "");
        let reports = [(date(2024, 3, 31), 40), (date(2024, 6, 30), 20)];
        assert_eq!(actual_path(YEAR, reports.into_iter()), "M24 40H49V20");
        let both = Years { from: 2024, to: 2025 };
        let reports = [(date(2024, 3, 31), 40), (date(2025, 6, 30), 20)];
        assert_eq!(actual_path(both, reports.into_iter()), "M12 40H74V20", "of two years, where it was carried over");
    }
}
