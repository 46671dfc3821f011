//! Counting, the outcome by the rules, the certificate and its signatures, the announcement.
//! Knows nothing of projects: what follows from a certificate is handed in as functions.

mod actions;
pub mod certificate;
mod certification;
mod count;
pub mod outcome;
mod paper;
mod result_pages;
mod scrutineer_pages;
mod store;

pub use actions::{
    AnnounceError, BeginCountError, CertifyError, DraftError, FollowUp, ShareError, SignError, announce, begin_count,
    certificate_for, certify, draft_certificate, give_share, next_key, sign_certificate,
};
pub use certification::{CertificateState, CertificateStatus, Notice, Signature, message_to_seal, message_to_sign};
pub use count::{
    ArchiveFile, Certified, CertifiedWinner, archive_file, caps_file, certificate_file, preview, shares_given,
};
pub use paper::{Paper, sample_paper};
pub use result_pages::{
    CertificatePage, NoticePage, ResultPage, VerifyPage, confirm_checked, newest_result, result_file, show_certificate,
    show_notice, show_result, show_verify,
};
pub use scrutineer_pages::{
    NotAppointedPage, OpenBoxPage, ScrutineerHome, SignPage, box_file, certificate_document, encrypted_tally_file,
    open_box, scrutineer_home, show_open_box, show_sign, sign_certificate as sign_certificate_page,
};
pub use store::{certificate_by_id, certificate_of_round, certificates_of_session, notice_of, signatures, tally};
