//! The lobby of the hall, between roll, ballots and what comes after.

mod by_delegation;
mod pages;

pub use pages::*;
