//! Making projects of what was chosen, and showing them once the result is announced.

use super::{project::Project, store};
use crate::{
    candidates, congress,
    db::{DbError, Ts, Tx},
    ids::{DocumentId, ProjectId},
    tally::Certified,
};

/// 立项, in the transaction of certification: one project a winner. A second promotion by the same certificate finds
/// the projects of the first and makes none.
pub fn promote(tx: &mut Tx, at: Ts, certificate: &Certified) -> Result<Vec<ProjectId>, DbError> {
    let made = store::ids_by_certificate(tx, certificate.certificate)?;
    if !made.is_empty() {
        return Ok(made);
    }
    let candidates = candidates::candidates(tx, certificate.session)?;
    let first = store::highest_number(tx, certificate.session)? + 1;
    let mut promoted = Vec::with_capacity(certificate.winners.len());
    for (number, winner) in (first..).zip(&certificate.winners) {
        let candidate = candidates
            .iter()
            .find(|candidate| candidate.id == winner.candidate)
            .ok_or_else(|| DbError::corrupt("a winner is no candidate of the session"))?;
        let project = Project::of(candidate, *winner, certificate, number, at);
        store::insert(tx, &project)?;
        promoted.push(project.id);
    }
    Ok(promoted)
}

/// 公告: from now on the public sees what this certificate promoted.
pub fn make_public(tx: &mut Tx, certificate: DocumentId) -> Result<(), DbError> {
    for congress in store::publish(tx, certificate)? {
        congress::public_changed(tx, congress)?;
    }
    Ok(())
}
