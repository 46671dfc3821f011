//! A scrutineer's work: keeping the seed, opening the box together, signing the certificate.

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION},
    web::Path,
};
use serde::{Deserialize, Serialize};

use super::{
    actions::{self, ObjectError, ShareError, SignError},
    certificate::Certificate,
    certification::{CertificateState, message_to_sign},
    count,
    paper::{ObjectionLine, Paper, sample_eventful_paper, sample_paper},
    store,
};
use crate::{
    accounts::{As, Person, Scrutineer as ScrutineerRole},
    ballots::{self, RequestLine, Round, RoundAct, RoundState},
    congress::{self, Session},
    db::Conn,
    ids::{CertificateId, RoundId},
    scrutineers::{self, Scrutineer},
    web::{Ctx, Form, Handled, Message, Page, PageError, Refusal, blocking},
};

/// A round or certificate that waits for this scrutineer, or no longer does.
#[derive(Clone, Serialize)]
pub struct Task {
    pub id: String,
    pub number: String,
    pub done: bool,
}

/// `/scrutineer`
#[derive(Serialize)]
pub struct ScrutineerHome {
    pub name: String,
    pub chief: bool,
    pub session: String,
    pub colleagues: Vec<String>,
    pub threshold: Option<i32>,
    pub has_key: bool,
    pub copy_confirmed: Option<String>,
    pub key_list_fingerprint: Option<Vec<String>>,
    pub to_open: Option<Task>,
    pub to_sign: Option<Task>,
    /// A corrigendum that waits for this signature.
    pub to_correct: Option<Task>,
    /// What the chief scrutineer may confirm as the second person.
    pub to_confirm: Vec<RequestLine>,
    /// 发出 and 收回 while the round runs: what a scrutineer watches.
    pub issued: i64,
    pub returned: i64,
    pub round_state: Option<RoundState>,
    /// Ballots that the secretariat asks to be cancelled.
    pub to_cancel: usize,
}

impl Page for ScrutineerHome {
    const TEMPLATE: &'static str = "tally/scrutineer_home.html";

    fn samples() -> Vec<Self> {
        let home = |has_key, to_open: Option<Task>, to_sign: Option<Task>, round_state| Self {
            name: "<script>李建国</script>".into(),
            chief: has_key,
            session: "第三次会议".into(),
            colleagues: vec!["陈志强".into(), "吴晓燕".into()],
            threshold: has_key.then_some(2),
            has_key,
            copy_confirmed: to_open.as_ref().map(|_| "2024-02-03 09:00".into()),
            key_list_fingerprint: to_open.as_ref().map(|_| vec!["abcd".into(), "efgh".into()]),
            to_open,
            to_sign,
            to_correct: None,
            to_confirm: Vec::new(),
            issued: 57,
            returned: 12,
            to_cancel: usize::from(round_state == Some(RoundState::Issuing)),
            round_state,
        };
        let task = |done| Task { id: "x".into(), number: "1".into(), done };
        vec![
            home(false, None, None, None),
            home(true, None, None, Some(RoundState::Issuing)),
            home(true, None, None, Some(RoundState::Voting)),
            home(true, Some(task(false)), None, Some(RoundState::Counting)),
            home(true, Some(task(true)), Some(task(false)), Some(RoundState::Counted)),
            home(true, Some(task(true)), Some(task(true)), Some(RoundState::Counted)),
            ScrutineerHome {
                to_correct: Some(task(false)),
                ..home(true, Some(task(true)), Some(task(true)), Some(RoundState::Counted))
            },
            ScrutineerHome {
                to_confirm: RoundAct::ALL.iter().map(|&act| sample_request(act)).collect(),
                ..home(true, None, None, Some(RoundState::Void))
            },
        ]
    }
}

pub fn sample_request(act: RoundAct) -> RequestLine {
    RequestLine {
        id: "q".into(),
        act,
        reason: if act == RoundAct::Annul { "<script>断网".into() } else { String::new() },
        requested_by: "<b>周敏".into(),
        requested_at: "2024-02-03 10:50".into(),
        mine: act == RoundAct::Close,
    }
}

pub(super) fn of_account(conn: &mut Conn, person: &Person) -> Result<(Scrutineer, Session), PageError> {
    let scrutineer = scrutineers::scrutineer_of_account(conn, person.id)?.ok_or(PageError::NotFound)?;
    let session = congress::session_by_id(conn, scrutineer.session)?;
    Ok((scrutineer, session))
}

fn in_groups(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(8).map(|group| group.iter().collect()).collect()
}

pub async fn scrutineer_home(ctx: Ctx, by: As<ScrutineerRole>) -> Handled {
    let services = ctx.services.clone();
    let page = blocking(move || {
        services.db.read(|conn| {
            let appointed = scrutineers::scrutineer_of_account(conn, by.person.id)?.is_some();
            if appointed { home(conn, &by.person).map(Some) } else { Ok(None) }
        })
    })
    .await?;
    match page {
        Some(page) => ctx.show(&page),
        None => ctx.show(&NotAppointedPage {}),
    }
}

