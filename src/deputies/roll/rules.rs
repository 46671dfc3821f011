//! From raw cells to deputies: headings, normalisation, faults.

use std::collections::HashMap;

use super::{
    Column, Normalisation, NormalisationRule, RollError, RollErrorCode, RollReading, RollRow, RollWarning,
    RollWarningCode,
};
use crate::sheets::{CellKind, Fault, RawCell, RawRow};

const VALUE_CHARS: usize = 200;

pub(super) fn apply(reading: &mut RollReading, rows: Vec<RawRow>, bom: bool) -> Result<(), Vec<RollError>> {
    let mut rows = rows.into_iter();
    let Some(header) = rows.next() else {
        return Err(vec![RollError::of_file(RollErrorCode::File(Fault::EmptyFile))]);
    };
    let columns = read_header(reading, &header, bom)?;
    let mut body = Body {
        columns,
        first_with_id: HashMap::new(),
        first_with_name: HashMap::new(),
        fullwidth: 0,
        spaces: count(reading, NormalisationRule::Trim) + count(reading, NormalisationRule::RemoveInnerSpaceBetweenHan),
    };
    let mut none = true;
    for row in rows {
        none = false;
        body.read_row(reading, &row);
    }
    if none {
        return Err(vec![RollError::of_file(RollErrorCode::NoRows)]);
    }
    if body.fullwidth > 0 {
        let cells = body.fullwidth;
        reading.warnings.push(of_file(RollWarningCode::FullwidthConverted { cells }));
    }
    if body.spaces > 0 {
        let cells = body.spaces;
        reading.warnings.push(of_file(RollWarningCode::SpacesRemoved { cells }));
    }
    Ok(())
}

fn of_file(code: RollWarningCode) -> RollWarning {
    RollWarning { line: None, column: None, code, value: None }
}

fn count(reading: &RollReading, rule: NormalisationRule) -> u32 {
    let cells = reading.normalisations.iter().filter(|normalisation| normalisation.rule == rule).count();
    u32::try_from(cells).unwrap_or(u32::MAX)
}

fn shown(text: &str) -> Option<String> {
    Some(text.chars().take(VALUE_CHARS).collect())
}

/// One entry a column of the file; `None` where the heading is blank.
fn read_header(reading: &mut RollReading, header: &RawRow, bom: bool) -> Result<Vec<Option<Column>>, Vec<RollError>> {
    let line = header.line;
    let mut columns: Vec<Option<Column>> = Vec::new();
    let mut errors = Vec::new();
    for (index, cell) in header.cells.iter().enumerate() {
        let trimmed = cell.text.trim();
        let heading = without_inner_space(trimmed);
        let heading = heading.as_deref().unwrap_or(trimmed);
        if heading.is_empty() {
            columns.push(None);
            continue;
        }
        let column = Column::from_heading(heading);
        let error = |code| RollError { line: Some(line), column: Some(column.clone()), code, value: shown(&cell.text) };
        if let Some(code) = fault(&column, cell, heading) {
            errors.push(error(code));
        } else if columns.contains(&Some(column.clone())) {
            errors.push(error(RollErrorCode::DuplicateColumn));
        }
        let mut change = |rule, from: &str, to: &str| {
            if from != to {
                reading.normalisations.push(Normalisation {
                    line: Some(line),
                    column: Some(column.clone()),
                    rule,
                    from: from.to_owned(),
                    to: to.to_owned(),
                });
            }
        };
        if bom && index == 0 {
            let from = format!("\u{feff}{}", cell.text);
            change(NormalisationRule::StripBom, &from, &cell.text);
        }
        change(NormalisationRule::Trim, &cell.text, trimmed);
        change(NormalisationRule::RemoveInnerSpaceBetweenHan, trimmed, heading);
        if let Column::Other(_) = column {
            reading.warnings.push(RollWarning {
                line: Some(line),
                column: Some(column.clone()),
                code: RollWarningCode::UnknownColumn,
                value: shown(heading),
            });
        }
        columns.push(Some(column));
    }
    for required in Column::REQUIRED {
        if !columns.contains(&Some(required.clone())) {
            errors.push(RollError {
                line: Some(line),
                column: Some(required),
                code: RollErrorCode::MissingColumn,
                value: None,
            });
        }
    }
    if errors.is_empty() { Ok(columns) } else { Err(errors) }
}

