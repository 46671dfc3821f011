//! Follow-ups, for the supervisors who open and close them, the units that answer, and everybody.

use actix_web::web::Path;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    actions::{self, FollowUpError},
    follow_up::{FollowUp, State, Step},
    store,
};
use crate::{
    accounts::{As, Department, Person, Site, Supervisor},
    db::{Conn, FormKey, Ts},
    ids::{AccountId, CongressId, FollowUpId, ProjectId},
    projects::{self, LightView, Tracked, has_part},
    web::{Ctx, Form, Handled, Message, Page, PageError, Refusal, blocking},
};

#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    pub act: &'static str,
    pub role: String,
    pub name: String,
    pub words: String,
    pub on: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct FollowUpView {
    pub id: String,
    pub number: i32,
    pub project: String,
    pub title: String,
    pub finding: String,
    pub deadline: String,
    pub state: &'static str,
    /// Of docs/look.md.
    pub class: &'static str,
    pub overdue: bool,
    pub escalation: i32,
    pub opened_by: String,
    pub opened_on: String,
    pub closed_on: Option<String>,
    pub steps: Vec<StepView>,
}

impl FollowUpView {
    fn of(follow_up: &FollowUp, title: &str, steps: &[Step], today: Date) -> Self {
        let overdue = follow_up.is_overdue(today);
        Self {
            id: follow_up.id.to_string(),
            number: follow_up.number,
            project: follow_up.project.to_string(),
            title: title.to_owned(),
            finding: follow_up.finding.clone(),
            deadline: follow_up.deadline.to_string(),
            state: follow_up.state.word(),
            class: match follow_up.state {
                State::Opened if overdue => "red",
                State::Opened => "amber",
                State::Answered | State::Checked => "green",
                State::Closed => "done",
            },
            overdue,
            escalation: follow_up.escalation,
            opened_by: follow_up.opened_by.clone(),
            opened_on: follow_up.opened_at.to_date(),
            closed_on: follow_up.closed_at.map(|at| at.to_date()),
            steps: steps
                .iter()
                .filter(|step| step.follow_up == follow_up.id)
                .map(|step| StepView {
                    act: step.act.word(),
                    role: step.role.clone(),
                    name: step.name.clone(),
                    words: step.words.clone(),
                    on: step.at.to_date(),
                })
                .collect(),
        }
    }

    fn samples() -> Vec<Self> {
        let today = jiff::civil::date(2024, 7, 20);
        let opened = FollowUp {
            id: FollowUpId::new(),
            project: ProjectId::new(),
            number: 1,
            finding: "现场没有围挡<script>alert(1)</script>".to_owned(),
            deadline: jiff::civil::date(2024, 7, 10),
            state: State::Opened,
            escalation: 2,
            opened_by_account: AccountId::new(),
            opened_by: "李代表<b>".to_owned(),
            opened_at: Ts::default(),
            answered_by: None,
            checked_by: None,
            closed_at: None,
        };
        let step = |act| Step {
            follow_up: opened.id,
            act,
            role: "supervisor".to_owned(),
            name: "李代表<b>".to_owned(),
            words: "请立即整改<b>".to_owned(),
            at: Ts::default(),
        };
        let steps: Vec<Step> = super::follow_up::ActKind::ALL.iter().map(|act| step(*act)).collect();
        State::ALL
            .iter()
            .map(|state| {
                let closed_at = (*state == State::Closed).then(Ts::default);
                let follow_up = FollowUp { state: *state, closed_at, ..opened.clone() };
                Self::of(&follow_up, "“幸福安居”在上城<b>", &steps, today)
            })
            .collect()
    }
}

