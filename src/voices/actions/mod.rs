//! What people do with messages.

mod answering;
mod beside;
mod desk;
mod letters;
mod own;
mod sending;

pub use answering::*;
pub use beside::*;
pub use desk::*;
pub use letters::*;
pub use own::*;
pub use sending::*;