/// `/scrutineer` for whoever has the account and not, or no longer, the appointment.
#[derive(Serialize)]
pub struct NotAppointedPage {}

impl Page for NotAppointedPage {
    const TEMPLATE: &'static str = "tally/not_appointed.html";

    fn samples() -> Vec<Self> {
        vec![Self {}]
    }
}

/// The scrutineer's page again, with what stood in the way of an act.
pub async fn scrutineer_home_again(ctx: &Ctx, person: &Person, problem: Message) -> Handled {
    let (services, person) = (ctx.services.clone(), person.clone());
    let page = blocking(move || services.db.read(|conn| home(conn, &person))).await?;
    ctx.again(&page, &[problem])
}

fn home(conn: &mut Conn, person: &Person) -> Result<ScrutineerHome, PageError> {
    let (me, session) = of_account(conn, person)?;
    let round = ballots::latest_round(conn, session.id)?;
    let (mut to_open, mut to_sign, mut to_correct, mut key_list) = (None, None, None, None);
    let mut to_confirm = Vec::new();
    let (mut issued, mut returned, mut to_cancel) = (0, 0, 0);
    if let Some(round) = &round {
        let turnout = ballots::turnout(conn, round.id)?;
        (issued, returned) = (turnout.issued, turnout.returned);
        to_cancel = ballots::cancel_requests_of(conn, round.id)?.len();
        if me.chief {
            let pending = actions::pending_requests(conn, round.id)?;
            to_confirm = pending.iter().map(|request| request.shown_to(person.id)).collect();
        }
        if round.has_box() {
            key_list = Some(in_groups(&ballots::credential_list(conn, round.id)?.fingerprint()));
        }
        if matches!(round.state, RoundState::Counting | RoundState::Counted) {
            let given = count::shares_given(conn, round)?.contains(&me.owner());
            to_open = Some(Task {
                id: round.id.to_string(),
                number: round.number.to_string(),
                done: given || round.state == RoundState::Counted,
            });
        }
        let certificate = store::certificate_of_round(conn, round.id)?;
        if let Some(certificate) = certificate.filter(|known| known.state != CertificateState::Withdrawn) {
            let signed = store::signatures(conn, certificate.id)?.iter().any(|s| s.scrutineer == me.id);
            let objected = store::objections(conn, certificate.id)?.iter().any(|o| o.scrutineer == me.id);
            let corrigenda = store::corrigenda_of(conn, certificate.id)?;
            if let Some(pending) = corrigenda.iter().find(|known| known.certified_at.is_none()) {
                let signed = store::corrigendum_signatures(conn, pending.id)?.iter().any(|s| s.scrutineer == me.id);
                to_correct =
                    Some(Task { id: pending.id.to_string(), number: pending.number.to_string(), done: signed });
            }
            to_sign =
                Some(Task { id: certificate.id.to_string(), number: certificate.number, done: signed || objected });
        }
    }
    let colleagues = scrutineers::scrutineers(conn, session.id)?;
    Ok(ScrutineerHome {
        name: me.name.clone(),
        chief: me.chief,
        session: session.name,
        colleagues: colleagues.into_iter().filter(|other| other.id != me.id).map(|other| other.name).collect(),
        threshold: scrutineers::session_key(conn, me.session)?.map(|key| key.threshold),
        has_key: me.share.is_some(),
        copy_confirmed: me.copy_confirmed.map(crate::db::Ts::to_page),
        key_list_fingerprint: key_list,
        to_open,
        to_sign,
        to_correct,
        to_confirm,
        issued,
        returned,
        round_state: round.map(|round| round.state),
        to_cancel,
    })
}

#[derive(Clone, Serialize)]
pub struct ShareLine {
    pub name: String,
    pub given: bool,
    pub me: bool,
}

/// `/scrutineer/rounds/{id}/open`
#[derive(Serialize)]
pub struct OpenBoxPage {
    pub round: String,
    pub number: i32,
    pub returned: i64,
    pub shares: Vec<ShareLine>,
    pub threshold: u32,
    pub owner: u32,
    pub fingerprint: String,
    pub sealed_key: String,
    /// Whether this scrutineer's share is still wanted.
    pub wanted: bool,
    pub counted: bool,
}

impl Page for OpenBoxPage {
    const TEMPLATE: &'static str = "tally/open_box.html";

    fn samples() -> Vec<Self> {
        [(true, false), (false, false), (false, true)]
            .map(|(wanted, counted)| Self {
                round: "r".into(),
                number: 1,
                returned: 338,
                shares: vec![ShareLine { name: "<script>陈志强</script>".into(), given: !wanted, me: true }],
                threshold: 2,
                owner: 2,
                fingerprint: "phi".into(),
                sealed_key: "{\"alpha\":\"00\"}".into(),
                wanted,
                counted,
            })
            .into()
    }
}

