//! What is kept for those who ask later: the audit list on a page, and the file of a session for the archive.

mod archive;
mod pages;

pub use pages::{ArchivePage, AuditPage, archive_file, audit_file, show_archive, show_audit};
