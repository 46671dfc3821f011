//! Rows of a CSV text (RFC 4180), with the line each begins on.

use super::{Fault, Gathered, MAX_COLUMNS, RawCell, RawRow, TableFault};
use crate::web::as_typed;

pub(super) fn rows(text: &str, most_rows: u32) -> Result<Vec<RawRow>, Vec<TableFault>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
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
        rows.push(RawRow { line, cells });
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
