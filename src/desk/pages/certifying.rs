//! What the secretariat does with a document, of whatever kind: rules on objections, certifies, announces.

use serde::Deserialize;

use super::{Typed, desk_again};
use crate::{
    accounts::{self, As, ConfirmError, Door, Password, Person, Secretariat, Site},
    congress,
    desk::actions,
    documents::{self, DocumentKind, SignedDocument},
    ids::{DocumentId, ScrutineerId},
    ratings,
    tally::{self, Correction},
    web::{Ctx, Form, Handled, Message, PageError, Path, Refusal, blocking, ruled},
};

/// The page that this document is worked from: with a notice of what was done, or with what stood in the way.
async fn answered(
    ctx: &Ctx,
    site: &Site,
    person: &Person,
    document: &SignedDocument,
    typed: Typed,
    done: Result<&'static str, Message>,
) -> Handled {
    match (document.kind, document.about, done) {
        (DocumentKind::Corrigendum, Some(certificate), Ok(notice)) => {
            Ok(ctx.see(&tally::corrigenda_of(certificate), notice))
        }
        (DocumentKind::Corrigendum, Some(certificate), Err(problem)) => {
            tally::corrigenda_again(ctx, site, person, certificate, Correction::default(), problem).await
        }
        (DocumentKind::Rating, _, Err(problem)) => {
            ratings::rating_ruled(ctx, site, person, typed.ruling_reason, problem).await
        }
        (DocumentKind::Rating, _, done) => ratings::rating_answered(ctx, site, person, done).await,
        (_, _, Ok(notice)) => Ok(ctx.see("/secretariat", notice)),
        (_, _, Err(problem)) => desk_again(ctx, site, person, typed, problem).await,
    }
}

#[derive(Deserialize)]
pub struct CertifyForm {
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

/// 核验签署 by the secretariat: asks for the password and the one-time code again.
pub async fn certify(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<DocumentId>,
    form: Form<CertifyForm>,
) -> Handled {
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let (services, now, person, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.clone(), site.congress);
    let (document, done) = ctx
        .services
        .hashing
        .run(move |memory| {
            let (document, session) = services.db.read(|conn| documents::of_congress(conn, congress, *id))?;
            let Some(key) = key else { return Ok((document, Err("form-expired".into()))) };
            // The code of a second press is used up by the first; it is answered like the first all the same.
            if services.db.was_submitted(key)? {
                return Ok((document, Ok(())));
            }
            let password = Password::typed(&fields.password);
            match accounts::confirm_identity(&mut Door::of(&services, memory), &person, &password, &fields.code) {
                Ok(()) => {}
                Err(ConfirmError::Db(e)) => return Err(PageError::from(e)),
                Err(refused) => return Ok((document, Err(refused.refused()?))),
            }
            let done = services
                .db
                .submit(key, now, |tx| actions::certify(tx, &services.secret, &person.actor(), now, &session, *id));
            services.public.is_now(services.db.read(congress::public_version)?);
            Ok((document, ruled(done)?.map(|_| ())))
        })
        .await?;
    let notice = match document.kind {
        DocumentKind::Certificate => "certificate-certified",
        DocumentKind::Corrigendum => "corrigendum-certified",
        DocumentKind::Rating => "rating-certified",
    };
    answered(&ctx, &site, &by.person, &document, Typed::default(), done.map(|()| notice)).await
}

#[derive(Clone, Deserialize)]
pub struct AnnounceForm {
    #[serde(default)]
    number: String,
}

/// 公告
pub async fn announce(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<DocumentId>,
    form: Form<AnnounceForm>,
) -> Handled {
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let typed = Typed { notice_number: fields.number.clone(), ..Typed::default() };
    let (document, done) = blocking(move || {
        let (document, session) = services.db.read(|conn| documents::of_congress(conn, congress, *id))?;
        let Some(key) = key else { return Ok((document, Err("form-expired".into()))) };
        let done = services.db.submit(key, now, |tx| actions::announce(tx, &actor, now, &session, *id, &fields.number));
        services.public.is_now(services.db.read(congress::public_version)?);
        Ok::<_, PageError>((document, ruled(done)?.map(|_| ())))
    })
    .await?;
    let notice = if document.kind == DocumentKind::Rating { "rating-announced" } else { "result-announced" };
    answered(&ctx, &site, &by.person, &document, typed, done.map(|()| notice)).await
}

#[derive(Clone, Deserialize)]
pub struct RulingForm {
    #[serde(default)]
    reason: String,
}

/// The presidium's ruling that an objection does not keep the document from standing.
pub async fn overrule(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    of: Path<(DocumentId, ScrutineerId)>,
    form: Form<RulingForm>,
) -> Handled {
    let (id, scrutineer) = of.into_inner();
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let typed = Typed { ruling_reason: fields.reason.clone(), ..Typed::default() };
    let (document, done) = blocking(move || {
        let (document, _) = services.db.read(|conn| documents::of_congress(conn, congress, id))?;
        let Some(key) = key else { return Ok((document, Err("form-expired".into()))) };
        let done =
            services.db.submit(key, now, |tx| documents::overrule(tx, &actor, now, id, scrutineer, &fields.reason));
        Ok::<_, PageError>((document, ruled(done)?.map(|_| "objection-overruled")))
    })
    .await?;
    answered(&ctx, &site, &by.person, &document, typed, done).await
}
