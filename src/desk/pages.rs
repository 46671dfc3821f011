//! `/secretariat`: one page that shows where the session stands, what blocks it and who must act.

mod acts;
mod articles;
mod certifying;
mod draft;
mod notice;
mod files;
mod sessions;
mod voting_method;
mod voting_method_form;
mod words;

use serde::Serialize;

pub use acts::{
    accept_few_on_paper, ask_to_annul, ask_to_change, ask_to_recall, ask_to_renew_key, begin_count, close_round,
    confirm_as_chief, confirm_request, open_round, order_round, start_issuing, withdraw_request,
};
pub use articles::{ArticlesPage, show_articles};
pub use certifying::{announce, certify, declare_inability, overrule, withdraw_draft};
pub use draft::{DraftPage, draft_certificate, draft_file, show_certificate_draft};
pub use files::{FilePage, FilesPage, show_file, show_files, withdraw_file};
pub use notice::{NoticeDraftPage, show_notice_draft};
pub use sessions::{
    SessionPage, SessionsPage, correct_session, open_session, show_session, show_sessions, take_session_at_hand,
};
pub use voting_method::{MethodPage, record_adoption, show_voting_method};
pub use voting_method_form::{MethodFormPage, edit_voting_method, save_voting_method};
pub use words::{ChairPage, show_chair_words};

use super::{
    setting_up::{self, SetUpFacts, SetUpLine, SetUpStanding},
    standing::{Known, LiveNumbers, NextRoundLine, Now},
    step::{self, LeftOpen, Step, StepLine},
    waiting::{self, WaitingLine},
    words::{self as chair, ChairLine},
};
use crate::{
    accounts::{As, Person, Secretariat, Site},
    ballots::{self, Check, RequestLine, Round, RoundAct, RoundKind, RoundState, Standing, Turnout},
    congress::{
        self, ChangeForm, Session, VotePart,
        voting_method::{PublishCounts, SecondPerson},
    },
    db::{Conn, DbError, Ts},
    deputies,
    documents::{self, DocumentState, ObjectionLine, Said, SignedBy, SignedDocument, SignerLine},
    hand_count,
    ids::{CongressId, RoundId},
    scrutineers::Scrutineer,
    tally::{self, ChangeLine, DraftError, Paper, certificate::Certificate, outcome::Next},
    web::{Ctx, Handled, Message, Page, PageError, Refused, ruled},
};

/// A corrigendum that waits for signatures or for the secretariat.
#[derive(Clone, Serialize)]
pub struct PendingCorrigendum {
    pub number: String,
}

/// What was typed into a form that was refused.
#[derive(Clone, Default, Serialize)]
pub struct Typed {
    /// The presidium's word for the next round.
    pub record: String,
    pub annul_reason: String,
    pub ruling_reason: String,
    pub recall_reason: String,
    pub unable_reason: String,
    pub renew_reason: String,
    /// The presidium's word on few ballots on paper.
    pub few_paper: String,
    pub change: ChangeForm,
}

#[derive(Serialize)]
pub struct DeskPage {
    pub session: String,
    /// By which the first act shows that its page is of the session that is worked on.
    pub session_id: String,
    pub rehearsal: bool,
    pub plenary: String,
    pub date: String,
    pub item: String,
    pub year: i32,
    #[serde(flatten)]
    pub now: Now,
    pub steps: Vec<StepLine>,
    pub checks: Vec<Check>,
    pub round: Option<String>,
    pub round_number: i32,
    pub round_kind: RoundKind,
    pub rounds: usize,
    /// Whether the scrutineers' key stands.
    pub has_key: bool,
    /// Why the latest round is void.
    pub annulled: Option<String>,
    /// Whether list, roll and method may be changed by a decision before the next round.
    pub changeable: bool,
    /// What was decided to be changed before the next round.
    pub changes: Vec<ChangeLine>,
    /// What a decision has opened.
    pub reopened: Vec<VotePart>,
    pub next: Option<NextRoundLine>,
    /// Whether opening and closing take a second person.
    pub two_persons: bool,
    /// What waits for a second person.
    pub pending: Vec<RequestLine>,
    pub chief: String,
    pub objections: Vec<ObjectionLine>,
    pub corrigendum: Option<PendingCorrigendum>,
    pub certificate: Option<String>,
    /// The day of the notice, as preset.
    pub notice_day: String,
    /// About announced projects.
    pub waiting: Vec<WaitingLine>,
    pub hash: String,
    /// Scrutineers whose share or signature is waited for, or has come.
    pub signers: Vec<SignerLine>,
    pub threshold: i32,
    pub signed_by: SignedBy,
    /// 主持词, step by step.
    pub words: Vec<ChairLine>,
    pub live: LiveNumbers,
    /// By which everything here is dated.
    pub clock: String,
    /// 筹备清单, before the first act.
    pub set_up: Vec<SetUpLine>,
    pub typed: Typed,
}

