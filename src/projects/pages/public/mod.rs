//! The projects, for everybody, once they are announced.

mod chosen;
mod filters;
mod list;
mod places;

pub use chosen::show_chosen;
pub use filters::Filter;
pub use list::{
    ProjectsPage, show_projects, show_projects_of_field, show_projects_of_light, show_projects_of_unit,
    show_projects_without_field,
};
pub(in crate::projects) use places::street_of;
pub use places::{PlacesPage, show_places, show_places_of_street};
