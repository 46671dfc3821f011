//! Asking for an act on a round, confirming or withdrawing it; and annulling, which always takes two.

use super::{
    actions::opening_checks,
    ballot_box::BoxHead,
    preflight,
    round::{NothingToAnnul, OpeningCount, Round, RoundPurpose, RoundState, WrongState},
    second_person::{Annulment, Answer, NotTheSecond, Request, RoundAct},
    store,
};
use crate::{
    accounts::Person,
    audit::{self, Act, Actor, Deed},
    congress::{self, ChangeTerms, Session},
    db::{Conn, DbError, Ts, Tx},
    deputies,
    ids::{RoundId, RoundRequestId, ScrutineerId},
    web::{Message, Refusal, Refused},
};

/// Longest reason, in characters.
pub const LONGEST_REASON: usize = 500;

#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error("the round does not stand so that this can be asked for")]
    NotNow,
    #[error("{0} has asked for this already")]
    AskedAlready(String),
    #[error("this needs a reason")]
    NoReason,
    #[error("something on the list still blocks")]
    Blocked,
    #[error("an annulment waits for its second person")]
    AnnulmentWaits,
    #[error("{0} ballots have been taken, or were cancelled")]
    BallotsTaken(i64),
}

impl Refusal for AskError {
    fn message(&self) -> Message {
        match self {
            Self::NotNow => "ask-not-now".into(),
            Self::AskedAlready(name) => Message::new("ask-already").with("name", name),
            Self::NoReason => Message::new("ask-no-reason").with("most", LONGEST_REASON),
            Self::Blocked => "open-blocked".into(),
            Self::AnnulmentWaits => ANNULMENT_WAITS.into(),
            Self::BallotsTaken(_) => "recall-ballots-taken".into(),
        }
    }
}

/// Said of every step that an annulment holds up.
pub const ANNULMENT_WAITS: &str = "annulment-waits";

/// Whether somebody has asked that the round be annulled, and nobody has answered: until then it takes no other step.
pub fn annulment_waits(conn: &mut Conn, round: RoundId) -> Result<bool, DbError> {
    Ok(pending_requests(conn, round)?.iter().any(|request| request.act == RoundAct::Annul))
}

/// Whether no other round follows: what later rounds, and the certificate, rest on stays as it is.
fn is_latest(conn: &mut Conn, round: &Round) -> Result<bool, DbError> {
    let rounds = match round.purpose {
        RoundPurpose::Choice => store::rounds_of_session(conn, round.session)?,
        RoundPurpose::Rating => store::ratings_of_session(conn, round.session)?,
    };
    Ok(rounds.last().is_some_and(|latest| latest.id == round.id))
}

/// What waits for a second person, as far as the round can still take it.
pub fn pending_requests(conn: &mut Conn, round: RoundId) -> Result<Vec<Request>, DbError> {
    let state = store::round_by_id(conn, round)?.state;
    let mut pending = store::unanswered_requests(conn, round)?;
    pending.retain(|request| request.act.fits(state));
    Ok(pending)
}

pub fn ask(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    round: RoundId,
    act: RoundAct,
    reason: &str,
) -> Result<RoundRequestId, Refused<AskError>> {
    asked(tx, person, at, round, Asked { act, reason, about: None, terms: None })
}

/// 更改 between two rounds.
pub fn ask_to_change(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    round: RoundId,
    terms: ChangeTerms,
    reason: &str,
) -> Result<RoundRequestId, Refused<AskError>> {
    asked(tx, person, at, round, Asked { act: RoundAct::Change, reason, about: None, terms: Some(terms) })
}

/// The same, `about` what a scrutineer raised.
pub fn ask_about(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    round: RoundId,
    act: RoundAct,
    reason: &str,
    about: Option<ScrutineerId>,
) -> Result<RoundRequestId, Refused<AskError>> {
    asked(tx, person, at, round, Asked { act, reason, about, terms: None })
}

struct Asked<'a> {
    act: RoundAct,
    reason: &'a str,
    about: Option<ScrutineerId>,
    terms: Option<ChangeTerms>,
}

