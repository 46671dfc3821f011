//! What a file is, by its first bytes.

use std::borrow::Cow;

use encoding_rs::GB18030;

use super::{Encoding, FileFormat};

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
