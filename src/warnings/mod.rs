//! 预警: whoever is late is told before and after the day, each level once; what turned red again and again is reported upward;
//! all of it is on record.

mod actions;
mod contact;
mod letter;
mod pages;
pub mod schema;
mod store;
mod warning;

pub use actions::{add_contact, give_up, remove_contact, warn_who_is_late};
pub use contact::{Contact, ContactFault, ContactForm};
pub use pages::{
    ContactsPage, WarningsPage, add_contact_page, newest_warnings, remove_contact_page, show_contacts, show_warnings,
    warnings_file,
};
pub use store::{repeated_reds_of, warnings_of};
pub use warning::{RepeatedRed, Warning, WarningReceiver};
