//! The public's view: the result with its proof, the certificate, the notice, and how to check it oneself.

mod announced;
mod bundles;
mod certificate;
mod files;
mod result;
mod verify;

pub use announced::{CorrigendumLine, in_force, sample_corrigendum};
pub use bundles::{BundlesPage, show_bundles};
pub use certificate::{CertificatePage, CorrigendumPage, NoticePage, show_certificate, show_corrigendum, show_notice};
pub use files::{result_file, send_box};
pub use result::{ResultPage, newest_result, show_result};
pub use verify::{
    VerifyPage, all_receipts, confirm_checked, confirm_checked_by_nobody, look_up, show_verify, verify_guide,
};
