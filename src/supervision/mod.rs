//! 督导: a project's group inspects it and follows up what it finds; the unit answers, another person checks, yet another
//! closes. Deputies' notes come in here, and the quarterly public table comes out.

mod actions;
mod follow_up;
mod group;
mod inspection;
mod news;
mod note;
mod pages;
mod quarter;
pub mod schema;
mod shown;
mod store;

pub use actions::*;
pub use follow_up::{Column, FollowUp, State, Step};
pub use group::{Body, GroupMember, SupervisingAccount};
pub use inspection::{Inspection, InspectionForm};
pub use news::news_since;
pub use note::Note;
pub use pages::*;
pub use quarter::Quarter;
pub use shown::{ShownInspection, SupervisionShown};
pub use store::{follow_up_by_id, follow_ups, groups_of, inspections, notes_by, projects_of_member, supervisors_of};
