//! What the file holds and what importing it would change; and importing it.

use serde::{Deserialize, Serialize};

use super::{
    finding::{Change, Finding, MOST_SHOWN},
    samples,
    upload::{empty_form, lines_at_fault, problem_of},
};
use crate::{
    accounts::{As, Person, Secretariat},
    congress::{self, Session, VotePart},
    deputies::{
        actions,
        import::{ImportRefusal, NewRoll, RollUpload},
        pages::back_room::read_session,
        roll::{Alike, COLUMNS, RollChoices, RollReading, RollRow, read_roll_as},
        store,
    },
    ids::RollUploadId,
    sheets::{OddRow, ReadingForm, ReadingView, Skipped},
    web::{Ctx, Form, Handled, Message, Page, PageError, Path, Refusal},
};

const MOST_ROWS_SHOWN: usize = 500;

/// What the file holds and what importing it would change; or how it is to be read, while that is not clear.
#[derive(Serialize)]
pub struct PreviewPage {
    pub session: String,
    pub upload: String,
    pub file_name: String,
    pub reading: ReadingView,
    /// Numbers are made for whoever has none.
    pub numbers: bool,
    /// Delegations whose names look alike are different ones.
    pub apart: bool,
    pub faults: Vec<Finding>,
    pub faults_in_all: usize,
    pub lines_at_fault: usize,
    /// What must be looked at before it is imported, as one word; see [`RollReading::to_be_seen`].
    pub to_be_seen: String,
    pub skipped: Vec<SkippedLine>,
    pub odd: Vec<OddLine>,
    pub alike: Vec<AlikeNames>,
    pub delegations: Vec<DelegationCount>,
    pub rows: Vec<RollRow>,
    pub rows_in_all: usize,
    pub has_seats: bool,
    pub warnings: Vec<Finding>,
    pub warnings_in_all: usize,
    pub changes: Vec<Change>,
    pub changes_in_all: usize,
    /// On the roll of today.
    pub in_office: usize,
    pub kept: usize,
    pub added: usize,
    pub gone: usize,
    pub void_cards: usize,
}

#[derive(Serialize)]
pub struct DelegationCount {
    pub name: String,
    pub deputies: usize,
}

/// A row that is not imported.
#[derive(Serialize)]
pub struct SkippedLine {
    pub line: u32,
    pub words: String,
    /// `skipped-<…>`
    pub why: &'static str,
}

impl From<&Skipped> for SkippedLine {
    fn from(skipped: &Skipped) -> Self {
        Self { line: skipped.line, words: skipped.words.clone(), why: skipped.why.word() }
    }
}

/// A row that is imported though nobody sees it in the spreadsheet, or it is struck through.
#[derive(Serialize)]
pub struct OddLine {
    pub line: u32,
    pub words: String,
    pub hidden: bool,
}

impl From<&OddRow> for OddLine {
    fn from(odd: &OddRow) -> Self {
        Self { line: odd.line, words: odd.words.clone(), hidden: odd.hidden }
    }
}

#[derive(Serialize)]
pub struct AlikeNames {
    pub name: String,
    pub others: Vec<String>,
}

impl From<&Alike> for AlikeNames {
    fn from(alike: &Alike) -> Self {
        Self { name: alike.name.clone(), others: alike.others.clone() }
    }
}

impl Page for PreviewPage {
    const TEMPLATE: &'static str = "deputies/roll_preview.html";

