//! A project as pages show it.

mod card;
mod item;
mod money;

pub use card::{LightView, ProjectCard, units};
pub use item::ItemView;
pub use money::MoneyView;
