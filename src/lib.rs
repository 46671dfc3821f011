//! 票决: the modules in the order in which they may use one another.

pub mod clock;
pub mod config;
pub mod db;
pub mod ids;
pub mod web;

pub mod audit;
pub mod accounts;
pub mod congress;
pub mod deputies;
pub mod candidates;
pub mod projects;
pub mod home;
pub mod screen;

pub mod routes;
pub mod app;
