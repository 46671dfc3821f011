//! The secretariat's view of all projects, what waits for it, and one project in full.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    samples,
    views::{ItemView, LightView},
};
use crate::{
    accounts::{As, Person, Secretariat},
    attachments,
    db::{Conn, DbError},
    ids::{CongressId, ProjectId, SubItemId},
    projects::{
        self, acceptances,
        adjustments::{AdjustmentState, AdjustmentView},
        lights::{self, LightRecord},
        plans::{PlanState, PlanView},
        reports::{self, ReportView},
        tracked::Tracked,
        units::{self, actions::PeopleError},
    },
    web::{Ctx, Form, Handled, Page, PageError, Path, Refused, blocking},
};

/// One line of what waits: a message `desk-project-<what>` and whose page settles it.
#[derive(Clone, Debug, Serialize)]
pub struct Waiting {
    pub what: &'static str,
    pub project: String,
    pub title: String,
    /// The sub-item and the unit, where they matter.
    pub item: String,
    pub unit: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct DeskRow {
    pub id: String,
    pub title: String,
    pub year: i32,
    pub lead: Option<String>,
    pub light: LightView,
    pub plan_version: Option<i32>,
    pub done: usize,
    pub sub_items: usize,
}

#[derive(Clone, Debug, Serialize)]
pub struct ProjectsDeskPage {
    /// Files that wait for a second person to be taken down.
    pub withdrawals: usize,
    pub waiting: Vec<Waiting>,
    /// Sub-items whose report of this month is still to come, by unit.
    pub reminders: Vec<Waiting>,
    pub month: i8,
    pub rows: Vec<DeskRow>,
    /// Newest first.
    pub years: Vec<i32>,
}

fn waiting(tracked: &Tracked, today: Date) -> Vec<Waiting> {
    let project = &tracked.project;
    let wait = |what: &'static str, item: &str, unit: &str| Waiting {
        what,
        project: project.id.to_string(),
        title: project.title.clone(),
        item: item.to_owned(),
        unit: unit.to_owned(),
    };
    let mut found = Vec::new();
    if tracked.lead.is_none() {
        found.push(wait("lead-missing", "", ""));
    }
    match (tracked.proposed(), tracked.pending()) {
        (Some(adjustment), _) => found.push(wait("adjustment", adjustment.kind.word(), "")),
        (None, Some(plan)) if plan.state == PlanState::Submitted => found.push(wait("plan", "", "")),
        _ => {}
    }
    for item in project.sub_items.iter().filter(|item| tracked.awaits_acceptance(item, today)) {
        found.push(wait("acceptance", &item.name, tracked.unit_for(item).unwrap_or_default()));
    }
    found
}

impl ProjectsDeskPage {
    fn of(tracked: &[Tracked], today: Date) -> Self {
        let remind = |t: &Tracked| {
            let line = |item: &crate::candidates::SubItem| Waiting {
                what: "report",
                project: t.project.id.to_string(),
                title: t.project.title.clone(),
                item: item.name.clone(),
                unit: t.unit_for(item).unwrap_or_default().to_owned(),
            };
            t.project.sub_items.iter().filter(|item| t.awaits_report(item, today)).map(line).collect::<Vec<_>>()
        };
        let mut reminders: Vec<Waiting> = tracked.iter().flat_map(remind).collect();
        reminders.sort_by(|a, b| a.unit.cmp(&b.unit));
        let row = |t: &Tracked| DeskRow {
            id: t.project.id.to_string(),
            title: t.project.title.clone(),
            year: t.project.year,
            lead: t.lead.as_ref().map(|unit| unit.name.clone()),
            light: LightView::of_project(t),
            plan_version: t.published().map(|version| version.version),
            done: t.project.sub_items.iter().filter(|item| t.is_accepted(item)).count(),
            sub_items: t.project.sub_items.len(),
        };
        Self {
            withdrawals: 0,
            waiting: tracked.iter().flat_map(|t| waiting(t, today)).collect(),
            reminders,
            month: today.month(),
            rows: tracked.iter().map(row).collect(),
            years: {
                let mut years: Vec<i32> = tracked.iter().map(|t| t.project.year).collect();
                years.dedup();
                years
            },
        }
    }
}

impl Page for ProjectsDeskPage {
    const TEMPLATE: &'static str = "projects/desk.html";

    fn samples() -> Vec<Self> {
        let [bare, full] = samples::tracked();
        let mut submitted = bare.clone();
        submitted.plans = vec![samples::version(&submitted.project, 1, PlanState::Submitted)];
        let mut adjusting = full.clone();
        adjusting.adjustments = vec![samples::adjustment(
            &adjusting.project,
            crate::projects::AdjustmentKind::Major,
            AdjustmentState::Proposed,
        )];
        let today = jiff::civil::date(2024, 7, 28);
        vec![Self::of(&[], today), Self::of(&[bare, submitted, adjusting, full], today)]
    }
}

