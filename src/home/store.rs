//! Where a session stands, asked of every slice before this one.

use super::progress::{Progress, Review};
use crate::{
    ballots, candidates,
    congress::{self, Session, voting_method::PriorReview},
    db::{Conn, DbError},
    projects,
    tally::{self, CertificateState},
};

/// The one place that gathers what the stages are computed from.
pub fn progress(conn: &mut Conn, session: &Session) -> Result<Progress, DbError> {
    let method = congress::adopted_method(conn, session.id)?.map(|adopted| adopted.method);
    let review = match congress::prior_review(conn, session.id)? {
        Some(review) => Review::On(review.reviewed_on),
        None if method.as_ref().is_some_and(|m| m.prior_review() == PriorReview::NotRequired) => Review::NotRequired,
        None => Review::Missing,
    };
    let round = ballots::latest_round(conn, session.id)?;
    let certificate = match &round {
        Some(round) => tally::certificate_of_round(conn, round.id)?.map(|certificate| certificate.state),
        None => None,
    };
    Ok(Progress {
        candidates: candidates::candidate_count(conn, session.id)?,
        review,
        seats: method.map(|method| method.seats()),
        round: round.map(|round| round.state.word().to_owned()),
        // What is certified and not yet announced is not for the public.
        certified: certificate == Some(CertificateState::Announced),
        announced: certificate == Some(CertificateState::Announced),
        projects: projects::public_project_count(conn, session.id)?,
    })
}
