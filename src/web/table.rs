//! Tables as files, for spreadsheets: what would be computed there is made text, and stays text on the way back.

use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::PageError;

/// One value of a table. A code such as `0012` is a text, or a spreadsheet would drop its zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Number(u32),
    /// Written as it is in CSV, a number to a spreadsheet.
    Decimal(String),
    /// ISO 8601 in CSV, a day to a spreadsheet.
    Day(Date),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        Self::Text(text.unwrap_or_default())
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl Cell {
    fn as_number(&self) -> Option<f64> {
        match self {
            Self::Text(_) | Self::Day(_) => None,
            Self::Number(number) => Some(f64::from(*number)),
            Self::Decimal(digits) => digits.parse().ok(),
        }
    }
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) | Self::Decimal(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

/// A table and the name of its sheet.
#[derive(Clone, Debug)]
pub struct Table {
    pub sheet: &'static str,
    pub head: Vec<&'static str>,
    pub rows: Vec<Vec<Cell>>,
}

/// As what a table is asked for, by the end of the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    Csv,
    Xlsx,
}

impl TableFormat {
    /// `roll.csv` asks for `roll` as CSV.
    pub fn of_name(name: &str) -> Option<(&str, Self)> {
        let (stem, end) = name.rsplit_once('.')?;
        match end {
            "csv" => Some((stem, Self::Csv)),
            "xlsx" => Some((stem, Self::Xlsx)),
            _ => None,
        }
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

impl Table {
    pub fn bytes(&self, format: TableFormat) -> Result<Vec<u8>, PageError> {
        match format {
            TableFormat::Csv => self.csv().map_err(PageError::internal),
            TableFormat::Xlsx => self.xlsx().map_err(PageError::internal),
        }
    }

    /// With the byte order mark by which Excel knows UTF-8.
    pub fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        let mut out = "\u{feff}".as_bytes().to_vec();
        {
            let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut out);
            writer.write_record(&self.head)?;
            writer.flush()?;
        }
        out.extend(self.csv_rows()?);
        Ok(out)
    }

    /// What follows the headings, for a table that is sent part by part.
    pub fn csv_rows(&self) -> Result<Vec<u8>, csv::Error> {
        let mut out = Vec::new();
        {
            let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut out);
            for row in &self.rows {
                writer.write_record(row.iter().map(|cell| as_text(&cell.to_string())))?;
            }
            writer.flush()?;
        }
        Ok(out)
    }

    fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        self.write_sheet(book.add_worksheet())?;
        book.save_to_buffer()
    }

    /// As one sheet of a workbook that has others too.
    pub fn write_sheet(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.sheet)?;
        let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
        let day_format = Format::new().set_num_format("yyyy-mm-dd");
        for (column, title) in (0..).zip(&self.head) {
            sheet.write_string_with_format(0, column, *title, &bold)?;
        }
        for (line, row) in (1..).zip(&self.rows) {
            for (column, cell) in (0..).zip(row) {
                match (cell, cell.as_number()) {
                    (Cell::Day(day), _) => match excel_day(*day) {
                        Some(day) => sheet.write_datetime_with_format(line, column, &day, &day_format)?,
                        None => sheet.write_string_with_format(line, column, day.to_string(), &text)?,
                    },
                    (_, Some(number)) => sheet.write_number(line, column, number)?,
                    (Cell::Text(words) | Cell::Decimal(words), None) if words.is_empty() => sheet,
                    (words, None) => sheet.write_string_with_format(line, column, words.to_string(), &text)?,
                };
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofit();
        Ok(())
    }
}

/// Spreadsheets know no day before 1900.
fn excel_day(day: Date) -> Option<ExcelDateTime> {
    let part = |number: i8| u8::try_from(number).ok();
    ExcelDateTime::from_ymd(u16::try_from(day.year()).ok()?, part(day.month())?, part(day.day())?).ok()
}

const COMPUTED: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

fn as_text(cell: &str) -> String {
    if is_taken_for_computed(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// What [`Table::bytes`] was given, of a cell of its CSV.
pub fn as_typed(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_taken_for_computed(rest)).unwrap_or(cell)
}

/// Behind apostrophes of its own, too: they would be lost on the way back.
fn is_taken_for_computed(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(COMPUTED)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_compute_stays_text_there_and_back() {
        for (typed, written) in [
            ("=1+1", "'=1+1"),
            ("-5℃", "'-5℃"),
            ("“幸福安居”", "“幸福安居”"),
            ("'quoted'", "'quoted'"),
            ("'=1", "''=1"),
            ("''-1", "'''-1"),
            ("0012", "0012"),
        ] {
            assert_eq!(as_text(typed), written);
            assert_eq!(as_typed(written), typed);
        }
    }

    #[test]
    fn a_csv_has_its_mark_its_head_and_its_rows() {
        let table = Table { sheet: "表", head: vec!["号", "名"], rows: vec![vec![7_u32.into(), "@甲,乙".into()]] };
        assert_eq!(
            String::from_utf8(table.bytes(TableFormat::Csv).unwrap()).unwrap(),
            "\u{feff}号,名\r\n7,\"'@甲,乙\"\r\n"
        );
    }

    #[test]
    fn the_end_of_the_name_is_the_format() {
        assert_eq!(TableFormat::of_name("roll.xlsx"), Some(("roll", TableFormat::Xlsx)));
        assert_eq!(TableFormat::of_name("votes.csv"), Some(("votes", TableFormat::Csv)));
        assert_eq!(TableFormat::of_name("votes.exe"), None);
        assert_eq!(TableFormat::of_name("votes"), None);
    }
}
