//! Tables out of files that people send: CSV and XLSX into rows of text, and which of those rows and columns are the
//! table that is meant. Bounded before anything is unfolded, streamed after that: no file can take more than
//! [`MOST_MEMORY`].

mod container;
mod csv_file;
mod amount;
mod by_hand;
mod fault;
mod format;
mod layout;
mod leftover;
mod looks;
mod xlsx_file;

pub use amount::{Amount, NoAmount, day};
pub use by_hand::{ReadingForm, ReadingView};
pub use fault::{Fault, TableFault, cell_name};
pub use format::{Detected, Encoding, FileFormat};
pub use layout::{Choices, ColumnSeen, Known, Layout, Odd, OddRow, Unclear, lay_out};
pub use leftover::{Skipped, Why};

/// What reading one file may take at its worst, the file itself counted: the parts of a workbook unpacked
/// ([`container::MOST_UNPACKED`] and the buffer they grow in), its strings, its styles, the text of one cell, the rows.
pub const MOST_MEMORY: u64 = 192 * 1024 * 1024;
/// Columns of a row, known or not.
pub const MAX_COLUMNS: u32 = 64;
/// Worksheets of a workbook.
pub const MAX_SHEETS: usize = 32;
/// Where a cell may stand: whoever has more lines than this has typed into a cell far below by mistake.
const LAST_LINE: u32 = 20_000;
/// Characters of a cell, as many as Excel itself allows.
const MAX_CELL_CHARS: usize = 32_767;
/// Cells of a table, the empty ones between filled ones counted.
const MAX_CELLS: usize = 400_000;
/// Bytes of text of a table.
const MAX_TEXT_BYTES: usize = 12 * 1024 * 1024;

/// What a kind of table allows.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Of the file as it is sent.
    pub bytes: usize,
    /// Below the headings.
    pub rows: u32,
}

/// What one reading of a file tells.
#[derive(Debug)]
pub struct Reading {
    /// `None` where nothing was looked at: an empty file or one past the size limit.
    pub detected: Option<Detected>,
    pub book: Result<Book, Vec<TableFault>>,
}

/// The worksheets with anything in them, at least one; a CSV is one without a name.
#[derive(Clone, Debug)]
pub struct Book {
    pub sheets: Vec<Sheet>,
    /// Pictures in the workbook, which nobody reads.
    pub pictures: usize,
}

#[derive(Clone, Debug)]
pub struct Sheet {
    pub name: Option<String>,
    /// The whole sheet is not shown.
    pub hidden: bool,
    /// Without blank ones.
    pub rows: Vec<RawRow>,
    pub merged: Vec<Merged>,
}

/// Cells of several lines merged into one: its first column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    pub first_line: u32,
    pub last_line: u32,
    pub column: usize,
}

/// A row as it stands in the file.
#[derive(Clone, Debug)]
pub struct RawRow {
    /// Of the file or sheet, from 1.
    pub line: u32,
    pub cells: Vec<RawCell>,
    /// Not shown by the spreadsheet: hidden by hand, or by a filter.
    pub hidden: bool,
    /// Something in it is struck through.
    pub struck: bool,
}

impl RawRow {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(RawCell::is_blank)
    }

    /// What stands in it, for showing the row to somebody who is to judge it.
    pub fn words(&self) -> String {
        let filled: Vec<&str> = self.cells.iter().filter(|cell| !cell.is_blank()).map(RawCell::shown).collect();
        filled.join("　")
    }
}

#[derive(Clone, Debug, Default)]
pub struct RawCell {
    /// As it was typed, a day as 2024-06-20; of a formula, what it had come to when the file was saved.
    pub text: String,
    pub kind: CellKind,
    /// With its `=`.
    pub formula: Option<Box<str>>,
    /// The value of a merged cell that begins further up.
    pub spread: bool,
}

impl RawCell {
    pub fn is_blank(&self) -> bool {
        self.formula.is_none() && self.kind == CellKind::Text && self.text.trim().is_empty()
    }

