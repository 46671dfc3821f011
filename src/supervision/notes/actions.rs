//! A deputy's note, and what becomes of it.

use super::{
    note::{Note, NoteState, NoteStepError},
    store,
};
use crate::{
    accounts::{Person, Role},
    attachments::{self, Prepared},
    audit::{self, Act, Deed},
    db::{Ts, Tx},
    ids::{DeputyNoteId, FollowUpId, ProjectId},
    supervision::{
        actions::{beside, is_in_group, public_project, words_of},
        follow_ups::{self, FollowUpError},
    },
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum NoteError {
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
}

impl Refusal for NoteError {
    fn message(&self) -> Message {
        match self {
            Self::NoProject => "supervision-project-unknown".into(),
            Self::NoWords => "note-words-missing".into(),
            Self::NotInGroup => "supervision-not-in-group".into(),
            Self::Step(NoteStepError::Settled) => "note-settled-before".into(),
            Self::Step(NoteStepError::Author) => "note-author".into(),
            Self::FollowUp(error) => error.message(),
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
) -> Result<DeputyNoteId, Refused<NoteError>> {
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
    attachments::keep(tx, &beside(&tracked, note.id, person, at), files)?;
    let detail = serde_json::json!({ "files": files.len() });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::NoteWritten, &tracked.project.title).with(detail))?;
    Ok(note.id)
}

fn found(tx: &mut Tx, person: &Person, id: DeputyNoteId) -> Result<Note, Refused<NoteError>> {
    let note = store::note_by_id(tx, id)?.ok_or(Refused::Missing)?;
    public_project(tx, person, note.project)?.ok_or(Refused::Missing)?;
    Ok(note)
}

/// By the secretariat or the group, in words that the deputy reads.
pub fn answer_note(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: DeputyNoteId,
    words: &str,
) -> Result<(), Refused<NoteError>> {
    let note = found(tx, person, id)?;
    if person.role != Role::Secretariat && !is_in_group(tx, person, note.project)? {
        return Err(NoteError::NotInGroup.into());
    }
    let words = words_of(words).ok_or(NoteError::NoWords)?;
    let answered = note.answered(person.id, &person.name, at, words).map_err(NoteError::from)?;
    store::settle_note(tx, &answered)?;
    audit::record(tx, &person.actor(), at, &Act::new(Deed::NoteAnswered, id))?;
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
) -> Result<FollowUpId, Refused<NoteError>> {
    let note = found(tx, person, id)?;
    let files = attachments::kept_anew(tx, id.into())?;
    let follow_up =
        follow_ups::open(tx, person, at, note.project, finding, deadline, &files).map_err(Refused::on_the_way)?;
    store::settle_note(tx, &note.followed_up(person.id, &person.name, at, follow_up).map_err(NoteError::from)?)?;
    audit::record(tx, &person.actor(), at, &Act::new(Deed::NoteFollowedUp, id))?;
    Ok(follow_up)
}
