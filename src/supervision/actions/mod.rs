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
    db::{Conn, DbError},
    ids::ProjectId,
    projects::{self, Tracked},
};

fn words_of(typed: &str) -> Option<String> {
    let words = typed.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

/// An announced project of the person's own congress.
fn public_project(conn: &mut Conn, person: &Person, project: ProjectId) -> Result<Option<Tracked>, DbError> {
    let found = projects::tracked_project(conn, project)?;
    Ok(found.filter(|tracked| Some(tracked.project.congress) == person.congress() && tracked.project.public))
}

fn is_in_group(conn: &mut Conn, person: &Person, project: ProjectId) -> Result<bool, DbError> {
    Ok(store::groups_of(conn, &[project])?.iter().any(|member| member.account == person.id))
}
