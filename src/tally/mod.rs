//! Counting, the outcome by the rules, the certificate and its signatures, the announcement.
//! Knows nothing of projects: what follows from a certificate is handed in as functions.

mod actions;
mod box_file;
pub mod certificate;
mod certification;
mod corrigendum;
mod corrigendum_pages;
mod count;
mod objection;
mod opening;
pub mod outcome;
mod paper;
mod result_pages;
mod scrutineer_pages;
pub mod schema;
mod store;
pub mod tables;
mod timeline_pages;

pub use actions::{
    AnnounceError, AnnulError, BeginCountError, CertifyError, DraftError, FollowUp, ObjectError, OrderError,
    OverruleError, ShareError, SignError, announce, annul_round, ask_to_annul, begin_count, certificate_for, certify,
    checked_signature, draft_certificate, give_share, next_key, order_checks, order_round, overrule, pending_requests,
    reason_given, seal_key, seal_public_key, sealed_box, sign_certificate, signers_of,
};
pub use actions::{
    certify_corrigendum as put_corrigendum_in_force, draft_corrigendum as new_corrigendum, object as raise_objection,
    sign_corrigendum as add_corrigendum_signature,
};
pub use box_file::BoxFile;
pub use certification::{
    CertificateState, CertificateStatus, Notice, Sealed, Signature, Unagreed, agreed, message_to_seal, message_to_sign,
    sealed_message,
};
pub use corrigendum::{Correction, Corrigendum, CorrigendumStatus};
pub use corrigendum_pages::{
    CorrigendaPage, SignCorrigendumPage, certify_corrigendum, corrigendum_document, draft_corrigendum, show_corrigenda,
    show_sign_corrigendum, sign_corrigendum,
};
pub use count::{Certified, CertifiedWinner, caps_file, certificate_file, preview};
pub use objection::{Objection, Ruling, RulingKind};
pub use opening::shares_given;
pub use paper::{ObjectionLine, Paper, sample_eventful_paper, sample_paper};
pub use result_pages::{
    CertificatePage, NoticePage, ResultPage, VerifyPage, all_receipts, confirm_checked, confirm_checked_by_nobody,
    look_up, newest_result, result_file, send_box, show_certificate, show_notice, show_result, show_verify,
};
pub use scrutineer_pages::{
    NotAppointedPage, OpenBoxPage, ScrutineerHome, SignPage, box_file, certificate_document, encrypted_tally_file,
    object, open_box, sample_request, scrutineer_home, scrutineer_home_again, show_open_box, show_sign,
    sign_certificate as sign_certificate_page,
};
pub use store::{
    certificate_by_id, certificate_of_round, certificates_of_session, corrigenda_of, notice_of, objections, signatures,
    tally,
};
pub use timeline_pages::{TimelinePage, show_desk_timeline, show_timeline};