/// Follow-ups of these projects with their steps.
fn views(conn: &mut Conn, tracked: &[Tracked], today: Date) -> Result<Vec<FollowUpView>, PageError> {
    let ids: Vec<ProjectId> = tracked.iter().map(|t| t.project.id).collect();
    let follow_ups = store::follow_ups(conn, &ids)?;
    let steps = store::steps_of(conn, &follow_ups.iter().map(|f| f.id).collect::<Vec<_>>())?;
    let title = |id: ProjectId| tracked.iter().find(|t| t.project.id == id).map_or("", |t| t.project.title.as_str());
    let mut views: Vec<_> = follow_ups.iter().map(|f| FollowUpView::of(f, title(f.project), &steps, today)).collect();
    // What is overdue comes first, what is closed last.
    views.sort_by_key(|view| (!view.overdue, view.state == "closed"));
    Ok(views)
}

fn public_tracked(conn: &mut Conn, congress: CongressId) -> Result<Vec<Tracked>, PageError> {
    let projects = projects::public_projects(conn, congress)?;
    Ok(projects::overview(conn, projects)?)
}

/// One project on the colour board.
#[derive(Clone, Debug, Serialize)]
pub struct BoardRow {
    pub id: String,
    pub title: String,
    pub light: LightView,
    pub open: usize,
    pub overdue: usize,
    pub closed: usize,
}

fn board(tracked: &[Tracked], views: &[FollowUpView]) -> Vec<BoardRow> {
    let row = |t: &Tracked| {
        let id = t.project.id.to_string();
        let of = || views.iter().filter(|view| view.project == id);
        BoardRow {
            title: t.project.title.clone(),
            light: LightView::of_project(t),
            open: of().filter(|view| view.state != "closed").count(),
            overdue: of().filter(|view| view.overdue).count(),
            closed: of().filter(|view| view.state == "closed").count(),
            id: id.clone(),
        }
    };
    tracked.iter().map(row).collect()
}

fn sample_board() -> Vec<BoardRow> {
    vec![BoardRow {
        id: uuid::Uuid::nil().to_string(),
        title: "“幸福安居”在上城<b>".to_owned(),
        light: LightView::bare(projects::Light::Red),
        open: 2,
        overdue: 1,
        closed: 3,
    }]
}

/// What is typed to open one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OpenForm {
    #[serde(default)]
    pub project: String,
    #[serde(default)]
    pub finding: String,
    #[serde(default)]
    pub deadline: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct SupervisorPage {
    pub board: Vec<BoardRow>,
    pub follow_ups: Vec<FollowUpView>,
    pub typed: OpenForm,
}

impl Page for SupervisorPage {
    const TEMPLATE: &'static str = "supervision/supervisor.html";

    fn samples() -> Vec<Self> {
        let typed = OpenForm { finding: "没有围挡<b>".to_owned(), ..OpenForm::default() };
        vec![
            Self { board: Vec::new(), follow_ups: Vec::new(), typed: OpenForm::default() },
            Self { board: sample_board(), follow_ups: FollowUpView::samples(), typed },
        ]
    }
}

async fn supervisor_page(ctx: &Ctx, person: &Person, typed: OpenForm) -> Result<SupervisorPage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    blocking(move || {
        services.db.read(|conn| {
            let tracked = public_tracked(conn, congress)?;
            let follow_ups = views(conn, &tracked, today)?;
            Ok(SupervisorPage { board: board(&tracked, &follow_ups), follow_ups, typed: typed.clone() })
        })
    })
    .await
}

pub async fn show_supervisor(ctx: Ctx, who: As<Supervisor>) -> Handled {
    ctx.show(&supervisor_page(&ctx, &who.person, OpenForm::default()).await?)
}

fn opened_form<T>(form: Form<T>) -> (Option<FormKey>, T) {
    match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    }
}

/// What the rules refuse, in words; what is not this person's is not there.
fn refused(error: FollowUpError) -> Result<Vec<Message>, PageError> {
    match error {
        FollowUpError::NotYours => Err(PageError::NotFound),
        FollowUpError::Db(error) => Err(error.into()),
        error => Ok(error.message().into_iter().collect()),
    }
}

