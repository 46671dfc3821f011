//! What is said of a file: normalisations, warnings, errors. Keys and arguments, no wording.

use serde::Serialize;
use serde_json::{Value, json};

use super::Column;
use crate::{
    sheets::{Fault, TableFault},
    word_enum,
};

word_enum! {
    NormalisationRule {
        /// The whole file was decoded from another encoding; `from`, `to` name the encodings.
        Decode = "decode",
        StripBom = "strip_bom",
        Trim = "trim",
        FullwidthToHalfwidth = "fullwidth_to_halfwidth",
        RemoveInnerSpaceBetweenHan = "remove_inner_space_between_han",
    }
}

/// A cell that was read otherwise than it stands; `line: None` means the whole file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Normalisation {
    pub line: Option<u32>,
    pub column: Option<Column>,
    pub rule: NormalisationRule,
    pub from: String,
    pub to: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RollWarningCode {
    /// Not UTF-8, read as GB18030: names want a look before the import is confirmed.
    GuessedEncoding,
    FullwidthConverted {
        cells: u32,
    },
    SpacesRemoved {
        cells: u32,
    },
    UnknownColumn,
    /// A certificate number kept as a number: Excel may have dropped leading zeros.
    NumberCell,
    /// A code point without agreed meaning; the name may look different elsewhere.
    PrivateUseCharacter,
    /// Two people of one name in one delegation: lawful, but often one person twice.
    SameNameInDelegation {
        first_line: u32,
    },
    /// Photos in a workbook, which are not taken.
    Pictures {
        count: usize,
    },
    /// Sheets with something in them that are no part of the roll.
    SheetsNotRead {
        sheets: String,
    },
}

impl RollWarningCode {
    pub fn key(&self) -> &'static str {
        match self {
            RollWarningCode::GuessedEncoding => "guessed_encoding",
            RollWarningCode::FullwidthConverted { .. } => "fullwidth_converted",
            RollWarningCode::SpacesRemoved { .. } => "spaces_removed",
            RollWarningCode::UnknownColumn => "unknown_column",
            RollWarningCode::NumberCell => "number_cell",
            RollWarningCode::PrivateUseCharacter => "private_use_character",
            RollWarningCode::SameNameInDelegation { .. } => "same_name_in_delegation",
            RollWarningCode::Pictures { .. } => "pictures",
            RollWarningCode::SheetsNotRead { .. } => "sheets_not_read",
        }
    }

    /// Arguments of the message: numbers or strings.
    pub fn args(&self) -> Vec<(&'static str, Value)> {
        match self {
            RollWarningCode::FullwidthConverted { cells } | RollWarningCode::SpacesRemoved { cells } => {
                vec![("cells", json!(cells))]
            }
            RollWarningCode::SameNameInDelegation { first_line } => {
                vec![("first_line", json!(first_line))]
            }
            RollWarningCode::Pictures { count } => vec![("count", json!(count))],
            RollWarningCode::SheetsNotRead { sheets } => vec![("sheets", json!(sheets))],
            _ => Vec::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RollWarning {
    pub line: Option<u32>,
    pub column: Option<Column>,
    pub code: RollWarningCode,
    pub value: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RollErrorCode {
    /// The file cannot be read as a table.
    File(Fault),
    MissingColumn,
    DuplicateColumn,
    /// The roll stands on several sheets, and nobody has said which is meant.
    SeveralSheets {
        sheets: String,
    },
    NoRows,
    /// Text beyond the last heading: most often a comma too many.
    CellWithoutHeading,
    BlankRequired,
    /// The certificate number stands on `first_line` already; case does not tell two apart.
    DuplicateId {
        first_line: u32,
    },
    FormulaInCell {
        start: String,
    },
    /// A date, a truth value, an error or a fraction where text belongs.
    NotText,
    LineBreakInCell,
    /// U+FFFD: an earlier conversion has lost the character.
    UnreadableCharacter,
    /// A mark in a name that stands for a character which an earlier conversion has lost.
    LostCharacter {
        mark: String,
    },
    /// A number of which a spreadsheet has kept only the first digits: 3.30102E+17.
    DigitsLost,
    /// Control, zero-width or direction character: two texts that look the same would differ.
    InvisibleCharacter {
        code_point: String,
    },
    SpaceInId,
    TooLong {
        limit: u32,
    },
}

impl RollErrorCode {
    pub fn key(&self) -> &'static str {
        match self {
            RollErrorCode::File(fault) => fault.key(),
            RollErrorCode::MissingColumn => "missing_column",
            RollErrorCode::DuplicateColumn => "duplicate_column",
            RollErrorCode::SeveralSheets { .. } => "multiple_sheets",
            RollErrorCode::LostCharacter { .. } => "lost_character",
            RollErrorCode::DigitsLost => "digits_lost",
            RollErrorCode::NoRows => "no_rows",
            RollErrorCode::CellWithoutHeading => "cell_without_heading",
            RollErrorCode::BlankRequired => "blank_required",
            RollErrorCode::DuplicateId { .. } => "duplicate_id",
            RollErrorCode::FormulaInCell { .. } => "formula_in_cell",
            RollErrorCode::NotText => "not_text",
            RollErrorCode::LineBreakInCell => "line_break_in_cell",
            RollErrorCode::UnreadableCharacter => "unreadable_character",
            RollErrorCode::InvisibleCharacter { .. } => "invisible_character",
            RollErrorCode::SpaceInId => "space_in_id",
            RollErrorCode::TooLong { .. } => "too_long",
        }
    }

    /// Arguments of the message: numbers or strings.
    pub fn args(&self) -> Vec<(&'static str, Value)> {
        match self {
            RollErrorCode::File(fault) => {
                fault.words().args.into_iter().map(|(name, value)| (name, json!(value))).collect()
            }
            RollErrorCode::TooLong { limit } => vec![("limit", json!(limit))],
            RollErrorCode::SeveralSheets { sheets } => vec![("sheets", json!(sheets))],
            RollErrorCode::LostCharacter { mark } => vec![("mark", json!(mark))],
            RollErrorCode::DuplicateId { first_line } => vec![("first_line", json!(first_line))],
            RollErrorCode::FormulaInCell { start } => vec![("start", json!(start))],
            RollErrorCode::InvisibleCharacter { code_point } => {
                vec![("code_point", json!(code_point))]
            }
            _ => Vec::new(),
        }
    }
}

/// `line: None` means the whole file. `value` is as it stands in the file, cut at 200
/// characters: escape it, never make a link of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollError {
    pub line: Option<u32>,
    pub column: Option<Column>,
    pub code: RollErrorCode,
    pub value: Option<String>,
}

impl RollError {
    pub(super) fn of_file(code: RollErrorCode) -> RollError {
        RollError { line: None, column: None, code, value: None }
    }

    pub(super) fn of_line(line: u32, code: RollErrorCode) -> RollError {
        RollError { line: Some(line), ..RollError::of_file(code) }
    }
}

impl From<TableFault> for RollError {
    fn from(found: TableFault) -> Self {
        RollError { line: found.line, ..RollError::of_file(RollErrorCode::File(found.fault)) }
    }
}
