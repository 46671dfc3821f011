//! From what was sent to what is kept: by the content, whatever the name says.

use sha2::{Digest, Sha256};

use super::{
    attachment::Media,
    pdf::{self, PdfFault},
    picture::{self, PictureFault},
};
use crate::web::Message;

/// A larger file is refused without being kept.
pub const LARGEST_FILE: usize = 12 * 1024 * 1024;
/// Files of one report, inspection, step or note, those of its draft counted.
pub const MOST_FILES: usize = 6;

/// A file that may be kept, as it will be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    pub file_name: String,
    pub media: Media,
    pub content: Vec<u8>,
    pub sha256: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("the file is larger than {LARGEST_FILE} bytes")]
    TooLarge,
    #[error("the file has not a single byte")]
    Empty,
    #[error("neither JPEG, PNG, WebP nor PDF by its content")]
    UnknownKind,
    #[error("a kind that is not taken: {0:?}")]
    Known(OtherKind),
    #[error(transparent)]
    Picture(#[from] PictureFault),
    #[error(transparent)]
    Pdf(#[from] PdfFault),
    #[error("more than {MOST_FILES} files")]
    TooMany,
    #[error("too much together")]
    NoRoom,
}

/// What people send instead, each with a mend of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherKind {
    Heic,
    Avif,
    Tiff,
    Gif,
    Bmp,
    Svg,
    Video,
    /// Word, Excel, WPS and whatever else is packed alike.
    Office,
    Ofd,
}

impl OtherKind {
    /// By the first bytes, and by the name where the bytes are those of any archive.
    fn of(file_name: &str, content: &[u8]) -> Option<Self> {
        let name = file_name.to_lowercase();
        let has_ending = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        Some(match content {
            // ISO/IEC 14496-12: a file type box, its brand and those that it is compatible with.
            [_, _, _, _, b'f', b't', b'y', b'p', brands @ ..] => {
                let brands = &brands[..brands.len().min(56)];
                let has = |brand: &[u8]| brands.chunks(4).any(|known| known == brand);
                match () {
                    () if has(b"avif") || has(b"avis") => Self::Avif,
                    () if [b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"].iter().any(|b| has(*b)) => {
                        Self::Heic
                    }
                    () => Self::Video,
                }
            }
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Self::Tiff,
            [b'G', b'I', b'F', b'8', ..] => Self::Gif,
            [b'B', b'M', ..] if has_ending(&[".bmp", ".dib"]) => Self::Bmp,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', b' ', ..] | [0x1a, 0x45, 0xdf, 0xa3, ..] => {
                Self::Video
            }
            [b'P', b'K', 3, 4, ..] if has_ending(&[".ofd"]) => Self::Ofd,
            [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..]
                if has_ending(&[".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".wps", ".et", ".dps"]) =>
            {
                Self::Office
            }
            _ if looks_like_svg(content) => Self::Svg,
            _ => return None,
        })
    }

    fn message(self) -> &'static str {
        match self {
            Self::Heic => "attachment-heic",
            Self::Avif => "attachment-avif",
            Self::Tiff => "attachment-tiff",
            Self::Gif => "attachment-gif",
            Self::Bmp => "attachment-bmp",
            Self::Svg => "attachment-svg",
            Self::Video => "attachment-video",
            Self::Office => "attachment-office",
            Self::Ofd => "attachment-ofd",
        }
    }
}

fn looks_like_svg(content: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&content[..content.len().min(1_024)]).to_lowercase();
    head.contains("<svg") || head.contains("<!doctype svg") || head.contains("<?xml")
}

/// Which of the files was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file_name}: {why}")]
pub struct NotTaken {
    pub file_name: String,
    pub why: Why,
}

impl NotTaken {
    /// With the mend, at the field in which files are chosen.
    pub fn words(&self) -> Message {
        let said = match self.why {
            Why::TooLarge => "attachment-too-large".into(),
            Why::Empty => "attachment-empty".into(),
            Why::UnknownKind => "attachment-unknown-kind".into(),
            Why::Known(kind) => kind.message().into(),
            Why::Picture(PictureFault::TooManyPixels) => {
                Message::new("attachment-too-many-pixels").with("millions", picture::MOST_PIXELS / 1_000_000)
            }
            Why::Picture(PictureFault::TooDeep) => "attachment-too-deep".into(),
            Why::Picture(PictureFault::Broken) => "attachment-broken-picture".into(),
            Why::Pdf(PdfFault::Broken) => "attachment-broken-pdf".into(),
            Why::Pdf(PdfFault::Locked) => "attachment-locked-pdf".into(),
            Why::Pdf(PdfFault::Script) => "attachment-script-in-pdf".into(),
            Why::Pdf(PdfFault::FileWithin) => "attachment-file-in-pdf".into(),
            Why::Pdf(PdfFault::Bomb) => "attachment-bomb-pdf".into(),
            Why::NoRoom => "attachment-no-room".into(),
            Why::TooMany => Message::new("attachment-too-many").with("most", MOST_FILES),
        };
        said.with("name", &self.file_name).at("photo")
    }
}

/// `content` may be one byte longer than allowed: then it was cut.
pub fn prepare(file_name: &str, content: &[u8]) -> Result<Prepared, NotTaken> {
    read(file_name, content).map_err(|why| NotTaken { file_name: file_name.to_owned(), why })
}

fn read(file_name: &str, content: &[u8]) -> Result<Prepared, Why> {
    if content.len() > LARGEST_FILE {
        return Err(Why::TooLarge);
    }
    if content.is_empty() {
        return Err(Why::Empty);
    }
    let (media, content) = if pdf::is_pdf(content) {
        (Media::Pdf, pdf::read(content)?)
    } else if let Some(picture) = picture::read(content) {
        let picture = picture?;
        (Media::Picture { width: picture.width, height: picture.height }, picture.jpeg)
    } else {
        return Err(OtherKind::of(file_name, content).map_or(Why::UnknownKind, Why::Known));
    };
    let sha256 = Sha256::digest(&content).iter().map(|b| format!("{b:02x}")).collect();
    Ok(Prepared { file_name: file_name.to_owned(), media, content, sha256 })
}

#[cfg(test)]
mod tests;