pub async fn open_follow_up(ctx: Ctx, who: As<Supervisor>, form: Form<OpenForm>) -> Handled {
    let (key, typed) = opened_form(form);
    let again = async |typed: OpenForm, problems: &[Message]| {
        ctx.again(&supervisor_page(&ctx, &who.person, typed).await?, problems)
    };
    let Some(key) = key else { return again(typed, &["form-expired".into()]).await };
    let Ok(project) = typed.project.parse::<ProjectId>() else {
        return again(typed, &["follow-up-project-missing".into()]).await;
    };
    let (services, person, now, fields) =
        (ctx.services.clone(), who.person.clone(), ctx.services.clock.now(), typed.clone());
    let done = blocking(move || {
        Ok::<_, PageError>(services.db.submit(key, now, |tx| {
            actions::open(tx, &person, now, project, &fields.finding, &fields.deadline).map(|_| ())
        }))
    })
    .await?;
    match done {
        Ok(_) => Ok(ctx.see("/supervisor", "follow-up-opened")),
        Err(error) => {
            let problems = refused(error)?;
            again(typed, &problems).await
        }
    }
}

/// One follow-up for a supervisor.
#[derive(Clone, Debug, Serialize)]
pub struct FollowUpPage {
    pub follow_up: FollowUpView,
    pub typed: StepForm,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StepForm {
    #[serde(default)]
    pub words: String,
    #[serde(default)]
    pub deadline: String,
    /// `check`, `return` or `close`.
    #[serde(default, rename = "do")]
    pub act: String,
}

impl Page for FollowUpPage {
    const TEMPLATE: &'static str = "supervision/follow_up.html";

    fn samples() -> Vec<Self> {
        let typed = StepForm { words: "已到现场核实<b>".to_owned(), ..StepForm::default() };
        FollowUpView::samples().into_iter().map(|follow_up| Self { follow_up, typed: typed.clone() }).collect()
    }
}

async fn follow_up_page(
    ctx: &Ctx,
    person: &Person,
    id: FollowUpId,
    typed: StepForm,
) -> Result<FollowUpPage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    blocking(move || {
        services.db.read(|conn| {
            let follow_up = store::follow_up_by_id(conn, id)?.ok_or(PageError::NotFound)?;
            let project = projects::project_by_id(conn, follow_up.project)?
                .filter(|project| project.congress == congress)
                .ok_or(PageError::NotFound)?;
            let steps = store::steps_of(conn, &[id])?;
            let follow_up = FollowUpView::of(&follow_up, &project.title, &steps, today);
            Ok(FollowUpPage { follow_up, typed: typed.clone() })
        })
    })
    .await
}

fn follow_up_id(id: &Path<String>) -> Result<FollowUpId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

pub async fn show_follow_up(ctx: Ctx, who: As<Supervisor>, id: Path<String>) -> Handled {
    ctx.show(&follow_up_page(&ctx, &who.person, follow_up_id(&id)?, StepForm::default()).await?)
}

pub async fn move_follow_up(ctx: Ctx, who: As<Supervisor>, id: Path<String>, form: Form<StepForm>) -> Handled {
    let id = follow_up_id(&id)?;
    let (key, typed) = opened_form(form);
    let again = async |typed: StepForm, problems: &[Message]| {
        ctx.again(&follow_up_page(&ctx, &who.person, id, typed).await?, problems)
    };
    let Some(key) = key else { return again(typed, &["form-expired".into()]).await };
    let (services, person, now, fields) =
        (ctx.services.clone(), who.person.clone(), ctx.services.clock.now(), typed.clone());
    let done = blocking(move || {
        Ok::<_, PageError>(services.db.submit(key, now, |tx| match fields.act.as_str() {
            "close" => actions::close(tx, &person, now, id, &fields.words),
            "return" => actions::give_back(tx, &person, now, id, &fields.words, &fields.deadline),
            _ => actions::check(tx, &person, now, id, &fields.words),
        }))
    })
    .await?;
    match done {
        Ok(_) => Ok(ctx.see(&format!("/supervisor/follow-ups/{id}"), "follow-up-moved")),
        Err(error) => {
            let problems = refused(error)?;
            again(typed, &problems).await
        }
    }
}

