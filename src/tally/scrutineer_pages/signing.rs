//! The certificate before a scrutineer: signing it, or objecting to it.

use serde::{Deserialize, Serialize};

use super::{json, of_account};
use crate::{
    accounts::{As, Person, Scrutineer as ScrutineerRole},
    db::Conn,
    ids::CertificateId,
    tally::{
        actions::{self, ObjectError, SignError},
        certificate::Certificate,
        certification::{CertificateState, message_to_sign},
        paper::{ObjectionLine, Paper, sample_eventful_paper, sample_paper},
        store,
    },
    web::{Ctx, Form, Handled, MixedRefusal as Refusal, Page, PageError, Path, blocking},
};

/// `/scrutineer/certificates/{id}`
#[derive(Serialize)]
pub struct SignPage {
    pub certificate: String,
    pub round: String,
    pub owner: u32,
    pub paper: Paper,
    pub signed: bool,
    pub open: bool,
    pub withdrawn: bool,
    pub message: String,
    /// This scrutineer's own.
    pub objection: Option<ObjectionLine>,
    /// An objection as typed.
    pub reason: String,
}

impl Page for SignPage {
    const TEMPLATE: &'static str = "tally/sign_certificate.html";

    fn samples() -> Vec<Self> {
        let objections = sample_eventful_paper(CertificateState::Drafted).objections;
        [
            (CertificateState::Drafted, false, None),
            (CertificateState::Drafted, true, None),
            (CertificateState::Certified, true, None),
            (CertificateState::Withdrawn, false, None),
            (CertificateState::Drafted, false, objections.first()),
            (CertificateState::Drafted, false, objections.get(1)),
            (CertificateState::Withdrawn, false, objections.get(2)),
        ]
        .map(|(state, signed, objection)| Self {
            certificate: "c".into(),
            round: "r".into(),
            owner: 2,
            paper: sample_paper(state, signed),
            signed,
            open: state == CertificateState::Drafted,
            withdrawn: state == CertificateState::Withdrawn,
            message: "piaojue-certificate|00".into(),
            objection: objection.cloned(),
            reason: "<script>票数有疑".into(),
        })
        .into()
    }
}

fn sign_page(conn: &mut Conn, person: &Person, id: CertificateId) -> Result<SignPage, PageError> {
    let (me, session) = of_account(conn, person)?;
    let status = store::certificate_by_id(conn, id)?;
    if status.session != session.id {
        return Err(PageError::NotFound);
    }
    let signatures = store::signatures(conn, id)?;
    let objections = store::objections(conn, id)?;
    let notice = store::notice_of(conn, id)?;
    let certificate = Certificate::parse(status.document.as_bytes()).map_err(PageError::internal)?;
    let paper = Paper::of(&status, &certificate, &signatures, &objections, notice.as_ref());
    let mine = objections.iter().position(|objection| objection.scrutineer == me.id);
    Ok(SignPage {
        certificate: id.to_string(),
        round: status.round.to_string(),
        owner: me.owner(),
        objection: mine.and_then(|mine| paper.objections.get(mine).cloned()),
        paper,
        signed: signatures.iter().any(|s| s.scrutineer == me.id),
        open: status.state == CertificateState::Drafted,
        withdrawn: status.state == CertificateState::Withdrawn,
        message: message_to_sign(&status.hash),
        reason: String::new(),
    })
}

pub async fn show_sign(ctx: Ctx, by: As<ScrutineerRole>, id: Path<CertificateId>) -> Handled {
    let (services, id) = (ctx.services.clone(), id.into_inner());
    let page = blocking(move || services.db.read(|conn| sign_page(conn, &by.person, id))).await?;
    ctx.show(&page)
}

/// The very bytes whose SHA-256 is signed.
pub async fn certificate_document(ctx: Ctx, by: As<ScrutineerRole>, id: Path<CertificateId>) -> Handled {
    let (services, id) = (ctx.services.clone(), id.into_inner());
    let bytes = blocking(move || {
        services.db.read(|conn| {
            let (_, session) = of_account(conn, &by.person)?;
            let status = store::certificate_by_id(conn, id)?;
            if status.session == session.id { Ok(status.document.into_bytes()) } else { Err(PageError::NotFound) }
        })
    })
    .await?;
    Ok(json(bytes))
}

#[derive(Deserialize)]
pub struct SignForm {
    #[serde(default)]
    signature: String,
}

pub async fn sign_certificate(
    ctx: Ctx,
    by: As<ScrutineerRole>,
    id: Path<CertificateId>,
    form: Form<SignForm>,
) -> Handled {
    let id = id.into_inner();
    let show_again = async |problem| {
        let (services, person) = (ctx.services.clone(), by.person.clone());
        let page = blocking(move || services.db.read(|conn| sign_page(conn, &person, id))).await?;
        ctx.again(&page, &[problem])
    };
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (key, fields),
        Form::Expired(_) => return show_again("form-expired".into()).await,
    };
    let (services, person, now) = (ctx.services.clone(), by.person.clone(), ctx.services.clock.now());
    let outcome = blocking(move || {
        let (me, _) = services.db.read(|conn| of_account(conn, &person))?;
        Ok::<_, PageError>(
            services
                .db
                .submit(key, now, |tx| actions::sign_certificate(tx, &person.actor(), now, &me, id, &fields.signature)),
        )
    })
    .await?;
    match outcome {
        Ok(_) => Ok(ctx.see("/scrutineer", "certificate-signed")),
        Err(SignError::Db(e)) => Err(e.into()),
        Err(refused) => show_again(refused.refused()?).await,
    }
}

#[derive(Clone, Deserialize)]
pub struct ObjectForm {
    #[serde(default)]
    reason: String,
}

/// 异议
pub async fn object(ctx: Ctx, by: As<ScrutineerRole>, id: Path<CertificateId>, form: Form<ObjectForm>) -> Handled {
    let id = id.into_inner();
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let (services, person, now) = (ctx.services.clone(), by.person.clone(), ctx.services.clock.now());
    let typed = fields.reason.clone();
    let refused = blocking(move || {
        let Some(key) = key else { return Ok(Some("form-expired".into())) };
        let (me, _) = services.db.read(|conn| of_account(conn, &person))?;
        let done =
            services.db.submit(key, now, |tx| actions::object(tx, &person.actor(), now, &me, id, &fields.reason));
        match done {
            Ok(_) => Ok(None),
            Err(ObjectError::Db(e)) => Err(PageError::from(e)),
            Err(refused) => refused.refused().map(Some),
        }
    })
    .await?;
    let Some(problem) = refused else { return Ok(ctx.see("/scrutineer", "objection-raised")) };
    let (services, person) = (ctx.services.clone(), by.person.clone());
    let mut page = blocking(move || services.db.read(|conn| sign_page(conn, &person, id))).await?;
    page.reason = typed;
    ctx.again(&page, &[problem])
}
