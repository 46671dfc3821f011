//! What a deputy noted of a project, and what came of it.

mod actions;
mod note;
mod pages;
pub(super) mod store;
mod view;

pub use actions::{NoteError, answer_note, follow_up_note, write_note};
pub use note::{Note, NoteState};
pub use pages::{
    NotePage, NotesPage, answer_note_page, settle_note_page, show_group_note, show_notes, show_secretariat_note,
    write_note_page,
};
pub use view::NoteView;
