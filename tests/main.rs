//! The tests of the whole program, in one binary: rules and protocol have theirs beside the code.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::todo,
    reason = "a test may fail loudly"
)]

#[macro_use]
mod support;

mod access;
mod accounts;
mod architecture;
mod attachments;
mod audit;
mod ballots;
mod board;
mod browser;
mod by_page;
mod cancelling;
mod candidates;
mod checked;
mod cli;
mod congress;
mod crash_points;
mod demo;
mod dependencies;
mod deputies;
mod far_database;
mod faults;
mod followers;
mod foreign_bytes;
mod forwarding;
mod help;
mod isolation;
mod killed;
mod lights;
mod migrations;
mod offices;
mod opened;
mod operations;
mod pages;
mod paper;
mod post;
mod papers;
mod places;
mod projects;
mod proposals;
mod rating_rounds;
mod ratings;
mod rehearsals;
mod reports;
mod rounds;
mod screen;
mod second_factor;
mod scrutineers;
mod sheets;
mod signing_in_elsewhere;
mod slips;
mod small_print;
mod snapshots;
mod states;
mod supervision;
mod tables;
mod tally;
mod tls;
mod trials;
mod warnings;
mod voices;
mod web;
mod web_expects;
mod year_pages;
mod years;
