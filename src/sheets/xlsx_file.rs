//! The filled worksheets of an XLSX workbook.
//!
//! Cells are streamed: a sheet that claims a million columns costs nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxFormulaMetadata};

use super::{
    Book, CellKind, Fault, Gathered, LAST_LINE, MAX_COLUMNS, MAX_SHEETS, Merged, RawCell, RawRow, Sheet, TableFault,
    container::{self, Unpacked},
    fault::cell_name,
    looks,
};

type Workbook = Xlsx<Cursor<Vec<u8>>>;

pub(super) fn book(bytes: &[u8], most_rows: u32) -> Result<Book, Vec<TableFault>> {
    let unpacked = container::small_workbook(bytes).map_err(|fault| vec![TableFault::of_file(fault)])?;
    // calamine's arithmetic on forged cell references may overflow in a debug build.
    catch_unwind(AssertUnwindSafe(|| read(unpacked, most_rows))).unwrap_or_else(|_| Err(broken()))
}

fn broken() -> Vec<TableFault> {
    vec![TableFault::of_file(Fault::BrokenWorkbook)]
}

fn read(unpacked: Unpacked, most_rows: u32) -> Result<Book, Vec<TableFault>> {
    let Unpacked { bytes, hidden, parts, pictures } = unpacked;
    let mut workbook: Workbook = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let names: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    if names.len() > MAX_SHEETS {
        return Err(vec![TableFault::of_file(Fault::TooManySheets { limit: MAX_SHEETS })]);
    }
    let nothing = BTreeSet::new();
    let mut gathered = Gathered::of(most_rows);
    let mut sheets = Vec::new();
    for (name, is_hidden) in names {
        gathered.another_sheet();
        let lines = parts.get(&name).and_then(|part| hidden.get(part)).unwrap_or(&nothing);
        let mut rows = sheet_rows(&mut workbook, &name, lines, &mut gathered)?;
        if rows.is_empty() {
            continue;
        }
        let merged = merged(&mut workbook, &name)?;
        fill_down(&mut rows, &merged, &mut gathered)?;
        sheets.push(Sheet { name: Some(name), hidden: is_hidden, rows, merged });
    }
    if sheets.is_empty() { Err(vec![TableFault::of_file(Fault::EmptyFile)]) } else { Ok(Book { sheets, pictures }) }
}

/// Regions of several lines; those within one line hold nothing below.
fn merged(workbook: &mut Workbook, sheet: &str) -> Result<Vec<Merged>, Vec<TableFault>> {
    /// More than any table has.
    const MOST: usize = 10_000;
    let regions = workbook.merge_cells_by_sheet_name(sheet).map_err(|_| broken())?;
    if regions.len() > MOST {
        return Err(vec![TableFault::of_file(Fault::TooMuchFormatting)]);
    }
    Ok(regions
        .iter()
        .filter(|region| region.end.0 > region.start.0 && region.start.1 < MAX_COLUMNS)
        .map(|region| Merged {
            first_line: region.start.0.saturating_add(1),
            last_line: region.end.0.saturating_add(1),
            column: usize::try_from(region.start.1).unwrap_or(usize::MAX),
        })
        .collect())
}

/// Gives each row the values of the merged cells that begin above it.
fn fill_down(rows: &mut [RawRow], merged: &[Merged], gathered: &mut Gathered) -> Result<(), Vec<TableFault>> {
    for region in merged {
        let first = rows.partition_point(|row| row.line < region.first_line);
        let value = rows
            .get(first)
            .filter(|row| row.line == region.first_line)
            .and_then(|row| row.cells.get(region.column))
            .filter(|cell| !cell.is_blank());
        let Some(value) = value.map(|cell| RawCell { spread: true, ..cell.clone() }) else { continue };
        for row in rows.iter_mut().skip(first + 1).take_while(|row| row.line <= region.last_line) {
            let wider = (region.column + 1).saturating_sub(row.cells.len());
            gathered.cell(row.line, region.column, &value, wider)?;
            if wider > 0 {
                row.cells.resize_with(region.column + 1, RawCell::default);
            }
            if let Some(cell) = row.cells.get_mut(region.column).filter(|cell| cell.is_blank()) {
                *cell = value.clone();
            }
        }
    }
    Ok(())
}

/// How cells of a style look: whether as a share of 100, whether struck through.
#[derive(Clone, Copy, Default)]
struct Look {
    percent: bool,
    struck: bool,
}

