//! 督办: what supervisors find is answered by the unit, checked, and closed only by yet another person.

mod actions;
mod follow_up;
mod pages;
mod store;

pub use actions::{FollowUpError, answer, check, close, escalate_overdue, give_back, open};
pub use follow_up::{FollowUp, State, Step};
pub use pages::{
    DepartmentFollowUpsPage, FollowUpPage, SupervisionPage, SupervisorPage, answer_follow_up, move_follow_up,
    open_follow_up, show_department_follow_ups, show_follow_up, show_supervision, show_supervisor,
};
pub use store::{follow_up_by_id, follow_ups};