impl Page for DeskPage {
    const TEMPLATE: &'static str = "desk/desk.html";

    fn samples() -> Vec<Self> {
        let mut samples = Vec::new();
        for &step in Step::ALL {
            for clear in [true, false] {
                samples.push(Self {
                    session: "第三次会议".into(),
                    session_id: "s".into(),
                    rehearsal: clear,
                    plenary: "第二次全体会议".into(),
                    date: "2024-02-03".into(),
                    item: "2024年度民生实事项目票决".into(),
                    year: 2024,
                    now: sample_now(step, clear),
                    steps: step::line(step),
                    checks: sample_checks(),
                    round: (step > Step::StartIssuing).then(|| "r".into()),
                    round_number: 1,
                    round_kind: if clear { RoundKind::First } else { RoundKind::Revote },
                    rounds: usize::from(step > Step::StartIssuing) + usize::from(clear),
                    has_key: step != Step::OrderRound || clear,
                    changeable: step == Step::OrderRound,
                    changes: if step == Step::OrderRound && clear { ChangeLine::samples() } else { Vec::new() },
                    reopened: if step == Step::OrderRound && clear { VotePart::ALL.to_vec() } else { Vec::new() },
                    annulled: (step == Step::OrderRound && clear).then(|| "<script>断网".into()),
                    next: (step == Step::OrderRound).then(|| NextRoundLine {
                        kind: if clear { RoundKind::FurtherBallot } else { RoundKind::Revote },
                        number: 2,
                        seats: 1,
                        candidates: vec![10, 11],
                    }),
                    two_persons: clear,
                    pending: if clear {
                        RoundAct::ALL.iter().map(|&act| tally::sample_request(act)).collect()
                    } else {
                        Vec::new()
                    },
                    chief: "<b>陈志强".into(),
                    objections: if step == Step::Certify && !clear {
                        tally::sample_eventful_paper(DocumentState::Drafted).objections
                    } else {
                        Vec::new()
                    },
                    corrigendum: (step == Step::Done && clear).then_some(PendingCorrigendum { number: "1".into() }),
                    certificate: (step > Step::DraftCertificate).then(|| "c".into()),
                    notice_day: "2024-02-03".into(),
                    waiting: if matches!(step, Step::Done | Step::StartIssuing) && !clear {
                        waiting::samples()
                    } else {
                        Vec::new()
                    },
                    hash: "03d66dd0".repeat(8),
                    signers: vec![
                        SignerLine {
                            id: "s1".into(),
                            name: "<script>陈志强</script>".into(),
                            chief: true,
                            done: true,
                            ..SignerLine::default()
                        },
                        SignerLine { name: "李建国".into(), chief: false, done: clear, ..SignerLine::default() },
                    ],
                    threshold: 2,
                    signed_by: SignedBy { signed: 2, overruled: usize::from(clear), unable: usize::from(!clear) },
                    words: chair::samples(step),
                    live: LiveNumbers {
                        in_office: 60,
                        excused: 1,
                        present: 59,
                        issued: 59,
                        on_paper: 5 * i64::from(clear),
                        returned: 57,
                        not_cast: 2,
                    },
                    clock: "2026-11-29 11:30".into(),
                    set_up: match step {
                        Step::StartIssuing if clear => sample_set_up_done(),
                        Step::StartIssuing => sample_set_up(true),
                        _ => Vec::new(),
                    },
                    typed: Typed { record: "<script>".into(), ..Typed::default() },
                });
            }
        }
        samples
    }
}