/// Cells whose style says something, by line and column.
fn looks_of(workbook: &mut Workbook, sheet: &str) -> Result<HashMap<(u32, u32), Look>, Vec<TableFault>> {
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(|_| broken())?;
    let palette: Vec<Look> = reader
        .styles()
        .iter()
        .map(|style| Look {
            percent: style.number_format.as_ref().is_some_and(|format| looks::is_percent(&format.format_code)),
            struck: style.font.as_ref().is_some_and(calamine::Font::has_strikethrough),
        })
        .collect();
    let mut found = HashMap::new();
    if palette.iter().all(|look| !look.percent && !look.struck) {
        return Ok(found);
    }
    while let Some((row, column, style)) = reader.next_style_id().map_err(|_| broken())? {
        let look = palette.get(style).copied().unwrap_or_default();
        // Whole columns are often formatted, not filled.
        if (look.percent || look.struck) && row < LAST_LINE && column < MAX_COLUMNS {
            found.insert((row, column), look);
        }
    }
    Ok(found)
}

fn sheet_rows(
    workbook: &mut Workbook,
    sheet: &str,
    hidden: &BTreeSet<u32>,
    gathered: &mut Gathered,
) -> Result<Vec<RawRow>, Vec<TableFault>> {
    let looks = looks_of(workbook, sheet)?;
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(|_| broken())?;
    let mut rows: BTreeMap<u32, RawRow> = BTreeMap::new();
    // A row counts from its first cell with text: whole columns are often formatted, not filled.
    let mut last_filled = None;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|_| broken())? {
        let (row, column) = cell.pos;
        let look = looks.get(&cell.pos).copied().unwrap_or_default();
        let raw = raw_cell(&cell.value, cell.formula.as_ref(), look.percent);
        if raw.kind == CellKind::Text && raw.text.is_empty() && raw.formula.is_none() {
            continue;
        }
        let line = row.saturating_add(1);
        let place = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MAX_COLUMNS || line > LAST_LINE {
            let cell = cell_name(place, line);
            return Err(vec![TableFault::of_line(line, Fault::CellTooFar { cell })]);
        }
        if last_filled != Some(line) && !raw.is_blank() {
            gathered.row(line)?;
            last_filled = Some(line);
        }
        let row = rows.entry(line).or_insert_with(|| RawRow {
            line,
            cells: Vec::new(),
            hidden: hidden.contains(&line),
            struck: false,
        });
        row.struck |= look.struck && !raw.is_blank();
        gathered.cell(line, place, &raw, (place + 1).saturating_sub(row.cells.len()))?;
        if row.cells.len() <= place {
            row.cells.resize_with(place + 1, RawCell::default);
        }
        if let Some(at) = row.cells.get_mut(place) {
            *at = raw;
        }
    }
    Ok(rows.into_values().filter(|row| !row.is_blank()).collect())
}

fn raw_cell(value: &DataRef<'_>, formula: Option<&XlsxFormulaMetadata>, percent: bool) -> RawCell {
    /// Digits that a spreadsheet keeps of a number.
    const MOST: f64 = 1e15;
    let (text, kind) = match value {
        DataRef::String(text) => (text.clone(), CellKind::Text),
        DataRef::SharedString(text) => ((*text).to_owned(), CellKind::Text),
        DataRef::Empty => (String::new(), CellKind::Text),
        DataRef::Int(number) => (number.to_string(), CellKind::Number),
        DataRef::Float(number) if percent => (looks::exact(number * 100.0), CellKind::Percent),
        // Below that a whole number is exact, and so is its decimal form.
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < MOST => {
            (format!("{number:.0}"), CellKind::Number)
        }
        DataRef::Float(number) if number.abs() < MOST => {
            let text = looks::exact(*number);
            let kind = if text.contains('.') { CellKind::Decimal } else { CellKind::Number };
            (text, kind)
        }
        DataRef::Float(number) => (number.to_string(), CellKind::NotText),
        DataRef::Bool(value) => (value.to_string(), CellKind::NotText),
        DataRef::DateTimeIso(text) => (text.chars().take("2024-06-20".len()).collect(), CellKind::Day),
        DataRef::DurationIso(text) => (text.clone(), CellKind::NotText),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            (format!("{year:04}-{month:02}-{day:02}"), CellKind::Day)
        }
        DataRef::Error(error) => (error.to_string(), CellKind::NotText),
    };
    let formula = formula.map(|formula| {
        let typed = match formula {
            XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => formula.as_str(),
            _ => "",
        };
        format!("={typed}").into_boxed_str()
    });
    RawCell { text, kind, formula, spread: false }
}
