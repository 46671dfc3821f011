//! Writing the plan, and the secretariat's check of it.

use serde::{Deserialize, Serialize};

use super::{
    actions,
    plan::{PlanForm, PlanState},
    store,
};
use crate::{
    accounts::{As, Department, Person, Secretariat},
    candidates::Goal,
    db::Conn,
    ids::{PlanId, ProjectId},
    projects::{
        self,
        adjustments::{AdjustmentKind, AdjustmentState, AdjustmentView, fits},
        pages::{
            samples,
            secretariat::{TrackedPage, Typed},
        },
        quantity::target_of,
        tracked::Tracked,
        units,
    },
    web::{Ctx, Form, Handled, LARGE_FORM, Nothing, Page, PageError, Path},
};

/// A sub-item's own part of the form.
#[derive(Clone, Debug, Serialize)]
pub struct PlanLine {
    pub name: String,
    pub source_text: String,
    pub target_unit: String,
    /// 动态清零: its milestones say how much may be left.
    pub is_zero: bool,
    pub unit: String,
    pub target: String,
    pub last_year: String,
    pub milestones: String,
    pub address: String,
    pub north: String,
    pub east: String,
}

/// The form of a plan, alone or under an adjustment.
#[derive(Clone, Debug, Serialize)]
pub struct PlanPage {
    pub id: String,
    pub title: String,
    pub year: i32,
    pub typed: PlanForm,
    pub lines: Vec<PlanLine>,
    pub units: Vec<String>,
    pub returned_with: Option<String>,
    /// Submitted or published: it is shown, not typed.
    pub closed: Option<&'static str>,
    /// Under an adjustment: which kinds fit, the chosen one, the reason.
    pub adjustment: Option<AdjustmentFields>,
}

#[derive(Clone, Debug, Serialize)]
pub struct AdjustmentFields {
    pub kinds: Vec<&'static str>,
    pub kind: String,
    pub reason: String,
    /// What must be settled before anything else is proposed.
    pub waits: Option<AdjustmentView>,
    /// Whether the form is there: as long as nothing waits, and with what was typed meanwhile.
    pub open: bool,
}

impl PlanPage {
    pub fn new(tracked: &Tracked, typed: PlanForm, units: Vec<String>) -> Self {
        let at = |list: &[String], at: usize| list.get(at).cloned().unwrap_or_default();
        let lines = tracked.project.sub_items.iter().enumerate().map(|(n, item)| PlanLine {
            name: item.name.clone(),
            source_text: item.source_text.clone(),
            target_unit: target_of(&item.goal).1.to_owned(),
            is_zero: item.goal == Goal::Zero,
            unit: at(&typed.unit, n),
            target: at(&typed.target, n),
            last_year: at(&typed.last_year, n),
            milestones: at(&typed.milestones, n),
            address: at(&typed.address, n),
            north: at(&typed.north, n),
            east: at(&typed.east, n),
        });
        Self {
            id: tracked.project.id.to_string(),
            title: tracked.project.title.clone(),
            year: tracked.project.year,
            lines: lines.collect(),
            typed,
            units,
            returned_with: None,
            closed: None,
            adjustment: None,
        }
    }

    pub fn adjusting(self, tracked: &Tracked, was_sent: bool) -> Self {
        let fitting = AdjustmentKind::ALL.iter().filter(|kind| fits(**kind, tracked.standing()));
        let kinds: Vec<_> = fitting.map(|kind| kind.word()).collect();
        let waits = tracked.proposed().map(|adjustment| AdjustmentView::of(tracked, adjustment));
        let adjustment = AdjustmentFields {
            open: !kinds.is_empty() && (waits.is_none() || was_sent),
            kinds,
            kind: self.typed.kind.clone(),
            reason: self.typed.reason.clone(),
            waits,
        };
        Self { adjustment: Some(adjustment), ..self }
    }
}

/// The project if this person's unit leads it, and the names of all units.
pub fn led(conn: &mut Conn, person: &Person, id: ProjectId) -> Result<(Tracked, Vec<String>), PageError> {
    let unit = units::store::unit_of(conn, person.id)?;
    let tracked = projects::store::tracked_project(conn, id)?
        .filter(|t| unit.is_some() && t.lead == unit && Some(t.project.congress) == person.congress())
        .ok_or(PageError::NotFound)?;
    let units = units::store::units_of(conn, tracked.project.congress)?;
    Ok((tracked, units.into_iter().map(|unit| unit.name).collect()))
}

fn page(tracked: &Tracked, units: Vec<String>, typed: Option<PlanForm>) -> PlanPage {
    let lead = tracked.lead.as_ref().map(|unit| unit.name.as_str()).unwrap_or_default();
    let latest = tracked.pending().or(tracked.published());
    let typed = typed.unwrap_or_else(|| {
        latest.map_or_else(|| PlanForm::blank(&tracked.project, lead), |v| PlanForm::of(&v.plan, &tracked.project))
    });
    PlanPage {
        returned_with: latest.and_then(|version| version.returned_with.clone()),
        closed: match latest.map(|version| version.state) {
            _ if tracked.published().is_some() => Some("published"),
            Some(PlanState::Submitted) => Some("submitted"),
            _ => None,
        },
        ..PlanPage::new(tracked, typed, units)
    }
}

