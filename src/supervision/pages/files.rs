//! Who may see a picture or PDF of supervision itself.

use crate::{
    accounts::{Person, Role},
    attachments::{Attachment, OwnerKind},
    db::{Conn, DbError},
    supervision::{
        groups,
        inspections::{self, InspectionState},
        notes,
    },
};

/// What goes with a step is public; an inspection's files are once it is published; a note's are not.
pub fn is_public(conn: &mut Conn, file: &Attachment) -> Result<bool, DbError> {
    Ok(match file.owner.kind {
        OwnerKind::Step => true,
        OwnerKind::Inspection => {
            let inspection = inspections::store::inspection_by_id(conn, file.owner.id.into())?;
            inspection.is_some_and(|inspection| inspection.state == InspectionState::Published)
        }
        OwnerKind::Note | OwnerKind::Report | OwnerKind::Before | OwnerKind::After => false,
    })
}

/// The project's group, the secretariat, and who wrote the note.
pub fn is_insider(conn: &mut Conn, person: &Person, file: &Attachment) -> Result<bool, DbError> {
    let author = match file.owner.kind {
        OwnerKind::Note => notes::store::note_by_id(conn, file.owner.id.into())?.map(|note| note.author_account),
        _ => None,
    };
    let in_group = groups::store::groups_of(conn, &[file.project])?.iter().any(|member| member.account == person.id);
    Ok(in_group || person.role == Role::Secretariat || author == Some(person.id))
}
