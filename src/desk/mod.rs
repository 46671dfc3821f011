//! The secretariat's desk: the session as a line of steps, what blocks the next one, and the button that takes it.

mod pages;
mod step;

pub use pages::{
    DeskPage, DraftPage, announce, begin_count, certify, close_round, draft_certificate, open_round,
    show_certificate_draft, show_desk, start_issuing,
};
