//! Who did what: for each congress an append-only list whose entries each carry the hash of the one before, under a seal that
//! follows from the server's secret.
//! Actors are copied, not referred to: an entry outlives the person's account.
//! Issuing and casting write no entry that names a deputy or a key.

mod actions;
mod deed;
mod entry;
mod forwarding;
pub mod schema;
mod store;

pub use actions::{
    ChainReport, NoHead, NotedHead, WholeList, noted, record, rehearsing, sealed, the_secret_is_lost, verify,
};
pub use deed::Deed;
pub use entry::{Act, Actor, Entry};
pub use forwarding::{ForwardError, forward, not_forwarded};
pub use store::{Wanted, acts, end_of, in_order, names, newest, newest_of, recent};
