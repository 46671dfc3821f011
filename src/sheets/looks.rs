//! How a workbook looks where that says something of what it means: lines that are not shown, formats of numbers.
//!
//! What cannot be read here is passed over: whether the part is sound is for the reader of the cells to say.

use std::collections::{BTreeSet, HashMap};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use super::LAST_LINE;

fn value(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let found = element.attributes().with_checks(false).flatten().find(|attribute| {
        let key: &str = attribute.key.as_ref();
        key.rsplit(':').next() == Some(wanted)
    })?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn each_element(part: &[u8], mut found: impl FnMut(&BytesStart<'_>)) {
    let Ok(text) = std::str::from_utf8(part) else { return };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => found(&element),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// Rows that are hidden, by hand or by a filter.
pub(super) fn hidden_lines(sheet: &[u8]) -> BTreeSet<u32> {
    let (mut line, mut hidden) = (0_u32, BTreeSet::new());
    each_element(sheet, |element| {
        if element.local_name().as_ref() == "row" {
            line = value(element, "r").and_then(|r| r.parse().ok()).unwrap_or(line.saturating_add(1));
            if line <= LAST_LINE
                && value(element, "hidden").is_some_and(|hidden| matches!(hidden.as_str(), "1" | "true"))
            {
                hidden.insert(line);
            }
        }
    });
    hidden
}

/// The part that holds each sheet, by the sheet's name.
pub(super) fn sheet_parts(workbook: &[u8], addresses: &[u8]) -> HashMap<String, String> {
    let mut targets = HashMap::new();
    each_element(addresses, |element| {
        if element.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(target)) = (value(element, "Id"), value(element, "Target"))
        {
            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), ToOwned::to_owned);
            targets.insert(id, part.to_ascii_lowercase());
        }
    });
    let mut parts = HashMap::new();
    each_element(workbook, |element| {
        if element.local_name().as_ref() == "sheet"
            && let (Some(name), Some(part)) =
                (value(element, "name"), value(element, "id").and_then(|id| targets.get(&id)))
        {
            parts.insert(name, part.clone());
        }
    });
    parts
}

/// Whether a number of this format is shown as a share of 100. What stands in quotes, brackets or behind a backslash is
/// only decoration.
pub(super) fn is_percent(format: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for c in format.chars() {
        match c {
            _ if std::mem::take(&mut escaped) => {}
            '"' => quoted = !quoted,
            _ if quoted => {}
            '[' => bracketed = true,
            ']' => bracketed = false,
            '\\' | '_' | '*' => escaped = true,
            '%' if !bracketed => return true,
            _ => {}
        }
    }
    false
}

/// As it was typed, without the noise that adding in binary leaves in the last digits: 96.39999999999999 is 96.4.
pub(super) fn exact(number: f64) -> String {
    /// Digits of an amount that anybody types.
    const DIGITS: usize = 12;
    /// A few times what one addition may be off by.
    const NOISE: f64 = 2e-14;
    let short: f64 = format!("{number:.*e}", DIGITS - 1).parse().unwrap_or(number);
    if (short - number).abs() <= number.abs() * NOISE { short.to_string() } else { number.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_goes_and_digits_stay() {
        for (number, text) in [
            (96.1 + 0.2 + 0.1, "96.4"),
            (49.600_000_000_000_07, "49.6"),
            (0.1 + 0.2, "0.3"),
            (0.07 * 100.0, "7"),
            (0.123_456_789_012_345, "0.123456789012345"),
            (123_456_789_012.34, "123456789012.34"),
            (2600.0, "2600"),
            (0.0, "0"),
            (-1.5, "-1.5"),
        ] {
            assert_eq!(exact(number), text);
        }
    }

    #[test]
    fn a_percent_sign_counts_only_where_it_scales() {
        for (format, percent) in [
            ("0%", true),
            ("0.0%", true),
            ("#,##0.00%;[Red]-0.00%", true),
            ("0.0\"%\"", false),
            ("0\\%", false),
            ("[$%-804]0", false),
            ("General", false),
            ("0\"所\"", false),
        ] {
            assert_eq!(is_percent(format), percent, "{format}");
        }
    }

    #[test]
    fn hidden_rows_are_told_with_and_without_their_numbers() {
        let sheet = br#"<worksheet><sheetData><row/><row hidden="1"/><row r="7" hidden="true"><c/></row><row hidden="0"/></sheetData></worksheet>"#;
        assert_eq!(hidden_lines(sheet).into_iter().collect::<Vec<_>>(), [2, 7]);
        assert!(hidden_lines(b"<row hidden=").is_empty());
    }
}
