//! When the public may rate the projects of a year.

use jiff::civil::Date;

use crate::ids::{CongressId, RatingPeriodId};

/// From the first day to the last, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    pub id: RatingPeriodId,
    pub congress: CongressId,
    /// Of the projects, not of the days.
    pub year: i32,
    pub opens_on: Date,
    pub closes_on: Date,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Ahead,
    Open,
    Over,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodFault {
    #[error("this is no day")]
    NoDay,
    #[error("it ends before it begins")]
    Backwards,
    #[error("it would end before today")]
    InThePast,
    #[error("longer than a year")]
    TooLong,
    #[error("it has begun: its first day stays")]
    HasBegun,
    /// What ties a browser to its rating is erased by then, so nobody could be kept from rating twice.
    #[error("it is over and not opened again")]
    IsOver,
}

const LONGEST_DAYS: i32 = 366;

impl Period {
    pub fn standing(&self, today: Date) -> Standing {
        match today {
            today if today < self.opens_on => Standing::Ahead,
            today if today > self.closes_on => Standing::Over,
            _ => Standing::Open,
        }
    }

    /// A first period, or other days for the one that is there.
    pub fn settled(
        known: Option<&Self>,
        congress: CongressId,
        year: i32,
        days: [&str; 2],
        today: Date,
    ) -> Result<Self, PeriodFault> {
        let day = |text: &str| text.trim().parse::<Date>().map_err(|_| PeriodFault::NoDay);
        let (opens_on, closes_on) = (day(days[0])?, day(days[1])?);
        if closes_on < opens_on {
            return Err(PeriodFault::Backwards);
        }
        if closes_on < today {
            return Err(PeriodFault::InThePast);
        }
        if opens_on.until(closes_on).map_or(i32::MAX, |span| span.get_days()) >= LONGEST_DAYS {
            return Err(PeriodFault::TooLong);
        }
        match known.map(|known| (known, known.standing(today))) {
            Some((_, Standing::Over)) => Err(PeriodFault::IsOver),
            Some((known, Standing::Open)) if known.opens_on != opens_on => Err(PeriodFault::HasBegun),
            Some((known, _)) => Ok(Self { opens_on, closes_on, ..known.clone() }),
            None => Ok(Self { id: RatingPeriodId::new(), congress, year, opens_on, closes_on }),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn settled(known: Option<&Period>, days: [&str; 2], today: &str) -> Result<Period, PeriodFault> {
        Period::settled(known, CongressId::new(), 2024, days, today.parse().unwrap())
    }

    #[test]
    fn a_period_is_open_on_its_first_and_on_its_last_day() {
        let period = settled(None, ["2024-11-01", "2024-11-30"], "2024-10-01").unwrap();
        for (today, standing) in [
            ("2024-10-31", Standing::Ahead),
            ("2024-11-01", Standing::Open),
            ("2024-11-30", Standing::Open),
            ("2024-12-01", Standing::Over),
        ] {
            assert_eq!(period.standing(today.parse().unwrap()), standing, "{today}");
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for (days, fault) in [
            (["", "2024-11-30"], PeriodFault::NoDay),
            (["2024-11-31", "2024-12-30"], PeriodFault::NoDay),
            (["2024-11-30", "2024-11-01"], PeriodFault::Backwards),
            (["2024-09-01", "2024-09-30"], PeriodFault::InThePast),
            (["2024-11-01", "2025-11-02"], PeriodFault::TooLong),
        ] {
            assert_eq!(settled(None, days, "2024-10-01"), Err(fault), "{days:?}");
        }
    }

    #[test]
    fn a_period_that_runs_only_moves_its_end_and_one_that_is_over_stays_over() {
        let period = settled(None, ["2024-11-01", "2024-11-30"], "2024-10-01").unwrap();
        let longer = settled(Some(&period), ["2024-11-01", "2024-12-15"], "2024-11-10").unwrap();
        assert_eq!((longer.id, longer.closes_on), (period.id, "2024-12-15".parse().unwrap()));
        let earlier = settled(Some(&period), ["2024-11-05", "2024-11-30"], "2024-11-10");
        assert_eq!(earlier, Err(PeriodFault::HasBegun));
        let again = settled(Some(&period), ["2024-12-10", "2024-12-20"], "2024-12-05");
        assert_eq!(again, Err(PeriodFault::IsOver));
    }
}
