//! Writing a plan, and the secretariat's check before it is published.

use super::{
    plan::{Plan, PlanForm, PlanState, PlanVersion},
    store,
};
use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    congress,
    db::{DbError, Ts, Tx},
    ids::{PlanId, ProjectId},
    projects::{self, lights::actions::recompute_project, tracked::Tracked, units},
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error("the form is wrong in {} places", .0.len())]
    Wrong(Vec<Message>),
    #[error("it waits for the secretariat's check")]
    Submitted,
    #[error("it is published")]
    Published,
    #[error("it is not waiting for a check")]
    NotSubmitted,
    #[error("it belongs to an adjustment")]
    OfAdjustment,
    #[error("whoever wrote it does not publish it")]
    SamePerson,
    #[error("a plan goes back with a reason")]
    NoReason,
}

impl Refusal for PlanError {
    fn message(&self) -> Message {
        match self {
            Self::Wrong(wrong) => Message::first_of(wrong),
            Self::Submitted => "plan-waits-for-check".into(),
            Self::Published => "plan-is-published".into(),
            Self::NotSubmitted => "plan-not-submitted".into(),
            Self::OfAdjustment => "plan-of-adjustment".into(),
            Self::SamePerson => "plan-same-person".into(),
            Self::NoReason => "plan-return-reason-missing".into(),
        }
    }

    fn messages(&self) -> Vec<Message> {
        match self {
            Self::Wrong(wrong) => wrong.clone(),
            refusal => vec![refusal.message()],
        }
    }
}

/// The project if this person's unit leads it.
pub fn led_by(tx: &mut Tx, person: &Person, project: ProjectId) -> Result<Option<Tracked>, DbError> {
    let unit = units::store::unit_of(tx, person.id)?;
    let tracked = projects::store::tracked_project(tx, project)?;
    Ok(tracked.filter(|t| unit.is_some() && t.lead == unit && Some(t.project.congress) == person.congress()))
}

/// The lead unit writes the plan, and hands it in when it is ready.
pub fn save_plan(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    project: ProjectId,
    form: &PlanForm,
    hand_in: bool,
) -> Result<PlanId, Refused<PlanError>> {
    let tracked = led_by(tx, person, project)?.ok_or(Refused::Missing)?;
    if tracked.published().is_some() {
        return Err(PlanError::Published.into());
    }
    let units: Vec<String> =
        units::store::units_of(tx, tracked.project.congress)?.into_iter().map(|unit| unit.name).collect();
    let plan = form.read(&tracked.project, &units, false).map_err(PlanError::Wrong)?;
    let id = match tracked.pending() {
        Some(pending) if pending.state == PlanState::Submitted => return Err(PlanError::Submitted.into()),
        Some(draft) => {
            let draft = PlanVersion {
                plan,
                made_by_account: person.id,
                made_by: person.name.clone(),
                made_at: at,
                ..draft.clone()
            };
            store::rewrite_draft(tx, &draft)?;
            draft.id
        }
        None => insert_version(tx, person, at, project, plan, PlanState::Draft)?,
    };
    if hand_in {
        store::set_plan_state(tx, id, PlanState::Submitted, None)?;
        audit::record(tx, &person.actor(), at, &Act::new(Deed::PlanHandedIn, &tracked.project.title))?;
    }
    Ok(id)
}

pub fn insert_version(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    project: ProjectId,
    plan: Plan,
    state: PlanState,
) -> Result<PlanId, DbError> {
    let new = PlanVersion {
        id: PlanId::new(),
        project,
        version: store::highest_version(tx, project)? + 1,
        state,
        plan,
        made_by_account: person.id,
        made_by: person.name.clone(),
        made_at: at,
        returned_with: None,
        published_by: None,
        published_at: None,
    };
    store::insert_plan(tx, &new)?;
    Ok(new.id)
}

fn submitted(tx: &mut Tx, person: &Person, id: PlanId) -> Result<(Tracked, PlanVersion), Refused<PlanError>> {
    let plan = store::plan_by_id(tx, id)?.ok_or(Refused::Missing)?;
    let tracked = projects::store::tracked_project(tx, plan.project)?
        .filter(|t| Some(t.project.congress) == person.congress())
        .ok_or(Refused::Missing)?;
    if plan.state != PlanState::Submitted {
        return Err(PlanError::NotSubmitted.into());
    }
    if tracked.adjustments.iter().any(|adjustment| adjustment.plan == Some(id)) {
        return Err(PlanError::OfAdjustment.into());
    }
    if plan.made_by_account == person.id {
        return Err(PlanError::SamePerson.into());
    }
    Ok((tracked, plan))
}

/// 核对公布: from now on the plan is public and the lights go by it.
pub fn publish_plan(tx: &mut Tx, person: &Person, at: Ts, id: PlanId) -> Result<ProjectId, Refused<PlanError>> {
    let (tracked, plan) = submitted(tx, person, id)?;
    store::set_published(tx, &plan, &person.name, at)?;
    recompute_project(tx, plan.project, at)?;
    congress::public_changed(tx, tracked.project.congress)?;
    let detail = serde_json::json!({ "project": plan.project, "version": plan.version });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::PlanPublished, &tracked.project.title).with(detail))?;
    Ok(plan.project)
}

/// Back to the unit, with what is to be mended.
pub fn return_plan(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: PlanId,
    words: &str,
) -> Result<ProjectId, Refused<PlanError>> {
    let (tracked, plan) = submitted(tx, person, id)?;
    let words = words.trim();
    if words.is_empty() {
        return Err(PlanError::NoReason.into());
    }
    store::set_plan_state(tx, id, PlanState::Draft, Some(words))?;
    audit::record(tx, &person.actor(), at, &Act::new(Deed::PlanReturned, &tracked.project.title))?;
    Ok(plan.project)
}
