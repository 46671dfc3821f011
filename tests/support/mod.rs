//! What the tests share: databases, the running program, the people who use it.

#[macro_use]
mod app;
pub mod calendar;
pub mod catcher;
pub mod ceremony;
mod database;
pub mod encrypted;
pub mod many;
pub mod paper;
pub mod people;
pub mod plain;
mod prepared;
pub mod program;
mod rating;
pub mod routes;
pub mod secured_postgres;
pub mod session;
pub mod sign_in_provider;
pub mod sources;
mod stages;
pub mod tracking;
pub mod workbooks;
mod whole;

pub use app::{CONGRESS, NOON_OF_THE_VOTE, SECRET_FILE, TestApp, hashing_memory, run};
pub use ceremony::{Ceremony, KeyMaker};
pub use database::{Engine, TestDatabase, count};
pub use people::{Page, Visitor};
pub use prepared::Prepared;
pub use stages::People;
pub use whole::{Choice, Official, PreparedSession, Record};

/// The password of every account a test makes; hashing it takes long, so it is hashed once.
pub const PASSWORD: &str = "piaojue-test";
