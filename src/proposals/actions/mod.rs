//! What people do with calls and proposals.

mod answering;
mod calling;
mod letters;
mod merging;
mod onward;
mod own;
mod progress;
mod sending;
mod similar;
mod sorting;
mod supporting;

pub use answering::*;
pub use calling::*;
pub use letters::*;
pub use merging::*;
pub use onward::*;
pub use own::*;
pub use progress::*;
pub use sending::*;
pub use similar::*;
pub use sorting::*;
pub use supporting::*;
