//! The hall display: what everybody in the hall may see, and the desk that says which part of it is shown.
//! Never how anybody votes, and no result before it may be known.

mod actions;
mod control_pages;
mod pages;
pub mod schema;
mod store;
mod view;

pub use actions::{ScreenError, set_countdown, show_view};
pub use control_pages::{ScreenControlPage, control_countdown, control_view, show_control};
pub use pages::{HallCode, ScreenPage, ScreenState, show_screen, show_screen_events};
pub use store::screen_of;
pub use view::{HallScreen, Reveal, Shown, View};
