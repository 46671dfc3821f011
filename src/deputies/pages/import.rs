//! Importing a roll: the file, the preview with all its findings, the import.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{
    HttpResponse,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    web::{Data, Path},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::back_room::read_session;
use crate::{
    accounts::{As, Person, Secretariat},
    congress::Session,
    db::DbError,
    deputies::{
        actions::{self, BallotFacts, ImportError},
        import::{ImportRefusal, ImportSummary, RollUpload},
        roll::{Column, MAX_FILE_BYTES, Normalisation, RollError, RollReading, RollRow, RollWarning, read_roll},
        store,
    },
    ids::RollUploadId,
    web::{Ctx, Form, Handled, Message, Nothing, Page, PageError, Refusal, Upload, blocking},
};

const HERE: &str = "/secretariat/roll/import";
/// More findings of one kind than anybody mends by hand.
const MOST_SHOWN: usize = 200;
const MOST_ROWS_SHOWN: usize = 500;

/// One thing said of a file: the message `roll-error-<key>` or `roll-warning-<key>`.
#[derive(Serialize)]
pub struct Finding {
    /// 0 for the whole file.
    pub line: u32,
    /// The heading in the file; empty for a whole line.
    pub column: String,
    /// As it stands in the file.
    pub value: String,
    pub key: &'static str,
    pub args: BTreeMap<&'static str, Value>,
}

impl Finding {
    fn of_error(error: &RollError) -> Self {
        Self::new(error.line, error.column.as_ref(), error.value.as_ref(), error.code.key(), error.code.args())
    }

    fn of_warning(warning: &RollWarning) -> Self {
        Self::new(
            warning.line,
            warning.column.as_ref(),
            warning.value.as_ref(),
            warning.code.key(),
            warning.code.args(),
        )
    }

    fn new(
        line: Option<u32>,
        column: Option<&Column>,
        value: Option<&String>,
        key: &'static str,
        args: Vec<(&'static str, Value)>,
    ) -> Self {
        let column = column.map(|column| column.heading().to_owned()).unwrap_or_default();
        let value = value.cloned().unwrap_or_default();
        let mut args: BTreeMap<&'static str, Value> = args.into_iter().collect();
        if let Some(bytes) = args.remove("limit_bytes").and_then(|bytes| bytes.as_u64()) {
            args.insert("megabytes", json!(bytes / (1024 * 1024)));
        }
        args.insert("column", json!(column));
        args.insert("value", json!(value));
        Self { line: line.unwrap_or(0), column, value, key, args }
    }
}

/// The form for the file, with what was wrong with the last one.
#[derive(Serialize)]
pub struct RollUploadPage {
    pub session: String,
    pub in_office: usize,
    /// Why no roll can be imported at all: `roll-refused-…`, or empty.
    pub closed: &'static str,
    pub marked: usize,
    pub file_name: String,
    pub faults: Vec<Finding>,
    pub faults_in_all: usize,
    pub lines_at_fault: usize,
}

impl Page for RollUploadPage {
    const TEMPLATE: &'static str = "deputies/roll_upload.html";

    fn samples() -> Vec<Self> {
        let page = |in_office, closed: &'static str, faults: Vec<Finding>| Self {
            session: "第三次会议".to_owned(),
            in_office,
            closed,
            marked: 3,
            file_name: if faults.is_empty() { String::new() } else { "<script>名册</script>.xlsx".to_owned() },
            faults_in_all: faults.len() * 2,
            lines_at_fault: faults.len(),
            faults,
        };
        vec![
            page(0, "", Vec::new()),
            page(340, "", Vec::new()),
            page(340, "roll-refused-frozen", Vec::new()),
            page(340, "roll-refused-attendance", Vec::new()),
            page(0, "", samples::every_error()),
        ]
    }
}

