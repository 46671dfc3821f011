//! 作废重发 before 开始投票: the secretariat asks, a scrutineer confirms in a sign-in of their own.

use super::{actions::slips_of_round, on_paper::IssueKind, round::RoundState, store};
use crate::{
    audit::{self, Act, Actor, Deed},
    db::{DbError, Ts, Tx},
    ids::{DeputyId, RoundId},
    scrutineers::Scrutineer,
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    #[error("a ballot can be cancelled only before voting begins")]
    TooLate,
    #[error("the deputy has no ballot")]
    NotIssued,
    #[error("nobody asked for this ballot to be cancelled, or no longer does")]
    NotRequested,
}

impl Refusal for CancelError {
    fn message(&self) -> Message {
        match self {
            Self::TooLate => "cancel-too-late".into(),
            Self::NotIssued => "cancel-not-issued".into(),
            Self::NotRequested => "cancel-not-requested".into(),
        }
    }
}

/// Asks that a deputy's ballot be cancelled; the ballot stays good until a scrutineer confirms.
pub fn request_cancel(
    tx: &mut Tx,
    actor: &Actor,
    requested_by: &str,
    at: Ts,
    round: RoundId,
    deputy: DeputyId,
) -> Result<(), Refused<CancelError>> {
    let number = issuing(tx, round)?;
    if !store::has_ballot(tx, round, deputy)? {
        return Err(CancelError::NotIssued.into());
    }
    if store::cancel_request(tx, round, deputy)?.is_some() {
        return Ok(());
    }
    store::insert_cancel_request(tx, round, deputy, requested_by)?;
    audit::record(tx, actor, at, &Act::new(Deed::IssueCancelRequested, number))?;
    Ok(())
}

/// The request is taken back by the secretariat, or refused by a scrutineer.
pub fn drop_cancel_request(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    round: RoundId,
    deputy: DeputyId,
) -> Result<(), Refused<CancelError>> {
    let number = issuing(tx, round)?;
    store::cancel_request(tx, round, deputy)?.ok_or(CancelError::NotRequested)?;
    store::delete_cancel_request(tx, round, deputy)?;
    audit::record(tx, actor, at, &Act::new(Deed::IssueCancelDropped, number))?;
    Ok(())
}

/// Takes the deputy's key off the list for good, or the paper ballot back, or counts the slip as lost; the deputy may take
/// another of either kind.
pub fn confirm_cancel(
    tx: &mut Tx,
    actor: &Actor,
    scrutineer: &Scrutineer,
    at: Ts,
    round: RoundId,
    deputy: DeputyId,
) -> Result<(), Refused<CancelError>> {
    let number = issuing(tx, round)?;
    if store::round_by_id(tx, round)?.session != scrutineer.session {
        return Err(CancelError::NotRequested.into());
    }
    let requested_by = store::cancel_request(tx, round, deputy)?.ok_or(CancelError::NotRequested)?;
    let kind = store::issue_kind(tx, round, deputy)?.ok_or(CancelError::NotIssued)?;
    let seal = tx.seal()?.clone();
    let key = store::linked_key(tx, &seal, round, deputy)?;
    store::delete_issue(tx, round, deputy)?;
    store::delete_cancel_request(tx, round, deputy)?;
    match (kind, key) {
        (IssueKind::Electronic, Some(key)) => store::insert_cancelled_key(tx, round, &key)?,
        // The sheet itself is handed back.
        (IssueKind::Paper, None) => {}
        // Nobody knows its key, so it stays on the list, and is counted.
        (IssueKind::Slip, None) => {
            let found = store::round_by_id(tx, round)?;
            let (print, _) = slips_of_round(tx, &found)?.ok_or_else(|| DbError::corrupt("a slip of no printing"))?;
            store::add_lost_slip(tx, print.id)?;
        }
        _ => return Err(DbError::corrupt("an issue mark that does not fit its key").into()),
    }
    // Two people cancel, so both are named; whose ballot it was is not.
    let detail = serde_json::json!({ "requested_by": requested_by, "confirmed_by": scrutineer.name });
    audit::record(tx, actor, at, &Act::new(Deed::IssueCancelled, number).with(detail))?;
    Ok(())
}

fn issuing(tx: &mut Tx, round: RoundId) -> Result<i32, Refused<CancelError>> {
    let round = store::round_by_id(tx, round)?;
    round.must_be(RoundState::Issuing).map_err(|_| CancelError::TooLate)?;
    Ok(round.number)
}
