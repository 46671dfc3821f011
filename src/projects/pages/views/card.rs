//! A light with its word, and a project at a glance.

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    candidates::{Goal, SubItem},
    projects::{
        lights::{Light, LightRecord, Standing, Why},
        quantity::{Percent, Quantity, target_of},
        reports::Report,
        tracked::Tracked,
    },
};

/// A light with its word; the reason where there is one (`light-why-<why>`).
#[derive(Clone, Debug, Serialize)]
pub struct LightView {
    pub class: &'static str,
    /// `light-<word>`.
    pub word: &'static str,
    pub why: Option<Why>,
}

impl LightView {
    pub fn bare(light: Light) -> Self {
        Self { class: light.class(), word: light.word(), why: None }
    }

    pub fn of(record: Option<&LightRecord>) -> Self {
        match record {
            Some(record) => Self { why: Some(record.why.clone()), ..Self::bare(record.light) },
            None => Self { why: Some(Why::NoPlan), ..Self::bare(Light::None) },
        }
    }

    /// Of a whole project: suspended and terminated say so.
    pub fn of_project(tracked: &Tracked) -> Self {
        let why = match tracked.standing() {
            Standing::Suspended => Some(Why::Suspended),
            Standing::Terminated => Some(Why::Terminated),
            Standing::Running if tracked.published().is_none() => Some(Why::NoPlan),
            Standing::Running => None,
        };
        Self { why, ..Self::bare(tracked.light()) }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct ProjectCard {
    pub id: String,
    pub title: String,
    pub year: i32,
    pub units: Vec<String>,
    pub service_field: Option<String>,
    pub sub_items: usize,
    pub light: LightView,
    /// Averages of the sub-items, each counted to 100 at most; nothing is planned while a project is suspended.
    pub planned: Option<u32>,
    pub actual: u32,
    /// The newest day by which a sub-item's are compared; empty where nothing is planned.
    pub by: String,
    /// Newest report of this month, in words; empty where there is none.
    pub month: String,
    /// Sub-items that are red or yellow, with the reason.
    pub lagging: Vec<(String, LightView)>,
    /// What the plan names next.
    pub next: Option<NextDate>,
}

/// A day of the plan that is still to come.
#[derive(Clone, Debug, Serialize)]
pub struct NextDate {
    pub on: String,
    pub item: String,
    pub quantity: String,
    pub unit: String,
    pub words: String,
}

impl NextDate {
    fn of(tracked: &Tracked, today: Date) -> Option<Self> {
        let (item, milestone) = tracked.next_milestone(today)?;
        let is_counted = matches!(item.goal, Goal::Measured(_));
        Some(Self {
            on: milestone.on.to_string(),
            item: item.name.clone(),
            quantity: if is_counted { milestone.quantity.grouped() } else { String::new() },
            unit: if is_counted { target_of(&item.goal).1.to_owned() } else { String::new() },
            words: milestone.words.clone(),
        })
    }
}

impl ProjectCard {
    pub fn of(tracked: &Tracked, month: Option<&Report>, today: Date) -> Self {
        let share = |text: &Option<String>| {
            let whole = text.as_deref().and_then(|text| text.parse::<Quantity>().ok());
            whole.map_or(Percent::ZERO, |share| share.share_of(Quantity::HUNDRED))
        };
        let planned: Vec<_> = tracked.lights.iter().map(|light| share(&light.planned)).collect();
        let actual: Vec<_> = tracked.lights.iter().map(|light| share(&light.actual)).collect();
        let lagging = |item: &SubItem| {
            let record = tracked.recorded_light(item.id)?;
            matches!(record.light, Light::Red | Light::Yellow).then(|| (item.name.clone(), LightView::of(Some(record))))
        };
        Self {
            id: tracked.project.id.to_string(),
            title: tracked.project.title.clone(),
            year: tracked.project.year,
            units: units(tracked),
            service_field: tracked.project.service_field.clone(),
            sub_items: tracked.project.sub_items.len(),
            light: LightView::of_project(tracked),
            planned: tracked
                .lights
                .iter()
                .any(|light| light.planned.is_some())
                .then(|| Percent::average(&planned).whole()),
            actual: Percent::average(&actual).whole(),
            by: tracked
                .lights
                .iter()
                .filter(|light| light.planned.is_some())
                .map(|light| light.by)
                .max()
                .map(|by| by.to_string())
                .unwrap_or_default(),
            month: month.map(|report| report.narrative.words.clone()).unwrap_or_default(),
            lagging: tracked.project.sub_items.iter().filter_map(lagging).collect(),
            next: NextDate::of(tracked, today),
        }
    }
}

/// Lead first, then whoever answers for a sub-item, each once.
pub fn units(tracked: &Tracked) -> Vec<String> {
    let mut units: Vec<String> = tracked.lead.iter().map(|unit| unit.name.clone()).collect();
    for unit in tracked.project.sub_items.iter().filter_map(|item| tracked.unit_for(item)) {
        if !units.iter().any(|known| known == unit) {
            units.push(unit.to_owned());
        }
    }
    units
}
