//! Recording an inspection, checking it, reading it.

use serde::{Deserialize, Serialize};

use super::{
    submitting::{Photos, base, carry_out, opened},
    views::{Choice, InspectionView, Supervised, sample_supervised},
};
use crate::{
    accounts::{As, Person, RoleType, Secretariat, Site},
    db::Conn,
    ids::{FindingId, InspectionId, ProjectId},
    supervision::{
        actions,
        group::Body,
        inspection::{Inspection, InspectionForm, InspectionState},
        store,
    },
    web::{Ctx, Form, Handled, Message, Page, PageError, Path, blocking},
};

/// The form, new or given back.
#[derive(Clone, Debug, Serialize)]
pub struct InspectionFormPage {
    pub base: &'static str,
    /// Where it is sent.
    pub action: String,
    pub title: String,
    pub bodies: Vec<Choice>,
    pub sub_items: Vec<Choice>,
    pub typed: InspectionForm,
    /// Whether the form is offered: to the project's group, and to whoever was of it when they began to type.
    pub open: bool,
    /// What was recorded before, with the reason why it came back.
    pub before: Option<InspectionView>,
}

impl InspectionFormPage {
    fn new(
        all: &Supervised,
        project: ProjectId,
        before: Option<InspectionView>,
        typed: InspectionForm,
        base: &'static str,
    ) -> Self {
        let ticked =
            |value: String, label: String, among: &[String]| Choice { chosen: among.contains(&value), value, label };
        let items = all.project(project).map(|tracked| tracked.project.sub_items.as_slice()).unwrap_or_default();
        Self {
            base,
            action: match &before {
                Some(before) => format!("{base}/inspections/{}", before.id),
                None => format!("{base}/projects/{project}/inspection"),
            },
            title: all.title(project),
            bodies: Body::ALL.iter().map(|body| ticked(body.word().to_owned(), String::new(), &typed.bodies)).collect(),
            sub_items: items
                .iter()
                .map(|item| ticked(item.id.to_string(), item.name.clone(), &typed.sub_items))
                .collect(),
            typed,
            open: true,
            before,
        }
    }
}

impl Page for InspectionFormPage {
    const TEMPLATE: &'static str = "supervision/inspection_form.html";

    fn samples() -> Vec<Self> {
        let all = sample_supervised();
        let project = all.tracked[0].project.id;
        let typed = InspectionForm::of(&all.inspections[0]);
        let before = InspectionView::samples().into_iter().find(|one| one.returned_with.is_some());
        let new = || Self::new(&all, project, None, InspectionForm::default(), "/supervisor");
        vec![new(), Self { open: false, ..new() }, Self::new(&all, project, before, typed, "/deputy/supervision")]
    }
}

fn typed_in(upload: &Photos) -> InspectionForm {
    let field = |name: &str| upload.field(name).to_owned();
    InspectionForm {
        held_on: field("held_on"),
        place: field("place"),
        bodies: upload.ticked("bodies"),
        sub_items: upload.ticked("sub_items"),
        words: field("words"),
        findings: field("findings"),
    }
}

async fn new_form(
    ctx: &Ctx,
    person: &Person,
    project: ProjectId,
    typed: InspectionForm,
    was_sent: bool,
) -> Result<InspectionFormPage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let (services, person, base) = (ctx.services.clone(), person.clone(), base(person.role));
    blocking(move || {
        services.db.read(|conn| {
            let all = Supervised::of_project(conn, congress, project)?;
            let open = was_sent || all.has_in_group(project, &person);
            Ok(InspectionFormPage { open, ..InspectionFormPage::new(&all, project, None, typed.clone(), base) })
        })
    })
    .await
}

pub async fn show_inspection_form<R: RoleType>(ctx: Ctx, who: As<R>, id: Path<ProjectId>) -> Handled {
    let typed = InspectionForm { held_on: ctx.services.clock.now().day().to_string(), ..InspectionForm::default() };
    ctx.show(&new_form(&ctx, &who.person, *id, typed, false).await?)
}

