//! What keeps a file from being read as a table, and the words for it.

use super::FileFormat;
use crate::web::Message;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    EmptyFile,
    FileTooLarge {
        limit_bytes: usize,
    },
    /// A workbook that unpacks to more than is allowed for a part or for all of them.
    UnpackedTooLarge {
        limit_bytes: u64,
    },
    TooManyParts {
        limit: usize,
    },
    /// More styles than a table can need.
    TooMuchFormatting,
    WrongFileType {
        format: FileFormat,
    },
    /// Text that is neither UTF-8 nor GB18030.
    Undecodable,
    BrokenWorkbook,
    TooManySheets {
        limit: usize,
    },
    /// Names of the sheets that are not empty.
    MultipleSheets {
        sheets: Vec<String>,
    },
    /// In a column in which each line has a value of its own: `A3:A5`.
    MergedCells {
        cells: String,
    },
    TooManyRows {
        limit: u32,
    },
    TooManyColumns {
        limit: u32,
    },
    /// Far right of the table or far below it.
    CellTooFar {
        cell: String,
    },
    CellTooLong {
        cell: String,
        limit: usize,
    },
    TooMuchText,
}

impl Fault {
    /// The last part of its message's key.
    pub fn key(&self) -> &'static str {
        self.message_key().strip_prefix("sheet-fault-").unwrap_or_default()
    }

    fn message_key(&self) -> &'static str {
        match self {
            Self::EmptyFile => "sheet-fault-empty_file",
            Self::FileTooLarge { .. } => "sheet-fault-file_too_large",
            Self::UnpackedTooLarge { .. } => "sheet-fault-unpacked_too_large",
            Self::TooManyParts { .. } => "sheet-fault-too_many_parts",
            Self::TooMuchFormatting => "sheet-fault-too_much_formatting",
            Self::WrongFileType { .. } => "sheet-fault-wrong_file_type",
            Self::Undecodable => "sheet-fault-undecodable",
            Self::BrokenWorkbook => "sheet-fault-broken_workbook",
            Self::TooManySheets { .. } => "sheet-fault-too_many_sheets",
            Self::MultipleSheets { .. } => "sheet-fault-multiple_sheets",
            Self::MergedCells { .. } => "sheet-fault-merged_cells",
            Self::TooManyRows { .. } => "sheet-fault-too_many_rows",
            Self::TooManyColumns { .. } => "sheet-fault-too_many_columns",
            Self::CellTooFar { .. } => "sheet-fault-cell_too_far",
            Self::CellTooLong { .. } => "sheet-fault-cell_too_long",
            Self::TooMuchText => "sheet-fault-too_much_text",
        }
    }

    /// What is wrong, with the mend.
    pub fn words(&self) -> Message {
        const MEGABYTE: usize = 1024 * 1024;
        let said = Message::new(self.message_key());
        match self {
            Self::FileTooLarge { limit_bytes } => said.with("megabytes", limit_bytes / MEGABYTE),
            Self::UnpackedTooLarge { limit_bytes } => said.with("megabytes", limit_bytes / (1024 * 1024)),
            Self::WrongFileType { format } => said.with("format", format.word()),
            Self::TooManyParts { limit } | Self::TooManySheets { limit } => said.with("limit", limit),
            Self::MultipleSheets { sheets } => said.with("sheets", sheets.join("、")).with("count", sheets.len()),
            Self::MergedCells { cells } => said.with("cells", cells),
            Self::TooManyRows { limit } | Self::TooManyColumns { limit } => said.with("limit", limit),
            Self::CellTooFar { cell } => said.with("cell", cell),
            Self::CellTooLong { cell, limit } => said.with("cell", cell).with("limit", limit),
            Self::EmptyFile
            | Self::TooMuchFormatting
            | Self::Undecodable
            | Self::BrokenWorkbook
            | Self::TooMuchText => said,
        }
    }

    /// One of each, for the samples of pages that show them; `name`: what a sheet is called.
    pub fn samples(name: &str) -> Vec<Self> {
        let cell = || "XFD1048576".to_owned();
        let formats = FileFormat::REFUSED.into_iter().map(|format| Self::WrongFileType { format });
        vec![
            Self::EmptyFile,
            Self::FileTooLarge { limit_bytes: 5 * 1024 * 1024 },
            Self::UnpackedTooLarge { limit_bytes: 32 * 1024 * 1024 },
            Self::TooManyParts { limit: 1_000 },
            Self::TooMuchFormatting,
            Self::Undecodable,
            Self::BrokenWorkbook,
            Self::TooManySheets { limit: 32 },
            Self::MultipleSheets { sheets: vec![name.to_owned(), "第二册".to_owned()] },
            Self::MergedCells { cells: "A3:A5".to_owned() },
            Self::TooManyRows { limit: 10_000 },
            Self::TooManyColumns { limit: 64 },
            Self::CellTooFar { cell: cell() },
            Self::CellTooLong { cell: cell(), limit: 32_767 },
            Self::TooMuchText,
        ]
        .into_iter()
        .chain(formats)
        .collect()
    }
}

/// A fault and where it is; `line: None` means the whole file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFault {
    pub line: Option<u32>,
    pub fault: Fault,
}

impl TableFault {
    pub(super) fn of_file(fault: Fault) -> Self {
        Self { line: None, fault }
    }

    pub(super) fn of_line(line: u32, fault: Fault) -> Self {
        Self { line: Some(line), fault }
    }
}

/// As a spreadsheet names it: column 0 of line 1 is A1.
pub fn cell_name(column: usize, line: u32) -> String {
    let mut letters = Vec::new();
    let mut left = column.saturating_add(1);
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        left = (left - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{line}")
}
