#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]
use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use lopdf::{Document, Object, Stream, dictionary};

use super::*;

fn encoded(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

fn black(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    encoded(DynamicImage::ImageRgb8(RgbImage::new(width, height)), format)
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("fixtures/attachments/{name}")).unwrap()
}

fn kept(name: &str, content: &[u8]) -> RgbImage {
    let kept = prepare(name, content).unwrap_or_else(|refused| panic!("{refused}"));
    image::load_from_memory_with_format(&kept.content, ImageFormat::Jpeg).unwrap().to_rgb8()
}

fn refused(name: &str, content: &[u8]) -> Why {
    match prepare(name, content) {
        Ok(_) => panic!("{name} was taken"),
        Err(refused) => {
            assert!(refused.words().args.contains(&("name", name.to_owned())), "the message names the file");
            refused.why
        }
    }
}

const BROKEN: Why = Why::Picture(PictureFault::Broken);

#[test]
fn good_pictures_of_every_making_are_taken() {
    for (name, size) in [
        ("baseline.jpg", (160, 120)),
        ("progressive.jpg", (160, 120)),
        ("optimized-444.jpg", (160, 120)),
        ("subsampled-422.jpg", (160, 120)),
        ("grey.jpg", (160, 120)),
        ("grey-progressive.jpg", (160, 120)),
        ("cmyk.jpg", (160, 120)),
        ("restarts.jpg", (160, 120)),
        ("odd-size.jpg", (157, 113)),
        ("turned-with-gps.jpg", (120, 160)),
        ("motion-photo.jpg", (120, 160)),
        ("lossless.webp", (160, 120)),
        ("lossy.webp", (160, 120)),
        ("palette.png", (160, 120)),
    ] {
        assert_eq!(kept(name, &fixture(name)).dimensions(), size, "{name}");
    }
}

#[test]
fn a_jpeg_that_was_cut_is_refused_wherever_it_was_cut() {
    for name in ["baseline.jpg", "progressive.jpg", "grey.jpg", "restarts.jpg", "turned-with-gps.jpg"] {
        let whole = fixture(name);
        for part in [3, 5, 7, 8, 9] {
            assert_eq!(refused(name, &whole[..whole.len() * part / 10]), BROKEN, "{name}, {part} tenths of it");
        }
        // Space was made for the whole of it before it came.
        let mut filled_up = whole[..whole.len() / 2].to_vec();
        filled_up.resize(whole.len(), 0);
        assert_eq!(refused(name, &filled_up), BROKEN, "{name}, zeros at its end");
    }
    for name in ["palette.png", "lossless.webp", "lossy.webp"] {
        let whole = fixture(name);
        assert_eq!(refused(name, &whole[..whole.len() / 2]), BROKEN, "{name}");
    }
}

#[test]
fn what_can_be_seen_through_lies_on_white() {
    let seal = image::RgbaImage::from_fn(40, 40, |x, _| match x {
        0..20 => image::Rgba([0, 0, 0, 0]),
        _ => image::Rgba([200, 0, 0, 255]),
    });
    let grey = image::GrayAlphaImage::from_pixel(40, 40, image::LumaA([0, 0]));
    let half = image::RgbaImage::from_pixel(40, 40, image::Rgba([0, 0, 0, 128]));
    let deep = image::ImageBuffer::<image::Rgba<u16>, Vec<u16>>::from_pixel(40, 40, image::Rgba([0, 0, 0, 0]));
    let is = |found: &image::Rgb<u8>, wanted: [u8; 3]| found.0.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 12);
    let png = |picture| encoded(picture, ImageFormat::Png);
    let on_white = kept("公章.png", &png(DynamicImage::ImageRgba8(seal.clone())));
    assert!(is(on_white.get_pixel(5, 20), [255; 3]) && is(on_white.get_pixel(35, 20), [200, 0, 0]));
    let on_white = kept("公章.webp", &encoded(DynamicImage::ImageRgba8(seal), ImageFormat::WebP));
    assert!(is(on_white.get_pixel(5, 20), [255; 3]));
    assert!(is(kept("签名.png", &png(DynamicImage::ImageLumaA8(grey))).get_pixel(20, 20), [255; 3]));
    assert!(is(kept("图.png", &png(DynamicImage::ImageRgba8(half))).get_pixel(20, 20), [127; 3]));
    assert!(is(kept("深.png", &png(DynamicImage::ImageRgba16(deep))).get_pixel(20, 20), [255; 3]));
    assert!(is(kept("黑.png", &black(40, 40, ImageFormat::Png)).get_pixel(20, 20), [0; 3]), "what is black stays so");
}

