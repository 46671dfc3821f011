//! What a unit does with the places of its sub-items, what everybody sees of them, and the map.

mod counts;
mod here;
mod import;
mod list;
mod one;
mod outline;
mod public;

pub use counts::ItemCount;
pub use here::{PlaceHerePage, show_place};
pub use outline::{OutlinePage, show_outline, upload_outline_page};
pub use public::{
    PlacesOfProjectPage, PlacesPage, StreetPage, all_places, search, show_places, show_places_of_project,
    show_places_of_street,
};

pub use import::{ImportPage, confirm_import_page, places_file, preview_import};
pub use list::{PlacesOfItemPage, move_places_page, show_places_of_item};
pub use one::{
    PlacePage, add_place_page, add_place_picture_page, change_place_page, remove_place_page, show_new_place,
    show_place_form,
};