    /// What the spreadsheet showed.
    pub fn shown(&self) -> &str {
        self.text.trim()
    }

    /// As somebody sees it who clicks on it.
    pub fn typed(&self) -> &str {
        self.formula.as_deref().unwrap_or(&self.text)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    #[default]
    Text,
    /// A whole number of a workbook.
    Number,
    /// A number with a fraction.
    Decimal,
    /// A number shown as a share of 100; the text is the share, without its sign.
    Percent,
    /// What a spreadsheet keeps as a day, whether it was meant as one or not.
    Day,
    /// A truth value, an error, a span of time, a number with more digits than were kept.
    NotText,
}

/// Reads a file by its bytes, whatever it is called.
pub fn read(bytes: &[u8], bounds: Bounds) -> Reading {
    let refused = |detected, fault| Reading { detected, book: Err(vec![TableFault::of_file(fault)]) };
    if bytes.is_empty() {
        return refused(None, Fault::EmptyFile);
    }
    if bytes.len() > bounds.bytes {
        return refused(None, Fault::FileTooLarge { limit_bytes: bounds.bytes });
    }
    match format::content(bytes) {
        format::Content::Refused(format) => {
            refused(Some(Detected { format, encoding: None, bom: false }), Fault::WrongFileType { format })
        }
        format::Content::Undecodable => refused(None, Fault::Undecodable),
        format::Content::Workbook => Reading {
            detected: Some(Detected { format: FileFormat::Xlsx, encoding: None, bom: false }),
            book: xlsx_file::book(bytes, bounds.rows),
        },
        format::Content::Text { text, encoding, bom } => Reading {
            detected: Some(Detected { format: FileFormat::Csv, encoding: Some(encoding), bom }),
            book: csv_file::rows(&text, bounds.rows).and_then(|rows| {
                if rows.is_empty() {
                    return Err(vec![TableFault::of_file(Fault::EmptyFile)]);
                }
                Ok(Book { sheets: vec![Sheet { name: None, hidden: false, rows, merged: Vec::new() }], pictures: 0 })
            }),
        },
    }
}

/// What has been gathered so far, and whether it is too much.
struct Gathered {
    most_rows: u32,
    rows: u32,
    cells: usize,
    bytes: usize,
}

impl Gathered {
    /// The row of headings is not counted.
    fn of(most_rows: u32) -> Self {
        Self { most_rows, rows: 0, cells: 0, bytes: 0 }
    }

    /// Lines are counted for each sheet, what they hold for all of them.
    fn another_sheet(&mut self) {
        self.rows = 0;
    }

    /// A row with something in it begins at `line`.
    fn row(&mut self, line: u32) -> Result<(), Vec<TableFault>> {
        if self.rows > self.most_rows {
            return Err(vec![TableFault::of_line(line, Fault::TooManyRows { limit: self.most_rows })]);
        }
        self.rows = self.rows.saturating_add(1);
        Ok(())
    }

    /// `width`: by how many cells the table grows with this one.
    fn cell(&mut self, line: u32, column: usize, cell: &RawCell, width: usize) -> Result<(), Vec<TableFault>> {
        let bytes = cell.text.len() + cell.formula.as_ref().map_or(0, |formula| formula.len());
        if bytes > MAX_CELL_CHARS && cell.text.chars().count() > MAX_CELL_CHARS {
            let cell = fault::cell_name(column, line);
            return Err(vec![TableFault::of_line(line, Fault::CellTooLong { cell, limit: MAX_CELL_CHARS })]);
        }
        self.cells = self.cells.saturating_add(width);
        self.bytes = self.bytes.saturating_add(bytes);
        if self.cells > MAX_CELLS || self.bytes > MAX_TEXT_BYTES {
            return Err(vec![TableFault::of_line(line, Fault::TooMuchText)]);
        }
        Ok(())
    }
}
