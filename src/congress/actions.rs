//! Setting up a congress and a session; drafting and adopting the voting method; recording the prior review.

use jiff::civil::Date;

use super::{
    change::VoteChange,
    opinion::{MOST_OPINIONS, OpinionError, OpinionForm},
    prior_review::read_date,
    session::{Adoption, CheckInSeed, Congress, PriorReview, Rehearsal, Session, VotePart},
    session_form::{FieldFault, SessionFault, SessionForm},
    store,
    voting_method::{MethodConflict, VotingMethod},
};
use crate::{
    accounts::Person,
    audit::{self, Act, Actor, Deed},
    db::{Conn, DbError, Ts, Tx},
    ids::{CongressId, SessionId, VotingMethodId},
    web::{HostName, Message, Refusal, Refused},
};

/// To be called in the transaction of every act that changes what the public sees.
pub fn public_changed(tx: &mut Tx, congress: CongressId) -> Result<(), DbError> {
    store::bump_public_version(tx, congress)
}

#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    #[error("there is a session of the year {0} already")]
    SessionExists(i32),
    #[error(transparent)]
    Db(#[from] DbError),
}

#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    #[error("a congress has a name of 2 to 100 characters")]
    Name,
    #[error("{0} is there already")]
    NameTaken(String),
    #[error("{host} serves {congress} already")]
    HostTaken { host: HostName, congress: String },
    #[error("where there are several congresses, each is told by its host name: give this one its own")]
    HostMissing,
    #[error("{0} has no host name yet, and with a second congress nobody could reach it: give it one first")]
    OtherHasNoHost(String),
    #[error(transparent)]
    Db(#[from] DbError),
}

const LONGEST_NAME: usize = 100;

/// Founds a congress. A second one needs a host name, and so does the first by then.
pub fn found(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    name: &str,
    host: Option<&HostName>,
) -> Result<CongressId, FoundError> {
    let name = name.trim();
    if !(2..=LONGEST_NAME).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(FoundError::Name);
    }
    let known = store::congresses(tx)?;
    if known.iter().any(|congress| congress.name == name) {
        return Err(FoundError::NameTaken(name.to_owned()));
    }
    if let Some(other) = known.iter().find(|congress| congress.host.is_none()) {
        return Err(FoundError::OtherHasNoHost(other.name.clone()));
    }
    match host {
        None if !known.is_empty() => return Err(FoundError::HostMissing),
        None => {}
        Some(host) => host_is_free(&known, host, None)?,
    }
    let congress = Congress { id: CongressId::new(), name: name.to_owned(), host: host.cloned() };
    store::insert_congress(tx, &congress)?;
    let detail = serde_json::json!({ "host": host.map(HostName::as_str) });
    audit::record(tx, &actor.acting_in(congress.id), at, &Act::new(Deed::CongressFounded, name).with(detail))?;
    Ok(congress.id)
}

/// From now on requests for this host are for the congress's site, and those for its host before are not.
pub fn give_host(tx: &mut Tx, actor: &Actor, at: Ts, congress: &Congress, host: &HostName) -> Result<(), FoundError> {
    host_is_free(&store::congresses(tx)?, host, Some(congress.id))?;
    store::set_host(tx, congress.id, host)?;
    public_changed(tx, congress.id)?;
    let act = Act::new(Deed::CongressHostGiven, &congress.name).with(serde_json::json!({ "host": host.as_str() }));
    Ok(audit::record(tx, &actor.acting_in(congress.id), at, &act)?)
}

fn host_is_free(known: &[Congress], host: &HostName, own: Option<CongressId>) -> Result<(), FoundError> {
    match known.iter().find(|other| other.host.as_ref() == Some(host) && Some(other.id) != own) {
        Some(other) => Err(FoundError::HostTaken { host: host.clone(), congress: other.name.clone() }),
        None => Ok(()),
    }
}

/// Opens a session that was made ready elsewhere; the newest is the one at hand.
pub fn open_session(tx: &mut Tx, actor: &Actor, at: Ts, session: &Session) -> Result<(), SetUpError> {
    if store::session_by_year(tx, session.congress, session.year)?.is_some() {
        return Err(SetUpError::SessionExists(session.year));
    }
    let at_hand = store::public_session(tx, session.congress)?;
    store::insert_session(tx, session)?;
    if at_hand.is_none_or(|at_hand| at_hand.year < session.year) {
        store::take_at_hand(tx, session)?;
    }
    public_changed(tx, session.congress)?;
    audit::record(tx, actor, at, &Act::new(Deed::SessionOpened, &session.name))?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    #[error("{} fields are wrong", .0.len())]
    Typed(Vec<FieldFault>),
    #[error("a round of the session has begun")]
    Frozen,
}

