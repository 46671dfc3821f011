//! A deputy's notes, and what the secretariat and the groups make of them.

use serde::{Deserialize, Serialize};

use super::{
    submitting::{Photos, base, carry_out, opened},
    views::{Choice, NoteView, Supervised, project_choices, sample_supervised},
};
use crate::{
    accounts::{As, Deputy, Person, Role, RoleType, Secretariat},
    ids::{DeputyNoteId, ProjectId},
    supervision::{actions, store},
    web::{Ctx, Form, Handled, Message, Page, PageError, Path, blocking},
};

#[derive(Clone, Debug, Default, Serialize)]
pub struct NoteForm {
    pub project: String,
    pub words: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct NotesPage {
    pub projects: Vec<Choice>,
    pub notes: Vec<NoteView>,
    /// Whether this deputy is in a group, and so has a board.
    pub supervises: bool,
    pub typed: NoteForm,
}

impl Page for NotesPage {
    const TEMPLATE: &'static str = "supervision/notes.html";

    fn samples() -> Vec<Self> {
        let all = sample_supervised();
        let typed = NoteForm { words: "扶手松动<b>".to_owned(), ..NoteForm::default() };
        let projects = project_choices(all.tracked.iter(), "");
        vec![
            Self { projects: Vec::new(), notes: Vec::new(), supervises: false, typed: NoteForm::default() },
            Self { projects: projects.clone(), notes: Vec::new(), supervises: true, typed: NoteForm::default() },
            Self { projects, notes: NoteView::samples(), supervises: false, typed },
        ]
    }
}

async fn notes_page(ctx: &Ctx, person: &Person, typed: NoteForm) -> Result<NotesPage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let (services, person, today) = (ctx.services.clone(), person.clone(), ctx.services.clock.now().day());
    blocking(move || {
        services.db.read(|conn| {
            let all = Supervised::of_congress(conn, congress)?;
            let notes = store::notes_by(conn, person.id)?;
            Ok(NotesPage {
                projects: project_choices(all.tracked.iter(), &typed.project),
                notes: notes.iter().map(|note| NoteView::of(&all, note, today)).collect(),
                supervises: !store::projects_of_member(conn, person.id)?.is_empty(),
                typed: typed.clone(),
            })
        })
    })
    .await
}

pub async fn show_notes(ctx: Ctx, who: As<Deputy>) -> Handled {
    ctx.show(&notes_page(&ctx, &who.person, NoteForm::default()).await?)
}

pub async fn write_note_page(ctx: Ctx, who: As<Deputy>, upload: Photos) -> Handled {
    let typed = NoteForm { project: upload.field("project").to_owned(), words: upload.field("words").to_owned() };
    let (key, person, form) = (upload.key(&ctx).ok(), who.person.clone(), typed.clone());
    let wrong = match typed.project.parse::<ProjectId>() {
        Ok(project) => {
            carry_out(&ctx, key, upload.into_files(), move |tx, now, files| {
                actions::write_note(tx, &person, now, project, &form.words, files)
            })
            .await?
        }
        Err(_) => vec![Message::new("supervision-project-unknown")],
    };
    if wrong.is_empty() {
        Ok(ctx.see("/deputy/notes", "note-written"))
    } else {
        ctx.again(&notes_page(&ctx, &who.person, typed).await?, &wrong)
    }
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
async fn note_page(ctx: &Ctx, person: &Person, id: DeputyNoteId, typed: SettleNoteForm) -> Result<NotePage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let (services, person, today) = (ctx.services.clone(), person.clone(), ctx.services.clock.now().day());
    blocking(move || {
        services.db.read(|conn| {
            let note = store::note_by_id(conn, id)?.ok_or(PageError::NotFound)?;
            let all = Supervised::of_project(conn, congress, note.project)?;
            let in_group = all.has_in_group(note.project, &person);
            if !in_group && person.role != Role::Secretariat {
                return Err(PageError::NotFound);
            }
            Ok(NotePage {
                base: home(person.role),
                note: NoteView::of(&all, &note, today),
                may_follow_up: in_group,
                typed: typed.clone(),
            })
        })
    })
    .await
}

pub async fn show_group_note<R: RoleType>(ctx: Ctx, who: As<R>, id: Path<DeputyNoteId>) -> Handled {
    ctx.show(&note_page(&ctx, &who.person, *id, SettleNoteForm::default()).await?)
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
    let id = id.into_inner();
    let (key, typed) = opened(form);
    let (person, fields) = (who.person.clone(), typed.clone());
    let wrong = carry_out(&ctx, key, Vec::new(), move |tx, now, _| match fields.act.as_str() {
        "follow-up" => actions::follow_up_note(tx, &person, now, id, &fields.finding, &fields.deadline).map(|_| ()),
        _ => actions::answer_note(tx, &person, now, id, &fields.words),
    })
    .await?;
    if wrong.is_empty() {
        let to = match who.person.role {
            Role::Secretariat => "/secretariat/supervision",
            role => base(role),
        };
        Ok(ctx.see(to, "note-settled"))
    } else {
        ctx.again(&note_page(&ctx, &who.person, id, typed).await?, &wrong)
    }
}

pub async fn answer_note_page(
    ctx: Ctx,
    who: As<Secretariat>,
    id: Path<DeputyNoteId>,
    form: Form<SettleNoteForm>,
) -> Handled {
    settle_note_page(ctx, who, id, form).await
}
