//! A scrutineer's table: where documents of every kind are read, signed and objected to.

mod pages;

pub use pages::{DocumentPage, confirm_inability, declare_inability, document_text, object, show_document, sign};
