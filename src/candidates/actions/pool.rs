//! From the reserve pool onto the list and back, and what the vote made of it.

use crate::{
    audit::{self, Act, Actor, Deed},
    candidates::{
        candidate::{Candidate, CandidateOrigin},
        store,
        upload::TakeError,
    },
    congress::{self, Session, VotePart},
    db::{DbError, Ts, Tx},
    ids::{CandidateId, NeedId, SessionId},
    proposals::{self, AnswerKind, NeedState, Onward},
    web::Refused,
};

/// Where a need goes on the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A candidate of its own, after the last.
    New,
    /// To the candidate with that number, which came by file.
    At(i32),
}

/// A need of the reserve pool becomes a candidate; everybody who proposed it is told.
pub fn take_from_pool(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    need: NeedId,
    place: Place,
) -> Result<(), Refused<TakeError>> {
    if session.rehearsal {
        return Err(TakeError::Rehearsal.into());
    }
    if congress::is_closed(tx, session.id, VotePart::List)? {
        return Err(TakeError::Frozen.into());
    }
    if store::seal_of(tx, session.id)?.is_some() {
        return Err(TakeError::Sealed.into());
    }
    let need =
        proposals::need_by_id(tx, need)?.filter(|need| need.congress == session.congress).ok_or(Refused::Missing)?;
    if need.state != NeedState::Pool {
        return Err(TakeError::NotInPool.into());
    }
    let counted = proposals::origins_of(tx, need.id)?;
    if counted.all == 0 {
        return Err(TakeError::NobodyLeft.into());
    }
    let list = store::candidates(tx, session.id)?;
    let candidate = match place {
        Place::New => {
            let field = proposals::fields(tx, session.congress)?.into_iter().find(|field| field.id == need.field);
            let places = proposals::places(tx, session.congress)?;
            let number = list.last().map_or(1, |last| last.number.saturating_add(1));
            let new = Candidate {
                title: need.title.clone(),
                short_title: need.title.clone(),
                summary: need.words.clone(),
                place: need.place.and_then(|id| {
                    let place = places.iter().find(|place| place.id == id);
                    place.map(proposals::Place::name)
                }),
                service_field: field.map(|field| field.name),
                ..Candidate::numbered(number)
            };
            store::insert_candidate(tx, session.id, &new)?;
            new.id
        }
        Place::At(number) => {
            let known = list.iter().find(|candidate| candidate.number == number).ok_or(Refused::Missing)?;
            let taken = store::origins(tx, session.id)?.iter().any(|origin| origin.candidate == known.id);
            if taken {
                return Err(TakeError::HasOrigin.into());
            }
            known.id
        }
    };
    store::insert_origin(tx, &CandidateOrigin { candidate, need: need.id, counted }, &actor.name, at)?;
    let words = format!("已列入{}的候选项目名单，由大会票决。", session.name);
    let step = Onward { state: NeedState::Candidate, kind: AnswerKind::Candidate, words: &words, by: &actor.name };
    proposals::goes_on(tx, need.id, &step, at)?;
    audit::record(tx, actor, at, &Act::new(Deed::CandidateTaken, need.id))?;
    Ok(())
}

/// It waits in the pool as before, and everybody who proposed it is told so.
pub(super) fn leaves_the_list(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    need: NeedId,
) -> Result<(), DbError> {
    let words = format!("没有留在{}的候选项目名单上，仍在储备库，下一次遴选时一并考虑。", session.name);
    let step = Onward { state: NeedState::Pool, kind: AnswerKind::Pool, words: &words, by: &actor.name };
    proposals::goes_on(tx, need, &step, at)
}

/// The project that the candidate became is not completed, or not any more.
pub fn not_done_yet(tx: &mut Tx, session: SessionId, candidate: CandidateId) -> Result<(), DbError> {
    let origins = store::origins(tx, session)?;
    let Some(origin) = origins.into_iter().find(|origin| origin.candidate == candidate) else { return Ok(()) };
    proposals::is_not_done_yet(tx, origin.need)
}

/// The vote is announced: whoever proposed what was chosen hears it, and the others that it stays in the pool.
pub fn vote_is_announced(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    chosen: &[CandidateId],
) -> Result<(), DbError> {
    for origin in store::origins(tx, session.id)? {
        // What was told once is not told again by a later paper of the session, nor of what came up again in another.
        let state = proposals::need_by_id(tx, origin.need)?.map(|need| need.state);
        let latest = store::latest_candidate_of(tx, origin.need)?;
        if state != Some(NeedState::Candidate) || latest != Some(origin.candidate) {
            continue;
        }
        let is_chosen = chosen.contains(&origin.candidate);
        let (state, kind, words) = if is_chosen {
            (NeedState::Chosen, AnswerKind::Chosen, format!("{}票决当选，成为正式项目。", session.name))
        } else {
            let words = format!(
                "{}票决未当选。仍在储备库，下一次遴选时一并考虑；需求变化或条件具备时可以补充说明。",
                session.name
            );
            (NeedState::Pool, AnswerKind::NotChosen, words)
        };
        let step = Onward { state, kind, words: &words, by: &actor.name };
        proposals::goes_on(tx, origin.need, &step, at)?;
    }
    Ok(())
}