/// What the file holds and what importing it would change.
#[derive(Serialize)]
pub struct PreviewPage {
    pub session: String,
    pub upload: String,
    pub file_name: String,
    pub delegations: Vec<DelegationCount>,
    pub rows: Vec<RollRow>,
    pub rows_in_all: usize,
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

/// A cell read otherwise than it stands: the message `roll-change-<rule>`.
#[derive(Serialize)]
pub struct Change {
    /// 0 for the whole file.
    pub line: u32,
    pub column: String,
    pub rule: &'static str,
    pub from: String,
    pub to: String,
}

impl Change {
    fn of(change: &Normalisation) -> Self {
        Self {
            line: change.line.unwrap_or(0),
            column: change.column.as_ref().map(|column| column.heading().to_owned()).unwrap_or_default(),
            rule: change.rule.key(),
            from: change.from.clone(),
            to: change.to.clone(),
        }
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
            note: "<b>备注</b>".to_owned(),
        };
        let rows = || vec![row(2, "<script>alert(1)</script>"), row(3, &"名".repeat(64))];
        let plain = || Self {
            session: "第三次会议".to_owned(),
            upload: "0190a0a0-0000-7000-8000-000000000000".to_owned(),
            file_name: "名册.csv".to_owned(),
            delegations: vec![DelegationCount { name: "<script>团</script>".to_owned(), deputies: 2 }],
            rows: rows(),
            rows_in_all: 2,
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
        ]
    }
}

mod samples {
    use super::{Change, Finding};
    use crate::deputies::roll::{
        Column, FileFormat, Normalisation, NormalisationRule, RollError, RollErrorCode as E, RollWarning,
        RollWarningCode as W,
    };

    pub fn every_error() -> Vec<Finding> {
        let formats = [
            FileFormat::Ole2,
            FileFormat::EncryptedOffice,
            FileFormat::OtherZip,
            FileFormat::Png,
            FileFormat::Pdf,
            FileFormat::Archive,
            FileFormat::Markup,
            FileFormat::Utf16Text,
            FileFormat::Binary,
        ];
        let sheet = || "<script>名册</script>".to_owned();
        let codes = [
            E::EmptyFile,
            E::FileTooLarge { limit_bytes: 5 * 1024 * 1024 },
            E::UnpackedTooLarge { limit_bytes: 32 * 1024 * 1024 },
            E::Undecodable,
            E::BrokenWorkbook,
            E::TooManySheets { limit: 32 },
            E::MultipleSheets { sheets: vec![sheet(), "第二册".to_owned()] },
            E::MergedHeader { sheet: sheet(), last_line: 3 },
            E::MergedCells { sheet: sheet(), last_line: 3 },
            E::MissingColumn,
            E::DuplicateColumn,
            E::NoRows,
            E::TooManyRows { limit: 10_000 },
            E::TooManyColumns { limit: 64 },
            E::CellWithoutHeading,
            E::BlankRequired,
            E::DuplicateId { first_line: 10 },
            E::FormulaInCell { start: "=".to_owned() },
            E::NotText,
            E::LineBreakInCell,
            E::UnreadableCharacter,
            E::InvisibleCharacter { code_point: "U+200B".to_owned() },
            E::SpaceInId,
            E::TooLong { limit: 64 },
        ];
        let wrong_types = formats.into_iter().map(|format| E::WrongFileType { format });
        (0..)
            .zip(codes.into_iter().chain(wrong_types))
            .map(|(line, code)| RollError {
                line: (line > 8).then_some(line),
                column: (line > 8).then_some(Column::CertificateNo),
                code,
                value: (line % 2 == 1).then(|| "<script>alert(1)</script>".to_owned()),
            })
            .map(|error| Finding::of_error(&error))
            .collect()
    }

    pub fn every_warning() -> Vec<Finding> {
        let codes = [
            W::GuessedEncoding,
            W::FullwidthConverted { cells: 12 },
            W::SpacesRemoved { cells: 1 },
            W::UnknownColumn,
            W::NumberCell,
            W::PrivateUseCharacter,
            W::SameNameInDelegation { first_line: 7 },
        ];
        (0..)
            .zip(codes)
            .map(|(line, code)| RollWarning {
                line: (line > 2).then_some(line),
                column: (line > 2).then(|| Column::Other("<script>栏</script>".to_owned())),
                code,
                value: (line > 3).then(|| "甲".to_owned()),
            })
            .map(|warning| Finding::of_warning(&warning))
            .collect()
    }

    pub fn every_change() -> Vec<Change> {
        use NormalisationRule as R;
        [R::Decode, R::StripBom, R::Trim, R::FullwidthToHalfwidth, R::RemoveInnerSpaceBetweenHan]
            .into_iter()
            .map(|rule| Normalisation {
                line: (rule != R::Decode).then_some(4),
                column: (rule != R::Decode).then_some(Column::Name),
                rule,
                from: " <script> ".to_owned(),
                to: "<script>".to_owned(),
            })
            .map(|change| Change::of(&change))
            .collect()
    }
}

