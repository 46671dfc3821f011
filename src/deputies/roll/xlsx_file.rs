//! Name and rows of the one filled worksheet of an XLSX workbook.
//!
//! Cells are streamed: a sheet that claims a million columns costs nothing. Sizes are bounded
//! before the workbook is opened, because opening it already unpacks the shared strings.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, Xlsx, XlsxFormulaMetadata};
use zip::ZipArchive;

use super::{
    CellKind, FileFormat, MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, MAX_UNPACKED_BYTES, RawCell, RawRow, RollError,
    RollErrorCode,
};

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

pub(super) fn rows(bytes: &[u8]) -> Result<(String, Vec<RawRow>), Vec<RollError>> {
    check_container(bytes).map_err(|code| vec![RollError::of_file(code)])?;
    // calamine's arithmetic on forged cell references may overflow in a debug build.
    catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or_else(|_| Err(broken()))
}

fn broken() -> Vec<RollError> {
    vec![RollError::of_file(RollErrorCode::BrokenWorkbook)]
}

/// What an archive unfolds to is bounded before anything is read from it.
pub fn check_container(bytes: &[u8]) -> Result<(), RollErrorCode> {
    let broken = |_| RollErrorCode::BrokenWorkbook;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut is_workbook = false;
    let mut left = MAX_UNPACKED_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let name = part.name().map_err(broken)?.replace('\\', "/").to_ascii_lowercase();
        is_workbook |= name == "xl/workbook.xml";
        let mut unpacked = Vec::new();
        let size =
            part.take(left.saturating_add(1)).read_to_end(&mut unpacked).map_err(|_| RollErrorCode::BrokenWorkbook)?;
        left = u64::try_from(size)
            .ok()
            .and_then(|size| left.checked_sub(size))
            .ok_or(RollErrorCode::UnpackedTooLarge { limit_bytes: MAX_UNPACKED_BYTES })?;
        if name.ends_with("sharedstrings.xml") && !honest_string_count(&unpacked) {
            return Err(RollErrorCode::BrokenWorkbook);
        }
    }
    if is_workbook { Ok(()) } else { Err(RollErrorCode::WrongFileType { format: FileFormat::OtherZip }) }
}

/// calamine reserves memory for as many strings as the part claims to have; a part cannot have
/// more strings than bytes. UTF-16, in which the claim could hide, is not used by any writer.
fn honest_string_count(part: &[u8]) -> bool {
    const CLAIM: &[u8] = b"uniqueCount";
    if part.contains(&0) {
        return false;
    }
    part.windows(CLAIM.len()).enumerate().filter(|(_, window)| *window == CLAIM).all(|(at, _)| {
        let digits: String = part[at + CLAIM.len()..]
            .iter()
            .skip_while(|byte| !byte.is_ascii_digit())
            .take_while(|byte| byte.is_ascii_digit())
            .map(|byte| char::from(*byte))
            .collect();
        digits.is_empty() || digits.parse::<usize>().is_ok_and(|count| count <= part.len())
    })
}

fn read(bytes: &[u8]) -> Result<(String, Vec<RawRow>), Vec<RollError>> {
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    if sheets.len() > MAX_SHEETS {
        return Err(vec![RollError::of_file(RollErrorCode::TooManySheets {
            limit: u64::try_from(MAX_SHEETS).unwrap_or(u64::MAX),
        })]);
    }
    let mut filled = Vec::new();
    for sheet in sheets {
        if has_text(&mut workbook, &sheet)? {
            filled.push(sheet);
        }
    }
    match filled.as_slice() {
        [] => Err(vec![RollError::of_file(RollErrorCode::EmptyFile)]),
        [sheet] => {
            refuse_merged(&mut workbook, sheet)?;
            Ok((sheet.clone(), sheet_rows(&mut workbook, sheet)?))
        }
        _ => Err(vec![RollError::of_file(RollErrorCode::MultipleSheets { sheets: filled })]),
    }
}

/// Hidden sheets count too: a deputy on one of them would be missed.
fn has_text(workbook: &mut Workbook<'_>, sheet: &str) -> Result<bool, Vec<RollError>> {
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(|_| broken())?;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|_| broken())? {
        let cell = raw_cell(&cell.value, cell.formula.as_ref());
        if cell.kind != CellKind::Text || !cell.text.trim().is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn refuse_merged(workbook: &mut Workbook<'_>, sheet: &str) -> Result<(), Vec<RollError>> {
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
        return Err(vec![RollError::of_line(1, RollErrorCode::MergedHeader { sheet: sheet.to_owned(), last_line })]);
    }
    let errors: Vec<RollError> = regions
        .into_iter()
        .map(|(first, last_line)| {
            RollError::of_line(first, RollErrorCode::MergedCells { sheet: sheet.to_owned(), last_line })
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn sheet_rows(workbook: &mut Workbook<'_>, sheet: &str) -> Result<Vec<RawRow>, Vec<RollError>> {
    let mut reader = workbook.worksheet_cells_reader(sheet).map_err(|_| broken())?;
    let mut rows: BTreeMap<u32, Vec<RawCell>> = BTreeMap::new();
    // A row counts from its first cell with text: whole columns are often formatted, not filled.
    let mut filled: u32 = 0;
    let mut last_filled = None;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|_| broken())? {
        let (row, column) = cell.pos;
        let raw = raw_cell(&cell.value, cell.formula.as_ref());
        if raw.kind == CellKind::Text && raw.text.is_empty() {
            continue;
        }
        let line = row.saturating_add(1);
        if column >= MAX_COLUMNS {
            return Err(vec![RollError::of_line(line, RollErrorCode::TooManyColumns { limit: MAX_COLUMNS })]);
        }
        if last_filled != Some(line) && !(raw.kind == CellKind::Text && raw.text.trim().is_empty()) {
            filled = filled.saturating_add(1);
            last_filled = Some(line);
        }
        let cells = rows.entry(line).or_default();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if cells.len() <= column {
            cells.resize(column + 1, RawCell::default());
        }
        if let Some(place) = cells.get_mut(column) {
            *place = raw;
        }
        // The header and one row too many are enough to refuse.
        if filled > MAX_ROWS + 1 {
            break;
        }
    }
    Ok(rows.into_iter().map(|(line, cells)| RawRow { line, cells }).filter(|row| !row.is_blank()).collect())
}

fn raw_cell(value: &DataRef<'_>, formula: Option<&XlsxFormulaMetadata>) -> RawCell {
    if let Some(formula) = formula {
        let text = match formula {
            XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
                format!("={formula}")
            }
            _ => "=".to_owned(),
        };
        return RawCell { text, kind: CellKind::Formula };
    }
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
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (text.clone(), CellKind::NotText),
        DataRef::DateTime(date) => (date.to_string(), CellKind::NotText),
        DataRef::Error(error) => (error.to_string(), CellKind::NotText),
    };
    RawCell { text, kind }
}
