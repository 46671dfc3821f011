//! A report and the files with it.

use jiff::civil::Date;
use serde::Serialize;

use super::{
    report::{Narrative, Report},
    store::FinishedPlace,
};
use crate::{
    attachments::{Attachment, AttachmentView, Owner},
    ids::SubItemId,
    projects::{places, quantity::target_of, tracked::Tracked},
};

#[derive(Clone, Debug, Serialize)]
pub struct ReportView {
    pub as_of: String,
    pub filed_on: String,
    pub sub_item: String,
    pub quantity: String,
    pub quantity_unit: String,
    /// In 万元, to date.
    pub paid: Option<String>,
    pub unit: String,
    #[serde(flatten)]
    pub narrative: Narrative,
    /// Address and name of each place that was finished.
    pub places: Vec<(String, String)>,
    pub files: Vec<AttachmentView>,
    /// Day and words, where it was looked at and not accepted.
    pub not_accepted: Option<(String, String)>,
    /// Filed about the same day before this one, newest first: this one corrects them.
    pub replaced: Vec<ReportView>,
}

impl ReportView {
    pub fn of(tracked: &Tracked, report: &Report, places: &[FinishedPlace], files: &[Attachment]) -> Self {
        let item = tracked.sub_item(report.sub_item);
        Self {
            as_of: report.as_of.to_string(),
            filed_on: report.filed_at.map(|at| at.to_date()).unwrap_or_default(),
            sub_item: item.map(|item| item.name.clone()).unwrap_or_default(),
            quantity: report.quantity.grouped(),
            quantity_unit: item.map(|item| target_of(&item.goal).1.to_owned()).unwrap_or_default(),
            paid: report.paid.map(|paid| paid.grouped()),
            unit: report.unit.clone(),
            narrative: report.narrative.clone(),
            places: places
                .iter()
                .filter(|place| place.report == report.id)
                .map(|place| (places::page_of(place.place), place.name.clone()))
                .collect(),
            files: files.iter().filter(|file| file.owner == Owner::from(report.id)).map(AttachmentView::from).collect(),
            not_accepted: tracked
                .refusals
                .iter()
                .find(|refusal| refusal.report == report.id)
                .map(|refusal| (refusal.refused_at.to_date(), refusal.words.clone())),
            replaced: Vec::new(),
        }
    }

    /// Newest first as they come; what a later report about the same day corrects is folded into that one.
    pub fn folded(tracked: &Tracked, reports: &[Report], places: &[FinishedPlace], files: &[Attachment]) -> Vec<Self> {
        let mut shown: Vec<((SubItemId, Date), Self)> = Vec::new();
        for report in reports {
            let (key, view) = ((report.sub_item, report.as_of), Self::of(tracked, report, places, files));
            match shown.iter_mut().find(|(of, _)| *of == key) {
                Some((_, newer)) => newer.replaced.push(view),
                None => shown.push((key, view)),
            }
        }
        shown.into_iter().map(|(_, view)| view).collect()
    }
}
