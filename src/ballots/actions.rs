//! What people do with a round: begin issuing, take a ballot, cancel one, open the box for ballots, close it.

use rand::{RngExt, distr::Alphanumeric};
use verifiable_ballots::{
    CredentialList, Election, ElectionDraft, Element, Paper, ServerKey, ThresholdParameters, Trustees, hash,
};

use super::{
    ballot_box::BoxHead,
    preflight::{self, BeforeIssuing, BeforeOpening, Check},
    round::{OpeningCount, Round, RoundKind, RoundPurpose, RoundState, WrongState},
    store,
};
use crate::{
    audit::{self, Act, Actor},
    candidates::{self, Candidate},
    congress::{
        self, Session, VersionedMethod,
        voting_method::{BallotForm, VotingMethod},
    },
    db::{Conn, DbError, Ts, Tx},
    deputies::{self, Deputy},
    ids::{CandidateId, DeputyId, RoundId},
    scrutineers,
    web::{Message, Refusal, Secret},
};

/// The list before 发票.
pub fn preflight_checks(conn: &mut Conn, session: &Session) -> Result<Vec<Check>, DbError> {
    let method = congress::adopted_method(conn, session.id)?;
    let scrutineers = scrutineers::scrutineers(conn, session.id)?;
    let candidates = candidates::candidates(conn, session.id)?;
    let without_copy: Vec<String> =
        scrutineers.iter().filter(|s| s.copy_confirmed.is_none()).map(|s| s.name.clone()).collect();
    Ok(preflight::before_issuing(&BeforeIssuing {
        candidates: u32::try_from(candidates.len()).map_err(DbError::corrupt)?,
        method: method.as_ref().map(|adopted| &adopted.method),
        prior_review: congress::prior_review(conn, session.id)?.is_some(),
        in_office: deputies::roll_count(conn, session.id)?.in_office,
        scrutineers: scrutineers.len(),
        has_chief: scrutineers.iter().any(|scrutineer| scrutineer.chief),
        threshold: scrutineers::session_key(conn, session.id)?.map(|key| key.threshold),
        without_copy: &without_copy,
    }))
}

/// The list before 启封投票.
pub fn opening_checks(conn: &mut Conn, session: &Session, round: &Round) -> Result<Vec<Check>, DbError> {
    let method = congress::method_by_id(conn, round.method)?.method;
    let roll = deputies::roll_count(conn, session.id)?;
    let issued_to = store::issued_to(conn, round.id)?;
    let present: Vec<DeputyId> =
        deputies::deputies(conn, session.id)?.iter().filter(|d| d.is_present()).map(|d| d.id).collect();
    let count = |n: usize| i64::try_from(n).map_err(DbError::corrupt);
    Ok(preflight::before_opening(&BeforeOpening {
        present: roll.present,
        quorum: method.quorum_of(u32::try_from(roll.in_office).map_err(DbError::corrupt)?).into(),
        issued: count(issued_to.len())?,
        on_paper: count(store::issued_on_paper(conn, round.id)?.len())?,
        keys: count(store::issued_keys(conn, round.id)?.len())?,
        issued_but_absent: count(issued_to.iter().filter(|id| !present.contains(id)).count())?,
        cancel_requests: count(store::cancel_requests_of(conn, round.id)?.len())?,
    }))
}

#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    #[error("something on the list still blocks")]
    Blocked,
    #[error("there is a round already")]
    RoundExists,
    #[error("the paper cannot be printed: {0}")]
    Paper(String),
    #[error(transparent)]
    WrongState(#[from] WrongState),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for PrepareError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::Blocked => Some("prepare-blocked".into()),
            Self::RoundExists | Self::WrongState(_) => Some("prepare-round-exists".into()),
            Self::Paper(why) => Some(Message::new("prepare-paper").with("why", why)),
            Self::Db(_) => None,
        }
    }
}

/// 赞成, 反对, 弃权: the answers of an `approve_each` paper, in this order.
pub const ANSWERS: [&str; 3] = ["赞成", "反对", "弃权"];

/// The answers of a rating's paper.
pub const RATINGS: [&str; 4] = ["满意", "基本满意", "不满意", "弃权"];

/// What the questions of a round's paper look like.
pub fn form_of(purpose: RoundPurpose, method: &VotingMethod) -> BallotForm {
    match purpose {
        RoundPurpose::Choice => method.ballot_form(),
        RoundPurpose::Rating => BallotForm::ApproveEach,
    }
}

