//! What several pages show alike.

mod card;
mod item;
mod plan;
mod report;

pub use card::{LightView, NextDate, ProjectCard, units};
pub use item::ItemView;
pub use plan::{AdjustmentView, PlanView};
pub use report::ReportView;
