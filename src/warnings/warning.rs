//! Which warning is due on which day: a pure rule; and what is kept of each.

use jiff::civil::Date;

use crate::{
    db::Ts,
    ids::{CongressId, ProjectId, UnitId, WarningId},
    projects::{Level, Receiver},
    word_enum,
};

word_enum! {
    /// How somebody was told.
    Way {
        Letter = "letter",
        Webhook = "webhook",
        /// Nothing leads there.
        None = "none",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarningReceiver {
    pub role: Receiver,
    pub name: String,
    pub way: Way,
}

/// A warning on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub id: WarningId,
    pub congress: CongressId,
    pub unit: UnitId,
    pub unit_name: String,
    pub project: ProjectId,
    pub project_title: String,
    /// Its first day.
    pub month: Date,
    /// Days after the day on which the report was due.
    pub level: i32,
    pub due_on: Date,
    pub sub_items: Vec<String>,
    pub written_at: Ts,
    pub receivers: Vec<WarningReceiver>,
}

/// 重复红灯: reported upward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatedRed {
    pub unit: UnitId,
    pub unit_name: String,
    pub year: i32,
    /// The so-manieth report of the year.
    pub step: i32,
    pub reds: i32,
    pub reported_at: Ts,
}

/// The warning that is due about a report of `due_on`, where these levels were written before: the last one reached, once.
/// What was to be said before the day is not said after it, and what was passed over meanwhile is not made up for.
pub fn level_due<'a>(levels: &'a [Level], due_on: Date, today: Date, written: &[i32]) -> Option<&'a Level> {
    let after = due_on.until(today).map_or(0, |span| span.get_days());
    let reached = levels.iter().filter(|level| level.days <= after).max_by_key(|level| level.days)?;
    let is_past = reached.days <= 0 && after > 0;
    let is_written = written.iter().any(|level| *level >= reached.days);
    (!is_past && !is_written).then_some(reached)
}

/// The so-manieth report upward that so many reds make due, where `reported` were made before.
pub fn step_due(reds: usize, every: u32, reported: i32) -> Option<i32> {
    let every = usize::try_from(every.max(1)).unwrap_or(usize::MAX);
    i32::try_from(reds / every).ok().filter(|step| *step > reported)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::projects::TrackingRules;

    #[test]
    fn each_level_is_due_on_its_day_and_once() {
        let levels = TrackingRules::default().levels;
        let due: Date = "2024-03-25".parse().unwrap();
        let on = |today: &str, written: &[i32]| {
            level_due(&levels, due, today.parse().unwrap(), written).map(|level| level.days)
        };
        let table: [(&str, &[i32], Option<i32>); 16] = [
            ("2024-03-19", &[], None),
            ("2024-03-20", &[], Some(-5)),
            ("2024-03-20", &[-5], None),
            ("2024-03-23", &[], Some(-5)),
            ("2024-03-23", &[-5], None),
            ("2024-03-24", &[-5], Some(-1)),
            ("2024-03-24", &[], Some(-1)),
            // On the day itself nothing is late yet.
            ("2024-03-25", &[-5, -1], None),
            ("2024-03-25", &[-5], Some(-1)),
            ("2024-03-26", &[-5, -1], Some(1)),
            ("2024-03-26", &[1], None),
            ("2024-03-30", &[1], Some(5)),
            // The server stood still: the last level reached, and none of those before it.
            ("2024-04-20", &[-5], Some(5)),
            ("2024-04-21", &[5], None),
            // The clock went back.
            ("2024-03-26", &[5], None),
            ("2024-03-20", &[1], None),
        ];
        for (today, written, expected) in table {
            assert_eq!(on(today, written), expected, "{today} {written:?}");
        }
    }

    #[test]
    fn what_was_to_be_said_before_the_day_is_not_said_after_it() {
        let early = [Level { days: -3, to: vec![Receiver::Clerk] }, Level { days: 0, to: vec![Receiver::Clerk] }];
        let due: Date = "2024-03-25".parse().unwrap();
        let on = |today: &str| level_due(&early, due, today.parse().unwrap(), &[]).map(|level| level.days);
        assert_eq!((on("2024-03-22"), on("2024-03-25"), on("2024-03-26")), (Some(-3), Some(0), None));
    }

    #[test]
    fn every_so_many_reds_are_reported_once() {
        for (reds, every, reported, due) in [
            (0, 3, 0, None),
            (2, 3, 0, None),
            (3, 3, 0, Some(1)),
            (5, 3, 1, None),
            (6, 3, 1, Some(2)),
            (10, 3, 1, Some(3)),
            (10, 3, 3, None),
            (1, 1, 0, Some(1)),
        ] {
            assert_eq!(step_due(reds, every, reported), due, "{reds} {every} {reported}");
        }
    }
}