struct Body {
    columns: Vec<Option<Column>>,
    first_with_id: HashMap<String, u32>,
    first_with_name: HashMap<(String, String), u32>,
    fullwidth: u32,
    spaces: u32,
}

impl Body {
    fn read_row(&mut self, reading: &mut RollReading, row: &RawRow) {
        let line = row.line;
        let mut deputy = RollRow {
            line,
            certificate_no: String::new(),
            name: String::new(),
            delegation: String::new(),
            phone: None,
            note: String::new(),
        };
        let faults_before = reading.errors.len();
        let blank = RawCell::default();
        let width = self.columns.len().max(row.cells.len());
        for index in 0..width {
            let cell = row.cells.get(index).unwrap_or(&blank);
            let Some(column) = self.columns.get(index).cloned().flatten() else {
                if cell.kind != CellKind::Text || !cell.text.trim().is_empty() {
                    reading.errors.push(RollError {
                        value: shown(&cell.text),
                        ..RollError::of_line(line, RollErrorCode::CellWithoutHeading)
                    });
                }
                continue;
            };
            let text = self.read_cell(reading, line, &column, cell);
            match column {
                Column::CertificateNo => deputy.certificate_no = text,
                Column::Name => deputy.name = text,
                Column::Delegation => deputy.delegation = text,
                Column::Phone => deputy.phone = Some(text).filter(|phone| !phone.is_empty()),
                Column::Note => deputy.note = text,
                Column::Other(_) => {}
            }
        }
        if !deputy.certificate_no.is_empty() {
            let id = deputy.certificate_no.to_ascii_uppercase();
            let first_line = *self.first_with_id.entry(id).or_insert(line);
            if first_line != line {
                reading.errors.push(RollError {
                    line: Some(line),
                    column: Some(Column::CertificateNo),
                    code: RollErrorCode::DuplicateId { first_line },
                    value: shown(&deputy.certificate_no),
                });
            }
        }
        if reading.errors.len() > faults_before {
            return;
        }
        let key = (deputy.name.clone(), deputy.delegation.clone());
        let first_line = *self.first_with_name.entry(key).or_insert(line);
        if first_line != line {
            reading.warnings.push(RollWarning {
                line: Some(line),
                column: Some(Column::Name),
                code: RollWarningCode::SameNameInDelegation { first_line },
                value: shown(&deputy.name),
            });
        }
        reading.rows.push(deputy);
    }

    /// The normalised text; empty when the cell is at fault.
    fn read_cell(&mut self, reading: &mut RollReading, line: u32, column: &Column, cell: &RawCell) -> String {
        let mut changes: Vec<(NormalisationRule, String)> = Vec::new();
        let mut text = cell.text.clone();
        let mut change = |rule, text: &mut String, to: String| {
            if *text != to {
                changes.push((rule, std::mem::replace(text, to)));
            }
        };
        let trimmed = text.trim().to_owned();
        change(NormalisationRule::Trim, &mut text, trimmed);
        match column {
            Column::CertificateNo | Column::Phone => {
                let halfwidth = to_halfwidth(&text);
                change(NormalisationRule::FullwidthToHalfwidth, &mut text, halfwidth);
            }
            Column::Name => {
                if let Some(closed) = without_inner_space(&text) {
                    change(NormalisationRule::RemoveInnerSpaceBetweenHan, &mut text, closed);
                }
            }
            _ => {}
        }
        if let Some(code) = fault(column, cell, &text) {
            reading.errors.push(RollError {
                line: Some(line),
                column: Some(column.clone()),
                code,
                value: shown(&cell.text),
            });
            return String::new();
        }
        let mut to = text.clone();
        let mut steps = Vec::new();
        for (rule, from) in changes.into_iter().rev() {
            match rule {
                NormalisationRule::FullwidthToHalfwidth => self.fullwidth += 1,
                _ => self.spaces += 1,
            }
            steps.push(Normalisation {
                line: Some(line),
                column: Some(column.clone()),
                rule,
                from: from.clone(),
                to: std::mem::replace(&mut to, from),
            });
        }
        steps.reverse();
        reading.normalisations.append(&mut steps);
        let mut warn = |code| {
            reading.warnings.push(RollWarning {
                line: Some(line),
                column: Some(column.clone()),
                code,
                value: shown(&text),
            });
        };
        if cell.kind == CellKind::Number && *column == Column::CertificateNo {
            warn(RollWarningCode::NumberCell);
        }
        if text.chars().any(is_private_use) {
            warn(RollWarningCode::PrivateUseCharacter);
        }
        text
    }
}

