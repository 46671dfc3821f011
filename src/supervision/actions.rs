//! Whom a person supervises, and where the files go: asked before every act of supervision.

use super::groups;
use crate::{
    accounts::Person,
    attachments::{Belongs, Owner},
    db::{Conn, DbError, Ts},
    ids::ProjectId,
    projects::{self, Tracked},
};

/// Where the files of a person's step, inspection or note go.
pub(super) fn beside<'a>(tracked: &Tracked, owner: impl Into<Owner>, person: &'a Person, at: Ts) -> Belongs<'a> {
    let (congress, project) = (tracked.project.congress, tracked.project.id);
    Belongs { congress, project, owner: owner.into(), by: &person.name, at }
}

pub(super) fn words_of(typed: &str) -> Option<String> {
    let words = typed.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

/// An announced project of the person's own congress.
pub(super) fn public_project(conn: &mut Conn, person: &Person, project: ProjectId) -> Result<Option<Tracked>, DbError> {
    let found = projects::tracked_project(conn, project)?;
    Ok(found.filter(|tracked| Some(tracked.project.congress) == person.congress() && tracked.project.public))
}

pub(super) fn is_in_group(conn: &mut Conn, person: &Person, project: ProjectId) -> Result<bool, DbError> {
    Ok(groups::store::groups_of(conn, &[project])?.iter().any(|member| member.account == person.id))
}
