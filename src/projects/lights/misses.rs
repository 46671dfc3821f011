//! How often a unit did not report in time, over a year.

use jiff::civil::Date;

use super::schedule::MonthState;
use crate::projects::tracked::Tracked;

/// Months of its sub-items that a unit did not report in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitMisses {
    pub unit: String,
    /// 未报: nobody reported until now.
    pub unmade: usize,
    /// 补报: after the month was over.
    pub late: usize,
}

/// Of every unit that answers for a sub-item, in the months from `since` on, the most misses first.
pub fn misses(tracked: &[Tracked], since: Date, today: Date) -> Vec<UnitMisses> {
    let mut found: Vec<UnitMisses> = Vec::new();
    for one in tracked {
        for item in &one.project.sub_items {
            let Some(unit) = one.unit_for(item) else { continue };
            let at = found.iter().position(|known| known.unit == unit).unwrap_or_else(|| {
                found.push(UnitMisses { unit: unit.to_owned(), unmade: 0, late: 0 });
                found.len() - 1
            });
            for month in one.months(item, today).into_iter().filter(|month| month.first >= since) {
                match month.state {
                    MonthState::InTime => {}
                    MonthState::Late => found[at].late += 1,
                    MonthState::Unmade => found[at].unmade += 1,
                }
            }
        }
    }
    found.sort_by(|a, b| (b.unmade, b.late).cmp(&(a.unmade, a.late)).then_with(|| a.unit.cmp(&b.unit)));
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::projects::{lights::schedule::Filed, samples};

    #[test]
    fn misses_are_counted_by_unit() {
        let [_, mut one] = samples::tracked();
        let published: jiff::Timestamp = "2024-03-10T04:00:00Z".parse().unwrap();
        for plan in &mut one.plans {
            plan.published_at = Some(published.into());
        }
        one.adjustments.clear();
        one.filed.clear();
        let day = |text: &str| text.parse::<Date>().unwrap();
        let (first, second) = (one.project.sub_items[0].id, one.project.sub_items[1].id);
        for (item, as_of, filed_on) in [
            (first, "2024-04-20", "2024-04-20"),
            (first, "2024-05-31", "2024-06-02"),
            (second, "2024-04-20", "2024-04-20"),
        ] {
            let filed = Filed { as_of: day(as_of), filed_on: day(filed_on), quantity: "1".parse().unwrap() };
            one.filed.push((item, filed));
        }
        one.plans[1].plan.items[1].unit = "区教育局".to_owned();
        for item in 2..4 {
            one.plans[1].plan.items[item].unit = "区民政局".to_owned();
        }
        let said = |since: &str| {
            let found = misses(std::slice::from_ref(&one), day(since), day("2024-06-25"));
            found.into_iter().map(|m| (m.unit, m.unmade, m.late)).collect::<Vec<_>>()
        };
        let line = |unit: &str, unmade, late| (unit.to_owned(), unmade, late);
        let housing = samples::unit().name;
        assert_eq!(said("2024-01-01"), [line("区民政局", 4, 0), line("区教育局", 1, 0), line(&housing, 0, 1)]);
        assert_eq!(said("2024-05-01"), [line("区民政局", 2, 0), line("区教育局", 1, 0), line(&housing, 0, 1)]);
    }
}
