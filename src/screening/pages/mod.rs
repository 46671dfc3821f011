//! The method and the board of the secretariat, the appraiser's one need a screen, and what is public afterwards.

mod appraised;
mod appraising;
mod board;
mod need;
mod views;

pub use appraised::*;
pub use appraising::*;
pub use board::*;
pub use need::*;

use crate::{
    accounts::Person,
    db::Conn,
    ids::{CongressId, NeedId},
    proposals::{self, Need},
    web::PageError,
};

fn congress_of(person: &Person) -> Result<CongressId, PageError> {
    person.congress().ok_or(PageError::NotFound)
}

fn of_congress(conn: &mut Conn, congress: CongressId, id: NeedId) -> Result<Need, PageError> {
    proposals::need_by_id(conn, id)?.filter(|need| need.congress == congress).ok_or(PageError::NotFound)
}
