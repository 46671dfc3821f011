//! The pages of a project: for everybody, for the department that carries it out, for the secretariat that checks.

mod adjustments;
mod department;
mod people;
mod plans;
mod public;
mod reports;
pub mod samples;
mod secretariat;
pub mod views;

pub use adjustments::{AdjustPage, propose_adjustment_page, settle_adjustment_page, show_adjust};
pub use department::{DepartmentPage, bulk_template, show_department, take_bulk};
pub use people::{PeoplePage, found_unit_page, make_department_account_page, new_account, show_people};
pub use plans::{PlanPage, publish_plan_page, return_plan_page, save_plan_page, show_plan};
pub use public::{
    Filter, PlacesPage, ProjectsPage, show_chosen, show_places, show_places_of_street, show_projects,
    show_projects_of_field, show_projects_of_light, show_projects_of_unit, show_projects_without_field,
};
pub use reports::{ReportPage, save_report, show_report};
pub use secretariat::{
    ProjectsDeskPage, TrackedPage, Waiting, accept_page, assign_lead_unit_page, projects_waiting, show_projects_desk,
    show_tracked_project,
};
pub use views::{AdjustmentView, ItemView, LightView, ProjectCard};
