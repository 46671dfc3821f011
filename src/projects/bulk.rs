//! 批量报送: a workbook with one line a sub-item, out and in.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{progress::ReportForm, quantity::target_of, tracked::Tracked};
use crate::{candidates::SubItem, deputies::roll::check_container, web::Message};

/// The first line of the workbook. Project, sub-item, target, last quantity and unit are there to be read, and ignored
/// on the way in.
pub const COLUMNS: [&str; 13] = [
    "子项编号",
    "项目",
    "子项",
    "目标",
    "上次累计",
    "截至日期",
    "累计完成",
    "计量单位",
    "进展情况",
    "存在问题",
    "下一步",
    "减少原因",
    "数字无误",
];
/// In the last column: the quantity is vouched for though it is out of proportion.
const YES: &str = "是";

/// One line as it stands in the workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkRow {
    pub line: usize,
    pub code: String,
    pub form: ReportForm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BulkFault {
    #[error("not a workbook")]
    Unreadable,
    #[error("the first line is not that of the template")]
    OtherColumns,
    #[error("no line is filled in")]
    Empty,
    #[error("more than {MOST_ROWS} lines")]
    TooMany,
}

impl From<BulkFault> for Message {
    fn from(fault: BulkFault) -> Self {
        match fault {
            BulkFault::Unreadable => "bulk-unreadable".into(),
            BulkFault::OtherColumns => "bulk-other-columns".into(),
            BulkFault::Empty => "bulk-empty".into(),
            BulkFault::TooMany => Self::new("bulk-too-many").with("most", MOST_ROWS),
        }
    }
}

const MOST_ROWS: usize = 500;

/// A workbook for these sub-items, dated `today`; a text that a spreadsheet would compute is written as text.
pub fn template(items: &[(&Tracked, &SubItem)], today: &str) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("进展报送")?;
    let bold = Format::new().set_bold();
    for (column, title) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, title, &bold)?;
    }
    for (row, (tracked, item)) in (1..).zip(items) {
        let (target, unit) = (tracked.target(item).to_string(), target_of(&item.goal).1);
        let last = tracked.actual(item.id).map(|filed| filed.quantity.to_string()).unwrap_or_default();
        let cells = [&item.code, &tracked.project.title, &item.name, &target, &last, today, "", unit];
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell)?;
        }
    }
    sheet.set_column_width(1, 24)?;
    sheet.set_column_width(2, 40)?;
    sheet.set_column_width(8, 50)?;
    book.save_to_buffer()
}

/// The lines that report something: those with a quantity or words.
pub fn read(content: &[u8]) -> Result<Vec<BulkRow>, BulkFault> {
    check_container(content).map_err(|_| BulkFault::Unreadable)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(content)).map_err(|_| BulkFault::Unreadable)?;
    let sheet = book.worksheet_range_at(0).ok_or(BulkFault::Unreadable)?.map_err(|_| BulkFault::Unreadable)?;
    let mut rows = sheet.rows();
    let head: Vec<String> = rows.next().map(|row| row.iter().map(text).collect()).unwrap_or_default();
    if head.len() < COLUMNS.len() || head.iter().zip(COLUMNS).any(|(found, wanted)| found != wanted) {
        return Err(BulkFault::OtherColumns);
    }
    let mut found = Vec::new();
    for (line, row) in (2..).zip(rows) {
        let cell = |column: usize| row.get(column).map(text).unwrap_or_default();
        let quantity = cell(6);
        let form = ReportForm {
            as_of: cell(5),
            sure: if cell(12) == YES { quantity.clone() } else { String::new() },
            quantity,
            words: cell(8),
            problems: cell(9),
            next_step: cell(10),
            shrink_reason: cell(11),
        };
        if form.quantity.is_empty() && form.words.is_empty() {
            continue;
        }
        if found.len() == MOST_ROWS {
            return Err(BulkFault::TooMany);
        }
        found.push(BulkRow { line, code: cell(0), form });
    }
    if found.is_empty() { Err(BulkFault::Empty) } else { Ok(found) }
}

fn text(cell: &Data) -> String {
    match cell {
        // A cell that a spreadsheet took for a date.
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.chars().take(10).collect(),
        cell => cell.to_string().trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn book(lines: &[[&str; 13]]) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, line) in (0..).zip(lines) {
            for (column, cell) in (0..).zip(line) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn only_lines_that_say_something_are_read() {
        let rows = read(&book(&[
            COLUMNS,
            ["C01-01", "", "", "8", "2", "2024-06-20", "", "", "", "", "", "", ""],
            ["C01-02", "", "", "8", "4", "2024-06-20", "3.5", "", "完成三处", "", "验收", "重复统计", "是"],
        ]))
        .unwrap();
        let form = ReportForm {
            as_of: "2024-06-20".to_owned(),
            quantity: "3.5".to_owned(),
            words: "完成三处".to_owned(),
            problems: String::new(),
            next_step: "验收".to_owned(),
            shrink_reason: "重复统计".to_owned(),
            sure: "3.5".to_owned(),
        };
        assert_eq!(rows, [BulkRow { line: 3, code: "C01-02".to_owned(), form }]);
    }

    #[test]
    fn what_is_no_such_workbook_is_refused() {
        assert_eq!(read(b"PK\x03\x04 but no workbook"), Err(BulkFault::Unreadable));
        assert_eq!(read(&book(&[["a"; 13]])), Err(BulkFault::OtherColumns));
        assert_eq!(read(&book(&[COLUMNS])), Err(BulkFault::Empty));
        let mut many = vec![COLUMNS];
        many.resize(MOST_ROWS + 2, ["C01-01", "", "", "", "", "2024-06-20", "1", "", "x", "", "", "", ""]);
        assert_eq!(read(&book(&many)), Err(BulkFault::TooMany));
    }
}
