//! `/scrutineer`: what waits for this scrutineer.

use serde::Serialize;

use super::of_account;
use crate::{
    accounts::{As, Person, Scrutineer as ScrutineerRole},
    ballots::{self, RequestLine, RoundAct, RoundState},
    congress::{ChangeTerms, VotePart},
    db::Conn,
    documents::{self, DocumentKind, SignedDocument},
    hand_count,
    scrutineers::{self, Scrutineer},
    tally::{actions, opening},
    web::{Ctx, Handled, Message, Page, PageError, blocking},
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
    /// The election to be signed before voting begins.
    pub to_agree: Option<Task>,
    pub to_open: Option<Task>,
    pub to_sign: Option<Task>,
    /// A corrigendum that waits for this signature.
    pub to_correct: Option<Task>,
    /// A document that a colleague cannot sign, which this scrutineer can confirm.
    pub to_vouch: Option<Task>,
    /// Whether what is to be signed is of a rating.
    pub rating: bool,
    /// What the chief scrutineer may confirm as the second person.
    pub to_confirm: Vec<RequestLine>,
    /// 发出 and 收回 while the round runs: what a scrutineer watches.
    pub issued: i64,
    /// Of these on paper.
    pub on_paper: i64,
    pub returned: i64,
    pub not_cast: i64,
    pub round_state: Option<RoundState>,
    /// Ballots that the secretariat asks to be cancelled.
    pub to_cancel: usize,
    /// What waits with the slips: the message `scrutiny-slips-<key>`; none where ballots are taken on devices.
    pub slips: Option<&'static str>,
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
            copy_confirmed: (to_open.is_some() || round_state == Some(RoundState::Issuing))
                .then(|| "2024-02-03 09:00".into()),
            key_list_fingerprint: to_open.as_ref().map(|_| vec!["abcd".into(), "efgh".into()]),
            to_agree: (round_state == Some(RoundState::Issuing)).then(|| Task {
                id: "x".into(),
                number: "1".into(),
                done: false,
            }),
            to_open,
            to_sign,
            to_correct: None,
            to_vouch: None,
            rating: false,
            to_confirm: Vec::new(),
            issued: 57,
            on_paper: if has_key { 5 } else { 0 },
            returned: 12,
            not_cast: 45,
            to_cancel: usize::from(round_state == Some(RoundState::Issuing)),
            slips: match round_state {
                None => has_key.then_some("print"),
                Some(RoundState::Issuing) => Some("strike"),
                Some(RoundState::Voting) => Some("none"),
                Some(_) => None,
            },
            round_state,
        };
        let task = |done| Task { id: "x".into(), number: "1".into(), done };
        vec![
            home(false, None, None, None),
            home(true, None, None, Some(RoundState::Issuing)),
            ScrutineerHome { slips: Some("count"), ..home(true, None, None, None) },
            home(true, None, None, Some(RoundState::Voting)),
            home(true, Some(task(false)), None, Some(RoundState::Counting)),
            home(true, Some(task(true)), Some(task(false)), Some(RoundState::Counted)),
            home(true, Some(task(true)), Some(task(true)), Some(RoundState::Counted)),
            ScrutineerHome {
                to_vouch: Some(task(false)),
                to_correct: Some(task(false)),
                ..home(true, Some(task(true)), Some(task(true)), Some(RoundState::Counted))
            },
            ScrutineerHome {
                rating: true,
                ..home(true, Some(task(true)), Some(task(false)), Some(RoundState::Counted))
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
        terms: (act == RoundAct::Change).then(|| ChangeTerms {
            body: "<script>主席团第三次会议".into(),
            decided_on: jiff::civil::date(2024, 2, 3),
            parts: VotePart::ALL.to_vec(),
        }),
        reason: if act.needs_a_reason() { "<script>断网".into() } else { String::new() },
        requested_by: "<b>周敏".into(),
        requested_at: "2024-02-03 10:50".into(),
        mine: act == RoundAct::Close,
    }
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

fn to_sign_by(conn: &mut Conn, me: &Scrutineer, document: SignedDocument) -> Result<Task, PageError> {
    let said = documents::said(conn, document.id)?;
    let done = said.signed(me.id) || said.objection(me.id).is_some() || said.inability(me.id).is_some();
    Ok(Task { id: document.id.to_string(), number: document.number, done })
}

/// The document, if a colleague cannot sign it and this scrutineer may confirm that.
fn to_vouch_for(conn: &mut Conn, me: &Scrutineer, document: &SignedDocument) -> Result<Option<Task>, PageError> {
    if !document.is_drafted() {
        return Ok(None);
    }
    let said = documents::said(conn, document.id)?;
    let waits = said.inabilities.iter().any(|one| one.may_be_confirmed_by(me.id, me.chief));
    Ok(waits.then(|| Task { id: document.id.to_string(), number: document.number.clone(), done: false }))
}

fn home(conn: &mut Conn, person: &Person) -> Result<ScrutineerHome, PageError> {
    let (me, session) = of_account(conn, person)?;
    let round = ballots::round_at_hand(conn, session.id)?;
    let (mut to_agree, mut to_open, mut to_sign, mut to_correct, mut key_list) = (None, None, None, None, None);
    let (mut rating, mut to_vouch) = (false, None);
    let mut to_confirm = Vec::new();
    let (mut issued, mut on_paper, mut came_back, mut to_cancel) = (0, 0, hand_count::Returned::default(), 0);
    if let Some(round) = &round {
        let turnout = ballots::turnout(conn, round.id)?;
        (issued, on_paper) = (turnout.issued, turnout.on_paper);
        came_back = hand_count::returned(conn, round)?;
        to_cancel = ballots::cancel_requests_of(conn, round.id)?.len();
        if me.chief {
            let pending = actions::pending_requests(conn, round.id)?;
            to_confirm = pending.iter().map(|request| request.shown_to(person.id)).collect();
        }
        if round.state == RoundState::Issuing && me.share.is_some() {
            to_agree = Some(Task {
                id: round.id.to_string(),
                number: round.number.to_string(),
                done: ballots::election_signers(conn, round.id)?.contains(&me.owner()),
            });
        }
        if round.has_box() {
            key_list = Some(in_groups(&ballots::credential_list(conn, round.id)?.fingerprint()));
        }
        if matches!(round.state, RoundState::Counting | RoundState::Counted) {
            let given = opening::shares_given(conn, round)?.is_some_and(|given| given.contains(&me.owner()));
            to_open = Some(Task {
                id: round.id.to_string(),
                number: round.number.to_string(),
                done: given || round.state == RoundState::Counted,
            });
        }
        let drawn_up = documents::of_round(conn, round.id)?;
        if let Some(document) = drawn_up.filter(|known| !known.is_withdrawn()) {
            let corrigenda = documents::about(conn, document.id)?;
            if let Some(pending) = corrigenda.into_iter().find(SignedDocument::is_drafted) {
                to_vouch = to_vouch_for(conn, &me, &pending)?;
                to_correct = Some(to_sign_by(conn, &me, pending)?);
            }
            rating = document.kind == DocumentKind::Rating;
            to_vouch = to_vouch_for(conn, &me, &document)?.or(to_vouch);
            to_sign = Some(to_sign_by(conn, &me, document)?);
        }
    }
    let colleagues = scrutineers::scrutineers(conn, session.id)?;
    Ok(ScrutineerHome {
        rating,
        name: me.name.clone(),
        chief: me.chief,
        session: session.name,
        colleagues: colleagues.into_iter().filter(|other| other.id != me.id).map(|other| other.name).collect(),
        threshold: scrutineers::session_key(conn, me.session)?.map(|key| key.threshold),
        has_key: me.share.is_some(),
        copy_confirmed: me.copy_confirmed.map(crate::db::Ts::to_page),
        key_list_fingerprint: key_list,
        to_agree,
        to_open,
        to_sign,
        to_correct,
        to_vouch,
        to_confirm,
        issued,
        on_paper,
        returned: came_back.returned,
        not_cast: came_back.not_cast,
        round_state: round.map(|round| round.state),
        to_cancel,
        slips: ballots::slips_wait_for(conn, session.id, me.account)?,
    })
}
