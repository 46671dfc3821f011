//! 跟踪规则: when a unit is warned and who of it, how often red is reported upward, from where on money and work part.

pub(super) mod actions;
pub(super) mod pages;
mod rule;
pub(super) mod store;

pub use pages::{RulesPage, save_rules_page, show_rules};
pub use rule::{Level, Receiver, RuleFault, RulesForm, TrackingRules};
