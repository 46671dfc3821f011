//! Where a session stands, asked of every slice before this one.

use jiff::civil::Date;

use super::progress::{Progress, Review};
use crate::{
    ballots, candidates,
    congress::{self, Session, voting_method::PriorReview},
    db::{Conn, DbError},
    documents,
    ids::ProjectId,
    projects, ratings, supervision,
};

/// The one place that gathers what the stages are computed from.
pub fn progress(conn: &mut Conn, session: &Session, today: Date) -> Result<Progress, DbError> {
    let method = congress::adopted_method(conn, session.id)?.map(|adopted| adopted.method);
    let review = match congress::prior_review(conn, session.id)? {
        Some(review) => Review::On(review.reviewed_on.to_string()),
        None if method.as_ref().is_some_and(|m| m.prior_review() == PriorReview::NotRequired) => Review::NotRequired,
        None => Review::Missing,
    };
    let round = ballots::latest_round(conn, session.id)?;
    let certificate = match &round {
        Some(round) => documents::of_round(conn, round.id)?,
        None => None,
    };
    let announced = certificate.is_some_and(|certificate| certificate.is_announced());
    let mut promoted = projects::public_projects(conn, session.congress)?;
    promoted.retain(|project| project.session == session.id);
    let promoted: Vec<ProjectId> = promoted.iter().map(|project| project.id).collect();
    let rating = ratings::period(conn, session.congress, session.year)?.map(|period| period.standing(today));
    Ok(Progress {
        candidates: candidates::candidate_count(conn, session.id)?,
        review,
        seats: method.map(|method| method.seats()),
        round: round.map(|round| round.state.word().to_owned()),
        // What is certified and not yet announced is not for the public.
        certified: announced,
        announced,
        follow_ups: u32::try_from(supervision::follow_ups(conn, &promoted)?.len()).map_err(DbError::corrupt)?,
        projects: u32::try_from(promoted.len()).map_err(DbError::corrupt)?,
        rating,
    })
}
