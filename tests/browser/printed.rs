//! A sheet that Chromium printed, read back: the dark squares of its pages, as a scanner would see them.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "millimetres of a sheet become whole pixels, and grey becomes a byte"
)]

use lopdf::{Document, content::Content};

/// Pixels a point: a module of a code on a slip is some seven of them wide.
const SCALE: f32 = 4.0;

/// Pixels a millimetre.
const MM: f32 = SCALE * 72.0 / 25.4;

/// Slips lie two beside one another and four beneath, each so wide and so tall, from this corner of the sheet.
const SLIP: (f32, f32) = (96.0, 70.0);
const CORNER: (f32, f32) = (9.0, 8.0);

/// The text of the QR code on each slip of each sheet.
pub fn codes_on(pdf: &[u8]) -> Vec<String> {
    let document = Document::load_mem(pdf).unwrap();
    let mut found = Vec::new();
    for page in document.get_pages().into_values() {
        let content = Content::decode(&document.get_page_content(page)).unwrap();
        let sheet = Sheet::of(&content);
        for (column, row) in (0..4_u8).flat_map(|row| [(0_u8, row), (1, row)]) {
            found.extend(sheet.code_at(f32::from(column), f32::from(row)));
        }
    }
    found
}

/// A matrix of PDF: a b c d e f.
type Matrix = [f32; 6];

fn times(m: Matrix, n: Matrix) -> Matrix {
    [
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    ]
}

#[derive(Clone, Copy)]
struct Pen {
    matrix: Matrix,
    grey: f32,
}

/// A4 upright, white.
struct Sheet {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl Sheet {
    fn of(content: &Content) -> Self {
        let (width, height) = (596 * 4, 843 * 4);
        let mut sheet = Self { width, height, grey: vec![255; width * height] };
        let mut pen = Pen { matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], grey: 0.0 };
        let mut kept = Vec::new();
        let mut path: Vec<Vec<(f32, f32)>> = Vec::new();
        for operation in &content.operations {
            let numbers: Vec<f32> = operation.operands.iter().filter_map(|operand| operand.as_float().ok()).collect();
            match (operation.operator.as_str(), numbers.as_slice()) {
                ("q", _) => kept.push(pen),
                ("Q", _) => pen = kept.pop().unwrap(),
                ("cm", &[a, b, c, d, e, f]) => pen.matrix = times([a, b, c, d, e, f], pen.matrix),
                ("g", &[grey]) => pen.grey = grey,
                ("rg", &[red, green, blue]) => pen.grey = (red + green + blue) / 3.0,
                ("m", &[x, y]) => path.push(vec![(x, y)]),
                ("l", &[x, y]) => path.last_mut().unwrap().push((x, y)),
                ("re", &[x, y, w, h]) => path.push(vec![(x, y), (x + w, y + h)]),
                ("f" | "f*" | "B" | "b", _) => {
                    for part in path.drain(..) {
                        sheet.fills(pen, &part);
                    }
                }
                ("n" | "S" | "s", _) => path.clear(),
                _ => {}
            }
        }
        sheet
    }

    /// What stands on one slip, if there is one at this place.
    fn code_at(&self, column: f32, row: f32) -> Option<String> {
        let pixels = |mm: f32| (mm * MM).round() as usize;
        let (left, top) = (pixels(CORNER.0 + column * SLIP.0), pixels(CORNER.1 + row * SLIP.1));
        let slip = |x: usize, y: usize| self.grey[(top + y) * self.width + left + x];
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(pixels(SLIP.0), pixels(SLIP.1), slip);
        let codes = picture.detect_grids();
        assert!(codes.len() < 2, "one code a slip");
        codes.first().map(|code| code.decode().unwrap().1)
    }

    /// The upright rectangle around a part of a path: squares are all that a code is made of.
    fn fills(&mut self, pen: Pen, part: &[(f32, f32)]) {
        let [a, b, c, d, e, f] = pen.matrix;
        let points = part.iter().map(|(x, y)| (a * x + c * y + e, b * x + d * y + f));
        let (mut left, mut right, mut low, mut high) = (f32::MAX, f32::MIN, f32::MAX, f32::MIN);
        for (x, y) in points {
            (left, right, low, high) = (left.min(x), right.max(x), low.min(y), high.max(y));
        }
        let inside = |at: f32, most: usize| (at * SCALE).round().clamp(0.0, most as f32) as usize;
        let (left, right) = (inside(left, self.width), inside(right, self.width));
        let tall = self.height as f32 / SCALE;
        let (top, bottom) = (inside(tall - high, self.height), inside(tall - low, self.height));
        for row in top..bottom {
            self.grey[row * self.width + left..row * self.width + right].fill((pen.grey * 255.0) as u8);
        }
    }
}
