//! A whole project as one small picture, to the same scale as all others beside it.

use jiff::civil::Date;
use serde::Serialize;

use super::{LightView, item::Years};
use crate::{
    candidates::{Goal, SubItem},
    projects::{
        lights::planned_on,
        quantity::{Percent, Quantity},
        tracked::Tracked,
    },
};

/// What was done last, where the line ends.
#[derive(Clone, Debug, Serialize)]
pub struct SmallEnd {
    pub x: i32,
    pub y: u32,
    pub share: u32,
    pub anchor: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct SmallCourse {
    pub id: String,
    pub title: String,
    pub light: LightView,
    /// In a square of 100; empty where there is no plan.
    pub plan_path: String,
    /// Begins with the first report: what was before it nobody knows.
    pub actual_path: String,
    pub target_at: u32,
    pub end: Option<SmallEnd>,
    /// Of the sub-items on average, each counted to 100 at most; at the last day.
    pub planned: Option<u32>,
    pub actual: Option<u32>,
}

/// Room above what was promised, for the words on it.
const HEADROOM: u32 = 18;

fn height(share: Percent) -> u32 {
    100 - share.capped().whole() * (100 - HEADROOM) / 100
}

/// What the plan asks for by `day`; nothing before it was published.
fn planned(one: &Tracked, day: Date) -> Option<Percent> {
    let start = one.first_published().filter(|start| *start <= day)?;
    let of_item = |item: &SubItem| {
        let plan = one.item_plan(item.id)?;
        Some(match item.goal {
            // What is to be cleared is asked for from the first day on.
            Goal::Zero => Percent::FULL,
            _ => one.share(item, planned_on(&item.goal, plan, start, day)).capped(),
        })
    };
    let shares: Vec<Percent> = one.project.sub_items.iter().filter_map(of_item).collect();
    (!shares.is_empty()).then(|| Percent::average(&shares))
}

/// What was reported about days up to that one; nothing before the first report.
fn actual(one: &Tracked, day: Date) -> Option<Percent> {
    let newest = |item: &SubItem| {
        let filed = one.filed_of(item.id);
        let known = filed.iter().filter(|filed| filed.as_of <= day).max_by_key(|filed| (filed.as_of, filed.filed_on));
        known.map(|filed| filed.quantity)
    };
    let all: Vec<Option<Quantity>> = one.project.sub_items.iter().map(newest).collect();
    all.iter().any(Option::is_some).then(|| {
        let share = |(item, quantity): (&SubItem, &Option<Quantity>)| {
            quantity.map_or(Percent::ZERO, |quantity| one.share(item, quantity).capped())
        };
        Percent::average(&one.project.sub_items.iter().zip(&all).map(share).collect::<Vec<_>>())
    })
}

impl SmallCourse {
    /// Up to `until`, in the year of the project and those to which it was carried over.
    pub fn of(one: &Tracked, until: Date) -> Self {
        let years = Years { from: one.project.year, to: one.ends_in() };
        let mut days: Vec<Date> = one
            .project
            .sub_items
            .iter()
            .filter_map(|item| one.item_plan(item.id))
            .flat_map(|plan| plan.milestones.iter().map(|milestone| milestone.on))
            .chain(one.first_published())
            .collect();
        days.sort_unstable();
        days.dedup();
        let mut plan_path = String::new();
        for day in days {
            if let Some(share) = planned(one, day) {
                let to = if plan_path.is_empty() { 'M' } else { 'L' };
                plan_path.push_str(&format!("{to}{} {}", years.share(day), height(share)));
            }
        }
        if !plan_path.is_empty() {
            plan_path.push_str("H100");
        }
        let mut reported: Vec<Date> =
            one.filed.iter().map(|(_, filed)| filed.as_of).filter(|day| *day <= until).collect();
        reported.sort_unstable();
        reported.dedup();
        let (mut actual_path, mut end) = (String::new(), None);
        for day in reported {
            let Some(share) = actual(one, day) else { continue };
            let (x, y) = (years.share(day), height(share));
            actual_path.push_str(&if actual_path.is_empty() { format!("M{x} {y}") } else { format!("H{x}V{y}") });
            let anchor = if x > 70 { "end" } else { "start" };
            end = Some(SmallEnd { x, y, share: share.capped().whole(), anchor });
        }
        Self {
            id: one.project.id.to_string(),
            title: one.project.title.clone(),
            light: LightView::of_project(one),
            plan_path,
            actual_path,
            target_at: HEADROOM,
            end,
            planned: planned(one, until).map(|share| share.capped().whole()),
            actual: actual(one, until).map(|share| share.capped().whole()),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::projects::pages::samples;

    #[test]
    fn nothing_is_drawn_that_nobody_said() {
        let [bare, mut full] = samples::tracked();
        let nothing = SmallCourse::of(&bare, date(2024, 5, 10));
        assert!(nothing.plan_path.is_empty() && nothing.actual_path.is_empty());
        assert_eq!((nothing.planned, nothing.actual), (None, None), "no report is no zero");
        full.filed.clear();
        let planned = SmallCourse::of(&full, date(2024, 12, 10));
        assert!(planned.plan_path.starts_with('M') && planned.plan_path.ends_with("H100"));
        assert_eq!((planned.planned, planned.actual), (Some(100), None));
    }

    #[test]
    fn what_came_later_is_not_in_the_picture_of_a_day() {
        let [_, mut full] = samples::tracked();
        let item = full.project.sub_items[0].id;
        let filed = |on: Date, quantity: u32| {
            let quantity = quantity.to_string().parse().unwrap_or_default();
            (item, crate::projects::Filed { as_of: on, filed_on: on, quantity })
        };
        full.filed = vec![filed(date(2024, 3, 20), 20), filed(date(2024, 8, 20), 100)];
        let [spring, autumn] = [date(2024, 4, 1), date(2024, 9, 1)].map(|day| SmallCourse::of(&full, day));
        assert!(autumn.actual_path.starts_with(&spring.actual_path) && autumn.actual_path != spring.actual_path);
        assert!(spring.actual < autumn.actual);
    }
}
