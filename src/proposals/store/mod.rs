//! Rows of everything that is proposed.

mod answers;
mod calling;
mod clocks;
mod contacts;
mod lists;
mod needs;
mod pictures;
mod rows;
mod searching;
mod supports;

pub use answers::*;
pub use calling::*;
pub use clocks::*;
pub use contacts::*;
pub use lists::*;
pub use needs::*;
pub use pictures::*;
pub use rows::*;
pub use searching::*;
pub use supports::*;
