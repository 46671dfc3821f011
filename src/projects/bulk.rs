//! 批量报送: a workbook with one line a sub-item, out and in.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{progress::ReportForm, quantity::target_of, tracked::Tracked};
use crate::{
    candidates::SubItem,
    sheets::{self, Bounds, RawCell, RawRow, TableFault},
    web::Message,
};

/// The first line of the workbook. Project, sub-item, target, last quantity and unit are there to be read, and ignored
/// on the way in.
pub const COLUMNS: [&str; 14] = [
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
    "已支付（万元）",
];
/// In the last column but one: the quantity is vouched for though it is out of proportion.
const YES: &str = "是";

/// One line as it stands in the workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkRow {
    pub line: u32,
    pub code: String,
    pub form: ReportForm,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BulkFault {
    #[error("cannot be read as a table")]
    File(TableFault),
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
            BulkFault::File(TableFault { fault, .. }) => fault.words(),
            BulkFault::OtherColumns => "bulk-other-columns".into(),
            BulkFault::Empty => "bulk-empty".into(),
            BulkFault::TooMany => Self::new("bulk-too-many").with("most", MOST_ROWS),
        }
    }
}

/// Lines that report something.
pub const MOST_ROWS: usize = 500;
/// Bytes of a workbook.
pub const LARGEST_BOOK: usize = 2 * 1024 * 1024;
/// A unit's workbook has a line for each of its sub-items, reported or not.
const BOUNDS: Bounds = Bounds { bytes: LARGEST_BOOK, rows: 5_000 };

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
    let read = sheets::read(content, BOUNDS);
    let first = |faults: Vec<TableFault>| faults.into_iter().next().map_or(BulkFault::Empty, BulkFault::File);
    let mut rows = read.table.map_err(first)?.rows.into_iter();
    let head = rows.next().ok_or(BulkFault::Empty)?;
    if COLUMNS.iter().enumerate().any(|(column, wanted)| cell(&head, column) != *wanted) {
        return Err(BulkFault::OtherColumns);
    }
    let mut found = Vec::new();
    for row in rows {
        let cell = |column| cell(&row, column).to_owned();
        let quantity = cell(6);
        let form = ReportForm {
            as_of: cell(5),
            sure: if cell(12) == YES { quantity.clone() } else { String::new() },
            quantity,
            paid: cell(13),
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
        found.push(BulkRow { line: row.line, code: cell(0), form });
    }
    if found.is_empty() { Err(BulkFault::Empty) } else { Ok(found) }
}

/// What a spreadsheet shows there; whatever it took for a date or computed.
fn cell(row: &RawRow, column: usize) -> &str {
    row.cells.get(column).map_or("", RawCell::shown)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn book(lines: &[[&str; 14]]) -> Vec<u8> {
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
            ["C01-01", "", "", "8", "2", "2024-06-20", "", "", "", "", "", "", "", ""],
            ["C01-02", "", "", "8", "4", "2024-06-20", "3.5", "", "完成三处", "", "验收", "重复统计", "是", "12.5"],
        ]))
        .unwrap();
        let form = ReportForm {
            as_of: "2024-06-20".to_owned(),
            quantity: "3.5".to_owned(),
            paid: "12.5".to_owned(),
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
        let key = |refused: Result<Vec<BulkRow>, BulkFault>| Message::from(refused.unwrap_err()).key;
        assert_eq!(key(read(b"PK\x03\x04 but no workbook")), "sheet-fault-broken_workbook");
        assert_eq!(key(read(&vec![b'a'; LARGEST_BOOK + 1])), "sheet-fault-file_too_large");
        assert_eq!(read(&book(&[["a"; 14]])), Err(BulkFault::OtherColumns));
        assert_eq!(read(&book(&[COLUMNS])), Err(BulkFault::Empty));
        let mut many = vec![COLUMNS];
        many.resize(MOST_ROWS + 2, ["C01-01", "", "", "", "", "2024-06-20", "1", "", "x", "", "", "", "", ""]);
        assert_eq!(read(&book(&many)), Err(BulkFault::TooMany));
    }
}
