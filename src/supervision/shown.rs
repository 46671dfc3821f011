//! What a project's page shows of its supervision.

use serde::Serialize;

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
