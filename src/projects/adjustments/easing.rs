//! What is due stays due: whether a new plan asks less by a day than the one in force. Only a decided change may.

use jiff::civil::Date;

use crate::{
    candidates::{Goal, SubItem},
    ids::SubItemId,
    projects::{
        lights::{bound_on, planned_on},
        plans::{ItemPlan, Plan},
        project::Project,
        quantity::{Percent, Quantity},
    },
};

/// A sub-item of which less would be due, on the first day on which it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eased {
    pub sub_item: SubItemId,
    pub on: Date,
    /// As printed: shares of the target, or how much may be left; empty where nothing is asked.
    pub from: String,
    pub to: String,
}

/// Every sub-item that `after` asks less of than `before`, by any day from `start` (when the first plan was published) to `day`.
pub fn eased(project: &Project, before: &Plan, after: &Plan, start: Date, day: Date) -> Vec<Eased> {
    let of = |item: &SubItem| {
        let (old, new) = (before.item(item.id)?, after.item(item.id)?);
        eased_item(item, old, new, start, day)
    };
    project.sub_items.iter().filter_map(of).collect()
}

fn eased_item(item: &SubItem, old: &ItemPlan, new: &ItemPlan, start: Date, day: Date) -> Option<Eased> {
    // Between these days both run straight.
    let mut days: Vec<Date> = old.milestones.iter().chain(&new.milestones).map(|milestone| milestone.on).collect();
    days.extend([start, day]);
    days.retain(|on| (start..=day).contains(on));
    days.sort_unstable();
    days.dedup();
    days.into_iter().find_map(|on| {
        let (from, to) = if item.goal == Goal::Zero { laxer(old, new, on)? } else { less(item, old, new, start, on)? };
        Some(Eased { sub_item: item.id, on, from, to })
    })
}

/// More may be left of what is to be cleared.
fn laxer(old: &ItemPlan, new: &ItemPlan, on: Date) -> Option<(String, String)> {
    let most = |plan| bound_on(plan, on).map(|bound| bound.quantity);
    let old = most(old)?;
    let new = most(new);
    let said = |quantity: Quantity| quantity.grouped();
    new.is_none_or(|new| new > old).then(|| (said(old), new.map(said).unwrap_or_default()))
}

