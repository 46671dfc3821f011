//! A candidate list between upload and import, and when it is too late for one.

use crate::{
    ids::{CandidateUploadId, SessionId},
    web::{Message, MixedRefusal as Refusal},
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
    /// The file was stored because it read well, so this is not the user's doing.
    #[error("the stored file does not read any more")]
    Unreadable,
    #[error(transparent)]
    Db(#[from] crate::db::DbError),
}

impl Refusal for ReplaceError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::Frozen => Some("list-frozen".into()),
            Self::UploadGone => Some("list-upload-gone".into()),
            Self::Unreadable | Self::Db(_) => None,
        }
    }
}
