//! A scrutineer's table: where documents of every kind are read, signed and objected to.

mod pages;

pub use pages::{DocumentPage, document_text, object, show_document, sign};