/// Every step in every standing that it comes to.
pub(super) fn sample_set_up(begun: bool) -> Vec<SetUpLine> {
    let begun = SetUpFacts { session: begun, in_office: 340, candidates: 12, calls: 1, ..SetUpFacts::default() };
    setting_up::lines(&begun)
}

fn sample_set_up_done() -> Vec<SetUpLine> {
    let mut lines = sample_set_up(true);
    for line in &mut lines {
        line.standing = SetUpStanding::Done;
    }
    lines
}

fn sample_now(step: Step, clear: bool) -> Now {
    Now {
        step,
        clear,
        annullable: step > Step::StartIssuing && step < Step::Announce,
        recallable: step == Step::OpenRound && !clear,
        renewable: matches!(step, Step::OrderRound | Step::PresidiumDecides) && clear,
        few_paper: step == Step::OpenRound && !clear,
        decision: (step == Step::PresidiumDecides).then_some(if clear {
            "next-tie-decision"
        } else {
            "next-shortfall-decision"
        }),
        clock_is_off: clear,
    }
}

fn sample_checks() -> Vec<Check> {
    use Standing::{Blocks, Hint, Met};
    const KEYS: [&str; 24] = [
        "box-unreadable",
        "candidates",
        "method",
        "seats-exceed",
        "approvals-exceed",
        "prior-review",
        "opinions",
        "list-sealed",
        "list-broken",
        "roll",
        "scrutineers",
        "key",
        "copies",
        "quorum",
        "issued",
        "keys-agree",
        "issued-but-absent",
        "not-all-issued",
        "cancel-requests",
        "election-signed",
        "paper-alone",
        "paper-few",
        "margin_below_minimum",
        "roll-unchanged",
    ];
    [Met, Hint, Blocks].into_iter().flat_map(|standing| KEYS.map(|key| sample_check(key, standing))).collect()
}

fn sample_check(key: &'static str, standing: Standing) -> Check {
    let names = vec!["<script>陈志强</script>".to_owned(), "李建国".to_owned()];
    Check { key, standing, number: 3, of: 60, names, mend: "/secretariat/roll" }
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

/// What the rounds so far come to. Only a round that is over, and not yet certified, leaves something open.
enum SoFar {
    Nothing,
    /// Its paper ballots are not counted.
    PaperOpen,
    Counted(Box<Certificate>),
}

impl SoFar {
    fn of(
        conn: &mut Conn,
        session: &Session,
        site: &Site,
        person: &Person,
        round: Option<&Round>,
        stands: bool,
    ) -> Result<Self, PageError> {
        let over = |round: &&Round| matches!(round.state, RoundState::Counted | RoundState::Void);
        let Some(round) = round.filter(over).filter(|_| !stands) else { return Ok(Self::Nothing) };
        match ruled(tally::certificate_for(conn, session, &site.name, &person.name, round, None))? {
            Err(DraftError::PaperNotCounted) => Ok(Self::PaperOpen),
            so_far => Ok(Self::Counted(Box::new(so_far.map_err(PageError::internal)?))),
        }
    }

    fn left_open(&self) -> LeftOpen<'_> {
        match self {
            Self::Nothing => LeftOpen::ByTheRules(None),
            Self::PaperOpen => LeftOpen::Paper,
            Self::Counted(certificate) => LeftOpen::ByTheRules(certificate.next()),
        }
    }
}

/// The list before the step that is due.
fn checks_before(
    conn: &mut Conn,
    step: Step,
    session: &Session,
    round: Option<&Round>,
    so_far: &SoFar,
) -> Result<Vec<Check>, PageError> {
    Ok(match (step, round, so_far) {
        (Step::StartIssuing, ..) => ballots::preflight_checks(conn, session)?,
        (Step::OpenRound, Some(round), _) => ballots::opening_checks(conn, session, round)?,
        (Step::OrderRound, _, SoFar::Counted(so_far)) => tally::order_checks(conn, session, so_far)?,
        _ => Vec::new(),
    })
}

