//! The roll of deputies: its import, their delegations, sign-in cards, attendance and quorum.
//! Others use the roll and its counts; an attendance is set only here, and whoever sets it says what the deputy holds of a
//! round ([`BallotHeld`]).

mod actions;
mod attendance;
mod cards;
mod deputy;
mod hall_code;
mod import;
mod pages;
pub mod roll;
pub mod schema;
mod store;

pub use actions::{
    AttendanceChange, AttendanceError, CardError, CheckInError, DeskCheckInError, ImportError, begin_sitting,
    check_in_by_search, check_in_with_code, copy_roll, deputy_of_account, import_plan, import_roll, is_present,
    issue_login_cards, quorum_of_session, recent_changes, roll_fingerprint_of, set_attendance, upload_roll,
};
pub use attendance::{Attendance, BallotHeld, LeaveReason, Mark, MustStay, RollCount, Turnout};
pub use cards::LoginCard;
pub use deputy::{Delegation, Deputy, Which};
pub use hall_code::{TURNS_EVERY, hall_code, hall_key};
pub use import::{ImportRefusal, ImportSummary, NewRoll, RollUpload, plan};
pub use pages::{
    CardSheetPage, CardsPage, CheckInPage, CheckInTries, PreviewPage, RollPage, RollUploadPage, check_in, choose_cards,
    choose_roll_reading, confirm_import, preview_roll, print_cards, read_session, roll_file, roll_template,
    show_check_in, show_roll, show_roll_upload, take_roll_upload,
};
pub use store::{delegations, deputies, deputy, roll_count};