/// What a unit has to answer, and what it has answered.
#[derive(Clone, Debug, Serialize)]
pub struct DepartmentFollowUpsPage {
    pub follow_ups: Vec<FollowUpView>,
    /// Of the one that was refused.
    pub typed_for: String,
    pub typed: String,
}

impl Page for DepartmentFollowUpsPage {
    const TEMPLATE: &'static str = "supervision/department.html";

    fn samples() -> Vec<Self> {
        let page = |follow_ups| Self { follow_ups, typed_for: String::new(), typed: String::new() };
        vec![page(Vec::new()), page(FollowUpView::samples())]
    }
}

async fn department_page(ctx: &Ctx, person: &Person) -> Result<DepartmentFollowUpsPage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let (services, id, today) = (ctx.services.clone(), person.id, ctx.services.clock.now().day());
    blocking(move || {
        services.db.read(|conn| {
            let unit = projects::unit_of(conn, id)?;
            let mut tracked = public_tracked(conn, congress)?;
            tracked.retain(|t| {
                let plan = t.published().map(|version| &version.plan);
                unit.as_ref().is_some_and(|unit| has_part(unit, t.lead.as_ref(), plan))
            });
            let follow_ups = views(conn, &tracked, today)?;
            Ok(DepartmentFollowUpsPage { follow_ups, typed_for: String::new(), typed: String::new() })
        })
    })
    .await
}

pub async fn show_department_follow_ups(ctx: Ctx, who: As<Department>) -> Handled {
    ctx.show(&department_page(&ctx, &who.person).await?)
}

#[derive(Debug, Deserialize)]
pub struct AnswerForm {
    #[serde(default)]
    words: String,
}

pub async fn answer_follow_up(ctx: Ctx, who: As<Department>, id: Path<String>, form: Form<AnswerForm>) -> Handled {
    let id = follow_up_id(&id)?;
    let (key, AnswerForm { words }) = opened_form(form);
    let again = async |words: String, problems: &[Message]| {
        let page = department_page(&ctx, &who.person).await?;
        ctx.again(&DepartmentFollowUpsPage { typed_for: id.to_string(), typed: words, ..page }, problems)
    };
    let Some(key) = key else { return again(words, &["form-expired".into()]).await };
    let (services, person, now, typed) =
        (ctx.services.clone(), who.person.clone(), ctx.services.clock.now(), words.clone());
    let done = blocking(move || {
        Ok::<_, PageError>(services.db.submit(key, now, |tx| actions::answer(tx, &person, now, id, &typed)))
    })
    .await?;
    match done {
        Ok(_) => Ok(ctx.see("/department/follow-ups", "follow-up-answered")),
        Err(error) => {
            let problems = refused(error)?;
            again(words, &problems).await
        }
    }
}

/// The public table: every project, every follow-up, nothing hidden.
#[derive(Clone, Debug, Serialize)]
pub struct SupervisionPage {
    pub board: Vec<BoardRow>,
    pub follow_ups: Vec<FollowUpView>,
}

impl Page for SupervisionPage {
    const TEMPLATE: &'static str = "supervision/public.html";

    fn samples() -> Vec<Self> {
        vec![
            Self { board: Vec::new(), follow_ups: Vec::new() },
            Self { board: sample_board(), follow_ups: FollowUpView::samples() },
        ]
    }
}

pub async fn show_supervision(ctx: Ctx, site: Option<Site>) -> Handled {
    let (services, today) = (ctx.services.clone(), ctx.services.clock.now().day());
    let congress = site.map(|site| site.congress);
    ctx.public(async move || {
        blocking(move || {
            services.db.read(|conn| {
                let tracked = match congress {
                    Some(congress) => public_tracked(conn, congress)?,
                    None => Vec::new(),
                };
                let follow_ups = views(conn, &tracked, today)?;
                Ok::<_, PageError>(SupervisionPage { board: board(&tracked, &follow_ups), follow_ups })
            })
        })
        .await
    })
    .await
}
