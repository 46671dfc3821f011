//! A rehearsal begins, steps aside, comes back, and goes.

use super::rehearsal::{method_of, paper, session_of};
use crate::{
    audit::{self, Act, Actor},
    ballots,
    candidates::{self, ReplaceError},
    congress::{self, AdoptError, DraftError, PriorReview, Rehearsal, Session, voting_method::VotingMethod},
    db::{DbError, Ts, Tx},
    deputies,
    ids::{CongressId, SessionId},
    scrutineers::{self, AppointError, HandedSeed},
    web::{Message, MixedRefusal as Refusal},
};

#[derive(Debug, thiserror::Error)]
pub enum RehearsalError {
    #[error("a round of the real session has begun")]
    RealVoteBegan,
    #[error("there is a rehearsal already")]
    Exists,
    #[error("there is no rehearsal")]
    None,
    #[error("no practice keys: fewer than two scrutineers, or a key or a ceremony is there already")]
    NoPracticeKeys,
    #[error("there is no roll to copy")]
    NoRoll,
    #[error("the rehearsal could not be set up: {0}")]
    SetUp(String),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for RehearsalError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::RealVoteBegan => Some("rehearsal-real-vote-began".into()),
            Self::Exists => Some("rehearsal-exists".into()),
            Self::None => Some("rehearsal-gone".into()),
            Self::NoPracticeKeys => Some("rehearsal-no-practice-keys".into()),
            Self::NoRoll => Some("rehearsal-no-roll".into()),
            Self::SetUp(_) | Self::Db(_) => None,
        }
    }
}

impl From<AppointError> for RehearsalError {
    fn from(e: AppointError) -> Self {
        match e {
            AppointError::Db(e) => Self::Db(e),
            other => Self::SetUp(other.to_string()),
        }
    }
}

impl From<ReplaceError> for RehearsalError {
    fn from(e: ReplaceError) -> Self {
        match e {
            ReplaceError::Db(e) => Self::Db(e),
            other => Self::SetUp(other.to_string()),
        }
    }
}

impl From<DraftError> for RehearsalError {
    fn from(e: DraftError) -> Self {
        match e {
            DraftError::Db(e) => Self::Db(e),
            other => Self::SetUp(other.to_string()),
        }
    }
}

impl From<AdoptError> for RehearsalError {
    fn from(e: AdoptError) -> Self {
        match e {
            AdoptError::Db(e) => Self::Db(e),
            other => Self::SetUp(other.to_string()),
        }
    }
}

fn real_vote_has_not_begun(tx: &mut Tx, real: &Session) -> Result<(), RehearsalError> {
    match ballots::latest_round(tx, real.id)? {
        Some(_) => Err(RehearsalError::RealVoteBegan),
        None => Ok(()),
    }
}

/// A session of its own with the deputies and scrutineers of the real one; from now on the back rooms work on it.
pub fn start(tx: &mut Tx, actor: &Actor, at: Ts, real: &Session) -> Result<SessionId, RehearsalError> {
    if congress::rehearsal_of(tx, real.congress)?.is_some() {
        return Err(RehearsalError::Exists);
    }
    real_vote_has_not_begun(tx, real)?;
    let session = session_of(real);
    congress::open_rehearsal(tx, actor, at, &session)?;
    if deputies::copy_roll(tx, real.id, session.id)? == 0 {
        return Err(RehearsalError::NoRoll);
    }
    candidates::replace_candidates(tx, actor, at, &session, &paper(), false)?;
    for scrutineer in scrutineers::scrutineers(tx, real.id)? {
        scrutineers::appoint(tx, actor, at, session.id, scrutineer.account, scrutineer.chief)?;
    }
    let of_real = congress::latest_method(tx, real.id)?.map_or_else(VotingMethod::default, |latest| latest.method);
    let method = method_of(&of_real).map_err(|_| RehearsalError::SetUp("the method does not fit".to_owned()))?;
    let method = congress::draft_voting_method(tx, actor, at, session.id, &method, false)?;
    congress::adopt_voting_method(tx, actor, at, &session, method, false)?;
    let review = PriorReview {
        body: "（演练）".to_owned(),
        meeting: "（演练）".to_owned(),
        reviewed_on: session.date.clone(),
        document_number: "（演练）".to_owned(),
    };
    congress::record_prior_review(tx, actor, at, &session, &review)?;
    Ok(session.id)
}

fn known(tx: &mut Tx, congress: CongressId) -> Result<Rehearsal, RehearsalError> {
    congress::rehearsal_of(tx, congress)?.ok_or(RehearsalError::None)
}

/// Which of the two sessions the back rooms work on. Never the rehearsal once the real vote has begun.
pub fn switch(tx: &mut Tx, actor: &Actor, at: Ts, real: &Session, to_rehearsal: bool) -> Result<(), RehearsalError> {
    let rehearsal = known(tx, real.congress)?;
    if to_rehearsal {
        real_vote_has_not_begun(tx, real)?;
    }
    if rehearsal.current == to_rehearsal {
        return Ok(());
    }
    congress::set_rehearsal_current(tx, real.congress, to_rehearsal)?;
    congress::public_changed(tx, real.congress)?;
    let detail = serde_json::json!({ "to_rehearsal": to_rehearsal });
    audit::record(tx, actor, at, &Act::new("rehearsal_switched", &real.name).with(detail))?;
    Ok(())
}

/// The seeds that the server made, kept so that every scrutineer can read their own: worth nothing outside the rehearsal.
pub fn keep_practice_keys(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    congress: CongressId,
    seeds: &[HandedSeed],
) -> Result<(), RehearsalError> {
    known(tx, congress)?;
    let kept: Vec<(String, String)> =
        seeds.iter().map(|handed| (handed.scrutineer.name.clone(), handed.seed.to_string())).collect();
    congress::set_practice_seeds(tx, congress, &kept)?;
    for handed in seeds {
        scrutineers::confirm_copy(tx, actor, at, &handed.scrutineer)?;
    }
    Ok(())
}

/// Takes the rehearsal away with everything that was done in it, and works on the real session again.
pub fn delete(tx: &mut Tx, actor: &Actor, at: Ts, real: &Session) -> Result<(), RehearsalError> {
    let rehearsal = known(tx, real.congress)?;
    congress::delete_rehearsal(tx, rehearsal.session)?;
    congress::public_changed(tx, real.congress)?;
    audit::record(tx, actor, at, &Act::new("rehearsal_deleted", &real.name))?;
    Ok(())
}