/// Less is due, by the line or by a milestone that has passed.
fn less(item: &SubItem, old: &ItemPlan, new: &ItemPlan, start: Date, on: Date) -> Option<(String, String)> {
    let line = |plan: &ItemPlan| planned_on(&item.goal, plan, start, on).share_of(plan.target);
    let step = |plan: &ItemPlan| {
        let passed = plan.milestones.iter().rfind(|milestone| milestone.on <= on);
        passed.map_or(Percent::ZERO, |milestone| milestone.quantity.share_of(plan.target))
    };
    let due = |plan: &ItemPlan| (line(plan), step(plan));
    let ((old_line, old_step), (new_line, new_step)) = (due(old), due(new));
    let said = |from: Percent, to: Percent| Some((format!("{from}%"), format!("{to}%")));
    match (new_line < old_line, new_step < old_step) {
        (true, _) => said(old_line, new_line),
        (false, true) => said(old_step, new_step),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use proptest::prelude::*;

    use super::*;
    use crate::projects::{
        lights::{Course, Filed, Light, Standing},
        plans::Milestone,
        samples,
    };

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn with(milestones: &[(Date, u32)]) -> Plan {
        let project = samples::project();
        let mut plan = samples::plan(&project);
        plan.items.truncate(1);
        plan.items[0].last_year = None;
        plan.items[0].target = "100".parse().unwrap();
        plan.items[0].milestones = milestones
            .iter()
            .map(|(on, quantity)| Milestone {
                on: *on,
                quantity: quantity.to_string().parse().unwrap(),
                words: String::new(),
            })
            .collect();
        plan
    }

    /// Of the first sub-item, or of 动态清零, with the plan published on 10 March.
    fn compared(goal: Option<Goal>, old: &[(&str, u32)], new: &[(&str, u32)], today: &str) -> Vec<(String, String)> {
        let read =
            |list: &[(&str, u32)]| with(&list.iter().map(|(on, quantity)| (day(on), *quantity)).collect::<Vec<_>>());
        let (old, mut new) = (read(old), read(new));
        let mut project = samples::project();
        project.sub_items.truncate(1);
        project.sub_items[0].id = old.items[0].sub_item;
        new.items[0].sub_item = old.items[0].sub_item;
        if let Some(goal) = goal {
            project.sub_items[0].goal = goal;
        }
        eased(&project, &old, &new, day("2024-03-10"), day(today)).into_iter().map(|one| (one.from, one.to)).collect()
    }

    #[test]
    fn what_is_due_stays_due() {
        let old = [("2024-06-30", 40), ("2024-11-30", 100)];
        type Told<'a> = (&'a str, &'a [(&'a str, u32)], &'a str, bool);
        let table: [Told; 7] = [
            ("the same", &old, "2024-07-15", false),
            ("a late milestone that lowers the line", &[("2024-12-15", 5), ("2024-12-20", 100)], "2024-07-15", true),
            ("a milestone that has passed is moved", &[("2024-08-31", 40), ("2024-11-30", 100)], "2024-07-15", true),
            ("and is taken away, the line kept up", &[("2024-07-16", 60), ("2024-11-30", 100)], "2024-07-15", true),
            ("what lies ahead may be moved", &[("2024-06-30", 40), ("2024-12-20", 100)], "2024-06-30", false),
            ("but not what the line asks for by today", &[("2024-06-30", 40), ("2024-12-20", 100)], "2024-07-15", true),
            ("more may be asked", &[("2024-05-31", 40), ("2024-10-31", 100)], "2024-07-15", false),
        ];
        for (story, new, today, refused) in table {
            let found = compared(None, &old, new, today);
            assert_eq!(!found.is_empty(), refused, "{story}: {found:?}");
        }
    }

    #[test]
    fn how_much_may_be_left_stays_too() {
        let old = [("2024-05-31", 50), ("2024-09-30", 0)];
        for (new, today, said) in [
            (&old[..], "2024-07-15", None),
            (&[("2024-05-31", 80)][..], "2024-07-15", Some(("50", "80"))),
            (&[("2024-06-30", 50)], "2024-07-15", Some(("50", ""))),
            (&[("2024-05-31", 50), ("2024-12-31", 0)], "2024-07-15", None),
            (&[("2024-05-31", 20)], "2024-07-15", None),
        ] {
            let said: Vec<_> = said.into_iter().map(|(from, to)| (from.to_owned(), to.to_owned())).collect();
            assert_eq!(compared(Some(Goal::Zero), &old, new, today), said, "{new:?}");
        }
    }

    /// Two milestones on any days of the year and any quantity, the last with all of it.
    fn milestones() -> impl Strategy<Value = Vec<(Date, u32)>> {
        (71_i16..360, 1_i16..200, 0_u32..100).prop_map(|(first, more, quantity)| {
            let on = |number: i16| Date::new(2024, 1, 1).unwrap().with().day_of_year(number.min(366)).build().unwrap();
            vec![(on(first), quantity), (on(first + more), 100)]
        })
    }

    proptest! {
        /// However plan and reports lie: a change that eases nothing does not better a light on the day it takes effect.
        #[test]
        fn a_minor_change_never_betters_a_light(
            old in milestones(), new in milestones(), today in 71_i16..366, reported in 0_i16..60, done in 0_u32..100,
        ) {
            let (before, mut after) = (with(&old), with(&new));
            after.items[0].sub_item = before.items[0].sub_item;
            let mut project = samples::project();
            project.sub_items.truncate(1);
            project.sub_items[0].id = before.items[0].sub_item;
            let on = |number: i16| Date::new(2024, 1, 1).unwrap().with().day_of_year(number).build().unwrap();
            let (published, today, as_of) = (on(70), on(today), on((today - reported).max(70)));
            let reports = [Filed { as_of, filed_on: as_of, quantity: done.to_string().parse().unwrap() }];
            let light = |plan: &Plan| {
                let course = Course {
                    goal: &project.sub_items[0].goal,
                    plan: Some((&plan.items[0], published)),
                    reports: &reports,
                    accepted: None,
                    refused: false,
                    standing: Standing::Running,
                    year: 2024,
                    rests: &[],
                    asked_until: None,
                };
                match course.light_on(today).light {
                    Light::Red => 0,
                    Light::Yellow => 1,
                    // Before the first report is due.
                    Light::None => 2,
                    Light::Green | Light::Done => 3,
                }
            };
            if eased(&project, &before, &after, published, today).is_empty() {
                prop_assert!(light(&after) <= light(&before));
            }
        }
    }
}
