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
    web::{Again, Ctx, Form, Handled, Nothing, Outcome, PageError, Path},
};

/// The page that this document is worked from: with a notice of what was done, or with what stood in the way.
async fn answered<T, D>(
    ctx: &Ctx,
    (by, site): (As<Secretariat>, Site),
    came: Outcome<T, D>,
    document: &SignedDocument,
    notice: &str,
    typed: Typed,
) -> Handled {
    let person = &by.person;
    match (document.kind, document.about, came) {
        (DocumentKind::Corrigendum, Some(certificate), Outcome::Again(Again { wrong, .. })) => {
            tally::corrigenda_again(ctx, &site, certificate, Correction::default(), &wrong).await
        }
        (DocumentKind::Corrigendum, Some(certificate), _) => Ok(ctx.see(&tally::corrigenda_of(certificate), notice)),
        (DocumentKind::Rating, _, Outcome::Again(Again { wrong, .. })) => {
            ratings::rating_desk_again(ctx, &site, person, typed.ruling_reason, &wrong).await
        }
        (DocumentKind::Rating, _, _) => Ok(ctx.see(ratings::DESK, notice)),
        (_, _, Outcome::Again(Again { wrong, .. })) => desk_with(ctx, &site, person, typed, &wrong).await,
        _ => Ok(ctx.see("/secretariat", notice)),
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
    let certify = ctx.act((by, site), form, move |tx, (by, _), at, _| {
        actions::certify(tx, &services.secret, &by.person.actor(), at, &session, *id)
    });
    let notice = match document.kind {
        DocumentKind::Certificate => "certificate-certified",
        DocumentKind::Corrigendum => "corrigendum-certified",
        DocumentKind::Rating => "rating-certified",
    };
    let (who, certified) = certify.unless(wrong).outcome().await?;
    answered(&ctx, who, certified, &document, notice, Typed::default()).await
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
    let wrong = ask_once_more(&ctx, &by.person, form.key(), &form.typed().once_more).await?;
    let announce = ctx.act((by, site), form, move |tx, (by, _), at, typed| {
        actions::announce(tx, &by.person.actor(), at, &session, id, &typed.notice)
    });
    let notice = if document.kind == DocumentKind::Rating { "rating-announced" } else { "result-announced" };
    let (who, came) = announce.unless(wrong).outcome().await?;
    if let (DocumentKind::Certificate, Outcome::Again(again)) = (document.kind, &came) {
        match notice_page(&ctx, &who.1, id, again.typed.notice.clone()).await {
            Ok((page, _)) => return ctx.again(&page, &again.wrong),
            // Published by somebody else meanwhile, or not yet to be: the desk says how it stands.
            Err(PageError::NotFound) => {}
            Err(failed) => return Err(failed),
        }
    }
    answered(&ctx, who, came, &document, notice, Typed::default()).await
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
    let typed = Typed { ruling_reason: form.typed().reason.clone(), ..Typed::default() };
    let overrule = ctx.act((by, site), form, move |tx, (by, _), at, typed| {
        tally::ask_to_overrule(tx, &by.person, at, id, scrutineer, &typed.reason)
    });
    let (who, asked) = overrule.outcome().await?;
    answered(&ctx, who, asked, &document, "round-act-requested", typed).await
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
    let typed = Typed { unable_reason: form.typed().reason.clone(), ..Typed::default() };
    let declare = ctx.act((by, site), form, move |tx, (by, _), at, typed| {
        let all = scrutineers::scrutineers(tx, session.id)?;
        let one = all.iter().find(|one| one.id == scrutineer).ok_or_else(DbError::missing)?;
        documents::declare_inability(tx, &by.person.actor(), at, one, id, &typed.reason)
    });
    let (who, declared) = declare.outcome().await?;
    answered(&ctx, who, declared, &document, "unable-declared", typed).await
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
    let withdraw = ctx.act((by, site), form, move |tx, (by, _), at, Nothing {}| {
        documents::withdraw_draft(tx, &by.person.actor(), at, *id)
    });
    let (who, withdrawn) = withdraw.outcome().await?;
    answered(&ctx, who, withdrawn, &document, "corrigendum-withdrawn", Typed::default()).await
}
