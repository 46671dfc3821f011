//! A light on record: what the schedule said on a day.

use jiff::civil::Date;

use super::schedule::{Judged, Light, Why};
use crate::ids::{ProjectId, SubItemId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LightRecord {
    pub project: ProjectId,
    pub sub_item: SubItemId,
    pub day: Date,
    pub light: Light,
    pub why: Why,
    /// Shares of the target as printed.
    pub planned: Option<String>,
    pub actual: Option<String>,
    /// The day by which both are compared.
    pub by: Date,
}

impl LightRecord {
    pub fn of(project: ProjectId, sub_item: SubItemId, day: Date, judged: &Judged) -> Self {
        Self {
            project,
            sub_item,
            day,
            light: judged.light,
            why: judged.why.clone(),
            planned: judged.planned.map(|share| share.to_string()),
            actual: Some(judged.actual.to_string()),
            by: judged.by,
        }
    }

    /// Whether the history needs a new line: another colour, or another kind of reason.
    pub fn differs(&self, before: &Self) -> bool {
        self.light != before.light || std::mem::discriminant(&self.why) != std::mem::discriminant(&before.why)
    }
}
