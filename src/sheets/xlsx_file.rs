//! Name and rows of the one filled worksheet of an XLSX workbook.
//!
//! Cells are streamed: a sheet that claims a million columns costs nothing.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, Xlsx, XlsxFormulaMetadata};

use super::{
    CellKind, Fault, FileTable, Gathered, LAST_LINE, MAX_COLUMNS, MAX_SHEETS, RawCell, RawRow, TableFault, container,
    fault::cell_name,
};

type Workbook = Xlsx<Cursor<Vec<u8>>>;

pub(super) fn table(bytes: &[u8], most_rows: u32) -> Result<FileTable, Vec<TableFault>> {
    let small = container::small_workbook(bytes).map_err(|fault| vec![TableFault::of_file(fault)])?;
    // calamine's arithmetic on forged cell references may overflow in a debug build.
    catch_unwind(AssertUnwindSafe(|| read(small, most_rows))).unwrap_or_else(|_| Err(broken()))
}

fn broken() -> Vec<TableFault> {
    vec![TableFault::of_file(Fault::BrokenWorkbook)]
}

fn read(bytes: Vec<u8>, most_rows: u32) -> Result<FileTable, Vec<TableFault>> {
    let mut workbook: Workbook = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    if sheets.len() > MAX_SHEETS {
        return Err(vec![TableFault::of_file(Fault::TooManySheets { limit: MAX_SHEETS })]);
    }
    let mut filled = Vec::new();
    for sheet in sheets {
        if has_text(&mut workbook, &sheet)? {
            filled.push(sheet);
        }
    }
    match filled.as_slice() {
        [] => Err(vec![TableFault::of_file(Fault::EmptyFile)]),
        [sheet] => {
            refuse_merged(&mut workbook, sheet)?;
            Ok(FileTable { sheet: Some(sheet.clone()), rows: sheet_rows(&mut workbook, sheet, most_rows)? })
        }
        _ => Err(vec![TableFault::of_file(Fault::MultipleSheets { sheets: filled })]),
    }
}

/// Hidden sheets count too: what stands on one of them would be missed.
fn has_text(workbook: &mut Workbook, sheet: &str) -> Result<bool, Vec<TableFault>> {
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(|_| broken())?;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|_| broken())? {
        let cell = raw_cell(&cell.value, cell.formula.as_ref());
        if cell.kind != CellKind::Text || !cell.text.trim().is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn refuse_merged(workbook: &mut Workbook, sheet: &str) -> Result<(), Vec<TableFault>> {
    let mut regions: Vec<(u32, u32)> = workbook
        .merge_cells_by_sheet_name(sheet)
        .map_err(|_| broken())?
        .iter()
        .map(|region| (region.start.0.saturating_add(1), region.end.0.saturating_add(1)))
        .collect();
    regions.sort_unstable();
    if regions.first().is_some_and(|(first, _)| *first == 1) {
        let mut last_line = 1;
        for (first, last) in regions {
            if first > last_line + 1 {
                break;
            }
            last_line = last_line.max(last);
        }
        return Err(vec![TableFault::of_line(1, Fault::MergedHeader { sheet: sheet.to_owned(), last_line })]);
    }
    let errors: Vec<TableFault> = regions
        .into_iter()
        .map(|(first, last_line)| TableFault::of_line(first, Fault::MergedCells { sheet: sheet.to_owned(), last_line }))
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn sheet_rows(workbook: &mut Workbook, sheet: &str, most_rows: u32) -> Result<Vec<RawRow>, Vec<TableFault>> {
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(|_| broken())?;
    let mut rows: BTreeMap<u32, Vec<RawCell>> = BTreeMap::new();
    let mut gathered = Gathered::of(most_rows);
    // A row counts from its first cell with text: whole columns are often formatted, not filled.
    let mut last_filled = None;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|_| broken())? {
        let (row, column) = cell.pos;
        let raw = raw_cell(&cell.value, cell.formula.as_ref());
        if raw.kind == CellKind::Text && raw.text.is_empty() {
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
        let cells = rows.entry(line).or_default();
        gathered.cell(line, place, &raw, (place + 1).saturating_sub(cells.len()))?;
        if cells.len() <= place {
            cells.resize_with(place + 1, RawCell::default);
        }
        if let Some(at) = cells.get_mut(place) {
            *at = raw;
        }
    }
    Ok(rows.into_iter().map(|(line, cells)| RawRow { line, cells }).filter(|row| !row.is_blank()).collect())
}

fn raw_cell(value: &DataRef<'_>, formula: Option<&XlsxFormulaMetadata>) -> RawCell {
    let (text, kind) = match value {
        DataRef::String(text) => (text.clone(), CellKind::Text),
        DataRef::SharedString(text) => ((*text).to_owned(), CellKind::Text),
        DataRef::Empty => (String::new(), CellKind::Text),
        DataRef::Int(number) => (number.to_string(), CellKind::Number),
        // Below 2^53 a whole number is exact, and so is its decimal form.
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
            (format!("{number:.0}"), CellKind::Number)
        }
        DataRef::Float(number) => (number.to_string(), CellKind::NotText),
        DataRef::Bool(value) => (value.to_string(), CellKind::NotText),
        DataRef::DateTimeIso(text) => (text.chars().take("2024-06-20".len()).collect(), CellKind::NotText),
        DataRef::DurationIso(text) => (text.clone(), CellKind::NotText),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            (format!("{year:04}-{month:02}-{day:02}"), CellKind::NotText)
        }
        DataRef::Error(error) => (error.to_string(), CellKind::NotText),
    };
    match formula {
        None => RawCell { text, kind, result: None },
        Some(formula) => {
            let typed = match formula {
                XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
                    formula.as_str()
                }
                _ => "",
            };
            RawCell { text: format!("={typed}"), kind: CellKind::Formula, result: Some(text.into_boxed_str()) }
        }
    }
}
