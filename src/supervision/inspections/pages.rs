//! Recording an inspection, checking it, reading it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    actions,
    inspection::{Inspection, InspectionForm, InspectionState},
    store,
    view::InspectionView,
};
use crate::{
    accounts::{As, Person, RoleType, Secretariat, Site},
    attachments::{self, AttachmentView, Filed, May, Place},
    db::Conn,
    ids::{FindingId, InspectionId, ProjectId},
    supervision::{
        self,
        groups::Body,
        pages::{
            photos::{Photos, base, file_with},
            views::{Choice, Supervised, sample_supervised},
        },
    },
    web::{Again, Ctx, Form, Handled, Message, Outcome, Page, PageError, Path, blocking},
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
    /// Files that wait in the form, and those recorded before.
    pub held: Vec<AttachmentView>,
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
            held: Vec::new(),
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
        let returned = Self::new(&all, project, before, typed, "/deputy/supervision");
        vec![new(), Self { open: false, ..new() }, Self { held: AttachmentView::samples(), ..returned }]
    }
}

fn new_form(
    conn: &mut Conn,
    person: &Person,
    project: ProjectId,
    typed: InspectionForm,
    was_sent: bool,
) -> Result<InspectionFormPage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let all = Supervised::of_project(conn, congress, project)?;
    let open = was_sent || all.has_in_group(project, person);
    let page = InspectionFormPage::new(&all, project, None, typed, base(person.role));
    Ok(InspectionFormPage { open, held: Place::new(person.id, &page.action).held(conn)?, ..page })
}

pub async fn show_inspection_form<R: RoleType>(ctx: Ctx, who: As<R>, id: Path<ProjectId>) -> Handled {
    let typed = InspectionForm { held_on: ctx.today().to_string(), ..InspectionForm::default() };
    ctx.show(&ctx.read(move |conn| new_form(conn, &who.person, *id, typed, false)).await?)
}

