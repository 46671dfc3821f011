//! The lobby of the hall, between roll, ballots and what comes after.

mod pages;

pub use pages::*;