pub async fn record_inspection_page<R: RoleType>(ctx: Ctx, who: As<R>, id: Path<ProjectId>, upload: Photos) -> Handled {
    let project = *id;
    let (key, typed, person) = (upload.key(&ctx).ok(), typed_in(&upload), who.person.clone());
    let form = typed.clone();
    let wrong = carry_out(&ctx, key, upload.into_files(), move |tx, now, files| {
        actions::record_inspection(tx, &person, now, project, &form, files)
    })
    .await?;
    if wrong.is_empty() {
        Ok(ctx.see(base(who.person.role), "inspection-recorded"))
    } else {
        ctx.again(&new_form(&ctx, &who.person, project, typed, true).await?, &wrong)
    }
}

/// One inspection, for the group, for the secretariat that checks it, for everybody.
#[derive(Clone, Debug, Serialize)]
pub struct InspectionPage {
    /// `public`, `group` or `secretariat`.
    pub audience: &'static str,
    pub base: &'static str,
    pub inspection: InspectionView,
    pub in_group: bool,
    /// What was refused: the secretariat's words, or the deadline for the finding `typed_of`.
    pub typed: String,
    pub typed_of: String,
}

impl Page for InspectionPage {
    const TEMPLATE: &'static str = "supervision/inspection.html";

    fn samples() -> Vec<Self> {
        let page = |inspection: &InspectionView, audience, base, in_group| Self {
            audience,
            base,
            inspection: inspection.clone(),
            in_group,
            typed: "请补照片<b>".to_owned(),
            typed_of: inspection.findings.first().map(|finding| finding.id.clone()).unwrap_or_default(),
        };
        InspectionView::samples()
            .iter()
            .flat_map(|one| {
                [
                    page(one, "public", "/projects/supervision", false),
                    page(one, "group", "/supervisor", true),
                    page(one, "group", "/deputy/supervision", false),
                    page(one, "secretariat", "/secretariat", false),
                ]
            })
            .collect()
    }
}

fn found(conn: &mut Conn, person: &Person, id: InspectionId) -> Result<(Inspection, Supervised), PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let inspection = store::inspection_by_id(conn, id)?.ok_or(PageError::NotFound)?;
    let all = Supervised::of_project(conn, congress, inspection.project)?;
    Ok((inspection, all))
}

enum ForGroup {
    Form(Box<InspectionFormPage>),
    Read(Box<InspectionPage>),
}

/// Given back, it is a form again for the group; otherwise it is read.
async fn group_page(
    ctx: &Ctx,
    person: &Person,
    id: InspectionId,
    typed: Option<InspectionForm>,
) -> Result<ForGroup, PageError> {
    let (services, person, today) = (ctx.services.clone(), person.clone(), ctx.services.clock.now().day());
    let base = base(person.role);
    blocking(move || {
        services.db.read(|conn| {
            let (inspection, all) = found(conn, &person, id)?;
            let in_group = all.has_in_group(inspection.project, &person);
            if !in_group && inspection.state != InspectionState::Published {
                return Err(PageError::NotFound);
            }
            let view = InspectionView::of(&all, &inspection, today);
            if inspection.state == InspectionState::Returned {
                let form = typed.clone().unwrap_or_else(|| InspectionForm::of(&inspection));
                let page = InspectionFormPage::new(&all, inspection.project, Some(view), form, base);
                return Ok(ForGroup::Form(Box::new(page)));
            }
            let page = InspectionPage {
                audience: "group",
                base,
                inspection: view,
                in_group,
                typed: String::new(),
                typed_of: String::new(),
            };
            Ok(ForGroup::Read(Box::new(page)))
        })
    })
    .await
}

fn answer(ctx: &Ctx, page: &ForGroup, wrong: &[Message]) -> Handled {
    match (page, wrong.is_empty()) {
        (ForGroup::Form(page), true) => ctx.show(&**page),
        (ForGroup::Form(page), false) => ctx.again(&**page, wrong),
        (ForGroup::Read(page), true) => ctx.show(&**page),
        (ForGroup::Read(page), false) => ctx.again(&**page, wrong),
    }
}

pub async fn show_group_inspection<R: RoleType>(ctx: Ctx, who: As<R>, id: Path<InspectionId>) -> Handled {
    answer(&ctx, &group_page(&ctx, &who.person, *id, None).await?, &[])
}

