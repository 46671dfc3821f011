//! A scrutineer's work: keeping the seed, opening the box together, signing the certificate.

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION},
    web::Path,
};
use serde::{Deserialize, Serialize};

use super::{
    actions::{self, ShareError, SignError},
    certificate::Certificate,
    certification::{CertificateState, message_to_sign},
    count,
    paper::{Paper, sample_paper},
    store,
};
use crate::{
    accounts::{As, Person, Scrutineer as ScrutineerRole},
    ballots::{self, Round, RoundState},
    congress::{self, Session},
    db::Conn,
    ids::{CertificateId, RoundId},
    scrutineers::{self, Scrutineer},
    web::{Ctx, Form, Handled, Page, PageError, Refusal, blocking},
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
        ]
    }
}

fn of_account(conn: &mut Conn, person: &Person) -> Result<(Scrutineer, Session), PageError> {
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

fn home(conn: &mut Conn, person: &Person) -> Result<ScrutineerHome, PageError> {
    let (me, session) = of_account(conn, person)?;
    let round = ballots::latest_round(conn, session.id)?;
    let (mut to_open, mut to_sign, mut key_list) = (None, None, None);
    let (mut issued, mut returned, mut to_cancel) = (0, 0, 0);
    if let Some(round) = &round {
        let turnout = ballots::turnout(conn, round.id)?;
        (issued, returned) = (turnout.issued, turnout.returned);
        to_cancel = ballots::cancel_requests_of(conn, round.id)?.len();
        if !matches!(round.state, RoundState::Preparing | RoundState::Issuing) {
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
        if let Some(certificate) = store::certificate_of_round(conn, round.id)? {
            let signed = store::signatures(conn, certificate.id)?.iter().any(|s| s.scrutineer == me.id);
            to_sign = Some(Task { id: certificate.id.to_string(), number: certificate.number, done: signed });
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
    pub message: String,
}

impl Page for SignPage {
    const TEMPLATE: &'static str = "tally/sign_certificate.html";

    fn samples() -> Vec<Self> {
        [(CertificateState::Drafted, false), (CertificateState::Drafted, true), (CertificateState::Certified, true)]
            .map(|(state, signed)| Self {
                certificate: "c".into(),
                round: "r".into(),
                owner: 2,
                paper: sample_paper(state, signed),
                signed,
                open: state == CertificateState::Drafted,
                message: "piaojue-certificate|00".into(),
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
    let notice = store::notice_of(conn, id)?;
    let certificate = Certificate::parse(status.document.as_bytes()).map_err(PageError::internal)?;
    Ok(SignPage {
        certificate: id.to_string(),
        round: status.round.to_string(),
        owner: me.owner(),
        paper: Paper::of(&status, &certificate, &signatures, notice.as_ref())
            .ok_or_else(|| PageError::internal("a certificate without a round"))?,
        signed: signatures.iter().any(|s| s.scrutineer == me.id),
        open: status.state == CertificateState::Drafted,
        message: message_to_sign(&status.hash),
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
