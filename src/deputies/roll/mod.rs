//! Reading a roll of deputies (代表名册) from a CSV or XLSX file.
//!
//! A roll goes in whole or not at all: the number of deputies is the denominator of the quorum
//! and of the majority (地方组织法 art. 14, 25). Every fault of the file is listed at once.
//! No wording here: each fault has a stable `key` and arguments, said in words by Fluent.

mod csv_file;
mod detect;
mod findings;
mod rules;
#[cfg(test)]
mod tests;
mod xlsx_file;

use std::fmt;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

pub use findings::{Normalisation, NormalisationRule, RollError, RollErrorCode, RollWarning, RollWarningCode};
pub use xlsx_file::check_container;

/// Data rows in a file, the header not counted.
pub const MAX_ROWS: u32 = 10_000;
/// Bytes of a file as uploaded.
pub const MAX_FILE_BYTES: usize = 5 * 1024 * 1024;
/// Bytes of all parts of a workbook once unpacked.
pub const MAX_UNPACKED_BYTES: u64 = 32 * 1024 * 1024;
/// Columns of a row, known or not.
pub const MAX_COLUMNS: u32 = 64;
/// Worksheets of a workbook.
pub const MAX_SHEETS: usize = 32;

/// A column of the roll, found by its heading and never by its position.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    CertificateNo,
    Name,
    Delegation,
    Phone,
    Note,
    /// A heading the roll does not use, as it stands in the file.
    Other(String),
}

impl Column {
    pub const REQUIRED: [Column; 3] = [Column::CertificateNo, Column::Name, Column::Delegation];

    /// The heading in the file: 代表证号, 姓名, 代表团, 手机号, 备注.
    pub fn heading(&self) -> &str {
        match self {
            Column::CertificateNo => "代表证号",
            Column::Name => "姓名",
            Column::Delegation => "代表团",
            Column::Phone => "手机号",
            Column::Note => "备注",
            Column::Other(heading) => heading,
        }
    }

    /// Stable key; `other` for every unknown heading.
    pub fn key(&self) -> &'static str {
        match self {
            Column::CertificateNo => "certificate_no",
            Column::Name => "name",
            Column::Delegation => "delegation",
            Column::Phone => "phone",
            Column::Note => "note",
            Column::Other(_) => "other",
        }
    }

    fn from_heading(heading: &str) -> Column {
        match heading {
            "代表证号" => Column::CertificateNo,
            "姓名" => Column::Name,
            "代表团" => Column::Delegation,
            "手机号" => Column::Phone,
            "备注" => Column::Note,
            other => Column::Other(other.to_owned()),
        }
    }

    /// Characters a cell of this column may hold.
    pub fn max_chars(&self) -> u32 {
        match self {
            Column::CertificateNo | Column::Phone => 32,
            Column::Name | Column::Delegation => 64,
            Column::Note | Column::Other(_) => 500,
        }
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.heading())
    }
}

impl Serialize for Column {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.heading())
    }
}

/// What the bytes are, whatever the file is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    Csv,
    Xlsx,
    /// Excel before 2007 (`.xls`).
    Ole2,
    /// A workbook with an opening password.
    EncryptedOffice,
    /// A ZIP archive that is no Excel workbook: `.docx`, `.ods`, `.xlsb`, `.zip`.
    OtherZip,
    Png,
    Jpeg,
    Gif,
    Pdf,
    Rtf,
    /// RAR, 7z or gzip.
    Archive,
    /// HTML or XML, often exported under the name `.xls`.
    Markup,
    /// Excel's "Unicode text".
    Utf16Text,
    Binary,
}

impl FileFormat {
    pub fn key(self) -> &'static str {
        match self {
            FileFormat::Csv => "csv",
            FileFormat::Xlsx => "xlsx",
            FileFormat::Ole2 => "ole2",
            FileFormat::EncryptedOffice => "encrypted_office",
            FileFormat::OtherZip => "other_zip",
            FileFormat::Png => "png",
            FileFormat::Jpeg => "jpeg",
            FileFormat::Gif => "gif",
            FileFormat::Pdf => "pdf",
            FileFormat::Rtf => "rtf",
            FileFormat::Archive => "archive",
            FileFormat::Markup => "markup",
            FileFormat::Utf16Text => "utf16_text",
            FileFormat::Binary => "binary",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Encoding {
    #[serde(rename = "utf-8")]
    Utf8,
    #[serde(rename = "gb18030")]
    Gb18030,
}

/// `encoding` is `None` for everything but text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Detected {
    pub format: FileFormat,
    pub encoding: Option<Encoding>,
    pub bom: bool,
}

/// One deputy as the file has it, normalised. `line`: row of the file or sheet, header = 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RollRow {
    pub line: u32,
    pub certificate_no: String,
    pub name: String,
    pub delegation: String,
    pub phone: Option<String>,
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Accept,
    AcceptWithNormalisation,
    Refuse,
}

/// Everything one reading of a file tells. `rows` is empty when the verdict is `Refuse`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RollReading {
    pub file_name: String,
    /// `None` for an empty file or one past the size limit.
    pub detected: Option<Detected>,
    pub verdict: Verdict,
    pub rows: Vec<RollRow>,
    pub normalisations: Vec<Normalisation>,
    pub warnings: Vec<RollWarning>,
    pub errors: Vec<RollError>,
}

