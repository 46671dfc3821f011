//! Setting a round up, with its paper and its keys, and beginning 发票.

use rand::{RngExt, distr::Alphanumeric};
use verifiable_ballots::{ElectionDraft, Paper, ServerKey, ThresholdParameters, Trustees, hash};

use crate::{
    audit::{self, Act, Actor, Deed},
    ballots::{
        preflight::{self, BeforeIssuing, Check, SlipsReady},
        round::{Round, RoundKind, RoundPurpose, RoundState, WrongState},
        store::{self, PaperRow},
    },
    candidates::{self, Candidate},
    congress::{
        self, Session, VersionedMethod,
        voting_method::{BallotForm, Issuing, VotingMethod},
    },
    db::{Conn, DbError, Ts, Tx},
    deputies,
    ids::RoundId,
    scrutineers,
    web::{Message, Refusal, Refused, Secret},
};

/// The list before 发票.
pub fn preflight_checks(conn: &mut Conn, session: &Session) -> Result<Vec<Check>, DbError> {
    let method = congress::adopted_method(conn, session.id)?;
    let scrutineers = scrutineers::scrutineers(conn, session.id)?;
    let candidates = candidates::candidates(conn, session.id)?;
    let opinions = congress::opinions(conn, session.id)?;
    let without_copy: Vec<String> =
        scrutineers.iter().filter(|s| s.copy_confirmed.is_none()).map(|s| s.name.clone()).collect();
    Ok(preflight::before_issuing(&BeforeIssuing {
        candidates: u32::try_from(candidates.len()).map_err(DbError::corrupt)?,
        method: method.as_ref().map(|adopted| &adopted.method),
        prior_review: congress::prior_review(conn, session.id)?.is_some(),
        open_opinions: opinions.iter().filter(|opinion| opinion.done.is_none()).count(),
        sealing: candidates::sealing(conn, session)?,
        in_office: deputies::roll_count(conn, session.id)?.in_office,
        scrutineers: scrutineers.len(),
        has_chief: scrutineers.iter().any(|scrutineer| scrutineer.chief),
        threshold: scrutineers::session_key(conn, session.id)?.map(|key| key.threshold),
        without_copy: &without_copy,
        slips: match method.as_ref().map(|adopted| adopted.method.issuing()) {
            Some(Issuing::Slips) => Some(SlipsReady::of(store::slip_print(conn, session.id)?.as_ref())),
            _ => None,
        },
    }))
}

#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    #[error("something on the list still blocks")]
    Blocked,
    #[error("there is a round already")]
    RoundExists,
    #[error("the slips have served all their rounds")]
    SlipsUsedUp,
    #[error("the paper cannot be printed: {0}")]
    Paper(String),
    #[error(transparent)]
    WrongState(#[from] WrongState),
}

