//! 更正: the secretariat draws it up and puts it in force, every scrutineer signs it.

use actix_web::{HttpResponse, http::header::CACHE_CONTROL};
use serde::{Deserialize, Serialize};

use super::{
    actions::{self, CertifyCorrigendumError, CorrectError, SignError},
    certification::{CertificateState, message_to_sign},
    corrigendum::{Correction, CorrigendumStatus},
    paper::SignatureLine,
    result_pages::{CorrigendumLine, sample_corrigendum},
    scrutineer_pages::of_account,
    store,
};
use crate::{
    accounts::{self, As, ConfirmError, Door, Password, Person, Scrutineer as ScrutineerRole, Secretariat, Site},
    congress::{self, Session},
    db::Conn,
    ids::{CertificateId, CongressId, CorrigendumId},
    scrutineers,
    web::{Ctx, Form, Handled, Message, MixedRefusal as Refusal, Page, PageError, Path, Services, blocking},
};

/// One that is drawn up, and how far it has come.
#[derive(Clone, Serialize)]
pub struct PendingCorrigendum {
    pub id: String,
    pub corrigendum: CorrigendumLine,
    pub signatures: Vec<SignatureLine>,
    pub ready: bool,
}

/// `/secretariat/certificates/{id}/corrigenda`
#[derive(Serialize)]
pub struct CorrigendaPage {
    pub certificate: String,
    pub number: String,
    pub hash: String,
    pub in_force: Vec<CorrigendumLine>,
    pub pending: Option<PendingCorrigendum>,
    pub needs_code: bool,
    pub typed: Correction,
}

impl Page for CorrigendaPage {
    const TEMPLATE: &'static str = "tally/corrigenda.html";

    fn samples() -> Vec<Self> {
        let page = |in_force, pending| Self {
            certificate: "c".into(),
            number: "2024-1".into(),
            hash: "03d66dd0".repeat(8),
            in_force,
            pending,
            needs_code: true,
            typed: Correction { place: "<script>".into(), ..Correction::default() },
        };
        let pending = |ready: bool| {
            let signed = |chief, at: Option<&str>| SignatureLine {
                name: "<b>陈志强".into(),
                chief,
                signed: at.map(ToOwned::to_owned),
                objected: false,
            };
            Some(PendingCorrigendum {
                id: "x".into(),
                corrigendum: sample_corrigendum(),
                signatures: vec![
                    signed(true, Some("2024-02-05 09:00")),
                    signed(false, ready.then_some("2024-02-05 09:05")),
                ],
                ready,
            })
        };
        vec![page(Vec::new(), None), page(vec![sample_corrigendum()], pending(false)), page(Vec::new(), pending(true))]
    }
}

fn signature_lines(
    conn: &mut Conn,
    session: &Session,
    status: &CorrigendumStatus,
) -> Result<Vec<SignatureLine>, PageError> {
    let given = store::corrigendum_signatures(conn, status.id)?;
    let of = |id| given.iter().find(|signature| signature.scrutineer == id).map(|s| s.signed_at.to_page());
    let line = |scrutineer: scrutineers::Scrutineer| SignatureLine {
        signed: of(scrutineer.id),
        name: scrutineer.name,
        chief: scrutineer.chief,
        objected: false,
    };
    Ok(scrutineers::scrutineers(conn, session.id)?.into_iter().map(line).collect())
}

fn corrigenda_page(
    conn: &mut Conn,
    congress: CongressId,
    person: &Person,
    id: CertificateId,
) -> Result<CorrigendaPage, PageError> {
    let status = store::certificate_by_id(conn, id)?;
    let session = congress::session_by_id(conn, status.session)?;
    let stands = matches!(status.state, CertificateState::Certified | CertificateState::Announced);
    if session.congress != congress || !stands {
        return Err(PageError::NotFound);
    }
    let (in_force, pending): (Vec<_>, Vec<_>) =
        store::corrigenda_of(conn, id)?.into_iter().partition(|corrigendum| corrigendum.certified_at.is_some());
    let pending = match pending.first() {
        None => None,
        Some(pending) => {
            let signatures = signature_lines(conn, &session, pending)?;
            Some(PendingCorrigendum {
                id: pending.id.to_string(),
                corrigendum: CorrigendumLine::of(pending)?,
                ready: signatures.iter().all(|line| line.signed.is_some()),
                signatures,
            })
        }
    };
    Ok(CorrigendaPage {
        certificate: id.to_string(),
        number: status.number,
        hash: status.hash,
        in_force: in_force.iter().map(CorrigendumLine::of).collect::<Result<_, _>>()?,
        pending,
        needs_code: accounts::has_one_time_code(conn, person.id)?,
        typed: Correction::default(),
    })
}

