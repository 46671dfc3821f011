//! The secretariat's side: calls, what came, and what wants the same.

mod calls;
mod need;
mod proposal;
mod queue;
mod writing;

pub use calls::*;
pub use need::*;
pub use proposal::*;
pub use queue::*;
pub use writing::*;

use crate::{accounts::Person, ids::CongressId, web::PageError};

fn congress_of(person: &Person) -> Result<CongressId, PageError> {
    person.congress().ok_or(PageError::NotFound)
}
