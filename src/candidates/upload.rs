//! A candidate list between upload and import, and when it is too late for one.

use crate::{
    ids::{CandidateUploadId, SessionId},
    web::{Message, Refusal},
};

#[derive(Clone, Debug)]
pub struct CandidateUpload {
    pub id: CandidateUploadId,
    pub session: SessionId,
    pub file_name: String,
    pub content: Vec<u8>,
}

#[derive(Debug, thiserror::Error)]
pub enum ReplaceError {
    /// Rounds of one item share one list.
    #[error("a round has begun: the list is frozen")]
    Frozen,
    #[error("the upload is gone")]
    UploadGone,
}

impl Refusal for ReplaceError {
    fn message(&self) -> Message {
        match self {
            Self::Frozen => "list-frozen".into(),
            Self::UploadGone => "list-upload-gone".into(),
        }
    }
}

/// Why nothing is taken from the pool.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    #[error("a round has begun: the list is frozen")]
    Frozen,
    #[error("a rehearsal takes nothing out of the pool")]
    Rehearsal,
    #[error("it waits in the pool no more")]
    NotInPool,
    #[error("that candidate came from another need")]
    HasOrigin,
}

impl Refusal for TakeError {
    fn message(&self) -> Message {
        match self {
            Self::Frozen => "list-frozen".into(),
            Self::Rehearsal => "pool-rehearsal".into(),
            Self::NotInPool => "pool-not-in-it".into(),
            Self::HasOrigin => Message::new("pool-has-origin").at("at"),
        }
    }
}
