//! A candidate list between upload and import, and when it is too late for one.

use crate::{
    ids::{CandidateUploadId, SessionId},
    sheets::Choices,
    web::{Message, Refusal},
};

#[derive(Clone, Debug)]
pub struct CandidateUpload {
    pub id: CandidateUploadId,
    pub session: SessionId,
    pub file_name: String,
    pub content: Vec<u8>,
    /// How it is to be read.
    pub choices: Choices,
}

#[derive(Debug, thiserror::Error)]
pub enum ReplaceError {
    /// Rounds of one item share one list.
    #[error("a round has begun: the list is frozen")]
    Frozen,
    #[error("the list is sealed with the method")]
    Sealed,
    #[error("the upload is gone")]
    UploadGone,
    /// Rows of the file are left out, and nobody has said that it is right so.
    #[error("what is left out was not looked at")]
    NotSeen,
    /// As it is to be read now, the file has faults.
    #[error("the file has {0} faults")]
    Faulty(usize),
}

impl Refusal for ReplaceError {
    fn message(&self) -> Message {
        match self {
            Self::Frozen => "list-frozen".into(),
            Self::Sealed => "list-sealed".into(),
            Self::UploadGone => "list-upload-gone".into(),
            Self::NotSeen => Message::from("list-not-seen").at("seen"),
            Self::Faulty(count) => Message::new("list-has-faults").with("count", count),
        }
    }
}

/// Why nothing is taken from the pool.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    #[error("a round has begun: the list is frozen")]
    Frozen,
    #[error("the list is sealed with the method")]
    Sealed,
    #[error("a rehearsal takes nothing out of the pool")]
    Rehearsal,
    #[error("it waits in the pool no more")]
    NotInPool,
    #[error("nothing public stands with it")]
    NobodyLeft,
    #[error("that candidate came from another need")]
    HasOrigin,
}

impl Refusal for TakeError {
    fn message(&self) -> Message {
        match self {
            Self::Frozen => "list-frozen".into(),
            Self::Sealed => "list-sealed".into(),
            Self::Rehearsal => "pool-rehearsal".into(),
            Self::NotInPool => "pool-not-in-it".into(),
            Self::NobodyLeft => "pool-nobody-left".into(),
            Self::HasOrigin => Message::new("pool-has-origin").at("at"),
        }
    }
}
