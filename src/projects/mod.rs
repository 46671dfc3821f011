//! 正式项目: what the deputies chose, with the certificate that says so; promotion is given to certification as a
//! function and runs in its transaction.

mod actions;
mod pages;
mod project;
mod store;

pub use actions::{make_public, promote};
pub use pages::{
    ProjectPage, ProjectsPage, show_project, show_projects, show_projects_of_field, show_projects_without_field,
};
pub use project::{Project, PromotedBy, Winner};
pub use store::{certificate_number, project_by_id, projects, public_project_count, public_projects};
