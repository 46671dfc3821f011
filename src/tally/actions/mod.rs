//! Counting together, drawing up the certificate, signing it or objecting, certifying, announcing, correcting.

mod certifying;
mod correcting;
mod counting;
mod drafting;
mod objecting;

pub use certifying::{
    AnnounceError, CertifyError, FollowUp, SignError, announce, certify, seal_public_key, sign_certificate,
};
pub use correcting::{CertifyCorrigendumError, CorrectError, certify_corrigendum, draft_corrigendum, sign_corrigendum};
pub use counting::{BeginCountError, ShareError, begin_count, give_share};
pub use drafting::{DraftError, OrderError, certificate_for, draft_certificate, next_key, order_checks, order_round};
pub use objecting::{
    AnnulError, ObjectError, OverruleError, annul_round, ask_to_annul, object, overrule, pending_requests,
};
