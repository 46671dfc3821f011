//! `/secretariat`: one page that shows where the session stands, and the acts that move it on.

use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};

use super::step::{self, Step, StepLine};
use crate::{
    accounts::{self, As, ConfirmError, Password, Person, Secretariat, Site},
    ballots::{self, Check, Round, RoundState, Turnout, is_clear},
    congress::{self, Session},
    db::{Conn, Submitted},
    deputies,
    ids::{CertificateId, CongressId, RoundId},
    tally::{
        self, CertificateState, DraftError, FollowUp, Paper,
        certificate::Certificate,
        outcome::{Decision, Next},
    },
    web::{Ctx, Form, Handled, Message, Nothing, Page, PageError, Refusal, Services, blocking},
};

/// What the desk shows of the people.
#[derive(Clone, Serialize)]
pub struct LiveNumbers {
    pub in_office: i64,
    pub excused: i64,
    pub present: i64,
    pub issued: i64,
    pub returned: i64,
    pub not_cast: i64,
}

#[derive(Clone, Serialize)]
pub struct Signer {
    pub name: String,
    pub chief: bool,
    pub done: bool,
}

#[derive(Serialize)]
pub struct DeskPage {
    pub session: String,
    pub plenary: String,
    pub date: String,
    pub item: String,
    pub year: i32,
    pub step: Step,
    pub steps: Vec<StepLine>,
    pub checks: Vec<Check>,
    /// Whether the current step's button may be pressed.
    pub clear: bool,
    pub round: Option<String>,
    pub round_number: i32,
    pub certificate: Option<String>,
    pub hash: String,
    /// Scrutineers whose share or signature is waited for, or has come.
    pub signers: Vec<Signer>,
    pub threshold: i32,
    pub live: LiveNumbers,
    pub needs_code: bool,
    pub notice_number: String,
}

impl Page for DeskPage {
    const TEMPLATE: &'static str = "desk/desk.html";

    fn samples() -> Vec<Self> {
        let mut samples = Vec::new();
        for &step in Step::ALL {
            for clear in [true, false] {
                samples.push(Self {
                    session: "第三次会议".into(),
                    plenary: "第二次全体会议".into(),
                    date: "2024-02-03".into(),
                    item: "2024年度民生实事项目票决".into(),
                    year: 2024,
                    step,
                    steps: step::line(step),
                    checks: sample_checks(),
                    clear,
                    round: (step > Step::StartIssuing).then(|| "r".into()),
                    round_number: 1,
                    certificate: (step > Step::DraftCertificate).then(|| "c".into()),
                    hash: "03d66dd0".repeat(8),
                    signers: vec![
                        Signer { name: "<script>陈志强</script>".into(), chief: true, done: true },
                        Signer { name: "李建国".into(), chief: false, done: clear },
                    ],
                    threshold: 2,
                    live: LiveNumbers { in_office: 60, excused: 1, present: 59, issued: 59, returned: 57, not_cast: 2 },
                    needs_code: clear,
                    notice_number: String::new(),
                });
            }
        }
        samples
    }
}

fn sample_checks() -> Vec<Check> {
    use crate::ballots::Standing::{Blocks, Hint, Met};
    const KEYS: [&str; 15] = [
        "candidates",
        "method",
        "seats-exceed",
        "approvals-exceed",
        "prior-review",
        "roll",
        "scrutineers",
        "key",
        "copies",
        "quorum",
        "issued",
        "keys-agree",
        "issued-but-absent",
        "not-all-issued",
        "margin_below_minimum",
    ];
    [Met, Hint, Blocks]
        .into_iter()
        .flat_map(|standing| KEYS.map(|key| Check { key, standing, number: 3, of: 60, mend: "/secretariat/roll" }))
        .collect()
}

struct Here {
    session: Session,
    round: Option<Round>,
}

fn here(conn: &mut Conn, congress: CongressId) -> Result<Here, PageError> {
    let session = congress::current_session(conn, congress)?.ok_or(PageError::NotFound)?;
    let round = ballots::latest_round(conn, session.id)?;
    Ok(Here { session, round })
}