fn paper(method: &VotingMethod, next: &NextRound) -> Result<Paper, PrepareError> {
    let titles: Vec<String> = next.candidates.iter().map(|candidate| candidate.title.clone()).collect();
    let every = u32::try_from(titles.len()).map_err(DbError::corrupt)?;
    let cap = next.cap;
    let made = match (next.purpose, method.ballot_form()) {
        (RoundPurpose::Rating, _) => Paper::approve_each(&titles, &RATINGS, None),
        (RoundPurpose::Choice, BallotForm::ApproveEach) => Paper::approve_each(&titles, &ANSWERS, cap),
        (RoundPurpose::Choice, BallotForm::ChooseUpTo) => {
            Paper::choose_up_to("民生实事项目", &titles, cap.unwrap_or(every))
        }
    };
    made.map_err(|e| PrepareError::Paper(e.to_string()))
}

/// Sets the first round up and begins 发票: the method is frozen and hashed, the paper and its keys are made.
pub fn start_issuing(
    tx: &mut Tx,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    session: &Session,
) -> Result<RoundId, PrepareError> {
    if store::latest_round(tx, session.id)?.is_some() || rating_is_under_way(tx, session)? {
        return Err(PrepareError::RoundExists);
    }
    if !preflight::is_clear(&preflight_checks(tx, session)?) {
        return Err(PrepareError::Blocked);
    }
    let adopted = congress::adopted_method(tx, session.id)?.ok_or(PrepareError::Blocked)?;
    let first = NextRound {
        purpose: RoundPurpose::Choice,
        item: session.item.clone(),
        number: 1,
        kind: RoundKind::First,
        seats: adopted.method.seats(),
        cap: adopted.method.max_approvals(),
        candidates: candidates::candidates(tx, session.id)?,
        ordered: None,
    };
    begin_issuing(tx, secret, actor, at, session, &adopted, first)
}

/// What a round is held for: so many seats among these, in the order of the rows of the paper.
#[derive(Clone, Debug)]
pub struct NextRound {
    pub purpose: RoundPurpose,
    /// What is voted on, as the election is called.
    pub item: String,
    pub number: i32,
    pub kind: RoundKind,
    pub seats: u32,
    pub cap: Option<u32>,
    pub candidates: Vec<Candidate>,
    pub ordered: Option<String>,
}

/// Sets up a round after the first and begins 发票, under the method of the round before it: a box of its own, a key of
/// the server of its own, the scrutineers' key as before.
pub fn start_next_round(
    tx: &mut Tx,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    session: &Session,
    before: &Round,
    next: NextRound,
) -> Result<RoundId, PrepareError> {
    if !before.is_over() || next.number != before.number + 1 || rating_is_under_way(tx, session)? {
        return Err(PrepareError::RoundExists);
    }
    let adopted = congress::method_by_id(tx, before.method)?;
    begin_issuing(tx, secret, actor, at, session, &adopted, next)
}

fn rating_is_under_way(conn: &mut Conn, session: &Session) -> Result<bool, DbError> {
    Ok(store::ratings_of_session(conn, session.id)?.iter().any(|round| !round.is_over()))
}

/// The list before the 发票 of a rating: its paper is not the candidates', so what concerns them is left out.
pub fn rating_checks(conn: &mut Conn, session: &Session) -> Result<Vec<Check>, DbError> {
    const ASKED: [&str; 5] = ["method", "roll", "scrutineers", "key", "copies"];
    let mut checks = preflight_checks(conn, session)?;
    checks.retain(|check| ASKED.contains(&check.key));
    Ok(checks)
}

/// Begins 发票 for a rating of what these candidates have become, under the session's adopted method: its quorum, its second
/// person. Not while another round is under way.
pub fn start_rating(
    tx: &mut Tx,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    session: &Session,
    item: &str,
    candidates: Vec<Candidate>,
) -> Result<RoundId, PrepareError> {
    let vote_is_under_way = store::latest_round(tx, session.id)?.is_some_and(|round| !round.is_over());
    if vote_is_under_way || rating_is_under_way(tx, session)? {
        return Err(PrepareError::RoundExists);
    }
    if !preflight::is_clear(&rating_checks(tx, session)?) {
        return Err(PrepareError::Blocked);
    }
    let adopted = congress::adopted_method(tx, session.id)?.ok_or(PrepareError::Blocked)?;
    let next = NextRound {
        purpose: RoundPurpose::Rating,
        item: item.to_owned(),
        number: store::ratings_of_session(tx, session.id)?.last().map_or(0, |round| round.number) + 1,
        kind: RoundKind::First,
        seats: 0,
        cap: None,
        candidates,
        ordered: None,
    };
    begin_issuing(tx, secret, actor, at, session, &adopted, next)
}

