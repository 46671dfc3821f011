//! A session as the secretariat types it in.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    prior_review::{ReviewFault, read_date},
    session::Session,
};
use crate::web::Message;

/// As typed; `seats` and what is taken over are asked for a new session only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionForm {
    pub name: String,
    pub plenary: String,
    pub date: String,
    pub place: String,
    /// What is voted on; empty for what is usual in the year.
    pub item: String,
    pub seats: String,
    /// `yes` where the roll, or the method, of the session before is taken over.
    pub copy_roll: String,
    pub copy_method: String,
}

/// What is said of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionWords {
    pub name: String,
    pub plenary: String,
    pub date: Date,
    pub place: Option<String>,
    pub item: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionFault {
    Required,
    TooLong,
    /// A line break, or what nobody sees.
    NotOneLine,
    NotADate,
    /// Later than any meeting is called for.
    TooFar,
    YearTaken(i32),
    BeforeTheReview(Date),
    BadSeats,
}

/// The field of the form, and what is wrong with it.
pub type FieldFault = (&'static str, SessionFault);

impl SessionFault {
    pub fn at(self, field: &'static str) -> Message {
        match self {
            Self::Required => Message::new("session-fault-required"),
            Self::TooLong => Message::new("session-fault-too-long"),
            Self::NotOneLine => Message::new("session-fault-not-one-line"),
            Self::NotADate => Message::new("session-fault-not-a-date"),
            Self::TooFar => Message::new("session-fault-too-far"),
            Self::YearTaken(year) => Message::new("session-fault-year-taken").with("year", year.to_string()),
            Self::BeforeTheReview(on) => Message::new("session-fault-before-review").with("day", on.to_string()),
            Self::BadSeats => Message::new("session-fault-seats"),
        }
        .at(field)
    }
}

const LONGEST: usize = 100;
/// A meeting is called for this year or the next.
const FARTHEST_DAYS: i32 = 800;

impl SessionForm {
    /// Filled with what is said of a session.
    pub fn of(session: &Session) -> Self {
        Self {
            name: session.name.clone(),
            plenary: session.plenary.clone(),
            date: session.date.to_string(),
            place: session.place.clone().unwrap_or_default(),
            item: session.item.clone(),
            ..Self::default()
        }
    }

    /// Every field at fault, in the order of the form.
    pub fn read(&self, today: Date) -> Result<SessionWords, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let name = line("name", &self.name, true, &mut faults);
        let plenary = line("plenary", &self.plenary, true, &mut faults);
        let date = match read_date(&self.date) {
            Ok(date) if date > today.saturating_add(FARTHEST_DAYS.days()) => Err(SessionFault::TooFar),
            Ok(date) => Ok(date),
            Err(ReviewFault::Required) => Err(SessionFault::Required),
            Err(_) => Err(SessionFault::NotADate),
        };
        if let Err(fault) = date {
            faults.push(("date", fault));
        }
        let place = line("place", &self.place, false, &mut faults);
        let item = line("item", &self.item, false, &mut faults);
        match date {
            Ok(date) if faults.is_empty() => Ok(SessionWords {
                name,
                plenary,
                date,
                place: (!place.is_empty()).then_some(place),
                item: if item.is_empty() { usual_item(date.year()) } else { item },
            }),
            _ => Err(faults),
        }
    }
}

/// What a session of the year usually votes on.
pub fn usual_item(year: i16) -> String {
    format!("{year}年度民生实事项目票决")
}

/// 第四次会议
pub fn usual_name(ordinal: i32) -> String {
    format!("第{}次会议", chinese(ordinal))
}

/// 1 to 99 as they are said.
fn chinese(number: i32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: i32| usize::try_from(n).ok().and_then(|n| DIGITS.get(n)).copied().unwrap_or_default();
    match number {
        1..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number % 10)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        _ => number.to_string(),
    }
}

fn line(field: &'static str, typed: &str, required: bool, faults: &mut Vec<FieldFault>) -> String {
    let text = typed.trim().to_owned();
    if text.is_empty() && required {
        faults.push((field, SessionFault::Required));
    } else if text.chars().count() > LONGEST {
        faults.push((field, SessionFault::TooLong));
    } else if text.chars().any(char::is_control) {
        faults.push((field, SessionFault::NotOneLine));
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use jiff::civil::date;

    use super::*;

    fn typed() -> SessionForm {
        SessionForm {
            name: " 第四次会议 ".to_owned(),
            plenary: "第二次全体会议".to_owned(),
            date: "2025年2月8日".to_owned(),
            ..SessionForm::default()
        }
    }

    #[test]
    fn a_session_is_read_and_what_is_usual_is_filled_in() {
        let read = typed().read(date(2024, 12, 1)).unwrap();
        assert_eq!((read.name.as_str(), read.date), ("第四次会议", date(2025, 2, 8)));
        assert_eq!((read.place, read.item.as_str()), (None, "2025年度民生实事项目票决"));
    }

    #[test]
    fn every_fault_is_found_at_once() {
        let form = SessionForm {
            name: String::new(),
            plenary: "区".repeat(101),
            date: "2025-02-30".to_owned(),
            place: "礼堂\n二楼".to_owned(),
            ..SessionForm::default()
        };
        assert_eq!(
            form.read(date(2024, 12, 1)).unwrap_err(),
            [
                ("name", SessionFault::Required),
                ("plenary", SessionFault::TooLong),
                ("date", SessionFault::NotADate),
                ("place", SessionFault::NotOneLine),
            ]
        );
        let far = SessionForm { date: "2205-02-08".to_owned(), ..typed() };
        assert_eq!(far.read(date(2024, 12, 1)).unwrap_err(), [("date", SessionFault::TooFar)]);
    }

    #[test]
    fn sessions_are_numbered_as_they_are_said() {
        for (number, said) in
            [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (100, "100")]
        {
            assert_eq!(usual_name(number), format!("第{said}次会议"));
        }
    }
}
