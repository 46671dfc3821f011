//! 点位: where something of a sub-item is done, one place after the other, and the map on which they lie.

mod actions;
mod coordinates;
mod drawing;
mod import;
mod listed;
mod outline;
mod pages;
mod place;
mod sheet;
pub(super) mod store;

pub use actions::{
    OutlineSaid, PlaceError, Which, add_place, add_place_picture, change_place, finish_places, import_places,
    move_places, on_list, remove_place, upload_outline,
};
pub use coordinates::Coordinates;
pub use listed::{Listed, first_street, page_of};
pub use outline::{Area, Ground, Outline};
pub use pages::*;
pub use place::{Details, Place, PlaceForm, PlaceState, Removed};
pub use store::{place_is_public, streets};
