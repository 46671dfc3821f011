//! People who use the system over HTTP as real ones do: the demonstration, half a year after it, and measuring.

mod demo;
mod half_year;
mod load;
mod people;
pub mod wishes;

pub use demo::{Stage, demo};
pub use load::{Load, load};