#[test]
fn a_photograph_is_made_smaller_and_a_long_notice_stays_readable() {
    for (sent, wanted) in [
        ((3_200, 1_600), (1_600, 800)),
        ((4_032, 3_024), (1_600, 1_200)),
        ((6_000, 4_000), (1_600, 1_067)),
        ((1_600, 1_200), (1_600, 1_200)),
        ((1_080, 9_000), (1_080, 9_000)),
        ((1_170, 15_000), (1_080, 13_846)),
        ((9_000, 2_000), (4_860, 1_080)),
        ((500, 2_000), (500, 2_000)),
        ((1_000, 24_000), (667, 16_000)),
    ] {
        let kept = prepare("截图.png", &black(sent.0, sent.1, ImageFormat::Png)).unwrap();
        assert_eq!(kept.media, Media::Picture { width: wanted.0, height: wanted.1 }, "{sent:?}");
    }
}

#[test]
fn where_it_was_taken_is_not_kept() {
    let photo = fixture("turned-with-gps.jpg");
    assert!(photo.windows(4).any(|bytes| bytes == b"Exif"));
    let kept = prepare("IMG_0001.JPG", &photo).unwrap();
    assert!(kept.content.starts_with(&[0xff, 0xd8, 0xff]));
    assert!(!kept.content.windows(4).any(|bytes| bytes == b"Exif"));
    assert_eq!(kept.sha256.len(), 64);
}

#[test]
fn what_is_sent_instead_is_refused_with_a_mend_of_its_own() {
    let boxed =
        |brand: &[u8; 4], more: &[u8]| [b"\0\0\0\x1cftyp", brand.as_slice(), b"\0\0\0\0", more, &[0; 60]].concat();
    let svg = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let mut bmp = b"BM".to_vec();
    bmp.resize(200, 0);
    for (name, content, why) in [
        ("IMG_0001.HEIC", boxed(b"heic", b"mif1heic"), OtherKind::Heic),
        ("改名.jpg", boxed(b"mif1", b"heicmiaf"), OtherKind::Heic),
        ("a.avif", boxed(b"avif", b"mif1avif"), OtherKind::Avif),
        ("b.avif", boxed(b"mif1", b"mif1avif"), OtherKind::Avif),
        ("a.mp4", boxed(b"isom", b"mp42"), OtherKind::Video),
        ("a.mov", boxed(b"qt  ", b"qt  "), OtherKind::Video),
        ("a.tif", b"II*\0\x08\0\0\0".to_vec(), OtherKind::Tiff),
        ("b.tif", b"MM\0*\0\0\0\x08".to_vec(), OtherKind::Tiff),
        ("a.gif", b"GIF89a rest".to_vec(), OtherKind::Gif),
        ("a.bmp", bmp, OtherKind::Bmp),
        ("photo.jpg", svg.to_vec(), OtherKind::Svg),
        ("photo.svg", b"<SVG onload=alert(1)>".to_vec(), OtherKind::Svg),
        ("报告.docx", b"PK\x03\x04 rest".to_vec(), OtherKind::Office),
        ("报告.wps", b"\xd0\xcf\x11\xe0 rest".to_vec(), OtherKind::Office),
        ("发票.ofd", b"PK\x03\x04 rest".to_vec(), OtherKind::Ofd),
    ] {
        assert_eq!(refused(name, &content), Why::Known(why), "{name}");
    }
    assert_eq!(refused("photo.jpg", b"MZ\x90\0 a program"), Why::UnknownKind);
    assert_eq!(refused("a.zip", b"PK\x03\x04 rest"), Why::UnknownKind);
    assert_eq!(refused("空.jpg", b""), Why::Empty);
    assert_eq!(refused("big.jpg", &vec![0; LARGEST_FILE + 1]), Why::TooLarge);
}

