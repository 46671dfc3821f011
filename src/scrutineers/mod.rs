//! 监票人: who is appointed, the threshold key they make together, and who holds which share of it.

mod actions;
mod pages;
mod scrutineer;
mod store;

pub use actions::{AppointError, CeremonyError, HandedSeed, appoint, confirm_copy, hold_ceremony};
pub use pages::{ScrutineersPage, show_scrutineers};
pub use scrutineer::{KeyShare, Scrutineer, SessionKey};
pub use store::{scrutineer_of_account, scrutineers, session_key};
