//! 验收: whether what a unit calls complete is accepted, by the secretariat.

mod acceptance;
pub(super) mod actions;
pub(super) mod store;

pub use acceptance::{Acceptance, NotAccepted, acceptable_from};
pub use actions::{AcceptError, accept_sub_item, refuse_acceptance};
