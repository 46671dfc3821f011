//! What people do with calls and proposals.

mod answering;
mod calling;
mod merging;
mod own;
mod sending;
mod similar;
mod sorting;

pub use answering::*;
pub use calling::*;
pub use merging::*;
pub use own::*;
pub use sending::*;
pub use similar::*;
pub use sorting::*;
