//! The hall display: what everybody in the hall may see, without a script, made anew every few seconds.

mod pages;

pub use pages::{HallCode, ScreenPage, ScreenState, show_screen};