fn desk(conn: &mut Conn, congress: CongressId, person: &Person) -> Result<DeskPage, PageError> {
    let Here { session, round } = here(conn, congress)?;
    let status = round.as_ref().map_or(Ok(None), |round| tally::certificate_of_round(conn, round.id))?;
    let now = step::current(round.as_ref().map(|round| round.state), status.as_ref().map(|status| status.state));
    let checks = match (now, &round) {
        (Step::StartIssuing, _) => ballots::preflight_checks(conn, &session)?,
        (Step::OpenRound, Some(round)) => ballots::opening_checks(conn, &session, round)?,
        _ => Vec::new(),
    };
    let turnout = match &round {
        Some(round) => ballots::turnout(conn, round.id)?,
        None => Turnout { issued: 0, returned: 0 },
    };
    let roll = deputies::roll_count(conn, session.id)?;
    let scrutineers = crate::scrutineers::scrutineers(conn, session.id)?;
    let done: Vec<bool> = match (now, &round, &status) {
        (Step::WaitForShares, Some(round), _) => {
            let given = tally::shares_given(conn, round)?;
            scrutineers.iter().map(|scrutineer| given.contains(&scrutineer.owner())).collect()
        }
        (_, _, Some(status)) => {
            let signed = tally::signatures(conn, status.id)?;
            scrutineers.iter().map(|s| signed.iter().any(|signature| signature.scrutineer == s.id)).collect()
        }
        _ => vec![false; scrutineers.len()],
    };
    let signers: Vec<Signer> = scrutineers
        .iter()
        .zip(done)
        .map(|(scrutineer, done)| Signer { name: scrutineer.name.clone(), chief: scrutineer.chief, done })
        .collect();
    let clear = match now {
        Step::Certify => signers.iter().all(|signer| signer.done),
        Step::WaitForShares => false,
        _ => is_clear(&checks),
    };
    Ok(DeskPage {
        plenary: session.plenary.clone(),
        date: session.date.clone(),
        item: session.item.clone(),
        year: session.year,
        step: now,
        steps: step::line(now),
        checks,
        clear,
        round_number: round.as_ref().map_or(1, |round| round.number),
        round: round.as_ref().map(|round| round.id.to_string()),
        hash: status.as_ref().map_or_else(String::new, |status| status.hash.clone()),
        certificate: status.map(|status| status.id.to_string()),
        signers,
        threshold: crate::scrutineers::session_key(conn, session.id)?.map_or(0, |key| key.threshold),
        live: LiveNumbers {
            in_office: roll.in_office,
            excused: roll.excused,
            present: roll.present,
            issued: turnout.issued,
            returned: turnout.returned,
            not_cast: turnout.not_cast(),
        },
        needs_code: accounts::has_one_time_code(conn, person.id)?,
        notice_number: String::new(),
        session: session.name,
    })
}

pub async fn show_desk(ctx: Ctx, by: As<Secretariat>, site: Site) -> Handled {
    let services = ctx.services.clone();
    let page = blocking(move || services.db.read(|conn| desk(conn, site.congress, &by.person))).await?;
    ctx.show(&page)
}

async fn desk_again(ctx: &Ctx, site: &Site, person: &Person, problem: Message) -> Handled {
    let (services, congress, person) = (ctx.services.clone(), site.congress, person.clone());
    let page = blocking(move || services.db.read(|conn| desk(conn, congress, &person))).await?;
    ctx.again(&page, &[problem])
}

/// Either the desk with a notice of what was done, or the desk with the rule that stood in the way.
async fn outcome_of<T, E: Refusal>(
    ctx: &Ctx,
    site: &Site,
    person: &Person,
    outcome: Result<T, E>,
    notice: &str,
) -> Handled {
    match outcome {
        Ok(_) => Ok(ctx.see("/secretariat", notice)),
        Err(refused) => match refused.message() {
            Some(problem) => desk_again(ctx, site, person, problem).await,
            None => Err(PageError::Unavailable(refused.to_string())),
        },
    }
}

/// 发票
pub async fn start_issuing(ctx: Ctx, by: As<Secretariat>, site: Site, form: Form<Nothing>) -> Handled {
    let (key, _) = form.fresh()?;
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let outcome = blocking(move || {
        let session = services.db.read(|conn| here(conn, congress))?.session;
        Ok::<_, PageError>(
            services.db.submit(key, now, |tx| ballots::start_issuing(tx, &services.secret, &actor, now, &session)),
        )
    })
    .await?;
    outcome_of(&ctx, &site, &by.person, outcome, "issuing-started").await
}

/// 启封投票
pub async fn open_round(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<Nothing>,
) -> Handled {
    let (key, _) = form.fresh()?;
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let outcome = blocking(move || {
        let session = session_of_round(&services, congress, *round)?;
        Ok::<_, PageError>(services.db.submit(key, now, |tx| ballots::open_round(tx, &actor, now, &session, *round)))
    })
    .await?;
    outcome_of(&ctx, &site, &by.person, outcome, "round-opened").await
}

fn session_of_round(services: &Services, congress: CongressId, round: RoundId) -> Result<Session, PageError> {
    services.db.read(|conn| {
        let round = ballots::round_by_id(conn, round)?;
        let session = congress::session_by_id(conn, round.session)?;
        if session.congress == congress { Ok(session) } else { Err(PageError::NotFound) }
    })
}