fn asked(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    round: RoundId,
    asked: Asked,
) -> Result<RoundRequestId, Refused<AskError>> {
    let Asked { act, reason, about, terms } = asked;
    let found = store::round_by_id(tx, round)?;
    if !act.fits(found.state) || !is_latest(tx, &found)? {
        return Err(AskError::NotNow.into());
    }
    let reason = reason.trim();
    if act.needs_a_reason() && (reason.is_empty() || reason.chars().count() > LONGEST_REASON) {
        return Err(AskError::NoReason.into());
    }
    if act != RoundAct::Annul && annulment_waits(tx, round)? {
        return Err(AskError::AnnulmentWaits.into());
    }
    if matches!(act, RoundAct::Recall | RoundAct::RenewKey | RoundAct::Change) && found.purpose == RoundPurpose::Rating
    {
        return Err(AskError::NotNow.into());
    }
    if act == RoundAct::Recall {
        match ballots_taken(tx, round)? {
            0 => {}
            taken => return Err(AskError::BallotsTaken(taken).into()),
        }
    }
    let session = congress::session_by_id(tx, found.session)?;
    if act == RoundAct::Open && !preflight::is_clear(&opening_checks(tx, &session, &found)?) {
        return Err(AskError::Blocked.into());
    }
    if let Some(asked) = pending_requests(tx, round)?.into_iter().find(|asked| asked.act == act && asked.about == about)
    {
        return Err(AskError::AskedAlready(asked.requested_name).into());
    }
    let request = Request {
        id: RoundRequestId::new(),
        congress: session.congress,
        round,
        act,
        reason: reason.to_owned(),
        terms,
        about,
        requested_by: person.id,
        requested_name: person.name.clone(),
        requested_at: at,
        answer: None,
    };
    store::insert_request(tx, &request)?;
    let mut detail = serde_json::json!({ "round": found.number, "act": act, "reason": reason });
    if let Some(terms) = &request.terms {
        detail["terms"] = serde_json::json!(terms);
    }
    audit::record(tx, &person.actor(), at, &Act::new(Deed::RoundActRequested, act).with(detail))?;
    Ok(request.id)
}

/// A request of the person's congress; of another one there is none.
fn request_for(conn: &mut Conn, person: &Person, id: RoundRequestId) -> Result<Request, DbError> {
    let request = store::request_by_id(conn, id)?;
    if person.congress() == Some(request.congress) { Ok(request) } else { Err(DbError::missing()) }
}

#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    #[error(transparent)]
    NotTheSecond(#[from] NotTheSecond),
    #[error("the round has moved on")]
    NotNow,
    #[error("an annulment waits for its second person")]
    AnnulmentWaits,
}

impl Refusal for ConfirmError {
    fn message(&self) -> Message {
        match self {
            Self::NotTheSecond(NotTheSecond::Asked) => "confirm-same-person".into(),
            Self::NotTheSecond(NotTheSecond::NotEntitled) => "confirm-not-entitled".into(),
            Self::NotTheSecond(NotTheSecond::Answered) => "confirm-answered".into(),
            Self::NotNow => "ask-not-now".into(),
            Self::AnnulmentWaits => ANNULMENT_WAITS.into(),
        }
    }
}

/// The second person's yes; the act itself follows in the same transaction. May run behind the lock of the box.
pub fn confirm(
    tx: &mut Tx,
    person: &Person,
    is_chief: bool,
    at: Ts,
    request: RoundRequestId,
) -> Result<Request, Refused<ConfirmError>> {
    let request = request_for(tx, person, request)?;
    request.may_be_confirmed_by(person, is_chief).map_err(ConfirmError::from)?;
    let round = store::round_by_id(tx, request.round)?;
    if !request.act.fits(round.state) || !is_latest(tx, &round)? {
        return Err(ConfirmError::NotNow.into());
    }
    if request.act != RoundAct::Annul && annulment_waits(tx, request.round)? {
        return Err(ConfirmError::AnnulmentWaits.into());
    }
    if !store::answer_request(tx, request.id, Answer::Confirmed, &person.name, at)? {
        return Err(ConfirmError::from(NotTheSecond::Answered).into());
    }
    let detail = serde_json::json!({
        "round": round.number, "act": request.act, "requested_by": request.requested_name,
    });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::RoundActConfirmed, request.act).with(detail))?;
    Ok(request)
}