    fn samples() -> Vec<Self> {
        let row = |line, name: &str| RollRow {
            line,
            certificate_no: "W".repeat(32),
            name: name.to_owned(),
            delegation: "团".repeat(64),
            phone: (line == 2).then(|| "1".repeat(32)),
            seat: (line == 3).then(|| "3排12座".to_owned()),
            note: "<b>备注</b>".to_owned(),
        };
        let rows = || vec![row(2, "<script>alert(1)</script>"), row(3, &"名".repeat(64))];
        let plain = || Self {
            session: "第三次会议".to_owned(),
            upload: "0190a0a0-0000-7000-8000-000000000000".to_owned(),
            file_name: "名册.csv".to_owned(),
            reading: ReadingView::samples().remove(0),
            numbers: false,
            apart: false,
            faults: Vec::new(),
            faults_in_all: 0,
            lines_at_fault: 0,
            to_be_seen: String::new(),
            skipped: Vec::new(),
            odd: Vec::new(),
            alike: Vec::new(),
            delegations: vec![DelegationCount { name: "<script>团</script>".to_owned(), deputies: 2 }],
            rows: rows(),
            rows_in_all: 2,
            has_seats: true,
            warnings: Vec::new(),
            warnings_in_all: 0,
            changes: Vec::new(),
            changes_in_all: 0,
            in_office: 0,
            kept: 0,
            added: 2,
            gone: 0,
            void_cards: 0,
        };
        vec![
            plain(),
            Self {
                file_name: "<script>".to_owned(),
                rows_in_all: 10_000,
                warnings: samples::every_warning(),
                warnings_in_all: 900,
                changes: samples::every_change(),
                changes_in_all: 900,
                in_office: 340,
                kept: 338,
                gone: 2,
                void_cards: 1,
                ..plain()
            },
            Self { in_office: 340, kept: 340, added: 0, ..plain() },
            Self {
                reading: ReadingView::samples().remove(1),
                apart: true,
                to_be_seen: "0011223344556677".to_owned(),
                skipped: crate::sheets::Why::ALL
                    .iter()
                    .zip(1..)
                    .map(|(why, line)| SkippedLine { line, words: "<b>小计　25</b>".to_owned(), why: why.word() })
                    .collect(),
                odd: [true, false]
                    .into_iter()
                    .zip(8..)
                    .map(|(hidden, line)| OddLine { line, words: "SC0003　<i>丙三".to_owned(), hidden })
                    .collect(),
                alike: vec![AlikeNames {
                    name: "第一代表团<b>".to_owned(),
                    others: vec!["第1代表团".to_owned(), "第１代表团".to_owned()],
                }],
                ..plain()
            },
            Self {
                reading: ReadingView::samples().remove(2),
                numbers: true,
                faults: samples::every_error(),
                faults_in_all: 900,
                lines_at_fault: 12,
                delegations: Vec::new(),
                rows: Vec::new(),
                rows_in_all: 0,
                ..plain()
            },
        ]
    }
}

pub async fn preview_roll(ctx: Ctx, who: As<Secretariat>, upload: Path<RollUploadId>) -> Handled {
    match preview(&ctx, &who.person, upload.into_inner()).await? {
        Preview::Ready(page, wrong) if wrong.is_empty() => ctx.show(&*page),
        Preview::Ready(page, wrong) => ctx.again(&*page, &wrong),
        Preview::Refused(problem) => {
            let form = empty_form(&ctx, &who.person).await?;
            ctx.again(&form, &[problem])
        }
    }
}

enum Preview {
    /// With what keeps the file, as it is read now, from going in.
    Ready(Box<PreviewPage>, Vec<Message>),
    Refused(Message),
}

async fn preview(ctx: &Ctx, person: &Person, id: RollUploadId) -> Result<Preview, PageError> {
    let (session, (file, before, frozen)) = read_session(ctx, person, move |conn, session| {
        Ok((
            actions::find_upload(conn, session.id, id)?,
            store::deputies(conn, session.id)?.len(),
            congress::is_closed(conn, session.id, VotePart::Roll)?,
        ))
    })
    .await?;
    let Some(file) = file else { return Ok(Preview::Refused("roll-upload-gone".into())) };
    if frozen && before > 0 {
        return Ok(Preview::Refused("roll-refused-frozen".into()));
    }
    let (services, of) = (ctx.services.clone(), session.id);
    let shared = ctx.services.clone();
    let (file, reading, plan) = shared
        .files
        .run(move || {
            let RollUpload { file_name, content, choices, .. } = &file;
            let reading = read_roll_as(file_name, content, choices);
            let plan = match reading.errors.is_empty() {
                true => Some(services.db.read(|conn| actions::import_plan(conn, of, &reading.rows))?),
                false => None,
            };
            Ok::<_, PageError>((file, reading, plan))
        })
        .await?;
    Ok(match plan {
        Some(Err(refusal @ (ImportRefusal::Frozen | ImportRefusal::AttendanceBegun(_)))) => {
            Preview::Refused(Message::first_of(&refusal.messages()))
        }
        Some(Err(refusal)) => {
            let page = preview_page(session, &file, reading, before, None);
            Preview::Ready(Box::new(page), refusal.messages())
        }
        Some(Ok(roll)) => {
            Preview::Ready(Box::new(preview_page(session, &file, reading, before, Some(&roll))), Vec::new())
        }
        None => {
            let wrong = if reading.can_be_chosen() { Vec::new() } else { vec![problem_of(&reading)] };
            Preview::Ready(Box::new(preview_page(session, &file, reading, before, None)), wrong)
        }
    })
}