/// What waits of announced projects, for the secretariat's first page.
pub fn projects_waiting(conn: &mut Conn, congress: CongressId, today: Date) -> Result<Vec<Waiting>, DbError> {
    let found = projects::store::public_projects(conn, congress)?;
    Ok(ProjectsDeskPage::of(&projects::store::tracked(conn, found)?, today).waiting)
}

pub async fn show_projects_desk(ctx: Ctx, who: As<Secretariat>) -> Handled {
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    let congress = who.person.congress().ok_or(PageError::NotFound)?;
    let (tracked, withdrawals) = blocking(move || {
        services.db.read(|conn| {
            let projects = projects::store::projects_of_congress(conn, congress)?;
            let withdrawals = attachments::withdrawals_asked(conn, congress)?.len();
            Ok::<_, PageError>((projects::store::tracked(conn, projects)?, withdrawals))
        })
    })
    .await?;
    ctx.show(&ProjectsDeskPage { withdrawals, ..ProjectsDeskPage::of(&tracked, today) })
}

/// One project, for whoever works on it.
#[derive(Clone, Debug, Serialize)]
pub struct TrackedPage {
    pub id: String,
    pub title: String,
    pub year: i32,
    pub light: LightView,
    pub lead: Option<String>,
    /// Id and name, while the lead may still be named.
    pub units: Vec<(String, String)>,
    pub plan: Option<PlanView>,
    pub pending: Option<PlanView>,
    pub adjustments: Vec<AdjustmentView>,
    pub items: Vec<ItemView>,
    pub to_accept: Vec<ItemView>,
    pub reports: Vec<ReportView>,
    /// Day, sub-item, light.
    pub history: Vec<(String, String, LightView)>,
    pub typed: Typed,
}

/// What was typed into one of the page's forms, to stand there again.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Typed {
    /// Whose form: an adjustment, a plan or a sub-item; of the lead unit's form, the unit.
    pub of: String,
    pub words: String,
    pub body: String,
    pub number: String,
    pub decided_on: String,
    /// The decision is older than the proposal, and its day is to be vouched for.
    pub is_early: bool,
    pub sure: String,
}

impl TrackedPage {
    pub fn of(conn: &mut Conn, tracked: &Tracked, today: Date) -> Result<Self, PageError> {
        let id = tracked.project.id;
        let reports = reports::store::filed_reports(conn, &[id])?;
        let finished = reports::store::finished_places(conn, &[id])?;
        let files = attachments::attachments_of_projects(conn, &[id])?;
        let history = lights::store::light_history(conn, id)?;
        let units = units::store::units_of(conn, tracked.project.congress)?;
        let mut page = Self::new(tracked, &history, today);
        page.reports = ReportView::folded(tracked, &reports, &finished, &files);
        if tracked.published().is_none() {
            page.units = units.into_iter().map(|unit| (unit.id.to_string(), unit.name)).collect();
        }
        Ok(page)
    }

    fn new(tracked: &Tracked, history: &[LightRecord], today: Date) -> Self {
        let name = |id: SubItemId| tracked.sub_item(id).map(|item| item.name.clone()).unwrap_or_default();
        let pending = match tracked.proposed() {
            Some(_) => None,
            None => tracked.pending(),
        };
        Self {
            id: tracked.project.id.to_string(),
            title: tracked.project.title.clone(),
            year: tracked.project.year,
            light: LightView::of_project(tracked),
            lead: tracked.lead.as_ref().map(|unit| unit.name.clone()),
            units: Vec::new(),
            plan: tracked.published().map(|version| PlanView::of(tracked, version)),
            pending: pending.map(|version| PlanView::of(tracked, version)),
            adjustments: tracked.adjustments.iter().map(|a| AdjustmentView::of(tracked, a)).collect(),
            items: ItemView::all(tracked),
            to_accept: tracked
                .project
                .sub_items
                .iter()
                .filter(|item| tracked.awaits_acceptance(item, today))
                .map(|item| ItemView::of(tracked, item))
                .collect(),
            reports: Vec::new(),
            history: history
                .iter()
                .map(|record| (record.day.to_string(), name(record.sub_item), LightView::of(Some(record))))
                .collect(),
            typed: Typed::default(),
        }
    }
}

impl Page for TrackedPage {
    const TEMPLATE: &'static str = "projects/tracked.html";

