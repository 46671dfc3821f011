//! Warnings on record, for the secretariat; contacts, for the secretariat and the unit itself.

mod contacts;
mod record;

pub use contacts::{ContactsPage, add_contact_page, remove_contact_page, show_contacts};
pub use record::{WarningsPage, newest_warnings, show_warnings, warnings_file};
