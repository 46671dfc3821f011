//! A project as pages show it.

mod card;
mod item;
mod small;
mod timeline;

pub use card::{LightView, ProjectCard, units};
pub use item::ItemView;
pub use small::SmallCourse;
pub use timeline::TimelineView;
