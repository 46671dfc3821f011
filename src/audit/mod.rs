//! Who did what: for each congress an append-only list whose entries each carry the hash of the one before.
//! Actors are copied, not referred to: an entry outlives the person's account.
//! Issuing and casting write no entry that names a deputy or a key.

mod actions;
mod deed;
mod entry;
pub mod schema;
mod store;

pub use actions::{ChainReport, WholeList, record, rehearsing, verify};
pub use deed::Deed;
pub use entry::{Act, Actor, Entry};
pub use store::{Wanted, acts, end_of, in_order, names, newest, recent};