impl Page for PlanPage {
    const TEMPLATE: &'static str = "projects/plan.html";

    fn samples() -> Vec<Self> {
        let units = || vec![samples::unit().name, "区教育局<b>".to_owned()];
        let [bare, full] = samples::tracked();
        let mut returned = bare.clone();
        returned.plans = vec![samples::version(&bare.project, 1, PlanState::Draft)];
        let mut submitted = bare.clone();
        submitted.plans = vec![samples::version(&bare.project, 1, PlanState::Submitted)];
        let typed = PlanForm {
            kind: "major".to_owned(),
            reason: "地块移交推迟<b>".to_owned(),
            ..PlanForm::blank(&full.project, "区教育局<b>")
        };
        let adjusting = |tracked: &Tracked, was_sent| PlanPage {
            closed: None,
            ..page(tracked, units(), Some(typed.clone())).adjusting(tracked, was_sent)
        };
        let mut waiting = full.clone();
        let major = samples::adjustment(&full.project, AdjustmentKind::Major, AdjustmentState::Proposed);
        waiting.adjustments.push(major);
        let at_rest = |kind| {
            let mut at_rest = full.clone();
            at_rest.adjustments.push(samples::adjustment(&full.project, kind, AdjustmentState::Effective));
            at_rest
        };
        vec![
            page(&bare, units(), None),
            page(&returned, units(), None),
            page(&submitted, units(), None),
            page(&full, units(), None),
            adjusting(&full, false),
            adjusting(&waiting, false),
            adjusting(&waiting, true),
            adjusting(&at_rest(AdjustmentKind::Suspension), false),
            adjusting(&at_rest(AdjustmentKind::Termination), false),
        ]
    }
}

fn page_of(conn: &mut Conn, person: &Person, id: ProjectId, typed: Option<PlanForm>) -> Result<PlanPage, PageError> {
    let (tracked, units) = led(conn, person, id)?;
    Ok(page(&tracked, units, typed))
}

pub async fn show_plan(ctx: Ctx, who: As<Department>, id: Path<ProjectId>) -> Handled {
    ctx.show(&ctx.read(move |conn| page_of(conn, &who.person, *id, None)).await?)
}

pub async fn save_plan_page(
    ctx: Ctx,
    who: As<Department>,
    id: Path<ProjectId>,
    form: Form<PlanForm, LARGE_FORM>,
) -> Handled {
    let (id, hand_in) = (*id, form.typed().act != "draft");
    let (to, notice) = match hand_in {
        true => ("/department".to_owned(), "plan-handed-in"),
        false => (format!("/department/projects/{id}/plan"), "plan-kept"),
    };
    ctx.act(who, form, move |tx, who, at, typed| actions::save_plan(tx, &who.person, at, id, typed, hand_in))
        .then(to, notice)
        .or_again(move |conn, who, typed| page_of(conn, &who.person, id, Some(typed)))
        .await
}

/// The project that a plan belongs to.
async fn owner(ctx: &Ctx, id: PlanId) -> Result<ProjectId, PageError> {
    let plan = ctx.read(move |conn| store::plan_by_id(conn, id)).await?;
    Ok(plan.ok_or(PageError::NotFound)?.project)
}

pub async fn publish_plan_page(ctx: Ctx, who: As<Secretariat>, id: Path<PlanId>, form: Form<Nothing>) -> Handled {
    let (id, today) = (*id, ctx.today());
    let project = owner(&ctx, id).await?;
    ctx.act(who, form, move |tx, who, at, Nothing {}| actions::publish_plan(tx, &who.person, at, id))
        .then(format!("/secretariat/projects/{project}"), "plan-published")
        .or_again(move |conn, who, Nothing {}| {
            let typed = Typed { of: id.to_string(), ..Typed::default() };
            TrackedPage::of_own(conn, &who.person, project, today, typed)
        })
        .await
}

#[derive(Debug, Deserialize)]
pub struct ReturnForm {
    #[serde(default)]
    words: String,
}

pub async fn return_plan_page(ctx: Ctx, who: As<Secretariat>, id: Path<PlanId>, form: Form<ReturnForm>) -> Handled {
    let (id, today) = (*id, ctx.today());
    let project = owner(&ctx, id).await?;
    ctx.act(who, form, move |tx, who, at, typed| actions::return_plan(tx, &who.person, at, id, &typed.words))
        .then(format!("/secretariat/projects/{project}"), "plan-returned")
        .or_again(move |conn, who, ReturnForm { words }| {
            let typed = Typed { of: id.to_string(), words, ..Typed::default() };
            TrackedPage::of_own(conn, &who.person, project, today, typed)
        })
        .await
}
