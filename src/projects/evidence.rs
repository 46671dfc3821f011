//! 佐证: pictures and PDF. A picture is decoded and encoded anew, so that nothing but its pixels is kept.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder};
use sha2::{Digest, Sha256};

use crate::{
    db::Ts,
    ids::{EvidenceId, ProjectId, ReportId},
    web::Message,
};

/// Larger files are refused without being kept.
pub const LARGEST_FILE: usize = 12 * 1024 * 1024;
/// A picture of more pixels is refused before it is unfolded. Twice what phones take unless told otherwise.
const MOST_PIXELS: u64 = 25_000_000;
/// Bytes of a picture unfolded: four channels of 8 bits for every pixel, or fewer pixels of 16 bits.
const MOST_UNFOLDED: u64 = MOST_PIXELS * 4;
/// What preparing one picture takes at its worst: the file, its pixels, and half as much again that a progressive JPEG
/// keeps beside them. Pictures are prepared one at a time.
pub const MOST_PICTURE_MEMORY: u64 = 12 * 1024 * 1024 + MOST_UNFOLDED * 5 / 2;
const LONGEST_SIDE: u32 = 1_600;
const QUALITY: u8 = 82;

/// What is kept of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub id: EvidenceId,
    pub project: ProjectId,
    pub report: ReportId,
    pub file_name: String,
    pub media: Media,
    /// 64 hex digits, of what is kept.
    pub sha256: String,
    pub added_by: String,
    pub added_at: Ts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    Picture { width: i32, height: i32 },
    Pdf,
}

impl Media {
    pub fn type_name(self) -> &'static str {
        match self {
            Self::Picture { .. } => "image/jpeg",
            Self::Pdf => "application/pdf",
        }
    }

    /// As kept in a row: type, width, height.
    pub fn of_columns(type_name: &str, width: Option<i32>, height: Option<i32>) -> Option<Self> {
        match (type_name, width, height) {
            ("image/jpeg", Some(width), Some(height)) => Some(Self::Picture { width, height }),
            ("application/pdf", None, None) => Some(Self::Pdf),
            _ => None,
        }
    }

    pub fn size(self) -> (Option<i32>, Option<i32>) {
        match self {
            Self::Picture { width, height } => (Some(width), Some(height)),
            Self::Pdf => (None, None),
        }
    }
}

/// A file that may be kept, as it will be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    pub file_name: String,
    pub media: Media,
    pub content: Vec<u8>,
    pub sha256: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    #[error("the file is larger than {LARGEST_FILE} bytes")]
    TooLarge,
    #[error("neither JPEG, PNG, WebP nor PDF by its content")]
    UnknownKind,
    #[error("SVG can carry scripts")]
    Svg,
    #[error("more than {MOST_PIXELS} pixels")]
    TooManyPixels,
    #[error("unfolds to more than {MOST_UNFOLDED} bytes")]
    TooDeep,
    #[error("the picture cannot be read")]
    Broken,
}

/// Which of the files was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file_name}: {why}")]
pub struct NotTaken {
    pub file_name: String,
    pub why: EvidenceError,
}

impl NotTaken {
    pub fn words(&self) -> Message {
        let said = match self.why {
            EvidenceError::TooLarge => Message::new("evidence-too-large").with("most", LARGEST_FILE / 1024 / 1024),
            EvidenceError::UnknownKind => "evidence-unknown-kind".into(),
            EvidenceError::Svg => "evidence-svg".into(),
            EvidenceError::TooManyPixels => {
                Message::new("evidence-too-many-pixels").with("millions", MOST_PIXELS / 1_000_000)
            }
            EvidenceError::TooDeep => "evidence-too-deep".into(),
            EvidenceError::Broken => "evidence-broken".into(),
        };
        said.with("name", &self.file_name)
    }
}

/// Reads a file by its content, whatever its name says. `content` may be one byte longer than allowed: then it was cut.
pub fn prepare(file_name: &str, content: &[u8]) -> Result<Prepared, NotTaken> {
    read(file_name, content).map_err(|why| NotTaken { file_name: file_name.to_owned(), why })
}

/// One after the other: never two pictures unfolded at a time.
pub fn prepare_all<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<Prepared>, NotTaken> {
    files.into_iter().map(|(name, content)| prepare(name, content)).collect()
}

fn read(file_name: &str, content: &[u8]) -> Result<Prepared, EvidenceError> {
    if content.len() > LARGEST_FILE {
        return Err(EvidenceError::TooLarge);
    }
    let (media, content) =
        if content.starts_with(b"%PDF-") { (Media::Pdf, content.to_vec()) } else { picture(content)? };
    let sha256 = Sha256::digest(&content).iter().map(|b| format!("{b:02x}")).collect();
    Ok(Prepared { file_name: file_name.to_owned(), media, content, sha256 })
}

/// Whether a JPEG's pixels are followed by its end (ITU-T T.81 B.1.1.3): the decoder fills up with grey what was cut off.
/// Thumbnails before the pixels have an end of their own; whatever follows the end is no part of the picture.
fn has_an_end(jpeg: &[u8]) -> bool {
    const SCAN: u8 = 0xda;
    const END: [u8; 2] = [0xff, 0xd9];
    let mut rest = jpeg.get(2..).unwrap_or_default();
    while let [0xff, marker, after @ ..] = rest {
        match (*marker, after) {
            (0xff, _) => rest = &rest[1..],
            (SCAN, pixels) => return pixels.windows(2).any(|pair| pair == END),
            (_, [high, low, ..]) => {
                rest = after.get(usize::from(u16::from_be_bytes([*high, *low]))..).unwrap_or_default();
            }
            _ => return false,
        }
    }
    false
}

