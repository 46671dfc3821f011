//! Casting: everything about a ballot is checked before the box is touched; the answer comes after it is durable.

use std::{collections::HashMap, sync::Arc};

use parking_lot::RwLock;
use serde::Deserialize;
use verifiable_ballots::{
    Ballot, BallotRefusal, CapProof, CapRefusal, CredentialList, Election, OpeningRefusal, SignedBallot,
};

use super::{
    ballot_box::BoxHead,
    round::{Round, RoundState},
    store,
};
use crate::{
    db::{Conn, Db, DbError},
    ids::RoundId,
    web::{Message, Refusal, Refused},
};

/// What a booth sends: the exact text of the ballot, and the cap proof where the paper asks for one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CastBallot {
    pub ballot: String,
    pub cap: Option<CapProof>,
}

/// What the ballots of a round are checked against; never changes while the round takes ballots.
pub struct OpenBox {
    pub round: RoundId,
    pub election: Election,
    pub credentials: CredentialList,
    pub cap: Option<u32>,
}

/// The open boxes this instance has read already.
#[derive(Default)]
pub struct OpenBoxes(RwLock<HashMap<RoundId, Arc<OpenBox>>>);

/// So many ballots may be opened under one code: enough to catch a booth that cheats, too few to fill a disk.
pub const MOST_OPENED: i64 = 5;

#[derive(Debug, thiserror::Error)]
pub enum CastError {
    #[error("there is no such round")]
    NoSuchRound,
    #[error("the request is not readable: {0}")]
    Unreadable(String),
    #[error("voting has not begun")]
    NotOpenYet,
    #[error("the box is closed")]
    RoundClosed,
    #[error("this ballot code is not on the list of this round")]
    NotOnList,
    #[error("another ballot lies in the box under this code")]
    AlreadyCast,
    #[error("the ballot is not good: {0}")]
    BadBallot(BallotRefusal),
    #[error("the ballot shows its marks: randomness of zero")]
    ShowsItsMarks,
    #[error("the proof that not too many are approved is missing")]
    CapMissing,
    #[error("the proof that not too many are approved does not hold: {0}")]
    CapWrong(CapRefusal),
    #[error("this paper takes no cap proof")]
    CapNotWanted,
    #[error("this ballot was opened to be checked")]
    WasOpened,
    #[error("the opened ballot is not good: {0}")]
    BadOpening(OpeningRefusal),
    #[error("too many ballots were opened under this code")]
    TooManyOpened,
}

impl CastError {
    /// The word a booth can act on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoSuchRound => "no_such_round",
            Self::NotOpenYet => "not_open_yet",
            Self::RoundClosed => "round_closed",
            Self::NotOnList => "not_on_list",
            Self::AlreadyCast => "already_cast",
            Self::Unreadable(_) | Self::BadBallot(_) | Self::ShowsItsMarks => "bad_ballot",
            Self::CapMissing | Self::CapWrong(_) | Self::CapNotWanted => "cap",
            Self::WasOpened => "was_opened",
            Self::BadOpening(_) => "bad_opening",
            Self::TooManyOpened => "too_many_opened",
        }
    }
}

impl Refusal for CastError {
    fn message(&self) -> Message {
        match self {
            Self::NoSuchRound => "cast-no-such-round".into(),
            Self::NotOpenYet => "cast-not-open-yet".into(),
            Self::RoundClosed => "cast-round-closed".into(),
            Self::NotOnList => "cast-not-on-list".into(),
            Self::AlreadyCast => "cast-already-cast".into(),
            Self::BadBallot(why) => Message::new("cast-bad-ballot").with("why", why),
            Self::Unreadable(why) => Message::new("cast-bad-ballot").with("why", why),
            Self::ShowsItsMarks => "cast-shows-its-marks".into(),
            Self::CapMissing | Self::CapWrong(_) | Self::CapNotWanted => "cast-cap".into(),
            Self::WasOpened => "cast-was-opened".into(),
            Self::BadOpening(why) => Message::new("cast-bad-opening").with("why", why),
            Self::TooManyOpened => Message::new("cast-too-many-opened").with("most", MOST_OPENED),
        }
    }
}

/// A ballot whose every proof holds.
struct GoodBallot {
    text: Vec<u8>,
    credential: String,
    tracker: String,
    ciphertexts: String,
    cap: Option<String>,
}

impl OpenBox {
    /// What costs little: strict text, uuid, fingerprint, credential, signature, in this order.
    fn check_signed(&self, cast: &CastBallot) -> Result<SignedBallot, CastError> {
        let ballot = Ballot::parse(cast.ballot.as_bytes()).map_err(CastError::BadBallot)?;
        ballot.check_signed(&self.election, &self.credentials).map_err(|refusal| match refusal {
            BallotRefusal::UnknownCredential => CastError::NotOnList,
            other => CastError::BadBallot(other),
        })
    }

