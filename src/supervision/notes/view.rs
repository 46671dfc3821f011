//! A deputy's note with what became of it.

use jiff::civil::Date;
use serde::Serialize;

use super::note::{Note, NoteState};
use crate::{
    attachments::AttachmentView,
    db::Ts,
    supervision::{
        follow_ups::FollowUpView,
        pages::views::{SAMPLE_DAY, Supervised, sample_supervised, shown},
    },
};

#[derive(Clone, Debug, Serialize)]
pub struct NoteView {
    pub id: String,
    pub project: String,
    pub title: String,
    pub author: String,
    pub words: String,
    pub on: String,
    pub state: &'static str,
    /// Of docs/look.md.
    pub class: &'static str,
    pub answer: Option<String>,
    pub settled_by: Option<String>,
    pub settled_on: Option<String>,
    pub follow_up: Option<FollowUpView>,
    pub files: Vec<AttachmentView>,
}

impl NoteView {
    pub fn of(all: &Supervised, note: &Note, today: Date) -> Self {
        Self {
            id: note.id.to_string(),
            project: note.project.to_string(),
            title: all.title(note.project),
            author: note.author.clone(),
            words: note.words.clone(),
            on: note.written_at.to_date(),
            state: note.state.word(),
            class: match note.state {
                NoteState::Open => "amber",
                NoteState::FollowUp => "green",
                NoteState::Answered => "done",
            },
            answer: note.answer.clone(),
            settled_by: note.settled_by.clone(),
            settled_on: note.settled_at.map(|at| at.to_date()),
            follow_up: note.follow_up.and_then(|id| all.follow_up(id, today)),
            files: shown(&all.files, note.id.into()),
        }
    }

    pub fn samples() -> Vec<Self> {
        let all = sample_supervised();
        let project = all.tracked[0].project.id;
        let note = |state: NoteState| Note {
            id: crate::ids::DeputyNoteId::new(),
            project,
            author_account: crate::ids::AccountId::new(),
            author: "施春晖<b>".to_owned(),
            words: "扶手松动<script>alert(1)</script>".to_owned(),
            written_at: Ts::default(),
            state,
            follow_up: (state == NoteState::FollowUp).then(|| all.follow_ups[0].id),
            answer: (state == NoteState::Answered).then(|| "已转街道<b>".to_owned()),
            settled_by: (state != NoteState::Open).then(|| "周敏<b>".to_owned()),
            settled_at: (state != NoteState::Open).then(Ts::default),
        };
        NoteState::ALL.iter().map(|state| Self::of(&all, &note(*state), SAMPLE_DAY)).collect()
    }
}