/// What makes a cell unusable; `text` is the cell normalised.
fn fault(column: &Column, cell: &RawCell, text: &str) -> Option<RollErrorCode> {
    if cell.kind == CellKind::Formula {
        return Some(RollErrorCode::FormulaInCell { start: "=".to_owned() });
    }
    if cell.kind == CellKind::NotText {
        return Some(RollErrorCode::NotText);
    }
    let number = cell.kind == CellKind::Number;
    if let Some(start) = formula_start(column, &cell.text, text)
        && !number
    {
        return Some(RollErrorCode::FormulaInCell { start: start.to_string() });
    }
    if text.is_empty() {
        return Column::REQUIRED.contains(column).then_some(RollErrorCode::BlankRequired);
    }
    if text.contains(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}']) {
        return Some(RollErrorCode::LineBreakInCell);
    }
    if text.contains('\u{fffd}') {
        return Some(RollErrorCode::UnreadableCharacter);
    }
    if let Some(invisible) = text.chars().find(|c| is_invisible(*c)) {
        return Some(RollErrorCode::InvisibleCharacter { code_point: format!("U+{:04X}", u32::from(invisible)) });
    }
    if *column == Column::CertificateNo && text.contains(char::is_whitespace) {
        return Some(RollErrorCode::SpaceInId);
    }
    let limit = column.max_chars();
    let chars = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    (chars > limit).then_some(RollErrorCode::TooLong { limit })
}

/// The character by which a spreadsheet would take the cell for a formula. Full-width forms are
/// taken so too by Chinese and Japanese editions.
fn formula_start(column: &Column, raw: &str, text: &str) -> Option<char> {
    let control = raw.chars().next().filter(|c| matches!(c, '\t' | '\r'));
    if control.is_some() && !text.is_empty() {
        return control;
    }
    if *column == Column::Phone
        && text.strip_prefix('+').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    text.chars().next().filter(|c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
}

/// U+FF01–U+FF5E and U+3000 are the ASCII characters at full width.
fn to_halfwidth(text: &str) -> String {
    text.chars()
        .map(|c| match u32::from(c) {
            code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
            0x3000 => ' ',
            _ => c,
        })
        .collect()
}

/// Spaces put between two Han characters to fill a column of print. A name with `·` or a Latin
/// letter keeps its own spaces: `None`.
fn without_inner_space(text: &str) -> Option<String> {
    let only_han = text.chars().all(|c| c.is_whitespace() || is_han(c));
    (only_han && text.contains(char::is_whitespace)).then(|| text.chars().filter(|c| !c.is_whitespace()).collect())
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c),
        0x3005 | 0x3007
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFD)
        || is_private_use(c)
}

/// Rare characters of names were long kept in the private areas of Chinese fonts.
fn is_private_use(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFD)
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180E
            | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFEFF | 0xFFA0
            | 0xFFF9..=0xFFFB | 0xE0000..=0xE007F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_spaces_go_only_between_han_characters() {
        assert_eq!(without_inner_space("裘　斌").as_deref(), Some("裘斌"));
        assert_eq!(without_inner_space("䶮 \u{a0}斌").as_deref(), Some("䶮斌"));
        assert_eq!(without_inner_space("裘斌"), None);
        assert_eq!(without_inner_space("古丽 · 买买提"), None);
        assert_eq!(without_inner_space("Li 明"), None);
    }

    #[test]
    fn full_width_characters_become_half_width() {
        assert_eq!(to_halfwidth("ＳＣ０００２－ａ～"), "SC0002-a~");
        assert_eq!(to_halfwidth("示例、。"), "示例、。");
    }
}
