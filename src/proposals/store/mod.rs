//! Rows of everything that is proposed.

mod answers;
mod calling;
mod guests;
mod lists;
mod needs;
mod pictures;
mod rows;
mod searching;

pub use answers::*;
pub use calling::*;
pub use guests::*;
pub use lists::*;
pub use needs::*;
pub use pictures::*;
pub use rows::*;
pub use searching::*;
