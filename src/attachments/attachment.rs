//! What is kept of a file, and what it belongs to.

use crate::{
    db::Ts,
    ids::{AttachmentId, CongressId, DeputyNoteId, FollowUpStepId, InspectionId, ProjectId, ProjectPlaceId, ReportId},
    word_enum,
};

word_enum! {
    OwnerKind {
        Report = "report",
        Step = "step",
        Inspection = "inspection",
        Note = "note",
        /// How a place looked before anything was done, and after.
        Before = "before",
        After = "after",
    }
}

/// What a file was filed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    pub kind: OwnerKind,
    pub id: uuid::Uuid,
}

macro_rules! owners {
    ($($id:ident is $kind:ident),* $(,)?) => { $(
        impl From<$id> for Owner {
            fn from(id: $id) -> Self {
                Self { kind: OwnerKind::$kind, id: id.uuid() }
            }
        }
    )* };
}
owners!(ReportId is Report, FollowUpStepId is Step, InspectionId is Inspection, DeputyNoteId is Note);

impl Owner {
    pub fn before(place: ProjectPlaceId) -> Self {
        Self { kind: OwnerKind::Before, id: place.uuid() }
    }

    pub fn after(place: ProjectPlaceId) -> Self {
        Self { kind: OwnerKind::After, id: place.uuid() }
    }
}

/// Where a new file goes.
#[derive(Clone, Copy, Debug)]
pub struct Belongs<'a> {
    pub congress: CongressId,
    pub project: ProjectId,
    pub owner: Owner,
    pub by: &'a str,
    pub at: Ts,
}

/// What is kept of a file, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub id: AttachmentId,
    pub congress: CongressId,
    pub project: ProjectId,
    pub owner: Owner,
    pub file_name: String,
    pub media: Media,
    /// 64 hex digits, of what is kept.
    pub sha256: String,
    pub added_by: String,
    pub added_at: Ts,
    /// Since when its content is gone.
    pub withdrawn_at: Option<Ts>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    Picture { width: i32, height: i32 },
    Pdf,
}

impl Media {
    pub fn type_name(self) -> &'static str {
        match self {
            Self::Picture { .. } => "image/jpeg",
            Self::Pdf => "application/pdf",
        }
    }

    /// As kept in a row: type, width, height.
    pub fn of_columns(type_name: &str, width: Option<i32>, height: Option<i32>) -> Option<Self> {
        match (type_name, width, height) {
            ("image/jpeg", Some(width), Some(height)) => Some(Self::Picture { width, height }),
            ("application/pdf", None, None) => Some(Self::Pdf),
            _ => None,
        }
    }

    pub fn size(self) -> (Option<i32>, Option<i32>) {
        match self {
            Self::Picture { width, height } => (Some(width), Some(height)),
            Self::Pdf => (None, None),
        }
    }
}
