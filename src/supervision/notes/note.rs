//! 代表反映: what a deputy saw on the way, with a picture from the phone.

use crate::{
    db::Ts,
    ids::{AccountId, DeputyNoteId, FollowUpId, ProjectId},
    word_enum,
};

word_enum! {
    NoteState {
        Open = "open",
        Answered = "answered",
        FollowUp = "follow-up",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub id: DeputyNoteId,
    pub project: ProjectId,
    pub author_account: AccountId,
    pub author: String,
    pub words: String,
    pub written_at: Ts,
    pub state: NoteState,
    pub follow_up: Option<FollowUpId>,
    pub answer: Option<String>,
    pub settled_by: Option<String>,
    pub settled_at: Option<Ts>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteStepError {
    #[error("it was settled already")]
    Settled,
    #[error("whoever wrote it does not settle it")]
    Author,
}

impl Note {
    fn settled(self, by: AccountId, name: &str, at: Ts) -> Result<Self, NoteStepError> {
        match self.state {
            NoteState::Open if self.author_account == by => Err(NoteStepError::Author),
            NoteState::Open => Ok(Self { settled_by: Some(name.to_owned()), settled_at: Some(at), ..self }),
            NoteState::Answered | NoteState::FollowUp => Err(NoteStepError::Settled),
        }
    }

    pub fn answered(self, by: AccountId, name: &str, at: Ts, answer: String) -> Result<Self, NoteStepError> {
        Ok(Self { state: NoteState::Answered, answer: Some(answer), ..self.settled(by, name, at)? })
    }

    pub fn followed_up(self, by: AccountId, name: &str, at: Ts, follow_up: FollowUpId) -> Result<Self, NoteStepError> {
        Ok(Self { state: NoteState::FollowUp, follow_up: Some(follow_up), ..self.settled(by, name, at)? })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_note_is_settled_once_and_by_another() {
        let (author, other) = (AccountId::new(), AccountId::new());
        let note = Note {
            id: DeputyNoteId::new(),
            project: ProjectId::new(),
            author_account: author,
            author: "施春晖".into(),
            words: "扶手松动".into(),
            written_at: Ts::default(),
            state: NoteState::Open,
            follow_up: None,
            answer: None,
            settled_by: None,
            settled_at: None,
        };
        let now = Ts::default();
        assert_eq!(note.clone().answered(author, "施春晖", now, "已知".into()), Err(NoteStepError::Author));
        let answered = note.clone().answered(other, "周敏", now, "已转街道".into()).unwrap();
        assert_eq!(answered.followed_up(other, "周敏", now, FollowUpId::new()), Err(NoteStepError::Settled));
        let followed = note.followed_up(other, "李代表", now, FollowUpId::new()).unwrap();
        assert_eq!(followed.answered(other, "李代表", now, "x".into()), Err(NoteStepError::Settled));
    }
}
