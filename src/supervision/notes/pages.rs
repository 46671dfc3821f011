//! A deputy's notes, and what the secretariat and the groups make of them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    actions::{self, NoteError},
    store,
    view::NoteView,
};
use crate::{
    accounts::{As, Deputy, Person, Role, RoleType, Secretariat},
    attachments::{AttachmentView, May, Place},
    db::Conn,
    ids::DeputyNoteId,
    supervision::{
        self, groups,
        pages::{
            photos::{Photos, base, file_with},
            views::{Choice, Supervised, project_choices, sample_supervised},
        },
    },
    web::{Ctx, Form, Handled, Page, PageError, Path},
};

const NOTES: &str = "/deputy/notes";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NoteForm {
    #[serde(default)]
    pub project: String,
    #[serde(default)]
    pub words: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct NotesPage {
    pub projects: Vec<Choice>,
    pub notes: Vec<NoteView>,
    /// Whether this deputy is in a group, and so has a board.
    pub supervises: bool,
    pub typed: NoteForm,
    /// Files that wait in the form.
    pub held: Vec<AttachmentView>,
}

impl Page for NotesPage {
    const TEMPLATE: &'static str = "supervision/notes.html";

    fn samples() -> Vec<Self> {
        let all = sample_supervised();
        let typed = NoteForm { words: "扶手松动<b>".to_owned(), ..NoteForm::default() };
        let projects = project_choices(all.tracked.iter(), "");
        let page = |projects, notes, supervises, typed, held| Self { projects, notes, supervises, typed, held };
        vec![
            page(Vec::new(), Vec::new(), false, NoteForm::default(), Vec::new()),
            page(projects.clone(), Vec::new(), true, NoteForm::default(), Vec::new()),
            page(projects, NoteView::samples(), false, typed, AttachmentView::samples()),
        ]
    }
}

fn notes_page(conn: &mut Conn, person: &Person, today: Date, typed: NoteForm) -> Result<NotesPage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let all = Supervised::of_congress(conn, congress)?;
    let notes = store::notes_by(conn, person.id)?;
    Ok(NotesPage {
        projects: project_choices(all.tracked.iter(), &typed.project),
        notes: notes.iter().map(|note| NoteView::of(&all, note, today)).collect(),
        supervises: !groups::store::projects_of_member(conn, person.id)?.is_empty(),
        typed,
        held: Place::new(person.id, NOTES).held(conn)?,
    })
}

pub async fn show_notes(ctx: Ctx, who: As<Deputy>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| notes_page(conn, &who.person, today, NoteForm::default())).await?)
}

pub async fn write_note_page(ctx: Ctx, who: As<Deputy>, photos: Photos<NoteForm>) -> Handled {
    let today = ctx.today();
    let may = |conn: &mut Conn, who: &As<Deputy>, typed: &NoteForm| {
        let Ok(project) = typed.project.parse() else { return Ok(May::Not) };
        Ok(May::send_if(supervision::actions::public_project(conn, &who.person, project)?.is_some()))
    };
    file_with(&ctx, who, NOTES, photos, may, |tx, who, at, typed, files| {
        let project = typed.project.parse().map_err(|_| NoteError::NoProject)?;
        actions::write_note(tx, &who.person, at, project, &typed.words, files)
    })
    .await?
    .then_or_again(NOTES, "note-written", move |conn, who, typed| notes_page(conn, &who.person, today, typed))
    .await
}

/// One note for whoever settles it.
#[derive(Clone, Debug, Serialize)]
pub struct NotePage {
    /// `/supervisor`, `/deputy/supervision` or `/secretariat`.
    pub base: &'static str,
    pub note: NoteView,
    /// Only the group opens follow-ups.
    pub may_follow_up: bool,
    pub typed: SettleNoteForm,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SettleNoteForm {
    #[serde(default)]
    pub words: String,
    #[serde(default)]
    pub finding: String,
    #[serde(default)]
    pub deadline: String,
    /// `answer` or `follow-up`.
    #[serde(default, rename = "do")]
    pub act: String,
}

impl Page for NotePage {
    const TEMPLATE: &'static str = "supervision/note.html";

    fn samples() -> Vec<Self> {
        let typed = SettleNoteForm { words: "已转街道<b>".to_owned(), ..SettleNoteForm::default() };
        let page = |note: &NoteView, base, may_follow_up| Self {
            base,
            note: note.clone(),
            may_follow_up,
            typed: typed.clone(),
        };
        let samples = NoteView::samples();
        samples.iter().flat_map(|one| [page(one, "/supervisor", true), page(one, "/secretariat", false)]).collect()
    }
}

fn home(role: Role) -> &'static str {
    if role == Role::Secretariat { "/secretariat" } else { base(role) }
}

/// For the secretariat and the group; for others it is not there.
fn note_page(
    conn: &mut Conn,
    person: &Person,
    id: DeputyNoteId,
    today: Date,
    typed: SettleNoteForm,
) -> Result<NotePage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let note = store::note_by_id(conn, id)?.ok_or(PageError::NotFound)?;
    let all = Supervised::of_project(conn, congress, note.project)?;
    let in_group = all.has_in_group(note.project, person);
    if !in_group && person.role != Role::Secretariat {
        return Err(PageError::NotFound);
    }
    Ok(NotePage { base: home(person.role), note: NoteView::of(&all, &note, today), may_follow_up: in_group, typed })
}

pub async fn show_group_note<R: RoleType>(ctx: Ctx, who: As<R>, id: Path<DeputyNoteId>) -> Handled {
    let today = ctx.today();
    ctx.show(&ctx.read(move |conn| note_page(conn, &who.person, *id, today, SettleNoteForm::default())).await?)
}

pub async fn show_secretariat_note(ctx: Ctx, who: As<Secretariat>, id: Path<DeputyNoteId>) -> Handled {
    show_group_note(ctx, who, id).await
}

pub async fn settle_note_page<R: RoleType>(
    ctx: Ctx,
    who: As<R>,
    id: Path<DeputyNoteId>,
    form: Form<SettleNoteForm>,
) -> Handled {
    let (id, today) = (*id, ctx.today());
    let to = match who.person.role {
        Role::Secretariat => "/secretariat/supervision",
        role => base(role),
    };
    ctx.act(who, form, move |tx, who, at, typed| match typed.act.as_str() {
        "follow-up" => actions::follow_up_note(tx, &who.person, at, id, &typed.finding, &typed.deadline).map(|_| ()),
        _ => actions::answer_note(tx, &who.person, at, id, &typed.words),
    })
    .then(to, "note-settled")
    .or_again(move |conn, who, typed| note_page(conn, &who.person, id, today, typed))
    .await
}

pub async fn answer_note_page(
    ctx: Ctx,
    who: As<Secretariat>,
    id: Path<DeputyNoteId>,
    form: Form<SettleNoteForm>,
) -> Handled {
    settle_note_page(ctx, who, id, form).await
}
