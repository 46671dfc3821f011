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

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("longer than {LONGEST_REMARK} characters")]
pub struct TooLong;

/// Trimmed, on one line, and what becomes of it first.
pub fn read(typed: &str) -> Result<(String, RemarkState), TooLong> {
    let words: String = typed
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .fold(String::new(), |line, word| if line.is_empty() { word.to_owned() } else { format!("{line} {word}") });
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
    }
}