fn desk(conn: &mut Conn, site: &Site, person: &Person, at: Ts) -> Result<DeskPage, PageError> {
    let today = at.day();
    let Here { session, round } = here(conn, site.congress)?;
    let round = round.as_ref();
    let document = round.map_or(Ok(None), |round| documents::of_round(conn, round.id))?;
    let stands = document.as_ref().filter(|document| !document.is_withdrawn());
    let so_far = SoFar::of(conn, &session, site, person, round, stands.is_some())?;
    let (state, document_state) = (round.map(|round| round.state), document.as_ref().map(SignedDocument::state));
    let due = step::current(state, document_state, so_far.left_open());
    let mut checks = checks_before(conn, due, &session, round, &so_far)?;
    let scrutineers = crate::scrutineers::scrutineers(conn, session.id)?;
    let said = match stands {
        Some(document) => documents::said(conn, document.id)?,
        None => Said::default(),
    };
    let mut given = Vec::new();
    if let Some(round) = round.filter(|_| due == Step::WaitForShares) {
        match tally::shares_given(conn, round)? {
            Some(owners) => given = owners,
            None => checks.push(Check::blocking("box-unreadable", "#annul")),
        }
    }
    let is_done = |one: &Scrutineer| if stands.is_some() { said.signed(one.id) } else { given.contains(&one.owner()) };
    let signers = documents::signer_lines(&scrutineers, &said, is_done);
    let (mut pending, mut two_persons, mut annulled) = (Vec::new(), true, None);
    let (mut turnout, mut came_back) = (Turnout::default(), hand_count::Returned::default());
    if let Some(round) = round {
        pending = tally::pending_requests(conn, round.id)?;
        two_persons = needs_a_second_person(conn, round)?;
        annulled = ballots::annulment(conn, round.id)?.map(|annulment| annulment.reason);
        turnout = ballots::turnout(conn, round.id)?;
        came_back = hand_count::returned(conn, round)?;
    }
    let reopened = congress::reopened(conn, session.id)?;
    let key = crate::scrutineers::session_key(conn, session.id)?;
    let now = Now::of(&Known {
        round: state,
        document: document_state,
        left_open: so_far.left_open(),
        checks: &checks,
        signers: &signers,
        issued: turnout.issued,
        asked: &pending.iter().map(|request| request.act).collect::<Vec<_>>(),
        has_key: key.is_some(),
        rehearsal: session.rehearsal,
        held_on: session.date,
        today,
    });
    let steps = step::line(now.step);
    let (mut changeable, mut changes, mut anew) = (false, Vec::new(), None);
    if let Some(round) = round.filter(|_| due == Step::OrderRound) {
        changeable = match tally::may_change(conn, &session, round) {
            Ok(()) => !pending.iter().any(|request| request.act == RoundAct::Change),
            Err(Refused::Rules(_)) => false,
            Err(Refused::Missing) => return Err(PageError::NotFound),
            Err(Refused::Db(error)) => return Err(error.into()),
        };
        if tally::is_changed_after(conn, &session, round)? {
            let all = tally::changes(conn, &session)?;
            let after = all.iter().filter(|change| i32::try_from(change.after_round) == Ok(round.number));
            changes = after.map(ChangeLine::from).collect();
            anew = tally::scope_anew(conn, &session)?.map(|(scope, _)| NextRoundLine::after(round.number, &scope));
        }
    }
    let next = match (so_far.left_open().next(), round) {
        (Some(Next::Round { scope }), Some(round)) => Some(NextRoundLine::after(round.number, scope)),
        _ => None,
    };
    let next = anew.or(next);
    let threshold = key.as_ref().map_or(0, |key| key.threshold);
    let in_force = stands.filter(|_| now.step.is_certified());
    let read_out = match in_force {
        Some(document) => Some((Paper::read(conn, document)?, document.paper::<Certificate>()?)),
        None => None,
    };
    let words = chair::words(
        &steps,
        &chair::Facts {
            session: &session.name,
            item: &session.item,
            year: session.year,
            turnout: deputies::quorum_of_session(conn, session.id)?,
            clear: now.clear,
            issued: turnout.issued,
            on_paper: turnout.on_paper,
            returned: turnout.returned,
            threshold,
            next: next.as_ref(),
            certified: read_out.as_ref().map(|(paper, _)| paper),
            by_slips: ballots::is_by_slips(conn, session.id)?,
            publishes_counts: read_out.as_ref().is_some_and(|(_, certificate)| {
                certificate.document().method.publish_counts() == PublishCounts::Counts
            }),
        },
    );
    let counted = match (stands, so_far) {
        (Some(document), _) => Some(document.paper::<Certificate>()?),
        (None, SoFar::Counted(certificate)) => Some(*certificate),
        (None, SoFar::Nothing | SoFar::PaperOpen) => None,
    };
    let live = match counted.as_ref().and_then(|certificate| certificate.document().rounds.last()) {
        Some(last) => LiveNumbers::certified(last, turnout.on_paper),
        None => LiveNumbers::so_far(deputies::roll_count(conn, session.id)?, turnout, came_back),
    };
    let corrigendum = match in_force {
        Some(document) => {
            let all = documents::about(conn, document.id)?;
            all.into_iter().find(SignedDocument::is_drafted).map(|known| PendingCorrigendum { number: known.number })
        }
        None => None,
    };
    // Last year's projects go on while this year's are voted on.
    let waiting = if session.rehearsal { Vec::new() } else { waiting::waiting(conn, &session, today)? };
    let set_up = match now.step {
        Step::StartIssuing if !session.rehearsal => setting_up::set_up(conn, site.congress, Some(&session))?,
        _ => Vec::new(),
    };
    Ok(DeskPage {
        set_up,
        now,
        waiting,
        plenary: session.plenary.clone(),
        date: session.date.to_string(),
        item: session.item.clone(),
        year: session.year,
        steps,
        words,
        checks,
        round_number: round.map_or(1, |round| round.number),
        round_kind: round.map_or(RoundKind::First, |round| round.kind),
        rounds: ballots::rounds_of_session(conn, session.id)?.len(),
        has_key: key.is_some(),
        annulled,
        changeable,
        changes,
        reopened,
        next,
        two_persons,
        pending: pending.iter().map(|request| request.shown_to(person.id)).collect(),
        chief: scrutineers.iter().find(|s| s.chief).map_or_else(String::new, |chief| chief.name.clone()),
        objections: said.objections.iter().map(ObjectionLine::from).collect(),
        corrigendum,
        round: round.map(|round| round.id.to_string()),
        hash: stands.map_or_else(String::new, |document| document.hash.to_string()),
        certificate: stands.map(|document| document.id.to_string()),
        notice_day: tally::preset_day(&session, today).to_string(),
        signed_by: SignedBy::of_signers(&signers),
        signers,
        threshold,
        live,
        clock: at.to_page(),
        typed: Typed::default(),
        session_id: session.id.to_string(),
        rehearsal: session.rehearsal,
        session: session.name,
    })
}

