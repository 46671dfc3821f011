//! Importing a candidate list: the file, the preview, the import.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::list::SubItemView;
use crate::{
    accounts::{As, Person, Secretariat},
    candidates::{
        actions,
        candidate::Candidate,
        difference::{Changed, Difference, Fate, differences},
        list_file::{self, COLUMNS, ListFault, ListReading, MAX_BYTES, read_list},
        store,
        upload::CandidateUpload,
    },
    congress::{self, Session, VotePart},
    db::{Conn, DbError},
    ids::CandidateUploadId,
    sheets::{Choices, ColumnSeen, Fault, OddRow, ReadingForm, ReadingView, Skipped, TableFault},
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
    /// The heading of the template; empty for a whole line.
    pub column: &'static str,
    pub value: String,
    /// Of its message.
    pub key: String,
    pub args: BTreeMap<&'static str, String>,
}

impl From<&ListFault> for FaultLine {
    fn from(fault: &ListFault) -> Self {
        let ListFault { sheet, line, column, value, key, number, detail, file } = fault.clone();
        let (key, args) = match file {
            Some(file) => (format!("sheet-fault-{key}"), file.words().args.into_iter().collect()),
            None => (
                format!("list-fault-{key}"),
                [
                    ("sheet", sheet.clone()),
                    ("column", column.to_owned()),
                    ("number", number.to_string()),
                    ("detail", detail),
                ]
                .into(),
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
        const KEYS: [&str; 28] = [
            "no_rows",
            "missing_column",
            "duplicate_column",
            "several_sheets",
            "cell_without_heading",
            "blank_required",
            "formula_in_cell",
            "not_text",
            "line_break_in_cell",
            "unreadable_character",
            "lost_character",
            "invisible_character",
            "too_long",
            "not_a_number",
            "not_the_next",
            "differs",
            "without_sub_item",
            "duplicate_code",
            "duplicate_title",
            "unknown_kind",
            "unknown_operator",
            "target_needed",
            "target_percent",
            "target_day",
            "target_other_unit",
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
            detail: "<b>户".to_owned(),
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
    pub investment: Option<String>,
    pub place: Option<String>,
    pub deadline: Option<String>,
    /// Where no sub-item says it.
    pub lead_unit: Option<String>,
    pub sub_items: Vec<SubItemView>,
    /// `list-fate-<…>`
    pub fate: &'static str,
    pub changed: Vec<ChangedView>,
}

/// A part that reads otherwise than on the list of today.
#[derive(Serialize)]
pub struct ChangedView {
    /// `list-part-<…>`
    pub part: &'static str,
    pub before: String,
    pub after: String,
}

impl PreviewCandidate {
    fn of(candidate: &Candidate, difference: Difference) -> Self {
        let view = |changed: Changed| ChangedView { part: changed.part, before: changed.before, after: changed.after };
        Self {
            number: candidate.number,
            title: candidate.title.clone(),
            summary: candidate.summary.clone(),
            service_field: candidate.service_field.clone(),
            investment: candidate.investment.clone(),
            place: candidate.place.clone(),
            deadline: candidate.deadline.clone(),
            lead_unit: candidate.lead_unit.clone().filter(|_| candidate.sub_items.is_empty()),
            sub_items: candidate.sub_items.iter().map(SubItemView::from).collect(),
            fate: difference.fate.word(),
            changed: difference.changed.into_iter().map(view).collect(),
        }
    }
}

/// A row that is not imported.
#[derive(Serialize)]
pub struct SkippedLine {
    pub line: u32,
    pub words: String,
    /// `skipped-<…>`
    pub why: &'static str,
}

/// A row that is imported though nobody sees it in the spreadsheet, or it is struck through.
#[derive(Serialize)]
pub struct OddLine {
    pub line: u32,
    pub words: String,
    pub hidden: bool,
}

/// What the file holds, before it takes the place of the list of today; or how it is to be read, while that is not clear.
#[derive(Serialize)]
pub struct ListPreviewPage {
    pub session: String,
    pub upload: String,
    pub file_name: String,
    pub reading: ReadingView,
    pub faults: Vec<FaultLine>,
    pub faults_in_all: usize,
    /// What must be looked at before it is imported, as one word.
    pub to_be_seen: String,
    pub skipped: Vec<SkippedLine>,
    pub odd: Vec<OddLine>,
    /// Headings of columns that are not used.
    pub unused: Vec<String>,
    /// Sheets that are not read.
    pub other_sheets: Vec<String>,
    /// The text was not UTF-8.
    pub guessed: bool,
    /// On the list of today.
    pub before: usize,
    pub candidates: Vec<PreviewCandidate>,
    pub sub_items: usize,
    pub added: usize,
    pub changed: usize,
    /// Titles that are on the list of today and not on this one.
    pub gone: Vec<String>,
}

impl Page for ListPreviewPage {
    const TEMPLATE: &'static str = "candidates/preview.html";

    fn samples() -> Vec<Self> {
        let candidate = |number, sub_items: Vec<SubItemView>, fate| PreviewCandidate {
            number,
            title: "“幸福安居”在上城<script>alert(1)</script>".to_owned(),
            summary: "<b>报告提出</b>".to_owned(),
            service_field: (number == 1).then(|| "住有宜居<i>".to_owned()),
            investment: (number == 2).then(|| "1200万元<i>".to_owned()),
            place: (number == 2).then(|| "湖滨街道<i>".to_owned()),
            deadline: (number == 2).then(|| "2024年11月底<i>".to_owned()),
            lead_unit: sub_items.is_empty().then(|| "区民政局<i>".to_owned()),
            sub_items,
            fate,
            changed: match fate {
                "changed" => vec![
                    ChangedView { part: "summary", before: "旧<b>".to_owned(), after: "新<b>".to_owned() },
                    ChangedView { part: "place", before: String::new(), after: "湖滨街道".to_owned() },
                    ChangedView { part: "sub_items", before: "C01-01 加装电梯".to_owned(), after: String::new() },
                ],
                _ => Vec::new(),
            },
        };
        let page = |before| Self {
            session: "第三次会议".to_owned(),
            upload: "0190a0a0-0000-7000-8000-000000000000".to_owned(),
            file_name: "<script>.xlsx".to_owned(),
            reading: ReadingView::samples().remove(0),
            faults: Vec::new(),
            faults_in_all: 0,
            to_be_seen: String::new(),
            skipped: Vec::new(),
            odd: Vec::new(),
            unused: Vec::new(),
            other_sheets: Vec::new(),
            guessed: false,
            before,
            candidates: vec![
                candidate(1, SubItemView::samples(), "same"),
                candidate(2, Vec::new(), "changed"),
                candidate(3, Vec::new(), "added"),
            ],
            sub_items: 8,
            added: 1,
            changed: 1,
            gone: if before > 0 { vec!["旧项目<b>".to_owned()] } else { Vec::new() },
        };
        let fault: ListFault = TableFault { line: None, fault: Fault::EmptyFile }.into();
        vec![
            page(0),
            page(12),
            Self {
                reading: ReadingView::samples().remove(1),
                to_be_seen: "0011223344556677".to_owned(),
                skipped: vec![SkippedLine { line: 1, words: "<b>候选项目表".to_owned(), why: "title" }],
                odd: vec![OddLine { line: 8, words: "7　<i>旧项目".to_owned(), hidden: true }],
                unused: vec!["<b>配合单位".to_owned(), "联系人".to_owned()],
                other_sheets: vec!["填表说明<b>".to_owned()],
                guessed: true,
                ..page(12)
            },
            Self {
                reading: ReadingView::samples().remove(2),
                faults: vec![FaultLine::from(&fault)],
                faults_in_all: 900,
                candidates: Vec::new(),
                ..page(12)
            },
        ]
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
    let frozen = congress::is_closed(conn, session.id, VotePart::List)?;
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
        choices: Choices::default(),
    };
    let (id, file_name) = (upload.id, upload.file_name.clone());
    let no_file = upload.file_name.is_empty() && upload.content.is_empty();
    let (upload, faults) = match no_file || form.key().is_none() {
        true => (upload, Vec::new()),
        false => {
            let read = move || {
                let reading = read_list(&upload.content, &upload.choices);
                let faults = if reading.can_be_chosen() { Vec::new() } else { reading.faults };
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
    match preview(&ctx, &who.person, upload.into_inner()).await? {
        Preview::Ready(page, wrong) if wrong.is_empty() => ctx.show(&*page),
        Preview::Ready(page, wrong) => ctx.again(&*page, &wrong),
        Preview::Refused(page, problem) => ctx.again(&*page, &[problem]),
    }
}

enum Preview {
    /// With what keeps the file, as it is read now, from going in.
    Ready(Box<ListPreviewPage>, Vec<Message>),
    Refused(Box<ListUploadPage>, Message),
}

async fn preview(ctx: &Ctx, person: &Person, id: CandidateUploadId) -> Result<Preview, PageError> {
    let person = person.clone();
    let (here, file, before) = ctx
        .read(move |conn| {
            let here = here(conn, &person)?;
            let file = actions::find_upload(conn, here.session.id, id)?;
            let before = store::candidates(conn, here.session.id)?;
            Ok::<_, PageError>((here, file, before))
        })
        .await?;
    let Some(file) = file else { return Ok(Preview::Refused(Box::new(form(&here)), "list-upload-gone".into())) };
    if here.frozen {
        return Ok(Preview::Refused(Box::new(form(&here)), "list-frozen".into()));
    }
    let (file, reading) = ctx
        .services
        .files
        .run(move || {
            let reading = read_list(&file.content, &file.choices);
            Ok::<_, PageError>((file, reading))
        })
        .await?;
    let wrong = match reading.faults.len() {
        0 => Vec::new(),
        _ if reading.can_be_chosen() => Vec::new(),
        count => vec![Message::new("list-has-faults").with("count", count)],
    };
    Ok(Preview::Ready(Box::new(preview_page(here.session, &file, &reading, &before)), wrong))
}

fn preview_page(
    session: Session,
    file: &CandidateUpload,
    reading: &ListReading,
    before: &[Candidate],
) -> ListPreviewPage {
    let (differences, gone) = differences(before, &reading.candidates);
    let of_fate = |fate: Fate| differences.iter().filter(|difference| difference.fate == fate).count();
    let (added, changed) = (of_fate(Fate::Added), of_fate(Fate::Changed));
    let layout = reading.layout.as_ref();
    let skipped =
        |skipped: &Skipped| SkippedLine { line: skipped.line, words: skipped.words.clone(), why: skipped.why.word() };
    let odd = |odd: &OddRow| OddLine { line: odd.line, words: odd.words.clone(), hidden: odd.hidden };
    let unused =
        |column: &ColumnSeen| (column.key.is_none() && !column.heading.is_empty()).then(|| column.heading.clone());
    ListPreviewPage {
        session: session.name,
        upload: file.id.to_string(),
        file_name: file.file_name.clone(),
        reading: layout.map(|layout| ReadingView::of(layout, &COLUMNS, &file.choices)).unwrap_or_default(),
        faults_in_all: reading.faults.len(),
        faults: reading.faults.iter().take(MOST_SHOWN).map(FaultLine::from).collect(),
        to_be_seen: reading.to_be_seen(),
        skipped: layout.map(|layout| layout.skipped.iter().map(skipped).collect()).unwrap_or_default(),
        odd: layout.map(|layout| layout.odd.iter().map(odd).collect()).unwrap_or_default(),
        unused: layout.map(|layout| layout.columns.iter().filter_map(unused).collect()).unwrap_or_default(),
        other_sheets: layout.map(|layout| layout.other_sheets().map(ToOwned::to_owned).collect()).unwrap_or_default(),
        guessed: reading.guessed,
        before: before.len(),
        sub_items: reading.candidates.iter().map(|candidate| candidate.sub_items.len()).sum(),
        candidates: reading.candidates.iter().zip(differences).map(|(c, d)| PreviewCandidate::of(c, d)).collect(),
        added,
        changed,
        gone: gone.into_iter().map(|candidate| candidate.title.clone()).collect(),
    }
}

/// How the file is to be read.
#[derive(Debug, Deserialize)]
pub struct ListReadingForm {
    #[serde(default)]
    sheet: String,
    #[serde(default)]
    head: String,
    #[serde(default)]
    column: Vec<String>,
    #[serde(default)]
    odd: String,
}

/// Keeps how the file is to be read, and shows it read so.
pub async fn choose_list_reading(
    ctx: Ctx,
    who: As<Secretariat>,
    upload: Path<CandidateUploadId>,
    fields: Form<ListReadingForm>,
) -> Handled {
    let (id, person) = (*upload, who.person.clone());
    let (here, file) = ctx
        .read(move |conn| {
            let here = here(conn, &person)?;
            let file = actions::find_upload(conn, here.session.id, id)?;
            Ok::<_, PageError>((here, file))
        })
        .await?;
    let page = form(&here);
    let Some(file) = file else { return ctx.again(&page, &["list-upload-gone".into()]) };
    let before = file.choices.clone();
    let read = move || Ok::<_, PageError>(read_list(&file.content, &file.choices));
    let reading = ctx.services.files.run(read).await?;
    let ListReadingForm { sheet, head, column, odd } = fields.typed();
    let choices = ReadingForm { sheet, head, column, odd }.chosen(&before, reading.layout.as_ref());
    let session = here.session.id;
    ctx.act(who, fields, move |tx, _, _, _| actions::choose_reading(tx, session, id, &choices))
        .unaudited()
        .then_page(format!("{HERE}/{id}"))
        .or(async |_, again| ctx.again(&page, &again.wrong))
        .await
}

/// What was looked at before the import.
#[derive(Debug, Deserialize)]
pub struct SeenRows {
    #[serde(default)]
    seen: String,
}

pub async fn confirm_list(
    ctx: Ctx,
    who: As<Secretariat>,
    upload: Path<CandidateUploadId>,
    fields: Form<SeenRows>,
) -> Handled {
    let id = *upload;
    let session = read_here(&ctx, &who.person).await?.session;
    ctx.act(who, fields, move |tx, who, at, SeenRows { seen }| {
        actions::import_upload(tx, &who.person.actor(), at, &session, id, seen)
    })
    .heavy()
    .then(HERE, "candidates-imported")
    .or(async |who, again| match preview(&ctx, &who.person, id).await? {
        Preview::Ready(page, _) => ctx.again(&*page, &again.wrong),
        Preview::Refused(page, _) => ctx.again(&*page, &again.wrong),
    })
    .await
}

/// An empty list with the right headings, and how to fill it in.
pub async fn candidates_template(_who: As<Secretariat>) -> Handled {
    let bytes = blocking(|| list_file::template().map_err(PageError::internal)).await?;
    Ok(download("candidates-template.xlsx", TableFormat::Xlsx.content_type(), bytes))
}
