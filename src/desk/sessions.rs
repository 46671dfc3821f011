//! Sessions side by side: a new one with what the last one leaves behind, and which of them is at hand.

use crate::{
    audit::Actor,
    ballots,
    congress::{
        self, Session, SessionError, SessionFault, SessionForm,
        voting_method::{VotingMethod, VotingMethodForm},
    },
    db::{Conn, DbError, Ts, Tx},
    deputies,
    ids::{CongressId, SessionId},
    web::{Message, Refusal, Refused},
};

/// Why the session at hand must stay at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StayError {
    #[error("a round of the session at hand is under way: end it, or annul it, first")]
    RoundUnderWay,
    #[error("a rehearsal of the session at hand is there: delete it first")]
    Rehearsal,
}

impl StayError {
    /// The message of it.
    pub fn key(self) -> &'static str {
        match self {
            Self::RoundUnderWay => "sessions-round-under-way",
            Self::Rehearsal => "sessions-rehearsal",
        }
    }
}

impl Refusal for StayError {
    fn message(&self) -> Message {
        self.key().into()
    }
}

/// What keeps the congress at the session at hand, if anything does.
pub fn kept_at_hand(conn: &mut Conn, congress: CongressId) -> Result<Option<StayError>, DbError> {
    let Some(session) = congress::public_session(conn, congress)? else { return Ok(None) };
    if congress::rehearsal_of(conn, congress)?.is_some() {
        return Ok(Some(StayError::Rehearsal));
    }
    let round = ballots::round_at_hand(conn, session.id)?;
    Ok(round.filter(|round| !round.is_over()).map(|_| StayError::RoundUnderWay))
}

/// The session is the one at hand from now on.
pub fn switch(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    congress: CongressId,
    id: SessionId,
) -> Result<(), Refused<StayError>> {
    let known = congress::sessions_of(tx, congress)?;
    let (session, _) = known.into_iter().find(|(session, _)| session.id == id).ok_or(Refused::Missing)?;
    if congress::public_session(tx, congress)?.is_some_and(|at_hand| at_hand.id == id) {
        return Ok(());
    }
    if let Some(why) = kept_at_hand(tx, congress)? {
        return Err(why.into());
    }
    Ok(congress::take_at_hand(tx, actor, at, &session)?)
}

/// The newest session whose roll or method a new one may take over.
pub fn session_before(conn: &mut Conn, congress: CongressId) -> Result<Option<Session>, DbError> {
    Ok(congress::sessions_of(conn, congress)?.into_iter().next().map(|(session, _)| session))
}

/// Opens a session beside the one at hand, with the roll and the method of the one before as far as they are wanted.
pub fn open_beside(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    congress: CongressId,
    typed: &SessionForm,
) -> Result<(), Refused<SessionError>> {
    let before = session_before(tx, congress)?;
    let session = congress::prepare_session(tx, actor, at, congress, typed)?;
    let adopted = match &before {
        Some(before) if typed.copy_method == "yes" => congress::adopted_method(tx, before.id)?,
        _ => None,
    };
    if let Some(method) = method_for(typed, adopted.map(|adopted| adopted.method))? {
        congress::draft_voting_method(tx, actor, at, session.id, &method)
            .map_err(|_| DbError::corrupt("the method of a new session could not be drafted"))?;
    }
    if let Some(before) = before.filter(|_| typed.copy_roll == "yes") {
        deputies::copy_roll(tx, before.id, session.id)?;
    }
    Ok(())
}

/// The first draft of the method: the one before with as many seats as were asked for, or the usual one. A cap that was as
/// high as the seats follows them.
fn method_for(typed: &SessionForm, before: Option<VotingMethod>) -> Result<Option<VotingMethod>, SessionError> {
    let seats = typed.seats.trim();
    if seats.is_empty() {
        return Ok(before);
    }
    let form = before.unwrap_or_default().to_form();
    let max_approvals = if form.max_approvals == form.seats { String::new() } else { form.max_approvals };
    let form = VotingMethodForm { seats: seats.to_owned(), max_approvals, ..form };
    let method = VotingMethod::try_from(form);
    Ok(Some(method.map_err(|_| SessionError::Typed(vec![("seats", SessionFault::BadSeats)]))?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn with_seats(seats: &str) -> SessionForm {
        SessionForm { seats: seats.to_owned(), ..SessionForm::default() }
    }

    #[test]
    fn the_cap_follows_the_seats_only_where_it_was_as_high() {
        let before = |seats: &str, cap: &str| {
            let form = VotingMethod::default().to_form();
            let form = VotingMethodForm { seats: seats.to_owned(), max_approvals: cap.to_owned(), ..form };
            Some(VotingMethod::try_from(form).unwrap())
        };
        let drafted = |before| method_for(&with_seats("８"), before).unwrap().unwrap();
        assert_eq!((drafted(before("10", "10")).seats(), drafted(before("10", "10")).max_approvals()), (8, Some(8)));
        assert_eq!(drafted(before("10", "none")).max_approvals(), None);
        assert_eq!(drafted(None).seats(), 8);
        assert_eq!(method_for(&with_seats(""), before("10", "10")).unwrap().unwrap().seats(), 10);
        assert_eq!(method_for(&with_seats(""), None).unwrap(), None);
        for wrong in ["0", "ten", "-1", "99999"] {
            assert!(method_for(&with_seats(wrong), None).is_err(), "{wrong}");
        }
    }
}
