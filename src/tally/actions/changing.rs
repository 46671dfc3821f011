//! 更改: after a void round, list, roll and method may be changed by a recorded decision before the next round begins.

use crate::{
    accounts::Person,
    audit::Actor,
    ballots::{self, AskError, Request, Round, RoundState},
    candidates,
    congress::{self, ChangeForm, Session, TermsFault, VersionedMethod, VoteChange, VotePart},
    db::{Conn, DbError, Ts, Tx},
    deputies,
    documents::Sha256Hex,
    ids::RoundId,
    tally::{
        actions::{DraftError, certificate_for},
        certificate::{CandidateTitle, Change, ChangeDecision, HeldUnder},
        outcome::{Conclusion, Roll, RoundScope},
    },
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    #[error("another round has begun, or this one is not over")]
    MovedOn,
    #[error("a round has decided something: what it rests on stays as it is")]
    SomethingDecided,
    #[error("slips are drawn for this roll")]
    SlipsDrawn,
    #[error(transparent)]
    Terms(#[from] TermsFault),
    #[error(transparent)]
    Ask(#[from] AskError),
}

impl Refusal for ChangeError {
    fn message(&self) -> Message {
        match self {
            Self::MovedOn => "change-moved-on".into(),
            Self::SomethingDecided => "change-something-decided".into(),
            Self::SlipsDrawn => "change-slips-drawn".into(),
            Self::Terms(refused) => refused.message(),
            Self::Ask(AskError::NoReason) => AskError::NoReason.message().at("reason"),
            Self::Ask(refused) => refused.message(),
        }
    }
}

/// Only where nothing was decided yet: then nothing rests on what is changed.
pub fn may_change(conn: &mut Conn, session: &Session, round: &Round) -> Result<(), Refused<ChangeError>> {
    let rounds = ballots::rounds_of_session(conn, session.id)?;
    let is_latest = rounds.last().is_some_and(|latest| latest.id == round.id && latest.is_over());
    let rating_runs = ballots::ratings_of_session(conn, session.id)?.iter().any(|rating| !rating.is_over());
    if !is_latest || rating_runs {
        return Err(ChangeError::MovedOn.into());
    }
    if round.state == RoundState::Void && rounds.iter().all(|held| held.state == RoundState::Void) {
        return Ok(());
    }
    // By the rules alone a round becomes void with what follows it.
    match certificate_for(conn, session, &session.name, &session.name, round, None) {
        Ok(so_far) => {
            let void = |conclusion: &Conclusion| matches!(conclusion, Conclusion::Void { .. });
            match so_far.document().rounds.iter().all(|held| void(&held.conclusion)) {
                true => Ok(()),
                false => Err(ChangeError::SomethingDecided.into()),
            }
        }
        Err(Refused::Rules(DraftError::PaperNotCounted)) => Err(ChangeError::MovedOn.into()),
        Err(Refused::Rules(why)) => Err(DbError::corrupt(why).into()),
        Err(Refused::Missing) => Err(Refused::Missing),
        Err(Refused::Db(error)) => Err(error.into()),
    }
}

fn parts_may_change(conn: &mut Conn, round: RoundId, parts: &[VotePart]) -> Result<(), Refused<ChangeError>> {
    // A slip in the hand of somebody who leaves the roll would be voted with.
    if parts.contains(&VotePart::Roll) && ballots::has_slip_holders(conn, round)? {
        return Err(ChangeError::SlipsDrawn.into());
    }
    Ok(())
}

pub fn ask_to_change(
    tx: &mut Tx,
    person: &Person,
    at: Ts,
    session: &Session,
    round: RoundId,
    typed: &ChangeForm,
) -> Result<(), Refused<ChangeError>> {
    let found = ballots::round_by_id(tx, round)?;
    may_change(tx, session, &found)?;
    let began = match (found.opened_at, ballots::annulment(tx, round)?) {
        (Some(opened), _) => opened.day(),
        (None, Some(annulment)) => annulment.at.day(),
        (None, None) => session.date,
    };
    let terms = typed.read(began, at.day()).map_err(ChangeError::from)?;
    parts_may_change(tx, round, &terms.parts)?;
    ballots::ask_to_change(tx, person, at, round, terms, &typed.reason).map_err(Refused::on_the_way)?;
    Ok(())
}

/// After one has asked and a second confirmed.
pub fn change(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    request: &Request,
) -> Result<(), Refused<ChangeError>> {
    let round = ballots::round_by_id(tx, request.round)?;
    may_change(tx, session, &round)?;
    let terms = request.terms.clone().ok_or_else(|| DbError::corrupt("a change that does not say what it changes"))?;
    parts_may_change(tx, round.id, &terms.parts)?;
    let after_round = round.number;
    let earlier = congress::changes(tx, session.id)?.into_iter().find(|change| change.after_round == after_round);
    let held_under = match earlier {
        Some(earlier) => earlier.held_under,
        None => serde_json::to_string(&held_under(tx, session, &round)?).map_err(DbError::corrupt)?,
    };
    if round.state == RoundState::Counted {
        ballots::save_round(tx, &round.annul().map_err(DbError::corrupt)?)?;
    }
    let change = VoteChange {
        after_round,
        terms,
        reason: request.reason.clone(),
        held_under,
        by: request.requested_name.clone(),
        confirmed: actor.name.clone(),
        at,
    };
    Ok(congress::record_change(tx, actor, session, &change)?)
}

/// What a round was held under, while nothing of it is changed.
pub(super) fn held_under(conn: &mut Conn, session: &Session, round: &Round) -> Result<HeldUnder, DbError> {
    let adopted = congress::method_by_id(conn, round.method)?;
    let count = deputies::roll_count(conn, session.id)?;
    let fingerprint = match &round.roll_fingerprint {
        Some(known) => known.clone(),
        None => deputies::roll_fingerprint_of(conn, session.id)?,
    };
    let sealed = candidates::seal_of(conn, session.id)?;
    Ok(HeldUnder {
        method_version: u32::try_from(adopted.version).map_err(DbError::corrupt)?,
        method_hash: adopted.method.hash(),
        method: adopted.method,
        roll: Roll { in_office: u32::try_from(count.in_office).map_err(DbError::corrupt)?, fingerprint },
        candidates: titles(conn, session)?,
        list_hash: sealed.map(|seal| Sha256Hex::try_from(seal.sha256)).transpose().map_err(DbError::corrupt)?,
    })
}

/// The list as a certificate names it.
fn titles(conn: &mut Conn, session: &Session) -> Result<Vec<CandidateTitle>, DbError> {
    let title = |candidate: candidates::Candidate| {
        let number = u32::try_from(candidate.number).map_err(DbError::corrupt)?;
        Ok(CandidateTitle { number, title: candidate.title })
    };
    candidates::candidates(conn, session.id)?.into_iter().map(title).collect()
}

/// What was decided to be changed between the rounds, as a certificate says it.
pub fn changes(conn: &mut Conn, session: &Session) -> Result<Vec<Change>, DbError> {
    let mut changes: Vec<Change> = Vec::new();
    for decided in congress::changes(conn, session.id)? {
        let after_round = u32::try_from(decided.after_round).map_err(DbError::corrupt)?;
        let decision = ChangeDecision {
            body: decided.terms.body,
            decided_on: decided.terms.decided_on,
            reason: decided.reason,
            parts: decided.terms.parts,
            by: decided.by,
            confirmed: decided.confirmed,
        };
        match changes.last_mut().filter(|change| change.after_round == after_round) {
            Some(change) => change.decisions.push(decision),
            None => changes.push(Change {
                after_round,
                decisions: vec![decision],
                held_under: serde_json::from_str(&decided.held_under).map_err(DbError::corrupt)?,
            }),
        }
    }
    Ok(changes)
}

/// What the vote begins anew with after a change: every candidate of the list, for all seats of the method; `None` while none is
/// adopted.
pub fn scope_anew(conn: &mut Conn, session: &Session) -> Result<Option<(RoundScope, VersionedMethod)>, DbError> {
    let Some(adopted) = congress::adopted_method(conn, session.id)? else { return Ok(None) };
    let numbers = titles(conn, session)?.into_iter().map(|candidate| candidate.number);
    Ok(Some((RoundScope::first(&adopted.method, numbers), adopted)))
}

/// Whether something was opened after this round, and the next has not begun.
pub fn is_changed_after(conn: &mut Conn, session: &Session, round: &Round) -> Result<bool, DbError> {
    Ok(congress::changes(conn, session.id)?.iter().any(|change| change.after_round == round.number))
}
