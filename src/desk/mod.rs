//! The secretariat's desk: the session as a line of steps, what blocks the next one, and the button that takes it.

mod actions;
mod pages;
mod sessions;
mod setting_up;
mod standing;
mod step;
mod waiting;
mod words;

pub use actions::{announce as announce_document, certify as certify_document};
pub use pages::{
    ArticlesPage, ChairPage, DeskPage, DraftPage, FilePage, FilesPage, MethodFormPage, MethodPage, NoticeDraftPage,
    SessionPage, SessionsPage, accept_few_on_paper, announce, ask_to_annul, ask_to_change, ask_to_recall,
    ask_to_renew_key, begin_count, certify, close_round, confirm_as_chief, confirm_request, correct_session,
    declare_inability, draft_certificate, draft_file, edit_voting_method, open_round, open_session, order_round,
    overrule, record_adoption, save_voting_method, show_articles, show_certificate_draft, show_chair_words, show_desk,
    show_file, show_files, show_notice_draft, show_session, show_sessions, show_voting_method, start_issuing,
    take_session_at_hand, withdraw_draft, withdraw_file, withdraw_request,
};
pub use sessions::{StayError, kept_at_hand};
