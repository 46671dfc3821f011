//! The form for the file, and what is wrong with the one that was sent.

use std::collections::BTreeSet;

use actix_web::{
    HttpResponse,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};
use serde::Serialize;

use super::{
    finding::{Finding, MOST_SHOWN},
    samples,
};
use crate::{
    accounts::{As, Person, Secretariat},
    db::DbError,
    deputies::{
        actions,
        import::{ImportRefusal, RollDoor, RollUpload},
        pages::back_room::read_session,
        roll::{MAX_FILE_BYTES, RollChoices, RollReading, read_roll},
        store,
    },
    ids::RollUploadId,
    web::{Ctx, Handled, Message, Nothing, Page, PageError, Refused, Upload},
};

const HERE: &str = "/secretariat/roll/import";

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

pub async fn show_roll_upload(ctx: Ctx, who: As<Secretariat>) -> Handled {
    let page = empty_form(&ctx, &who.person).await?;
    ctx.show(&page)
}

pub(super) async fn empty_form(ctx: &Ctx, person: &Person) -> Result<RollUploadPage, PageError> {
    let (session, (count, door)) = read_session(ctx, person, move |conn, session| {
        Ok((store::roll_count(conn, session.id)?, actions::roll_door(conn, session.id)?))
    })
    .await?;
    let in_office = usize::try_from(count.in_office).map_err(DbError::corrupt)?;
    let marked = usize::try_from(count.present + count.excused).map_err(DbError::corrupt)?;
    let closed = match (door, marked) {
        (RollDoor::Shut, _) if in_office > 0 => "roll-refused-frozen",
        (RollDoor::Open, 1..) => "roll-refused-attendance",
        _ => "",
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

/// Takes the file; one with faults is not kept, and every fault is listed at once.
pub async fn take_roll_upload(ctx: Ctx, who: As<Secretariat>, upload: Upload<Nothing, MAX_FILE_BYTES>) -> Handled {
    let page = empty_form(&ctx, &who.person).await?;
    if !page.closed.is_empty() {
        return ctx.again(&page, &[Message::new(page.closed).with("count", page.marked)]);
    }
    let (session, ()) = read_session(&ctx, &who.person, |_, _| Ok(())).await?;
    let (form, file) = upload.into_one();
    let upload = RollUpload {
        // Of the form's own key, so that sending it twice leads to the same preview.
        id: form.key().map_or_else(RollUploadId::new, |key| RollUploadId::from(key.0)),
        session: session.id,
        file_name: file.name,
        content: file.content,
        choices: RollChoices::default(),
    };
    let id = upload.id;
    let (upload, reading) = match form.key() {
        None => (upload, None),
        Some(_) if upload.file_name.is_empty() && upload.content.is_empty() => {
            return ctx.again(&page, &["roll-no-file".into()]);
        }
        Some(_) => {
            let read = move || {
                let reading = read_roll(&upload.file_name, &upload.content);
                Ok::<_, PageError>((upload, reading))
            };
            let (upload, reading) = ctx.services.files.run(read).await?;
            if !reading.errors.is_empty() && !reading.can_be_chosen() {
                return ctx.again(&faulty(page, &reading), &[problem_of(&reading)]);
            }
            (upload, Some(reading))
        }
    };
    ctx.act(who, form, move |tx, who, at, Nothing {}| {
        // What is still to be chosen by hand is judged when it is.
        if let Some(reading) = reading.as_ref().filter(|reading| reading.errors.is_empty()) {
            actions::import_plan(tx, upload.session, &reading.rows)??;
        }
        Ok::<_, Refused<ImportRefusal>>(actions::upload_roll(tx, &who.person.actor(), at, &upload)?)
    })
    .heavy()
    .when_expired("roll-form-expired")
    .then_page(format!("{HERE}/{id}"))
    .or(async |_, again| ctx.again(&page, &again.wrong))
    .await
}

pub(super) fn lines_at_fault(reading: &RollReading) -> usize {
    reading.errors.iter().filter_map(|e| e.line).collect::<BTreeSet<_>>().len()
}

pub(super) fn problem_of(reading: &RollReading) -> Message {
    match lines_at_fault(reading) {
        0 => "roll-has-faults".into(),
        lines => Message::new("roll-has-faulty-lines").with("count", lines),
    }
}

fn faulty(page: RollUploadPage, reading: &RollReading) -> RollUploadPage {
    RollUploadPage {
        faults_in_all: reading.errors.len(),
        lines_at_fault: lines_at_fault(reading),
        faults: reading.errors.iter().take(MOST_SHOWN).map(Finding::of_error).collect(),
        file_name: reading.file_name.clone(),
        ..page
    }
}

/// An empty roll with the right headings; with the mark by which Excel knows UTF-8.
pub async fn roll_template(_who: As<Secretariat>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"roll-template.csv\""))
        .body("\u{feff}代表证号,姓名,代表团,手机号,座位号,备注\r\n")
}
