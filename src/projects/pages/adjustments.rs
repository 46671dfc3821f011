//! Proposing an adjustment, and recording what was decided on it.

use serde::{Deserialize, Serialize};

use super::{
    department::opened,
    plans::{PlanPage, led},
    secretariat::{Typed, again_for_secretariat},
};
use crate::{
    accounts::{As, Department, Person, Secretariat},
    db::Submitted,
    ids::{AdjustmentId, ProjectId},
    projects::{
        actions::{self, AdjustError, Proposal},
        adjustment::{AdjustmentKind, Decision},
        plan::PlanForm,
        store,
    },
    web::{Ctx, Form, Handled, LARGE_FORM, Message, Page, PageError, Path, blocking},
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

async fn page_of(ctx: &Ctx, person: &Person, id: ProjectId, typed: Option<PlanForm>) -> Result<AdjustPage, PageError> {
    let (services, person) = (ctx.services.clone(), person.clone());
    let (tracked, units) = blocking(move || services.db.read(|conn| led(conn, &person, id))).await?;
    let published = tracked.published().ok_or(PageError::NotFound)?;
    let was_sent = typed.is_some();
    let typed = typed.unwrap_or_else(|| PlanForm::of(&published.plan, &tracked.project));
    Ok(AdjustPage(PlanPage::new(&tracked, typed, units).adjusting(&tracked, was_sent)))
}

pub async fn show_adjust(ctx: Ctx, who: As<Department>, id: Path<ProjectId>) -> Handled {
    ctx.show(&page_of(&ctx, &who.person, *id, None).await?)
}

pub async fn propose_adjustment_page(
    ctx: Ctx,
    who: As<Department>,
    id: Path<ProjectId>,
    form: Form<PlanForm, LARGE_FORM>,
) -> Handled {
    let id = id.into_inner();
    let (key, typed) = opened(form);
    let again = async |typed: PlanForm, problems: &[Message]| {
        ctx.again(&page_of(&ctx, &who.person, id, Some(typed)).await?, problems)
    };
    let Some(key) = key else { return again(typed, &["form-expired".into()]).await };
    let Ok(kind) = typed.kind.parse::<AdjustmentKind>() else {
        return again(typed, &["adjust-kind-missing".into()]).await;
    };
    let proposal = Proposal { kind, reason: typed.reason.clone(), plan: typed.clone() };
    let (services, person, now) = (ctx.services.clone(), who.person.clone(), ctx.services.clock.now());
    let proposed = blocking(move || {
        let propose = services.db.submit(key, now, |tx| actions::propose_adjustment(tx, &person, now, id, &proposal));
        Ok::<_, PageError>(propose)
    })
    .await?;
    match proposed {
        Ok(_) => Ok(ctx.see("/department", "adjustment-proposed")),
        Err(AdjustError::NotYours) => Err(PageError::NotFound),
        Err(AdjustError::Db(error)) => Err(error.into()),
        Err(refused) => again(typed, &refused.messages()).await,
    }
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
    let id = id.into_inner();
    let (key, typed) = opened(form);
    let services = ctx.services.clone();
    let known =
        blocking(move || Ok::<_, PageError>(services.db.read(|conn| store::adjustment_by_id(conn, id))?)).await?;
    let project = known.ok_or(PageError::NotFound)?.project;
    let kept = Typed {
        of: id.to_string(),
        body: typed.body.clone(),
        number: typed.number.clone(),
        decided_on: typed.decided_on.clone(),
        ..Typed::default()
    };
    let again = async |problems: &[Message]| again_for_secretariat(&ctx, &who.person, project, kept, problems).await;
    let Some(key) = key else { return again(&["form-expired".into()]).await };
    let refuses = typed.act == "refuse";
    let decision = match typed.read() {
        Ok(decision) => decision,
        Err(_) if refuses => None,
        Err(problem) => return again(&[problem]).await,
    };
    let (services, person, now) = (ctx.services.clone(), who.person.clone(), ctx.services.clock.now());
    let settled = blocking(move || {
        Ok::<_, PageError>(services.db.submit(key, now, |tx| {
            if refuses {
                actions::refuse_adjustment(tx, &person, now, id)
            } else {
                actions::settle_adjustment(tx, &person, now, id, decision.as_ref())
            }
        }))
    })
    .await?;
    match settled {
        Ok(Submitted::Now(_) | Submitted::Before) => {
            Ok(ctx.see(&format!("/secretariat/projects/{project}"), "adjustment-settled"))
        }
        Err(AdjustError::NotYours) => Err(PageError::NotFound),
        Err(AdjustError::Db(error)) => Err(error.into()),
        Err(refused) => again(&refused.messages()).await,
    }
}
