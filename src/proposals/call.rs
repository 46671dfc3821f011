//! 征集: from when to when anybody may propose, and what is promised to whoever does.

use jiff::{ToSpan, civil::Date};

use crate::{
    guests::{on_lines, on_one_line},
    ids::{CallId, CongressId},
    word_enum,
};

word_enum! {
    CallState {
        Draft = "draft",
        Published = "published",
        Reported = "reported",
    }
}

word_enum! {
    /// Where a call stands on a day.
    Phase {
        Draft = "draft",
        Upcoming = "upcoming",
        Open = "open",
        Closed = "closed",
        Reported = "reported",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub id: CallId,
    pub congress: CongressId,
    pub number: i32,
    pub title: String,
    pub words: String,
    pub opens_on: Date,
    /// The last day; a standing call has none.
    pub closes_on: Option<Date>,
    pub answer_days: i32,
    pub retention_days: i32,
    pub state: CallState,
    pub received: i32,
    pub reported_on: Option<Date>,
}

impl Call {
    pub fn phase(&self, today: Date) -> Phase {
        match self.state {
            CallState::Draft => Phase::Draft,
            CallState::Reported => Phase::Reported,
            CallState::Published if today < self.opens_on => Phase::Upcoming,
            CallState::Published if self.closes_on.is_some_and(|last| today > last) => Phase::Closed,
            CallState::Published => Phase::Open,
        }
    }

    /// By when whoever proposed on that day is to have an answer.
    pub fn due(&self, received: Date) -> Date {
        received.checked_add(self.answer_days.days()).unwrap_or(received)
    }

    /// Until when a contact given on that day is kept: from the end of the call, if it has one.
    pub fn keep_until(&self, given: Date) -> Date {
        let from = self.closes_on.map_or(given, |last| last.max(given));
        from.checked_add(self.retention_days.days()).unwrap_or(from)
    }
}

/// A call was extended, openly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    pub number: i32,
    pub was: Date,
    pub until: Date,
    pub reason: String,
    pub by: String,
}

/// What a call is made of, as it was typed.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct CallForm {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub words: String,
    #[serde(default)]
    pub opens_on: String,
    #[serde(default)]
    pub closes_on: String,
    #[serde(default)]
    pub answer_days: String,
    #[serde(default)]
    pub retention_days: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallFault {
    #[error("no title")]
    NoTitle,
    #[error("the title is too long")]
    LongTitle,
    #[error("the words are too long")]
    LongWords,
    #[error("no first day")]
    NoFirstDay,
    #[error("the last day is no day")]
    NoLastDay,
    #[error("it ends before it begins")]
    Backwards,
    #[error("no number of days for an answer")]
    AnswerDays,
    #[error("no number of days for contacts")]
    RetentionDays,
}

pub const LONGEST_CALL_TITLE: usize = 60;
pub const LONGEST_CALL_WORDS: usize = 4_000;
pub const ANSWER_DAYS: std::ops::RangeInclusive<i32> = 1..=180;
pub const RETENTION_DAYS: std::ops::RangeInclusive<i32> = 30..=1_100;

impl CallForm {
    pub fn settled(&self, congress: CongressId, number: i32) -> Result<Call, Vec<CallFault>> {
        let (title, words) = (on_one_line(&self.title), on_lines(&self.words));
        let opens_on: Option<Date> = self.opens_on.trim().parse().ok();
        let closes_on = match self.closes_on.trim() {
            "" => Ok(None),
            day => day.parse::<Date>().map(Some).map_err(|_| CallFault::NoLastDay),
        };
        let days = |typed: &str, allowed: std::ops::RangeInclusive<i32>| {
            typed.trim().parse::<i32>().ok().filter(|days| allowed.contains(days))
        };
        let (answer, retention) = (days(&self.answer_days, ANSWER_DAYS), days(&self.retention_days, RETENTION_DAYS));
        let backwards = opens_on.zip(closes_on.ok().flatten()).is_some_and(|(first, last)| last < first);
        let faults: Vec<CallFault> = [
            title.is_empty().then_some(CallFault::NoTitle),
            (title.chars().count() > LONGEST_CALL_TITLE).then_some(CallFault::LongTitle),
            (words.chars().count() > LONGEST_CALL_WORDS).then_some(CallFault::LongWords),
            opens_on.is_none().then_some(CallFault::NoFirstDay),
            closes_on.err(),
            backwards.then_some(CallFault::Backwards),
            answer.is_none().then_some(CallFault::AnswerDays),
            retention.is_none().then_some(CallFault::RetentionDays),
        ]
        .into_iter()
        .flatten()
        .collect();
        match (faults.is_empty(), opens_on, closes_on, answer, retention) {
            (true, Some(opens_on), Ok(closes_on), Some(answer_days), Some(retention_days)) => Ok(Call {
                id: CallId::new(),
                congress,
                number,
                title,
                words,
                opens_on,
                closes_on,
                answer_days,
                retention_days,
                state: CallState::Draft,
                received: 0,
                reported_on: None,
            }),
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use jiff::civil::date;

    use super::*;

    fn form() -> CallForm {
        CallForm {
            title: "2025年民生实事项目征集".to_owned(),
            opens_on: "2024-10-01".to_owned(),
            closes_on: "2024-10-31".to_owned(),
            answer_days: "15".to_owned(),
            retention_days: "180".to_owned(),
            ..CallForm::default()
        }
    }

    #[test]
    fn a_call_is_open_from_its_first_day_to_the_end_of_its_last() {
        let mut call = form().settled(CongressId::new(), 1).unwrap();
        assert_eq!(call.phase(date(2024, 10, 1)), Phase::Draft);
        call.state = CallState::Published;
        for (day, phase) in [
            (date(2024, 9, 30), Phase::Upcoming),
            (date(2024, 10, 1), Phase::Open),
            (date(2024, 10, 31), Phase::Open),
            (date(2024, 11, 1), Phase::Closed),
        ] {
            assert_eq!(call.phase(day), phase, "{day}");
        }
        assert_eq!(call.due(date(2024, 10, 20)), date(2024, 11, 4));
        assert_eq!(call.keep_until(date(2024, 10, 5)), date(2025, 4, 29));
        call.closes_on = None;
        assert_eq!(call.phase(date(2030, 1, 1)), Phase::Open);
        call.state = CallState::Reported;
        assert_eq!(call.phase(date(2024, 10, 1)), Phase::Reported);
    }

    #[test]
    fn what_is_wrong_with_a_call_is_said_all_at_once() {
        let wrong = CallForm { opens_on: "2024-11-01".to_owned(), answer_days: "0".to_owned(), ..form() };
        assert_eq!(wrong.settled(CongressId::new(), 1).unwrap_err(), [CallFault::Backwards, CallFault::AnswerDays]);
        assert_eq!(CallForm::default().settled(CongressId::new(), 1).unwrap_err().len(), 4);
        let odd = CallForm { closes_on: "31.10.".to_owned(), ..form() };
        assert_eq!(odd.settled(CongressId::new(), 1).unwrap_err(), [CallFault::NoLastDay]);
    }
}
