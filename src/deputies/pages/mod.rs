//! The secretariat's pages about the roll, and the deputy's check-in.

mod back_room;
mod cards;
mod check_in;
mod import;
mod roll;
mod roll_file;

pub use back_room::read_session;
pub use cards::{CardSheetPage, CardsPage, choose_cards, print_cards};
pub use check_in::{CheckInPage, CheckInTries, check_in, show_check_in};
pub use import::{
    PreviewPage, RollUploadPage, choose_roll_reading, confirm_import, preview_roll, roll_template, show_roll_upload,
    take_roll_upload,
};
pub use roll::{RollPage, show_roll};
pub use roll_file::roll_file;
