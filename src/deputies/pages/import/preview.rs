//! What the file holds and what importing it would change; and importing it.

use serde::Serialize;

use super::{
    finding::{Change, Finding, MOST_SHOWN},
    samples,
    upload::empty_form,
};
use crate::{
    accounts::{As, Person, Secretariat},
    congress::Session,
    deputies::{
        actions,
        import::ImportSummary,
        pages::back_room::read_session,
        roll::{RollReading, RollRow, read_roll},
        store,
    },
    ids::RollUploadId,
    web::{Ctx, Form, Handled, Message, Nothing, Page, PageError, Path, Refusal},
};

const MOST_ROWS_SHOWN: usize = 500;

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

pub async fn preview_roll(ctx: Ctx, who: As<Secretariat>, upload: Path<RollUploadId>) -> Handled {
    match preview(&ctx, &who.person, upload.into_inner()).await? {
        Preview::Ready(page) => ctx.show(&*page),
        Preview::Refused(problem) => {
            let form = empty_form(&ctx, &who.person).await?;
            ctx.again(&form, &[problem])
        }
    }
}

enum Preview {
    Ready(Box<PreviewPage>),
    Refused(Message),
}

async fn preview(ctx: &Ctx, person: &Person, id: RollUploadId) -> Result<Preview, PageError> {
    let (session, (file, before)) = read_session(ctx, person, move |conn, session| {
        Ok((actions::find_upload(conn, session.id, id)?, store::deputies(conn, session.id)?.len()))
    })
    .await?;
    let Some(file) = file else { return Ok(Preview::Refused("roll-upload-gone".into())) };
    let (services, of) = (ctx.services.clone(), session.id);
    let shared = ctx.services.clone();
    let (reading, plan) = shared
        .files
        .run(move || {
            let reading = read_roll(&file.file_name, &file.content);
            let plan = services.db.read(|conn| actions::import_plan(conn, of, &reading.rows))?;
            Ok::<_, PageError>((reading, plan))
        })
        .await?;
    Ok(match plan {
        Ok(roll) => Preview::Ready(Box::new(preview_page(session, id, reading, before, &roll.summary))),
        Err(refusal) => Preview::Refused(Message::first_of(&refusal.messages())),
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
    form: Form<Nothing>,
) -> Handled {
    let id = *upload;
    let (session, ()) = read_session(&ctx, &who.person, |_, _| Ok(())).await?;
    ctx.act(who, form, move |tx, who, at, Nothing {}| actions::import_upload(tx, &who.person.actor(), at, &session, id))
        .heavy()
        .then("/secretariat/roll", "roll-imported")
        .or(async |who, again| ctx.again(&empty_form(&ctx, &who.person).await?, &again.wrong))
        .await
}
