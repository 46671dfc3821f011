//! 督导组: who supervises a project.

mod actions;
mod group;
mod pages;
pub(super) mod store;

pub use actions::{GroupError, NewMember, add_member, make_supervisor_account, name_leader, remove_member};
pub use group::{Body, GroupMember, SupervisingAccount, bodies};
pub use pages::{
    GroupPage, SupervisorsPage, add_group_member, change_group_member, make_supervisor, show_group, show_supervisors,
};