impl Refusal for PrepareError {
    fn message(&self) -> Message {
        match self {
            Self::Blocked => "prepare-blocked".into(),
            Self::RoundExists | Self::WrongState(_) => "prepare-round-exists".into(),
            Self::Paper(why) => Message::new("prepare-paper").with("why", why),
            Self::SlipsUsedUp => "prepare-slips-used-up".into(),
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

fn paper(method: &VotingMethod, next: &NextRound) -> Result<Paper, Refused<PrepareError>> {
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
    Ok(made.map_err(|e| PrepareError::Paper(e.to_string()))?)
}

/// Sets the first round up and begins 发票: the method is frozen and hashed, the paper and its keys are made.
pub fn start_issuing(
    tx: &mut Tx,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    session: &Session,
) -> Result<RoundId, Refused<PrepareError>> {
    if store::latest_round(tx, session.id)?.is_some() || rating_is_under_way(tx, session)? {
        return Err(PrepareError::RoundExists.into());
    }
    if !preflight::is_clear(&preflight_checks(tx, session)?) {
        return Err(PrepareError::Blocked.into());
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

/// Sets up a round after the first and begins 发票: a box of its own, a key of the server of its own, the scrutineers' key as
/// before.
pub fn start_next_round(
    tx: &mut Tx,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    session: &Session,
    before: &Round,
    adopted: &VersionedMethod,
    next: NextRound,
) -> Result<RoundId, Refused<PrepareError>> {
    if !before.is_over() || next.number != before.number + 1 || rating_is_under_way(tx, session)? {
        return Err(PrepareError::RoundExists.into());
    }
    let round = begin_issuing(tx, secret, actor, at, session, adopted, next)?;
    // Whoever drew a slip votes with it again.
    if adopted.method.issuing() == Issuing::Slips {
        for holder in store::slip_holders(tx, before.id)? {
            store::insert_slip_mark(tx, round, holder)?;
        }
    }
    Ok(round)
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
) -> Result<RoundId, Refused<PrepareError>> {
    let vote_is_under_way = store::latest_round(tx, session.id)?.is_some_and(|round| !round.is_over());
    if vote_is_under_way || rating_is_under_way(tx, session)? {
        return Err(PrepareError::RoundExists.into());
    }
    if !preflight::is_clear(&rating_checks(tx, session)?) {
        return Err(PrepareError::Blocked.into());
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
) -> Result<RoundId, Refused<PrepareError>> {
    let round = prepare_round(tx, secret, session, adopted, next)?;
    let detail = serde_json::json!({
        "round": round.number, "purpose": round.purpose, "kind": round.kind, "method": round.method_hash, "ordered": round.ordered,
    });
    let round = round.start_issuing().map_err(PrepareError::from)?;
    store::save_round(tx, &round)?;
    congress::freeze(tx, session.id, at)?;
    congress::public_changed(tx, session.congress)?;
    audit::record(tx, actor, at, &Act::new(Deed::IssuingStarted, &session.name).with(detail))?;
    Ok(round.id)
}

fn prepare_round(
    tx: &mut Tx,
    secret: &Secret,
    session: &Session,
    adopted: &VersionedMethod,
    next: NextRound,
) -> Result<Round, Refused<PrepareError>> {
    let mut rng = rand::rng();
    let paper = paper(&adopted.method, &next)?;
    let id = RoundId::timeless();
    let salt: String = (&mut rng).sample_iter(Alphanumeric).take(32).map(char::from).collect();
    let server = server_key(secret, id, &salt);
    let key = scrutineers::session_key(tx, session.id)?.ok_or(PrepareError::Blocked)?;
    let scrutineers: ThresholdParameters = serde_json::from_str(&key.document).map_err(DbError::corrupt)?;
    let trustees = Trustees::of_server_and_scrutineers(server.public(), &scrutineers).map_err(DbError::corrupt)?;
    let election_uuid = match (next.purpose, adopted.method.issuing()) {
        (RoundPurpose::Choice, Issuing::Slips) => {
            let print = store::slip_print(tx, session.id)?.ok_or(PrepareError::Blocked)?;
            store::next_slip_round(tx, print.id)?.ok_or(PrepareError::SlipsUsedUp)?.1
        }
        (RoundPurpose::Rating, _) | (_, Issuing::OwnDevice) => verifiable_ballots::new_uuid(&mut rng),
    };
    // What is sealed of a list stands in what every deputy's device and every verifier reads.
    let sealed = match next.purpose {
        RoundPurpose::Choice => candidates::seal_of(tx, session.id)?,
        RoundPurpose::Rating => None,
    };
    let list = sealed.map_or_else(String::new, |seal| format!("；候选项目名单 {}", seal.sha256));
    let draft = ElectionDraft {
        name: format!("{}{} 第{}轮", session.name, next.item, next.number),
        description: format!("票决办法 {}{list}", adopted.hash),
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
    let row =
        |candidate: Candidate| PaperRow { candidate: candidate.id, number: candidate.number, title: candidate.title };
    let paper: Vec<PaperRow> = next.candidates.into_iter().map(row).collect();
    store::insert_round(
        tx,
        &store::NewRound {
            round: &round,
            ballot_form: form_of(next.purpose, &adopted.method).word(),
            server_key_salt: &salt,
            election: election.bytes(),
            trustees: trustees.bytes(),
            paper: &paper,
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
