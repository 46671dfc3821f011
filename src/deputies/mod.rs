//! The roll of deputies: its import, their delegations, sign-in cards, attendance and quorum.
//! Others use the roll and its counts; an attendance is set only here, and the slices that issue ballots say through
//! [`BallotFacts`] when it may no longer be.

mod actions;
mod attendance;
mod cards;
mod deputy;
mod import;
mod pages;
pub mod roll;
mod store;

pub use actions::{
    AttendanceError, BallotFacts, CardError, CheckInError, ImportError, check_in_at_desk, check_in_with_code,
    deputy_of_account, excuse, import_plan, import_roll, is_present, issue_login_cards, issue_login_cards_once,
    quorum_of_session, roll_fingerprint_of, set_attendance, undo, upload_roll,
};
pub use attendance::{Attendance, RollCount, Turnout};
pub use cards::LoginCard;
pub use deputy::{Delegation, Deputy, Which};
pub use import::{ImportRefusal, ImportSummary, NewRoll, RollUpload, plan};
pub use pages::{
    AttendancePage, CardSheetPage, CardsPage, CheckInPage, CheckInTries, PreviewPage, RollPage, RollUploadPage,
    check_in, choose_cards, confirm_import, hall_key, mark_attendance, preview_roll, print_cards, renew_check_in_code,
    roll_template, show_attendance, show_check_in, show_roll, show_roll_upload, take_roll_upload,
};
pub use store::{delegations, deputies, deputy, roll_count};
