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
        .map(|(as_of, filed_on, quantity)| Filed { as_of: day(as_of), filed_on: day(filed_on), quantity: q(quantity) })
        .collect();
    let course = Course {
        goal,
        plan: Some((&plan, day("2024-03-10"))),
        reports: &reports,
        accepted: accepted.then(|| q("100")),
        refused: false,
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
        ("a little behind", &[may, ("2024-06-20", "2024-06-20", "36")], "2024-06-21", false, Light::Yellow, "behind"),
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
        ("last month without any", &[("2024-05-20", "2024-05-20", "60")], "2024-07-03", false, Light::Red, "no-report"),
        ("made up later", &[may, ("2024-06-30", "2024-07-03", "60")], "2024-07-04", false, Light::Yellow, "made-up"),
        (
            "and forgotten with the next in time",
            &[may, ("2024-06-30", "2024-07-03", "60"), ("2024-07-20", "2024-07-20", "60")],
            "2024-07-21",
            false,
            Light::Green,
            "on-plan",
        ),
        ("all of it", &[("2024-05-20", "2024-05-20", "100")], "2024-09-01", false, Light::Green, "awaits-acceptance"),
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
        let course =
            Course { goal: &count(), plan: None, reports: &[], accepted: None, refused: false, standing, year: 2024 };
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
