//! What was planned and what came of it, on one line of time: milestones, reports, acceptances, adjustments, today.

use jiff::civil::Date;
use serde::Serialize;

use super::{LightView, item::Years};
use crate::{
    candidates::{Goal, SubItem},
    projects::{
        adjustments::{AdjustmentKind, AdjustmentState},
        lights::Standing,
        quantity::target_of,
        tracked::Tracked,
    },
    word_enum,
};

word_enum! {
    /// What a mark says, each with a shape of its own.
    MarkKind {
        /// Planned, and still ahead.
        Ahead = "ahead",
        Passed = "passed",
        Missed = "missed",
        Report = "report",
        Accepted = "accepted",
        NotAccepted = "not-accepted",
    }
}

/// One shape on a sub-item's line.
#[derive(Clone, Debug, Serialize)]
pub struct MarkView {
    pub x: i32,
    pub kind: MarkKind,
    /// Beneath it, where there is room: the quantity that was planned.
    pub label: String,
    pub anchor: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct LineView {
    pub name: String,
    pub light: LightView,
    /// From the top of the picture.
    pub y: usize,
    pub marks: Vec<MarkView>,
}

/// A day on which the plan itself was changed, through all lines.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    pub x: i32,
    pub kind: AdjustmentKind,
    pub anchor: &'static str,
}

/// The same as a line of the table: `timeline-<what>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct EventView {
    pub on: String,
    pub what: String,
    pub item: String,
    pub quantity: String,
    pub unit: String,
    pub words: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct TimelineView {
    pub height: usize,
    /// Year and month of each line that divides the time.
    pub months: Vec<(i32, i16, i8)>,
    pub today: Option<(i32, &'static str)>,
    pub lines: Vec<LineView>,
    pub changes: Vec<ChangeView>,
    /// Oldest first.
    pub events: Vec<EventView>,
    pub planned: usize,
    pub passed: usize,
    pub reports: usize,
    pub accepted: usize,
}

/// Room above the first line, for months and today.
const HEAD: usize = 52;
const LINE: usize = 76;
const FOOT: usize = 28;
/// Words nearer to one another than that would run together, of a hundred.
const ROOM: i32 = 11;

fn anchor(x: i32) -> &'static str {
    match x {
        ..8 => "start",
        8..=92 => "middle",
        _ => "end",
    }
}

impl TimelineView {
    /// Nothing where no plan is published.
    pub fn of(tracked: &Tracked, today: Date) -> Option<Self> {
        tracked.published()?;
        let years = Years { from: tracked.project.year, to: tracked.ends_in() };
        let lines: Vec<LineView> = tracked
            .project
            .sub_items
            .iter()
            .enumerate()
            .map(|(at, item)| LineView {
                name: item.name.clone(),
                light: LightView::of(tracked.recorded_light(item.id)),
                y: HEAD + at * LINE,
                marks: marks(tracked, item, years, today),
            })
            .collect();
        let of_kind = |kind: MarkKind| lines.iter().flat_map(|line| &line.marks).filter(|m| m.kind == kind).count();
        let (passed, planned) = (of_kind(MarkKind::Passed), of_kind(MarkKind::Ahead) + of_kind(MarkKind::Missed));
        Some(Self {
            height: HEAD + lines.len() * LINE + FOOT,
            months: months(years),
            today: years.holds(today).then(|| (years.share(today), anchor(years.share(today)))),
            changes: changes(tracked, years),
            events: events(tracked, today),
            planned: planned + passed,
            passed,
            reports: of_kind(MarkKind::Report),
            accepted: of_kind(MarkKind::Accepted),
            lines,
        })
    }
}

/// Every month of one year; of several, every quarter.
fn months(years: Years) -> Vec<(i32, i16, i8)> {
    let step = if years.from == years.to { 1 } else { 3 };
    (years.from..=years.to)
        .filter_map(|year| i16::try_from(year).ok())
        .flat_map(|year| (1..=12).step_by(step).filter_map(move |month| Date::new(year, month, 1).ok()))
        .map(|day| (years.share(day), day.year(), day.month()))
        .collect()
}

fn kind_of(tracked: &Tracked, item: &SubItem, at: usize, today: Date) -> Option<MarkKind> {
    let milestone = tracked.item_plan(item.id)?.milestones.get(at)?;
    let is_passed = tracked.milestones_passed().iter().any(|one| one.item.id == item.id && one.milestone == milestone);
    Some(match (is_passed, milestone.on < today) {
        (true, _) => MarkKind::Passed,
        (false, true) => MarkKind::Missed,
        (false, false) => MarkKind::Ahead,
    })
}

fn marks(tracked: &Tracked, item: &SubItem, years: Years, today: Date) -> Vec<MarkView> {
    let mark = |on: Date, kind: MarkKind, label: String| {
        let x = years.share(on);
        MarkView { x, kind, label, anchor: anchor(x) }
    };
    let unit = target_of(&item.goal).1;
    let milestones = tracked.item_plan(item.id).map(|plan| plan.milestones.as_slice()).unwrap_or_default();
    let runs = tracked.standing() == Standing::Running;
    let planned = milestones.iter().enumerate().filter_map(|(at, milestone)| {
        let kind = kind_of(tracked, item, at, today).filter(|kind| runs || *kind == MarkKind::Passed)?;
        let label = match item.goal {
            Goal::Measured(_) => format!("{} {unit}", milestone.quantity.grouped()),
            _ => String::new(),
        };
        Some(mark(milestone.on, kind, label))
    });
    let reports = tracked.filed_of(item.id);
    let mut days: Vec<Date> = reports.iter().map(|filed| filed.as_of).collect();
    days.sort_unstable();
    days.dedup();
    let reports = days.into_iter().map(|on| mark(on, MarkKind::Report, String::new()));
    let accepted = tracked.acceptance(item.id).map(|one| one.accepted_at.day());
    let accepted = accepted.map(|on| mark(on, MarkKind::Accepted, String::new()));
    let refused = tracked.refusals.iter().filter(|one| one.sub_item == item.id).map(|one| one.refused_at.day());
    let refused = refused.map(|on| mark(on, MarkKind::NotAccepted, String::new()));
    let mut all: Vec<MarkView> = reports.chain(planned).chain(refused).chain(accepted).collect();
    with_room(&mut all);
    all
}

