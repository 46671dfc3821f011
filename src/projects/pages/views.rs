//! What several pages show alike: a light, a sub-item, a course, a piece of evidence.

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    candidates::{Operator, SubItem},
    projects::{
        adjustment::Adjustment,
        change::{Change, What},
        evidence::{Evidence, Media},
        light::LightRecord,
        plan::{Plan, PlanVersion},
        progress::Report,
        quantity::{Percent, Quantity, target_of},
        schedule::{Light, Standing, Why, planned_on},
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
    /// Newest report of this month, in words; empty where there is none.
    pub month: String,
    /// Sub-items that are red or yellow, with the reason.
    pub lagging: Vec<(String, LightView)>,
}

impl ProjectCard {
    pub fn of(tracked: &Tracked, month: Option<&Report>) -> Self {
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
            month: month.map(|report| report.words.clone()).unwrap_or_default(),
            lagging: tracked.project.sub_items.iter().filter_map(lagging).collect(),
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

/// One point of the table beneath a course.
#[derive(Clone, Debug, Serialize)]
pub struct CoursePoint {
    pub on: String,
    pub planned: String,
    pub actual: String,
}

/// Plan against actual as two paths in a square of 100; the table says the same in numbers.
#[derive(Clone, Debug, Serialize)]
pub struct CourseView {
    pub plan_path: String,
    pub actual_path: String,
    pub points: Vec<CoursePoint>,
}

/// How much of the year is over, of 100.
fn year_share(day: Date) -> i32 {
    (i32::from(day.day_of_year()) - 1) * 100 / i32::from(day.days_in_year())
}

impl CourseView {
    /// Steps of what was reported, the plan's straight lines, to a common scale with the target at 100 or below.
    fn of(tracked: &Tracked, item: &SubItem) -> Option<Self> {
        let plan = tracked.item_plan(item.id)?;
        let mut reports = tracked.filed_of(item.id);
        reports.sort_by_key(|filed| (filed.as_of, filed.filed_on));
        let share = |quantity: Quantity| tracked.share(item, quantity).whole();
        let most = reports.iter().map(|filed| share(filed.quantity)).max().unwrap_or(0).max(100);
        let height = |share: u32| 100 - share.min(most) * 100 / most;
        let mut days: Vec<Date> = plan.milestones.iter().map(|milestone| milestone.on).collect();
        days.extend(reports.iter().map(|filed| filed.as_of));
        days.sort_unstable();
        days.dedup();
        let due = |day: Date| planned_on(&item.goal, plan, tracked.project.year, day);
        let start = i16::try_from(tracked.project.year).ok().map(|year| jiff::civil::date(year, 1, 1))?;
        let planned = |day: Date| match item.goal {
            crate::candidates::Goal::Zero => 100,
            _ => tracked.share(item, due(day)).whole(),
        };
        let mut plan_path = format!("M0 {}", height(planned(start)));
        for milestone in &plan.milestones {
            plan_path.push_str(&format!("L{} {}", year_share(milestone.on), height(planned(milestone.on))));
        }
        plan_path.push_str("H100");
        let mut actual_path = String::from("M0 100");
        for filed in &reports {
            actual_path.push_str(&format!("H{}V{}", year_share(filed.as_of), height(share(filed.quantity))));
        }
        let points = days
            .iter()
            .map(|day| CoursePoint {
                on: day.to_string(),
                planned: due(*day).rounded_down(1).grouped(),
                actual: reports
                    .iter()
                    .rfind(|filed| filed.as_of == *day)
                    .map(|filed| filed.quantity.grouped())
                    .unwrap_or_default(),
            })
            .collect();
        Some(Self { plan_path, actual_path, points })
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct ItemView {
    pub id: String,
    pub code: String,
    pub name: String,
    pub kind: &'static str,
    pub operator: &'static str,
    pub unit: String,
    pub target: String,
    /// What the source asks for, where an adjustment changed it.
    pub first_target: Option<String>,
    pub actual: Option<String>,
    pub as_of: String,
    pub share: String,
    /// For a bar: 0 to 100.
    pub bar: u32,
    pub planned_bar: Option<u32>,
    pub planned: String,
    pub light: LightView,
    pub answers: Option<String>,
    pub accepted: Option<(String, String, String)>,
    /// Day and words, until a new report comes.
    pub not_accepted: Option<(String, String)>,
    pub source_text: String,
    pub address: String,
    pub coordinates: Option<String>,
    pub last_year: Option<String>,
    pub course: Option<CourseView>,
}

impl ItemView {
    pub fn of(tracked: &Tracked, item: &SubItem) -> Self {
        let plan = tracked.item_plan(item.id);
        let (source, unit) = target_of(&item.goal);
        let target = tracked.target(item);
        let actual = tracked.actual(item.id);
        let record = tracked.recorded_light(item.id);
        let share = actual.map_or(Percent::ZERO, |filed| tracked.share(item, filed.quantity));
        let planned = record.and_then(|record| record.planned.clone()).unwrap_or_default();
        let planned_bar = planned.parse::<Quantity>().ok().map(|p| p.share_of(Quantity::HUNDRED).capped().whole());
        Self {
            id: item.id.to_string(),
            code: item.code.clone(),
            name: item.name.clone(),
            kind: item.goal.kind().key(),
            operator: item.goal.operator().map_or("", Operator::key),
            unit: unit.to_owned(),
            target: target.grouped(),
            first_target: (source != target).then(|| source.grouped()),
            actual: actual.map(|filed| filed.quantity.grouped()),
            as_of: actual.map(|filed| filed.as_of.to_string()).unwrap_or_default(),
            share: share.to_string(),
            bar: share.capped().whole(),
            planned_bar,
            planned,
            light: LightView::of(record),
            answers: tracked.unit_for(item).map(ToOwned::to_owned),
            accepted: tracked
                .acceptance(item.id)
                .filter(|acceptance| actual.is_some_and(|filed| filed.quantity == acceptance.quantity))
                .map(|a| (a.accepted_at.to_date(), a.accepted_by.clone(), a.words.clone())),
            not_accepted: tracked.refusal(item.id).map(|refusal| (refusal.refused_at.to_date(), refusal.words.clone())),
            source_text: item.source_text.clone(),
            address: plan.map(|plan| plan.address.clone()).unwrap_or_default(),
            coordinates: plan
                .and_then(|plan| plan.coordinates.as_ref())
                .map(|(north, east)| format!("{north}, {east}")),
            last_year: plan.and_then(|plan| plan.last_year).map(Quantity::grouped),
            course: CourseView::of(tracked, item),
        }
    }

    pub fn all(tracked: &Tracked) -> Vec<Self> {
        tracked.project.sub_items.iter().map(|item| Self::of(tracked, item)).collect()
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct EvidenceView {
    pub id: String,
    pub file_name: String,
    pub is_picture: bool,
    pub width: i32,
    pub height: i32,
}

impl From<&Evidence> for EvidenceView {
    fn from(evidence: &Evidence) -> Self {
        let (width, height) = match evidence.media {
            Media::Picture { width, height } => (width, height),
            Media::Pdf => (0, 0),
        };
        Self {
            id: evidence.id.to_string(),
            file_name: evidence.file_name.clone(),
            is_picture: matches!(evidence.media, Media::Picture { .. }),
            width,
            height,
        }
    }
}

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
    pub evidence: Vec<EvidenceView>,
    /// Day and words, where it was looked at and not accepted.
    pub not_accepted: Option<(String, String)>,
}

impl ReportView {
    pub fn of(tracked: &Tracked, report: &Report, evidence: &[Evidence]) -> Self {
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
            evidence: evidence.iter().filter(|piece| piece.report == report.id).map(EvidenceView::from).collect(),
            not_accepted: tracked
                .refusals
                .iter()
                .find(|refusal| refusal.report == report.id)
                .map(|refusal| (refusal.refused_at.to_date(), refusal.words.clone())),
        }
    }
}

/// A plan as it is read, not typed.
#[derive(Clone, Debug, Serialize)]
pub struct PlanView {
    pub id: String,
    pub version: i32,
    pub state: &'static str,
    pub leader: String,
    pub supporting_units: String,
    pub money_source: String,
    pub budget: String,
    pub paid: String,
    pub safeguards: String,
    pub made_by: String,
    pub made_on: String,
    pub published_on: Option<String>,
    pub returned_with: Option<String>,
    pub items: Vec<PlanItemView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PlanItemView {
    pub name: String,
    pub unit: String,
    pub target: String,
    pub target_unit: String,
    pub address: String,
    /// Day, quantity, words.
    pub milestones: Vec<(String, String, String)>,
}

impl PlanView {
    pub fn of(tracked: &Tracked, version: &PlanVersion) -> Self {
        let plan: &Plan = &version.plan;
        let items = tracked.project.sub_items.iter().filter_map(|item| {
            let planned = plan.item(item.id)?;
            let milestone =
                |m: &crate::projects::plan::Milestone| (m.on.to_string(), m.quantity.grouped(), m.words.clone());
            Some(PlanItemView {
                name: item.name.clone(),
                unit: planned.unit.clone(),
                target: planned.target.grouped(),
                target_unit: target_of(&item.goal).1.to_owned(),
                address: planned.address.clone(),
                milestones: planned.milestones.iter().map(milestone).collect(),
            })
        });
        Self {
            id: version.id.to_string(),
            version: version.version,
            state: version.state.word(),
            leader: plan.leader.clone(),
            supporting_units: plan.supporting_units.clone(),
            money_source: plan.money_source.clone(),
            budget: plan.budget.grouped(),
            paid: plan.paid.grouped(),
            safeguards: plan.safeguards.clone(),
            made_by: version.made_by.clone(),
            made_on: version.made_at.to_date(),
            published_on: version.published_at.map(|at| at.to_date()),
            returned_with: version.returned_with.clone(),
            items: items.collect(),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct AdjustmentView {
    pub id: String,
    pub number: i32,
    pub kind: &'static str,
    pub state: &'static str,
    pub reason: String,
    pub proposed_by: String,
    pub proposed_on: String,
    /// Body, number, day.
    pub decision: Option<(String, String, String)>,
    pub settled_on: Option<String>,
    pub settled_by: Option<String>,
    pub needs_decision: bool,
    pub plan: Option<PlanView>,
    pub changes: Vec<ChangeView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// `plan-change-<what>`.
    pub what: &'static str,
    pub item: Option<String>,
    /// The unit that old and new are counted in.
    pub unit: String,
    pub from: String,
    pub to: String,
}

impl ChangeView {
    fn of(tracked: &Tracked, change: &Change) -> Self {
        let item = change.sub_item.and_then(|id| tracked.sub_item(id));
        let counted = matches!(change.what, What::Target | What::LastYear);
        Self {
            what: change.what.word(),
            item: item.map(|item| item.name.clone()),
            unit: item.filter(|_| counted).map(|item| target_of(&item.goal).1.to_owned()).unwrap_or_default(),
            from: change.from.clone(),
            to: change.to.clone(),
        }
    }
}

impl From<&Adjustment> for AdjustmentView {
    /// Without the plan that comes with it.
    fn from(adjustment: &Adjustment) -> Self {
        Self {
            id: adjustment.id.to_string(),
            number: adjustment.number,
            kind: adjustment.kind.word(),
            state: adjustment.state.word(),
            reason: adjustment.reason.clone(),
            proposed_by: adjustment.proposed_by.clone(),
            proposed_on: adjustment.proposed_at.to_date(),
            decision: adjustment
                .decision
                .as_ref()
                .map(|decision| (decision.body.clone(), decision.number.clone(), decision.decided_on.to_string())),
            settled_on: adjustment.settled_at.map(|at| at.to_date()),
            settled_by: adjustment.settled_by.clone(),
            needs_decision: adjustment.kind.needs_decision(),
            plan: None,
            changes: Vec::new(),
        }
    }
}

impl AdjustmentView {
    pub fn of(tracked: &Tracked, adjustment: &Adjustment) -> Self {
        let plan = tracked.plans.iter().find(|plan| Some(plan.id) == adjustment.plan);
        Self {
            plan: plan.map(|plan| PlanView::of(tracked, plan)),
            changes: tracked.changes(adjustment).iter().map(|change| ChangeView::of(tracked, change)).collect(),
            ..Self::from(adjustment)
        }
    }
}