/// Whoever asked, or anybody who could confirm, takes the request off the desk.
pub fn withdraw(
    tx: &mut Tx,
    person: &Person,
    is_chief: bool,
    at: Ts,
    request: RoundRequestId,
) -> Result<(), Refused<ConfirmError>> {
    let request = request_for(tx, person, request)?;
    match request.may_be_confirmed_by(person, is_chief) {
        Ok(()) | Err(NotTheSecond::Asked) => {}
        Err(refused) => return Err(ConfirmError::from(refused).into()),
    }
    if !store::answer_request(tx, request.id, Answer::Withdrawn, &person.name, at)? {
        return Err(ConfirmError::from(NotTheSecond::Answered).into());
    }
    let detail = serde_json::json!({ "act": request.act, "requested_by": request.requested_name });
    audit::record(tx, &person.actor(), at, &Act::new(Deed::RoundActWithdrawn, request.act).with(detail))?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum AnnulError {
    #[error(transparent)]
    Nothing(#[from] NothingToAnnul),
}

impl Refusal for AnnulError {
    fn message(&self) -> Message {
        match self {
            Self::Nothing(_) => "ask-not-now".into(),
        }
    }
}

/// 作废: the round is kept as it stands and decides nothing; its box takes no more ballots, and who held which key, or was to
/// have it cancelled, is forgotten as at an opening.
pub fn annul_round(
    tx: &mut Tx,
    actor: &Actor,
    asked_by: &str,
    at: Ts,
    session: &Session,
    round: RoundId,
    reason: &str,
) -> Result<(), Refused<AnnulError>> {
    let before = store::lock_head(tx, round)?;
    let found = store::round_by_id(tx, round)?;
    let was = found.state;
    let turnout = store::turnout(tx, round)?;
    let small = |n: i64| i32::try_from(n).map_err(DbError::corrupt);
    let counts = match found.opening {
        Some(opening) => opening,
        None => {
            let roll = deputies::roll_count(tx, session.id)?;
            OpeningCount {
                in_office: small(roll.in_office)?,
                excused: small(roll.excused)?,
                present: small(roll.present)?,
            }
        }
    };
    let annulled = found.annul().map_err(AnnulError::from)?;
    match was {
        RoundState::Issuing => {
            store::delete_cancel_requests(tx, round)?;
            store::destroy_links(tx, round)?;
        }
        RoundState::Voting => {
            let mut chain = before.chain.clone();
            let records = chain.append_end_ballots().map_err(DbError::corrupt)?;
            let after = BoxHead { chain, records: before.records, ballots: before.ballots };
            store::append_records(tx, round, &before, after, &records)?;
        }
        _ => {}
    }
    store::save_round(tx, &annulled)?;
    let annulment = Annulment {
        round,
        reason: reason.trim().to_owned(),
        counts,
        issued: small(turnout.issued)?,
        returned: small(turnout.returned)?,
        by: asked_by.to_owned(),
        confirmed: actor.name.clone(),
        at,
    };
    store::insert_annulment(tx, &annulment)?;
    congress::public_changed(tx, session.congress)?;
    let detail = serde_json::json!({
        "round": annulled.number, "was": was, "reason": annulment.reason, "asked_by": asked_by,
    });
    audit::record(tx, actor, at, &Act::new(Deed::RoundAnnulled, &session.name).with(detail))?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum RecallError {
    #[error(transparent)]
    WrongState(#[from] WrongState),
    #[error("{0} ballots have been taken, or were cancelled")]
    BallotsTaken(i64),
}

impl Refusal for RecallError {
    fn message(&self) -> Message {
        match self {
            Self::WrongState(_) => "ask-not-now".into(),
            Self::BallotsTaken(_) => "recall-ballots-taken".into(),
        }
    }
}

/// Ballots that somebody holds, or held until they were cancelled.
fn ballots_taken(conn: &mut Conn, round: RoundId) -> Result<i64, DbError> {
    Ok(store::issued_count(conn, round)? + store::cancelled_count(conn, round)?)
}

/// 撤回发票: nobody has taken a ballot, so the round is taken away as if it had not begun; what its beginning froze may be
/// changed again, unless another round stands on it.
pub fn recall_issuing(
    tx: &mut Tx,
    actor: &Actor,
    asked_by: &str,
    at: Ts,
    session: &Session,
    round: RoundId,
    reason: &str,
) -> Result<(), Refused<RecallError>> {
    let found = store::round_by_id(tx, round)?;
    found.must_be(RoundState::Issuing).map_err(RecallError::from)?;
    match ballots_taken(tx, round)? {
        0 => {}
        taken => return Err(RecallError::BallotsTaken(taken).into()),
    }
    store::delete_round(tx, round)?;
    let others = store::rounds_of_session(tx, session.id)?.len() + store::ratings_of_session(tx, session.id)?.len();
    if others == 0 {
        congress::unfreeze(tx, session.id)?;
    } else if let Some(latest) = store::latest_round(tx, session.id)? {
        congress::reopen_what_was_decided(tx, session.id, latest.number)?;
    }
    congress::public_changed(tx, session.congress)?;
    let detail = serde_json::json!({
        "round": found.number, "purpose": found.purpose, "reason": reason, "asked_by": asked_by,
    });
    Ok(audit::record(tx, actor, at, &Act::new(Deed::IssuingRecalled, &session.name).with(detail))?)
}

#[derive(Debug, thiserror::Error)]
pub enum AcceptFewError {
    #[error(transparent)]
    WrongState(#[from] WrongState),
    #[error("the presidium's decision is missing")]
    NoDecision,
}

impl Refusal for AcceptFewError {
    fn message(&self) -> Message {
        match self {
            Self::WrongState(_) => "ask-not-now".into(),
            Self::NoDecision => Message::new("few-paper-no-decision").with("most", LONGEST_REASON),
        }
    }
}

/// 主席团同意少量纸质票: recorded once for a round, before it opens.
pub fn accept_few_on_paper(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    round: RoundId,
    decision: &str,
) -> Result<(), Refused<AcceptFewError>> {
    let found = store::round_by_id(tx, round)?;
    found.must_be(RoundState::Issuing).map_err(AcceptFewError::from)?;
    let decision = decision.trim();
    if decision.is_empty() || decision.chars().count() > LONGEST_REASON {
        return Err(AcceptFewError::NoDecision.into());
    }
    if store::few_on_paper_accepted(tx, round)?.is_some() {
        return Ok(());
    }
    store::insert_few_accepted(tx, round, decision, &actor.name, at)?;
    let detail = serde_json::json!({ "round": found.number, "decision": decision });
    Ok(audit::record(tx, actor, at, &Act::new(Deed::FewOnPaperAccepted, found.number).with(detail))?)
}