#[test]
fn a_monstrous_picture_is_refused_before_it_is_unfolded() {
    let mut bomb = black(1, 1, ImageFormat::Png);
    // IHDR says 30,000 × 30,000; its checksum is made to fit.
    bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let crc = crc32(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.to_be_bytes());
    assert_eq!(refused("bomb.png", &bomb), Why::Picture(PictureFault::TooManyPixels));
    // Fewer pixels than are allowed, of 16 bits and four channels.
    let deep = image::ImageBuffer::<image::Rgba<u16>, Vec<u16>>::new(5_000, 2_600);
    let deep = encoded(DynamicImage::ImageRgba16(deep), ImageFormat::Png);
    assert_eq!(refused("deep.png", &deep), Why::Picture(PictureFault::TooDeep));
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

/// What stands on each page.
fn pages(pdf: &[u8]) -> Vec<Vec<u8>> {
    let document = Document::load_mem(pdf).unwrap();
    document.get_pages().into_values().map(|page| document.get_page_content(page)).collect()
}

fn has(within: &[u8], what: &[u8]) -> bool {
    within.windows(what.len()).any(|window| window == what)
}

#[test]
fn good_pdfs_are_kept_page_by_page() {
    for name in [
        "plain.pdf",
        "object-streams.pdf",
        "linearized.pdf",
        "owner-password.pdf",
        "links.pdf",
        "printed-by-a-browser.pdf",
    ] {
        let content = fixture(name);
        let kept = prepare(name, &content).unwrap_or_else(|refused| panic!("{refused}"));
        assert_eq!((kept.media, pages(&kept.content) == pages(&content)), (Media::Pdf, true), "{name}");
        assert!(!has(&kept.content, b"/Producer") && !has(&kept.content, b"/Info"), "{name}");
        let again = prepare(name, &kept.content).unwrap();
        assert_eq!(pages(&again.content), pages(&content), "{name}: what was kept is taken again");
    }
    // A scanner's note before the head, a mail program's line after the end.
    let wrapped = [b"scanned\n", fixture("plain.pdf").as_slice(), b"\n\n"].concat();
    assert_eq!(prepare("扫描.pdf", &wrapped).unwrap().media, Media::Pdf);
}

#[test]
fn a_pdf_that_was_cut_or_acts_by_itself_is_refused() {
    for name in ["plain.pdf", "object-streams.pdf", "printed-by-a-browser.pdf"] {
        let whole = fixture(name);
        for part in [1, 3, 5, 7, 9] {
            let cut = &whole[..whole.len() * part / 10];
            assert_eq!(refused(name, cut), Why::Pdf(PdfFault::Broken), "{name}, {part} tenths of it");
            let closed = [cut, b"\n%%EOF\n"].concat();
            assert_eq!(refused(name, &closed), Why::Pdf(PdfFault::Broken), "{name}, {part} tenths of it, closed");
        }
    }
    for (name, why) in [
        ("user-password.pdf", PdfFault::Locked),
        ("script.pdf", PdfFault::Script),
        ("launch.pdf", PdfFault::Script),
        ("embedded.pdf", PdfFault::FileWithin),
    ] {
        assert_eq!(refused(name, &fixture(name)), Why::Pdf(why), "{name}");
    }
    assert_eq!(refused("a.pdf", b"%PDF-1.4\n and thirty-two bytes of noise"), Why::Pdf(PdfFault::Broken));
    assert_eq!(refused("b.pdf", b"%PDF-1.4\n%%EOF"), Why::Pdf(PdfFault::Broken));
}

#[test]
fn a_pdf_that_unfolds_without_end_is_refused() {
    let mut document = Document::with_version("1.5");
    let mut text = Stream::new(dictionary! {}, vec![b' '; 40 * 1024 * 1024]);
    text.compress().unwrap();
    let text = document.add_object(text);
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => text,
        "MediaBox" => vec![0.into(), 0.into(), 100.into(), 100.into()],
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(tree));
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", root);
    let mut file = Vec::new();
    document.save_to(&mut file).unwrap();
    assert!(file.len() < 200_000, "{} bytes", file.len());
    assert_eq!(refused("bomb.pdf", &file), Why::Pdf(PdfFault::Bomb));
}

