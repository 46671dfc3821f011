//! What became of a proposal, said to whoever proposed it; and the clock that runs until it is said.

use jiff::civil::Date;

use crate::{db::Ts, ids::ProposalAnswerId, web::Message, word_enum};

word_enum! {
    AnswerKind {
        Aside = "aside",
        Hidden = "hidden",
        Withdrawn = "withdrawn",
        Referred = "referred",
        Refused = "refused",
        Pool = "pool",
        Candidate = "candidate",
        Chosen = "chosen",
        NotChosen = "not_chosen",
        /// What was promised of it was accepted as done.
        Done = "done",
    }
}

word_enum! {
    /// To whom something is referred.
    Referral {
        /// 12345
        Hotline = "hotline",
        Unit = "unit",
        /// 代表建议, with its number.
        Motion = "motion",
    }
}

word_enum! {
    /// What whoever proposed it says once it is done.
    Help {
        Yes = "yes",
        Partly = "partly",
        No = "no",
    }
}

impl AnswerKind {
    pub fn message(self) -> Message {
        match self {
            Self::Aside => "answer-aside".into(),
            Self::Hidden => "answer-hidden".into(),
            Self::Withdrawn => "answer-withdrawn".into(),
            Self::Referred => "answer-referred".into(),
            Self::Refused => "answer-refused".into(),
            Self::Pool => "answer-pool".into(),
            Self::Candidate => "answer-candidate".into(),
            Self::Chosen => "answer-chosen".into(),
            Self::NotChosen => Message::new("answer-not_chosen"),
            Self::Done => "answer-done".into(),
        }
    }

    /// Put aside, hidden and withdrawn are answers only as long as it is so.
    pub fn is_lasting(self) -> bool {
        !matches!(self, Self::Aside | Self::Hidden | Self::Withdrawn)
    }
}

pub const LONGEST_ANSWER: usize = 1_000;
pub const LONGEST_UNIT: usize = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub id: ProposalAnswerId,
    pub kind: AnswerKind,
    pub words: String,
    /// Of what was referred.
    pub target: Option<Referral>,
    /// To whom it was referred, or who answers; may be empty.
    pub unit: String,
    pub by: String,
    pub at: Ts,
}

impl Answer {
    /// Referred to nobody.
    pub fn new(kind: AnswerKind, words: &str, by: &str, at: Ts) -> Self {
        Self {
            id: ProposalAnswerId::new(),
            kind,
            words: words.to_owned(),
            target: None,
            unit: String::new(),
            by: by.to_owned(),
            at,
        }
    }
}

/// How the clock of one proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    pub received: Date,
    pub due: Date,
    /// The day of the first answer.
    pub answered: Option<Date>,
}

impl Clock {
    /// Days over the time, of what was answered late or is still open.
    pub fn days_late(self, today: Date) -> i32 {
        let until = self.answered.unwrap_or(today);
        until.since(self.due).map_or(0, |span| span.get_days()).max(0)
    }
}

/// Many clocks together, without those that were withdrawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct ClockCount {
    pub received: usize,
    pub answered: usize,
    pub open: usize,
    pub open_late: usize,
    pub answered_late: usize,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_clock_is_late_from_the_day_after_and_stops_with_the_answer() {
        let open = Clock { received: date(2024, 10, 1), due: date(2024, 10, 16), answered: None };
        assert_eq!(open.days_late(date(2024, 10, 16)), 0);
        assert_eq!(open.days_late(date(2024, 12, 1)), 46);
        let late = Clock { answered: Some(date(2024, 10, 18)), ..open };
        assert_eq!(late.days_late(date(2025, 1, 1)), 2);
    }
}