/// The last of those that would run together keeps its words: it is what is to be reached.
fn with_room(marks: &mut [MarkView]) {
    let mut labelled: Vec<&mut MarkView> = marks.iter_mut().filter(|mark| !mark.label.is_empty()).collect();
    labelled.sort_by_key(|mark| std::cmp::Reverse(mark.x));
    let mut free = i32::MAX;
    for mark in labelled {
        if mark.x > free.saturating_sub(ROOM) {
            mark.label.clear();
        } else {
            free = mark.x;
        }
    }
}

fn changes(tracked: &Tracked, years: Years) -> Vec<ChangeView> {
    let settled = tracked.adjustments.iter().filter(|one| one.state == AdjustmentState::Effective);
    let days = settled.filter_map(|one| Some((one.settled_at?.day(), one.kind)));
    let shown = days.filter(|(day, _)| years.holds(*day));
    let view = |(day, kind)| ChangeView { x: years.share(day), kind, anchor: anchor(years.share(day)) };
    shown.map(view).collect()
}

fn events(tracked: &Tracked, today: Date) -> Vec<EventView> {
    let mut all: Vec<EventView> = Vec::new();
    let plain = |on: Date, what: &str, item: &str, words: &str| EventView {
        on: on.to_string(),
        what: what.to_owned(),
        item: item.to_owned(),
        quantity: String::new(),
        unit: String::new(),
        words: words.to_owned(),
    };
    for plan in tracked.plans.iter() {
        all.extend(plan.published_at.map(|at| plain(at.day(), "plan", "", &plan.version.to_string())));
    }
    for one in tracked.adjustments.iter().filter(|one| one.state == AdjustmentState::Effective) {
        let on = one.settled_at.map(|at| at.day());
        all.extend(on.map(|on| plain(on, "adjusted", "", &one.reason)));
    }
    for item in &tracked.project.sub_items {
        let unit = target_of(&item.goal).1;
        let is_counted = !matches!(item.goal, Goal::Title | Goal::Qualitative);
        let quantity = |text: String| if is_counted { text } else { String::new() };
        let milestones = tracked.item_plan(item.id).map(|plan| plan.milestones.as_slice()).unwrap_or_default();
        for (at, milestone) in milestones.iter().enumerate() {
            let Some(kind) = kind_of(tracked, item, at, today) else { continue };
            all.push(EventView {
                quantity: quantity(milestone.quantity.grouped()),
                unit: unit.to_owned(),
                ..plain(milestone.on, kind.word(), &item.name, &milestone.words)
            });
        }
        for filed in tracked.filed_of(item.id) {
            all.push(EventView {
                quantity: quantity(filed.quantity.grouped()),
                unit: unit.to_owned(),
                ..plain(filed.as_of, MarkKind::Report.word(), &item.name, "")
            });
        }
        for one in tracked.acceptances.iter().filter(|one| one.sub_item == item.id) {
            all.push(plain(one.accepted_at.day(), MarkKind::Accepted.word(), &item.name, &one.words));
        }
        for one in tracked.refusals.iter().filter(|one| one.sub_item == item.id) {
            all.push(plain(one.refused_at.day(), MarkKind::NotAccepted.word(), &item.name, &one.words));
        }
    }
    all.sort();
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use jiff::civil::date;

    use super::*;
    use crate::projects::pages::samples;

    #[test]
    fn what_was_planned_is_ahead_passed_or_missed() {
        let [bare, full] = samples::tracked();
        assert!(TimelineView::of(&bare, date(2024, 5, 10)).is_none());
        let kinds = |today: Date| {
            let view = TimelineView::of(&full, today).unwrap();
            let all = view.lines.iter().flat_map(|line| line.marks.iter().map(|mark| mark.kind));
            let planned = [MarkKind::Ahead, MarkKind::Passed, MarkKind::Missed];
            (all.filter(|kind| planned.contains(kind)).collect::<Vec<_>>(), view.events)
        };
        let (before, events) = kinds(date(2024, 5, 10));
        assert!(!before.contains(&MarkKind::Missed), "{before:?}");
        let (after, _) = kinds(date(2024, 12, 10));
        assert!(!after.contains(&MarkKind::Ahead) && after.len() == before.len(), "{after:?}");
        assert!(events.is_sorted_by_key(|event| event.on.clone()));
    }

    #[test]
    fn words_that_would_run_together_are_left_to_the_last() {
        let mark = |x| MarkView { x, kind: MarkKind::Ahead, label: x.to_string(), anchor: "middle" };
        let mut marks = [mark(10), mark(40), mark(45), mark(50), mark(91)];
        with_room(&mut marks);
        let kept: Vec<&str> = marks.iter().map(|mark| mark.label.as_str()).collect();
        assert_eq!(kept, ["10", "", "", "50", "91"]);
    }
}
