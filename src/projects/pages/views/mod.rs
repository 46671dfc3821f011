//! A project as pages show it.

mod card;
mod item;

pub use card::{LightView, ProjectCard, units};
pub use item::ItemView;
