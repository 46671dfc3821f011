//! The list by page, before it is sealed: its order, each candidate, its pictures.

use serde::Serialize;

use super::sealing::ListPage;
use crate::{
    accounts::{As, Person, Secretariat, Site},
    attachments::{self, Files},
    candidates::{
        actions::{self, EditError, LineMove},
        editing::{CandidateForm, TypedItem},
        session_file::SubItemKind,
        store,
    },
    congress::{self, VotePart},
    db::Conn,
    ids::CandidatePictureId,
    proposals::{self, OriginCount},
    web::{Ctx, Form, Handled, Message, Nothing, Page, PageError, Path, Refused},
};

const HERE: &str = "/secretariat/candidates/list";
/// Lines for sub-items that are not there yet.
const EMPTY_ROWS: usize = 3;

#[derive(Clone, Debug, Serialize)]
pub struct RowView {
    /// From 1.
    pub place: usize,
    pub name: String,
    pub code: String,
    pub kind: String,
    pub operator: String,
    pub target: String,
    pub unit: String,
    pub lead: String,
    pub source: String,
}

impl RowView {
    fn of((place, typed): (usize, TypedItem)) -> Self {
        let own = ToOwned::to_owned;
        Self {
            place,
            name: own(typed.name),
            code: own(typed.code),
            kind: own(typed.kind),
            operator: own(typed.operator),
            target: own(typed.target),
            unit: own(typed.unit),
            lead: own(typed.lead),
            source: own(typed.source),
        }
    }

    /// What was typed, and some lines more.
    fn all(form: &CandidateForm) -> Vec<Self> {
        let mut typed = form.typed_items();
        while typed.last().is_some_and(|last| last.name.is_empty() && last.target.is_empty() && last.source.is_empty())
        {
            typed.pop();
        }
        typed.extend([TypedItem::default(); EMPTY_ROWS]);
        (1..).zip(typed).map(Self::of).collect()
    }
}

/// `/secretariat/candidates/list/{number}`, and `…/new`.
#[derive(Clone, Debug, Serialize)]
pub struct EditPage {
    /// `None` for a new one.
    pub number: Option<i32>,
    pub session: String,
    pub form: CandidateForm,
    pub rows: Vec<RowView>,
    pub kinds: Vec<&'static str>,
    /// Names to choose from, of the congress's own list.
    pub fields: Vec<String>,
    pub pictures: Vec<String>,
    pub most_pictures: usize,
    pub origins: Option<OriginCount>,
    pub need: Option<String>,
    /// What is sealed is only looked at.
    pub closed: bool,
}

impl EditPage {
    fn of(
        conn: &mut Conn,
        person: &Person,
        number: Option<i32>,
        typed: Option<CandidateForm>,
    ) -> Result<Self, PageError> {
        let session = congress::own_session(conn, person)?;
        let known = match number {
            Some(number) => Some(store::candidate_by_number(conn, session.id, number)?.ok_or(PageError::NotFound)?),
            None => None,
        };
        let id = known.as_ref().map(|known| known.id);
        let origin = store::origins(conn, session.id)?.into_iter().find(|origin| Some(origin.candidate) == id);
        let pictures = store::pictures_of(conn, session.id)?;
        let form = typed.unwrap_or_else(|| known.as_ref().map(CandidateForm::of).unwrap_or_default());
        let closed =
            congress::is_closed(conn, session.id, VotePart::List)? || store::seal_of(conn, session.id)?.is_some();
        let fields = proposals::fields(conn, session.congress)?.into_iter().filter(|field| field.offered);
        Ok(Self {
            number,
            rows: RowView::all(&form),
            kinds: SubItemKind::ALL.iter().map(|kind| kind.word()).collect(),
            fields: fields.map(|field| field.name).collect(),
            pictures: pictures
                .into_iter()
                .filter(|picture| Some(picture.candidate) == id)
                .map(|picture| picture.id.to_string())
                .collect(),
            most_pictures: actions::MOST_PICTURES,
            need: origin.as_ref().map(|origin| origin.need.to_string()),
            origins: origin.map(|origin| origin.counted),
            session: session.name,
            form,
            closed,
        })
    }
}

impl Page for EditPage {
    const TEMPLATE: &'static str = "candidates/edit.html";

    fn samples() -> Vec<Self> {
        let one = |text: &str| vec![text.to_owned()];
        let form = CandidateForm {
            title: "加装电梯<b>".to_owned(),
            summary: "</textarea>".to_owned(),
            items: one("加装<b>"),
            codes: one("C01-01"),
            kinds: one("count"),
            operators: one("ge"),
            targets: one("6"),
            units: one("台<b>"),
            leads: one("区住建局<b>"),
            sources: one("加装6台<b>"),
            ..CandidateForm::default()
        };
        let full = Self {
            number: Some(1),
            session: "第三次会议<b>".to_owned(),
            rows: RowView::all(&form),
            form,
            kinds: SubItemKind::ALL.iter().map(|kind| kind.word()).collect(),
            fields: vec!["住有宜居<b>".to_owned()],
            pictures: vec![uuid::Uuid::nil().to_string()],
            most_pictures: actions::MOST_PICTURES,
            origins: Some(OriginCount { all: 37, resident: 29, deputy: 6, cppcc: 1, department: 1, streets: 4 }),
            need: Some(uuid::Uuid::nil().to_string()),
            closed: false,
        };
        let empty = CandidateForm::default();
        let new = Self {
            number: None,
            rows: RowView::all(&empty),
            form: empty,
            pictures: Vec::new(),
            origins: None,
            need: None,
            fields: Vec::new(),
            ..full.clone()
        };
        vec![Self { closed: true, ..full.clone() }, full, new]
    }
}

