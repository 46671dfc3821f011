//! Proposing a change of course, and settling it.

use jiff::civil::Date;

use super::{
    adjustment::{Adjustment, AdjustmentKind, AdjustmentState, Decision, fits},
    easing::Eased,
    store,
};
use crate::{
    accounts::Person,
    audit::{self, Act, Deed},
    congress,
    db::{Ts, Tx},
    ids::{AdjustmentId, ProjectId},
    projects::{
        self,
        lights::actions::recompute_project,
        plans::{
            self, Plan, PlanForm, PlanState,
            actions::{insert_version, led_by},
        },
        quantity::Money,
        tracked::Tracked,
        units,
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
    #[error("the new budget of {budget} is below the {paid} that were paid")]
    BudgetBelowPaid { budget: Money, paid: Money },
    #[error("a minor adjustment keeps the targets")]
    TargetChanged,
    #[error("a minor adjustment takes back nothing that is due")]
    UnmakesDue(Vec<Message>),
    #[error("it is settled")]
    Settled,
    #[error("the standing committee's decision is missing")]
    NoDecision,
    #[error("the decision lies in the future")]
    DecisionInFuture,
    #[error("the decision is older than the vote on {0}")]
    DecisionBeforeVote(Date),
    #[error("the decision is older than the proposal of {0}")]
    DecisionBeforeProposal(Date),
    #[error("a refusal has a reason")]
    NoRefusalReason,
    #[error("whoever proposed it does not settle it")]
    SamePerson,
}

impl Refusal for AdjustError {
    fn message(&self) -> Message {
        match self {
            Self::Wrong(wrong) | Self::UnmakesDue(wrong) => Message::first_of(wrong),
            Self::NoKind => "adjust-kind-missing".into(),
            Self::NoPlan => "adjust-no-plan".into(),
            Self::OneWaits => "adjust-one-waits".into(),
            Self::DoesNotFit => "adjust-does-not-fit".into(),
            Self::NoReason => "adjust-reason-missing".into(),
            Self::NothingChanged => "adjust-nothing-changed".into(),
            Self::BudgetBelowPaid { budget, paid } => {
                Message::new("adjust-budget-below-paid").with("budget", budget.grouped()).with("paid", paid.grouped())
            }
            Self::TargetChanged => "adjust-target-is-major".into(),
            Self::Settled => "adjust-settled".into(),
            Self::NoDecision => Message::new("adjust-decision-missing").at("body"),
            Self::DecisionInFuture => Message::new("adjust-decision-future").at("decided_on"),
            Self::DecisionBeforeVote(voted) => {
                Message::new("adjust-decision-before-vote").with("voted", voted).at("decided_on")
            }
            Self::DecisionBeforeProposal(proposed) => {
                Message::new("adjust-decision-before-proposal").with("proposed", proposed).at("sure")
            }
            Self::NoRefusalReason => Message::new("adjust-refusal-missing").at("because"),
            Self::SamePerson => "adjust-same-person".into(),
        }
    }

    fn messages(&self) -> Vec<Message> {
        match self {
            Self::Wrong(wrong) | Self::UnmakesDue(wrong) => wrong.clone(),
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
            units::store::units_of(tx, tracked.project.congress)?.into_iter().map(|unit| unit.name).collect();
        let plan =
            proposal.plan.read_until(&tracked.project, &units, true, tracked.ends_in()).map_err(AdjustError::Wrong)?;
        if plan == published.plan {
            return Err(AdjustError::NothingChanged.into());
        }
        covers_what_was_paid(&tracked, &plan)?;
        let moved = plan
            .items
            .iter()
            .any(|item| published.plan.item(item.sub_item).is_none_or(|before| before.target != item.target));
        if moved && proposal.kind == AdjustmentKind::Minor {
            return Err(AdjustError::TargetChanged.into());
        }
        if proposal.kind == AdjustmentKind::Minor {
            keeps_what_is_due(&tracked, &plan, &published.plan, at)?;
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
        refused_because: None,
        settled_by: None,
        settled_at: None,
    };
    store::insert_adjustment(tx, &adjustment)?;
    let detail = serde_json::json!({ "kind": adjustment.kind, "number": adjustment.number });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::AdjustmentProposed, &tracked.project.title).with(detail))?;
    Ok(adjustment.id)
}

/// What reports say was paid stays within the budget under the new plan, too.
fn covers_what_was_paid(tracked: &Tracked, after: &Plan) -> Result<(), AdjustError> {
    let (budget, paid) = (after.budget(), tracked.paid_by_reports());
    if paid > budget { Err(AdjustError::BudgetBelowPaid { budget, paid }) } else { Ok(()) }
}

/// What is due by today is due under the new plan, too.
fn keeps_what_is_due(tracked: &Tracked, after: &Plan, before: &Plan, at: Ts) -> Result<(), AdjustError> {
    let said = |Eased { sub_item, on, from, to }: &Eased| {
        let name = tracked.sub_item(*sub_item).map(|item| item.name.as_str()).unwrap_or_default();
        let said = if to.is_empty() { "adjust-unmakes-bound" } else { "adjust-unmakes-due" };
        Message::new(said).with("item", name).with("on", on).with("from", from).with("to", to)
    };
    let eased = tracked.eased_by(after, before, at.day());
    if eased.is_empty() { Ok(()) } else { Err(AdjustError::UnmakesDue(eased.iter().map(said).collect())) }
}

/// Neither before the vote nor in the future; before the proposal only if whoever records it vouches for the day.
fn is_dated_sensibly(
    tracked: &Tracked,
    adjustment: &Adjustment,
    decision: &Decision,
    sure: Option<Date>,
    at: Ts,
) -> Result<(), AdjustError> {
    let (on, voted, proposed) = (decision.decided_on, tracked.project.promoted_at.day(), adjustment.proposed_at.day());
    if on > at.day() {
        Err(AdjustError::DecisionInFuture)
    } else if on < voted {
        Err(AdjustError::DecisionBeforeVote(voted))
    } else if on < proposed && sure != Some(on) {
        Err(AdjustError::DecisionBeforeProposal(proposed))
    } else {
        Ok(())
    }
}

fn proposed(tx: &mut Tx, person: &Person, id: AdjustmentId) -> Result<(Tracked, Adjustment), Refused<AdjustError>> {
    let adjustment = store::adjustment_by_id(tx, id)?.ok_or(Refused::Missing)?;
    let tracked = projects::store::tracked_project(tx, adjustment.project)?
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

/// 备案 of a minor one, or the standing committee's decision on the others: only now it takes effect. `sure` is the day of
/// the decision that is vouched for though it is older than the proposal.
pub fn settle_adjustment(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: AdjustmentId,
    decision: Option<&Decision>,
    sure: Option<Date>,
) -> Result<ProjectId, Refused<AdjustError>> {
    let (tracked, adjustment) = proposed(tx, person, id)?;
    let decision = decision.filter(|_| adjustment.kind.needs_decision());
    if adjustment.kind.needs_decision() && decision.is_none() {
        return Err(AdjustError::NoDecision.into());
    }
    if let Some(decision) = decision {
        is_dated_sensibly(&tracked, &adjustment, decision, sure, at)?;
    }
    let new = tracked.plans.iter().find(|plan| Some(plan.id) == adjustment.plan);
    if let Some(new) = new {
        covers_what_was_paid(&tracked, &new.plan)?;
    }
    if let (AdjustmentKind::Minor, Some(new), Some(published)) = (adjustment.kind, new, tracked.published()) {
        keeps_what_is_due(&tracked, &new.plan, &published.plan, at)?;
    }
    store::put_in_force(tx, id, decision, &person.name, at)?;
    if let Some(plan) = adjustment.plan {
        let version = plans::store::plan_by_id(tx, plan)?.ok_or(Refused::Missing)?;
        plans::store::set_published(tx, &version, &person.name, at)?;
    }
    recompute_project(tx, adjustment.project, at)?;
    congress::public_changed(tx, tracked.project.congress)?;
    let detail = serde_json::json!({
        "kind": adjustment.kind,
        "number": adjustment.number,
        "decision": decision.map(|decision| &decision.number),
    });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::AdjustmentEffective, &tracked.project.title).with(detail))?;
    Ok(adjustment.project)
}

/// The project goes on as before; the unit reads why.
pub fn refuse_adjustment(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    id: AdjustmentId,
    because: &str,
) -> Result<ProjectId, Refused<AdjustError>> {
    let (tracked, adjustment) = proposed(tx, person, id)?;
    let because = because.trim();
    if because.is_empty() {
        return Err(AdjustError::NoRefusalReason.into());
    }
    store::refuse_adjustment(tx, id, because, &person.name, at)?;
    if let Some(plan) = adjustment.plan {
        plans::store::set_plan_state(tx, plan, PlanState::Dropped, None)?;
    }
    let detail = serde_json::json!({ "kind": adjustment.kind, "number": adjustment.number });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::AdjustmentRefused, &tracked.project.title).with(detail))?;
    Ok(adjustment.project)
}
