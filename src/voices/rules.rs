//! Within how many days the units answer, and how long contacts are kept: data of each congress.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rules {
    pub answer_days: i32,
    pub retention_days: i32,
}

pub const ANSWER_DAYS: std::ops::RangeInclusive<i32> = 1..=90;
pub const RETENTION_DAYS: std::ops::RangeInclusive<i32> = 30..=1_100;

impl Default for Rules {
    fn default() -> Self {
        Self { answer_days: 15, retention_days: 180 }
    }
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RulesForm {
    #[serde(default)]
    pub answer_days: String,
    #[serde(default)]
    pub retention_days: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesFault {
    #[error("no number of days for an answer")]
    AnswerDays,
    #[error("no number of days for contacts")]
    RetentionDays,
}

impl Rules {
    pub fn due(self, received: Date) -> Date {
        received.saturating_add(self.answer_days.days())
    }

    pub fn keep_until(self, received: Date) -> Date {
        received.saturating_add(self.retention_days.days())
    }
}

impl RulesForm {
    pub fn of(rules: Rules) -> Self {
        Self { answer_days: rules.answer_days.to_string(), retention_days: rules.retention_days.to_string() }
    }

    pub fn settled(&self) -> Result<Rules, Vec<RulesFault>> {
        let days = |typed: &str, allowed: std::ops::RangeInclusive<i32>| {
            typed.trim().parse::<i32>().ok().filter(|days| allowed.contains(days))
        };
        let answer = days(&self.answer_days, ANSWER_DAYS).ok_or(RulesFault::AnswerDays);
        let retention = days(&self.retention_days, RETENTION_DAYS).ok_or(RulesFault::RetentionDays);
        match (answer, retention) {
            (Ok(answer_days), Ok(retention_days)) => Ok(Rules { answer_days, retention_days }),
            (answer, retention) => Err([answer.err(), retention.err()].into_iter().flatten().collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_numbers_within_reason() {
        let form = |answer: &str, retention: &str| RulesForm {
            answer_days: answer.to_owned(),
            retention_days: retention.to_owned(),
        };
        let rules = form(" 15 ", "180").settled().unwrap();
        assert_eq!(rules, Rules::default());
        assert_eq!(rules.due(date(2024, 7, 1)), date(2024, 7, 16));
        assert_eq!(form("0", "十天").settled().unwrap_err(), [RulesFault::AnswerDays, RulesFault::RetentionDays]);
        assert_eq!(form("91", "30").settled().unwrap_err(), [RulesFault::AnswerDays]);
    }
}
