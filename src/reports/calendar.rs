//! The days of projects as a calendar (iCalendar, RFC 5545): all of them days without an hour, so that no zone is needed.

use jiff::{ToSpan, civil::Date};

use crate::{
    candidates::{Goal, SubItem},
    db::Ts,
    projects::{Milestone, Standing, Subject, Tracked, target_of},
    ratings::Period,
    web::Message,
    word_enum,
};

word_enum! {
    /// What a day is about; the category that calendars filter by.
    DayKind {
        Milestone = "milestone",
        Completion = "completion",
        ReportDue = "report-due",
        Rating = "rating",
    }
}

/// One entry, of a day or of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The same for the same thing for ever, also when its day is moved.
    pub uid: String,
    pub kind: DayKind,
    pub from: Date,
    /// The last one, included.
    pub to: Date,
    /// When it was last said.
    pub said_at: Ts,
    /// The project's title; empty where it is of a whole year.
    pub title: String,
    pub said: Message,
    /// What the plan says of it.
    pub words: String,
    /// Where the site says more.
    pub path: String,
}

/// All that lies ahead of these projects and what lay behind, by day.
pub fn entries(all: &[Tracked], periods: &[Period], today: Date) -> Vec<Entry> {
    let mut found: Vec<Entry> = all.iter().flat_map(|one| milestones(one, today)).collect();
    found.extend(all.iter().flat_map(|one| due_days(one, today)));
    for period in periods {
        let of_year = all.iter().filter(|one| one.project.year == period.year);
        let Some(said_at) = of_year.map(|one| one.project.promoted_at).max() else { continue };
        found.push(Entry {
            uid: format!("rating-{}", period.id),
            kind: DayKind::Rating,
            from: period.opens_on,
            to: period.closes_on,
            said_at,
            title: String::new(),
            said: Message::new("calendar-rating").with("year", period.year),
            words: String::new(),
            path: format!("/ratings/{}", period.year),
        });
    }
    found.sort_by(|a, b| (a.from, &a.uid).cmp(&(b.from, &b.uid)));
    found
}

/// Of a project that rests or was ended nothing is planned any more.
fn is_planned(one: &Tracked, day: Date, today: Date) -> bool {
    one.standing() == Standing::Running || day <= today
}

fn milestones(one: &Tracked, today: Date) -> Vec<Entry> {
    let Some(said_at) = one.published().and_then(|plan| plan.published_at) else { return Vec::new() };
    let of_item = |item: &SubItem| {
        let milestones = one.item_plan(item.id).map(|plan| plan.milestones.as_slice()).unwrap_or_default();
        let entry = |(at, milestone): (usize, &Milestone)| {
            let is_last = at + 1 == milestones.len();
            let kind = if is_last { DayKind::Completion } else { DayKind::Milestone };
            Entry {
                uid: if is_last { format!("completion-{}", item.id) } else { format!("milestone-{at}-{}", item.id) },
                kind,
                from: milestone.on,
                to: milestone.on,
                said_at,
                title: one.project.title.clone(),
                said: said(item, milestone, is_last),
                words: milestone.words.clone(),
                path: Subject::Project(one.project.id).path(),
            }
        };
        milestones.iter().enumerate().map(entry).collect::<Vec<_>>()
    };
    let all = one.project.sub_items.iter().flat_map(of_item);
    all.filter(|entry| is_planned(one, entry.from, today)).collect()
}

fn said(item: &SubItem, milestone: &Milestone, is_last: bool) -> Message {
    let message = match (&item.goal, is_last) {
        (Goal::Measured(_), false) => Message::new("calendar-milestone"),
        (Goal::Measured(_), true) => Message::new("calendar-completion"),
        (Goal::Zero, false) => Message::new("calendar-milestone-left"),
        (_, false) => Message::new("calendar-milestone-plain"),
        (Goal::Zero | Goal::Title | Goal::Qualitative, true) => Message::new("calendar-completion-plain"),
    };
    let quantity = milestone.quantity.grouped();
    message.with("item", &item.name).with("quantity", quantity).with("unit", target_of(&item.goal).1)
}

/// One a month, whatever number of sub-items is reported about.
fn due_days(one: &Tracked, today: Date) -> Vec<Entry> {
    let Some(said_at) = one.plans.iter().filter_map(|plan| plan.published_at).min() else { return Vec::new() };
    let entry = |day: Date| Entry {
        uid: format!("report-{}-{}", day.strftime("%Y-%m"), one.project.id),
        kind: DayKind::ReportDue,
        from: day,
        to: day,
        said_at,
        title: one.project.title.clone(),
        said: "calendar-report-due".into(),
        words: String::new(),
        path: Subject::Project(one.project.id).path(),
    };
    one.report_days(today).into_iter().map(entry).collect()
}

/// What surrounds the entries.
pub struct Frame<'a> {
    pub origin: &'a str,
    /// Of the calendar itself.
    pub address: &'a str,
    pub name: &'a str,
    /// In the reader's language.
    pub text: &'a dyn Fn(&Message) -> String,
    /// An entry names its project where the calendar is of several.
    pub of_one: bool,
}

/// Octets of a line without its end.
const LONGEST_LINE: usize = 75;

