//! 更改: what may be decided to be changed of a vote between a void round and the next.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{prior_review::read_day, session::VotePart};
use crate::{
    db::Ts,
    web::{Message, Refusal},
};

const LONGEST_BODY: usize = 100;

/// Whose decision it is, of which day, and what of the vote it opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeTerms {
    /// 主席团第三次会议
    pub body: String,
    pub decided_on: Date,
    pub parts: Vec<VotePart>,
}

/// A decision that two have recorded.
#[derive(Clone, Debug)]
pub struct VoteChange {
    /// The number of the void round after which it was made.
    pub after_round: i32,
    pub terms: ChangeTerms,
    pub reason: String,
    /// What the rounds until then were held under, as the certificate will say it: canonical JSON.
    pub held_under: String,
    pub by: String,
    pub confirmed: String,
    pub at: Ts,
}

/// As typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ChangeForm {
    #[serde(default)]
    pub body: String,
    #[serde(default)]
    pub decided_on: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub list: String,
    #[serde(default)]
    pub roll: String,
    #[serde(default)]
    pub method: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermsFault {
    #[error("it is not said who decided")]
    NoBody,
    #[error("no day, one that is yet to come, or one before the round")]
    BadDay,
    #[error("nothing is named that may be changed")]
    NoPart,
}

impl Refusal for TermsFault {
    fn message(&self) -> Message {
        match self {
            Self::NoBody => Message::new("change-no-body").with("most", LONGEST_BODY).at("body"),
            Self::BadDay => Message::from("change-bad-day").at("decided_on"),
            Self::NoPart => Message::from("change-no-part").at("parts"),
        }
    }
}

impl ChangeForm {
    /// `not_before`: the day on which the round that it follows was still being held.
    pub fn read(&self, not_before: Date, today: Date) -> Result<ChangeTerms, TermsFault> {
        let body = self.body.trim();
        if body.is_empty() || body.chars().count() > LONGEST_BODY || body.chars().any(char::is_control) {
            return Err(TermsFault::NoBody);
        }
        let decided_on = read_day(&self.decided_on).filter(|day| (not_before..=today).contains(day));
        let decided_on = decided_on.ok_or(TermsFault::BadDay)?;
        let ticked = |part: &&VotePart| match part {
            VotePart::List => !self.list.is_empty(),
            VotePart::Roll => !self.roll.is_empty(),
            VotePart::Method => !self.method.is_empty(),
        };
        let parts: Vec<VotePart> = VotePart::ALL.iter().filter(ticked).copied().collect();
        if parts.is_empty() {
            return Err(TermsFault::NoPart);
        }
        Ok(ChangeTerms { body: body.to_owned(), decided_on, parts })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_change_says_who_decided_when_and_what() {
        let (round, today) = (date(2024, 2, 3), date(2024, 2, 5));
        let form = |decided_on: &str, list: &str| ChangeForm {
            body: " 主席团第三次会议 ".into(),
            decided_on: decided_on.into(),
            list: list.into(),
            method: "on".into(),
            ..ChangeForm::default()
        };
        let terms = form("2024-02-04", "on").read(round, today);
        let parts = vec![VotePart::List, VotePart::Method];
        assert_eq!(terms, Ok(ChangeTerms { body: "主席团第三次会议".into(), decided_on: date(2024, 2, 4), parts }));
        for day in ["", "2024-02-02", "2024-02-06", "明天"] {
            assert_eq!(form(day, "on").read(round, today), Err(TermsFault::BadDay), "{day}");
        }
        let nothing = ChangeForm { method: String::new(), ..form("2024-02-04", "") };
        assert_eq!(nothing.read(round, today), Err(TermsFault::NoPart));
        for body in ["", "  ", "主席团\u{7}", &"会".repeat(101)] {
            let unsaid = ChangeForm { body: body.into(), ..form("2024-02-04", "on") };
            assert_eq!(unsaid.read(round, today), Err(TermsFault::NoBody), "{body:?}");
        }
    }
}