/// 封箱: the count begins in the same request, as soon as the box is shut for good.
pub async fn close_round(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<Nothing>,
) -> Handled {
    let (key, _) = form.fresh()?;
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let outcome = blocking(move || {
        let session = session_of_round(&services, congress, *round)?;
        let closed =
            services.db.submit_row_locked(key, now, |tx| ballots::close_round(tx, &actor, now, &session, *round));
        if matches!(closed, Ok(Submitted::Now(()))) {
            // If this fails the box is closed all the same, and the desk offers to begin the count.
            if let Err(error) = tally::begin_count(&services.db, &services.secret, &actor, now, &session, *round) {
                tracing::error!(%error, "the count did not begin");
            }
        }
        Ok::<_, PageError>(closed)
    })
    .await?;
    outcome_of(&ctx, &site, &by.person, outcome, "round-closed").await
}

/// Begins the count of a box that was closed without it.
pub async fn begin_count(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<Nothing>,
) -> Handled {
    let (key, _) = form.fresh()?;
    let (services, now, actor, congress) =
        (ctx.services.clone(), ctx.services.clock.now(), by.person.actor(), site.congress);
    let outcome = blocking(move || {
        let session = session_of_round(&services, congress, *round)?;
        if services.db.was_submitted(key)? {
            return Ok(Ok(()));
        }
        let begun = tally::begin_count(&services.db, &services.secret, &actor, now, &session, *round);
        if begun.is_ok() {
            services.db.submit(key, now, |_| Ok::<_, PageError>(()))?;
        }
        Ok::<_, PageError>(begun)
    })
    .await?;
    outcome_of(&ctx, &site, &by.person, outcome, "count-begun").await
}

/// `/secretariat/rounds/{id}/certificate`: what the certificate will say, before it is drawn up; or the certificate.
#[derive(Serialize)]
pub struct DraftPage {
    pub round: String,
    /// What follows from the count by the rules; `None` if the presidium must decide first.
    pub paper: Paper,
    /// The message that says what must come first, if the rules ask for something.
    pub first: Option<&'static str>,
    pub tied: Vec<u32>,
    pub tied_seats: u32,
    pub drafted: bool,
    pub reason: String,
}

impl Page for DraftPage {
    const TEMPLATE: &'static str = "desk/draft.html";

    fn samples() -> Vec<Self> {
        [
            (None, CertificateState::Drafted),
            (Some("next-round"), CertificateState::Drafted),
            (Some("next-tie-decision"), CertificateState::Drafted),
            (Some("next-shortfall-decision"), CertificateState::Drafted),
            (None, CertificateState::Announced),
        ]
        .map(|(first, state)| Self {
            round: "r".into(),
            paper: tally::sample_paper(state, true),
            first,
            tied: vec![10, 11],
            tied_seats: 1,
            drafted: state == CertificateState::Announced,
            reason: "<script>".into(),
        })
        .into()
    }
}

fn draft_page(
    conn: &mut Conn,
    congress: CongressId,
    congress_name: &str,
    person: &Person,
    round: RoundId,
) -> Result<DraftPage, PageError> {
    let round = ballots::round_by_id(conn, round)?;
    let session = congress::session_by_id(conn, round.session)?;
    if session.congress != congress || round.state != RoundState::Counted {
        return Err(PageError::NotFound);
    }
    let misfit = || PageError::internal("a certificate without a round");
    if let Some(status) = tally::certificate_of_round(conn, round.id)? {
        let certificate = Certificate::parse(status.document.as_bytes()).map_err(PageError::internal)?;
        let signatures = tally::signatures(conn, status.id)?;
        let notice = tally::notice_of(conn, status.id)?;
        let paper = Paper::of(&status, &certificate, &signatures, notice.as_ref()).ok_or_else(misfit)?;
        return Ok(DraftPage {
            round: round.id.to_string(),
            paper,
            first: None,
            tied: Vec::new(),
            tied_seats: 0,
            drafted: true,
            reason: String::new(),
        });
    }
    let certificate = tally::certificate_for(conn, &session, congress_name, &person.name, &round, None)
        .map_err(PageError::internal)?;
    let (tied, tied_seats) = match certificate.next() {
        Some(Next::TieDecision { tied, seats }) => (tied.clone(), *seats),
        _ => (Vec::new(), 0),
    };
    let preview = tally::preview(&session, &round, &certificate);
    Ok(DraftPage {
        round: round.id.to_string(),
        paper: Paper::of(&preview, &certificate, &[], None).ok_or_else(misfit)?,
        first: certificate.next().map(tally::next_key),
        tied,
        tied_seats,
        drafted: false,
        reason: String::new(),
    })
}

pub async fn show_certificate_draft(ctx: Ctx, by: As<Secretariat>, site: Site, round: Path<RoundId>) -> Handled {
    let services = ctx.services.clone();
    let page =
        blocking(move || services.db.read(|conn| draft_page(conn, site.congress, &site.name, &by.person, *round)))
            .await?;
    ctx.show(&page)
}

