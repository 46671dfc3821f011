//! Pictures and PDF beside a step, an inspection or a note; prepared like the evidence of reports.

use crate::{
    ids::{DeputyNoteId, EvidenceId, FollowUpStepId, InspectionId, ProjectId},
    projects::Media,
};

/// What a file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Step(FollowUpStepId),
    Inspection(InspectionId),
    Note(DeputyNoteId),
}

impl Owner {
    pub fn word(self) -> &'static str {
        match self {
            Self::Step(_) => "step",
            Self::Inspection(_) => "inspection",
            Self::Note(_) => "note",
        }
    }

    pub fn uuid(self) -> uuid::Uuid {
        match self {
            Self::Step(id) => id.uuid(),
            Self::Inspection(id) => id.uuid(),
            Self::Note(id) => id.uuid(),
        }
    }
}

/// What is kept of a file, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub id: EvidenceId,
    pub project: ProjectId,
    pub owner: Owner,
    pub file_name: String,
    pub media: Media,
    /// 64 hex digits, of what is kept.
    pub sha256: String,
}
