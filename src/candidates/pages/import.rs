//! Importing a candidate list: the file, the preview, the import.

use std::collections::BTreeMap;

use serde::Serialize;

use super::list::SubItemView;
use crate::{
    accounts::{As, Person, Secretariat},
    candidates::{
        actions,
        candidate::Candidate,
        list_file::{self, ListFault, MAX_BYTES, read_list},
        store,
        upload::CandidateUpload,
    },
    congress::{self, Session},
    db::{Conn, DbError},
    ids::CandidateUploadId,
    sheets::{Fault, TableFault},
    web::{Ctx, Form, Handled, Message, Nothing, Page, PageError, Path, TableFormat, Upload, blocking, download},
};

const HERE: &str = "/secretariat/candidates";
/// More findings than anybody mends by hand.
const MOST_SHOWN: usize = 200;

/// One fault of a file.
#[derive(Serialize)]
pub struct FaultLine {
    pub sheet: String,
    /// 0 for the whole file.
    pub line: u32,
    /// The heading in the file; empty for a whole line.
    pub column: &'static str,
    pub value: String,
    /// Of its message.
    pub key: String,
    pub args: BTreeMap<&'static str, String>,
}

impl From<&ListFault> for FaultLine {
    fn from(fault: &ListFault) -> Self {
        let ListFault { sheet, line, column, value, key, number, file } = fault.clone();
        let (key, args) = match file {
            Some(file) => (format!("sheet-fault-{key}"), file.words().args.into_iter().collect()),
            None => (
                format!("list-fault-{key}"),
                [("sheet", sheet.clone()), ("column", column.to_owned()), ("number", number.to_string())].into(),
            ),
        };
        Self { sheet, line, column, value, key, args }
    }
}

/// `/secretariat/candidates`: the list of today, its files, and the form for another one.
#[derive(Serialize)]
pub struct ListUploadPage {
    pub session: String,
    /// Whether this is the list of a rehearsal, which nobody else sees.
    pub rehearsal: bool,
    pub candidates: usize,
    pub frozen: bool,
    pub file_name: String,
    pub faults: Vec<FaultLine>,
    pub faults_in_all: usize,
}

impl Page for ListUploadPage {
    const TEMPLATE: &'static str = "candidates/upload.html";

    fn samples() -> Vec<Self> {
        const KEYS: [&str; 22] = [
            "no_rows",
            "missing_column",
            "duplicate_column",
            "unknown_column",
            "cell_without_heading",
            "blank_required",
            "formula_in_cell",
            "not_text",
            "line_break_in_cell",
            "unreadable_character",
            "too_long",
            "not_a_number",
            "not_the_next",
            "differs",
            "without_sub_item",
            "duplicate_code",
            "unknown_kind",
            "unknown_operator",
            "target_needed",
            "target_must_be_zero",
            "operator_must_be_eq",
            "must_be_blank",
        ];
        let page = |candidates, frozen, faults: Vec<FaultLine>| Self {
            session: "第三次会议".to_owned(),
            rehearsal: frozen,
            candidates,
            frozen,
            file_name: "<script>名单</script>.xlsx".to_owned(),
            faults_in_all: faults.len() * 2,
            faults,
        };
        let fault = |(line, key)| ListFault {
            sheet: if line % 2 == 0 { "<script>表</script>".to_owned() } else { String::new() },
            line,
            column: if line > 10 { "目标" } else { "" },
            value: "<script>六所</script>".to_owned(),
            key,
            number: 7,
            file: None,
        };
        let files =
            Fault::samples("<script>表</script>").into_iter().map(|fault| TableFault { line: None, fault }.into());
        let faults: Vec<ListFault> = files.chain((0..).zip(KEYS).map(fault)).collect();
        vec![
            page(0, false, Vec::new()),
            page(12, false, Vec::new()),
            page(12, true, Vec::new()),
            page(12, false, faults.iter().map(FaultLine::from).collect()),
        ]
    }
}

#[derive(Serialize)]
pub struct PreviewCandidate {
    pub number: i32,
    pub title: String,
    pub summary: String,
    pub service_field: Option<String>,
    pub sub_items: Vec<SubItemView>,
}

impl From<&Candidate> for PreviewCandidate {
    fn from(candidate: &Candidate) -> Self {
        Self {
            number: candidate.number,
            title: candidate.title.clone(),
            summary: candidate.summary.clone(),
            service_field: candidate.service_field.clone(),
            sub_items: candidate.sub_items.iter().map(SubItemView::from).collect(),
        }
    }
}

/// What the file holds, before it takes the place of the list of today.
#[derive(Serialize)]
pub struct ListPreviewPage {
    pub session: String,
    pub upload: String,
    pub file_name: String,
    /// On the list of today.
    pub before: usize,
    pub candidates: Vec<PreviewCandidate>,
    pub sub_items: usize,
}

impl Page for ListPreviewPage {
    const TEMPLATE: &'static str = "candidates/preview.html";

    fn samples() -> Vec<Self> {
        let candidate = |number, sub_items| PreviewCandidate {
            number,
            title: "“幸福安居”在上城<script>alert(1)</script>".to_owned(),
            summary: "<b>报告提出</b>".to_owned(),
            service_field: (number == 1).then(|| "住有宜居<i>".to_owned()),
            sub_items,
        };
        let page = |before| Self {
            session: "第三次会议".to_owned(),
            upload: "0190a0a0-0000-7000-8000-000000000000".to_owned(),
            file_name: "<script>.xlsx".to_owned(),
            before,
            candidates: vec![candidate(1, SubItemView::samples()), candidate(2, Vec::new())],
            sub_items: 8,
        };
        vec![page(0), page(12)]
    }
}