/// A report as an office program writes it, with a photograph as a phone left it; `signed` in the program, not by hand.
fn told_by_its_makers(signed: bool) -> Vec<u8> {
    let mut document = Document::load_mem(&fixture("plain.pdf")).unwrap();
    let info = document.add_object(dictionary! { "Author" => Object::string_literal("ZHANG SAN 13812345678") });
    document.trailer.set("Info", info);
    let packet = "<?xpacket begin=''?><dc:creator>LI SI</dc:creator><?xpacket end='w'?>";
    let named = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    let named = document.add_object(Stream::new(named, packet.as_bytes().to_vec()));
    let unnamed = document.add_object(Stream::new(dictionary! {}, packet.as_bytes().to_vec()));
    let photo = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 40, "Height" => 30, "ColorSpace" => "DeviceRGB",
        "BitsPerComponent" => 8, "Filter" => "DCTDecode", "Metadata" => unnamed,
    };
    let photo = document.add_object(Stream::new(photo, fixture("turned-with-gps.jpg")));
    let root = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
    let catalog = document.get_object_mut(root).unwrap().as_dict_mut().unwrap();
    catalog.set("Metadata", named);
    catalog.set("Held", photo);
    catalog.set("PieceInfo", dictionary! { "Office" => Object::string_literal("WANG WU") });
    if signed {
        let signature = dictionary! { "Type" => "Sig", "ByteRange" => vec![0.into(), 1.into(), 2.into(), 3.into()] };
        catalog.set("Seal", signature);
    }
    // Replaced by a later revision, and still in the file.
    document.add_object(dictionary! { "Author" => Object::string_literal("ZHAO LIU") });
    let mut file = Vec::new();
    document.save_to(&mut file).unwrap();
    file
}

#[test]
fn a_pdf_says_nothing_of_who_made_it() {
    let sent = told_by_its_makers(false);
    let kept = prepare("台账.pdf", &sent).unwrap().content;
    for told in ["ZHANG SAN", "LI SI", "WANG WU", "ZHAO LIU", "xpacket", "Exif", "GPS"] {
        assert!(!has(&kept, told.as_bytes()), "{told} is still in it");
    }
    assert_eq!(pages(&kept), pages(&fixture("plain.pdf")));
    let document = Document::load_mem(&kept).unwrap();
    let is_photo = |object: &&Object| object.as_stream().is_ok_and(|stream| stream.dict.has(b"ColorSpace"));
    let photo = document.objects.values().find(is_photo).unwrap().as_stream().unwrap();
    let (before, after) = (fixture("turned-with-gps.jpg"), &photo.content);
    let pixels = |jpeg: &[u8]| image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap().to_rgb8();
    assert_eq!(pixels(after), pixels(&before), "the photograph is the same");
}

#[test]
fn a_signed_pdf_stays_as_it_came() {
    let sent = told_by_its_makers(true);
    assert_eq!(prepare("盖章.pdf", &sent).unwrap().content, sent);
}