    fn samples() -> Vec<Self> {
        let [bare, full] = samples::tracked();
        let mut submitted = bare.clone();
        submitted.lead = full.lead.clone();
        submitted.plans = vec![samples::version(&submitted.project, 1, PlanState::Submitted)];
        let mut draft = submitted.clone();
        draft.plans = vec![samples::version(&draft.project, 1, PlanState::Draft)];
        let mut proposed = full.clone();
        for kind in [crate::projects::AdjustmentKind::Minor, crate::projects::AdjustmentKind::Major] {
            proposed.adjustments.push(samples::adjustment(&proposed.project, kind, AdjustmentState::Proposed));
        }
        let mut changed = samples::version(&proposed.project, 3, PlanState::Submitted);
        changed.plan.leader = "李副区长<b>".to_owned();
        changed.plan.items[0].target = "80".parse().unwrap_or_default();
        changed.plan.items[1].milestones.clear();
        for adjustment in &mut proposed.adjustments {
            adjustment.plan = Some(changed.id);
        }
        proposed.plans.push(changed);
        let page = |tracked: &Tracked| Self::new(tracked, &tracked.lights, jiff::civil::date(2024, 7, 28));
        let naming = Self { units: vec![("x".to_owned(), "区教育局<b>".to_owned())], ..page(&bare) };
        let mut with_acceptance = page(&full);
        with_acceptance.to_accept = with_acceptance.items.clone();
        let typed = |of: &str| Typed {
            of: of.to_owned(),
            words: "没有附件<b>".to_owned(),
            body: "区人大常委会<b>".to_owned(),
            number: "〔2024〕<b>".to_owned(),
            decided_on: "2024-07-02".to_owned(),
            is_early: true,
            sure: String::new(),
        };
        let mut deciding = page(&proposed);
        deciding.typed = typed(&deciding.adjustments.last().map(|last| last.id.clone()).unwrap_or_default());
        let mut returning = page(&submitted);
        returning.typed = typed(&submitted.plans[0].id.to_string());
        let refusing = Self { typed: typed(&with_acceptance.items[0].id), ..with_acceptance.clone() };
        let mut pages = vec![page(&bare), naming, page(&draft), page(&submitted), page(&proposed), with_acceptance];
        pages.extend([deciding, returning, refusing]);
        pages
    }
}

impl TrackedPage {
    /// The page of a project of the person's own congress, with what was typed.
    pub fn of_own(
        conn: &mut Conn,
        person: &Person,
        id: ProjectId,
        today: Date,
        typed: Typed,
    ) -> Result<Self, PageError> {
        let tracked = projects::store::tracked_project(conn, id)?
            .filter(|tracked| Some(tracked.project.congress) == person.congress())
            .ok_or(PageError::NotFound)?;
        Ok(Self { typed, ..Self::of(conn, &tracked, today)? })
    }
}

pub async fn show_tracked_project(ctx: Ctx, who: As<Secretariat>, id: Path<ProjectId>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| TrackedPage::of_own(conn, &who.person, *id, today, Typed::default())).await?)
}

#[derive(Debug, Deserialize)]
pub struct LeadForm {
    #[serde(default)]
    unit: String,
}

pub async fn assign_lead_unit_page(
    ctx: Ctx,
    who: As<Secretariat>,
    id: Path<ProjectId>,
    form: Form<LeadForm>,
) -> Handled {
    let (id, today) = (*id, ctx.today());
    ctx.act(who, form, move |tx, who, at, typed| {
        let unit = typed.unit.parse().map_err(|_| PeopleError::NoUnit)?;
        let congress = who.person.congress().ok_or(Refused::Missing)?;
        units::actions::assign_lead_unit(tx, &who.person.actor(), at, congress, id, unit)
    })
    .then(format!("/secretariat/projects/{id}"), "lead-unit-named")
    .or_again(move |conn, who, LeadForm { unit }| {
        TrackedPage::of_own(conn, &who.person, id, today, Typed { of: unit, ..Typed::default() })
    })
    .await
}

#[derive(Debug, Deserialize)]
pub struct AcceptForm {
    #[serde(default)]
    words: String,
    /// `refuse` gives it back.
    #[serde(default, rename = "do")]
    act: String,
}

pub async fn accept_page(ctx: Ctx, who: As<Secretariat>, id: Path<SubItemId>, form: Form<AcceptForm>) -> Handled {
    let (id, today, refuses) = (*id, ctx.today(), form.typed().act == "refuse");
    let owner = ctx.read(move |conn| projects::store::project_of_sub_item(conn, id)).await?;
    let project = owner.ok_or(PageError::NotFound)?.id;
    ctx.act(who, form, move |tx, who, at, typed| {
        let act = if refuses { acceptances::actions::refuse_acceptance } else { acceptances::actions::accept_sub_item };
        act(tx, &who.person, at, id, &typed.words)
    })
    .then(format!("/secretariat/projects/{project}"), if refuses { "sub-item-given-back" } else { "sub-item-accepted" })
    .or_again(move |conn, who, AcceptForm { words, .. }| {
        let typed = Typed { of: id.to_string(), words, ..Typed::default() };
        TrackedPage::of_own(conn, &who.person, project, today, typed)
    })
    .await
}
