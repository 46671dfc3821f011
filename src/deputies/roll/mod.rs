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

use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::sheets::{self, Bounds, Choices, Detected, Encoding, Known, Layout};

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
    Seat,
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
            Column::Seat => "座位号",
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
            Column::Seat => "seat",
            Column::Note => "note",
            Column::Other(_) => "other",
        }
    }

    /// Of a column of the file: what it was found to be, else its heading.
    fn of(key: Option<&str>, heading: &str) -> Column {
        let known = [Self::CertificateNo, Self::Name, Self::Delegation, Self::Phone, Self::Seat, Self::Note];
        let found = known.into_iter().find(|column| Some(column.key()) == key);
        found.unwrap_or_else(|| Column::Other(heading.to_owned()))
    }

    /// Characters a cell of this column may hold.
    pub fn max_chars(&self) -> u32 {
        match self {
            Column::CertificateNo | Column::Phone | Column::Seat => 32,
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

const fn known(key: &'static str, words: &'static [&'static str]) -> Known {
    Known { key, words, needed: false, spreads: false, label: false, alone: false }
}

/// What the columns of a roll are called where rolls are kept. The last are those of the exported roll that are not read
/// back.
pub const COLUMNS: [Known; 7] = [
    Known {
        label: true,
        ..known(
            "certificate_no",
            &[
                "代表证号",
                "代表证号码",
                "代表证编号",
                "证号",
                "证件号",
                "代表编号",
                "代表号",
                "编号",
                "代表证",
                "出席证号",
            ],
        )
    },
    Known { needed: true, label: true, alone: true, ..known("name", &["姓名", "代表姓名", "名字", "代表"]) },
    Known {
        needed: true,
        label: true,
        spreads: true,
        ..known(
            "delegation",
            &["代表团", "所属代表团", "所在代表团", "代表团名称", "团别", "代表组", "代表小组", "选举单位", "所在团"],
        )
    },
    known("phone", &["手机号", "手机", "手机号码", "联系电话", "电话", "联系方式", "电话号码", "移动电话"]),
    known("seat", &["座位号", "座位", "座号", "座次", "席位", "席位号", "座次号"]),
    Known { spreads: true, ..known("note", &["备注", "说明", "附注"]) },
    Known { spreads: true, ..known("", &["出席", "请假原因"]) },
];

/// How somebody wants a roll to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RollChoices {
    #[serde(default)]
    pub reading: Choices,
    /// Numbers are made for whoever has none.
    #[serde(default)]
    pub numbers: bool,
    /// Delegations whose names look alike are different ones.
    #[serde(default)]
    pub apart: bool,
}

/// Names that were taken for one delegation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The first of them, by which the delegation goes.
    pub name: String,
    pub others: Vec<String>,
}

/// One deputy as the file has it, normalised. `line`: row of the file or sheet, header = 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RollRow {
    pub line: u32,
    /// Empty where one is still to be made.
    pub certificate_no: String,
    pub name: String,
    pub delegation: String,
    pub phone: Option<String>,
    pub seat: Option<String>,
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
#[derive(Clone, Debug)]
pub struct RollReading {
    pub file_name: String,
    /// `None` for an empty file or one past the size limit.
    pub detected: Option<Detected>,
    pub verdict: Verdict,
    pub rows: Vec<RollRow>,
    pub normalisations: Vec<Normalisation>,
    pub warnings: Vec<RollWarning>,
    pub errors: Vec<RollError>,
    pub alike: Vec<Alike>,
    /// Where the table was found, without its rows; `None` for a file that is none.
    pub layout: Option<Layout>,
}

impl RollReading {
    /// Whether choosing by hand may mend what is wrong: not one fault is of a row.
    pub fn can_be_chosen(&self) -> bool {
        let of_headings = |error: &RollError| {
            matches!(
                error.code,
                RollErrorCode::MissingColumn | RollErrorCode::DuplicateColumn | RollErrorCode::SeveralSheets { .. }
            )
        };
        self.layout.is_some() && !self.errors.is_empty() && self.errors.iter().all(of_headings)
    }

    /// What nobody may import without having seen it; see [`Layout::to_be_seen`].
    pub fn to_be_seen(&self) -> String {
        let names = |alike: &Alike| format!("{}:{}", alike.name, alike.others.join("\t"));
        let alike: Vec<String> = self.alike.iter().map(names).collect();
        self.layout.as_ref().map(|layout| layout.to_be_seen(&alike)).unwrap_or_default()
    }
}

/// Reads a roll as its words tell. The name is only carried along: the bytes alone say what the file is.
pub fn read_roll(file_name: &str, bytes: &[u8]) -> RollReading {
    read_roll_as(file_name, bytes, &RollChoices::default())
}

/// Reads a roll as somebody chose.
pub fn read_roll_as(file_name: &str, bytes: &[u8], choices: &RollChoices) -> RollReading {
    let mut reading = RollReading {
        file_name: file_name.to_owned(),
        detected: None,
        verdict: Verdict::Refuse,
        rows: Vec::new(),
        normalisations: Vec::new(),
        warnings: Vec::new(),
        errors: Vec::new(),
        alike: Vec::new(),
        layout: None,
    };
    if let Err(errors) = fill(&mut reading, bytes, choices) {
        reading.errors = errors;
        // The file was not read to its end, so what was said of single lines is not complete.
        reading.normalisations.retain(|change| change.line.is_none());
        reading.warnings.retain(|warning| warning.line.is_none());
    }
    reading.verdict = if !reading.errors.is_empty() {
        reading.rows.clear();
        Verdict::Refuse
    } else if !reading.normalisations.is_empty() || !reading.to_be_seen().is_empty() {
        Verdict::AcceptWithNormalisation
    } else {
        Verdict::Accept
    };
    reading
}

fn fill(reading: &mut RollReading, bytes: &[u8], choices: &RollChoices) -> Result<(), Vec<RollError>> {
    let read = sheets::read(bytes, BOUNDS);
    reading.detected = read.detected;
    let of_file = |code| RollWarning { line: None, column: None, code, value: None };
    if read.detected.is_some_and(|detected| detected.encoding == Some(Encoding::Gb18030)) {
        reading.normalisations.push(Normalisation {
            line: None,
            column: None,
            rule: NormalisationRule::Decode,
            from: "gb18030".to_owned(),
            to: "utf-8".to_owned(),
        });
        reading.warnings.push(of_file(RollWarningCode::GuessedEncoding));
    }
    let book = read.book.map_err(|faults| faults.into_iter().map(RollError::from).collect::<Vec<_>>())?;
    let mut layout = sheets::lay_out(book, &COLUMNS, &choices.reading).map_err(|fault| vec![RollError::from(fault)])?;
    if layout.pictures > 0 {
        reading.warnings.push(of_file(RollWarningCode::Pictures { count: layout.pictures }));
    }
    let unread: Vec<&str> = layout.other_sheets().collect();
    if !unread.is_empty() {
        reading.warnings.push(of_file(RollWarningCode::SheetsNotRead { sheets: unread.join("、") }));
    }
    let rows = std::mem::take(&mut layout.rows);
    let found = rules::apply(reading, &layout, rows, read.detected.is_some_and(|detected| detected.bom), choices);
    reading.layout = Some(layout);
    found
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
