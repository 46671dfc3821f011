//! Rows of everything that is proposed.

mod answers;
mod calls;
mod guests;
mod lists;
mod needs;
mod rows;
mod searching;

pub use answers::*;
pub use calls::*;
pub use guests::*;
pub use lists::*;
pub use needs::*;
pub use rows::*;
pub use searching::*;
