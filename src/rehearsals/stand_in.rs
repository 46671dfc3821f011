//! A rehearsal that five people can hold: the system checks deputies in, takes their ballots and casts them, as it makes
//! practice keys. What it casts follows from the server's secret, so nothing of it is kept; outside of a rehearsal there is no
//! way here.

use rand::{RngExt, SeedableRng, rngs::StdRng};
use verifiable_ballots::{Ballot, CapProof, Credential, Election, Marks, Paper};

use super::actions::RehearsalError;
use crate::{
    audit::Actor,
    ballots::{self, ANSWERS, CastBallot, CastError, IssueError, OpenBoxes, Round, RoundState},
    congress::{self, Session},
    db::{Conn, Db, DbError, Ts, Tx},
    deputies::{self, Attendance, BallotHeld, Mark},
    ids::{CongressId, DeputyId, RoundId},
    web::{Message, Refusal, Refused, Secret},
};

/// So many ballots are cast at one press: making one takes a while.
pub const AT_ONCE: usize = 60;

#[derive(Debug, thiserror::Error)]
pub enum StandInError {
    #[error(transparent)]
    Rehearsal(#[from] RehearsalError),
    #[error("ballots cannot be taken or cast for anybody now")]
    NotNow,
    #[error(transparent)]
    Issue(#[from] IssueError),
    #[error(transparent)]
    Cast(#[from] CastError),
}

impl Refusal for StandInError {
    fn message(&self) -> Message {
        match self {
            Self::Rehearsal(refused) => refused.message(),
            Self::NotNow => "stand-in-not-now".into(),
            Self::Issue(refused) => refused.message(),
            Self::Cast(refused) => refused.message(),
        }
    }
}

/// What the system can do for deputies now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct StandIn {
    /// Deputies who are not checked in.
    pub absent: usize,
    /// Present, without a ballot while ballots are issued.
    pub without_ballot: usize,
    /// Ballots that the system took and has not cast.
    pub to_cast: usize,
}

fn rehearsed(conn: &mut Conn, congress: CongressId) -> Result<Session, Refused<StandInError>> {
    let rehearsal = congress::rehearsal_of(conn, congress)?.filter(|rehearsal| rehearsal.current);
    let session =
        congress::session_by_id(conn, rehearsal.ok_or(StandInError::Rehearsal(RehearsalError::None))?.session)?;
    if session.rehearsal { Ok(session) } else { Err(DbError::corrupt("a rehearsal that is none").into()) }
}

/// The code that the system holds for a deputy of this round.
fn code_of(secret: &Secret, round: RoundId, deputy: DeputyId) -> Credential {
    let seed = secret.derive("practice ballot", format!("{round}|{deputy}").as_bytes());
    Credential::generate(&mut StdRng::from_seed(seed))
}

pub fn look(conn: &mut Conn, secret: &Secret, congress: CongressId) -> Result<StandIn, Refused<StandInError>> {
    let session = rehearsed(conn, congress)?;
    let everybody = deputies::deputies(conn, session.id)?;
    let absent = everybody.iter().filter(|deputy| deputy.attendance == Attendance::Absent).count();
    let Some(round) = ballots::latest_round(conn, session.id)? else {
        return Ok(StandIn { absent, ..StandIn::default() });
    };
    let mut found = StandIn { absent, ..StandIn::default() };
    match round.state {
        RoundState::Issuing => {
            for deputy in everybody.iter().filter(|deputy| deputy.is_present()) {
                found.without_ballot += usize::from(!ballots::has_ballot(conn, round.id, deputy.id)?);
            }
        }
        RoundState::Voting => found.to_cast = codes_to_cast(conn, secret, &session, &round)?.len(),
        _ => {}
    }
    Ok(found)
}

/// Of deputies for whom the system took a ballot that is not in the box yet.
fn codes_to_cast(
    conn: &mut Conn,
    secret: &Secret,
    session: &Session,
    round: &Round,
) -> Result<Vec<Credential>, Refused<StandInError>> {
    let list = ballots::credential_list(conn, round.id)?;
    let mut codes = Vec::new();
    for deputy in deputies::deputies(conn, session.id)? {
        let code = code_of(secret, round.id, deputy.id);
        let key = code.public(&round.election_uuid);
        if list.contains(&key) && !ballots::is_cast_under(conn, round.id, &key.to_string())? {
            codes.push(code);
        }
    }
    Ok(codes)
}

/// 代为签到: everybody who is neither there nor excused.
pub fn check_everybody_in(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    congress: CongressId,
) -> Result<usize, Refused<StandInError>> {
    let session = rehearsed(tx, congress)?;
    let absent = deputies::deputies(tx, session.id)?;
    let absent: Vec<_> = absent.into_iter().filter(|deputy| deputy.attendance == Attendance::Absent).collect();
    for deputy in &absent {
        let marked =
            deputies::set_attendance(tx, actor, at, session.id, deputy.id, &Mark::Present, BallotHeld::Nothing);
        marked.map_err(|refused| match refused {
            Refused::Db(error) => error,
            other => DbError::corrupt(format!("nobody who holds nothing must stay: {other}")),
        })?;
    }
    Ok(absent.len())
}

/// 代为领票: for everybody present who has none.
pub fn take_for_everybody(tx: &mut Tx, secret: &Secret, congress: CongressId) -> Result<usize, Refused<StandInError>> {
    let session = rehearsed(tx, congress)?;
    let round = ballots::latest_round(tx, session.id)?.filter(|round| round.state == RoundState::Issuing);
    let round = round.ok_or(StandInError::NotNow)?;
    let mut taken = 0;
    for deputy in deputies::deputies(tx, session.id)?.iter().filter(|deputy| deputy.is_present()) {
        if !ballots::has_ballot(tx, round.id, deputy.id)? {
            let key = code_of(secret, round.id, deputy.id).public(&round.election_uuid).to_string();
            ballots::issue(tx, deputy, round.id, &key).map_err(Refused::on_the_way)?;
            taken += 1;
        }
    }
    Ok(taken)
}

/// 代投: marked at random, within the cap, for deputies whose ballot the system took. Each ballot goes the way of every other.
pub fn cast_for_everybody(
    db: &Db,
    boxes: &OpenBoxes,
    secret: &Secret,
    congress: CongressId,
) -> Result<usize, Refused<StandInError>> {
    let (round, election, codes) = db.read(|conn| {
        let session = rehearsed(conn, congress)?;
        let round = ballots::latest_round(conn, session.id)?.filter(|round| round.state == RoundState::Voting);
        let round = round.ok_or(StandInError::NotNow)?;
        let election = ballots::election_of(conn, round.id)?;
        let codes = codes_to_cast(conn, secret, &session, &round)?;
        Ok::<_, Refused<StandInError>>((round, election, codes))
    })?;
    let cap = round.cap.and_then(|cap| usize::try_from(cap).ok());
    let mut cast = 0;
    for code in codes.iter().take(AT_ONCE) {
        match ballots::cast(db, boxes, round.id, &marked_at_random(&election, code, cap)?) {
            // Somebody else pressed the button as well.
            Err(Refused::Rules(CastError::AlreadyCast)) => {}
            done => {
                done.map_err(Refused::on_the_way)?;
                cast += 1;
            }
        }
    }
    Ok(cast)
}

fn marked_at_random(election: &Election, code: &Credential, cap: Option<usize>) -> Result<CastBallot, DbError> {
    let mut rng = rand::rng();
    let choices = match election.questions() {
        [only] => {
            let paper = Paper::choose_up_to(&only.question, &only.answers, only.max).map_err(DbError::corrupt)?;
            let most = usize::try_from(only.max).unwrap_or(only.answers.len()).min(only.answers.len());
            let ticked = some_of(only.answers.len(), most, &mut rng);
            paper.choices(&Marks::Ticked(ticked)).map_err(DbError::corrupt)?
        }
        rows => {
            let titles: Vec<String> = rows.iter().map(|row| row.question.clone()).collect();
            let paper = Paper::approve_each(&titles, &ANSWERS, None).map_err(DbError::corrupt)?;
            let approved = some_of(rows.len(), cap.unwrap_or(rows.len()).min(rows.len()), &mut rng);
            let mark = |row| if approved.contains(&row) { Some(0) } else { Some(rng.random_range(1..=2)) };
            paper.choices(&Marks::Rows((0..rows.len()).map(mark).collect())).map_err(DbError::corrupt)?
        }
    };
    let made = Ballot::make(election, code, &choices, &mut rand::rng()).map_err(DbError::corrupt)?;
    let cap = match (election.questions().len(), cap.and_then(|cap| u32::try_from(cap).ok())) {
        (2.., Some(most)) => Some(CapProof::make(election, &made, most, &mut rand::rng()).map_err(DbError::corrupt)?),
        _ => None,
    };
    let ballot = String::from_utf8(made.ballot.bytes().to_vec()).map_err(DbError::corrupt)?;
    Ok(CastBallot { ballot, cap })
}

/// So many different rows of `all`.
fn some_of(all: usize, most: usize, rng: &mut impl RngExt) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..all).collect();
    let wanted = rng.random_range(most.min(1)..=most);
    while rows.len() > wanted {
        rows.swap_remove(rng.random_range(0..rows.len()));
    }
    rows.sort_unstable();
    rows
}
