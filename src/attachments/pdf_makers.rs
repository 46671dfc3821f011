//! A PDF without who made it, when and with what: it is shown to everybody.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::pdf::{PdfFault, has};

/// The highest number that an object may have (ISO 32000-1, C.2).
const HIGHEST_OBJECT: u32 = 8_388_607;

/// Without the description, the packets of XMP, what programs keep for themselves, the EXIF of its photographs, and every
/// revision that the last one replaced. A signed one stays as it came: its signature covers each byte.
pub fn without_makers(mut document: Document, content: &[u8]) -> Result<Vec<u8>, PdfFault> {
    // The bytes that a signature covers cannot lie in a packed list of objects, nor can the words that say which.
    if has(content, b"/ByteRange") {
        return Ok(content.to_vec());
    }
    let root = document.trailer.get(b"Root").map_err(|_| PdfFault::Broken)?.clone();
    document.trailer = Dictionary::new();
    document.trailer.set("Root", root);
    document.objects.retain(|_, object| !is_description(object));
    forget_programs(&mut document);
    let reached = reachable(&document);
    document.objects.retain(|id, _| reached.contains(id));
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object {
            forget_camera(stream);
        }
    }
    document.max_id = document.objects.keys().map(|id| id.0).max().unwrap_or_default();
    if document.max_id > HIGHEST_OBJECT {
        return Err(PdfFault::Bomb);
    }
    let mut kept = Vec::with_capacity(content.len());
    document.save_to(&mut kept).map_err(|_| PdfFault::Broken)?;
    Ok(kept)
}

/// A packet of XMP, whatever it hangs on.
fn is_description(object: &Object) -> bool {
    let Object::Stream(stream) = object else { return false };
    stream.dict.has_type(b"Metadata") || stream.content.trim_ascii_start().starts_with(b"<?xpacket")
}

fn forget_programs(document: &mut Document) {
    let mut left: Vec<&mut Object> = document.objects.values_mut().collect();
    while let Some(object) = left.pop() {
        let dictionary = match object {
            Object::Array(items) => {
                left.extend(items);
                continue;
            }
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &mut stream.dict,
            _ => continue,
        };
        dictionary.remove(b"PieceInfo");
        left.extend(dictionary.iter_mut().map(|(_, value)| value));
    }
}

/// What hangs on the trailer.
fn reachable(document: &Document) -> HashSet<ObjectId> {
    let mut reached = HashSet::new();
    let mut left: Vec<&Object> = document.trailer.iter().map(|(_, value)| value).collect();
    while let Some(object) = left.pop() {
        match object {
            Object::Reference(id) if reached.insert(*id) => left.extend(document.objects.get(id)),
            Object::Array(items) => left.extend(items),
            Object::Dictionary(dictionary) => left.extend(dictionary.iter().map(|(_, value)| value)),
            Object::Stream(stream) => left.extend(stream.dict.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    reached
}

/// A photograph as a camera left it.
fn forget_camera(stream: &mut Stream) {
    if stream.filters().is_ok_and(|filters| filters == [b"DCTDecode".as_slice()])
        && let Some(jpeg) = without_camera(&stream.content)
    {
        stream.set_content(jpeg);
    }
}

/// A JPEG without EXIF and XMP (APP1), IPTC (APP13) and comments; nothing where it is none that can be followed.
fn without_camera(jpeg: &[u8]) -> Option<Vec<u8>> {
    const APP1: u8 = 0xe1;
    const APP13: u8 = 0xed;
    const COMMENT: u8 = 0xfe;
    const SCAN: u8 = 0xda;
    let mut rest = jpeg.strip_prefix(&[0xff, 0xd8])?;
    let mut kept = vec![0xff, 0xd8];
    loop {
        match rest {
            [0xff, 0xff, ..] => rest = rest.get(1..)?,
            [0xff, SCAN, ..] => {
                kept.extend_from_slice(rest);
                return Some(kept);
            }
            [0xff, marker, high, low, ..] => {
                let (segment, after) = rest.split_at_checked(2 + usize::from(u16::from_be_bytes([*high, *low])))?;
                if ![APP1, APP13, COMMENT].contains(marker) {
                    kept.extend_from_slice(segment);
                }
                rest = after;
            }
            _ => return None,
        }
    }
}
