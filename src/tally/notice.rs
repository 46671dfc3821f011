//! 公告: by which the presidium makes a result public.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    congress::{self, Session},
    db::Ts,
    ids::{DocumentId, NoticeId, SessionId},
    web::Message,
};

#[derive(Clone, Debug)]
pub struct Notice {
    pub id: NoticeId,
    pub session: SessionId,
    pub certificate: DocumentId,
    pub number: NoticeNumber,
    /// As it is signed: the presidium with the names of congress and session.
    pub announced_by: String,
    /// The day that stands under it.
    pub day: Date,
    /// When the public began to see it.
    pub announced_at: Ts,
}

/// `3`, which is printed 第 3 号; or a number that says itself what it is, like 示例第1号.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeNumber(String);

const LONGEST_NUMBER: usize = 40;

impl NoticeNumber {
    /// `3`, `第3号` and `３号` are one number.
    pub fn read(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        if typed.is_empty() || typed.chars().count() > LONGEST_NUMBER || typed.chars().any(char::is_control) {
            return None;
        }
        let bare = typed.strip_suffix('号').unwrap_or(typed);
        let bare = bare.strip_prefix('第').unwrap_or(bare).trim();
        let is_numeral =
            |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || "〇零一二三四五六七八九十百".contains(c);
        let plain = !bare.is_empty() && bare.chars().all(is_numeral);
        Some(Self(if plain { bare.to_owned() } else { typed.to_owned() }))
    }

    pub fn stored(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Which words of the message go around it: `named` has its own 号.
    pub fn style(&self) -> &'static str {
        if self.0.ends_with('号') { "named" } else { "plain" }
    }
}

/// As typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeForm {
    pub number: String,
    pub day: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeFault {
    #[error("the notice has no number")]
    NoNumber,
    #[error("the notice has no day")]
    NotADay,
    #[error("the notice is of before the session")]
    BeforeTheSession,
    #[error("the notice is of a day to come")]
    InTheFuture,
}

impl NoticeFault {
    pub fn message(self) -> Message {
        match self {
            Self::NoNumber => Message::new("announce-no-number").at("number"),
            Self::NotADay => Message::new("announce-not-a-day").at("day"),
            Self::BeforeTheSession => Message::new("announce-before-the-session").at("day"),
            Self::InTheFuture => Message::new("announce-in-the-future").at("day"),
        }
    }
}

/// A notice is a matter of days: a clock that is further off is not believed.
const BELIEVED_FOR_DAYS: i32 = 31;

/// What stands in the field before anybody types: today, or the day of the session where the server's clock cannot be right.
pub fn preset_day(session: &Session, today: Date) -> Date {
    let days = session.date.until(today).map_or(-1, |span| span.get_days());
    if (0..=BELIEVED_FOR_DAYS).contains(&days) { today } else { session.date }
}

impl NoticeForm {
    /// Every fault at once.
    pub fn read(&self, session: &Session, today: Date) -> Result<(NoticeNumber, Date), Vec<NoticeFault>> {
        let number = NoticeNumber::read(&self.number).ok_or(NoticeFault::NoNumber);
        let day = match congress::read_day(&self.day) {
            None => Err(NoticeFault::NotADay),
            Some(day) if day < session.date => Err(NoticeFault::BeforeTheSession),
            Some(day) if day > today.max(session.date) => Err(NoticeFault::InTheFuture),
            Some(day) => Ok(day),
        };
        match (number, day) {
            (Ok(number), Ok(day)) => Ok((number, day)),
            (number, day) => Err(number.err().into_iter().chain(day.err()).collect()),
        }
    }
}

/// A notice as it is shown.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeLine {
    pub number: String,
    pub style: &'static str,
    pub announced_by: String,
    /// ISO 8601.
    pub day: String,
}

impl NoticeLine {
    pub fn of(number: &NoticeNumber, announced_by: String, day: Date) -> Self {
        Self { number: number.as_str().to_owned(), style: number.style(), announced_by, day: day.to_string() }
    }

    pub fn sample(number: &str) -> Self {
        let number = NoticeNumber::stored(number.to_owned());
        Self::of(&number, "杭州市上城区第一届人民代表大会第三次会议主席团<b>".to_owned(), Date::constant(2024, 2, 4))
    }
}

impl From<&Notice> for NoticeLine {
    fn from(notice: &Notice) -> Self {
        Self::of(&notice.number, notice.announced_by.clone(), notice.day)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use jiff::civil::date;

    use super::*;
    use crate::ids::CongressId;

    fn session() -> Session {
        Session {
            id: SessionId::new(),
            congress: CongressId::new(),
            name: "第三次会议".to_owned(),
            ordinal: 3,
            year: 2024,
            rehearsal: false,
            date: date(2024, 2, 3),
            plenary: "第二次全体会议".to_owned(),
            item: "票决".to_owned(),
            place: None,
            check_in_seed: None,
        }
    }

    #[test]
    fn a_bare_number_gets_its_words_and_any_other_keeps_its_own() {
        for (typed, kept, style) in [
            ("3", "3", "plain"),
            (" 第3号 ", "3", "plain"),
            ("第 3 号", "3", "plain"),
            ("３号", "３", "plain"),
            ("三", "三", "plain"),
            ("示例第1号", "示例第1号", "named"),
            ("〔2024〕3号", "〔2024〕3号", "named"),
            ("甲-3", "甲-3", "plain"),
        ] {
            let number = NoticeNumber::read(typed).unwrap();
            assert_eq!((number.as_str(), number.style()), (kept, style), "{typed}");
        }
        for typed in ["", "  ", "a\nb", &"号".repeat(41)] {
            assert_eq!(NoticeNumber::read(typed), None, "{typed:?}");
        }
        assert_eq!(NoticeNumber::read("号").unwrap().as_str(), "号", "odd, but what was typed");
    }

    #[test]
    fn the_day_is_preset_by_a_clock_that_can_be_right() {
        let preset = |today| preset_day(&session(), today);
        assert_eq!(preset(date(2024, 2, 3)), date(2024, 2, 3));
        assert_eq!(preset(date(2024, 2, 5)), date(2024, 2, 5));
        assert_eq!(preset(date(2026, 11, 29)), date(2024, 2, 3));
        assert_eq!(preset(date(2024, 2, 1)), date(2024, 2, 3));
    }

    #[test]
    fn a_notice_is_neither_before_its_session_nor_of_tomorrow() {
        let read = |day: &str, today| {
            NoticeForm { number: "3".to_owned(), day: day.to_owned() }.read(&session(), today).map(|(_, day)| day)
        };
        let later = date(2024, 3, 1);
        assert_eq!(read("2024-02-04", later), Ok(date(2024, 2, 4)));
        assert_eq!(read("2024年2月4日", later), Ok(date(2024, 2, 4)));
        assert_eq!(read("2024-02-02", later), Err(vec![NoticeFault::BeforeTheSession]));
        assert_eq!(read("2024-03-02", later), Err(vec![NoticeFault::InTheFuture]));
        assert_eq!(read("", later), Err(vec![NoticeFault::NotADay]));
        assert_eq!(read("2024-02-03", date(2024, 1, 1)), Ok(date(2024, 2, 3)), "a clock that is behind stops nothing");
        let both = NoticeForm::default().read(&session(), later);
        assert_eq!(both, Err(vec![NoticeFault::NoNumber, NoticeFault::NotADay]));
    }
}
