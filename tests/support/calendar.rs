//! iCalendar (RFC 5545), read strictly: what a calendar program need not forgive is a fault here.

use std::collections::{BTreeMap, BTreeSet};

/// The lines as they were before folding; every fault of the outer form fails.
fn lines(text: &str) -> Vec<String> {
    assert!(text.ends_with("\r\n"), "the last line ends like every other");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "lines end with CRLF");
    let mut unfolded: Vec<String> = Vec::new();
    for line in text.trim_end_matches("\r\n").split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.is_empty() && !line.contains('\r'), "{line:?}");
        match line.strip_prefix(' ') {
            Some(rest) => unfolded.last_mut().expect("a first line is not folded").push_str(rest),
            None => unfolded.push(line.to_owned()),
        }
    }
    unfolded
}

/// Name with parameters, and value.
fn property(line: &str) -> (String, String) {
    let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("no value: {line}"));
    let bare = name.split(';').next().unwrap();
    let is_name =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
    assert!(is_name(bare), "{line}");
    for parameter in name.split(';').skip(1) {
        let (name, value) = parameter.split_once('=').unwrap_or_else(|| panic!("{line}"));
        assert!(is_name(name) && !value.is_empty(), "{line}");
    }
    assert!(value.chars().all(|c| !c.is_control()), "{line:?}");
    (name.to_owned(), value.to_owned())
}

/// TEXT: every comma, semicolon and backslash is escaped, and nothing else is.
fn text(value: &str) -> String {
    let (mut out, mut letters) = (String::new(), value.chars());
    while let Some(c) = letters.next() {
        match c {
            '\\' => match letters.next() {
                Some(c @ ('\\' | ';' | ',')) => out.push(c),
                Some('n' | 'N') => out.push('\n'),
                other => panic!("\\{other:?} in {value}"),
            },
            ',' | ';' => panic!("{c} stands alone in {value}"),
            c => out.push(c),
        }
    }
    out
}

/// The events, each with its properties by their bare names and texts as they read.
pub fn events(written: &str) -> Vec<BTreeMap<String, String>> {
    let all = lines(written);
    assert_eq!((all[0].as_str(), all[all.len() - 1].as_str()), ("BEGIN:VCALENDAR", "END:VCALENDAR"));
    let (mut open, mut found, mut properties) = (Vec::new(), Vec::new(), BTreeMap::new());
    let (mut of_calendar, mut parts) = (BTreeMap::new(), 0);
    for line in &all {
        let (name, value) = property(line);
        match name.as_str() {
            "BEGIN" => {
                parts += usize::from(open.len() == 1);
                open.push(value);
            }
            "END" => {
                assert_eq!(open.pop().as_ref(), Some(&value), "{line}");
                if value == "VEVENT" {
                    found.push(std::mem::take(&mut properties));
                }
            }
            _ => {
                let bare = name.split(';').next().unwrap().to_owned();
                let is_text = ["SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "CATEGORIES"].contains(&bare.as_str());
                let value = if is_text { text(&value) } else { value };
                if ["DTSTART", "DTEND"].contains(&bare.as_str()) && open.last().is_some_and(|part| part == "VEVENT") {
                    assert!(name.ends_with(";VALUE=DATE"), "a day without an hour: {line}");
                }
                let known = match open.last().map(String::as_str) {
                    Some("VEVENT") => properties.insert(bare, value),
                    Some("VCALENDAR") => of_calendar.insert(bare, value),
                    _ => None,
                };
                assert_eq!(known, None, "twice: {line}");
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(parts > 0, "a calendar has at least one part");
    assert_eq!(of_calendar["VERSION"], "2.0");
    assert!(!of_calendar["PRODID"].is_empty());
    found
}

/// A whole calendar, in which every event says what the standard asks of it.
pub fn is_well_formed(written: &str) {
    let mut uids = BTreeSet::new();
    for event in events(written) {
        assert!(uids.insert(event["UID"].clone()), "twice: {}", event["UID"]);
        let day = |name: &str| jiff::civil::Date::strptime("%Y%m%d", &event[name]).unwrap();
        assert!(day("DTSTART") < day("DTEND"), "{event:?}");
        jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", &event["DTSTAMP"]).unwrap();
        assert!(!event["SUMMARY"].is_empty());
        assert!(event["URL"].starts_with("http"), "{event:?}");
    }
}
