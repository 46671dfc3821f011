//! A document before a scrutineer.

use actix_web::{HttpResponse, http::header::CACHE_CONTROL};
use serde::{Deserialize, Serialize};

use crate::{
    accounts::{As, Person, Scrutineer as ScrutineerRole},
    db::{Conn, DbError},
    documents::{self, DocumentKind, DocumentState, Inability, ObjectionLine, SignedDocument, message_to_sign},
    ids::{DocumentId, ScrutineerId},
    ratings::RatingPaper,
    scrutineers::{self, Scrutineer},
    tally::{CorrigendumLine, Paper, sample_corrigendum, sample_eventful_paper, sample_paper},
    web::{Ctx, Form, Handled, Nothing, Page, PageError, Path},
};

/// What is read before it is signed, as its kind prints it.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Printed {
    Certificate { paper: Box<Paper> },
    Corrigendum { certificate: String, certificate_hash: String, corrigendum: Box<CorrigendumLine> },
    Rating { paper: Box<RatingPaper> },
}

/// `/scrutineer/documents/{id}`
#[derive(Serialize)]
pub struct DocumentPage {
    pub id: String,
    /// Whose published keys the signature is made under.
    pub round: String,
    pub owner: u32,
    pub hash: String,
    pub message: String,
    pub state: DocumentState,
    pub printed: Printed,
    pub signed: bool,
    /// Whether this scrutineer's signature is wanted.
    pub to_sign: bool,
    pub to_object: bool,
    /// Whether this scrutineer may say that they cannot sign.
    pub to_declare: bool,
    /// Who cannot sign, and why; those that wait for this scrutineer's confirmation can be confirmed.
    pub unable: Vec<UnableLine>,
    /// This scrutineer's own.
    pub objection: Option<ObjectionLine>,
    /// An objection as typed.
    pub reason: String,
    /// Why one cannot sign, as typed.
    pub unable_reason: String,
}

/// A scrutineer who cannot sign.
#[derive(Clone, Debug, Serialize)]
pub struct UnableLine {
    pub scrutineer: String,
    pub name: String,
    pub reason: String,
    pub declared_by: String,
    pub confirmed_by: Option<String>,
    /// Whether the reader may confirm it.
    pub to_confirm: bool,
}

impl UnableLine {
    fn of(one: &Inability, me: &Scrutineer, open: bool) -> Self {
        Self {
            scrutineer: one.scrutineer.to_string(),
            name: one.name.clone(),
            reason: one.reason.clone(),
            declared_by: one.declared_by.clone(),
            confirmed_by: one.confirmed.as_ref().map(|(by, _)| by.clone()),
            to_confirm: open && one.may_be_confirmed_by(me.id, me.chief),
        }
    }
}

impl DocumentPage {
    fn of(document: &SignedDocument, me: &Scrutineer, said: &documents::Said, printed: Printed) -> Self {
        let mine = said.objection(me.id);
        let (open, signed) = (document.is_drafted(), said.signed(me.id));
        Self {
            id: document.id.to_string(),
            round: document.round.to_string(),
            owner: me.owner(),
            hash: document.hash.to_string(),
            message: message_to_sign(document.hash.as_str()),
            state: document.state(),
            printed,
            signed,
            to_sign: open && !signed && mine.is_none_or(|mine| mine.ruling.is_some()),
            to_object: open && !signed && mine.is_none() && document.kind.takes_objections(),
            to_declare: open && !signed && mine.is_none() && said.inability(me.id).is_none(),
            unable: said.inabilities.iter().map(|one| UnableLine::of(one, me, open)).collect(),
            objection: mine.map(ObjectionLine::from),
            reason: String::new(),
            unable_reason: String::new(),
        }
    }
}

impl Page for DocumentPage {
    const TEMPLATE: &'static str = "scrutiny/document.html";

    fn samples() -> Vec<Self> {
        let unable = |open| {
            [None, Some("陈志强<b>".to_owned())]
                .map(|confirmed_by| UnableLine {
                    scrutineer: "s".into(),
                    name: "<script>吴晓燕".into(),
                    reason: "密钥条遗失<b>".into(),
                    declared_by: "周敏<b>".into(),
                    to_confirm: open || confirmed_by.is_none(),
                    confirmed_by,
                })
                .into()
        };
        let page = |state, printed, signed: bool, objection: Option<&ObjectionLine>| {
            let open = state == DocumentState::Drafted && !signed;
            Self {
                id: "c".into(),
                round: "r".into(),
                owner: 2,
                hash: "03d66dd0".repeat(8),
                message: "piaojue-certificate|00".into(),
                state,
                printed,
                signed,
                to_sign: open && objection.is_none_or(|raised| raised.ruling.is_some()),
                to_object: open && objection.is_none(),
                to_declare: open && objection.is_none(),
                unable: if signed { unable(open) } else { Vec::new() },
                objection: objection.cloned(),
                reason: "<script>票数有疑".into(),
                unable_reason: "<script>密钥丢失".into(),
            }
        };
        let certificate = |state| Printed::Certificate { paper: Box::new(sample_paper(state, true)) };
        let corrigendum = || Printed::Corrigendum {
            certificate: "2024-1".into(),
            certificate_hash: "03d66dd0".repeat(8),
            corrigendum: Box::new(sample_corrigendum()),
        };
        let objections = sample_eventful_paper(DocumentState::Drafted).objections;
        let mut samples = Vec::new();
        for &state in DocumentState::ALL {
            for signed in [false, true] {
                samples.push(page(state, certificate(state), signed, None));
                samples.push(Self { to_object: false, ..page(state, corrigendum(), signed, None) });
            }
            samples.extend(objections.iter().map(|raised| page(state, certificate(state), false, Some(raised))));
        }
        for paper in RatingPaper::samples() {
            for signed in [false, true] {
                let printed = Printed::Rating { paper: Box::new(paper.clone()) };
                samples.push(page(paper.state, printed, signed, None));
            }
        }
        samples
    }
}

