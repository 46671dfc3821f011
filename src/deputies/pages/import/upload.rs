//! The form for the file, and what is wrong with the one that was sent.

use std::collections::BTreeSet;

use actix_web::{
    HttpResponse,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    web::Data,
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
        actions::{self, BallotFacts},
        import::{ImportRefusal, RollUpload},
        pages::back_room::read_session,
        roll::{MAX_FILE_BYTES, RollReading, read_roll},
        store,
    },
    ids::RollUploadId,
    web::{Ctx, Handled, Message, MixedRefusal as Refusal, Page, PageError, Upload},
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

pub async fn show_roll_upload(ctx: Ctx, who: As<Secretariat>, facts: Data<BallotFacts>) -> Handled {
    let page = empty_form(&ctx, &who.person, *facts.get_ref()).await?;
    ctx.show(&page)
}

pub(super) async fn empty_form(ctx: &Ctx, person: &Person, facts: BallotFacts) -> Result<RollUploadPage, PageError> {
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
    let shared = ctx.services.clone();
    let taken = shared
        .files
        .run(move || {
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
        Taken::Refused(refusal) => ctx.again(&form, &[refusal.refused()?]),
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

/// An empty roll with the right headings; with the mark by which Excel knows UTF-8.
pub async fn roll_template(_who: As<Secretariat>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"roll-template.csv\""))
        .body("\u{feff}代表证号,姓名,代表团,手机号,备注\r\n")
}