impl Refusal for SessionError {
    fn message(&self) -> Message {
        Message::first_of(&self.messages())
    }

    fn messages(&self) -> Vec<Message> {
        match self {
            Self::Typed(faults) => faults.iter().map(|(field, fault)| fault.at(field)).collect(),
            Self::Frozen => vec!["session-frozen".into()],
        }
    }
}

/// A session beside the one at hand; the first is at hand at once.
pub fn prepare_session(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    congress: CongressId,
    typed: &SessionForm,
) -> Result<Session, Refused<SessionError>> {
    let words = typed.read(at.day()).map_err(SessionError::Typed)?;
    let year = i32::from(words.date.year());
    if store::session_by_year(tx, congress, year)?.is_some() {
        return Err(SessionError::Typed(vec![("date", SessionFault::YearTaken(year))]).into());
    }
    let session = Session {
        id: SessionId::new(),
        congress,
        name: words.name,
        ordinal: next_ordinal(tx, congress)?,
        year,
        rehearsal: false,
        date: words.date,
        plenary: words.plenary,
        item: words.item,
        place: words.place,
        check_in_seed: None,
    };
    store::insert_session(tx, &session)?;
    if store::public_session(tx, congress)?.is_none() {
        store::take_at_hand(tx, &session)?;
        public_changed(tx, congress)?;
    }
    let detail = serde_json::json!({ "date": session.date, "plenary": session.plenary });
    audit::record(tx, actor, at, &Act::new(Deed::SessionOpened, &session.name).with(detail))?;
    Ok(session)
}

/// Which session of its congress the next one will be.
pub fn next_ordinal(conn: &mut Conn, congress: CongressId) -> Result<i32, DbError> {
    let known = store::sessions_of(conn, congress)?;
    Ok(known.iter().map(|(session, _)| session.ordinal).max().unwrap_or(0) + 1)
}

/// What is said of a session, put right before its first 发票.
pub fn correct_session(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    typed: &SessionForm,
) -> Result<(), Refused<SessionError>> {
    if store::is_frozen(tx, session.id)? {
        return Err(SessionError::Frozen.into());
    }
    let words = typed.read(at.day()).map_err(SessionError::Typed)?;
    let year = i32::from(words.date.year());
    let wrong_day = |fault| Refused::from(SessionError::Typed(vec![("date", fault)]));
    if store::session_by_year(tx, session.congress, year)?.is_some_and(|of_year| of_year.id != session.id) {
        return Err(wrong_day(SessionFault::YearTaken(year)));
    }
    if let Some(review) = store::prior_review(tx, session.id)?.filter(|review| review.reviewed_on > words.date) {
        return Err(wrong_day(SessionFault::BeforeTheReview(review.reviewed_on)));
    }
    let corrected = Session {
        name: words.name,
        year,
        date: words.date,
        plenary: words.plenary,
        item: words.item,
        place: words.place,
        ..session.clone()
    };
    store::save_session(tx, &corrected)?;
    public_changed(tx, session.congress)?;
    let said = |session: &Session| {
        serde_json::json!({
            "name": session.name, "date": session.date, "plenary": session.plenary,
            "place": session.place, "item": session.item,
        })
    };
    let detail = serde_json::json!({ "before": said(session), "after": said(&corrected) });
    Ok(audit::record(tx, actor, at, &Act::new(Deed::SessionCorrected, &corrected.name).with(detail))?)
}

/// From now on back rooms, hall and public pages are about this session.
pub fn take_at_hand(tx: &mut Tx, actor: &Actor, at: Ts, session: &Session) -> Result<(), DbError> {
    store::take_at_hand(tx, session)?;
    public_changed(tx, session.congress)?;
    audit::record(tx, actor, at, &Act::new(Deed::SessionTakenAtHand, &session.name))
}

/// The session that the back rooms of the person's congress work on.
pub fn own_session(conn: &mut Conn, person: &Person) -> Result<Session, DbError> {
    let congress = person.congress().ok_or_else(DbError::missing)?;
    store::current_session(conn, congress)?.ok_or_else(DbError::missing)
}

