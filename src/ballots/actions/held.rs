//! What attendance depends on: what a deputy holds of the round under way.

use crate::{
    ballots::{RoundState, store},
    db::{Conn, DbError},
    deputies::BallotHeld,
    ids::{DeputyId, SessionId},
};

/// By which their attendance may change or not.
pub fn held_by(conn: &mut Conn, session: SessionId, deputy: DeputyId) -> Result<BallotHeld, DbError> {
    let Some(round) = store::round_at_hand(conn, session)? else { return Ok(BallotHeld::Nothing) };
    let held = match round.state {
        RoundState::Issuing => BallotHeld::BeforeOpening,
        RoundState::Voting => BallotHeld::InOpenRound,
        _ => return Ok(BallotHeld::Nothing),
    };
    Ok(if store::has_ballot(conn, round.id, deputy)? { held } else { BallotHeld::Nothing })
}

/// Whether ballots of the round under way are no longer given out: who comes now is present and does not vote.
pub fn issuing_is_over(conn: &mut Conn, session: SessionId) -> Result<bool, DbError> {
    Ok(store::round_at_hand(conn, session)?.is_some_and(|round| round.state == RoundState::Voting))
}
