//! What somebody proposes, in their own words.

use super::grams::fold;
use crate::guests::{on_lines, on_one_line};

pub const LONGEST_TITLE: usize = 40;
pub const LONGEST_WHY: usize = 800;
pub const LONGEST_GAIN: usize = 400;
const SHORTEST_TITLE: usize = 4;

/// The wording of a proposal: nothing in it is empty, too long, or invisible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    pub title: String,
    pub why: String,
    /// Who gains by it; may be empty.
    pub gain: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordingFault {
    #[error("the title is too short")]
    ShortTitle,
    #[error("the title is too long: {0}")]
    LongTitle(usize),
    #[error("it is not said why")]
    NoWhy,
    #[error("why is too long: {0}")]
    LongWhy(usize),
    #[error("who gains is too long: {0}")]
    LongGain(usize),
}

impl Wording {
    pub fn parse(title: &str, why: &str, gain: &str) -> Result<Self, Vec<WordingFault>> {
        let wording = Self { title: on_one_line(title), why: on_lines(why), gain: on_lines(gain) };
        let long = |text: &str, most| Some(text.chars().count()).filter(|count| *count > most);
        let visible = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).count();
        let faults: Vec<_> = [
            (visible(&wording.title) < SHORTEST_TITLE).then_some(WordingFault::ShortTitle),
            long(&wording.title, LONGEST_TITLE).map(WordingFault::LongTitle),
            (visible(&wording.why) == 0).then_some(WordingFault::NoWhy),
            long(&wording.why, LONGEST_WHY).map(WordingFault::LongWhy),
            long(&wording.gain, LONGEST_GAIN).map(WordingFault::LongGain),
        ]
        .into_iter()
        .flatten()
        .collect();
        if faults.is_empty() { Ok(wording) } else { Err(faults) }
    }

    /// All of it, as it is searched.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}", self.title, self.why, self.gain)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_wording_is_what_can_be_seen_of_what_was_typed() {
        let wording = Wording::parse(" 加装\u{200b}电梯\0 \n三幢 ", "老人多\u{202e}\r\n\r\n六层楼", "").unwrap();
        assert_eq!(wording.title, "加装电梯 三幢");
        assert_eq!(wording.why, "老人多\n\n六层楼");
        assert_eq!(Wording::parse("加装电梯", &"😀".repeat(800), "").unwrap_err(), [WordingFault::NoWhy]);
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let long = "梯".repeat(1_000_000);
        let faults = Wording::parse("  ", "\u{200b}\n", &long).unwrap_err();
        assert_eq!(faults, [WordingFault::ShortTitle, WordingFault::NoWhy, WordingFault::LongGain(1_000_000)]);
        let faults = Wording::parse(&long, &long, "").unwrap_err();
        assert_eq!(faults, [WordingFault::LongTitle(1_000_000), WordingFault::LongWhy(1_000_000)]);
    }
}
