//! The parts of a workbook that hold a table, unpacked within bounds and put together anew.
//!
//! A library that opens a workbook trusts it: a style's long name is copied into every cell format, a sheet's long
//! address into every sheet, as many strings are reserved as the part claims to have. So what is handed on is small
//! first. Pictures, charts and whatever else is in the file are not even unpacked.

use std::{
    collections::{BTreeSet, HashMap},
    io::{Cursor, Read, Write},
};

use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{Fault, FileFormat, MAX_SHEETS, looks};

/// Bytes of all parts together, unpacked.
pub(super) const MOST_UNPACKED: u64 = 24 * 1024 * 1024;
const LARGEST_SHEET: u64 = 16 * 1024 * 1024;
const LARGEST_STRINGS: u64 = 8 * 1024 * 1024;
/// Of a part that only says where things are or how they look.
const LARGEST_OTHER: u64 = 1024 * 1024;
const MOST_PARTS: usize = 1_000;
/// Tags of the styles, and bytes of one there or in a list of addresses.
const MOST_STYLE_TAGS: usize = 20_000;
const LONGEST_TAG: usize = 1_024;
/// Bytes of `<si/>`.
const SMALLEST_STRING: usize = 5;

/// Where the workbook is: written here, so that no file can make another part pass for it.
const ADDRESSES: &[u8] = br#"<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Workbook,
    Addresses,
    Styles,
    Strings,
    Sheet,
}

impl Part {
    /// `None`: not needed to read a table.
    fn of(name: &str) -> Option<Self> {
        let inner = name.strip_prefix("xl/")?;
        Some(match inner {
            "workbook.xml" => Self::Workbook,
            "_rels/workbook.xml.rels" => Self::Addresses,
            "styles.xml" => Self::Styles,
            "sharedstrings.xml" => Self::Strings,
            _ if inner.strip_prefix("worksheets/").is_some_and(|sheet| sheet.ends_with(".xml")) => Self::Sheet,
            _ => return None,
        })
    }

    fn largest(self) -> u64 {
        match self {
            Self::Sheet => LARGEST_SHEET,
            Self::Strings => LARGEST_STRINGS,
            Self::Workbook | Self::Addresses | Self::Styles => LARGEST_OTHER,
        }
    }

    fn refuse_dear(self, content: &[u8]) -> Result<(), Fault> {
        let long_tag = || content.split(|byte| *byte == b'<').any(|tag| tag.len() > LONGEST_TAG);
        match self {
            Self::Strings if !honest_string_count(content) => Err(Fault::BrokenWorkbook),
            Self::Styles if content.iter().filter(|byte| **byte == b'<').count() > MOST_STYLE_TAGS || long_tag() => {
                Err(Fault::TooMuchFormatting)
            }
            Self::Addresses if long_tag() => Err(Fault::BrokenWorkbook),
            _ => Ok(()),
        }
    }
}

/// A workbook of the parts that matter, none of them packed, and what was seen on the way.
pub(super) struct Unpacked {
    pub bytes: Vec<u8>,
    /// Lines that the spreadsheet does not show, by the part of their sheet.
    pub hidden: HashMap<String, BTreeSet<u32>>,
    /// The part of each sheet, by the sheet's name.
    pub parts: HashMap<String, String>,
    pub pictures: usize,
}

pub(super) fn small_workbook(bytes: &[u8]) -> Result<Unpacked, Fault> {
    let broken = |_| Fault::BrokenWorkbook;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MOST_PARTS {
        return Err(Fault::TooManyParts { limit: MOST_PARTS });
    }
    let mut small = ZipWriter::new(Cursor::new(Vec::new()));
    let as_it_is = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    small.start_file("_rels/.rels", as_it_is).map_err(broken)?;
    small.write_all(ADDRESSES).map_err(|_| Fault::BrokenWorkbook)?;
    let (mut left, mut sheets, mut pictures) = (MOST_UNPACKED, 0, 0);
    let (mut workbook, mut addresses, mut hidden) = (None, Vec::new(), HashMap::new());
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(broken)?;
        let name = part.name().map_err(broken)?.replace('\\', "/").to_ascii_lowercase();
        let Some(kind) = Part::of(&name) else {
            pictures += usize::from(name.starts_with("xl/media/"));
            continue;
        };
        sheets += usize::from(kind == Part::Sheet);
        if sheets > MAX_SHEETS {
            return Err(Fault::TooManySheets { limit: MAX_SHEETS });
        }
        let most = kind.largest().min(left);
        let mut content = Vec::new();
        // What the archive says of its sizes is not asked.
        part.take(most.saturating_add(1)).read_to_end(&mut content).map_err(|_| Fault::BrokenWorkbook)?;
        let size = u64::try_from(content.len()).unwrap_or(u64::MAX);
        if size > most {
            return Err(match kind {
                Part::Styles => Fault::TooMuchFormatting,
                _ => Fault::UnpackedTooLarge { limit_bytes: kind.largest() },
            });
        }
        left -= size;
        kind.refuse_dear(&content)?;
        match kind {
            Part::Workbook => workbook = Some(content.clone()),
            Part::Addresses => addresses.clone_from(&content),
            Part::Sheet => {
                let lines = looks::hidden_lines(&content);
                if !lines.is_empty() {
                    hidden.insert(name.clone(), lines);
                }
            }
            Part::Styles | Part::Strings => {}
        }
        // A part that is there twice would hide one of the two.
        small.start_file(name, as_it_is).map_err(broken)?;
        small.write_all(&content).map_err(|_| Fault::BrokenWorkbook)?;
    }
    let workbook = workbook.ok_or(Fault::WrongFileType { format: FileFormat::OtherZip })?;
    let parts = looks::sheet_parts(&workbook, &addresses);
    Ok(Unpacked { bytes: small.finish().map_err(broken)?.into_inner(), hidden, parts, pictures })
}

/// Memory is reserved for as many strings as the part claims to have; a part cannot have
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
        digits.is_empty() || digits.parse::<usize>().is_ok_and(|count| count <= part.len() / SMALLEST_STRING)
    })
}
