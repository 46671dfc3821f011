//! Where a session stands, asked of every slice before this one.

use super::progress::{Progress, Review};
use crate::{
    candidates,
    congress::{self, Session, voting_method::PriorReview},
    db::{Conn, DbError},
    projects,
};

/// The one place that gathers what the stages are computed from. Rounds, certificates and announcements are still
/// to be asked of their slices here: `round`, `certified` and `announced`.
pub fn progress(conn: &mut Conn, session: &Session) -> Result<Progress, DbError> {
    let method = congress::adopted_method(conn, session.id)?.map(|adopted| adopted.method);
    let review = match congress::prior_review(conn, session.id)? {
        Some(review) => Review::On(review.reviewed_on),
        None if method.as_ref().is_some_and(|m| m.prior_review() == PriorReview::NotRequired) => Review::NotRequired,
        None => Review::Missing,
    };
    let projects = projects::public_project_count(conn, session.id)?;
    Ok(Progress {
        candidates: candidates::candidate_count(conn, session.id)?,
        review,
        seats: method.map(|method| method.seats()),
        round: None,
        certified: false,
        announced: projects > 0,
        projects,
    })
}
