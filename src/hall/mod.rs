//! The lobby of the hall: what a deputy finds there, of all slices.

mod deputy_home;

pub use deputy_home::{DeputyHome, deputy_home};