pub async fn show_corrigenda(ctx: Ctx, by: As<Secretariat>, site: Site, id: Path<CertificateId>) -> Handled {
    let services = ctx.services.clone();
    let page = blocking(move || services.db.read(|conn| corrigenda_page(conn, site.congress, &by.person, *id))).await?;
    ctx.show(&page)
}

async fn again(
    ctx: &Ctx,
    site: &Site,
    person: &Person,
    id: CertificateId,
    typed: Correction,
    problem: Message,
) -> Handled {
    let (services, congress, person) = (ctx.services.clone(), site.congress, person.clone());
    let mut page = blocking(move || services.db.read(|conn| corrigenda_page(conn, congress, &person, id))).await?;
    page.typed = typed;
    ctx.again(&page, &[problem])
}

/// Draws a corrigendum up.
pub async fn draft_corrigendum(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<CertificateId>,
    form: Form<Correction>,
) -> Handled {
    let id = id.into_inner();
    let (key, typed) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let (services, now, person, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.clone(), site.congress);
    let fields = typed.clone();
    let refused = blocking(move || {
        session_of(&services, congress, id)?;
        let Some(key) = key else { return Ok(Some("form-expired".into())) };
        let done = services.db.submit(key, now, |tx| actions::draft_corrigendum(tx, &person.actor(), now, id, &fields));
        match done {
            Ok(_) => Ok(None),
            Err(CorrectError::Db(e)) => Err(PageError::from(e)),
            Err(refused) => refused.refused().map(Some),
        }
    })
    .await?;
    match refused {
        None => Ok(ctx.see(&format!("/secretariat/certificates/{id}/corrigenda"), "corrigendum-drafted")),
        Some(problem) => again(&ctx, &site, &by.person, id, typed, problem).await,
    }
}

fn session_of(services: &Services, congress: CongressId, id: CertificateId) -> Result<Session, PageError> {
    services.db.read(|conn| {
        let status = store::certificate_by_id(conn, id)?;
        let session = congress::session_by_id(conn, status.session)?;
        if session.congress == congress { Ok(session) } else { Err(PageError::NotFound) }
    })
}

#[derive(Deserialize)]
pub struct ConfirmForm {
    #[serde(default)]
    password: String,
    #[serde(default)]
    code: String,
}

/// The secretariat's confirmation after the last signature: password and one-time code again.
pub async fn certify_corrigendum(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    id: Path<CorrigendumId>,
    form: Form<ConfirmForm>,
) -> Handled {
    let id = id.into_inner();
    let (services, congress) = (ctx.services.clone(), site.congress);
    let certificate = blocking(move || {
        let status = services.db.read(|conn| store::corrigendum_by_id(conn, id))?;
        session_of(&services, congress, status.certificate).map(|_| status.certificate)
    })
    .await?;
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (key, fields),
        Form::Expired(_) => {
            let typed = Correction::default();
            return again(&ctx, &site, &by.person, certificate, typed, "form-expired".into()).await;
        }
    };
    let (services, now, person) = (ctx.services.clone(), ctx.services.clock.now(), by.person.clone());
    let refused = ctx
        .services
        .hashing
        .run(move |memory| {
            let session = session_of(&services, congress, certificate)?;
            // The code of a second press is used up by the first; it is answered like the first all the same.
            if services.db.was_submitted(key)? {
                return Ok(None);
            }
            let password = Password::typed(&fields.password);
            match accounts::confirm_identity(&mut Door::of(&services, memory), &person, &password, &fields.code) {
                Ok(()) => {}
                Err(ConfirmError::Db(e)) => return Err(PageError::from(e)),
                Err(refused) => return refused.refused().map(Some),
            }
            let done = services.db.submit(key, now, |tx| {
                actions::certify_corrigendum(tx, &services.secret, &person.actor(), now, &session, id)
            });
            services.public.is_now(services.db.read(congress::public_version)?);
            match done {
                Ok(_) => Ok(None),
                Err(CertifyCorrigendumError::Db(e)) => Err(e.into()),
                Err(refused) => refused.refused().map(Some),
            }
        })
        .await?;
    match refused {
        None => Ok(ctx.see(&format!("/secretariat/certificates/{certificate}/corrigenda"), "corrigendum-certified")),
        Some(problem) => again(&ctx, &site, &by.person, certificate, Correction::default(), problem).await,
    }
}

