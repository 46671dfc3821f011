//! The pages of a project: for everybody, for the department that carries it out, for the secretariat that checks.

pub(super) mod department;
mod public;
pub mod samples;
pub(super) mod secretariat;
pub(super) mod views;

pub use department::{DepartmentPage, bulk_template, show_department, take_bulk};
pub(super) use public::street_of;
pub use public::{
    Filter, PlacesPage, ProjectsPage, show_chosen, show_places, show_places_of_street, show_projects,
    show_projects_of_field, show_projects_of_light, show_projects_of_unit, show_projects_without_field,
};
pub use secretariat::{
    ProjectsDeskPage, TrackedPage, Waiting, accept_page, assign_lead_unit_page, projects_waiting, show_projects_desk,
    show_tracked_project,
};
pub use views::{ItemView, LightView, ProjectCard, SmallCourse, TimelineView};
