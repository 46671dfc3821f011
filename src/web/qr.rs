//! QR codes as the path of an inline SVG.

use qrcode::{Color, EcLevel, QrCode, render::unicode::Dense1x2};
use serde::Serialize;

use super::PageError;

/// Side length in modules, white margin included, and the dark modules as one path of strokes one module wide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Qr {
    pub size: usize,
    pub path: String,
}

const MARGIN: usize = 4;

/// The code in characters, two modules a character, light on dark as terminals are.
pub fn qr_for_a_terminal(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    Some(code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build())
}

impl Qr {
    pub fn of(text: &str) -> Result<Self, PageError> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(PageError::internal)?;
        let width = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run.first() == Some(&Color::Dark) {
                    path.push_str(&format!("M{} {}.5h{}", x + MARGIN, y + MARGIN, run.len()));
                }
                x += run.len();
            }
        }
        Ok(Self { size: width + 2 * MARGIN, path })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn the_first_finder_pattern_stands_in_the_corner() {
        let qr = Qr::of("https://example.org/sign-in?login=SC0001").unwrap();
        assert!(qr.path.starts_with("M4 4.5h7M"));
        assert_eq!(qr.size, 29 + 2 * MARGIN);
    }

    #[test]
    fn what_fits_no_code_is_an_error() {
        assert!(Qr::of(&"x".repeat(3_000)).is_err());
    }
}
