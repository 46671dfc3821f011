//! What people do with appointments and with the key.

mod appointment;
mod ceremony;
mod command_line;

pub use appointment::{AppointError, appoint, appoint_known, make_chief, withdraw};
pub use ceremony::{
    MessageError, StartError, VoidError, confirm_copy, refuse_part, start_ceremony, take_message, void_ceremony,
};
pub use command_line::{CeremonyError, HandedSeed, hold_ceremony};