/// Whether opening and closing this round take two, by the method it is held under.
fn needs_a_second_person(conn: &mut Conn, round: &Round) -> Result<bool, DbError> {
    let method = congress::method_by_id(conn, round.method)?.method;
    Ok(method.second_person() == SecondPerson::Required)
}

/// Where no session is at hand yet, the first one is opened in its place.
pub async fn show_desk(ctx: Ctx, by: As<Secretariat>, site: Site) -> Handled {
    let (at, congress) = (ctx.services.clock.now(), site.congress);
    let page = ctx.read(move |conn| {
        if congress::current_session(conn, site.congress)?.is_none() {
            return Ok(None);
        }
        desk(conn, &site, &by.person, at).map(Some)
    });
    match page.await? {
        Some(page) => ctx.show(&page),
        None => ctx.show(&ctx.read(move |conn| SessionsPage::of(conn, congress, None)).await?),
    }
}

async fn desk_with(ctx: &Ctx, site: &Site, person: &Person, typed: Typed, wrong: &[Message]) -> Handled {
    let (site, person, at) = (site.clone(), person.clone(), ctx.services.clock.now());
    let page = ctx.read(move |conn| Ok::<_, PageError>(DeskPage { typed, ..desk(conn, &site, &person, at)? }));
    ctx.again(&page.await?, wrong)
}

/// The session of a round of that congress.
fn session_of_round(conn: &mut Conn, congress: CongressId, round: RoundId) -> Result<Session, DbError> {
    let round = ballots::round_by_id(conn, round)?;
    let session = congress::session_by_id(conn, round.session)?;
    if session.congress == congress { Ok(session) } else { Err(DbError::missing()) }
}
