//! A picture is decoded and encoded anew, so that nothing but its pixels is kept.

use std::io::Cursor;

use image::{
    DynamicImage, ImageBuffer, ImageDecoder, ImageFormat, ImageReader, Limits, Luma, Pixel, Primitive, Rgb,
    codecs::jpeg::JpegEncoder, metadata::Orientation,
};
use zune_jpeg::{
    JpegDecoder,
    zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions},
};

/// A picture of more pixels is refused before it is unfolded. Twice what phones take unless told otherwise.
pub const MOST_PIXELS: u64 = 25_000_000;
/// Bytes of a picture unfolded: four channels of 8 bits for every pixel, or fewer pixels of 16 bits.
const MOST_UNFOLDED: u64 = MOST_PIXELS * 4;
/// What preparing one picture takes at its worst: the file, its pixels, and half as much again that a progressive JPEG
/// keeps beside them. Pictures are prepared one at a time.
pub const MOST_PICTURE_MEMORY: u64 = 12 * 1024 * 1024 + MOST_UNFOLDED * 5 / 2;
const LONGEST_SIDE: u32 = 1_600;
/// A picture this many times as long as wide is no photograph but a notice, a list, a talk: there the short side counts,
const LONG: u32 = 5;
const LONG_TO: u32 = 2;
/// which is as wide as a phone shows it,
const SHORT_SIDE_OF_A_LONG_ONE: u32 = 1_080;
/// as far as the whole of it stays in bounds: of a JPEG, and of what a phone opens.
const LONGEST_OF_ALL: u32 = 16_000;
const QUALITY: u8 = 82;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureFault {
    #[error("more than {MOST_PIXELS} pixels")]
    TooManyPixels,
    #[error("unfolds to more than {MOST_UNFOLDED} bytes")]
    TooDeep,
    #[error("the picture cannot be read to its end")]
    Broken,
}

pub struct Picture {
    pub width: i32,
    pub height: i32,
    pub jpeg: Vec<u8>,
}

/// `None` if it is neither JPEG, PNG nor WebP.
pub fn read(content: &[u8]) -> Option<Result<Picture, PictureFault>> {
    match image::guess_format(content).ok()? {
        ImageFormat::Jpeg => Some(of_jpeg(content).and_then(|(picture, held)| kept(picture, held))),
        format @ (ImageFormat::Png | ImageFormat::WebP) => {
            Some(unfolded(content, format).and_then(|(picture, held)| kept(picture, held)))
        }
        _ => None,
    }
}

fn in_bounds(width: u32, height: u32) -> Result<(), PictureFault> {
    if u64::from(width) * u64::from(height) > MOST_PIXELS { Err(PictureFault::TooManyPixels) } else { Ok(()) }
}

/// Strictly: what would be filled up with grey is an error. `image` asks the same decoder to be lenient.
fn of_jpeg(content: &[u8]) -> Result<(DynamicImage, Orientation), PictureFault> {
    if !has_an_end(content) {
        return Err(PictureFault::Broken);
    }
    let side = usize::from(u16::MAX);
    let options = DecoderOptions::default().set_strict_mode(true).set_max_width(side).set_max_height(side);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(content), options);
    decoder.decode_headers().map_err(|_| PictureFault::Broken)?;
    let (width, height) = decoder.dimensions().ok_or(PictureFault::Broken)?;
    let side = |side: usize| u32::try_from(side).map_err(|_| PictureFault::TooManyPixels);
    let (width, height) = (side(width)?, side(height)?);
    in_bounds(width, height)?;
    let grey = decoder.input_colorspace() == Some(ColorSpace::Luma);
    let wanted = if grey { ColorSpace::Luma } else { ColorSpace::RGB };
    decoder.set_options(decoder.options().jpeg_set_out_colorspace(wanted));
    let held = decoder.exif().and_then(|exif| Orientation::from_exif_chunk(exif));
    let pixels = decoder.decode().map_err(|_| PictureFault::Broken)?;
    let picture = if grey {
        ImageBuffer::<Luma<u8>, _>::from_raw(width, height, pixels).map(DynamicImage::ImageLuma8)
    } else {
        ImageBuffer::<Rgb<u8>, _>::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8)
    };
    Ok((picture.ok_or(PictureFault::Broken)?, held.unwrap_or(Orientation::NoTransforms)))
}

