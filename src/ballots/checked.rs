//! 「这是我的选票，我已核对」: which ballots were looked up by their owners. Nobody is named, no time is kept.

use super::store;
use crate::{
    db::{Conn, DbError, Tx},
    ids::RoundId,
    web::{Message, Refusal, Refused},
};

#[derive(Debug, thiserror::Error)]
pub enum CheckedError {
    #[error("no ballot with this receipt lies in the box")]
    NotInTheBox,
}

impl Refusal for CheckedError {
    fn message(&self) -> Message {
        match self {
            Self::NotInTheBox => "checked-not-in-the-box".into(),
        }
    }
}

/// How many ballots of a round their owners have confirmed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Checked {
    /// While only a receipt told the tracker: so many owners at most, and as many receipts.
    pub before_publication: i64,
    /// Anybody may have pressed for these: the published box tells all trackers.
    pub after_publication: i64,
}

/// Counts a ballot as looked up by its owner, once; `box_is_public`: whether anybody can compute its tracker.
pub fn confirm_checked(
    tx: &mut Tx,
    rounds: &[RoundId],
    tracker: &str,
    box_is_public: bool,
) -> Result<(), Refused<CheckedError>> {
    for round in rounds {
        if store::has_tracker(tx, *round, tracker)? {
            if !store::is_checked(tx, *round, tracker)? {
                store::insert_checked(tx, *round, tracker, box_is_public)?;
            }
            return Ok(());
        }
    }
    Err(CheckedError::NotInTheBox.into())
}

pub fn checked(conn: &mut Conn, rounds: &[RoundId]) -> Result<Checked, DbError> {
    Ok(Checked {
        before_publication: store::checked_count(conn, rounds, false)?,
        after_publication: store::checked_count(conn, rounds, true)?,
    })
}
