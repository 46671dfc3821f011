//! The colour board of whoever supervises, and one follow-up for them.

use serde::{Deserialize, Serialize};

use super::{
    submitting::{Photos, base, carry_out, opened},
    views::{
        Choice, ColumnView, FollowUpView, InspectionView, NoteView, ProjectLine, SAMPLE_DAY, Supervised, columns,
        lines, project_choices, sample_supervised,
    },
};
use crate::{
    accounts::{As, Person, RoleType},
    ids::{FollowUpId, ProjectId},
    projects::Tracked,
    supervision::{actions, follow_up::State, note::NoteState, store},
    web::{Ctx, Form, Handled, Message, Page, PageError, Path, blocking},
};

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
pub struct BoardPage {
    pub base: &'static str,
    pub columns: Vec<ColumnView>,
    pub projects: Vec<ProjectLine>,
    /// Projects whose group this person is in.
    pub own: Vec<Choice>,
    /// Of those projects, what is not public yet.
    pub inspections: Vec<InspectionView>,
    /// Of those projects, what nobody has settled.
    pub notes: Vec<NoteView>,
    pub typed: OpenForm,
}

impl BoardPage {
    fn new(all: &Supervised, own: Vec<Choice>, base: &'static str, today: jiff::civil::Date) -> Self {
        let views = all.follow_up_views(today);
        Self {
            base,
            columns: columns(&views),
            projects: lines(all, &views),
            own,
            inspections: Vec::new(),
            notes: Vec::new(),
            typed: OpenForm::default(),
        }
    }
}

impl Page for BoardPage {
    const TEMPLATE: &'static str = "supervision/board.html";

    fn samples() -> Vec<Self> {
        let all = sample_supervised();
        let none = Supervised {
            tracked: Vec::new(),
            follow_ups: Vec::new(),
            steps: Vec::new(),
            inspections: Vec::new(),
            files: Vec::new(),
            groups: Vec::new(),
        };
        let own = project_choices(all.tracked.iter(), &all.tracked[0].project.id.to_string());
        let typed = OpenForm { finding: "没有围挡<b>".to_owned(), ..OpenForm::default() };
        vec![
            Self::new(&none, Vec::new(), "/supervisor", SAMPLE_DAY),
            Self::new(&all, Vec::new(), "/deputy/supervision", SAMPLE_DAY),
            Self {
                inspections: InspectionView::samples(),
                notes: NoteView::samples(),
                typed,
                ..Self::new(&all, own, "/supervisor", SAMPLE_DAY)
            },
        ]
    }
}

async fn board_page(ctx: &Ctx, person: &Person, typed: OpenForm) -> Result<BoardPage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let (services, person, today) = (ctx.services.clone(), person.clone(), ctx.services.clock.now().day());
    blocking(move || {
        services.db.read(|conn| {
            let all = Supervised::of_congress(conn, congress)?;
            let is_own = |tracked: &&Tracked| all.has_in_group(tracked.project.id, &person);
            let own_ids: Vec<ProjectId> = all.tracked.iter().filter(is_own).map(|one| one.project.id).collect();
            let own = project_choices(all.tracked.iter().filter(is_own), &typed.project);
            let notes = store::notes_about(conn, &own_ids)?;
            let waiting =
                all.inspections.iter().filter(|one| own_ids.contains(&one.project) && one.published_at.is_none());
            Ok(BoardPage {
                inspections: waiting.map(|one| InspectionView::of(&all, one, today)).collect(),
                notes: notes
                    .iter()
                    .filter(|note| note.state == NoteState::Open)
                    .map(|note| NoteView::of(&all, note, today))
                    .collect(),
                typed: typed.clone(),
                ..BoardPage::new(&all, own, base(person.role), today)
            })
        })
    })
    .await
}

pub async fn show_board<R: RoleType>(ctx: Ctx, who: As<R>) -> Handled {
    ctx.show(&board_page(&ctx, &who.person, OpenForm::default()).await?)
}

