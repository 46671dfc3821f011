//! 调整: what a unit asks to change of a published plan, and who may allow it.

pub(super) mod actions;
pub(super) mod adjustment;
mod change;
mod easing;
pub(super) mod pages;
pub(super) mod store;
mod view;

pub use actions::{AdjustError, Proposal, propose_adjustment, refuse_adjustment, settle_adjustment};
pub use adjustment::{Adjustment, AdjustmentKind, AdjustmentState, Decision, fits};
pub use change::{Change, changes};
pub use easing::{Eased, eased};
pub use pages::{AdjustPage, propose_adjustment_page, settle_adjustment_page, show_adjust};
pub use view::AdjustmentView;
