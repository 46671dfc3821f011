//! What units have still to report: by unit, project and month, with the day on which it is due.

use jiff::civil::Date;

use super::schedule::due_day;
use crate::{candidates::SubItem, projects::tracked::Tracked};

/// One month of one project that one unit owes a report about.
#[derive(Clone, Debug)]
pub struct Owed<'a> {
    pub unit: &'a str,
    pub tracked: &'a Tracked,
    /// Its first day.
    pub month: Date,
    pub due_on: Date,
    pub items: Vec<&'a SubItem>,
}

/// What was missed, what this month brings and what is to be reported anew, the oldest first.
pub fn owed(tracked: &[Tracked], today: Date) -> Vec<Owed<'_>> {
    let mut found: Vec<Owed> = Vec::new();
    for one in tracked {
        for item in &one.project.sub_items {
            let Some(unit) = one.unit_for(item) else { continue };
            for month in months_owed(one, item, today) {
                let same = |known: &&mut Owed| {
                    known.unit == unit && known.month == month && known.tracked.project.id == one.project.id
                };
                match found.iter_mut().find(same) {
                    Some(known) => known.items.push(item),
                    None => {
                        found.push(Owed { unit, tracked: one, month, due_on: due_day(month), items: vec![item] });
                    }
                }
            }
        }
    }
    found.sort_by_key(|one| one.month);
    found
}

fn months_owed(tracked: &Tracked, item: &SubItem, today: Date) -> Vec<Date> {
    let mut months = tracked.unmade(item, today);
    let this_month = tracked.awaits_this_month(item, today).then(|| today.first_of_month());
    for month in this_month.into_iter().chain(tracked.reported_anew_in(item, today)) {
        if !months.contains(&month) {
            months.push(month);
        }
    }
    months
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::projects::{lights::Filed, samples};

    #[test]
    fn what_is_owed_is_told_by_unit_and_month_the_oldest_first() {
        let [_, mut one] = samples::tracked();
        let published: jiff::Timestamp = "2024-03-10T04:00:00Z".parse().unwrap();
        for plan in &mut one.plans {
            plan.published_at = Some(published.into());
        }
        one.adjustments.clear();
        one.refusals.clear();
        one.plans[1].plan.items[1].unit = "区教育局".to_owned();
        let day = |text: &str| text.parse::<Date>().unwrap();
        one.filed.clear();
        for item in [0, 2, 3] {
            let filed = Filed { as_of: day("2024-04-20"), filed_on: day("2024-04-20"), quantity: "1".parse().unwrap() };
            one.filed.push((one.project.sub_items[item].id, filed));
        }
        let tracked = [one];
        let said = |today: &str| {
            let of = |one: &Owed| (one.unit.to_owned(), one.month.to_string(), one.due_on.to_string(), one.items.len());
            owed(&tracked, day(today)).iter().map(of).collect::<Vec<_>>()
        };
        let line =
            |unit: &str, month: &str, due: &str, items| (unit.to_owned(), month.to_owned(), due.to_owned(), items);
        let housing = samples::unit().name;
        assert_eq!(said("2024-04-10"), [line("区教育局", "2024-04-01", "2024-04-25", 1)]);
        let in_may = said("2024-05-03");
        assert_eq!(in_may[0], line("区教育局", "2024-04-01", "2024-04-25", 1));
        assert!(in_may.contains(&line("区教育局", "2024-05-01", "2024-05-25", 1)), "{in_may:?}");
        assert!(in_may.iter().any(|one| one.0 == housing && one.1 == "2024-05-01"), "{in_may:?}");
    }

    #[test]
    fn what_was_not_accepted_is_owed_by_the_next_report_day_and_not_in_a_closed_year() {
        let at = |text: &str| crate::db::Ts::from(text.parse::<jiff::Timestamp>().unwrap());
        let day = |text: &str| text.parse::<Date>().unwrap();
        let [_, mut one] = samples::tracked();
        one.project.sub_items.truncate(1);
        for plan in &mut one.plans {
            plan.published_at = Some(at("2024-03-10T04:00:00Z"));
        }
        one.adjustments.clear();
        let filed = Filed { as_of: day("2024-04-20"), filed_on: day("2024-04-20"), quantity: "100".parse().unwrap() };
        one.filed = vec![(one.project.sub_items[0].id, filed)];
        let said = |one: &Tracked, today: &str| {
            let of = |owed: &Owed| (owed.month.to_string(), owed.due_on.to_string());
            owed(std::slice::from_ref(one), day(today)).iter().map(of).collect::<Vec<_>>()
        };
        for (refused_at, today, month) in [
            ("2024-06-24T04:00:00Z", "2024-06-24", "2024-06"),
            ("2024-06-25T04:00:00Z", "2024-06-25", "2024-07"),
            ("2024-06-28T04:00:00Z", "2024-06-30", "2024-07"),
            ("2024-06-28T04:00:00Z", "2024-09-30", "2024-07"),
        ] {
            one.refusals[0].refused_at = at(refused_at);
            assert_eq!(said(&one, today), [(format!("{month}-01"), format!("{month}-25"))], "{refused_at} {today}");
        }
        one.closed_through = Some(day("2024-12-31"));
        assert!(said(&one, "2025-01-21").is_empty());
        one.closed_through = None;
        one.refusals[0].answered = true;
        assert!(said(&one, "2024-09-30").is_empty(), "and not once it was reported anew");
    }
}