pub async fn show_new_candidate(ctx: Ctx, who: As<Secretariat>) -> Handled {
    ctx.show(&ctx.read(move |conn| EditPage::of(conn, &who.person, None, None)).await?)
}

pub async fn add_candidate_page(ctx: Ctx, who: As<Secretariat>, form: Form<CandidateForm>) -> Handled {
    ctx.act(who, form, |tx, who, at, typed| {
        let session = congress::own_session(tx, &who.person)?;
        actions::add_candidate(tx, &who.person.actor(), at, &session, typed).map(|_| ())
    })
    .then(HERE, "candidate-added")
    .or_again(|conn, who, typed| EditPage::of(conn, &who.person, None, Some(typed)))
    .await
}

pub async fn show_edit_candidate(ctx: Ctx, who: As<Secretariat>, number: Path<i32>) -> Handled {
    let number = *number;
    ctx.show(&ctx.read(move |conn| EditPage::of(conn, &who.person, Some(number), None)).await?)
}

pub async fn edit_candidate_page(
    ctx: Ctx,
    who: As<Secretariat>,
    number: Path<i32>,
    form: Form<CandidateForm>,
) -> Handled {
    let number = *number;
    ctx.act(who, form, move |tx, who, at, typed| {
        let session = congress::own_session(tx, &who.person)?;
        actions::edit_candidate(tx, &who.person.actor(), at, &session, number, typed)
    })
    .then(HERE, "candidate-edited")
    .or_again(move |conn, who, typed| EditPage::of(conn, &who.person, Some(number), Some(typed)))
    .await
}

#[derive(Clone, Debug, serde::Deserialize)]
pub struct MoveForm {
    number: i32,
    #[serde(rename = "do")]
    step: LineMove,
}

pub async fn move_candidate_page(ctx: Ctx, who: As<Secretariat>, form: Form<MoveForm>) -> Handled {
    let (today, off) = (ctx.today(), form.typed().step == LineMove::Off);
    ctx.act(who, form, |tx, who, at, MoveForm { number, step }| {
        let session = congress::own_session(tx, &who.person)?;
        actions::move_candidate(tx, &who.person.actor(), at, &session, *number, *step)
    })
    .then(HERE, if off { "candidate-off" } else { "candidate-moved" })
    .or_again(move |conn, who, _| ListPage::of(conn, &who.person, today))
    .await
}

pub async fn add_pictures_page(ctx: Ctx, who: As<Secretariat>, number: Path<i32>, upload: Files<Nothing>) -> Handled {
    let number = *number;
    let Files { form, files, mut wrong, .. } = upload;
    let (pictures, not_taken) = attachments::only_pictures(&ctx, files, actions::MOST_PICTURES).await?;
    wrong.extend(not_taken);
    if pictures.is_empty() && wrong.is_empty() {
        wrong.push(Message::new("own-choose-picture").at("photo"));
    }
    ctx.act(who, form, move |tx, who, at, Nothing {}| -> Result<(), Refused<EditError>> {
        let session = congress::own_session(tx, &who.person)?;
        actions::add_candidate_pictures(tx, &who.person.actor(), at, &session, number, &pictures)
    })
    .unless(wrong)
    .then(format!("{HERE}/{number}"), "pictures-added")
    .or_again(move |conn, who, Nothing {}| EditPage::of(conn, &who.person, Some(number), None))
    .await
}

pub async fn remove_picture_page(
    ctx: Ctx,
    who: As<Secretariat>,
    at: Path<(i32, CandidatePictureId)>,
    form: Form<Nothing>,
) -> Handled {
    let (number, picture) = at.into_inner();
    ctx.act(who, form, move |tx, who, at, Nothing {}| {
        let session = congress::own_session(tx, &who.person)?;
        actions::remove_candidate_picture(tx, &who.person.actor(), at, &session, number, picture)
    })
    .then(format!("{HERE}/{number}"), "picture-removed")
    .or_again(move |conn, who, Nothing {}| EditPage::of(conn, &who.person, Some(number), None))
    .await
}

/// For everybody, with the list of the session at hand.
pub async fn show_candidate_picture(ctx: Ctx, site: Site, id: Path<CandidatePictureId>) -> Handled {
    let id = *id;
    let content = ctx.read(move |conn| {
        let (session, content) = store::picture(conn, id)?.ok_or(PageError::NotFound)?;
        let session = congress::session_by_id(conn, session)?;
        let public = session.congress == site.congress && !session.rehearsal;
        if public { Ok(content) } else { Err(PageError::NotFound) }
    });
    Ok(attachments::jpeg(content.await?, true))
}