impl Frame<'_> {
    pub fn written(&self, entries: &[Entry]) -> String {
        let mut lines = vec![
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//piaojue//projects//ZH".to_owned(),
            "CALSCALE:GREGORIAN".to_owned(),
            format!("NAME:{}", escaped(self.name)),
            format!("X-WR-CALNAME:{}", escaped(self.name)),
            format!("SOURCE;VALUE=URI:{}", self.address),
            "REFRESH-INTERVAL;VALUE=DURATION:P1D".to_owned(),
            "X-PUBLISHED-TTL:P1D".to_owned(),
        ];
        for entry in entries {
            lines.extend(self.entry(entry));
        }
        if entries.is_empty() {
            // A calendar has at least one part; this one says nothing of any day.
            lines.extend(NOTHING.map(ToOwned::to_owned));
        }
        lines.push("END:VCALENDAR".to_owned());
        lines.iter().map(|line| folded(line)).collect()
    }

    fn entry(&self, entry: &Entry) -> Vec<String> {
        let said = (self.text)(&entry.said);
        let whole = if self.of_one || entry.title.is_empty() { said } else { format!("{said} · {}", entry.title) };
        let after = entry.to.checked_add(1.day()).unwrap_or(entry.to);
        let mut lines = vec![
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", entry.uid),
            format!("DTSTAMP:{}", entry.said_at.timestamp().strftime("%Y%m%dT%H%M%SZ")),
            format!("DTSTART;VALUE=DATE:{}", entry.from.strftime("%Y%m%d")),
            format!("DTEND;VALUE=DATE:{}", after.strftime("%Y%m%d")),
            format!("SUMMARY:{}", escaped(&whole)),
        ];
        if !entry.words.is_empty() {
            lines.push(format!("DESCRIPTION:{}", escaped(&entry.words)));
        }
        lines.push(format!("CATEGORIES:{}", entry.kind.word().to_uppercase()));
        lines.push(format!("URL:{}{}", self.origin, entry.path));
        lines.extend(["TRANSP:TRANSPARENT", "END:VEVENT"].map(ToOwned::to_owned));
        lines
    }
}

const NOTHING: [&str; 8] = [
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// TEXT of RFC 5545: what separates values is escaped, what no text holds left out.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line of at most 75 octets goes on in the next one behind a space; no letter is cut.
fn folded(line: &str) -> String {
    let (mut out, mut room) = (String::new(), LONGEST_LINE);
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LONGEST_LINE - 1;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out + "\r\n"
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use jiff::civil::date;

    use super::*;
    use crate::projects::{AdjustmentKind, AdjustmentState, samples};

    fn published() -> Tracked {
        let [_, mut one] = samples::tracked();
        let at: Ts = "2024-03-10T04:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
        one.plans[1].published_at = Some(at);
        one
    }

    #[test]
    fn a_line_is_folded_by_octets_and_no_letter_is_cut() {
        assert_eq!(folded("BEGIN:VEVENT"), "BEGIN:VEVENT\r\n");
        assert_eq!(folded(&"a".repeat(75)), format!("{}\r\n", "a".repeat(75)));
        assert_eq!(folded(&"a".repeat(76)), format!("{}\r\n a\r\n", "a".repeat(75)));
        let long = format!("SUMMARY:{}𠮷e", "杭".repeat(90));
        let lines = folded(&long);
        assert!(lines.split("\r\n").all(|line| line.len() <= 75));
        assert_eq!(lines.replace("\r\n ", "").trim_end(), long);
    }

    #[test]
    fn what_separates_values_is_escaped() {
        assert_eq!(escaped("一,二;三\\四\n五\r\u{7}"), "一\\,二\\;三\\\\四\\n五");
    }

    #[test]
    fn milestones_due_days_and_ratings_are_entries_with_names_of_their_own() {
        let one = published();
        let today = date(2024, 5, 10);
        let period = Period {
            id: crate::ids::RatingPeriodId::new(),
            congress: one.project.congress,
            year: one.project.year,
            opens_on: date(2024, 11, 1),
            closes_on: date(2024, 11, 30),
        };
        let found = entries(std::slice::from_ref(&one), std::slice::from_ref(&period), today);
        for kind in [DayKind::Completion, DayKind::ReportDue, DayKind::Rating] {
            assert!(found.iter().any(|entry| entry.kind == kind), "{kind}");
        }
        let mut uids: Vec<&str> = found.iter().map(|entry| entry.uid.as_str()).collect();
        uids.sort_unstable();
        uids.dedup();
        assert_eq!(uids.len(), found.len());
        let text = |message: &Message| message.key.to_owned();
        let frame = Frame {
            origin: "https://vote.example",
            address: "https://vote.example/projects/calendar.ics",
            name: "实事,日历",
            text: &text,
            of_one: false,
        };
        let written = frame.written(&found);
        assert!(written.contains("DTSTART;VALUE=DATE:20241101\r\nDTEND;VALUE=DATE:20241201\r\n"), "{written}");
        assert!(written.contains("NAME:实事\\,日历\r\n"));
        assert_eq!(frame.written(&found), written, "the same for whoever asks again");
        assert!(frame.written(&[]).contains("BEGIN:VTIMEZONE"));

        let mut other = one.clone();
        for item in &mut other.plans[1].plan.items {
            for milestone in &mut item.milestones {
                milestone.on = milestone.on.checked_add(7.days()).unwrap();
            }
        }
        let moved = entries(std::slice::from_ref(&other), &[], today);
        let of = |all: &[Entry]| {
            let kept = all.iter().filter(|entry| entry.kind == DayKind::Completion);
            kept.map(|entry| entry.uid.clone()).collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(of(&moved), of(&found), "a day that moves is the same entry");
    }

    #[test]
    fn of_what_rests_nothing_is_planned() {
        let mut one = published();
        one.adjustments =
            vec![samples::adjustment(&one.project, AdjustmentKind::Suspension, AdjustmentState::Effective)];
        let today = date(2024, 5, 10);
        let found = entries(std::slice::from_ref(&one), &[], today);
        assert!(found.iter().all(|entry| entry.from <= today), "{found:?}");
    }
}