pub async fn show_roll_upload(ctx: Ctx, who: As<Secretariat>, facts: Data<BallotFacts>) -> Handled {
    let page = empty_form(&ctx, &who.person, *facts.get_ref()).await?;
    ctx.show(&page)
}

async fn empty_form(ctx: &Ctx, person: &Person, facts: BallotFacts) -> Result<RollUploadPage, PageError> {
    let (session, (count, frozen)) = read_session(ctx, person, move |conn, session| {
        Ok((store::roll_count(conn, session.id)?, (facts.roll_is_frozen)(conn, session.id)?))
    })
    .await?;
    let in_office = usize::try_from(count.in_office).map_err(DbError::corrupt)?;
    let marked = usize::try_from(count.present + count.excused).map_err(DbError::corrupt)?;
    let closed = match (frozen && in_office > 0, marked) {
        (true, _) => "roll-refused-frozen",
        (false, 1..) => "roll-refused-attendance",
        (false, 0) => "",
    };
    Ok(RollUploadPage {
        session: session.name,
        in_office,
        closed,
        marked,
        file_name: String::new(),
        faults: Vec::new(),
        faults_in_all: 0,
        lines_at_fault: 0,
    })
}

enum Taken {
    Stored,
    Faulty(RollReading),
    Refused(ImportRefusal),
}

/// Takes the file; one with faults is not kept, and every fault is listed at once.
pub async fn take_roll_upload(
    ctx: Ctx,
    who: As<Secretariat>,
    facts: Data<BallotFacts>,
    file: Upload<MAX_FILE_BYTES>,
) -> Handled {
    let form = empty_form(&ctx, &who.person, *facts.get_ref()).await?;
    if !form.closed.is_empty() {
        return ctx.again(&form, &[Message::new(form.closed).with("count", form.marked)]);
    }
    let Ok(key) = file.key(&ctx) else { return ctx.again(&form, &["roll-form-expired".into()]) };
    if file.file_name.is_empty() && file.content.is_empty() {
        return ctx.again(&form, &["roll-no-file".into()]);
    }
    let (session, ()) = read_session(&ctx, &who.person, |_, _| Ok(())).await?;
    let upload = RollUpload {
        // Of the form's own key, so that sending it twice leads to the same preview.
        id: RollUploadId::from(key.0),
        session: session.id,
        file_name: file.file_name,
        content: file.content,
    };
    let (services, now, actor, id) = (ctx.services.clone(), ctx.services.clock.now(), who.person.actor(), upload.id);
    let roll_is_frozen = facts.roll_is_frozen;
    let taken = blocking(move || {
        let reading = read_roll(&upload.file_name, &upload.content);
        if !reading.errors.is_empty() {
            return Ok(Taken::Faulty(reading));
        }
        let plan = services.db.read(|conn| {
            let frozen = roll_is_frozen(conn, upload.session)?;
            actions::import_plan(conn, upload.session, &reading.rows, frozen)
        })?;
        if let Err(refusal) = plan {
            return Ok(Taken::Refused(refusal));
        }
        services.db.submit(key, now, |tx| actions::upload_roll(tx, &actor, now, &upload))?;
        Ok::<_, PageError>(Taken::Stored)
    })
    .await?;
    match taken {
        Taken::Stored => Ok(ctx.see_page(&format!("{HERE}/{id}"))),
        Taken::Refused(refusal) => ctx.again(&form, &refusal.message().into_iter().collect::<Vec<_>>()),
        Taken::Faulty(reading) => {
            let lines: BTreeSet<_> = reading.errors.iter().filter_map(|e| e.line).collect();
            let page = RollUploadPage {
                faults_in_all: reading.errors.len(),
                lines_at_fault: lines.len(),
                faults: reading.errors.iter().take(MOST_SHOWN).map(Finding::of_error).collect(),
                file_name: reading.file_name,
                ..form
            };
            let problem = match page.lines_at_fault {
                0 => "roll-has-faults".into(),
                lines => Message::new("roll-has-faulty-lines").with("count", lines),
            };
            ctx.again(&page, &[problem])
        }
    }
}