/// Opens the session of a rehearsal and makes it the one that is worked on.
pub fn open_rehearsal(tx: &mut Tx, actor: &Actor, at: Ts, session: &Session) -> Result<(), DbError> {
    store::insert_session(tx, session)?;
    let rehearsal = Rehearsal {
        session: session.id,
        current: true,
        practice_seeds: Vec::new(),
        started_by: actor.name.clone(),
        started_at: at,
    };
    store::insert_rehearsal(tx, session.congress, &rehearsal)?;
    audit::rehearsing(tx, session.congress, true)?;
    public_changed(tx, session.congress)?;
    audit::record(tx, actor, at, &Act::new(Deed::RehearsalStarted, &session.name))
}

/// Opens 自行签到, or makes every code of before worthless.
pub fn renew_check_in(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    seed: &CheckInSeed,
) -> Result<(), DbError> {
    store::set_check_in_seed(tx, session.id, seed)?;
    audit::record(tx, actor, at, &Act::new(Deed::CheckInCodeChanged, &session.name))
}

#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    #[error("a round has begun under the adopted version")]
    Frozen,
    #[error("version {0} says the same")]
    Unchanged(i32),
}

impl Refusal for DraftError {
    fn message(&self) -> Message {
        match self {
            Self::Frozen => "method-frozen".into(),
            Self::Unchanged(version) => Message::new("method-unchanged").with("version", version),
        }
    }
}

/// A new version, not yet adopted.
pub fn draft_voting_method(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: SessionId,
    method: &VotingMethod,
) -> Result<VotingMethodId, Refused<DraftError>> {
    if store::is_closed(tx, session, VotePart::Method)? {
        return Err(DraftError::Frozen.into());
    }
    let latest = store::latest_method(tx, session)?;
    if let Some(same) = latest.as_ref().filter(|latest| latest.method == *method) {
        return Err(DraftError::Unchanged(same.version).into());
    }
    let version = latest.map_or(1, |latest| latest.version + 1);
    let id = store::insert_method(tx, session, version, method)?;
    let detail = serde_json::json!({ "version": version, "hash": method.hash() });
    audit::record(tx, actor, at, &Act::new(Deed::VotingMethodDrafted, version).with(detail))?;
    Ok(id)
}

#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    #[error("a round has begun under the adopted version")]
    Frozen,
    #[error("there is no draft to adopt")]
    NoDraft,
    #[error("version {0} has been adopted already")]
    AlreadyAdopted(i32),
    #[error("the plenary is not named")]
    NoPlenary,
    #[error("no day, or one that is yet to come")]
    BadDay,
    #[error("no round can be held so: {0}")]
    Conflict(#[from] MethodConflict),
}

impl Refusal for AdoptError {
    fn message(&self) -> Message {
        match self {
            Self::Frozen => "method-frozen".into(),
            Self::NoDraft => "adopt-no-draft".into(),
            Self::AlreadyAdopted(version) => Message::new("adopt-already").with("version", version),
            Self::NoPlenary => "adopt-no-plenary".into(),
            Self::BadDay => "adopt-bad-day".into(),
            Self::Conflict(MethodConflict::SeatsExceedCandidates { seats, candidates }) => {
                Message::new("method-seats-exceed").with("asked", seats).with("candidates", candidates)
            }
            Self::Conflict(MethodConflict::ApprovalsExceedCandidates { max_approvals, candidates }) => {
                Message::new("method-approvals-exceed").with("asked", max_approvals).with("candidates", candidates)
            }
        }
    }
}

/// 大会通过票决办法 by the session's own plenary on its own day.
pub fn adopt_voting_method(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    method: VotingMethodId,
) -> Result<(), Refused<AdoptError>> {
    adopt(tx, actor, at, session, method, &session.plenary, session.date)
}

/// 大会通过票决办法: the plenary's decision, recorded by the secretariat. `candidates` are those on the list by now; a
/// method that cannot be voted on with them is refused.
pub fn record_adoption(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    method: VotingMethodId,
    typed: &Adoption,
    candidates: u32,
) -> Result<(), Refused<AdoptError>> {
    let plenary = typed.plenary.trim();
    if plenary.is_empty() || plenary.chars().count() > 100 || plenary.chars().any(char::is_control) {
        return Err(AdoptError::NoPlenary.into());
    }
    let day = read_date(&typed.adopted_on).map_err(|_| AdoptError::BadDay)?;
    // The vote may be held on the last day of a session that began earlier, but never before it is voted on.
    if day > at.day().max(session.date) {
        return Err(AdoptError::BadDay.into());
    }
    if let Some(latest) = store::latest_method(tx, session.id)?.filter(|latest| latest.id == method && candidates > 0) {
        latest.method.check_against(candidates).map_err(AdoptError::from)?;
    }
    adopt(tx, actor, at, session, method, plenary, day)
}