    /// Every proof, and the cap.
    fn check(&self, ballot: SignedBallot, cast: &CastBallot) -> Result<GoodBallot, Refused<CastError>> {
        let ballot = ballot.check(&self.election).map_err(CastError::BadBallot)?;
        if ballot.has_identity_alpha() {
            return Err(CastError::ShowsItsMarks.into());
        }
        let cap = match (self.cap, &cast.cap) {
            (None, None) => None,
            (None, Some(_)) => return Err(CastError::CapNotWanted.into()),
            (Some(_), None) => return Err(CastError::CapMissing.into()),
            (Some(max), Some(proof)) => {
                proof.check(&self.election, &ballot, max).map_err(CastError::CapWrong)?;
                Some(serde_json::to_string(proof).map_err(DbError::corrupt)?)
            }
        };
        Ok(GoodBallot {
            text: ballot.bytes().to_vec(),
            credential: ballot.credential().to_string(),
            tracker: ballot.tracker(),
            ciphertexts: ballot.ciphertexts_hash(),
            cap,
        })
    }
}

impl OpenBoxes {
    /// The box of a round whose list is frozen; one that is closed still knows the ballots it took.
    pub fn get(&self, db: &Db, round: RoundId) -> Result<Arc<OpenBox>, Refused<CastError>> {
        match self.known(round) {
            Some(known) => Ok(known),
            None => db.read(|conn| self.get_by(conn, round)),
        }
    }

    /// The same for whoever reads more beside it: no key is decoded twice.
    pub fn get_by(&self, conn: &mut Conn, round: RoundId) -> Result<Arc<OpenBox>, Refused<CastError>> {
        if let Some(known) = self.known(round) {
            return Ok(known);
        }
        let found = match store::round_by_id(conn, round) {
            Err(error) if error.is_missing() => return Err(CastError::NoSuchRound.into()),
            found => found?,
        };
        if !found.has_box() {
            is_taking_ballots(&found)?;
        }
        let election = store::election_of(conn, round)?;
        let cap = proved_beside(&found, election.questions().len());
        let open = Arc::new(OpenBox { round, credentials: store::credential_list(conn, round)?, election, cap });
        self.0.write().insert(round, open.clone());
        Ok(open)
    }

    fn known(&self, round: RoundId) -> Option<Arc<OpenBox>> {
        self.0.read().get(&round).cloned()
    }
}

/// The cap that ballots must prove beside themselves: an election of one question proves its own maximum.
pub fn proved_beside(round: &Round, questions: usize) -> Option<u32> {
    round.cap.filter(|_| questions > 1).and_then(|cap| u32::try_from(cap).ok())
}

pub fn is_taking_ballots(round: &Round) -> Result<(), CastError> {
    match round.state {
        RoundState::Voting => Ok(()),
        RoundState::Preparing | RoundState::Issuing => Err(CastError::NotOpenYet),
        RoundState::Closed | RoundState::Counting | RoundState::Counted | RoundState::Void => {
            Err(CastError::RoundClosed)
        }
    }
}

/// Puts a ballot into the box and answers its tracker. The same ballot again gets the same answer; another ballot
/// under the same credential is refused; where commits wait for a standby, none is answered before one has it. Names no deputy,
/// writes no log line and no audit entry.
pub fn cast(db: &Db, boxes: &OpenBoxes, round: RoundId, cast: &CastBallot) -> Result<String, Refused<CastError>> {
    let open = boxes.get(db, round)?;
    let signed = open.check_signed(cast);
    // A look without the lock, so that whoever sends again costs no proofs. Once the box is closed, that is what the
    // voter should hear, whatever else is wrong.
    let before = db.read(|conn| {
        if let Ok(ballot) = &signed
            && let Some(tracker) = receipt(conn, round, &ballot.credential().to_string(), &ballot.tracker())?
        {
            return Ok(Some(tracker));
        }
        is_taking_ballots(&store::round_by_id(conn, round)?)?;
        Ok::<_, Refused<CastError>>(None)
    })?;
    if let Some(tracker) = before {
        db.outlives_the_machine()?;
        return Ok(tracker);
    }
    let good = open.check(signed?, cast)?;
    db.write_row_locked(|tx| {
        let before = store::lock_head(tx, round)?;
        if let Some(tracker) = receipt(tx, round, &good.credential, &good.tracker)? {
            return Ok(tracker);
        }
        is_taking_ballots(&store::round_by_id(tx, round)?)?;
        if store::was_opened(tx, round, &good.ciphertexts)? {
            return Err(CastError::WasOpened.into());
        }
        let mut chain = before.chain.clone();
        let records = chain.append_ballot(&good.text).map_err(DbError::corrupt)?;
        let after = BoxHead { chain, ballots: before.ballots + 1, records: before.records };
        store::append_records(tx, round, &before, after, &records)?;
        store::insert_ballot(tx, round, before.records, &good.credential, &good.tracker, good.cap.as_deref())?;
        Ok(good.tracker.clone())
    })
}

/// The tracker of this very ballot if it lies in the box; another one under the same credential is refused.
fn receipt(
    conn: &mut Conn,
    round: RoundId,
    credential: &str,
    tracker: &str,
) -> Result<Option<String>, Refused<CastError>> {
    match store::tracker_of(conn, round, credential)? {
        Some(cast) if cast != tracker => Err(CastError::AlreadyCast.into()),
        known => Ok(known),
    }
}
