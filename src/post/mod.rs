//! The one place from which letters go out: each waits in the database, is handed out to one instance at a time, tried again
//! for two days, and given up; whom nothing reaches any more is told apart, so that nobody goes on writing to them.

mod actions;
mod address;
mod letter;
pub mod schema;
mod store;

pub use actions::{send_due, stop_hopeless};
pub use address::{Address, NotAnAddress};
pub use letter::{Failure, Letter, NewLetter, Text};
pub use store::{forget, insert as write, waiting_letters};
