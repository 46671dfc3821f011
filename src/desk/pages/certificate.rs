//! What the secretariat does with a certificate: rules on objections, certifies, announces.

use actix_web::web::Data;
use serde::Deserialize;

use super::{Typed, desk_again};
use crate::{
    accounts::{self, As, ConfirmError, Door, Password, Secretariat, Site},
    congress::{self, Session},
    ids::{CertificateId, CongressId, ScrutineerId},
    tally::{self, FollowUp},
    web::{Ctx, Form, Handled, Message, MixedRefusal as Refusal, PageError, Path, Services, blocking},
};

#[derive(Deserialize)]
pub struct CertifyForm {
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

fn session_of_certificate(
    services: &Services,
    congress: CongressId,
    certificate: CertificateId,
) -> Result<Session, PageError> {
    services.db.read(|conn| {
        let status = tally::certificate_by_id(conn, certificate)?;
        let session = congress::session_by_id(conn, status.session)?;
        if session.congress == congress { Ok(session) } else { Err(PageError::NotFound) }
    })
}

/// 核验签署 by the secretariat: asks for the password and the one-time code again; the winners become projects.
pub async fn certify(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    follow_up: Data<FollowUp>,
    certificate: Path<CertificateId>,
    form: Form<CertifyForm>,
) -> Handled {
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (key, fields),
        Form::Expired(_) => return desk_again(&ctx, &site, &by.person, Typed::default(), "form-expired".into()).await,
    };
    let (services, now, person) = (ctx.services.clone(), ctx.services.clock.now(), by.person.clone());
    let congress = site.congress;
    let outcome = ctx
        .services
        .hashing
        .run(move |memory| {
            let session = session_of_certificate(&services, congress, *certificate)?;
            // The code of a second press is used up by the first; it is answered like the first all the same.
            if services.db.was_submitted(key)? {
                return Ok(Ok(()));
            }
            let password = Password::typed(&fields.password);
            match accounts::confirm_identity(&mut Door::of(&services, memory), &person, &password, &fields.code) {
                Ok(()) => {}
                Err(ConfirmError::Db(e)) => return Err(PageError::from(e)),
                Err(refused) => return refused.refused().map(Err),
            }
            let done = services.db.submit(key, now, |tx| {
                tally::certify(tx, &services.secret, &follow_up, &person.actor(), now, &session, *certificate)
            });
            match done {
                Ok(_) => Ok(Ok(())),
                Err(tally::CertifyError::Db(e)) => Err(e.into()),
                Err(refused) => refused.refused().map(Err),
            }
        })
        .await?;
    match outcome {
        Ok(()) => Ok(ctx.see("/secretariat", "certificate-certified")),
        Err(problem) => desk_again(&ctx, &site, &by.person, Typed::default(), problem).await,
    }
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
    follow_up: Data<FollowUp>,
    certificate: Path<CertificateId>,
    form: Form<AnnounceForm>,
) -> Handled {
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let (services, now, person) = (ctx.services.clone(), ctx.services.clock.now(), by.person.clone());
    let (congress, typed) = (site.congress, fields.number.clone());
    let outcome = blocking(move || {
        let session = session_of_certificate(&services, congress, *certificate)?;
        let Some(key) = key else { return Ok(Err(Message::new("form-expired"))) };
        let done = services.db.submit(key, now, |tx| {
            tally::announce(tx, &follow_up, &person.actor(), now, &session, *certificate, &fields.number)
        });
        let version = services.db.read(congress::public_version).map_err(PageError::from)?;
        services.public.is_now(version);
        match done {
            Ok(_) => Ok(Ok(())),
            Err(tally::AnnounceError::Db(e)) => Err(PageError::from(e)),
            Err(refused) => refused.refused().map(Err),
        }
    })
    .await?;
    match outcome {
        Ok(()) => Ok(ctx.see("/secretariat", "result-announced")),
        Err(problem) => {
            let typed = Typed { notice_number: typed, ..Typed::default() };
            desk_again(&ctx, &site, &by.person, typed, problem).await
        }
    }
}

#[derive(Clone, Deserialize)]
pub struct RulingForm {
    #[serde(default)]
    reason: String,
}

/// The presidium's ruling that an objection does not keep the certificate from standing.
pub async fn overrule(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    of: Path<(CertificateId, ScrutineerId)>,
    form: Form<RulingForm>,
) -> Handled {
    let (certificate, scrutineer) = of.into_inner();
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let (services, now, person, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.clone(), site.congress);
    let typed = Typed { ruling_reason: fields.reason.clone(), ..Typed::default() };
    let done = blocking(move || {
        session_of_certificate(&services, congress, certificate)?;
        let Some(key) = key else { return Ok(Err(Message::new("form-expired"))) };
        let done = services
            .db
            .submit(key, now, |tx| tally::overrule(tx, &person.actor(), now, certificate, scrutineer, &fields.reason));
        match done {
            Ok(_) => Ok(Ok(())),
            Err(tally::OverruleError::Db(e)) => Err(PageError::from(e)),
            Err(refused) => refused.refused().map(Err),
        }
    })
    .await?;
    match done {
        Ok(()) => Ok(ctx.see("/secretariat", "objection-overruled")),
        Err(problem) => desk_again(&ctx, &site, &by.person, typed, problem).await,
    }
}
