//! What is kept of people without an account, and for how long.

mod contacts;
mod held;
mod knocks;

pub use contacts::*;
pub use held::*;
pub use knocks::*;
