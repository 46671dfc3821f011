//! What the unit answers, what its author thinks of that, and how many wait.

use jiff::civil::Date;

use crate::{
    db::Ts,
    ids::{VoiceAnswerId, VoiceId},
    word_enum,
};

pub const LONGEST_ANSWER: usize = 1_000;

word_enum! {
    /// 帮上忙了吗？
    Help {
        Yes = "yes",
        Partly = "partly",
        No = "no",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub id: VoiceAnswerId,
    pub voice: VoiceId,
    /// 1, or 2 where it was asked again.
    pub turn: i32,
    pub words: String,
    pub unit: String,
    pub by: String,
    pub at: Ts,
    pub due: Date,
}

impl Answer {
    pub fn is_late(&self) -> bool {
        self.at.day() > self.due
    }
}

/// What its author said of an answer; the remark is for the unit and the secretariat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helped {
    pub voice: VoiceId,
    pub turn: i32,
    pub verdict: Help,
    pub remark: String,
}

/// Many clocks together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct ClockCount {
    pub received: usize,
    pub answered: usize,
    pub open: usize,
    pub open_late: usize,
    pub answered_late: usize,
}

/// What authors say of the answers to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct HelpCount {
    pub yes: usize,
    pub partly: usize,
    pub no: usize,
}

impl HelpCount {
    pub fn of(helps: &[Helped]) -> Self {
        let count = |verdict| helps.iter().filter(|helped| helped.verdict == verdict).count();
        Self { yes: count(Help::Yes), partly: count(Help::Partly), no: count(Help::No) }
    }
}