/// Reads a roll. The name is only carried along: the bytes alone say what the file is.
pub fn read_roll(file_name: &str, bytes: &[u8]) -> RollReading {
    let mut reading = RollReading {
        file_name: file_name.to_owned(),
        detected: None,
        verdict: Verdict::Refuse,
        rows: Vec::new(),
        normalisations: Vec::new(),
        warnings: Vec::new(),
        errors: Vec::new(),
    };
    if let Err(errors) = fill(&mut reading, bytes) {
        reading.errors = errors;
        // The file was not read to its end, so what was said of single lines is not complete.
        reading.normalisations.retain(|change| change.line.is_none());
        reading.warnings.retain(|warning| warning.line.is_none());
    }
    reading.verdict = if !reading.errors.is_empty() {
        reading.rows.clear();
        Verdict::Refuse
    } else if !reading.normalisations.is_empty() {
        Verdict::AcceptWithNormalisation
    } else {
        Verdict::Accept
    };
    reading
}

/// A table out of a file, of a roll or of something else.
#[derive(Clone, Debug)]
pub struct FileTable {
    /// The one worksheet with anything in it; `None` for a CSV.
    pub sheet: Option<String>,
    pub rows: Vec<RawRow>,
}

/// The rows of a CSV or XLSX file as they stand, within the same bounds as a roll.
pub fn read_table(bytes: &[u8]) -> Result<FileTable, RollErrorCode> {
    let mut reading = RollReading {
        file_name: String::new(),
        detected: None,
        verdict: Verdict::Refuse,
        rows: Vec::new(),
        normalisations: Vec::new(),
        warnings: Vec::new(),
        errors: Vec::new(),
    };
    raw_rows(&mut reading, bytes)
        .map_err(|errors| errors.into_iter().next().map_or(RollErrorCode::BrokenWorkbook, |first| first.code))
}

fn fill(reading: &mut RollReading, bytes: &[u8]) -> Result<(), Vec<RollError>> {
    let rows = raw_rows(reading, bytes)?.rows;
    let bom = reading.detected.is_some_and(|detected| detected.bom);
    rules::apply(reading, rows, bom)
}

fn raw_rows(reading: &mut RollReading, bytes: &[u8]) -> Result<FileTable, Vec<RollError>> {
    let whole = |code| vec![RollError::of_file(code)];
    if bytes.is_empty() {
        return Err(whole(RollErrorCode::EmptyFile));
    }
    if bytes.len() > MAX_FILE_BYTES {
        return Err(whole(RollErrorCode::FileTooLarge {
            limit_bytes: u64::try_from(MAX_FILE_BYTES).unwrap_or(u64::MAX),
        }));
    }
    let content = detect::content(bytes);
    match content {
        detect::Content::Refused(format) => {
            reading.detected = Some(Detected { format, encoding: None, bom: false });
            Err(whole(RollErrorCode::WrongFileType { format }))
        }
        detect::Content::Undecodable => Err(whole(RollErrorCode::Undecodable)),
        detect::Content::Workbook => {
            reading.detected = Some(Detected { format: FileFormat::Xlsx, encoding: None, bom: false });
            let (sheet, rows) = xlsx_file::rows(bytes)?;
            Ok(FileTable { sheet: Some(sheet), rows })
        }
        detect::Content::Text { text, encoding, bom } => {
            reading.detected = Some(Detected { format: FileFormat::Csv, encoding: Some(encoding), bom });
            if encoding == Encoding::Gb18030 {
                reading.normalisations.push(Normalisation {
                    line: None,
                    column: None,
                    rule: NormalisationRule::Decode,
                    from: "gb18030".to_owned(),
                    to: "utf-8".to_owned(),
                });
                reading.warnings.push(RollWarning {
                    line: None,
                    column: None,
                    code: RollWarningCode::GuessedEncoding,
                    value: None,
                });
            }
            Ok(FileTable { sheet: None, rows: csv_file::rows(&text)? })
        }
    }
}

/// A row as it stands in the file, before any rule.
#[derive(Clone, Debug)]
pub struct RawRow {
    pub line: u32,
    pub cells: Vec<RawCell>,
}

impl RawRow {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.kind == CellKind::Text && cell.text.trim().is_empty())
    }
}

#[derive(Clone, Debug, Default)]
pub struct RawCell {
    pub text: String,
    pub kind: CellKind,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    #[default]
    Text,
    /// A whole number of a workbook.
    Number,
    /// A formula of a workbook; its cached value may be anything.
    Formula,
    NotText,
}

/// Identity of a roll: SHA-256, 64 hex digits, of its certificate numbers sorted, each after its
/// length. Rounds of one item must share it.
pub fn roll_fingerprint<'a>(certificate_nos: impl IntoIterator<Item = &'a str>) -> String {
    let mut sorted: Vec<&str> = certificate_nos.into_iter().collect();
    sorted.sort_unstable();
    let mut hash = Sha256::new();
    for certificate_no in sorted {
        hash.update(format!("{}:{certificate_no}", certificate_no.len()));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
