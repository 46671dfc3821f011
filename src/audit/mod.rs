//! Who did what: an append-only list whose entries each carry the hash of the one before.
//! Actors are copied, not referred to: an entry outlives the person's account.
//! Issuing and casting write no entry that names a deputy or a key.

mod actions;
mod entry;
mod store;

pub use actions::{ChainReport, record, verify};
pub use entry::{Act, Actor, Entry};
pub use store::recent;