fn begin_issuing(
    tx: &mut Tx,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    session: &Session,
    adopted: &VersionedMethod,
    next: NextRound,
) -> Result<RoundId, PrepareError> {
    let round = prepare_round(tx, secret, session, adopted, next)?;
    let detail = serde_json::json!({
        "round": round.number, "purpose": round.purpose, "kind": round.kind, "method": round.method_hash, "ordered": round.ordered,
    });
    let round = round.start_issuing()?;
    store::save_round(tx, &round)?;
    congress::public_changed(tx, session.congress)?;
    audit::record(tx, actor, at, &Act::new("issuing_started", &session.name).with(detail))?;
    Ok(round.id)
}

fn prepare_round(
    tx: &mut Tx,
    secret: &Secret,
    session: &Session,
    adopted: &VersionedMethod,
    next: NextRound,
) -> Result<Round, PrepareError> {
    let mut rng = rand::rng();
    let paper = paper(&adopted.method, &next)?;
    let id = RoundId::timeless();
    let salt: String = (&mut rng).sample_iter(Alphanumeric).take(32).map(char::from).collect();
    let server = server_key(secret, id, &salt);
    let key = scrutineers::session_key(tx, session.id)?.ok_or(PrepareError::Blocked)?;
    let scrutineers: ThresholdParameters = serde_json::from_str(&key.document).map_err(DbError::corrupt)?;
    let trustees = Trustees::of_server_and_scrutineers(server.public(), &scrutineers).map_err(DbError::corrupt)?;
    let election_uuid = verifiable_ballots::new_uuid(&mut rng);
    let draft = ElectionDraft {
        name: format!("{}{} 第{}轮", session.name, next.item, next.number),
        description: format!("票决办法 {}", adopted.hash),
        administrator: Some("大会秘书处".to_owned()),
        credential_authority: Some("大会秘书处".to_owned()),
        questions: paper.questions().to_vec(),
    };
    let election = draft.finish(&election_uuid, &trustees).map_err(|e| PrepareError::Paper(e.to_string()))?;
    let small = |n: u32| i32::try_from(n).map_err(DbError::corrupt);
    let round = Round {
        id,
        session: session.id,
        purpose: next.purpose,
        number: next.number,
        kind: next.kind,
        state: RoundState::Preparing,
        method: adopted.id,
        method_hash: adopted.hash.clone(),
        seats: small(next.seats)?,
        cap: next.cap.map(small).transpose()?,
        election_uuid,
        roll_fingerprint: Some(deputies::roll_fingerprint_of(tx, session.id)?),
        ordered: next.ordered,
        opening: None,
        opened_at: None,
        closed_at: None,
    };
    let candidates: Vec<CandidateId> = next.candidates.iter().map(|candidate| candidate.id).collect();
    store::insert_round(
        tx,
        &store::NewRound {
            round: &round,
            ballot_form: form_of(next.purpose, &adopted.method).key(),
            server_key_salt: &salt,
            election: election.bytes(),
            trustees: trustees.bytes(),
            candidates: &candidates,
        },
    )?;
    Ok(round)
}

/// The server's own key of a round, derived from the server's secret: never stored, new for every round.
pub fn server_key(secret: &Secret, round: RoundId, salt: &str) -> ServerKey {
    let bytes = secret.derive("server key", format!("{round}|{salt}").as_bytes());
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    ServerKey::from_private(hash::hash_to_scalar(&hex), &mut rand::rng())
}

#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    #[error("ballots are not being issued now")]
    NotIssuing,
    #[error("the deputy is not checked in")]
    NotPresent,
    #[error("the deputy has a ballot already, made on another device")]
    AlreadyIssued,
    #[error("this is no ballot key")]
    BadKey,
    #[error("this key was cancelled")]
    Cancelled,
    #[error("the deputy has a ballot on paper")]
    HasPaper,
    #[error("the deputy has taken a ballot on the screen")]
    HasElectronic,
    #[error("a rating is taken on the screen only")]
    NoPaperRating,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for IssueError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NotIssuing => Some("issue-not-issuing".into()),
            Self::NotPresent => Some("issue-not-present".into()),
            Self::AlreadyIssued => Some("issue-already-issued".into()),
            Self::BadKey => Some("issue-bad-key".into()),
            Self::Cancelled => Some("issue-key-cancelled".into()),
            Self::HasPaper => Some("issue-has-paper".into()),
            Self::HasElectronic => Some("issue-has-electronic".into()),
            Self::NoPaperRating => Some("issue-no-paper-rating".into()),
            Self::Db(_) => None,
        }
    }
}

