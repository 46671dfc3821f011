//! 审议意见: what the standing committee said of the list, and what was done with each.

use serde::{Deserialize, Serialize};

use crate::{
    web::{Message, Refusal},
    word_enum,
};

word_enum! {
    /// What came of an opinion.
    OpinionOutcome {
        Taken = "taken",
        Partly = "partly",
        /// Not taken up, and the committee was told why.
        Explained = "explained",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// From 1, in the order of the minutes.
    pub position: i32,
    pub words: String,
    /// What was done with it, once that is known.
    pub done: Option<(OpinionOutcome, String)>,
}

/// As typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OpinionForm {
    /// Empty for a new one.
    #[serde(default)]
    pub position: String,
    #[serde(default)]
    pub opinion: String,
    #[serde(default)]
    pub outcome: String,
    #[serde(default)]
    pub done: String,
    /// `save` or `remove`.
    #[serde(default, rename = "do")]
    pub act: String,
}

const LONGEST: usize = 500;
pub const MOST_OPINIONS: usize = 50;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpinionError {
    #[error("a round has begun: the list is frozen")]
    Frozen,
    #[error("no words")]
    NoWords,
    #[error("too long")]
    Long(&'static str),
    #[error("an outcome without what was done, or the other way round")]
    HalfDone(&'static str),
    #[error("more than {MOST_OPINIONS}")]
    TooMany,
}

impl Refusal for OpinionError {
    fn message(&self) -> Message {
        match self {
            Self::Frozen => "opinion-frozen".into(),
            Self::NoWords => Message::new("opinion-no-words").at("opinion"),
            Self::Long(at) => Message::new("opinion-long").with("most", LONGEST).at(at),
            Self::HalfDone(at) => Message::new("opinion-half-done").at(at),
            Self::TooMany => Message::new("opinion-too-many").with("most", MOST_OPINIONS),
        }
    }
}

impl OpinionForm {
    /// What it says, under that number.
    pub fn read(&self, position: i32) -> Result<Opinion, OpinionError> {
        let (words, done) = (self.opinion.trim().to_owned(), self.done.trim().to_owned());
        if words.is_empty() {
            return Err(OpinionError::NoWords);
        }
        for (text, at) in [(&words, "opinion"), (&done, "done")] {
            if text.chars().count() > LONGEST {
                return Err(OpinionError::Long(at));
            }
        }
        let done = match (self.outcome.parse().ok(), done.is_empty()) {
            (None, true) => None,
            (Some(outcome), false) => Some((outcome, done)),
            (Some(_), true) => return Err(OpinionError::HalfDone("done")),
            (None, false) => return Err(OpinionError::HalfDone("outcome")),
        };
        Ok(Opinion { position, words, done })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn an_opinion_has_both_an_outcome_and_what_was_done_or_neither() {
        let typed = |outcome: &str, done: &str| OpinionForm {
            opinion: " 建议明确完成时限 ".to_owned(),
            outcome: outcome.to_owned(),
            done: done.to_owned(),
            ..OpinionForm::default()
        };
        assert_eq!(typed("", "").read(1).unwrap().done, None);
        let taken = typed("taken", "已写明11月底").read(2).unwrap();
        assert_eq!((taken.position, taken.words.as_str()), (2, "建议明确完成时限"));
        assert_eq!(taken.done, Some((OpinionOutcome::Taken, "已写明11月底".to_owned())));
        assert_eq!(typed("taken", " ").read(1), Err(OpinionError::HalfDone("done")));
        assert_eq!(typed("", "已改").read(1), Err(OpinionError::HalfDone("outcome")));
        assert_eq!(OpinionForm::default().read(1), Err(OpinionError::NoWords));
        let long = OpinionForm { opinion: "长".repeat(501), ..OpinionForm::default() };
        assert_eq!(long.read(1), Err(OpinionError::Long("opinion")));
    }
}
