//! 批量报送: a workbook with one line a sub-item, out and in.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::report::{Narrative, ReportForm};
use crate::{
    candidates::{Goal, SubItem},
    names::{same_name, same_number},
    projects::{quantity::target_of, tracked::Tracked},
    sheets::{self, Bounds, Choices, Fault, Known, Layout, NoAmount, RawCell, RawRow, TableFault, Unclear, cell_name},
    web::Message,
};

const fn column(key: &'static str, words: &'static [&'static str]) -> Known {
    Known { key, words, needed: false, spreads: true, label: false, alone: false }
}

/// The columns of the workbook, in its order. Sub-item, target, last quantity and unit are there to be read, and ignored on
/// the way in; year and project tell sub-items of one code apart.
const COLUMNS: [Known; 15] = [
    Known {
        needed: true,
        spreads: false,
        label: true,
        ..column("code", &["子项编号", "编号", "子项代码", "代码", "项目编号"])
    },
    Known { label: true, ..column("project", &["项目", "项目名称", "实事项目", "民生实事项目"]) },
    Known { label: true, ..column("item", &["子项", "子项名称", "任务", "具体任务", "建设内容"]) },
    column("target", &["目标", "目标值", "年度目标", "目标数"]),
    column("last", &["上次累计", "上月累计", "上期累计"]),
    Known {
        needed: true, ..column("as_of", &["截至日期", "截止日期", "数据截至", "填报日期", "日期"])
    },
    Known {
        needed: true,
        spreads: false,
        ..column("quantity", &["累计完成", "累计完成数", "累计完成量", "本次累计", "本月累计", "累计"])
    },
    column("unit", &["计量单位", "单位"]),
    Known {
        needed: true, ..column("words", &["进展情况", "工作进展", "进展", "进展说明", "目前进展"])
    },
    column("problems", &["存在问题", "存在的问题", "问题", "困难和问题"]),
    column("next_step", &["下一步", "下一步打算", "下一步计划", "下步计划", "下一步工作"]),
    Known { spreads: false, ..column("shrink_reason", &["减少原因"]) },
    Known { spreads: false, ..column("sure", &["数字无误"]) },
    Known {
        spreads: false, ..column("paid", &["已支付（万元）", "已支付", "已支付资金", "累计支付"])
    },
    column("year", &["年度", "年份", "项目年度"]),
];
/// In the column `sure`: the quantity is vouched for though it is out of proportion.
const YES: [&str; 4] = ["是", "对", "√", "无误"];

/// One line as it stands in the workbook.
#[derive(Clone, Debug)]
pub struct BulkRow {
    pub line: u32,
    pub code: String,
    /// Of the project; empty where nobody says.
    pub year: String,
    /// The title as names are compared.
    pub project: String,
    /// Not shown by the spreadsheet.
    pub hidden: bool,
    /// Struck through.
    pub struck: bool,
    form: ReportForm,
    quantity: RawCell,
    vouched: bool,
    /// Where each field of the form stands, and what stands there.
    cells: Vec<(&'static str, String, String)>,
}

impl BulkRow {
    /// The report on a sub-item of this goal; refused where the quantity is one of something else.
    pub fn report(&self, goal: &Goal) -> Result<ReportForm, Message> {
        let unit = target_of(goal).1;
        let quantity = match self.quantity.amount(unit) {
            Ok(amount) => amount,
            // What the form says of such a text is as good as anything that can be said here.
            Err(NoAmount::Unreadable) => self.quantity.shown().to_owned(),
            Err(why) => {
                let said = match why {
                    NoAmount::Percent => Message::new("bulk-percent").with("unit", unit),
                    NoAmount::Day => "bulk-day".into(),
                    NoAmount::OtherUnit(other) => {
                        Message::new("bulk-other-unit").with("other", other).with("unit", unit)
                    }
                    NoAmount::Unreadable => "report-quantity-wrong".into(),
                };
                return Err(said.at("quantity"));
            }
        };
        let sure = if self.vouched { quantity.clone() } else { String::new() };
        Ok(ReportForm { quantity, sure, ..self.form.clone() })
    }

    /// The cell of a field, as G2, and what stands in it.
    pub fn cell(&self, field: &str) -> Option<(&str, &str)> {
        let (_, cell, value) = self.cells.iter().find(|(known, ..)| *known == field)?;
        Some((cell, value))
    }
}

/// What a workbook holds.
#[derive(Clone, Debug)]
pub struct BulkBook {
    pub rows: Vec<BulkRow>,
    /// Pictures, which are not taken.
    pub pictures: usize,
    /// Whether there are rows that are no report: sums, notes, signatures.
    pub skipped: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BulkFault {
    #[error("cannot be read as a table")]
    File(TableFault),
    #[error("no column {}", .0.join(", "))]
    Missing(Vec<&'static str>),
    #[error("two columns {}", .0.join(", "))]
    Twice(Vec<&'static str>),
    #[error("no line is filled in")]
    Empty,
    #[error("more than {MOST_ROWS} lines")]
    TooMany,
}

impl From<BulkFault> for Message {
    fn from(fault: BulkFault) -> Self {
        match fault {
            BulkFault::File(TableFault { fault, .. }) => fault.words(),
            BulkFault::Missing(columns) => Self::new("bulk-missing-columns").with("columns", headings(&columns)),
            BulkFault::Twice(columns) => Self::new("bulk-twice-columns").with("columns", headings(&columns)),
            BulkFault::Empty => "bulk-empty".into(),
            BulkFault::TooMany => Self::new("bulk-too-many").with("most", MOST_ROWS),
        }
    }
}

fn headings(keys: &[&str]) -> String {
    let heading = |key: &&str| {
        COLUMNS
            .iter()
            .find(|column| column.key == *key)
            .and_then(|column| column.words.first().copied())
            .unwrap_or_default()
    };
    keys.iter().map(heading).collect::<Vec<_>>().join("、")
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
    for (column, title) in (0..).zip(COLUMNS.iter().filter_map(|column| column.words.first())) {
        sheet.write_string_with_format(0, column, *title, &bold)?;
    }
    for (row, (tracked, item)) in (1..).zip(items) {
        let (target, unit) = (tracked.target(item).to_string(), target_of(&item.goal).1);
        let last = tracked.actual(item.id).map(|filed| filed.quantity.to_string()).unwrap_or_default();
        let cells = [&item.code, &tracked.project.title, &item.name, &target, &last, today, "", unit];
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell)?;
        }
        sheet.write_string(row, 14, tracked.project.year.to_string())?;
    }
    sheet.set_column_width(1, 24)?;
    sheet.set_column_width(2, 40)?;
    sheet.set_column_width(8, 50)?;
    book.save_to_buffer()
}

/// The lines that report something: those with a quantity or words of any kind.
pub fn read(content: &[u8]) -> Result<BulkBook, BulkFault> {
    let first = |faults: Vec<TableFault>| faults.into_iter().next().map_or(BulkFault::Empty, BulkFault::File);
    let book = sheets::read(content, BOUNDS).book.map_err(first)?;
    let mut layout = sheets::lay_out(book, &COLUMNS, &Choices::default()).map_err(BulkFault::File)?;
    match layout.unclear.pop() {
        None => {}
        Some(Unclear::Missing(columns)) => return Err(BulkFault::Missing(columns)),
        Some(Unclear::Twice(columns)) => return Err(BulkFault::Twice(columns)),
        Some(Unclear::Sheets(sheets)) => {
            return Err(BulkFault::File(TableFault { line: None, fault: Fault::MultipleSheets { sheets } }));
        }
    }
    if !layout.faults.is_empty() {
        return Err(first(std::mem::take(&mut layout.faults)));
    }
    let mut rows = Vec::new();
    for row in &layout.rows {
        let Some(row) = bulk_row(&layout, row) else { continue };
        if rows.len() == MOST_ROWS {
            return Err(BulkFault::TooMany);
        }
        rows.push(row);
    }
    let skipped = layout.skipped.iter().any(|skipped| skipped.why != sheets::Why::Title);
    if rows.is_empty() { Err(BulkFault::Empty) } else { Ok(BulkBook { rows, pictures: layout.pictures, skipped }) }
}

/// `None`: the line reports nothing.
fn bulk_row(layout: &Layout, row: &RawRow) -> Option<BulkRow> {
    const VALUE_CHARS: usize = 40;
    let blank = RawCell::default();
    let cell = |key: &str| layout.column(key).and_then(|at| row.cells.get(at)).unwrap_or(&blank);
    let own = |key: &str| Some(cell(key)).filter(|cell| !cell.is_blank() && !cell.spread);
    let text = |key: &str| cell(key).shown().to_owned();
    let mut narrative = Narrative::default();
    let mut says_something = own("quantity").is_some();
    for (key, said) in narrative.texts() {
        says_something |= own(key).is_some();
        *said = text(key);
    }
    if !says_something {
        return None;
    }
    let cells = COLUMNS.iter().filter_map(|column| {
        let at = layout.column(column.key)?;
        Some((column.key, cell_name(at, row.line), cell(column.key).typed().chars().take(VALUE_CHARS).collect()))
    });
    Some(BulkRow {
        line: row.line,
        code: same_number(cell("code").shown()),
        year: same_number(cell("year").shown()).trim_end_matches(['年', '度']).to_owned(),
        project: same_name(cell("project").shown()),
        hidden: row.hidden,
        struck: row.struck,
        form: ReportForm {
            as_of: cell("as_of").day(),
            quantity: String::new(),
            paid: cell("paid").amount("万元").unwrap_or_else(|_| text("paid")),
            narrative,
            ..ReportForm::default()
        },
        quantity: cell("quantity").clone(),
        vouched: YES.contains(&cell("sure").shown()),
        cells: cells.collect(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::candidates::{Measure, Operator, Target};

    fn heads() -> [&'static str; 15] {
        COLUMNS.map(|column| column.words[0])
    }

    fn book(lines: &[[&str; 15]]) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, line) in (0..).zip(lines) {
            for (column, cell) in (0..).zip(line) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
        book.save_to_buffer().unwrap()
    }

    fn goal(unit: &str) -> Goal {
        let value = "100".parse().unwrap();
        Goal::Measured(Target { measure: Measure::Count, operator: Operator::Eq, value, unit: unit.to_owned() })
    }

    #[test]
    fn only_lines_that_say_something_are_read() {
        let read = read(&book(&[
            heads(),
            ["C01-01", "", "", "8", "2", "2024-06-20", "", "", "", "", "", "", "", "", "2024"],
            ["C01-02", "", "", "8", "4", "2024-06-20", "3.5", "", "三处", "", "验收", "重复统计", "是", "12.5", ""],
            ["C01-03", "幸福 安居", "", "8", "4", "2024-06-20", "", "", "", "停工", "", "", "", "", "２０２４年度"],
        ]))
        .unwrap();
        let of: Vec<_> = read.rows.iter().map(|row| (row.year.as_str(), row.project.as_str())).collect();
        assert_eq!(of, [("", ""), ("2024", "幸福安居")]);
        let lines: Vec<_> = read.rows.iter().map(|row| (row.line, row.code.as_str())).collect();
        assert_eq!(lines, [(3, "C01-02"), (4, "C01-03")], "a standstill with its reason is a report");
        let form = ReportForm {
            as_of: "2024-06-20".to_owned(),
            quantity: "3.5".to_owned(),
            paid: "12.5".to_owned(),
            narrative: Narrative {
                words: "三处".to_owned(),
                next_step: "验收".to_owned(),
                shrink_reason: "重复统计".to_owned(),
                ..Narrative::default()
            },
            sure: "3.5".to_owned(),
            ..ReportForm::default()
        };
        assert_eq!(read.rows[0].report(&goal("处")), Ok(form));
        assert_eq!(read.rows[0].cell("quantity"), Some(("G3", "3.5")));
        assert!(!read.skipped && read.pictures == 0);
    }

    #[test]
    fn a_quantity_is_one_of_what_is_counted() {
        let quantity = |typed: &str, unit: &str| {
            let line = ["c01-01", "", "", "", "", "2024年6月20日", typed, "", "x", "", "", "", "", "12.5万元", ""];
            let row = read(&book(&[heads(), line])).unwrap().rows.remove(0);
            let (code, form) = (row.code.as_str(), &row.form);
            assert_eq!((code, form.as_of.as_str(), form.paid.as_str()), ("C01-01", "2024-06-20", "12.5"));
            row.report(&goal(unit)).map(|form| form.quantity).map_err(|message| message.key)
        };
        assert_eq!(quantity("6所", "所"), Ok("6".to_owned()));
        assert_eq!(quantity("1.2万", "人"), Ok("12000".to_owned()));
        assert_eq!(quantity("98.5%", "%"), Ok("98.5".to_owned()));
        assert_eq!(quantity("98.5%", "所"), Err("bulk-percent"));
        assert_eq!(quantity("6户", "所"), Err("bulk-other-unit"));
        assert_eq!(quantity("约6", "所"), Ok("约6".to_owned()), "left to the rules of a report");
    }

    #[test]
    fn what_is_no_such_workbook_is_refused() {
        let key = |refused: Result<BulkBook, BulkFault>| Message::from(refused.unwrap_err()).key;
        assert_eq!(key(read(b"PK\x03\x04 but no workbook")), "sheet-fault-broken_workbook");
        assert_eq!(key(read(&vec![b'a'; LARGEST_BOOK + 1])), "sheet-fault-file_too_large");
        assert_eq!(key(read(&book(&[["a"; 15]]))), "bulk-missing-columns");
        assert_eq!(read(&book(&[heads()])).unwrap_err(), BulkFault::Empty);
        let mut many = vec![heads()];
        many.resize(MOST_ROWS + 2, ["C01-01", "", "", "", "", "2024-06-20", "1", "", "x", "", "", "", "", "", ""]);
        assert_eq!(read(&book(&many)).unwrap_err(), BulkFault::TooMany);
    }
}