fn picture(content: &[u8]) -> Result<(Media, Vec<u8>), EvidenceError> {
    let format = match image::guess_format(content) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => format,
        _ if looks_like_svg(content) => return Err(EvidenceError::Svg),
        _ => return Err(EvidenceError::UnknownKind),
    };
    if format == ImageFormat::Jpeg && !has_an_end(content) {
        return Err(EvidenceError::Broken);
    }
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_UNFOLDED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| EvidenceError::Broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(EvidenceError::TooManyPixels);
    }
    if decoder.total_bytes() > MOST_UNFOLDED {
        return Err(EvidenceError::TooDeep);
    }
    let turned = decoder.orientation();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| EvidenceError::Broken)?;
    // Made small before it is turned: turning takes as much memory again.
    if picture.width().max(picture.height()) > LONGEST_SIDE {
        picture = picture.thumbnail(LONGEST_SIDE, LONGEST_SIDE);
    }
    // A phone writes how it was held beside the pixels; what is beside them is not kept.
    if let Ok(turned) = turned {
        picture.apply_orientation(turned);
    }
    let picture = DynamicImage::ImageRgb8(picture.to_rgb8());
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, QUALITY).encode_image(&picture).map_err(|_| EvidenceError::Broken)?;
    let side = |side: u32| i32::try_from(side).map_err(|_| EvidenceError::Broken);
    Ok((Media::Picture { width: side(picture.width())?, height: side(picture.height())? }, out))
}

fn looks_like_svg(content: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&content[..content.len().min(1_024)]).to_lowercase();
    head.contains("<svg") || head.contains("<!doctype svg") || head.contains("<?xml")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use image::RgbImage;

    use super::*;

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(RgbImage::new(width, height)).write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    #[test]
    fn a_picture_is_scaled_and_becomes_a_jpeg() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let kept = prepare("现场.png", &encoded(3_200, 1_600, format)).unwrap();
            assert_eq!(kept.media, Media::Picture { width: 1_600, height: 800 });
            assert!(kept.content.starts_with(&[0xff, 0xd8, 0xff]));
            assert_eq!(kept.sha256.len(), 64);
        }
    }

    #[test]
    fn what_phones_take_is_taken() {
        for (width, height, format) in
            [(4_032, 3_024, ImageFormat::Jpeg), (6_000, 4_000, ImageFormat::Jpeg), (4_032, 3_024, ImageFormat::WebP)]
        {
            let kept = prepare("现场.jpg", &encoded(width, height, format)).unwrap();
            assert!(matches!(kept.media, Media::Picture { width: 1_600, .. }), "{width} × {height}");
        }
    }

    #[test]
    fn where_it_was_taken_is_not_kept() {
        let mut photo = encoded(40, 30, ImageFormat::Jpeg);
        // An APP1 segment right after the start of the picture, as a phone writes it.
        let exif = b"\xff\xe1\x00\x24Exif\0\0GPSLatitude 30.25 secret....";
        photo.splice(2..2, exif[..38].iter().copied());
        assert!(photo.windows(11).any(|w| w == b"GPSLatitude"));
        let kept = prepare("IMG_0001.JPG", &photo).unwrap();
        assert!(!kept.content.windows(11).any(|w| w == b"GPSLatitude"));
        assert!(!kept.content.windows(4).any(|w| w == b"Exif"));
    }

    #[test]
    fn the_kind_goes_by_the_content_not_by_the_name() {
        assert_eq!(prepare("a.jpg", b"%PDF-1.7 rest").unwrap().media, Media::Pdf);
        let svg = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        assert_eq!(prepare("photo.jpg", svg).unwrap_err().why, EvidenceError::Svg);
        assert_eq!(prepare("photo.svg", b"<SVG onload=alert(1)>").unwrap_err().why, EvidenceError::Svg);
        assert_eq!(prepare("photo.jpg", b"MZ\x90\0 a program").unwrap_err().why, EvidenceError::UnknownKind);
        assert_eq!(prepare("photo.gif", b"GIF89a").unwrap_err().why, EvidenceError::UnknownKind);
        assert_eq!(prepare("empty.jpg", b"").unwrap_err().why, EvidenceError::UnknownKind);
    }

    #[test]
    fn a_broken_or_monstrous_picture_is_refused() {
        let mut cut = encoded(400, 300, ImageFormat::Png);
        cut.truncate(cut.len() / 2);
        assert_eq!(prepare("cut.png", &cut).unwrap_err().why, EvidenceError::Broken);
        let mut bomb = encoded(1, 1, ImageFormat::Png);
        // IHDR says 30,000 × 30,000; its checksum is made to fit.
        bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
        let crc = crc32(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(prepare("bomb.png", &bomb).unwrap_err().why, EvidenceError::TooManyPixels);
        // Few pixels more than are allowed, of 16 bits and four channels.
        let mut deep = Cursor::new(Vec::new());
        let image = image::ImageBuffer::<image::Rgba<u16>, Vec<u16>>::new(5_000, 2_600);
        DynamicImage::ImageRgba16(image).write_to(&mut deep, ImageFormat::Png).unwrap();
        assert_eq!(prepare("deep.png", &deep.into_inner()).unwrap_err().why, EvidenceError::TooDeep);
        let mut cut = encoded(4_000, 3_000, ImageFormat::Jpeg);
        cut.truncate(1_000);
        let refused = prepare("剪断.jpg", &cut).unwrap_err();
        assert_eq!(refused.why, EvidenceError::Broken);
        assert!(refused.words().args.contains(&("name", "剪断.jpg".to_owned())), "the message names the file");
        assert_eq!(prepare("big.jpg", &vec![0; LARGEST_FILE + 1]).unwrap_err().why, EvidenceError::TooLarge);
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
        })
    }
}
