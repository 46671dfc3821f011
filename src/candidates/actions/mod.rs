//! What people do with the candidate list.

mod editing;
mod importing;
mod pool;
mod sealing;

pub use editing::*;
pub use importing::*;
pub use pool::*;
pub use sealing::*;
