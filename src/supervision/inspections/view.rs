//! An inspection with what it found.

use jiff::civil::Date;
use serde::Serialize;

use super::inspection::{Finding, Inspection, InspectionState};
use crate::{
    attachments::AttachmentView,
    ids::SubItemId,
    supervision::pages::views::{SAMPLE_DAY, Supervised, sample_supervised, shown},
};

#[derive(Clone, Debug, Serialize)]
pub struct FindingView {
    pub id: String,
    pub words: String,
    /// Number, class and column of what it became.
    pub follow_up: Option<(i32, &'static str, &'static str)>,
}

#[derive(Clone, Debug, Serialize)]
pub struct InspectionView {
    pub id: String,
    pub number: i32,
    pub project: String,
    pub title: String,
    pub held_on: String,
    pub place: String,
    pub bodies: Vec<&'static str>,
    pub sub_items: Vec<String>,
    pub words: String,
    pub findings: Vec<FindingView>,
    pub state: &'static str,
    /// Of docs/look.md.
    pub class: &'static str,
    pub made_by: String,
    pub made_on: String,
    pub returned_with: Option<String>,
    pub published_on: Option<String>,
    pub files: Vec<AttachmentView>,
}

impl InspectionView {
    pub fn of(all: &Supervised, inspection: &Inspection, today: Date) -> Self {
        let finding = |finding: &Finding| FindingView {
            id: finding.id.to_string(),
            words: finding.words.clone(),
            follow_up: finding
                .follow_up
                .and_then(|id| all.follow_up(id, today))
                .map(|view| (view.number, view.class, view.column)),
        };
        let tracked = all.project(inspection.project);
        let name = |id: &SubItemId| tracked.and_then(|t| t.sub_item(*id)).map(|item| item.name.clone());
        Self {
            id: inspection.id.to_string(),
            number: inspection.number,
            project: inspection.project.to_string(),
            title: all.title(inspection.project),
            held_on: inspection.held_on.to_string(),
            place: inspection.place.clone(),
            bodies: inspection.bodies.iter().map(|body| body.word()).collect(),
            sub_items: inspection.sub_items.iter().filter_map(name).collect(),
            words: inspection.words.clone(),
            findings: inspection.findings.iter().map(finding).collect(),
            state: inspection.state.word(),
            class: match inspection.state {
                InspectionState::Submitted => "amber",
                InspectionState::Returned => "red",
                InspectionState::Published => "done",
            },
            made_by: inspection.made_by.clone(),
            made_on: inspection.made_at.to_date(),
            returned_with: inspection.returned_with.clone(),
            published_on: inspection.published_at.map(|at| at.to_date()),
            files: shown(&all.files, inspection.id.into()),
        }
    }

    pub fn samples() -> Vec<Self> {
        let all = sample_supervised();
        all.inspections.iter().map(|one| Self::of(&all, one, SAMPLE_DAY)).collect()
    }
}
