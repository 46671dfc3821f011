//! A deputy's note, and what becomes of it.

use super::{FollowUpError, follow_ups, is_in_group, public_project, words_of};
use crate::{
    accounts::{Person, Role},
    audit::{self, Act},
    db::{DbError, Ts, Tx},
    ids::{DeputyNoteId, FollowUpId, ProjectId},
    projects::Prepared,
    supervision::{
        file::Owner,
        note::{Note, NoteState, NoteStepError},
        store,
    },
    web::{Message, MixedRefusal as Refusal},
};

#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    /// Not there, or not this person's.
    #[error("no such note")]
    NotYours,
    #[error("the project is not announced, or not of this congress")]
    NoProject,
    #[error("a note says something")]
    NoWords,
    #[error("only the project's group and the secretariat settle a note")]
    NotInGroup,
    #[error(transparent)]
    Step(#[from] NoteStepError),
    #[error(transparent)]
    FollowUp(#[from] FollowUpError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for NoteError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NoProject => Some("supervision-project-unknown".into()),
            Self::NoWords => Some("note-words-missing".into()),
            Self::NotInGroup => Some("supervision-not-in-group".into()),
            Self::Step(NoteStepError::Settled) => Some("note-settled-before".into()),
            Self::Step(NoteStepError::Author) => Some("note-author".into()),
            Self::FollowUp(error) => error.message(),
            Self::NotYours | Self::Db(_) => None,
        }
    }
}

/// Seen by the secretariat and the project's group.
pub fn write_note(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    project: ProjectId,
    words: &str,
    files: &[Prepared],
) -> Result<DeputyNoteId, NoteError> {
    let tracked = public_project(tx, person, project)?.ok_or(NoteError::NoProject)?;
    let note = Note {
        id: DeputyNoteId::new(),
        project,
        author_account: person.id,
        author: person.name.clone(),
        words: words_of(words).ok_or(NoteError::NoWords)?,
        written_at: at,
        state: NoteState::Open,
        follow_up: None,
        answer: None,
        settled_by: None,
        settled_at: None,
    };
    store::insert_note(tx, &note)?;
    store::insert_files(tx, project, Owner::Note(note.id), files, at)?;
    let detail = serde_json::json!({ "files": files.len() });
    audit::record(tx, &person.actor(), at, &Act::new("note_written", &tracked.project.title).with(detail))?;
    Ok(note.id)
}

fn found(tx: &mut Tx, person: &Person, id: DeputyNoteId) -> Result<Note, NoteError> {
    let note = store::note_by_id(tx, id)?.ok_or(NoteError::NotYours)?;
    public_project(tx, person, note.project)?.ok_or(NoteError::NotYours)?;
    Ok(note)
}

/// By the secretariat or the group, in words that the deputy reads.
pub fn answer_note(tx: &mut Tx, person: &Person, at: Ts, id: DeputyNoteId, words: &str) -> Result<(), NoteError> {
    let note = found(tx, person, id)?;
    if person.role != Role::Secretariat && !is_in_group(tx, person, note.project)? {
        return Err(NoteError::NotInGroup);
    }
    let words = words_of(words).ok_or(NoteError::NoWords)?;
    let answered = note.answered(person.id, &person.name, at, words)?;
    store::settle_note(tx, &answered)?;
    audit::record(tx, &person.actor(), at, &Act::new("note_answered", id))?;
    Ok(())
}

/// By the group: the note's pictures go with it and become public.
pub fn follow_up_note(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: DeputyNoteId,
    finding: &str,
    deadline: &str,
) -> Result<FollowUpId, NoteError> {
    let note = found(tx, person, id)?;
    let files = store::kept_files(tx, Owner::Note(id))?;
    let follow_up = follow_ups::open(tx, person, at, note.project, finding, deadline, &files)?;
    store::settle_note(tx, &note.followed_up(person.id, &person.name, at, follow_up)?)?;
    audit::record(tx, &person.actor(), at, &Act::new("note_followed_up", id))?;
    Ok(follow_up)
}