/// Only the newest version can be adopted.
fn adopt(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    method: VotingMethodId,
    plenary: &str,
    on: Date,
) -> Result<(), Refused<AdoptError>> {
    if store::is_closed(tx, session.id, VotePart::Method)? {
        return Err(AdoptError::Frozen.into());
    }
    let latest = store::latest_method(tx, session.id)?.filter(|m| m.id == method).ok_or(AdoptError::NoDraft)?;
    if latest.adopted.is_some() {
        return Err(AdoptError::AlreadyAdopted(latest.version).into());
    }
    store::set_adopted(tx, method, at, plenary, on)?;
    public_changed(tx, session.congress)?;
    let detail = serde_json::json!({
        "version": latest.version, "hash": latest.hash, "plenary": plenary, "on": on,
    });
    audit::record(tx, actor, at, &Act::new(Deed::VotingMethodAdopted, &session.name).with(detail))?;
    Ok(())
}

/// 人大常委会审议 as the secretariat has it on paper.
pub fn record_prior_review(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    review: &PriorReview,
) -> Result<(), DbError> {
    store::replace_prior_review(tx, session.id, review)?;
    public_changed(tx, session.congress)?;
    let detail = serde_json::json!({
        "body": review.body,
        "meeting": review.meeting,
        "reviewed_on": review.reviewed_on,
    });
    audit::record(tx, actor, at, &Act::new(Deed::PriorReviewRecorded, &review.document_number).with(detail))
}

/// What the standing committee said of the list, or what was done with it.
pub fn save_opinion(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    typed: &OpinionForm,
) -> Result<(), Refused<OpinionError>> {
    if store::is_closed(tx, session.id, VotePart::List)? {
        return Err(OpinionError::Frozen.into());
    }
    let known = store::opinions(tx, session.id)?;
    let position = match typed.position.as_str() {
        "" => known.last().map_or(1, |last| last.position.saturating_add(1)),
        number => {
            let named = known.iter().find(|opinion| opinion.position.to_string() == number);
            named.ok_or(Refused::Missing)?.position
        }
    };
    if typed.position.is_empty() && known.len() >= MOST_OPINIONS {
        return Err(OpinionError::TooMany.into());
    }
    let opinion = typed.read(position)?;
    store::replace_opinion(tx, session.id, &opinion)?;
    public_changed(tx, session.congress)?;
    let detail = serde_json::json!({ "outcome": opinion.done.as_ref().map(|(outcome, _)| *outcome) });
    audit::record(tx, actor, at, &Act::new(Deed::ReviewOpinionSaved, position).with(detail))?;
    Ok(())
}

/// Written down by mistake.
pub fn remove_opinion(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    position: &str,
) -> Result<(), Refused<OpinionError>> {
    if store::is_closed(tx, session.id, VotePart::List)? {
        return Err(OpinionError::Frozen.into());
    }
    let position: i32 = position.parse().map_err(|_| Refused::Missing)?;
    if store::delete_opinion(tx, session.id, position)? == 0 {
        return Err(Refused::Missing);
    }
    public_changed(tx, session.congress)?;
    audit::record(tx, actor, at, &Act::new(Deed::ReviewOpinionRemoved, position))?;
    Ok(())
}

/// 更改: recorded for good, and what it names may be changed until the next round begins.
pub fn record_change(tx: &mut Tx, actor: &Actor, session: &Session, change: &VoteChange) -> Result<(), DbError> {
    store::insert_change(tx, session.id, change)?;
    reopen_what_was_decided(tx, session.id, change.after_round)?;
    public_changed(tx, session.congress)?;
    let detail = serde_json::json!({
        "after_round": change.after_round, "terms": change.terms, "reason": change.reason, "asked_by": change.by,
    });
    audit::record(tx, actor, change.at, &Act::new(Deed::ChangeDecided, &session.name).with(detail))
}

/// What was decided to be changed after that round, which is the latest.
pub fn reopen_what_was_decided(tx: &mut Tx, session: SessionId, after_round: i32) -> Result<(), DbError> {
    for change in store::changes(tx, session)?.iter().filter(|change| change.after_round == after_round) {
        store::reopen(tx, session, &change.terms.parts)?;
    }
    Ok(())
}
