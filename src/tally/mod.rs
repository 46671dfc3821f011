//! Counting, the outcome by the rules, the certificate and its corrigenda, the announcement.
//! Knows nothing of projects: a room above makes them of what is certified.

mod actions;
mod box_file;
pub mod certificate;
mod corrigendum;
mod corrigendum_pages;
mod count;
mod notice;
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
    AnnounceError, AnnulError, BeginCountError, ChangeError, DraftError, OrderError, RenewError, RulingError,
    ShareError, announce, annul_round, ask_to_annul, ask_to_change, ask_to_overrule, ask_to_renew_key, begin_count,
    certificate_for, certify, certify_corrigendum, change, changes, correct, draft_certificate, give_share,
    is_changed_after, may_change, next_key, order_checks, order_round, overrule, pending_requests, renew_key,
    scope_anew, sealed_box, signers_of,
};
pub use box_file::BoxFile;
pub use corrigendum::{Correction, Corrigendum};
pub use corrigendum_pages::{CorrigendaPage, corrigenda_again, corrigenda_of, draft_corrigendum, show_corrigenda};
pub use count::{Certified, CertifiedWinner, caps_file, elections_file, preview};
pub use notice::{Notice, NoticeFault, NoticeForm, NoticeLine, NoticeNumber, preset_day};
pub use opening::shares_given;
pub use paper::{ChangeLine, Paper, sample_eventful_paper, sample_paper};
pub use result_pages::{
    BundlesPage, CertificatePage, CorrigendumLine, CorrigendumPage, NoticePage, ResultPage, VerifyPage, all_receipts,
    confirm_checked, confirm_checked_by_nobody, look_up, newest_result, result_file, sample_corrigendum, send_box,
    show_bundles, show_certificate, show_corrigendum, show_notice, show_result, show_verify, verify_guide,
};
pub use scrutineer_pages::{
    NotAppointedPage, OpenBoxPage, ScrutineerHome, SignElectionPage, box_caps, box_file, encrypted_tally_file,
    open_box, report_second_box, sample_request, scrutineer_home, scrutineer_home_again, show_open_box,
    show_sign_election, sign_election,
};
pub use store::{notice_of, tally};
pub use timeline_pages::{TimelinePage, show_desk_timeline, show_timeline};