/// 领票: puts the key that the deputy's browser made on the list. Leaves a yes/no mark without a time, and no entry
/// in the audit list.
pub fn issue(tx: &mut Tx, deputy: &Deputy, round: RoundId, public_key: &str) -> Result<(), IssueError> {
    let key: Element = public_key.parse().map_err(|_| IssueError::BadKey)?;
    if key.is_identity() {
        return Err(IssueError::BadKey);
    }
    let round = store::round_by_id(tx, round)?;
    if round.session != deputy.session || round.state != RoundState::Issuing {
        return Err(IssueError::NotIssuing);
    }
    if let Some(known) = store::linked_key(tx, round.id, deputy.id)? {
        return if known == public_key { Ok(()) } else { Err(IssueError::AlreadyIssued) };
    }
    if store::issue_kind(tx, round.id, deputy.id)?.is_some() {
        return Err(IssueError::HasPaper);
    }
    if !deputy.is_present() {
        return Err(IssueError::NotPresent);
    }
    if store::is_cancelled(tx, round.id, public_key)? {
        return Err(IssueError::Cancelled);
    }
    if store::key_is_taken(tx, round.id, public_key)? {
        return Err(IssueError::BadKey);
    }
    Ok(store::insert_issue(tx, round.id, deputy.id, public_key)?)
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("something on the list still blocks")]
    Blocked,
    #[error(transparent)]
    WrongState(#[from] WrongState),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for OpenError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::Blocked => Some("open-blocked".into()),
            Self::WrongState(_) => Some("open-wrong-state".into()),
            Self::Db(_) => None,
        }
    }
}

/// 启封投票: freezes the list of keys, destroys whose they are, and writes the `Setup` event.
pub fn open_round(tx: &mut Tx, actor: &Actor, at: Ts, session: &Session, round: RoundId) -> Result<(), OpenError> {
    let round = store::round_by_id(tx, round)?;
    round.must_be(RoundState::Issuing)?;
    if !preflight::is_clear(&opening_checks(tx, session, &round)?) {
        return Err(OpenError::Blocked);
    }
    let keys: Vec<Element> = store::issued_keys(tx, round.id)?
        .iter()
        .map(|key| key.parse())
        .collect::<Result<_, _>>()
        .map_err(DbError::corrupt)?;
    let list = CredentialList::from_unsorted(keys).map_err(DbError::corrupt)?;
    store::insert_credentials(tx, round.id, &list)?;
    store::destroy_links(tx, round.id)?;

    let (election, trustees) = store::election_files(tx, round.id)?;
    let election = Election::parse(election.into_bytes()).map_err(DbError::corrupt)?;
    let trustees = Trustees::parse(trustees.as_bytes()).map_err(DbError::corrupt)?;
    let before = BoxHead::empty();
    let mut chain = before.chain.clone();
    let records = chain.append_setup(&election, &trustees, &list).map_err(DbError::corrupt)?;
    store::append_records(tx, round.id, &before, BoxHead { chain, records: 0, ballots: 0 }, &records)?;

    let roll = deputies::roll_count(tx, session.id)?;
    let small = |n: i64| i32::try_from(n).map_err(DbError::corrupt);
    let opening = OpeningCount {
        in_office: small(roll.in_office)?,
        excused: small(roll.excused)?,
        present: small(roll.present)?,
    };
    let on_paper = store::issued_on_paper(tx, round.id)?.len();
    let round = round.open(opening, at)?;
    store::save_round(tx, &round)?;
    congress::public_changed(tx, session.congress)?;
    let detail = serde_json::json!({
        "round": round.number, "issued": list.len(), "on_paper": on_paper, "key_list": list.fingerprint(), "in_office": opening.in_office,
        "present": opening.present,
    });
    audit::record(tx, actor, at, &Act::new("round_opened", &session.name).with(detail))?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    #[error(transparent)]
    WrongState(#[from] WrongState),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for CloseError {
    fn message(&self) -> Option<Message> {
        matches!(self, Self::WrongState(_)).then(|| "close-wrong-state".into())
    }
}

/// 封箱: each ballot in flight is either in the box by now, or refused. Locks the head of the box first, so it may run
/// in [`crate::db::Db::submit_row_locked`].
pub fn close_round(tx: &mut Tx, actor: &Actor, at: Ts, session: &Session, round: RoundId) -> Result<(), CloseError> {
    let before = store::lock_head(tx, round)?;
    let found = store::round_by_id(tx, round)?.close(at)?;
    let mut chain = before.chain.clone();
    let records = chain.append_end_ballots().map_err(DbError::corrupt)?;
    let after = BoxHead { chain, records: before.records, ballots: before.ballots };
    store::append_records(tx, round, &before, after, &records)?;
    store::save_round(tx, &found)?;
    congress::public_changed(tx, session.congress)?;
    let detail = serde_json::json!({ "round": found.number, "returned": before.ballots });
    audit::record(tx, actor, at, &Act::new("round_closed", &session.name).with(detail))?;
    Ok(())
}
