//! What people do in supervision, each in one transaction.

mod follow_ups;
mod groups;
mod inspections;
mod notes;

pub use follow_ups::{FollowUpError, answer, check, close, escalate_overdue, give_back, open};
pub use groups::{GroupError, NewMember, add_member, make_supervisor_account, name_leader, remove_member};
pub use inspections::{
    InspectionError, follow_up_finding, give_back_inspection, publish_inspection, record_inspection, rewrite_inspection,
};
pub use notes::{NoteError, answer_note, follow_up_note, write_note};

use super::store;
use crate::{
    accounts::Person,
    attachments::{Belongs, Owner},
    db::{Conn, DbError, Ts},
    ids::ProjectId,
    projects::{self, Tracked},
};

/// Where the files of a person's step, inspection or note go.
fn beside<'a>(tracked: &Tracked, owner: impl Into<Owner>, person: &'a Person, at: Ts) -> Belongs<'a> {
    let (congress, project) = (tracked.project.congress, tracked.project.id);
    Belongs { congress, project, owner: owner.into(), by: &person.name, at }
}

fn words_of(typed: &str) -> Option<String> {
    let words = typed.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

/// An announced project of the person's own congress.
pub(super) fn public_project(conn: &mut Conn, person: &Person, project: ProjectId) -> Result<Option<Tracked>, DbError> {
    let found = projects::tracked_project(conn, project)?;
    Ok(found.filter(|tracked| Some(tracked.project.congress) == person.congress() && tracked.project.public))
}

pub(super) fn is_in_group(conn: &mut Conn, person: &Person, project: ProjectId) -> Result<bool, DbError> {
    Ok(store::groups_of(conn, &[project])?.iter().any(|member| member.account == person.id))
}
