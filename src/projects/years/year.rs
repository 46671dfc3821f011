//! 年度结算: the day until which a year's work may be accepted, and what goes on over the year.

use jiff::civil::Date;

use crate::{
    db::Ts,
    ids::{AccountId, CongressId, ProjectId},
};

/// The end of a year's report, as the secretariat set it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    pub congress: CongressId,
    pub year: i32,
    /// Reports and acceptances up to this day count to the year.
    pub closes_on: Date,
    pub set_by_account: AccountId,
    pub set_by: String,
    pub set_at: Ts,
    /// When its first report was frozen.
    pub frozen_at: Option<Ts>,
}

/// 结转: an unfinished project that goes on in another year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarryOver {
    pub project: ProjectId,
    pub to_year: i32,
    pub reason: String,
    pub decided_by_account: AccountId,
    pub decided_by: String,
    pub decided_at: Ts,
}

pub fn last_day(year: i32) -> Option<Date> {
    i16::try_from(year).ok().and_then(|year| Date::new(year, 12, 31).ok())
}

/// Days on which a year may be closed: from its last day to the middle of the next, and not in the past.
pub fn may_close_on(year: i32, day: Date, today: Date) -> bool {
    let ends = i16::try_from(year + 1).ok().and_then(|year| Date::new(year, 6, 30).ok());
    last_day(year).zip(ends).is_some_and(|(from, to)| (from..=to).contains(&day)) && day >= today
}

/// The last day that is reported about: of the year in which a project ends, once that is closed.
pub fn asked_until(year: i32, carried: Option<&CarryOver>, closings: &[Closing]) -> Option<Date> {
    let ends = carried.map_or(year, |carried| carried.to_year);
    let closed = closings.iter().any(|closing| closing.year == ends && closing.frozen_at.is_some());
    last_day(ends).filter(|_| closed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_is_closed_when_it_is_over_and_not_long_after() {
        for (on, today, may) in [
            ("2024-12-31", "2024-12-01", true),
            ("2025-01-20", "2024-12-01", true),
            ("2025-01-20", "2025-01-20", true),
            ("2025-01-20", "2025-01-21", false),
            ("2024-12-30", "2024-12-01", false),
            ("2025-07-01", "2025-01-01", false),
        ] {
            assert_eq!(may_close_on(2024, day(on), day(today)), may, "{on} {today}");
        }
    }

    #[test]
    fn a_closed_year_asks_for_nothing_more_but_of_what_goes_on() {
        let at = |text: &str| Ts::from(text.parse::<jiff::Timestamp>().unwrap());
        let closing = |year: i32, frozen: bool| Closing {
            congress: CongressId::new(),
            year,
            closes_on: day("2025-01-20"),
            set_by_account: AccountId::new(),
            set_by: "周敏".to_owned(),
            set_at: at("2024-12-01T00:00:00Z"),
            frozen_at: frozen.then(|| at("2025-01-21T00:00:00Z")),
        };
        let carried = CarryOver {
            project: ProjectId::new(),
            to_year: 2025,
            reason: "跨年实施".to_owned(),
            decided_by_account: AccountId::new(),
            decided_by: "周敏".to_owned(),
            decided_at: at("2024-12-01T00:00:00Z"),
        };
        assert_eq!(asked_until(2024, None, &[]), None);
        assert_eq!(asked_until(2024, None, &[closing(2024, false)]), None, "only its day is set");
        assert_eq!(asked_until(2024, None, &[closing(2024, true)]), Some(day("2024-12-31")));
        assert_eq!(asked_until(2024, Some(&carried), &[closing(2024, true)]), None);
        let both = [closing(2024, true), closing(2025, true)];
        assert_eq!(asked_until(2024, Some(&carried), &both), Some(day("2025-12-31")));
    }
}
