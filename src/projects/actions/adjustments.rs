//! Proposing a change of course, and settling it.

use super::{
    lights::recompute_project,
    plans::{insert_version, led_by},
};
use crate::{
    accounts::Person,
    audit::{self, Act},
    congress,
    db::{Ts, Tx},
    ids::{AdjustmentId, ProjectId},
    projects::{
        adjustment::{Adjustment, AdjustmentKind, AdjustmentState, Decision, fits},
        plan::{PlanForm, PlanState},
        store,
        tracked::Tracked,
    },
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum AdjustError {
    #[error("the form is wrong in {} places", .0.len())]
    Wrong(Vec<Message>),
    #[error("an adjustment is of a kind")]
    NoKind,
    #[error("there is no published plan to adjust")]
    NoPlan,
    #[error("another adjustment is waiting")]
    OneWaits,
    #[error("this does not fit where the project stands")]
    DoesNotFit,
    #[error("an adjustment has a reason")]
    NoReason,
    #[error("the new plan says the same as the old one")]
    NothingChanged,
    #[error("a minor adjustment keeps the targets")]
    TargetChanged,
    #[error("it is settled")]
    Settled,
    #[error("the standing committee's decision is missing")]
    NoDecision,
    #[error("the decision lies in the future")]
    DecisionInFuture,
    #[error("whoever proposed it does not settle it")]
    SamePerson,
}

impl Refusal for AdjustError {
    fn message(&self) -> Message {
        match self {
            Self::Wrong(wrong) => Message::first_of(wrong),
            Self::NoKind => "adjust-kind-missing".into(),
            Self::NoPlan => "adjust-no-plan".into(),
            Self::OneWaits => "adjust-one-waits".into(),
            Self::DoesNotFit => "adjust-does-not-fit".into(),
            Self::NoReason => "adjust-reason-missing".into(),
            Self::NothingChanged => "adjust-nothing-changed".into(),
            Self::TargetChanged => "adjust-target-is-major".into(),
            Self::Settled => "adjust-settled".into(),
            Self::NoDecision => Message::new("adjust-decision-missing").at("body"),
            Self::DecisionInFuture => Message::new("adjust-decision-future").at("decided_on"),
            Self::SamePerson => "adjust-same-person".into(),
        }
    }

    fn messages(&self) -> Vec<Message> {
        match self {
            Self::Wrong(wrong) => wrong.clone(),
            refusal => vec![refusal.message()],
        }
    }
}

/// What the lead unit asks for.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub kind: AdjustmentKind,
    pub reason: String,
    /// Read where the kind brings a new plan.
    pub plan: PlanForm,
}

pub fn propose_adjustment(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    project: ProjectId,
    proposal: &Proposal,
) -> Result<AdjustmentId, Refused<AdjustError>> {
    let tracked = led_by(tx, person, project)?.ok_or(Refused::Missing)?;
    let published = tracked.published().ok_or(AdjustError::NoPlan)?;
    if tracked.proposed().is_some() {
        return Err(AdjustError::OneWaits.into());
    }
    if !fits(proposal.kind, tracked.standing()) {
        return Err(AdjustError::DoesNotFit.into());
    }
    let reason = proposal.reason.trim();
    if reason.is_empty() {
        return Err(AdjustError::NoReason.into());
    }
    let plan = if proposal.kind.changes_plan() {
        let units: Vec<String> =
            store::units_of(tx, tracked.project.congress)?.into_iter().map(|unit| unit.name).collect();
        let plan = proposal.plan.read(&tracked.project, &units, true).map_err(AdjustError::Wrong)?;
        if plan == published.plan {
            return Err(AdjustError::NothingChanged.into());
        }
        let moved = plan
            .items
            .iter()
            .any(|item| published.plan.item(item.sub_item).is_none_or(|before| before.target != item.target));
        if moved && proposal.kind == AdjustmentKind::Minor {
            return Err(AdjustError::TargetChanged.into());
        }
        Some(insert_version(tx, person, at, project, plan, PlanState::Submitted)?)
    } else {
        None
    };
    let adjustment = Adjustment {
        id: AdjustmentId::new(),
        project,
        number: tracked.adjustments.iter().map(|a| a.number).max().unwrap_or(0) + 1,
        kind: proposal.kind,
        reason: reason.to_owned(),
        plan,
        state: AdjustmentState::Proposed,
        proposed_by_account: person.id,
        proposed_by: person.name.clone(),
        proposed_at: at,
        decision: None,
        settled_by: None,
        settled_at: None,
    };
    store::insert_adjustment(tx, &adjustment)?;
    let detail = serde_json::json!({ "kind": adjustment.kind, "number": adjustment.number });
    audit::record(tx, &person.actor(), at, &Act::new("adjustment_proposed", &tracked.project.title).with(detail))?;
    Ok(adjustment.id)
}

fn proposed(tx: &mut Tx, person: &Person, id: AdjustmentId) -> Result<(Tracked, Adjustment), Refused<AdjustError>> {
    let adjustment = store::adjustment_by_id(tx, id)?.ok_or(Refused::Missing)?;
    let tracked = store::tracked_project(tx, adjustment.project)?
        .filter(|t| Some(t.project.congress) == person.congress())
        .ok_or(Refused::Missing)?;
    if adjustment.state != AdjustmentState::Proposed {
        return Err(AdjustError::Settled.into());
    }
    if adjustment.proposed_by_account == person.id {
        return Err(AdjustError::SamePerson.into());
    }
    Ok((tracked, adjustment))
}

/// 备案 of a minor one, or the standing committee's decision on the others: only now it takes effect.
pub fn settle_adjustment(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: AdjustmentId,
    decision: Option<&Decision>,
) -> Result<ProjectId, Refused<AdjustError>> {
    let (tracked, adjustment) = proposed(tx, person, id)?;
    let decision = decision.filter(|_| adjustment.kind.needs_decision());
    if adjustment.kind.needs_decision() && decision.is_none() {
        return Err(AdjustError::NoDecision.into());
    }
    if decision.is_some_and(|decision| decision.decided_on > at.day()) {
        return Err(AdjustError::DecisionInFuture.into());
    }
    store::settle_adjustment(tx, id, AdjustmentState::Effective, decision, &person.name, at)?;
    if let Some(plan) = adjustment.plan {
        let version = store::plan_by_id(tx, plan)?.ok_or(Refused::Missing)?;
        store::set_published(tx, &version, &person.name, at)?;
    }
    recompute_project(tx, adjustment.project, at)?;
    congress::public_changed(tx, tracked.project.congress)?;
    let detail = serde_json::json!({
        "kind": adjustment.kind,
        "number": adjustment.number,
        "decision": decision.map(|decision| &decision.number),
    });
    audit::record(tx, &person.actor(), at, &Act::new("adjustment_effective", &tracked.project.title).with(detail))?;
    Ok(adjustment.project)
}

/// The project goes on as before.
pub fn refuse_adjustment(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: AdjustmentId,
) -> Result<ProjectId, Refused<AdjustError>> {
    let (tracked, adjustment) = proposed(tx, person, id)?;
    store::settle_adjustment(tx, id, AdjustmentState::Refused, None, &person.name, at)?;
    if let Some(plan) = adjustment.plan {
        store::set_plan_state(tx, plan, PlanState::Dropped, None)?;
    }
    let detail = serde_json::json!({ "kind": adjustment.kind, "number": adjustment.number });
    audit::record(tx, &person.actor(), at, &Act::new("adjustment_refused", &tracked.project.title).with(detail))?;
    Ok(adjustment.project)
}
