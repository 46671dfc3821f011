//! Pictures and PDF of the congress, for whoever has to take one down: one person asks, another confirms.

use serde::{Deserialize, Serialize};

use crate::{
    accounts::{As, Person, Secretariat},
    attachments::{self, Asked, Attachment, AttachmentView, OwnerKind},
    db::Conn,
    ids::{AttachmentId, CongressId, ProjectId},
    projects,
    web::{Ctx, Form, Handled, Page, PageError, Pager, Path, Query},
};

const HERE: &str = "/secretariat/files";
const A_PAGE: usize = 40;

#[derive(Clone, Debug, Serialize)]
pub struct FileLine {
    pub file: AttachmentView,
    /// Title of the project.
    pub project: String,
    /// The message `file-owner-<…>`.
    pub owner: &'static str,
    pub added_by: String,
    pub added_on: String,
    pub asked: Option<AskedView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct AskedView {
    pub reason: String,
    pub by: String,
    pub on: String,
    /// Whether the person in front asked: then another confirms.
    pub own: bool,
}

impl FileLine {
    fn new(file: &Attachment, project: String, asked: Option<&Asked>, person: &Person) -> Self {
        Self {
            file: file.into(),
            project,
            owner: file.owner.kind.word(),
            added_by: file.added_by.clone(),
            added_on: file.added_at.to_date(),
            asked: asked.map(|asked| AskedView {
                reason: asked.reason.clone(),
                by: asked.by.clone(),
                on: asked.at.to_date(),
                own: asked.by_account == person.id,
            }),
        }
    }

    fn samples() -> Vec<Self> {
        let asked =
            |own| AskedView {
                reason: "有身份证<b>".into(), by: "王秘书<b>".into(), on: "2024-07-01".into(), own
            };
        let line = |(at, file): (usize, AttachmentView)| Self {
            file,
            project: "“幸福安居”在上城<b>".to_owned(),
            owner: OwnerKind::ALL.get(at).map_or("report", |kind| kind.word()),
            added_by: "李工<b>".to_owned(),
            added_on: "2024-06-21".to_owned(),
            asked: (at < 2).then(|| asked(at == 0)),
        };
        AttachmentView::samples().into_iter().enumerate().map(line).collect()
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct FilesPage {
    /// Asked for, and waiting for the second person.
    pub waiting: Vec<FileLine>,
    pub files: Vec<FileLine>,
    pub pager: Pager,
}

impl Page for FilesPage {
    const TEMPLATE: &'static str = "desk/files.html";

    fn samples() -> Vec<Self> {
        let waiting = FileLine::samples().into_iter().filter(|line| line.asked.is_some()).collect();
        vec![
            Self { waiting: Vec::new(), files: Vec::new(), pager: Pager::default() },
            Self { waiting, files: FileLine::samples(), pager: Pager::default() },
        ]
    }
}

fn titles(conn: &mut Conn, congress: CongressId) -> Result<impl Fn(ProjectId) -> String + use<>, PageError> {
    let projects = projects::projects_of_congress(conn, congress)?;
    Ok(move |id| projects.iter().find(|one| one.id == id).map(|one| one.title.clone()).unwrap_or_default())
}

#[derive(Deserialize)]
pub struct FilesQuery {
    #[serde(default)]
    p: String,
}

pub async fn show_files(ctx: Ctx, who: As<Secretariat>, query: Query<FilesQuery>) -> Handled {
    let wanted = query.p.parse().unwrap_or(1);
    let page = ctx.read(move |conn| {
        let congress = who.person.congress().ok_or(PageError::NotFound)?;
        let (title, asked) = (titles(conn, congress)?, attachments::withdrawals_asked(conn, congress)?);
        let all = attachments::attachments_of_congress(conn, congress)?;
        let line = |file: &Attachment| {
            let asked = asked.iter().find(|asked| asked.attachment == file.id);
            FileLine::new(file, title(file.project), asked, &who.person)
        };
        let waiting = all.iter().map(line).filter(|line| line.asked.is_some()).collect();
        let (files, pager) = Pager::cut(all.iter().map(line).collect(), wanted, A_PAGE, |p| format!("{HERE}?p={p}"));
        Ok::<_, PageError>(FilesPage { waiting, files, pager })
    });
    ctx.show(&page.await?)
}

/// One file, with the form by which it is taken down.
#[derive(Clone, Debug, Serialize)]
pub struct FilePage {
    pub line: FileLine,
    pub typed: String,
}

impl Page for FilePage {
    const TEMPLATE: &'static str = "desk/file.html";

    fn samples() -> Vec<Self> {
        let page = |line| Self { line, typed: "有身份证<b>".to_owned() };
        FileLine::samples()
            .into_iter()
            .flat_map(|line| [page(FileLine { asked: None, ..line.clone() }), page(line)])
            .collect()
    }
}

fn file_page(conn: &mut Conn, person: &Person, id: AttachmentId, typed: String) -> Result<FilePage, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let file = attachments::attachment(conn, id)?.filter(|file| file.congress == congress);
    let file = file.ok_or(PageError::NotFound)?;
    let (title, asked) = (titles(conn, congress)?, attachments::asked(conn, id)?);
    Ok(FilePage { line: FileLine::new(&file, title(file.project), asked.as_ref(), person), typed })
}

pub async fn show_file(ctx: Ctx, who: As<Secretariat>, id: Path<AttachmentId>) -> Handled {
    ctx.show(&ctx.read(move |conn| file_page(conn, &who.person, *id, String::new())).await?)
}

#[derive(Clone, Debug, Deserialize)]
pub struct WithdrawForm {
    #[serde(default)]
    reason: String,
    /// `ask`, `confirm` or `drop`.
    #[serde(default, rename = "do")]
    act: String,
}

pub async fn withdraw_file(
    ctx: Ctx,
    who: As<Secretariat>,
    id: Path<AttachmentId>,
    form: Form<WithdrawForm>,
) -> Handled {
    let id = *id;
    let notice = match form.typed().act.as_str() {
        "confirm" => "file-withdrawn",
        "drop" => "file-withdrawal-dropped",
        _ => "file-withdrawal-asked",
    };
    ctx.act(who, form, move |tx, who, at, typed| match typed.act.as_str() {
        "confirm" => attachments::confirm_withdrawal(tx, &who.person, at, id),
        "drop" => attachments::drop_withdrawal(tx, &who.person, at, id),
        _ => attachments::ask_to_withdraw(tx, &who.person, at, id, &typed.reason),
    })
    .then(format!("{HERE}/{id}"), notice)
    .or_again(move |conn, who, typed| file_page(conn, &who.person, id, typed.reason))
    .await
}
