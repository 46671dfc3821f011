//! What residents said and when they may; which rounds the deputies rated in.

mod deputies;
mod public;

pub use deputies::*;
pub use public::*;