fn preview_page(
    session: Session,
    file: &RollUpload,
    mut reading: RollReading,
    before: usize,
    roll: Option<&NewRoll>,
) -> PreviewPage {
    // Numbers that were made stand in the plan.
    for (row, deputy) in reading.rows.iter_mut().zip(roll.map(|roll| roll.deputies.as_slice()).unwrap_or_default()) {
        row.certificate_no.clone_from(&deputy.certificate_no);
    }
    let mut delegations: Vec<DelegationCount> = Vec::new();
    for row in &reading.rows {
        match delegations.iter_mut().find(|delegation| delegation.name == row.delegation) {
            Some(delegation) => delegation.deputies += 1,
            None => delegations.push(DelegationCount { name: row.delegation.clone(), deputies: 1 }),
        }
    }
    let summary = roll.map(|roll| roll.summary).unwrap_or_default();
    let layout = reading.layout.as_ref();
    PreviewPage {
        session: session.name,
        upload: file.id.to_string(),
        reading: layout.map(|layout| ReadingView::of(layout, &COLUMNS, &file.choices.reading)).unwrap_or_default(),
        numbers: file.choices.numbers,
        apart: file.choices.apart,
        faults_in_all: reading.errors.len(),
        lines_at_fault: lines_at_fault(&reading),
        faults: reading.errors.iter().take(MOST_SHOWN).map(Finding::of_error).collect(),
        to_be_seen: if roll.is_some() { reading.to_be_seen() } else { String::new() },
        skipped: layout.map(|layout| layout.skipped.iter().map(SkippedLine::from).collect()).unwrap_or_default(),
        odd: layout.map(|layout| layout.odd.iter().map(OddLine::from).collect()).unwrap_or_default(),
        alike: reading.alike.iter().map(AlikeNames::from).collect(),
        delegations,
        has_seats: reading.rows.iter().any(|row| row.seat.is_some()),
        rows_in_all: reading.rows.len(),
        rows: reading.rows.into_iter().take(MOST_ROWS_SHOWN).collect(),
        warnings: reading.warnings.iter().take(MOST_SHOWN).map(Finding::of_warning).collect(),
        warnings_in_all: reading.warnings.len(),
        changes: reading.normalisations.iter().take(MOST_SHOWN).map(Change::of).collect(),
        changes_in_all: reading.normalisations.len(),
        file_name: reading.file_name,
        in_office: before,
        kept: summary.kept,
        added: summary.added,
        gone: summary.gone,
        void_cards: summary.void_cards,
    }
}

/// How the file is to be read.
#[derive(Debug, Deserialize)]
pub struct RollReadingForm {
    #[serde(default)]
    sheet: String,
    #[serde(default)]
    head: String,
    #[serde(default)]
    column: Vec<String>,
    #[serde(default)]
    odd: String,
    #[serde(default)]
    numbers: String,
    #[serde(default)]
    delegations: String,
}

/// Keeps how the file is to be read, and shows it read so.
pub async fn choose_roll_reading(
    ctx: Ctx,
    who: As<Secretariat>,
    upload: Path<RollUploadId>,
    form: Form<RollReadingForm>,
) -> Handled {
    let id = *upload;
    let (session, file) =
        read_session(&ctx, &who.person, move |conn, session| actions::find_upload(conn, session.id, id)).await?;
    let Some(file) = file else {
        return ctx.again(&empty_form(&ctx, &who.person).await?, &["roll-upload-gone".into()]);
    };
    let before = file.choices.clone();
    let reading = ctx
        .services
        .files
        .run(move || Ok::<_, PageError>(read_roll_as(&file.file_name, &file.content, &file.choices)))
        .await?;
    let typed = form.typed();
    let reading_form = ReadingForm { sheet: &typed.sheet, head: &typed.head, column: &typed.column, odd: &typed.odd };
    let choices = RollChoices {
        reading: reading_form.chosen(&before.reading, reading.layout.as_ref()),
        numbers: typed.numbers == "make",
        apart: typed.delegations == "apart",
    };
    ctx.act(who, form, move |tx, _, _, _| actions::choose_reading(tx, session.id, id, &choices))
        .unaudited()
        .then_page(format!("/secretariat/roll/import/{id}"))
        .or(async |who, again| ctx.again(&empty_form(&ctx, &who.person).await?, &again.wrong))
        .await
}

/// What was looked at before the import.
#[derive(Debug, Deserialize)]
pub struct Seen {
    #[serde(default)]
    seen: String,
}

pub async fn confirm_import(ctx: Ctx, who: As<Secretariat>, upload: Path<RollUploadId>, form: Form<Seen>) -> Handled {
    let id = *upload;
    let (session, ()) = read_session(&ctx, &who.person, |_, _| Ok(())).await?;
    ctx.act(who, form, move |tx, who, at, Seen { seen }| {
        actions::import_upload(tx, &who.person.actor(), at, &session, id, seen)
    })
    .heavy()
    .then("/secretariat/roll", "roll-imported")
    .or(async |who, again| match preview(&ctx, &who.person, id).await? {
        Preview::Ready(page, _) => ctx.again(&*page, &again.wrong),
        Preview::Refused(_) => ctx.again(&empty_form(&ctx, &who.person).await?, &again.wrong),
    })
    .await
}
