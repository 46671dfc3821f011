//! Rows of a CSV text (RFC 4180), with the line each begins on; its fields set apart by commas, tabs or semicolons.

use super::{Fault, Gathered, MAX_COLUMNS, RawCell, RawRow, TableFault};
use crate::web::as_typed;

/// Lines that are looked at to find by what the fields are set apart.
const LOOKED_AT: usize = 12;

pub(super) fn rows(text: &str, most_rows: u32) -> Result<Vec<RawRow>, Vec<TableFault>> {
    let between = named(text).unwrap_or_else(|| guessed(text));
    let named_on_first = named(text).is_some();
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(between).from_reader(text.as_bytes());
    let mut lines = Lines::new(text);
    let mut gathered = Gathered::of(most_rows);
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        // The text is UTF-8 and records may differ in length, so nothing is left to go wrong.
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => return Err(vec![TableFault::of_file(Fault::Undecodable)]),
        }
        let start = record.position().map_or(0, csv::Position::byte);
        let line = lines.at(usize::try_from(start).unwrap_or(usize::MAX));
        if named_on_first && line == 1 {
            continue;
        }
        if record.len() > usize::try_from(MAX_COLUMNS).unwrap_or(usize::MAX) {
            return Err(vec![TableFault::of_line(line, Fault::TooManyColumns { limit: MAX_COLUMNS })]);
        }
        if record.iter().all(|cell| as_typed(cell).trim().is_empty()) {
            continue;
        }
        gathered.row(line)?;
        let mut cells = Vec::with_capacity(record.len());
        for (column, cell) in record.iter().enumerate() {
            let cell = RawCell { text: as_typed(cell).to_owned(), ..RawCell::default() };
            gathered.cell(line, column, &cell, 1)?;
            cells.push(cell);
        }
        rows.push(RawRow { line, cells, hidden: false, struck: false });
    }
    Ok(rows)
}

/// `sep=;` on the first line is meant for a spreadsheet, not for its table.
fn named(text: &str) -> Option<u8> {
    let first = text.lines().next()?.trim();
    let between = first.strip_prefix("sep=").or_else(|| first.strip_prefix("SEP="))?;
    match between.as_bytes() {
        // A tab at the end of the line is lost to `trim`.
        [] => Some(b'\t'),
        [one] if one.is_ascii_punctuation() => Some(*one),
        _ => None,
    }
}

/// What sets the heading and the most rows below it apart into as many fields; a comma where nothing does so better.
fn guessed(text: &str) -> u8 {
    let alike = |between: u8| {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(between).from_reader(text.as_bytes());
        let mut fields = reader.records().take(LOOKED_AT).flatten().map(|record| record.len()).skip_while(|n| *n < 2);
        let heading = fields.next();
        heading.map_or(0, |heading| 1 + fields.filter(|n| *n == heading).count())
    };
    let with_comma = alike(b',');
    [b'\t', b';'].into_iter().find(|other| alike(*other) > with_comma).unwrap_or(b',')
}

/// Line numbers of ever later byte offsets. The reader's own count is off by one after `\r\n`
/// and after blank lines.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Lines { bytes: text.as_bytes(), at: 0, line: 1 }
    }

    fn at(&mut self, start: usize) -> u32 {
        while let Some(byte) = self.bytes.get(self.at) {
            let line_end = matches!(byte, b'\r' | b'\n');
            if self.at >= start && !line_end {
                break;
            }
            let pair = *byte == b'\r' && self.bytes.get(self.at + 1) == Some(&b'\n');
            if line_end && !pair {
                self.line = self.line.saturating_add(1);
            }
            self.at += 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn commas_tabs_and_semicolons_set_fields_apart() {
        let cells = |text: &str| -> Vec<Vec<String>> {
            rows(text, 10).unwrap().iter().map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect()
        };
        let wanted = [["号", "名"], ["1", "甲"]];
        for text in ["号,名\n1,甲", "号\t名\n1\t甲", "号;名\n1;甲", "sep=;\r\n号;名\r\n1;甲", "sep=\t\n号\t名\n1\t甲"]
        {
            assert_eq!(cells(text), wanted, "{text:?}");
        }
        assert_eq!(cells("题目\n号,名\n1,\"甲;乙;丙\""), [vec!["题目"], vec!["号", "名"], vec!["1", "甲;乙;丙"]]);
        assert_eq!(rows("sep=,\n号,名", 10).unwrap()[0].line, 2, "lines are those of the file");
    }
}
