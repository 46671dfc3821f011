//! Proposing an adjustment, and recording what was decided on it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    actions::{self, AdjustError, Proposal},
    adjustment::Decision,
    store,
};
use crate::{
    accounts::{As, Department, Person, Secretariat},
    db::Conn,
    ids::{AdjustmentId, ProjectId},
    projects::{
        pages::secretariat::{TrackedPage, Typed},
        plans::{
            PlanForm,
            pages::{PlanPage, led},
        },
    },
    web::{Ctx, Form, Handled, LARGE_FORM, Message, Page, PageError, Path},
};

/// The plan's form with the adjustment's own fields before it.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct AdjustPage(PlanPage);

impl Page for AdjustPage {
    const TEMPLATE: &'static str = "projects/adjust.html";

    fn samples() -> Vec<Self> {
        PlanPage::samples().into_iter().filter(|page| page.adjustment.is_some()).map(Self).collect()
    }
}

fn page_of(conn: &mut Conn, person: &Person, id: ProjectId, typed: Option<PlanForm>) -> Result<AdjustPage, PageError> {
    let (tracked, units) = led(conn, person, id)?;
    let published = tracked.published().ok_or(PageError::NotFound)?;
    let was_sent = typed.is_some();
    let typed = typed.unwrap_or_else(|| PlanForm::of(&published.plan, &tracked.project));
    Ok(AdjustPage(PlanPage::new(&tracked, typed, units).adjusting(&tracked, was_sent)))
}

pub async fn show_adjust(ctx: Ctx, who: As<Department>, id: Path<ProjectId>) -> Handled {
    ctx.show(&ctx.read(move |conn| page_of(conn, &who.person, *id, None)).await?)
}

pub async fn propose_adjustment_page(
    ctx: Ctx,
    who: As<Department>,
    id: Path<ProjectId>,
    form: Form<PlanForm, LARGE_FORM>,
) -> Handled {
    let id = id.into_inner();
    ctx.act(who, form, move |tx, who, at, typed| {
        let kind = typed.kind.parse().map_err(|_| AdjustError::NoKind)?;
        let proposal = Proposal { kind, reason: typed.reason.clone(), plan: typed.clone() };
        actions::propose_adjustment(tx, &who.person, at, id, &proposal)
    })
    .then("/department", "adjustment-proposed")
    .or_again(move |conn, who, typed| page_of(conn, &who.person, id, Some(typed)))
    .await
}

/// The standing committee's decision as it stands on paper; empty for what is only filed.
#[derive(Debug, Deserialize)]
pub struct DecisionForm {
    #[serde(default)]
    body: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    decided_on: String,
    /// The day that is vouched for though it is older than the proposal.
    #[serde(default)]
    sure: String,
    /// Why it is not agreed to.
    #[serde(default)]
    because: String,
    /// `refuse` drops the proposal.
    #[serde(default, rename = "do")]
    act: String,
}

impl DecisionForm {
    fn read(&self) -> Result<Option<Decision>, Message> {
        let (body, number, on) = (self.body.trim(), self.number.trim(), self.decided_on.trim());
        if body.is_empty() && number.is_empty() && on.is_empty() {
            return Ok(None);
        }
        if body.is_empty() || number.is_empty() {
            return Err(Message::new("adjust-decision-missing").at("body"));
        }
        let decided_on = on.parse().map_err(|_| Message::new("adjust-decision-date-unread").at("decided_on"))?;
        Ok(Some(Decision { body: body.to_owned(), number: number.to_owned(), decided_on }))
    }
}

pub async fn settle_adjustment_page(
    ctx: Ctx,
    who: As<Secretariat>,
    id: Path<AdjustmentId>,
    form: Form<DecisionForm>,
) -> Handled {
    let (id, today) = (*id, ctx.today());
    let adjustment = ctx.read(move |conn| store::adjustment_by_id(conn, id)).await?;
    let adjustment = adjustment.ok_or(PageError::NotFound)?;
    let (project, proposed) = (adjustment.project, adjustment.proposed_at.day());
    ctx.act(who, form, move |tx, who, at, typed| {
        if typed.act == "refuse" {
            return actions::refuse_adjustment(tx, &who.person, at, id, &typed.because);
        }
        let decision = typed.read().map_err(|wrong| AdjustError::Wrong(vec![wrong]))?;
        let sure = typed.sure.parse().ok();
        actions::settle_adjustment(tx, &who.person, at, id, decision.as_ref(), sure)
    })
    .then(format!("/secretariat/projects/{project}"), "adjustment-settled")
    .or_again(move |conn, who, typed| {
        let DecisionForm { body, number, decided_on, sure, because, act: _ } = typed;
        let is_early = decided_on.trim().parse::<Date>().is_ok_and(|on| on < proposed);
        let typed = Typed { of: id.to_string(), words: because, body, number, decided_on, is_early, sure };
        TrackedPage::of_own(conn, &who.person, project, today, typed)
    })
    .await
}
