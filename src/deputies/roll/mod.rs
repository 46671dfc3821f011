//! Reading a roll of deputies (代表名册) from a CSV or XLSX file.
//!
//! A roll goes in whole or not at all: the number of deputies is the denominator of the quorum
//! and of the majority (地方组织法 art. 14, 25). Every fault of the file is listed at once.
//! No wording here: each fault has a stable `key` and arguments, said in words by Fluent.

mod findings;
mod rules;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::sheets::{self, Bounds, Detected, Encoding};

pub use findings::{Normalisation, NormalisationRule, RollError, RollErrorCode, RollWarning, RollWarningCode};

/// Data rows in a file, the header not counted.
pub const MAX_ROWS: u32 = 10_000;
/// Bytes of a file as uploaded.
pub const MAX_FILE_BYTES: usize = 5 * 1024 * 1024;
const BOUNDS: Bounds = Bounds { bytes: MAX_FILE_BYTES, rows: MAX_ROWS };

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
#[derive(Clone, Debug, PartialEq, Eq)]
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

fn fill(reading: &mut RollReading, bytes: &[u8]) -> Result<(), Vec<RollError>> {
    let read = sheets::read(bytes, BOUNDS);
    reading.detected = read.detected;
    if read.detected.is_some_and(|detected| detected.encoding == Some(Encoding::Gb18030)) {
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
    let table = read.table.map_err(|faults| faults.into_iter().map(RollError::from).collect::<Vec<_>>())?;
    rules::apply(reading, table.rows, read.detected.is_some_and(|detected| detected.bom))
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
