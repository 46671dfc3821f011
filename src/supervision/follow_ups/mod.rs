//! 跟踪督办: opened, answered by the unit, checked by another, closed by a third person; carried upward while overdue.

pub(super) mod actions;
mod follow_up;
pub(super) mod pages;
pub(super) mod store;
mod view;

pub use actions::{FollowUpError, answer, check, close, escalate_overdue, give_back, open};
pub use follow_up::{ActKind, COMMITTEE_AFTER_DAYS, Column, Escalation, FollowUp, State, Step, sample};
pub use pages::{BoardPage, FollowUpPage, move_follow_up, open_follow_up, show_board, show_follow_up};
pub use view::{ColumnView, FollowUpView, columns};