pub async fn rewrite_inspection_page<R: RoleType>(
    ctx: Ctx,
    who: As<R>,
    id: Path<InspectionId>,
    upload: Photos,
) -> Handled {
    let id = id.into_inner();
    let (key, typed, person) = (upload.key(&ctx).ok(), typed_in(&upload), who.person.clone());
    let form = typed.clone();
    let wrong = carry_out(&ctx, key, upload.into_files(), move |tx, now, files| {
        actions::rewrite_inspection(tx, &person, now, id, &form, files)
    })
    .await?;
    if wrong.is_empty() {
        Ok(ctx.see(base(who.person.role), "inspection-recorded"))
    } else {
        answer(&ctx, &group_page(&ctx, &who.person, id, Some(typed)).await?, &wrong)
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct DeadlineForm {
    #[serde(default)]
    deadline: String,
}

pub async fn follow_up_finding_page<R: RoleType>(
    ctx: Ctx,
    who: As<R>,
    path: Path<(InspectionId, FindingId)>,
    form: Form<DeadlineForm>,
) -> Handled {
    let (inspection, finding) = path.into_inner();
    let (key, typed) = opened(form);
    let (person, deadline) = (who.person.clone(), typed.deadline.clone());
    let wrong = carry_out(&ctx, key, Vec::new(), move |tx, now, _| {
        actions::follow_up_finding(tx, &person, now, finding, &deadline)
    })
    .await?;
    if wrong.is_empty() {
        let to = format!("{}/inspections/{inspection}", base(who.person.role));
        Ok(ctx.see(&to, "follow-up-opened"))
    } else {
        let mut page = group_page(&ctx, &who.person, inspection, None).await?;
        if let ForGroup::Read(read) = &mut page {
            (read.typed, read.typed_of) = (typed.deadline, finding.to_string());
        }
        answer(&ctx, &page, &wrong)
    }
}

async fn secretariat_page(
    ctx: &Ctx,
    person: &Person,
    id: InspectionId,
    typed: String,
) -> Result<InspectionPage, PageError> {
    let (services, person, today) = (ctx.services.clone(), person.clone(), ctx.services.clock.now().day());
    blocking(move || {
        services.db.read(|conn| {
            let (inspection, all) = found(conn, &person, id)?;
            Ok(InspectionPage {
                audience: "secretariat",
                base: "/secretariat",
                inspection: InspectionView::of(&all, &inspection, today),
                in_group: false,
                typed: typed.clone(),
                typed_of: String::new(),
            })
        })
    })
    .await
}

pub async fn show_secretariat_inspection(ctx: Ctx, who: As<Secretariat>, id: Path<InspectionId>) -> Handled {
    ctx.show(&secretariat_page(&ctx, &who.person, *id, String::new()).await?)
}

#[derive(Debug, Clone, Deserialize)]
pub struct SettleForm {
    #[serde(default)]
    words: String,
    /// `publish` or `return`.
    #[serde(default, rename = "do")]
    act: String,
}

pub async fn settle_inspection_page(
    ctx: Ctx,
    who: As<Secretariat>,
    id: Path<InspectionId>,
    form: Form<SettleForm>,
) -> Handled {
    let id = id.into_inner();
    let (key, typed) = opened(form);
    let (person, fields) = (who.person.clone(), typed.clone());
    let wrong = carry_out(&ctx, key, Vec::new(), move |tx, now, _| match fields.act.as_str() {
        "publish" => actions::publish_inspection(tx, &person, now, id),
        _ => actions::give_back_inspection(tx, &person, now, id, &fields.words),
    })
    .await?;
    if wrong.is_empty() {
        let notice = if typed.act == "publish" { "inspection-published" } else { "inspection-returned" };
        Ok(ctx.see("/secretariat/supervision", notice))
    } else {
        ctx.again(&secretariat_page(&ctx, &who.person, id, typed.words).await?, &wrong)
    }
}

pub async fn show_public_inspection(ctx: Ctx, site: Site, id: Path<InspectionId>) -> Handled {
    let id = id.into_inner();
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    ctx.public(async move || {
        blocking(move || {
            services.db.read(|conn| {
                let inspection = store::inspection_by_id(conn, id)?
                    .filter(|inspection| inspection.state == InspectionState::Published)
                    .ok_or(PageError::NotFound)?;
                let all = Supervised::of_project(conn, site.congress, inspection.project)?;
                Ok::<_, PageError>(InspectionPage {
                    audience: "public",
                    base: "/projects/supervision",
                    inspection: InspectionView::of(&all, &inspection, today),
                    in_group: false,
                    typed: String::new(),
                    typed_of: String::new(),
                })
            })
        })
        .await
    })
    .await
}
