//! Importing a roll: the file, the preview with all its findings, the import.

mod finding;
mod preview;
mod samples;
mod upload;

pub use preview::{PreviewPage, choose_roll_reading, confirm_import, preview_roll};
pub use upload::{RollUploadPage, roll_template, show_roll_upload, take_roll_upload};
