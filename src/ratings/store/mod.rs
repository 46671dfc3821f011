//! What residents said and when they may; what the deputies' rounds came to.

mod deputies;
mod public;

pub use deputies::*;
pub use public::*;