fn open_box_page(conn: &mut Conn, person: &Person, round: RoundId) -> Result<OpenBoxPage, PageError> {
    let round = round_to_open(conn, person, round)?;
    let (me, session) = of_account(conn, person)?;
    let opening = count::opening(conn, &round)?;
    let given = |owner: u32| opening.partials.iter().any(|known| known.owner() == owner);
    let shares = scrutineers::scrutineers(conn, session.id)?
        .iter()
        .map(|s| ShareLine { name: s.name.clone(), given: given(s.owner()), me: s.id == me.id })
        .collect();
    let counted = round.state == RoundState::Counted;
    Ok(OpenBoxPage {
        round: round.id.to_string(),
        number: round.number,
        returned: ballots::turnout(conn, round.id)?.returned,
        shares,
        threshold: opening.trustees.threshold().unwrap_or(0),
        owner: me.owner(),
        fingerprint: opening.election.fingerprint().to_owned(),
        sealed_key: me.share.as_ref().map_or_else(String::new, |share| share.encrypted_decryption_key.clone()),
        wanted: !counted && !given(me.owner()),
        counted,
    })
}

pub async fn show_open_box(ctx: Ctx, by: As<ScrutineerRole>, round: Path<RoundId>) -> Handled {
    let (services, round) = (ctx.services.clone(), round.into_inner());
    let page = blocking(move || services.db.read(|conn| open_box_page(conn, &by.person, round))).await?;
    ctx.show(&page)
}

/// The round of this scrutineer's session whose box is opened or was.
fn round_to_open(conn: &mut Conn, person: &Person, round: RoundId) -> Result<Round, PageError> {
    let (_, session) = of_account(conn, person)?;
    let round = ballots::round_by_id(conn, round)?;
    let counting = matches!(round.state, RoundState::Counting | RoundState::Counted);
    if round.session == session.id && counting { Ok(round) } else { Err(PageError::NotFound) }
}

/// The bytes that the shares are made of, as the archive holds them.
pub async fn encrypted_tally_file(ctx: Ctx, by: As<ScrutineerRole>, round: Path<RoundId>) -> Handled {
    let (services, round) = (ctx.services.clone(), round.into_inner());
    let bytes = blocking(move || {
        services.db.read(|conn| {
            let round = round_to_open(conn, &by.person, round)?;
            Ok::<_, PageError>(count::opening(conn, &round)?.tally.payload())
        })
    })
    .await?;
    Ok(json(bytes))
}

/// The box for those who open it: their browsers multiply the ballots themselves, and `piaojue verify` checks every proof.
pub async fn box_file(ctx: Ctx, by: As<ScrutineerRole>, round: Path<RoundId>) -> Handled {
    let (services, round) = (ctx.services.clone(), round.into_inner());
    let file = blocking(move || {
        services.db.read(|conn| {
            let round = round_to_open(conn, &by.person, round)?;
            count::archive_file(conn, &round).map_err(PageError::from)
        })
    })
    .await?;
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    Ok(HttpResponse::Ok()
        .content_type("application/x-tar")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_DISPOSITION, disposition))
        .body(file.bytes))
}

fn json(bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").insert_header((CACHE_CONTROL, "no-store")).body(bytes)
}

#[derive(Deserialize)]
pub struct ShareForm {
    #[serde(default)]
    partial_decryption: String,
}

pub async fn open_box(ctx: Ctx, by: As<ScrutineerRole>, round: Path<RoundId>, form: Form<ShareForm>) -> Handled {
    let round = round.into_inner();
    let show_again = async |problem| {
        let (services, person) = (ctx.services.clone(), by.person.clone());
        let page = blocking(move || services.db.read(|conn| open_box_page(conn, &person, round))).await?;
        ctx.again(&page, &[problem])
    };
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (key, fields),
        Form::Expired(_) => return show_again("form-expired".into()).await,
    };
    let (services, person, now) = (ctx.services.clone(), by.person.clone(), ctx.services.clock.now());
    let outcome = blocking(move || {
        let (me, session) = services.db.read(|conn| of_account(conn, &person))?;
        Ok::<_, PageError>(services.db.submit_row_locked(key, now, |tx| {
            actions::give_share(tx, &person.actor(), now, &session, &me, round, &fields.partial_decryption)
        }))
    })
    .await?;
    match outcome {
        Ok(_) => Ok(ctx.see("/scrutineer", "share-given")),
        Err(ShareError::Db(e)) => Err(e.into()),
        Err(refused) => match refused.message() {
            Some(problem) => show_again(problem).await,
            None => Err(PageError::internal(refused)),
        },
    }
}

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
        Err(refused) => match refused.message() {
            Some(problem) => show_again(problem).await,
            None => Err(PageError::internal(refused)),
        },
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
            Err(refused) => Ok(refused.message()),
        }
    })
    .await?;
    let Some(problem) = refused else { return Ok(ctx.see("/scrutineer", "objection-raised")) };
    let (services, person) = (ctx.services.clone(), by.person.clone());
    let mut page = blocking(move || services.db.read(|conn| sign_page(conn, &person, id))).await?;
    page.reason = typed;
    ctx.again(&page, &[problem])
}