pub async fn preview_roll(
    ctx: Ctx,
    who: As<Secretariat>,
    upload: Path<RollUploadId>,
    facts: Data<BallotFacts>,
) -> Handled {
    match preview(&ctx, &who.person, upload.into_inner(), *facts.get_ref()).await? {
        Preview::Ready(page) => ctx.show(&*page),
        Preview::Refused(problem) => {
            let form = empty_form(&ctx, &who.person, *facts.get_ref()).await?;
            ctx.again(&form, &[problem])
        }
    }
}

enum Preview {
    Ready(Box<PreviewPage>),
    Refused(Message),
}

async fn preview(ctx: &Ctx, person: &Person, id: RollUploadId, facts: BallotFacts) -> Result<Preview, PageError> {
    let (session, (file, before)) = read_session(ctx, person, move |conn, session| {
        Ok((actions::find_upload(conn, session.id, id)?, store::deputies(conn, session.id)?.len()))
    })
    .await?;
    let Some(file) = file else { return Ok(Preview::Refused("roll-upload-gone".into())) };
    let (services, of) = (ctx.services.clone(), session.id);
    let (reading, plan) = blocking(move || {
        let reading = read_roll(&file.file_name, &file.content);
        let plan = services.db.read(|conn| {
            let frozen = (facts.roll_is_frozen)(conn, of)?;
            actions::import_plan(conn, of, &reading.rows, frozen)
        })?;
        Ok::<_, PageError>((reading, plan))
    })
    .await?;
    Ok(match plan {
        Ok(roll) => Preview::Ready(Box::new(preview_page(session, id, reading, before, &roll.summary))),
        Err(refusal) => Preview::Refused(refusal.message().unwrap_or_else(|| "roll-refused-empty".into())),
    })
}

fn preview_page(
    session: Session,
    id: RollUploadId,
    reading: RollReading,
    before: usize,
    summary: &ImportSummary,
) -> PreviewPage {
    let mut delegations: Vec<DelegationCount> = Vec::new();
    for row in &reading.rows {
        match delegations.iter_mut().find(|delegation| delegation.name == row.delegation) {
            Some(delegation) => delegation.deputies += 1,
            None => delegations.push(DelegationCount { name: row.delegation.clone(), deputies: 1 }),
        }
    }
    PreviewPage {
        session: session.name,
        upload: id.to_string(),
        file_name: reading.file_name,
        delegations,
        rows_in_all: reading.rows.len(),
        rows: reading.rows.into_iter().take(MOST_ROWS_SHOWN).collect(),
        warnings: reading.warnings.iter().take(MOST_SHOWN).map(Finding::of_warning).collect(),
        warnings_in_all: reading.warnings.len(),
        changes: reading.normalisations.iter().take(MOST_SHOWN).map(Change::of).collect(),
        changes_in_all: reading.normalisations.len(),
        in_office: before,
        kept: summary.kept,
        added: summary.added,
        gone: summary.gone,
        void_cards: summary.void_cards,
    }
}

pub async fn confirm_import(
    ctx: Ctx,
    who: As<Secretariat>,
    upload: Path<RollUploadId>,
    facts: Data<BallotFacts>,
    form: Form<Nothing>,
) -> Handled {
    let (key, Nothing {}) = form.fresh()?;
    let (session, ()) = read_session(&ctx, &who.person, |_, _| Ok(())).await?;
    let (services, now, actor, id) =
        (ctx.services.clone(), ctx.services.clock.now(), who.person.actor(), upload.into_inner());
    let roll_is_frozen = facts.roll_is_frozen;
    let outcome = blocking(move || {
        Ok::<_, PageError>(services.db.submit(key, now, |tx| {
            let frozen = roll_is_frozen(tx, session.id)?;
            actions::import_upload(tx, &actor, now, &session, id, frozen)
        }))
    })
    .await?;
    match outcome {
        Ok(_) => Ok(ctx.see("/secretariat/roll", "roll-imported")),
        Err(ImportError::Db(e)) => Err(e.into()),
        Err(refused) => match refused.message() {
            Some(message) => {
                let form = empty_form(&ctx, &who.person, *facts.get_ref()).await?;
                ctx.again(&form, &[message])
            }
            None => Err(PageError::internal(refused)),
        },
    }
}

/// An empty roll with the right headings; with the mark by which Excel knows UTF-8.
pub async fn roll_template(_who: As<Secretariat>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"roll-template.csv\""))
        .body("\u{feff}代表证号,姓名,代表团,手机号,备注\r\n")
}