/// The presidium's decision, where the rules leave it one.
#[derive(Clone, Deserialize)]
pub struct DraftForm {
    #[serde(default)]
    decision: String,
    #[serde(default)]
    chosen: Vec<u32>,
    #[serde(default)]
    reason: String,
}

impl DraftForm {
    fn decision(&self) -> Option<Decision> {
        let reason = self.reason.trim().to_owned();
        match self.decision.as_str() {
            "choose_tied" => Some(Decision::ChooseTied { chosen: self.chosen.clone(), reason }),
            "accept_fewer" => Some(Decision::AcceptFewer { reason }),
            _ => None,
        }
    }
}

/// 出具计票报告单
pub async fn draft_certificate(
    ctx: Ctx,
    by: As<Secretariat>,
    site: Site,
    round: Path<RoundId>,
    form: Form<DraftForm>,
) -> Handled {
    let (key, fields) = match form {
        Form::Fresh { key, fields } => (Some(key), fields),
        Form::Expired(fields) => (None, fields),
    };
    let (services, now, person) = (ctx.services.clone(), ctx.services.clock.now(), by.person.clone());
    let (congress, name, typed, round) = (site.congress, site.name.clone(), fields.clone(), *round);
    let outcome = blocking(move || {
        let session = session_of_round(&services, congress, round)?;
        let Some(key) = key else { return Ok(Err(Message::new("form-expired"))) };
        let drafted = services.db.submit(key, now, |tx| {
            tally::draft_certificate(tx, &person.actor(), now, &session, &name, round, fields.decision())
        });
        match drafted {
            Ok(_) => Ok(Ok(())),
            Err(DraftError::Db(e)) => Err(PageError::from(e)),
            Err(refused) => Ok(Err(refused.message().unwrap_or_else(|| "draft-not-counted".into()))),
        }
    })
    .await?;
    match outcome {
        Ok(()) => Ok(ctx.see("/secretariat", "certificate-drafted")),
        Err(problem) => {
            let services = ctx.services.clone();
            let mut page = blocking(move || {
                services.db.read(|conn| draft_page(conn, site.congress, &site.name, &by.person, round))
            })
            .await?;
            page.reason = typed.reason;
            ctx.again(&page, &[problem])
        }
    }
}

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
        Form::Expired(_) => return desk_again(&ctx, &site, &by.person, "form-expired".into()).await,
    };
    let (services, now, person) = (ctx.services.clone(), ctx.services.clock.now(), by.person.clone());
    let congress = site.congress;
    let outcome = blocking(move || {
        let session = session_of_certificate(&services, congress, *certificate)?;
        // The code of a second press is used up by the first; it is answered like the first all the same.
        if services.db.was_submitted(key)? {
            return Ok(Ok(()));
        }
        let password = Password::typed(&fields.password);
        match accounts::confirm_identity(&services.db, &person, &password, &fields.code, now) {
            Ok(()) => {}
            Err(ConfirmError::Db(e)) => return Err(PageError::from(e)),
            Err(refused) => return Ok(Err(refused.message())),
        }
        let done = services.db.submit(key, now, |tx| {
            tally::certify(tx, &services.secret, &follow_up, &person.actor(), now, &session, *certificate)
        });
        match done {
            Ok(_) => Ok(Ok(())),
            Err(tally::CertifyError::Db(e)) => Err(e.into()),
            Err(refused) => Ok(Err(refused.message())),
        }
    })
    .await?;
    match outcome {
        Ok(()) => Ok(ctx.see("/secretariat", "certificate-certified")),
        Err(problem) => {
            let problem = problem.unwrap_or_else(|| "certify-already".into());
            desk_again(&ctx, &site, &by.person, problem).await
        }
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
        let Some(key) = key else { return Ok(Err(Some(Message::new("form-expired")))) };
        let done = services.db.submit(key, now, |tx| {
            tally::announce(tx, &follow_up, &person.actor(), now, &session, *certificate, &fields.number)
        });
        let version = services.db.read(congress::public_version).map_err(PageError::from)?;
        services.public.is_now(version);
        match done {
            Ok(_) => Ok(Ok(())),
            Err(tally::AnnounceError::Db(e)) => Err(PageError::from(e)),
            Err(refused) => Ok(Err(refused.message())),
        }
    })
    .await?;
    match outcome {
        Ok(()) => Ok(ctx.see("/secretariat", "result-announced")),
        Err(problem) => {
            let services = ctx.services.clone();
            let mut page = blocking(move || services.db.read(|conn| desk(conn, congress, &by.person))).await?;
            page.notice_number = typed;
            ctx.again(&page, &[problem.unwrap_or_else(|| "announce-already".into())])
        }
    }
}