pub async fn record_inspection_page<R: RoleType>(
    ctx: Ctx,
    who: As<R>,
    id: Path<ProjectId>,
    photos: Photos<InspectionForm>,
) -> Handled {
    let (project, to) = (*id, base(who.person.role));
    let may = move |conn: &mut Conn, who: &As<R>, _: &InspectionForm| {
        Ok(May::send_if(supervision::actions::is_in_group(conn, &who.person, project)?))
    };
    file_with(
        &ctx,
        who,
        format!("{to}/projects/{project}/inspection"),
        photos,
        may,
        move |tx, who, at, typed, files| actions::record_inspection(tx, &who.person, at, project, typed, files),
    )
    .await?
    .then_or_again(to, "inspection-recorded", move |conn, who, typed| new_form(conn, &who.person, project, typed, true))
    .await
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

/// Given back, it is a form again for the group; otherwise it is read.
enum ForGroup {
    Form(Box<InspectionFormPage>),
    Read(Box<InspectionPage>),
}

fn group_page(
    conn: &mut Conn,
    person: &Person,
    id: InspectionId,
    today: Date,
    typed: Option<InspectionForm>,
) -> Result<ForGroup, PageError> {
    let (inspection, all) = found(conn, person, id)?;
    let in_group = all.has_in_group(inspection.project, person);
    if !in_group && inspection.state != InspectionState::Published {
        return Err(PageError::NotFound);
    }
    let (view, base) = (InspectionView::of(&all, &inspection, today), base(person.role));
    if inspection.state == InspectionState::Returned {
        let form = typed.unwrap_or_else(|| InspectionForm::of(&inspection));
        let page = InspectionFormPage::new(&all, inspection.project, Some(view), form, base);
        let mut held: Vec<AttachmentView> =
            attachments::attachments_of(conn, id.into())?.iter().map(AttachmentView::from).collect();
        held.extend(Place::new(person.id, &page.action).held(conn)?);
        return Ok(ForGroup::Form(Box::new(InspectionFormPage { held, ..page })));
    }
    Ok(ForGroup::Read(Box::new(InspectionPage {
        audience: "group",
        base,
        inspection: view,
        in_group,
        typed: String::new(),
        typed_of: String::new(),
    })))
}

pub async fn show_group_inspection<R: RoleType>(ctx: Ctx, who: As<R>, id: Path<InspectionId>) -> Handled {
    let today = ctx.today();
    match ctx.read(move |conn| group_page(conn, &who.person, *id, today, None)).await? {
        ForGroup::Form(page) => ctx.show(&*page),
        ForGroup::Read(page) => ctx.show(&*page),
    }
}

fn again(ctx: &Ctx, page: &ForGroup, wrong: &[Message], aside: Option<Message>) -> Handled {
    match page {
        ForGroup::Form(page) => attachments::again(ctx, &**page, wrong, aside),
        ForGroup::Read(page) => attachments::again(ctx, &**page, wrong, aside),
    }
}

pub async fn rewrite_inspection_page<R: RoleType>(
    ctx: Ctx,
    who: As<R>,
    id: Path<InspectionId>,
    photos: Photos<InspectionForm>,
) -> Handled {
    let (id, today, to) = (*id, ctx.today(), base(who.person.role));
    // What was recorded before may be taken away again, while it is given back.
    let may = move |conn: &mut Conn, who: &As<R>, _: &InspectionForm| {
        let (inspection, all) = found(conn, &who.person, id)?;
        let open = inspection.state == InspectionState::Returned && all.has_in_group(inspection.project, &who.person);
        Ok(if open { May::Redraft(id.into()) } else { May::Not })
    };
    let rewritten =
        file_with(&ctx, who, format!("{to}/inspections/{id}"), photos, may, move |tx, who, at, typed, files| {
            actions::rewrite_inspection(tx, &who.person, at, id, typed, files)
        });
    let Filed { who, outcome, aside, .. } = rewritten.await?;
    let Outcome::Again(Again { typed, wrong }) = outcome else { return Ok(ctx.see(to, "inspection-recorded")) };
    let page = ctx.read(move |conn| group_page(conn, &who.person, id, today, Some(typed))).await?;
    again(&ctx, &page, &wrong, aside)
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
    let ((inspection, finding), today) = (path.into_inner(), ctx.today());
    let to = format!("{}/inspections/{inspection}", base(who.person.role));
    ctx.act(who, form, move |tx, who, at, typed| {
        actions::follow_up_finding(tx, &who.person, at, finding, &typed.deadline)
    })
    .then(to, "follow-up-opened")
    .or(async |who, Again { typed, wrong }| {
        let mut page = ctx.read(move |conn| group_page(conn, &who.person, inspection, today, None)).await?;
        if let ForGroup::Read(read) = &mut page {
            (read.typed, read.typed_of) = (typed.deadline, finding.to_string());
        }
        again(&ctx, &page, &wrong, None)
    })
    .await
}

fn secretariat_page(
    conn: &mut Conn,
    person: &Person,
    id: InspectionId,
    today: Date,
    typed: String,
) -> Result<InspectionPage, PageError> {
    let (inspection, all) = found(conn, person, id)?;
    Ok(InspectionPage {
        audience: "secretariat",
        base: "/secretariat",
        inspection: InspectionView::of(&all, &inspection, today),
        in_group: false,
        typed,
        typed_of: String::new(),
    })
}

pub async fn show_secretariat_inspection(ctx: Ctx, who: As<Secretariat>, id: Path<InspectionId>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| secretariat_page(conn, &who.person, *id, today, String::new())).await?)
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
    let (id, today, publish) = (*id, ctx.today(), form.typed().act == "publish");
    ctx.act(who, form, move |tx, who, at, typed| match publish {
        true => actions::publish_inspection(tx, &who.person, at, id),
        false => actions::give_back_inspection(tx, &who.person, at, id, &typed.words),
    })
    .then("/secretariat/supervision", if publish { "inspection-published" } else { "inspection-returned" })
    .or_again(move |conn, who, typed| secretariat_page(conn, &who.person, id, today, typed.words))
    .await
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
