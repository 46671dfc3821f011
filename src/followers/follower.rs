//! Who follows a project, and how often an address may be written to.

use crate::{
    db::Ts,
    ids::{FollowerId, ProjectId},
    post::{Address, NotAnAddress},
    web::{Lang, Message, Refusal},
    word_enum,
};

word_enum! {
    FollowerState {
        /// The letter with the link was not answered yet.
        Pending = "pending",
        Confirmed = "confirmed",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follower {
    /// Whoever holds it may confirm and stop: it stands in the letters only.
    pub id: FollowerId,
    pub project: ProjectId,
    pub address: Address,
    pub lang: Lang,
    pub state: FollowerState,
    pub asked_at: Ts,
    /// News up to here were told.
    pub told_until: Ts,
}

#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    #[error("no letters are sent from here")]
    NoMail,
    #[error(transparent)]
    NoAddress(#[from] NotAnAddress),
    #[error("too many addresses wait for their confirmation")]
    TooMany,
}

impl Refusal for FollowError {
    fn message(&self) -> Message {
        match self {
            Self::NoMail => "follow-no-mail".into(),
            Self::NoAddress(_) => "follow-no-address".into(),
            Self::TooMany => "follow-too-many".into(),
        }
    }
}

/// An address that was never confirmed is forgotten after so many hours.
pub const PENDING_HOURS: i64 = 48;
/// Before that the same wish makes no second letter.
const ASK_AGAIN_MINUTES: i64 = 60;
/// Projects for which one address may wait for its confirmation.
const MOST_PENDING: usize = 3;
/// Confirmations that all addresses together may be asked for within an hour.
const MOST_IN_AN_HOUR: usize = 200;

/// What is known of an address when somebody types it in.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Of this very project: state and when it was asked for.
    pub follows: Option<(FollowerState, Ts)>,
    /// Of this address, for other projects.
    pub pending: usize,
    /// Of all addresses, within the last hour.
    pub within_the_hour: usize,
}

impl Known {
    /// Whether a letter is written. Whoever typed the address is told the same either way, so that nobody learns who
    /// follows what and nobody's inbox is filled by a stranger.
    pub fn asks_for_letter(&self, now: Ts) -> Result<bool, FollowError> {
        if self.within_the_hour >= MOST_IN_AN_HOUR {
            return Err(FollowError::TooMany);
        }
        Ok(match self.follows {
            Some((FollowerState::Confirmed, _)) => false,
            Some((FollowerState::Pending, asked_at)) => asked_at.plus_minutes(ASK_AGAIN_MINUTES) <= now,
            None => self.pending < MOST_PENDING,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn an_inbox_is_not_filled_by_strangers() {
        let now = Ts::default();
        let known = |follows, pending, within_the_hour| Known { follows, pending, within_the_hour };
        let table = [
            (known(None, 0, 0), true),
            (known(None, 2, 0), true),
            (known(None, 3, 0), false),
            (known(Some((FollowerState::Confirmed, now)), 0, 0), false),
            (known(Some((FollowerState::Pending, now.plus_minutes(-59))), 0, 0), false),
            (known(Some((FollowerState::Pending, now.plus_minutes(-60))), 3, 0), true),
        ];
        for (known, writes) in table {
            assert_eq!(known.asks_for_letter(now).unwrap(), writes, "{known:?}");
        }
        assert!(known(None, 0, 200).asks_for_letter(now).is_err());
    }
}
