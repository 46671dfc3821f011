//! What the secretariat does with a document, of whatever kind: rules on objections, certifies, announces.

use serde::Deserialize;

use super::{Typed, desk_with, notice::notice_page};
use crate::{
    accounts::{As, OnceMore, Secretariat, Site, ask_once_more},
    congress::Session,
    db::DbError,
    desk::actions,
    documents::{self, DocumentKind, SignedDocument},
    ids::{CongressId, DocumentId, ScrutineerId},
    ratings, scrutineers,
    tally::{self, Correction, NoticeForm},
    web::{Again, Ctx, Form, Handled, Message, Nothing, PageError, Path},
};

/// The page that a document is worked from.
fn desk_of(document: &SignedDocument) -> String {
    match (document.kind, document.about) {
        (DocumentKind::Corrigendum, Some(certificate)) => tally::corrigenda_of(certificate),
        (DocumentKind::Rating, _) => ratings::DESK.to_owned(),
        _ => "/secretariat".to_owned(),
    }
}

/// That page with what stood in the way, and what was typed.
async fn again(
    ctx: &Ctx,
    (by, site): (As<Secretariat>, Site),
    document: &SignedDocument,
    typed: Typed,
    wrong: &[Message],
) -> Handled {
    let person = &by.person;
    match (document.kind, document.about) {
        (DocumentKind::Corrigendum, Some(certificate)) => {
            tally::corrigenda_again(ctx, &site, certificate, Correction::default(), wrong).await
        }
        (DocumentKind::Rating, _) => ratings::rating_desk_again(ctx, &site, person, typed.ruling_reason, wrong).await,
        _ => desk_with(ctx, &site, person, typed, wrong).await,
    }
}

async fn found(ctx: &Ctx, congress: CongressId, id: DocumentId) -> Result<(SignedDocument, Session), PageError> {
    ctx.read(move |conn| documents::of_congress(conn, congress, id)).await
}

/// 核验签署 by the secretariat: asks for the password and the one-time code again.
pub async fn certify(ctx: Ctx, by: As<Secretariat>, site: Site, id: Path<DocumentId>, form: Form<OnceMore>) -> Handled {
    let (document, session) = found(&ctx, site.congress, *id).await?;
    let wrong = ask_once_more(&ctx, &by.person, form.key(), form.typed()).await?;
    let services = ctx.services.clone();
    let notice = match document.kind {
        DocumentKind::Certificate => "certificate-certified",
        DocumentKind::Corrigendum => "corrigendum-certified",
        DocumentKind::Rating => "rating-certified",
    };
    ctx.act((by, site), form, move |tx, (by, _), at, _| {
        actions::certify(tx, &services.secret, &by.person.actor(), at, &session, *id)
    })
    .unless(wrong)
    .then(desk_of(&document), notice)
    .or(async |who, came| again(&ctx, who, &document, Typed::default(), &came.wrong).await)
    .await
}

#[derive(Clone, Deserialize)]
pub struct AnnounceForm {
    #[serde(flatten)]
    notice: NoticeForm,
    #[serde(flatten)]
    once_more: OnceMore,
}

/// 公告: asks for the password and the one-time code again.
pub async fn announce(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<DocumentId>,
    form: Form<AnnounceForm>,
) -> Handled {
    let id = *id;
    let (document, session) = found(&ctx, site.congress, id).await?;
    let notice = if document.kind == DocumentKind::Rating { "rating-announced" } else { "result-announced" };
    let wrong = ask_once_more(&ctx, &by.person, form.key(), &form.typed().once_more).await?;
    ctx.act((by, site), form, move |tx, (by, _), at, typed| {
        actions::announce(tx, &by.person.actor(), at, &session, id, &typed.notice)
    })
    .unless(wrong)
    .then(desk_of(&document), notice)
    .or(async |who, Again { typed, wrong }| {
        if document.kind == DocumentKind::Certificate {
            match notice_page(&ctx, &who.1, id, typed.notice).await {
                Ok((page, _)) => return ctx.again(&page, &wrong),
                // Published by somebody else meanwhile, or not yet to be: the desk says how it stands.
                Err(PageError::NotFound) => {}
                Err(failed) => return Err(failed),
            }
        }
        again(&ctx, who, &document, Typed::default(), &wrong).await
    })
    .await
}

#[derive(Clone, Deserialize)]
pub struct RulingForm {
    #[serde(default)]
    reason: String,
}

/// The presidium's ruling that an objection does not keep the document from standing: asking for it.
pub async fn overrule(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    of: Path<(DocumentId, ScrutineerId)>,
    form: Form<RulingForm>,
) -> Handled {
    let (id, scrutineer) = of.into_inner();
    let (document, _) = found(&ctx, site.congress, id).await?;
    ctx.act((by, site), form, move |tx, (by, _), at, typed| {
        tally::ask_to_overrule(tx, &by.person, at, id, scrutineer, &typed.reason)
    })
    .then(desk_of(&document), "round-act-requested")
    .or(async |who, Again { typed, wrong }| {
        again(&ctx, who, &document, Typed { ruling_reason: typed.reason, ..Typed::default() }, &wrong).await
    })
    .await
}

/// 不能签署, recorded on a scrutineer's behalf; another scrutineer confirms it.
pub async fn declare_inability(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    of: Path<(DocumentId, ScrutineerId)>,
    form: Form<RulingForm>,
) -> Handled {
    let (id, scrutineer) = of.into_inner();
    let (document, session) = found(&ctx, site.congress, id).await?;
    ctx.act((by, site), form, move |tx, (by, _), at, typed| {
        let all = scrutineers::scrutineers(tx, session.id)?;
        let one = all.iter().find(|one| one.id == scrutineer).ok_or_else(DbError::missing)?;
        documents::declare_inability(tx, &by.person.actor(), at, one, id, &typed.reason)
    })
    .then(desk_of(&document), "unable-declared")
    .or(async |who, Again { typed, wrong }| {
        again(&ctx, who, &document, Typed { unable_reason: typed.reason, ..Typed::default() }, &wrong).await
    })
    .await
}

/// A corrigendum that is not in force yet is taken back.
pub async fn withdraw_draft(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<DocumentId>,
    form: Form<Nothing>,
) -> Handled {
    let (document, _) = found(&ctx, site.congress, *id).await?;
    ctx.act((by, site), form, move |tx, (by, _), at, Nothing {}| {
        documents::withdraw_draft(tx, &by.person.actor(), at, *id)
    })
    .then(desk_of(&document), "corrigendum-withdrawn")
    .or(async |who, came| again(&ctx, who, &document, Typed::default(), &came.wrong).await)
    .await
}
