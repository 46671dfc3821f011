//! A report and the files with it.

use serde::Serialize;

use crate::{
    attachments::{Attachment, AttachmentView, Owner},
    projects::{progress::Report, quantity::target_of, tracked::Tracked},
};

#[derive(Clone, Debug, Serialize)]
pub struct ReportView {
    pub as_of: String,
    pub filed_on: String,
    pub sub_item: String,
    pub quantity: String,
    pub quantity_unit: String,
    pub unit: String,
    pub words: String,
    pub problems: String,
    pub next_step: String,
    pub shrink_reason: String,
    pub files: Vec<AttachmentView>,
    /// Day and words, where it was looked at and not accepted.
    pub not_accepted: Option<(String, String)>,
}

impl ReportView {
    pub fn of(tracked: &Tracked, report: &Report, files: &[Attachment]) -> Self {
        let item = tracked.sub_item(report.sub_item);
        Self {
            as_of: report.as_of.to_string(),
            filed_on: report.filed_at.map(|at| at.to_date()).unwrap_or_default(),
            sub_item: item.map(|item| item.name.clone()).unwrap_or_default(),
            quantity: report.quantity.grouped(),
            quantity_unit: item.map(|item| target_of(&item.goal).1.to_owned()).unwrap_or_default(),
            unit: report.unit.clone(),
            words: report.words.clone(),
            problems: report.problems.clone(),
            next_step: report.next_step.clone(),
            shrink_reason: report.shrink_reason.clone(),
            files: files.iter().filter(|file| file.owner == Owner::from(report.id)).map(AttachmentView::from).collect(),
            not_accepted: tracked
                .refusals
                .iter()
                .find(|refusal| refusal.report == report.id)
                .map(|refusal| (refusal.refused_at.to_date(), refusal.words.clone())),
        }
    }
}