pub async fn open_follow_up<R: RoleType>(ctx: Ctx, who: As<R>, upload: Photos) -> Handled {
    let typed = OpenForm {
        project: upload.field("project").to_owned(),
        finding: upload.field("finding").to_owned(),
        deadline: upload.field("deadline").to_owned(),
    };
    let (key, person, form) = (upload.key(&ctx).ok(), who.person.clone(), typed.clone());
    let wrong = match typed.project.parse::<ProjectId>() {
        Ok(project) => {
            carry_out(&ctx, key, upload.into_files(), move |tx, now, files| {
                actions::open(tx, &person, now, project, &form.finding, &form.deadline, files)
            })
            .await?
        }
        Err(_) => vec![Message::new("supervision-project-unknown")],
    };
    if wrong.is_empty() {
        Ok(ctx.see(base(who.person.role), "follow-up-opened"))
    } else {
        ctx.again(&board_page(&ctx, &who.person, typed).await?, &wrong)
    }
}

/// One follow-up for whoever may do something about it.
#[derive(Clone, Debug, Serialize)]
pub struct FollowUpPage {
    /// `/supervisor`, `/deputy/supervision` or `/department`.
    pub base: &'static str,
    pub follow_up: FollowUpView,
    /// Whether this person is in the project's group; units answer instead.
    pub in_group: bool,
    /// Whether this person checked it: then another closes it.
    pub checked_here: bool,
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
        let page = |follow_up: &FollowUpView, base, in_group, checked_here| Self {
            base,
            follow_up: follow_up.clone(),
            in_group,
            checked_here,
            typed: typed.clone(),
        };
        FollowUpView::samples()
            .iter()
            .flat_map(|one| {
                [
                    page(one, "/supervisor", true, false),
                    page(one, "/supervisor", true, one.state == State::Checked.word()),
                    page(one, "/deputy/supervision", false, false),
                    page(one, "/department", false, false),
                ]
            })
            .collect()
    }
}

async fn follow_up_page(
    ctx: &Ctx,
    person: &Person,
    id: FollowUpId,
    typed: StepForm,
) -> Result<FollowUpPage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let (services, person, today) = (ctx.services.clone(), person.clone(), ctx.services.clock.now().day());
    blocking(move || {
        services.db.read(|conn| {
            let found = store::follow_up_by_id(conn, id)?.ok_or(PageError::NotFound)?;
            let project = found.project;
            let all = Supervised::of_project(conn, congress, project)?;
            Ok(FollowUpPage {
                base: base(person.role),
                follow_up: all.follow_up(id, today).ok_or(PageError::NotFound)?,
                in_group: all.has_in_group(project, &person),
                checked_here: found.state == State::Checked && found.checked_by == Some(person.id),
                typed: typed.clone(),
            })
        })
    })
    .await
}

pub async fn show_follow_up<R: RoleType>(ctx: Ctx, who: As<R>, id: Path<FollowUpId>) -> Handled {
    ctx.show(&follow_up_page(&ctx, &who.person, *id, StepForm::default()).await?)
}

pub async fn move_follow_up<R: RoleType>(ctx: Ctx, who: As<R>, id: Path<FollowUpId>, form: Form<StepForm>) -> Handled {
    let id = id.into_inner();
    let (key, typed) = opened(form);
    let (person, fields) = (who.person.clone(), typed.clone());
    let wrong = carry_out(&ctx, key, Vec::new(), move |tx, now, _| match fields.act.as_str() {
        "close" => actions::close(tx, &person, now, id, &fields.words),
        "return" => actions::give_back(tx, &person, now, id, &fields.words, &fields.deadline),
        _ => actions::check(tx, &person, now, id, &fields.words),
    })
    .await?;
    if wrong.is_empty() {
        Ok(ctx.see(&format!("{}/follow-ups/{id}", base(who.person.role)), "follow-up-moved"))
    } else {
        ctx.again(&follow_up_page(&ctx, &who.person, id, typed).await?, &wrong)
    }
}
