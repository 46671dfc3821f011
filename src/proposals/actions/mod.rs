//! What people do with calls and proposals.

mod answering;
mod calling;
mod merging;
mod onward;
mod own;
mod sending;
mod similar;
mod sorting;

pub use answering::*;
pub use calling::*;
pub use merging::*;
pub use onward::*;
pub use own::*;
pub use sending::*;
pub use similar::*;
pub use sorting::*;
