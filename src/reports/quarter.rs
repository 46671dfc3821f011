//! 季度进展表: what each sub-item was to reach by the end of a quarter, what it has reached, what is in the way.

use jiff::civil::Date;

use crate::{
    candidates::{Goal, Measure, Operator, SubItem},
    ids::ProjectId,
    projects::{Filed, Light, Quantity, Report, Tracked, Why, planned_on, target_of},
    supervision::Quarter,
    word_enum,
};

word_enum! {
    /// 是否达到, by what a light says on the last day of the quarter.
    Met {
        Yes = "yes",
        No = "no",
        /// The month of that day was not reported about.
        Unreported = "unreported",
        /// No plan, no report due yet, suspended or terminated.
        NotAsked = "not-asked",
    }
}

impl Met {
    fn of(light: Light, why: &Why, is_within_bound: bool) -> Self {
        match (light, why) {
            (Light::None, _) => Self::NotAsked,
            (Light::Green | Light::Done, _) | (_, Why::MadeUp { .. } | Why::Unmade { .. }) => Self::Yes,
            (_, Why::NoReport { .. }) => Self::Unreported,
            (_, Why::Remaining { .. }) if is_within_bound => Self::Yes,
            _ => Self::No,
        }
    }
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub project_id: ProjectId,
    pub project: String,
    pub code: String,
    pub name: String,
    pub responsible: String,
    /// As candidates name the kinds of goals.
    pub kind: &'static str,
    pub operator: &'static str,
    /// What goal and done are counted in.
    pub counted_in: String,
    /// By the end of the quarter, to date; of what is to be cleared, how many may be left. Nothing where no plan says.
    pub goal: Option<Quantity>,
    /// The newest of a day up to the quarter's end.
    pub done: Option<Filed>,
    pub problems: String,
    pub next_step: String,
    pub met: Met,
    pub why: Why,
}

impl Task {
    /// `tracked` as it stood on `on`, the last day of the quarter, or today while it runs.
    fn of(tracked: &Tracked, item: &SubItem, quarter: Quarter, on: Date, reports: &[Report]) -> Self {
        let judged = tracked.judged(item, on);
        let goal = goal_by(tracked, item, quarter.end());
        let done = tracked.actual(item.id);
        let of_it = reports.iter().filter(|report| report.sub_item == item.id && report.as_of <= on);
        let newest = of_it.max_by_key(|report| (report.as_of, report.filed_at));
        let said = |text: fn(&Report) -> &String| newest.map(text).cloned().unwrap_or_default();
        let is_within_bound = goal.zip(done).is_some_and(|(most, left)| left.quantity <= most);
        Self {
            project_id: tracked.project.id,
            project: tracked.project.title.clone(),
            code: item.code.clone(),
            name: item.name.clone(),
            responsible: tracked.unit_for(item).unwrap_or_default().to_owned(),
            kind: item.goal.kind().word(),
            operator: item.goal.operator().map_or("", Operator::word),
            counted_in: target_of(&item.goal).1.to_owned(),
            goal,
            done,
            problems: said(|report| &report.narrative.problems),
            next_step: said(|report| &report.narrative.next_step),
            met: Met::of(judged.light, &judged.why, is_within_bound),
            why: judged.why,
        }
    }
}

/// What the plan asks by a day, as people count: no part of a lift.
fn goal_by(tracked: &Tracked, item: &SubItem, day: Date) -> Option<Quantity> {
    let (plan, start) = tracked.item_plan(item.id).zip(tracked.first_published())?;
    if item.goal == Goal::Zero {
        return plan.milestones.iter().rfind(|milestone| milestone.on <= day).map(|milestone| milestone.quantity);
    }
    let planned = planned_on(&item.goal, plan, start, day);
    let is_count = matches!(&item.goal, Goal::Measured(target) if target.measure == Measure::Count);
    let is_whole = plan.target.rounded_down(0) == plan.target;
    let is_in_thousands = target_of(&item.goal).1.starts_with(['千', '万', '亿']);
    let decimals = if is_count && is_whole && !is_in_thousands { 0 } else { 1 };
    (!planned.is_zero()).then(|| planned.rounded_up(decimals))
}

/// All sub-items of the year's projects, as they stood on the last day of the quarter, or stand today while it runs.
pub fn tasks(quarter: Quarter, today: Date, tracked: &[Tracked], reports: &[Report]) -> Vec<Task> {
    let on = quarter.end().min(today);
    let of_one = |one: &Tracked| -> Vec<Task> {
        let then = one.as_of(on, &[]);
        then.project.sub_items.iter().map(|item| Task::of(&then, item, quarter, on, reports)).collect()
    };
    tracked.iter().flat_map(of_one).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::projects::samples;

    fn quarter(number: i8) -> Quarter {
        Quarter { year: 2024, number }
    }

    #[test]
    fn a_row_says_goal_done_and_whether_it_was_met() {
        let [_, tracked] = samples::tracked();
        let item = &tracked.project.sub_items[0];
        let last: Date = "2024-09-30".parse().unwrap();
        let rows = tasks(quarter(3), last, std::slice::from_ref(&tracked), &[]);
        let row = rows.iter().find(|row| row.name == item.name).unwrap();
        let judged = tracked.as_of(last, &[]).judged(item, last);
        assert_eq!(
            row.met == Met::Yes,
            matches!(judged.light, Light::Green | Light::Done),
            "as the light says: {row:?}"
        );
        assert_eq!(row.done, tracked.actual(item.id));
        let goal = row.goal.unwrap();
        assert_eq!(goal, goal.rounded_down(0), "nobody builds a part of a lift");
    }

    #[test]
    fn a_quarter_before_the_plan_asks_for_nothing() {
        let [_, mut tracked] = samples::tracked();
        tracked.plans.clear();
        tracked.filed.clear();
        let rows = tasks(quarter(1), "2024-12-31".parse().unwrap(), &[tracked], &[]);
        assert!(!rows.is_empty() && rows.iter().all(|row| row.met == Met::NotAsked && row.goal.is_none()), "{rows:?}");
    }

    #[test]
    fn what_is_told_late_is_no_failure_and_what_is_not_told_is_none_to_judge() {
        let milestone = Why::MilestoneMissed { on: Date::MIN, due: "5".into(), actual: "3".into() };
        for (light, why, within, met) in [
            (Light::Done, Why::Accepted, false, Met::Yes),
            (Light::Yellow, Why::MadeUp { month: 3 }, false, Met::Yes),
            (Light::Yellow, Why::Unmade { month: 2, count: 1 }, false, Met::Yes),
            (Light::Red, Why::NoReport { month: 3 }, false, Met::Unreported),
            (Light::Red, milestone, false, Met::No),
            (Light::Yellow, Why::Remaining { left: "3".into() }, false, Met::No),
            (Light::Yellow, Why::Remaining { left: "3".into() }, true, Met::Yes),
            (Light::None, Why::Suspended, false, Met::NotAsked),
        ] {
            assert_eq!(Met::of(light, &why, within), met, "{why:?}");
        }
    }
}
