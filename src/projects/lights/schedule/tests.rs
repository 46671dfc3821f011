#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
use jiff::ToSpan;
use proptest::prelude::*;

use super::*;
use crate::{
    candidates::{Measure, Operator, Target},
    ids::SubItemId,
    projects::plans::Milestone,
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

/// As of, filed on, quantity.
type Told<'a> = (&'a str, &'a str, &'a str);

fn filed(reports: &[Told]) -> Vec<Filed> {
    let one = |(as_of, on, quantity): &Told| Filed { as_of: day(as_of), filed_on: day(on), quantity: q(quantity) };
    reports.iter().map(one).collect()
}

/// Published on 10 March: the first report is due on 25 April.
fn course<'a>(goal: &'a Goal, plan: &'a ItemPlan, reports: &'a [Filed]) -> Course<'a> {
    Course {
        goal,
        plan: Some((plan, day("2024-03-10"))),
        reports,
        accepted: None,
        refused: false,
        standing: Standing::Running,
        year: 2024,
        rests: &[],
        asked_until: None,
    }
}

fn judged(goal: &Goal, reports: &[Told], today: &str, accepted: bool) -> Judged {
    let (plan, reports) = (plan(), filed(reports));
    let accepted = accepted.then(|| q("100"));
    Course { accepted, ..course(goal, &plan, &reports) }.light_on(day(today))
}

#[test]
fn the_plan_runs_straight_between_milestones() {
    let plan = plan();
    let published = day("2024-03-10");
    for (on, due) in [
        ("2024-01-01", "0"),
        ("2024-03-10", "0"),
        ("2024-05-05", "20"),
        ("2024-06-30", "40"),
        ("2024-09-14", "69.803922"),
        ("2024-11-30", "100"),
        ("2024-12-31", "100"),
    ] {
        assert_eq!(planned_on(&count(), &plan, published, day(on)), q(due), "{on}");
    }
    assert_eq!(
        planned_on(&count(), &plan, day("2024-08-01"), day("2024-08-02")),
        q("52.941176"),
        "a milestone that was past"
    );
}

#[test]
fn a_rate_does_not_grow_from_nothing() {
    let (rate, published) = (measured(Measure::Rate), day("2024-03-10"));
    let mut plan = plan();
    assert_eq!(planned_on(&rate, &plan, published, day("2024-06-29")), Quantity::ZERO);
    plan.last_year = Some(q("40"));
    assert_eq!(planned_on(&rate, &plan, published, day("2024-03-10")), q("40"));
}

