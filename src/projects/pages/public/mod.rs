//! The projects, for everybody, once they are announced.

mod chosen;
mod filters;
mod list;

pub use chosen::show_chosen;
pub use filters::Filter;
pub use list::{
    ProjectsPage, show_projects, show_projects_of_field, show_projects_of_light, show_projects_of_unit,
    show_projects_without_field,
};