struct Here {
    session: Session,
    candidates: usize,
    frozen: bool,
}

fn here(conn: &mut Conn, person: &Person) -> Result<Here, PageError> {
    let congress = person.congress().ok_or(PageError::NotFound)?;
    let session = congress::current_session(conn, congress)?.ok_or(PageError::NotFound)?;
    let candidates = usize::try_from(store::candidate_count(conn, session.id)?).map_err(DbError::corrupt)?;
    let frozen = congress::is_frozen(conn, session.id)?;
    Ok(Here { session, candidates, frozen })
}

async fn read_here(ctx: &Ctx, person: &Person) -> Result<Here, PageError> {
    let person = person.clone();
    ctx.read(move |conn| here(conn, &person)).await
}

fn form(here: &Here) -> ListUploadPage {
    ListUploadPage {
        session: here.session.name.clone(),
        rehearsal: here.session.rehearsal,
        candidates: here.candidates,
        frozen: here.frozen,
        file_name: String::new(),
        faults: Vec::new(),
        faults_in_all: 0,
    }
}

pub async fn show_list_upload(ctx: Ctx, who: As<Secretariat>) -> Handled {
    let here = read_here(&ctx, &who.person).await?;
    ctx.show(&form(&here))
}

/// Takes the file; one with faults is not kept, and every fault is listed at once.
pub async fn take_list_upload(ctx: Ctx, who: As<Secretariat>, upload: Upload<Nothing, MAX_BYTES>) -> Handled {
    let here = read_here(&ctx, &who.person).await?;
    let (page, (form, file)) = (form(&here), upload.into_one());
    if here.frozen {
        return ctx.again(&page, &["list-frozen".into()]);
    }
    let upload = CandidateUpload {
        // Of the form's own key, so that sending it twice leads to the same preview.
        id: form.key().map_or_else(CandidateUploadId::new, |key| CandidateUploadId::from(key.0)),
        session: here.session.id,
        file_name: file.name,
        content: file.content,
    };
    let (id, file_name) = (upload.id, upload.file_name.clone());
    let no_file = upload.file_name.is_empty() && upload.content.is_empty();
    let (upload, faults) = match no_file || form.key().is_none() {
        true => (upload, Vec::new()),
        false => {
            let read = move || {
                let faults = read_list(&upload.content).err().unwrap_or_default();
                Ok::<_, PageError>((upload, faults))
            };
            ctx.services.files.run(read).await?
        }
    };
    let wrong: Option<Message> = match faults.len() {
        _ if no_file => Some("list-no-file".into()),
        0 => None,
        count => Some(Message::new("list-has-faults").with("count", count)),
    };
    ctx.act(who, form, move |tx, who, at, Nothing {}| actions::upload_list(tx, &who.person.actor(), at, &upload))
        .unless(wrong.into_iter().collect())
        .when_expired("list-form-expired")
        .then_page(format!("{HERE}/{id}"))
        .or(async |_, again| {
            let page = ListUploadPage {
                file_name: if faults.is_empty() { String::new() } else { file_name },
                faults_in_all: faults.len(),
                faults: faults.iter().take(MOST_SHOWN).map(FaultLine::from).collect(),
                ..page
            };
            ctx.again(&page, &again.wrong)
        })
        .await
}

pub async fn preview_list(ctx: Ctx, who: As<Secretariat>, upload: Path<CandidateUploadId>) -> Handled {
    let (services, person) = (ctx.services.clone(), who.person.clone());
    let id = upload.into_inner();
    let (here, file) = blocking(move || {
        services.db.read(|conn| {
            let here = here(conn, &person)?;
            let file = actions::find_upload(conn, here.session.id, id)?;
            Ok::<_, PageError>((here, file))
        })
    })
    .await?;
    let Some(file) = file else { return ctx.again(&form(&here), &["list-upload-gone".into()]) };
    if here.frozen {
        return ctx.again(&form(&here), &["list-frozen".into()]);
    }
    let candidates = ctx
        .services
        .files
        .run(move || {
            read_list(&file.content)
                .map_err(|_| PageError::internal("an upload does not read"))
                .map(|list| (file.file_name, list))
        })
        .await?;
    let (file_name, candidates) = candidates;
    ctx.show(&ListPreviewPage {
        session: here.session.name,
        upload: id.to_string(),
        file_name,
        before: here.candidates,
        sub_items: candidates.iter().map(|candidate| candidate.sub_items.len()).sum(),
        candidates: candidates.iter().map(PreviewCandidate::from).collect(),
    })
}

pub async fn confirm_list(
    ctx: Ctx,
    who: As<Secretariat>,
    upload: Path<CandidateUploadId>,
    fields: Form<Nothing>,
) -> Handled {
    let id = *upload;
    let session = read_here(&ctx, &who.person).await?.session;
    ctx.act(who, fields, move |tx, who, at, Nothing {}| {
        actions::import_upload(tx, &who.person.actor(), at, &session, id)
    })
    .heavy()
    .then(HERE, "candidates-imported")
    .or_again(move |conn, who, Nothing {}| Ok(form(&here(conn, &who.person)?)))
    .await
}

/// An empty list with the right headings.
pub async fn candidates_template(_who: As<Secretariat>) -> Handled {
    let format = TableFormat::Xlsx;
    let bytes = blocking(move || list_file::table(&[]).bytes(format)).await?;
    Ok(download("candidates-template.xlsx", format.content_type(), bytes))
}
