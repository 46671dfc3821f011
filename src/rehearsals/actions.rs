//! A rehearsal begins, steps aside, comes back, and goes.

use super::rehearsal::{method_of, paper, session_of};
use crate::{
    audit::{self, Act, Actor, Deed},
    ballots, candidates,
    congress::{self, PriorReview, Rehearsal, Session, voting_method::VotingMethod},
    db::{DbError, Ts, Tx},
    deputies,
    ids::{CongressId, SessionId},
    scrutineers::{self, CeremonyError},
    web::{Message, Refusal, Refused},
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
}

impl Refusal for RehearsalError {
    fn message(&self) -> Message {
        match self {
            Self::RealVoteBegan => "rehearsal-real-vote-began".into(),
            Self::Exists => "rehearsal-exists".into(),
            Self::None => "rehearsal-gone".into(),
            Self::NoPracticeKeys => "rehearsal-no-practice-keys".into(),
            Self::NoRoll => "rehearsal-no-roll".into(),
        }
    }
}

/// What is copied was right where it stood: that it does not fit is nobody's doing.
fn set_up<R: Refusal>(refused: Refused<R>) -> Refused<RehearsalError> {
    match refused {
        Refused::Db(error) => Refused::Db(error),
        other => Refused::Db(DbError::corrupt(format!("the rehearsal could not be set up: {other}"))),
    }
}

fn real_vote_has_not_begun(tx: &mut Tx, real: &Session) -> Result<(), Refused<RehearsalError>> {
    match ballots::latest_round(tx, real.id)? {
        Some(_) => Err(RehearsalError::RealVoteBegan.into()),
        None => Ok(()),
    }
}

/// A session of its own with the deputies and scrutineers of the real one; from now on the back rooms work on it.
pub fn start(tx: &mut Tx, actor: &Actor, at: Ts, real: &Session) -> Result<SessionId, Refused<RehearsalError>> {
    if congress::rehearsal_of(tx, real.congress)?.is_some() {
        return Err(RehearsalError::Exists.into());
    }
    real_vote_has_not_begun(tx, real)?;
    let session = session_of(real);
    congress::open_rehearsal(tx, actor, at, &session)?;
    if deputies::copy_roll(tx, real.id, session.id)? == 0 {
        return Err(RehearsalError::NoRoll.into());
    }
    candidates::replace_candidates(tx, actor, at, &session, &paper()).map_err(set_up)?;
    for scrutineer in scrutineers::scrutineers(tx, real.id)? {
        scrutineers::appoint(tx, actor, at, session.id, scrutineer.account, scrutineer.chief).map_err(set_up)?;
    }
    let of_real = congress::latest_method(tx, real.id)?.map_or_else(VotingMethod::default, |latest| latest.method);
    let method = method_of(&of_real).map_err(|_| DbError::corrupt("the method does not fit a rehearsal"))?;
    let method = congress::draft_voting_method(tx, actor, at, session.id, &method).map_err(set_up)?;
    congress::adopt_voting_method(tx, actor, at, &session, method).map_err(set_up)?;
    let review = PriorReview {
        body: "（演练）".to_owned(),
        meeting: "（演练）".to_owned(),
        reviewed_on: session.date,
        document_number: "（演练）".to_owned(),
    };
    congress::record_prior_review(tx, actor, at, &session, &review)?;
    Ok(session.id)
}

fn known(tx: &mut Tx, congress: CongressId) -> Result<Rehearsal, Refused<RehearsalError>> {
    Ok(congress::rehearsal_of(tx, congress)?.ok_or(RehearsalError::None)?)
}

/// Which of the two sessions the back rooms work on. Never the rehearsal once the real vote has begun.
pub fn switch(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    real: &Session,
    to_rehearsal: bool,
) -> Result<(), Refused<RehearsalError>> {
    let rehearsal = known(tx, real.congress)?;
    if to_rehearsal {
        real_vote_has_not_begun(tx, real)?;
    }
    if rehearsal.current == to_rehearsal {
        return Ok(());
    }
    congress::set_rehearsal_current(tx, real.congress, to_rehearsal)?;
    audit::rehearsing(tx, real.congress, to_rehearsal)?;
    congress::public_changed(tx, real.congress)?;
    let detail = serde_json::json!({ "to_rehearsal": to_rehearsal });
    audit::record(tx, actor, at, &Act::new(Deed::RehearsalSwitched, &real.name).with(detail))?;
    Ok(())
}

/// As many scrutineers as the usual threshold asks for.
const PRACTICE_THRESHOLD: u32 = 2;

/// Keys from seeds that the server makes and keeps, so that every scrutineer can read their own: worth nothing outside
/// the rehearsal.
pub fn practice_keys(tx: &mut Tx, actor: &Actor, at: Ts, congress: CongressId) -> Result<(), Refused<RehearsalError>> {
    let session = known(tx, congress)?.session;
    let seeds = match scrutineers::make_keys(tx, actor, at, session, PRACTICE_THRESHOLD) {
        Ok(seeds) => seeds,
        Err(CeremonyError::Db(error)) => return Err(error.into()),
        Err(_) => return Err(RehearsalError::NoPracticeKeys.into()),
    };
    let kept: Vec<(String, String)> =
        seeds.iter().map(|handed| (handed.scrutineer.name.clone(), handed.seed.to_string())).collect();
    congress::set_practice_seeds(tx, congress, &kept)?;
    for handed in &seeds {
        scrutineers::confirm_copy(tx, actor, at, &handed.scrutineer)?;
    }
    Ok(())
}

/// Takes the rehearsal away with everything that was done in it, and works on the real session again.
pub fn delete(tx: &mut Tx, actor: &Actor, at: Ts, real: &Session) -> Result<(), Refused<RehearsalError>> {
    let rehearsal = known(tx, real.congress)?;
    congress::delete_rehearsal(tx, rehearsal.session)?;
    audit::rehearsing(tx, real.congress, false)?;
    congress::public_changed(tx, real.congress)?;
    audit::record(tx, actor, at, &Act::new(Deed::RehearsalDeleted, &real.name))?;
    Ok(())
}
