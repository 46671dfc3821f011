//! The audit list and the archive, for the secretariat.

mod archive;
mod audit;

pub use archive::{ArchivePage, archive_file, show_archive};
pub use audit::{AuditPage, audit_file, show_audit};
