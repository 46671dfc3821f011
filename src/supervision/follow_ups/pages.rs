//! The colour board of whoever supervises, and one follow-up for them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    actions::{self, FollowUpError},
    follow_up::State,
    store,
    view::{ColumnView, FollowUpView, columns},
};
use crate::{
    accounts::{As, Person, RoleType},
    attachments::{AttachmentView, May, Place},
    db::Conn,
    ids::{FollowUpId, ProjectId},
    projects::Tracked,
    supervision::{
        self,
        inspections::InspectionView,
        notes::{self, NoteState, NoteView},
        pages::{
            photos::{Photos, base, file_with},
            views::{Choice, ProjectLine, SAMPLE_DAY, Supervised, lines, project_choices, sample_supervised},
        },
    },
    web::{Ctx, Form, Handled, Page, PageError, Path},
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
    /// Files that wait in the form.
    pub held: Vec<AttachmentView>,
}

impl BoardPage {
    fn new(all: &Supervised, own: Vec<Choice>, base: &'static str, today: Date) -> Self {
        let views = all.follow_up_views(today);
        Self {
            base,
            columns: columns(&views),
            projects: lines(all, &views),
            own,
            inspections: Vec::new(),
            notes: Vec::new(),
            typed: OpenForm::default(),
            held: Vec::new(),
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
                held: AttachmentView::samples(),
                ..Self::new(&all, own, "/supervisor", SAMPLE_DAY)
            },
        ]
    }
}

fn board_page(conn: &mut Conn, person: &Person, today: Date, typed: OpenForm) -> Result<BoardPage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let all = Supervised::of_congress(conn, congress)?;
    let is_own = |tracked: &&Tracked| all.has_in_group(tracked.project.id, person);
    let own_ids: Vec<ProjectId> = all.tracked.iter().filter(is_own).map(|one| one.project.id).collect();
    let own = project_choices(all.tracked.iter().filter(is_own), &typed.project);
    let notes = notes::store::notes_about(conn, &own_ids)?;
    let waiting = all.inspections.iter().filter(|one| own_ids.contains(&one.project) && one.published_at.is_none());
    Ok(BoardPage {
        inspections: waiting.map(|one| InspectionView::of(&all, one, today)).collect(),
        notes: notes
            .iter()
            .filter(|note| note.state == NoteState::Open)
            .map(|note| NoteView::of(&all, note, today))
            .collect(),
        typed,
        held: Place::new(person.id, base(person.role)).held(conn)?,
        ..BoardPage::new(&all, own, base(person.role), today)
    })
}

pub async fn show_board<R: RoleType>(ctx: Ctx, who: As<R>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| board_page(conn, &who.person, today, OpenForm::default())).await?)
}

pub async fn open_follow_up<R: RoleType>(ctx: Ctx, who: As<R>, photos: Photos<OpenForm>) -> Handled {
    let (today, to) = (ctx.today(), base(who.person.role));
    let may = |conn: &mut Conn, who: &As<R>, typed: &OpenForm| {
        let Ok(project) = typed.project.parse() else { return Ok(May::Not) };
        Ok(May::send_if(supervision::actions::is_in_group(conn, &who.person, project)?))
    };
    file_with(&ctx, who, to, photos, may, |tx, who, at, typed, files| {
        let project = typed.project.parse().map_err(|_| FollowUpError::NoProject)?;
        actions::open(tx, &who.person, at, project, &typed.finding, &typed.deadline, files)
    })
    .await?
    .then_or_again(to, "follow-up-opened", move |conn, who, typed| board_page(conn, &who.person, today, typed))
    .await
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
    /// Files that wait in the form of a unit's answer.
    pub held: Vec<AttachmentView>,
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
            held: if base == "/department" { AttachmentView::samples() } else { Vec::new() },
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

fn follow_up_page(
    conn: &mut Conn,
    person: &Person,
    id: FollowUpId,
    today: Date,
    typed: StepForm,
) -> Result<FollowUpPage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let found = store::follow_up_by_id(conn, id)?.ok_or(PageError::NotFound)?;
    let project = found.project;
    let all = Supervised::of_project(conn, congress, project)?;
    Ok(FollowUpPage {
        base: base(person.role),
        follow_up: all.follow_up(id, today).ok_or(PageError::NotFound)?,
        in_group: all.has_in_group(project, person),
        checked_here: found.state == State::Checked && found.checked_by == Some(person.id),
        typed,
        held: Vec::new(),
    })
}

pub async fn show_follow_up<R: RoleType>(ctx: Ctx, who: As<R>, id: Path<FollowUpId>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| follow_up_page(conn, &who.person, *id, today, StepForm::default())).await?)
}

pub async fn move_follow_up<R: RoleType>(ctx: Ctx, who: As<R>, id: Path<FollowUpId>, form: Form<StepForm>) -> Handled {
    let (id, today) = (*id, ctx.today());
    let to = format!("{}/follow-ups/{id}", base(who.person.role));
    ctx.act(who, form, move |tx, who, at, typed| match typed.act.as_str() {
        "close" => actions::close(tx, &who.person, at, id, &typed.words),
        "return" => actions::give_back(tx, &who.person, at, id, &typed.words, &typed.deadline),
        _ => actions::check(tx, &who.person, at, id, &typed.words),
    })
    .then(to, "follow-up-moved")
    .or_again(move |conn, who, typed| follow_up_page(conn, &who.person, id, today, typed))
    .await
}
