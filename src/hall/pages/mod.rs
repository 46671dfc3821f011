//! The desk where deputies check in, and what they find on their own devices.

mod attendance;
mod certificate;
mod deputy_home;
mod sheets;

pub use attendance::{AttendancePage, desk_check_in, mark_attendance, renew_check_in, show_attendance};
pub use certificate::{HallCertificatePage, hall_certificate_file, show_hall_certificate};
pub use deputy_home::{DeputyHome, deputy_home};
pub use sheets::{AttendanceSheetPage, RollSheetPage, show_attendance_sheet, show_roll_sheet};
