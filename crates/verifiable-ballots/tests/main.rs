//! The protocol against foreign vectors, negative cases and whole elections of our own.
#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test a failed step is the failure")]

mod archives;
mod ballots;
mod caps;
mod bombs;
mod ceremony;
mod chain;
mod encodings;
mod foreign_bytes;
mod intermediate_values;
mod mutations;
mod openings;
mod papers;
mod properties;
mod readme;
mod stories;
mod support;
mod tampered;
mod verifying;
mod whole_elections;
