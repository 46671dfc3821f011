//! What a file is, by its first bytes.

use std::borrow::Cow;

use encoding_rs::GB18030;

use serde::Serialize;

use crate::word_enum;

word_enum! {
    /// What the bytes are, whatever the file is called.
    FileFormat {
        Csv = "csv",
        Xlsx = "xlsx",
        /// Excel before 2007 (`.xls`).
        Ole2 = "ole2",
        /// A workbook with an opening password.
        EncryptedOffice = "encrypted_office",
        /// A ZIP archive that is no Excel workbook: `.docx`, `.ods`, `.xlsb`, `.zip`.
        OtherZip = "other_zip",
        Png = "png",
        Jpeg = "jpeg",
        Gif = "gif",
        Pdf = "pdf",
        Rtf = "rtf",
        /// RAR, 7z or gzip.
        Archive = "archive",
        /// HTML or XML, often exported under the name `.xls`.
        Markup = "markup",
        /// Excel's "Unicode text".
        Utf16Text = "utf16_text",
        Binary = "binary",
    }
}

impl FileFormat {
    /// Everything that is no table.
    pub const REFUSED: [Self; 12] = [
        Self::Ole2,
        Self::EncryptedOffice,
        Self::OtherZip,
        Self::Png,
        Self::Jpeg,
        Self::Gif,
        Self::Pdf,
        Self::Rtf,
        Self::Archive,
        Self::Markup,
        Self::Utf16Text,
        Self::Binary,
    ];
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

pub(super) enum Content<'a> {
    Text { text: Cow<'a, str>, encoding: Encoding, bom: bool },
    Workbook,
    Undecodable,
    Refused(FileFormat),
}

const SIGNATURES: [(&[u8], FileFormat); 12] = [
    (b"\x89PNG\r\n\x1a\n", FileFormat::Png),
    (b"\xff\xd8\xff", FileFormat::Jpeg),
    (b"GIF87a", FileFormat::Gif),
    (b"GIF89a", FileFormat::Gif),
    (b"%PDF-", FileFormat::Pdf),
    (b"{\\rtf", FileFormat::Rtf),
    (b"Rar!\x1a\x07", FileFormat::Archive),
    (b"7z\xbc\xaf\x27\x1c", FileFormat::Archive),
    (b"\x1f\x8b\x08", FileFormat::Archive),
    (b"\xff\xfe", FileFormat::Utf16Text),
    (b"\xfe\xff", FileFormat::Utf16Text),
    (b"PK\x05\x06", FileFormat::OtherZip),
];
const OLE2: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const UTF8_BOM: &[u8] = b"\xef\xbb\xbf";

pub(super) fn content(bytes: &[u8]) -> Content<'_> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Content::Workbook;
    }
    if bytes.starts_with(OLE2) {
        return Content::Refused(ole2_kind(bytes));
    }
    for (signature, format) in SIGNATURES {
        if bytes.starts_with(signature) {
            return Content::Refused(format);
        }
    }
    if bytes.contains(&0) {
        return Content::Refused(FileFormat::Binary);
    }
    let (body, bom) = match bytes.strip_prefix(UTF8_BOM) {
        Some(body) => (body, true),
        None => (bytes, false),
    };
    let (text, encoding) = if let Ok(text) = std::str::from_utf8(body) {
        (Cow::Borrowed(text), Encoding::Utf8)
    } else if bom {
        return Content::Undecodable;
    } else if let Some(text) = GB18030.decode_without_bom_handling_and_without_replacement(body) {
        (text, Encoding::Gb18030)
    } else {
        return Content::Undecodable;
    };
    if text.trim_start().starts_with('<') {
        return Content::Refused(FileFormat::Markup);
    }
    Content::Text { text, encoding, bom }
}

/// A password turns an `.xlsx` into the old container, with one stream of this name.
fn ole2_kind(bytes: &[u8]) -> FileFormat {
    let stream: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(stream.len()).any(|window| window == stream) {
        FileFormat::EncryptedOffice
    } else {
        FileFormat::Ole2
    }
}