/// Whether a JPEG's pixels are followed by its end (ITU-T T.81 B.1.1.3). Thumbnails before the pixels have an end of their
/// own; whatever follows the end is no part of the picture.
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

fn unfolded(content: &[u8], format: ImageFormat) -> Result<(DynamicImage, Orientation), PictureFault> {
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_UNFOLDED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| PictureFault::Broken)?;
    let (width, height) = decoder.dimensions();
    in_bounds(width, height)?;
    if decoder.total_bytes() > MOST_UNFOLDED {
        return Err(PictureFault::TooDeep);
    }
    let held = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder).map_err(|_| PictureFault::Broken)?, held))
}

/// On white, small enough, turned as the phone was held, and as a JPEG.
fn kept(mut picture: DynamicImage, held: Orientation) -> Result<Picture, PictureFault> {
    on_white(&mut picture);
    // Made small before it is turned: turning takes as much memory again.
    if let Some((width, height)) = smaller(picture.width(), picture.height()) {
        picture = picture.thumbnail_exact(width, height);
    }
    picture.apply_orientation(held);
    let picture = DynamicImage::ImageRgb8(picture.into_rgb8());
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&picture).map_err(|_| PictureFault::Broken)?;
    let side = |side: u32| i32::try_from(side).map_err(|_| PictureFault::Broken);
    Ok(Picture { width: side(picture.width())?, height: side(picture.height())?, jpeg })
}

/// The size to which a picture is shrunk, if it is.
fn smaller(width: u32, height: u32) -> Option<(u32, u32)> {
    let (short, long) = (width.min(height).max(1), width.max(height));
    let is_long = u64::from(long) * u64::from(LONG_TO) > u64::from(short) * u64::from(LONG);
    // The longer side becomes so long.
    let to = if is_long {
        let by_width = u64::from(long) * u64::from(SHORT_SIDE_OF_A_LONG_ONE) / u64::from(short);
        u32::try_from(by_width).unwrap_or(u32::MAX).clamp(LONGEST_SIDE, LONGEST_OF_ALL)
    } else {
        LONGEST_SIDE
    };
    let shrunk = |side: u32| {
        let side = (u64::from(side) * u64::from(to) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(side).unwrap_or(to).max(1)
    };
    (long > to).then(|| (shrunk(width), shrunk(height)))
}

/// What can be seen through is seen on white, as on paper; a JPEG would make it black.
fn on_white(picture: &mut DynamicImage) {
    match picture {
        DynamicImage::ImageLumaA8(pixels) => laid_on_white(pixels),
        DynamicImage::ImageRgba8(pixels) => laid_on_white(pixels),
        DynamicImage::ImageLumaA16(pixels) => laid_on_white(pixels),
        DynamicImage::ImageRgba16(pixels) => laid_on_white(pixels),
        _ => {}
    }
}

/// Of a pixel's channels the last says how much of it is there.
fn laid_on_white<P>(pixels: &mut ImageBuffer<P, Vec<P::Subpixel>>)
where
    P: Pixel,
    P::Subpixel: Into<u64> + TryFrom<u64>,
{
    let white = P::Subpixel::DEFAULT_MAX_VALUE;
    let full: u64 = white.into();
    for pixel in pixels.pixels_mut() {
        let Some((there, colours)) = pixel.channels_mut().split_last_mut() else { continue };
        let alpha: u64 = (*there).into();
        for colour in colours {
            let laid = ((*colour).into() * alpha + full * (full - alpha) + full / 2) / full;
            *colour = P::Subpixel::try_from(laid).unwrap_or(white);
        }
        *there = white;
    }
}
