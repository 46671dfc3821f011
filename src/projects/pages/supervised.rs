//! What a project's page shows of its supervision: a later slice knows it and is asked through a function.

use serde::Serialize;

use crate::{
    db::{Conn, DbError},
    ids::ProjectId,
};

#[derive(Clone, Debug, Serialize)]
pub struct ShownInspection {
    pub id: String,
    pub held_on: String,
    pub place: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct SupervisionShown {
    /// Body and how many come from it, the leading one first.
    pub bodies: Vec<(&'static str, usize)>,
    pub inspections: Vec<ShownInspection>,
    /// Follow-ups.
    pub open: usize,
    pub closed: usize,
}

/// Set in src/app.rs.
pub struct SupervisionQuery(pub fn(&mut Conn, ProjectId) -> Result<SupervisionShown, DbError>);
