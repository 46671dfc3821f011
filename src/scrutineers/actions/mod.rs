//! What people do with appointments and with the key.

mod appointment;
mod ceremony;
mod command_line;

pub use appointment::{AppointError, appoint, appoint_known, make_chief, retire_key, withdraw};
pub use ceremony::{confirm_copy, confirm_own_copy, refuse_part, start_ceremony, take_message, void_ceremony};
pub use command_line::{CeremonyError, HandedSeed, hold_ceremony, make_keys};
