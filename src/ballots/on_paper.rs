//! Paper beside the screen: a deputy without a device takes a ballot on paper, marked on the same roll.

use super::{
    actions::IssueError,
    round::{RoundPurpose, RoundState},
    store,
};
use crate::{db::Tx, deputies::Deputy, ids::RoundId, web::Refused, word_enum};

word_enum! {
    /// What a deputy took: never two of them.
    IssueKind {
        Electronic = "electronic",
        Paper = "paper",
        /// 选票码条, drawn at the desk.
        Slip = "slip",
    }
}

/// With fewer, the paper line of the certificate may show what somebody chose.
pub const FEW_ON_PAPER: i64 = 5;

/// 发纸质票: like taking a ballot on the screen it leaves a mark without a time, and no entry in the audit list.
pub fn issue_on_paper(tx: &mut Tx, deputy: &Deputy, round: RoundId) -> Result<(), Refused<IssueError>> {
    let round = store::round_by_id(tx, round)?;
    if round.session != deputy.session || round.state != RoundState::Issuing {
        return Err(IssueError::NotIssuing.into());
    }
    if round.purpose == RoundPurpose::Rating {
        return Err(IssueError::NoPaperRating.into());
    }
    match store::issue_kind(tx, round.id, deputy.id)? {
        Some(IssueKind::Paper) => Ok(()),
        Some(IssueKind::Electronic | IssueKind::Slip) => Err(IssueError::HasElectronic.into()),
        None if !deputy.is_present() => Err(IssueError::NotPresent.into()),
        None => Ok(store::insert_paper_mark(tx, round.id, deputy.id)?),
    }
}
