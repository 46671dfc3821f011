//! From raw cells to deputies: headings, normalisation, faults.

use std::collections::HashMap;

use super::{
    Alike, Column, Normalisation, NormalisationRule, RollChoices, RollError, RollErrorCode, RollReading, RollRow,
    RollWarning, RollWarningCode,
};
use crate::{
    names::{code_point, invisible, look_alike, lost, same_name, same_number},
    sheets::{CellKind, Layout, RawCell, RawRow, Unclear},
};

const VALUE_CHARS: usize = 200;

pub(super) fn apply(
    reading: &mut RollReading,
    layout: &Layout,
    rows: Vec<RawRow>,
    bom: bool,
    choices: &RollChoices,
) -> Result<(), Vec<RollError>> {
    if let Some(sheets) = layout.unclear.iter().find_map(|unclear| match unclear {
        Unclear::Sheets(sheets) => Some(sheets.join("、")),
        _ => None,
    }) {
        return Err(vec![RollError::of_file(RollErrorCode::SeveralSheets { sheets })]);
    }
    let columns = read_header(reading, layout, bom, choices)?;
    if !layout.faults.is_empty() {
        return Err(layout.faults.iter().cloned().map(RollError::from).collect());
    }
    let mut body = Body {
        columns,
        first_with_id: HashMap::new(),
        first_with_name: HashMap::new(),
        numbers_are_made: choices.numbers,
        fullwidth: 0,
        spaces: count(reading, NormalisationRule::Trim) + count(reading, NormalisationRule::RemoveInnerSpaceBetweenHan),
    };
    let none = rows.is_empty();
    for row in rows {
        body.read_row(reading, &row);
    }
    if none {
        return Err(vec![RollError::of_file(RollErrorCode::NoRows)]);
    }
    if !choices.apart {
        one_delegation_each(reading);
    }
    body.namesakes(reading);
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

/// Gives delegations whose names look alike the name that stands first: 第一代表团 and 第1代表团.
fn one_delegation_each(reading: &mut RollReading) {
    let mut first: HashMap<String, String> = HashMap::new();
    for row in &mut reading.rows {
        let name = first.entry(look_alike(&row.delegation)).or_insert_with(|| row.delegation.clone());
        if *name == row.delegation {
            continue;
        }
        let other = std::mem::replace(&mut row.delegation, name.clone());
        match reading.alike.iter_mut().find(|alike| alike.name == *name) {
            Some(alike) if alike.others.contains(&other) => {}
            Some(alike) => alike.others.push(other),
            None => reading.alike.push(Alike { name: name.clone(), others: vec![other] }),
        }
    }
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
fn read_header(
    reading: &mut RollReading,
    layout: &Layout,
    bom: bool,
    choices: &RollChoices,
) -> Result<Vec<Option<Column>>, Vec<RollError>> {
    let line = layout.head.line;
    let mut columns: Vec<Option<Column>> = Vec::new();
    let mut errors = Vec::new();
    let blank = RawCell::default();
    for (index, seen) in layout.columns.iter().enumerate() {
        let cell = layout.head.cells.get(index).unwrap_or(&blank);
        let trimmed = cell.text.trim();
        let heading = without_inner_space(trimmed);
        let heading = heading.as_deref().unwrap_or(trimmed);
        if heading.is_empty() && seen.key.is_none() {
            columns.push(None);
            continue;
        }
        let column = Column::of(seen.key, heading);
        let error = |code| RollError { line: Some(line), column: Some(column.clone()), code, value: shown(&cell.text) };
        // Whatever else stands in a heading that was chosen by hand is no matter.
        let unusable = fault(&column, cell, heading).filter(|_| choices.reading.columns.is_empty());
        if let Some(code) = unusable.filter(|code| matches!(code, RollErrorCode::FormulaInCell { .. })) {
            errors.push(error(code));
        } else if seen.key.is_some() && columns.contains(&Some(column.clone())) {
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
        if matches!(column, Column::Other(_)) && seen.key.is_none() {
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
        let is_made = required == Column::CertificateNo && choices.numbers;
        if !columns.contains(&Some(required.clone())) && !is_made {
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
    numbers_are_made: bool,
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
            seat: None,
            note: String::new(),
        };
        let faults_before = reading.errors.len();
        let blank = RawCell::default();
        let width = self.columns.len().max(row.cells.len());
        for index in 0..width {
            let cell = row.cells.get(index).unwrap_or(&blank);
            let Some(column) = self.columns.get(index).cloned().flatten() else {
                if !cell.is_blank() && !cell.spread {
                    reading.errors.push(RollError {
                        value: shown(&cell.text),
                        ..RollError::of_line(line, RollErrorCode::CellWithoutHeading)
                    });
                }
                continue;
            };
            // What is not used is not judged: a day of birth, an age that is computed.
            if matches!(column, Column::Other(_)) {
                continue;
            }
            let text = self.read_cell(reading, line, &column, cell);
            match column {
                Column::CertificateNo => deputy.certificate_no = text,
                Column::Name => deputy.name = text,
                Column::Delegation => deputy.delegation = text,
                Column::Phone => deputy.phone = Some(text).filter(|phone| !phone.is_empty()),
                Column::Seat => deputy.seat = Some(text).filter(|seat| !seat.is_empty()),
                Column::Note => deputy.note = text,
                Column::Other(_) => {}
            }
        }
        if !deputy.certificate_no.is_empty() {
            let id = same_number(&deputy.certificate_no);
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
        reading.rows.push(deputy);
    }

    /// Two of one name in one delegation, however each was written.
    fn namesakes(&mut self, reading: &mut RollReading) {
        for deputy in &reading.rows {
            let key = (same_name(&deputy.name), same_name(&deputy.delegation));
            let first_line = *self.first_with_name.entry(key).or_insert(deputy.line);
            if first_line != deputy.line {
                reading.warnings.push(RollWarning {
                    line: Some(deputy.line),
                    column: Some(Column::Name),
                    code: RollWarningCode::SameNameInDelegation { first_line },
                    value: shown(&deputy.name),
                });
            }
        }
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
            Column::Name | Column::Delegation => {
                if let Some(closed) = without_inner_space(&text) {
                    change(NormalisationRule::RemoveInnerSpaceBetweenHan, &mut text, closed);
                }
            }
            _ => {}
        }
        let is_made = *column == Column::CertificateNo && self.numbers_are_made && text.is_empty();
        if let Some(code) = fault(column, cell, &text).filter(|_| !is_made) {
            reading.errors.push(RollError {
                line: Some(line),
                column: Some(column.clone()),
                code,
                value: shown(cell.typed()),
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
    if cell.formula.is_some() {
        return Some(RollErrorCode::FormulaInCell { start: "=".to_owned() });
    }
    let is_number = matches!(column, Column::CertificateNo | Column::Phone);
    match cell.kind {
        CellKind::NotText if is_number && text.bytes().all(|b| b.is_ascii_digit()) => {
            return Some(RollErrorCode::DigitsLost);
        }
        CellKind::Decimal | CellKind::Percent | CellKind::Day | CellKind::NotText => {
            return Some(RollErrorCode::NotText);
        }
        CellKind::Text if is_number && is_scientific(text) => return Some(RollErrorCode::DigitsLost),
        CellKind::Text | CellKind::Number => {}
    }
    if cell.kind == CellKind::Text
        && let Some(start) = formula_start(column, &cell.text, text)
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
    if let Some(invisible) = invisible(text) {
        return Some(RollErrorCode::InvisibleCharacter { code_point: code_point(invisible) });
    }
    if matches!(column, Column::Name | Column::Delegation)
        && let Some(mark) = lost(text)
    {
        return Some(RollErrorCode::LostCharacter { mark: mark.to_string() });
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

/// 3.30102E+17, as a spreadsheet writes a number that is too long for its column. 1E5 may be a number of somebody's.
fn is_scientific(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['e', 'E']) else { return false };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.starts_with(|c: char| c.is_ascii_digit())
        && is_digits(&digits.replacen('.', "", 1))
        && power.strip_prefix('+').is_some_and(is_digits)
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
    fn a_number_that_lost_its_digits_is_told_from_a_number_with_letters() {
        for text in ["3.30102E+17", "1.39E+10", "1e+05", "3E+17"] {
            assert!(is_scientific(text), "{text}");
        }
        for text in ["1E5", "E+17", "A1E+17", "T+03", "1.2.3E+4", "13800000000", "SC0001"] {
            assert!(!is_scientific(text), "{text}");
        }
    }

    #[test]
    fn full_width_characters_become_half_width() {
        assert_eq!(to_halfwidth("ＳＣ０００２－ａ～"), "SC0002-a~");
        assert_eq!(to_halfwidth("示例、。"), "示例、。");
    }
}
