//! What somebody adds to a mark: seen by the secretariat only, until it is released.

use crate::word_enum;

word_enum! {
    RemarkState {
        /// Nothing was written.
        Empty = "empty",
        Held = "held",
        Released = "released",
        Withheld = "withheld",
    }
}

pub const LONGEST_REMARK: usize = 200;
pub const LONGEST_ANSWER: usize = 300;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("longer than it may be")]
pub struct TooLong;

fn on_one_line(typed: &str) -> String {
    typed
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .fold(String::new(), |line, word| if line.is_empty() { word.to_owned() } else { format!("{line} {word}") })
}

/// What is answered to a remark, trimmed, on one line; it may be nothing.
pub fn read_answer(typed: &str) -> Result<String, TooLong> {
    let words = on_one_line(typed);
    if words.chars().count() > LONGEST_ANSWER { Err(TooLong) } else { Ok(words) }
}

/// Trimmed, on one line, and what becomes of it first.
pub fn read(typed: &str) -> Result<(String, RemarkState), TooLong> {
    let words = on_one_line(typed);
    match words.chars().count() {
        0 => Ok((words, RemarkState::Empty)),
        1..=LONGEST_REMARK => Ok((words, RemarkState::Held)),
        _ => Err(TooLong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_one_short_line_that_nobody_sees_yet() {
        assert_eq!(read("  电梯很好\r\n谢谢\u{7}  "), Ok(("电梯很好 谢谢".to_owned(), RemarkState::Held)));
        assert_eq!(read(" \n "), Ok((String::new(), RemarkState::Empty)));
        assert!(read(&"好".repeat(200)).is_ok());
        assert_eq!(read(&"好".repeat(201)), Err(TooLong));
        assert_eq!(read_answer(" 已转\n责任单位 "), Ok("已转 责任单位".to_owned()));
        assert_eq!(read_answer(&"好".repeat(301)), Err(TooLong));
    }
}
