//! Rows of a CSV text (RFC 4180), with the line each begins on.

use super::{CellKind, MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS, RawCell, RawRow, RollError, RollErrorCode};
use crate::web::as_typed;

pub(super) fn rows(text: &str) -> Result<Vec<RawRow>, Vec<RollError>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut lines = Lines::new(text);
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        // The text is UTF-8 and records may differ in length, so nothing is left to go wrong.
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => return Err(vec![RollError::of_file(RollErrorCode::Undecodable)]),
        }
        let start = record.position().map_or(0, csv::Position::byte);
        let line = lines.at(usize::try_from(start).unwrap_or(MAX_FILE_BYTES));
        if record.len() > usize::try_from(MAX_COLUMNS).unwrap_or(usize::MAX) {
            return Err(vec![RollError::of_line(line, RollErrorCode::TooManyColumns { limit: MAX_COLUMNS })]);
        }
        let row = RawRow {
            line,
            cells: record
                .iter()
                .map(|cell| RawCell { text: as_typed(cell).to_owned(), kind: CellKind::Text })
                .collect(),
        };
        if row.is_blank() {
            continue;
        }
        rows.push(row);
        // The header and one row too many are enough to refuse.
        if rows.len() > usize::try_from(MAX_ROWS).unwrap_or(usize::MAX) + 1 {
            break;
        }
    }
    Ok(rows)
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
