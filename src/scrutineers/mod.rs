//! 监票人: who is appointed, the threshold key they make together, and who holds which share of it.

mod actions;
mod ceremony;
mod key_pages;
mod pages;
mod scrutineer;
pub mod schema;
mod store;

pub use actions::{
    AppointError, CeremonyError, HandedSeed, appoint, confirm_copy, hold_ceremony, make_keys, retire_key,
};
pub use ceremony::{Ceremony, CeremonyState};
pub use key_pages::{
    KeyPage, confirm_copy as confirm_copy_page, key_status, refuse_key_part, show_key, take_key_message,
};
pub use pages::{
    ScrutineersPage, VoidPage, appoint_scrutineer, name_chief, show_scrutineers, show_void, start_key_ceremony,
    void_key_ceremony, withdraw_scrutineer,
};
pub use scrutineer::{KeyShare, Scrutineer, SessionKey};
pub use store::{
    MessageOnRecord, ceremonies, key_holders, messages_on_record, scrutineer_in, scrutineer_of_account, scrutineers,
    session_key,
};
