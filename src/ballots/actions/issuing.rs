//! 领票: a deputy's key is put on the list.

use verifiable_ballots::Element;

use crate::{
    ballots::{round::RoundState, store},
    db::Tx,
    deputies::Deputy,
    ids::RoundId,
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    #[error("ballots are not being issued now")]
    NotIssuing,
    #[error("the deputy is not checked in")]
    NotPresent,
    #[error("the deputy has a ballot already, made on another device")]
    AlreadyIssued,
    #[error("this is no ballot key")]
    BadKey,
    #[error("this key was cancelled")]
    Cancelled,
    #[error("the deputy has a ballot on paper")]
    HasPaper,
    #[error("the deputy has taken a ballot on the screen")]
    HasElectronic,
    #[error("a rating is taken on the screen only")]
    NoPaperRating,
    #[error("ballots of this round are drawn as slips")]
    BySlips,
    #[error("ballots of this round are not drawn as slips")]
    NotBySlips,
    #[error("no slip is left")]
    NoSlipLeft,
}

impl Refusal for IssueError {
    fn message(&self) -> Message {
        match self {
            Self::NotIssuing => "issue-not-issuing".into(),
            Self::NotPresent => "issue-not-present".into(),
            Self::AlreadyIssued => "issue-already-issued".into(),
            Self::BadKey => "issue-bad-key".into(),
            Self::Cancelled => "issue-key-cancelled".into(),
            Self::HasPaper => "issue-has-paper".into(),
            Self::HasElectronic => "issue-has-electronic".into(),
            Self::NoPaperRating => "issue-no-paper-rating".into(),
            Self::BySlips => "issue-by-slips".into(),
            Self::NotBySlips => "issue-not-by-slips".into(),
            Self::NoSlipLeft => "issue-no-slip-left".into(),
        }
    }
}

/// 领票: puts the key that the deputy's browser made on the list. Leaves a yes/no mark without a time, and no entry
/// in the audit list.
pub fn issue(tx: &mut Tx, deputy: &Deputy, round: RoundId, public_key: &str) -> Result<(), Refused<IssueError>> {
    let key: Element = public_key.parse().map_err(|_| IssueError::BadKey)?;
    if key.is_identity() {
        return Err(IssueError::BadKey.into());
    }
    let round = store::round_by_id(tx, round)?;
    if round.session != deputy.session || round.state != RoundState::Issuing {
        return Err(IssueError::NotIssuing.into());
    }
    if store::slip_place(tx, &round.election_uuid)?.is_some() {
        return Err(IssueError::BySlips.into());
    }
    let seal = tx.seal()?.clone();
    if let Some(known) = store::linked_key(tx, &seal, round.id, deputy.id)? {
        return if known == public_key { Ok(()) } else { Err(IssueError::AlreadyIssued.into()) };
    }
    if store::issue_kind(tx, round.id, deputy.id)?.is_some() {
        return Err(IssueError::HasPaper.into());
    }
    if !deputy.is_present() {
        return Err(IssueError::NotPresent.into());
    }
    if store::is_cancelled(tx, round.id, public_key)? {
        return Err(IssueError::Cancelled.into());
    }
    if store::key_is_taken(tx, round.id, public_key)? {
        return Err(IssueError::BadKey.into());
    }
    Ok(store::insert_issue(tx, round.id, deputy.id, public_key)?)
}
