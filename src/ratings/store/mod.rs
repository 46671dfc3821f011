//! What residents said and when they may; what the deputies' rounds came to.

mod deputies;
mod objections;
mod public;

pub use deputies::*;
pub use objections::{insert_objection, objections, rule_on_objections};
pub use public::*;
