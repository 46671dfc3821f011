//! Whether a PDF opens, whole and without what acts by itself; it is kept without who made it.

use lopdf::{DecompressError, Document, Error, LoadOptions, Object, Stream};

use super::pdf_makers::without_makers;

/// Bytes that one stream may unfold to while the file is opened, and all streams of text together.
const MOST_UNFOLDED: usize = 32 * 1024 * 1024;
/// Readers look for the end of a PDF among its last bytes (ISO 32000-1, H.3.18).
const END_WITHIN: usize = 1_024;
const MOST_PAGES: usize = 2_000;
/// Packed lists of objects, each of which is unfolded at once.
const MOST_OBJECT_STREAMS: usize = 2_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfFault {
    #[error("the PDF cannot be read to its end")]
    Broken,
    #[error("the PDF opens only with a password")]
    Locked,
    #[error("the PDF carries a script or starts a program")]
    Script,
    #[error("the PDF carries another file")]
    FileWithin,
    #[error("the PDF unfolds to more than is reasonable")]
    Bomb,
}

/// Some programs write a few bytes before the head; readers look for it among the first (ISO 32000-1, H.3.3).
pub fn is_pdf(content: &[u8]) -> bool {
    let head = &content[..content.len().min(END_WITHIN)];
    content.starts_with(b"%PDF-") || (!content.starts_with(b"PK") && has(head, b"%PDF-1."))
}

pub(super) fn has(within: &[u8], what: &[u8]) -> bool {
    within.windows(what.len()).any(|window| window == what)
}

/// The PDF as it is kept.
pub fn read(content: &[u8]) -> Result<Vec<u8>, PdfFault> {
    if !has(&content[content.len().saturating_sub(END_WITHIN)..], b"%%EOF") {
        return Err(PdfFault::Broken);
    }
    if content.windows(b"/ObjStm".len()).filter(|window| window == b"/ObjStm").count() > MOST_OBJECT_STREAMS {
        return Err(PdfFault::Bomb);
    }
    let options = LoadOptions { max_decompressed_size: Some(MOST_UNFOLDED), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(content, options).map_err(|error| match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => PdfFault::Bomb,
        _ if has(content, b"/Encrypt") => PdfFault::Locked,
        _ => PdfFault::Broken,
    })?;
    if document.is_encrypted() {
        return Err(PdfFault::Locked);
    }
    acts_by_itself(&document)?;
    pages_are_there(&document)?;
    without_makers(document, content)
}

/// All pages that the file says it has, each with what stands on it.
fn pages_are_there(document: &Document) -> Result<(), PdfFault> {
    let broken = |_: Error| PdfFault::Broken;
    let pages = document.get_pages();
    let catalog = document.catalog().map_err(broken)?;
    let tree = catalog.get(b"Pages").and_then(|pages| document.dereference(pages)).map_err(broken)?.1;
    let said = tree.as_dict().and_then(|tree| tree.get(b"Count")).map_err(broken)?;
    let said = document.dereference(said).and_then(|(_, count)| count.as_i64()).map_err(broken)?;
    if pages.is_empty() || i64::try_from(pages.len()).is_ok_and(|found| found < said) {
        return Err(PdfFault::Broken);
    }
    if pages.len() > MOST_PAGES {
        return Err(PdfFault::Bomb);
    }
    let mut left = MOST_UNFOLDED;
    for page in pages.into_values() {
        for part in document.get_page_contents(page) {
            let stream = document.get_object(part).and_then(Object::as_stream).map_err(broken)?;
            left = left.checked_sub(unfolded(stream, left)?).ok_or(PdfFault::Bomb)?;
        }
    }
    Ok(())
}

fn unfolded(stream: &Stream, most: usize) -> Result<usize, PdfFault> {
    if !stream.dict.has(b"Filter") {
        return Ok(0);
    }
    match stream.decompressed_content_with_limit(most) {
        Ok(content) => Ok(content.len()),
        Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => Err(PdfFault::Bomb),
        // A filter that is not known here.
        Err(Error::Unimplemented(_)) => Ok(0),
        Err(_) => Err(PdfFault::Broken),
    }
}

/// Scripts, programs to be started, files within the file, forms that are programs.
fn acts_by_itself(document: &Document) -> Result<(), PdfFault> {
    let mut left: Vec<&Object> = document.objects.values().collect();
    left.extend(document.trailer.iter().map(|(_, value)| value));
    while let Some(object) = left.pop() {
        let dictionary = match object {
            Object::Array(items) => {
                left.extend(items);
                continue;
            }
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        for (key, value) in dictionary {
            let is = |name: &[u8]| matches!(value, Object::Name(known) if known == name);
            match key.as_slice() {
                b"XFA" => return Err(PdfFault::Script),
                b"S" if is(b"JavaScript") || is(b"Launch") => return Err(PdfFault::Script),
                b"EmbeddedFiles" => return Err(PdfFault::FileWithin),
                // As a name among resources it may mean anything.
                b"EF" if dictionary.has(b"F") || dictionary.has(b"UF") => return Err(PdfFault::FileWithin),
                b"Type" if is(b"EmbeddedFile") => return Err(PdfFault::FileWithin),
                b"Subtype" if is(b"RichMedia") || is(b"Movie") || is(b"3D") => return Err(PdfFault::FileWithin),
                _ => left.push(value),
            }
        }
    }
    Ok(())
}