/// The document, if it is this scrutineer's to sign.
fn before(conn: &mut Conn, person: &Person, id: DocumentId) -> Result<(Scrutineer, SignedDocument), PageError> {
    let document = documents::by_id(conn, id)?;
    // Whoever signed last year's certificate signs its corrigenda, whatever session is at hand by then.
    let me = scrutineers::scrutineer_in(conn, document.session, person.id)?.ok_or(PageError::NotFound)?;
    Ok((me, document))
}

fn printed(conn: &mut Conn, document: &SignedDocument) -> Result<Printed, DbError> {
    Ok(match (document.kind, document.about) {
        (DocumentKind::Certificate, _) => Printed::Certificate { paper: Box::new(Paper::read(conn, document)?) },
        (DocumentKind::Rating, _) => Printed::Rating { paper: Box::new(RatingPaper::read(conn, document)?) },
        (DocumentKind::Corrigendum, None) => return Err(DbError::corrupt("a corrigendum of nothing")),
        (DocumentKind::Corrigendum, Some(certificate)) => {
            let certificate = documents::by_id(conn, certificate)?;
            Printed::Corrigendum {
                certificate: certificate.number,
                certificate_hash: certificate.hash.to_string(),
                corrigendum: Box::new(CorrigendumLine::of(document)?),
            }
        }
    })
}

fn page_of(conn: &mut Conn, person: &Person, id: DocumentId) -> Result<DocumentPage, PageError> {
    let (me, document) = before(conn, person, id)?;
    let printed = printed(conn, &document)?;
    Ok(DocumentPage::of(&document, &me, &documents::said(conn, id)?, printed))
}

pub async fn show_document(ctx: Ctx, by: As<ScrutineerRole>, id: Path<DocumentId>) -> Handled {
    let page = ctx.read(move |conn| page_of(conn, &by.person, *id)).await?;
    ctx.show(&page)
}

/// The very bytes whose SHA-256 is signed.
pub async fn document_text(ctx: Ctx, by: As<ScrutineerRole>, id: Path<DocumentId>) -> Handled {
    let (_, document) = ctx.read(move |conn| before(conn, &by.person, *id)).await?;
    let text = document.text;
    Ok(HttpResponse::Ok().content_type("application/json").insert_header((CACHE_CONTROL, "no-store")).body(text))
}

#[derive(Deserialize)]
pub struct SignForm {
    #[serde(default)]
    signature: String,
}

pub async fn sign(ctx: Ctx, by: As<ScrutineerRole>, id: Path<DocumentId>, form: Form<SignForm>) -> Handled {
    let (id, person) = (*id, by.person.clone());
    let (me, document) = ctx.read(move |conn| before(conn, &person, id)).await?;
    ctx.act(by, form, move |tx, by, at, typed| documents::sign(tx, &by.person.actor(), at, &me, id, &typed.signature))
        .then("/scrutineer", signed_notice(document.kind))
        .or_again(move |conn, by, _| page_of(conn, &by.person, id))
        .await
}

fn signed_notice(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Certificate => "certificate-signed",
        DocumentKind::Corrigendum => "corrigendum-signed",
        DocumentKind::Rating => "rating-signed",
    }
}

#[derive(Deserialize)]
pub struct ObjectForm {
    #[serde(default)]
    reason: String,
}

/// 异议, instead of a signature.
pub async fn object(ctx: Ctx, by: As<ScrutineerRole>, id: Path<DocumentId>, form: Form<ObjectForm>) -> Handled {
    let (id, person) = (*id, by.person.clone());
    let (me, _) = ctx.read(move |conn| before(conn, &person, id)).await?;
    ctx.act(by, form, move |tx, by, at, typed| documents::object(tx, &by.person.actor(), at, &me, id, &typed.reason))
        .then("/scrutineer", "objection-raised")
        .or_again(move |conn, by, ObjectForm { reason }| Ok(DocumentPage { reason, ..page_of(conn, &by.person, id)? }))
        .await
}

/// 不能签署
pub async fn declare_inability(
    ctx: Ctx,
    by: As<ScrutineerRole>,
    id: Path<DocumentId>,
    form: Form<ObjectForm>,
) -> Handled {
    let (id, person) = (*id, by.person.clone());
    let (me, _) = ctx.read(move |conn| before(conn, &person, id)).await?;
    ctx.act(by, form, move |tx, by, at, typed| {
        documents::declare_inability(tx, &by.person.actor(), at, &me, id, &typed.reason)
    })
    .then(address_of(id), "unable-declared")
    .or_again(move |conn, by, ObjectForm { reason }| {
        Ok(DocumentPage { unable_reason: reason, ..page_of(conn, &by.person, id)? })
    })
    .await
}

/// Another scrutineer knows that it is so.
pub async fn confirm_inability(
    ctx: Ctx,
    by: As<ScrutineerRole>,
    of: Path<(DocumentId, ScrutineerId)>,
    form: Form<Nothing>,
) -> Handled {
    let (id, scrutineer) = of.into_inner();
    let person = by.person.clone();
    let (me, _) = ctx.read(move |conn| before(conn, &person, id)).await?;
    ctx.act(by, form, move |tx, by, at, Nothing {}| {
        documents::confirm_inability(tx, &by.person.actor(), at, &me, id, scrutineer)
    })
    .then(address_of(id), "unable-confirmed")
    .or_again(move |conn, by, Nothing {}| page_of(conn, &by.person, id))
    .await
}

fn address_of(id: DocumentId) -> String {
    format!("/scrutineer/documents/{id}")
}