#[test]
fn the_lights() {
    let (may, june) = (("2024-05-20", "2024-05-20", "34"), ("2024-06-20", "2024-06-20", "40"));
    let april = ("2024-04-20", "2024-04-20", "30");
    type Story<'a> = (&'a str, &'a [Told<'a>], &'a str, bool, Light, &'a str);
    let table: &[Story] = &[
        ("ahead", &[april, may, june], "2024-06-21", false, Light::Green, "on-plan"),
        ("nothing is behind before the first report is due", &[], "2024-04-25", false, Light::None, "not-due"),
        ("nor on the day of the plan", &[], "2024-03-10", false, Light::None, "not-due"),
        (
            "a report may come before",
            &[("2024-04-02", "2024-04-02", "20")],
            "2024-04-03",
            false,
            Light::Green,
            "on-plan",
        ),
        ("and say little", &[("2024-04-02", "2024-04-02", "1")], "2024-04-03", false, Light::None, "not-due"),
        ("from then on it counts", &[("2024-04-02", "2024-04-02", "1")], "2024-04-26", false, Light::Yellow, "behind"),
        (
            "a little behind",
            &[april, may, ("2024-06-20", "2024-06-20", "36")],
            "2024-06-21",
            false,
            Light::Yellow,
            "behind",
        ),
        ("far behind", &[april, may, ("2024-06-20", "2024-06-20", "20")], "2024-06-21", false, Light::Red, "behind"),
        (
            "milestone missed",
            &[april, may, ("2024-06-30", "2024-06-30", "39")],
            "2024-07-01",
            false,
            Light::Red,
            "milestone-missed",
        ),
        (
            "milestone reached late",
            &[april, may, ("2024-06-30", "2024-06-30", "39"), ("2024-07-05", "2024-07-05", "48")],
            "2024-07-06",
            false,
            Light::Green,
            "on-plan",
        ),
        ("no report after the due day", &[april, may], "2024-06-26", false, Light::Red, "no-report"),
        (
            "no report before the due day",
            &[april, ("2024-05-20", "2024-05-20", "40")],
            "2024-06-25",
            false,
            Light::Green,
            "on-plan",
        ),
        (
            "last month without any",
            &[april, ("2024-05-20", "2024-05-20", "60")],
            "2024-07-03",
            false,
            Light::Red,
            "no-report",
        ),
        (
            "made up later",
            &[april, may, ("2024-06-30", "2024-07-03", "60")],
            "2024-07-04",
            false,
            Light::Yellow,
            "made-up",
        ),
        (
            "and forgotten with the next in time",
            &[april, may, ("2024-06-30", "2024-07-03", "60"), ("2024-07-20", "2024-07-20", "60")],
            "2024-07-21",
            false,
            Light::Green,
            "on-plan",
        ),
        (
            "a month that was left out is not",
            &[april, may, ("2024-07-20", "2024-07-20", "60")],
            "2024-07-21",
            false,
            Light::Yellow,
            "unmade",
        ),
        (
            "until somebody reports about it",
            &[april, may, ("2024-07-20", "2024-07-20", "60"), ("2024-06-30", "2024-07-22", "45")],
            "2024-07-23",
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
    let april = ("2024-04-20", "2024-04-20", "0");
    let zero =
        |left: &'static str| judged(&Goal::Zero, &[april, ("2024-05-20", "2024-05-20", left)], "2024-05-21", false);
    assert_eq!(zero("0").light, Light::Green);
    assert_eq!((zero("2").light, zero("2").why), (Light::Yellow, Why::Remaining { left: "2".into() }));
    assert_eq!(judged(&Goal::Zero, &[april, ("2024-05-20", "2024-05-20", "0")], "2024-05-21", true).light, Light::Done);
    assert_eq!(judged(&Goal::Zero, &[], "2024-05-26", false).light, Light::Red);
    assert_eq!(judged(&Goal::Zero, &[], "2024-04-25", false).light, Light::None, "not due yet");
}

#[test]
fn too_much_that_is_left_is_red() {
    let mut plan = plan();
    let bound = |on: &str, most: &str| Milestone { on: day(on), quantity: q(most), words: String::new() };
    plan.target = q("0");
    for (story, bounds, left, today, light, why) in [
        ("no number is named", vec![], "300", "2024-11-30", Light::Yellow, "remaining"),
        ("but the year ends", vec![], "1", "2024-12-31", Light::Red, "remaining"),
        ("over the number", vec![bound("2024-03-01", "50")], "51", "2024-06-21", Light::Red, "left-over"),
        ("up to it", vec![bound("2024-03-01", "50")], "50", "2024-06-21", Light::Yellow, "remaining"),
        ("before the day", vec![bound("2024-06-30", "0")], "3", "2024-06-29", Light::Yellow, "remaining"),
        ("from the day on", vec![bound("2024-06-30", "0")], "3", "2024-06-30", Light::Red, "left-over"),
    ] {
        plan.milestones = bounds;
        let months = (4..=12).map(|month| {
            let on = Date::new(2024, month, 20).unwrap();
            Filed { as_of: on, filed_on: on, quantity: q(left) }
        });
        let reports: Vec<Filed> = months.filter(|report| report.as_of <= day(today)).collect();
        let judged = course(&Goal::Zero, &plan, &reports).light_on(day(today));
        let said = serde_json::to_value(&judged.why).unwrap();
        assert_eq!((judged.light, said["why"].as_str().unwrap()), (light, why), "{story}: {judged:?}");
    }
}

#[test]
fn months_are_asked_about_while_there_is_something_to_report() {
    use MonthState::{InTime, Late, Unmade};
    let (count, plan) = (count(), plan());
    let months = |reports: &[Told], rests: &[(Date, Date)], until: Option<&str>, today: &str| {
        let reports = filed(reports);
        let course = Course { rests, asked_until: until.map(day), ..course(&count, &plan, &reports) };
        course.months(day(today)).into_iter().map(|month| (month.first.month(), month.state)).collect::<Vec<_>>()
    };
    assert_eq!(months(&[], &[], None, "2024-04-25"), []);
    assert_eq!(months(&[], &[], None, "2024-06-26"), [(4, Unmade), (5, Unmade), (6, Unmade)]);
    let reports = [("2024-04-20", "2024-04-20", "10"), ("2024-05-31", "2024-06-02", "20")];
    assert_eq!(months(&reports, &[], None, "2024-06-10"), [(4, InTime), (5, Late)]);
    let all = [("2024-04-20", "2024-04-20", "10"), ("2024-05-20", "2024-05-20", "100")];
    assert_eq!(months(&all, &[], None, "2024-09-30"), [(4, InTime), (5, InTime)], "nothing is left to report");
    let short = [all[0], all[1], ("2024-07-10", "2024-07-10", "99")];
    assert_eq!(months(&short, &[], None, "2024-09-01"), [(4, InTime), (5, InTime), (8, Unmade)], "short again");
    let rest = [(day("2024-05-01"), day("2024-07-01"))];
    assert_eq!(months(&[], &rest, None, "2024-07-26"), [(4, Unmade), (7, Unmade)], "while it rested nobody was asked");
    assert_eq!(months(&[], &[], Some("2024-05-31"), "2025-02-10"), [(4, Unmade), (5, Unmade)], "the year is closed");
}

#[test]
fn the_day_by_which_it_is_compared_is_told() {
    let (april, may) = (("2024-04-20", "2024-04-20", "30"), ("2024-05-20", "2024-05-20", "34"));
    assert_eq!(judged(&count(), &[april, may], "2024-06-20", false).by, day("2024-05-20"));
    let silent = judged(&count(), &[april, may], "2024-06-30", false);
    assert_eq!((silent.by, silent.planned.unwrap().to_string()), (day("2024-06-30"), "40".to_owned()));
}

#[test]
fn a_letter_names_the_month_as_a_page_does() {
    use crate::web::Lang;
    let said = |why: Why| Lang::English.text(&why.message());
    assert!(said(Why::NoReport { month: 3 }).contains("March"));
    assert!(said(Why::MadeUp { month: 7 }).contains("July"));
    let unmade = said(Why::Unmade { month: 4, count: 2 });
    assert!(unmade.contains("April") && unmade.contains('2'), "{unmade}");
    assert!(Lang::Chinese.text(&Why::NoReport { month: 3 }.message()).contains("3 月"));
}

#[test]
fn a_project_at_rest_has_no_colour() {
    let (goal, plan) = (count(), plan());
    for (standing, why) in [(Standing::Suspended, Why::Suspended), (Standing::Terminated, Why::Terminated)] {
        let course = Course { standing, plan: None, ..course(&goal, &plan, &[]) };
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

/// Red, yellow, nothing due yet, green.
fn rank(light: Light) -> u8 {
    match light {
        Light::Red => 0,
        Light::Yellow => 1,
        Light::None => 2,
        Light::Green | Light::Done => 3,
    }
}

proptest! {
    #[test]
    fn more_done_is_never_a_worse_light(a in 0_u32..150, more in 0_u32..50, month in 4_i8..13, on in 1_i8..29) {
        let today = Date::new(2024, month, on).unwrap();
        let text = today.to_string();
        let light = |quantity: u32| judged(&count(), &[(&text, &text, &quantity.to_string())], &text, false).light;
        prop_assert!(rank(light(a + more)) >= rank(light(a)));
    }

    #[test]
    fn a_plan_never_falls(a in 0_i32..366, b in 0_i32..366, start in 0_i32..366) {
        let at = |days: i32| day("2024-01-01").checked_add(days.days()).unwrap();
        let (early, late) = (at(a.min(b)), at(a.max(b)));
        let plan = plan();
        prop_assert!(planned_on(&count(), &plan, at(start), early) <= planned_on(&count(), &plan, at(start), late));
    }

    #[test]
    fn nothing_is_red_before_the_first_report_is_due(
        done in 0_u32..150, published in 1_i16..300, later in 0_i16..66, left in 0_u32..150, reported in any::<bool>(),
    ) {
        let on = |number: i16| day("2024-01-01").with().day_of_year(number.min(366)).build().unwrap();
        let (published, today) = (on(published), on(published + later));
        let (plan, goals) = (plan(), [(count(), done), (Goal::Zero, left)]);
        for (goal, quantity) in goals {
            let report = Filed { as_of: today, filed_on: today, quantity: q(&quantity.to_string()) };
            let reports: Vec<Filed> = reported.then_some(report).into_iter().collect();
            let course = Course { plan: Some((&plan, published)), ..course(&goal, &plan, &reports) };
            if today <= course.first_due().unwrap() && today < day("2024-12-31") {
                prop_assert_ne!(course.light_on(today).light, Light::Red);
            }
        }
    }

    /// Whoever reports about a month late is never worse off than whoever leaves it out.
    #[test]
    fn mending_is_never_worse_than_skipping(months in proptest::collection::vec(0_u8..3, 1..8), which in 0_usize..8) {
        let (goal, plan) = (count(), plan());
        let today = Date::new(2024, 4 + i8::try_from(months.len()).unwrap(), 1).unwrap();
        let report = |number: usize, state: u8| {
            let as_of = Date::new(2024, 4 + i8::try_from(number).unwrap(), 20).unwrap();
            let quantity = q("99");
            (state > 0).then_some(Filed { as_of, filed_on: if state == 2 { as_of } else { today }, quantity })
        };
        let light = |months: &[u8]| {
            let reports: Vec<Filed> = months.iter().enumerate().filter_map(|(n, state)| report(n, *state)).collect();
            course(&goal, &plan, &reports).light_on(today).light
        };
        let at = which % months.len();
        let mut mended = months.clone();
        mended[at] = mended[at].max(1);
        prop_assert!(rank(light(&mended)) >= rank(light(&months)));
    }
}
