//! 票决: the modules in the order in which they may use one another.

pub mod clock;
pub mod config;
pub mod db;
pub mod files;
pub mod ids;
pub mod mail;
pub mod names;
pub mod syslog;
pub mod tls;
pub mod fetch;
pub mod hooks;
pub mod web;
pub mod sheets;

// The slices: each may use only those before it.
pub mod audit;
pub mod accounts;
pub mod congress;
pub mod post;
pub mod attachments;
pub mod deputies;
pub mod guests;
pub mod proposals;
pub mod screening;
pub mod candidates;
pub mod scrutineers;
pub mod documents;
pub mod ballots;
pub mod hand_count;
pub mod tally;
pub mod projects;
pub mod supervision;
pub mod warnings;
pub mod ratings;
pub mod voices;
pub mod reports;
pub mod followers;
pub mod home;
pub mod site;
pub mod board;
pub mod hall;
pub mod scrutiny;
pub mod desk;
pub mod rehearsals;
pub mod screen;
pub mod records;

pub mod routes;
pub mod app;
pub mod terminal;
#[cfg(feature = "play")]
pub mod play;
pub mod cli;