/// `/scrutineer/corrigenda/{id}`
#[derive(Serialize)]
pub struct SignCorrigendumPage {
    pub id: String,
    pub round: String,
    pub owner: u32,
    pub certificate: String,
    pub certificate_hash: String,
    pub corrigendum: CorrigendumLine,
    pub signed: bool,
    pub open: bool,
    pub message: String,
}

impl Page for SignCorrigendumPage {
    const TEMPLATE: &'static str = "tally/sign_corrigendum.html";

    fn samples() -> Vec<Self> {
        [(false, true), (true, true), (true, false), (false, false)]
            .map(|(signed, open)| Self {
                id: "x".into(),
                round: "r".into(),
                owner: 2,
                certificate: "2024-1".into(),
                certificate_hash: "03d66dd0".repeat(8),
                corrigendum: sample_corrigendum(),
                signed,
                open,
                message: "piaojue-certificate|00".into(),
            })
            .into()
    }
}

fn sign_page(conn: &mut Conn, person: &Person, id: CorrigendumId) -> Result<SignCorrigendumPage, PageError> {
    let (me, session) = of_account(conn, person)?;
    let status = store::corrigendum_by_id(conn, id)?;
    let certificate = store::certificate_by_id(conn, status.certificate)?;
    if certificate.session != session.id {
        return Err(PageError::NotFound);
    }
    Ok(SignCorrigendumPage {
        id: id.to_string(),
        round: certificate.round.to_string(),
        owner: me.owner(),
        certificate: certificate.number,
        certificate_hash: certificate.hash,
        corrigendum: CorrigendumLine::of(&status)?,
        signed: store::corrigendum_signatures(conn, id)?.iter().any(|s| s.scrutineer == me.id),
        open: status.certified_at.is_none(),
        message: message_to_sign(&status.hash),
    })
}

pub async fn show_sign_corrigendum(ctx: Ctx, by: As<ScrutineerRole>, id: Path<CorrigendumId>) -> Handled {
    let services = ctx.services.clone();
    let page = blocking(move || services.db.read(|conn| sign_page(conn, &by.person, *id))).await?;
    ctx.show(&page)
}

/// The very bytes whose SHA-256 is signed.
pub async fn corrigendum_document(ctx: Ctx, by: As<ScrutineerRole>, id: Path<CorrigendumId>) -> Handled {
    let services = ctx.services.clone();
    let bytes = blocking(move || {
        services.db.read(|conn| {
            sign_page(conn, &by.person, *id)?;
            Ok::<_, PageError>(store::corrigendum_by_id(conn, *id)?.document.into_bytes())
        })
    })
    .await?;
    Ok(HttpResponse::Ok().content_type("application/json").insert_header((CACHE_CONTROL, "no-store")).body(bytes))
}

#[derive(Deserialize)]
pub struct SignForm {
    #[serde(default)]
    signature: String,
}

pub async fn sign_corrigendum(
    ctx: Ctx,
    by: As<ScrutineerRole>,
    id: Path<CorrigendumId>,
    form: Form<SignForm>,
) -> Handled {
    let id = id.into_inner();
    let (services, person, now) = (ctx.services.clone(), by.person.clone(), ctx.services.clock.now());
    let refused = blocking(move || {
        let (key, fields) = match form {
            Form::Fresh { key, fields } => (key, fields),
            Form::Expired(_) => return Ok(Some("form-expired".into())),
        };
        let (me, _) = services.db.read(|conn| of_account(conn, &person))?;
        let done = services
            .db
            .submit(key, now, |tx| actions::sign_corrigendum(tx, &person.actor(), now, &me, id, &fields.signature));
        match done {
            Ok(_) => Ok(None),
            Err(SignError::Db(e)) => Err(PageError::from(e)),
            Err(refused) => refused.refused().map(Some),
        }
    })
    .await?;
    let Some(problem) = refused else { return Ok(ctx.see("/scrutineer", "corrigendum-signed")) };
    let (services, person) = (ctx.services.clone(), by.person.clone());
    let page = blocking(move || services.db.read(|conn| sign_page(conn, &person, id))).await?;
    ctx.again(&page, &[problem])
}
