//! Rows of everything that residents say.

mod answers;
mod besides;
mod pictures;
mod rows;
mod rules;

pub use answers::*;
pub use besides::*;
pub use pictures::*;
pub use rows::*;
pub use rules::*;
