//! Rows of the list: its candidates, their pictures, its notice and its seal.

mod list;
mod pictures;
mod sealing;

pub use list::*;
pub use pictures::*;
pub use sealing::*;
