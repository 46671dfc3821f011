//! Who follows what, and how often an address may be written to.

use crate::{
    db::Ts,
    ids::{CongressId, FollowedId, FollowerId},
    post::{Address, NotAnAddress},
    projects::{NoSubject, Subject},
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
    /// Whoever holds it may confirm, change and stop: it stands in the letters only.
    pub id: FollowerId,
    pub congress: CongressId,
    pub address: Address,
    pub lang: Lang,
}

/// One thing that a follower wants to hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    pub id: FollowedId,
    pub follower: FollowerId,
    pub subject: Subject,
    pub state: FollowerState,
    pub asked_at: Ts,
    /// News up to here were told.
    pub told_until: Ts,
}

impl Followed {
    pub fn new(follower: FollowerId, subject: Subject, state: FollowerState, at: Ts) -> Self {
        Self { id: FollowedId::timeless(), follower, subject, state, asked_at: at, told_until: at }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    #[error("no letters are sent from here")]
    NoMail,
    #[error(transparent)]
    NoAddress(#[from] NotAnAddress),
    #[error(transparent)]
    NoSubject(#[from] NoSubject),
    #[error("too many addresses wait for their confirmation")]
    TooMany,
    #[error("one address follows so many things already")]
    Enough,
}

impl Refusal for FollowError {
    fn message(&self) -> Message {
        match self {
            Self::NoMail => "follow-no-mail".into(),
            Self::NoAddress(_) => Message::new("follow-no-address").at("email"),
            Self::NoSubject(_) => Message::new("follow-no-subject").at("what"),
            Self::TooMany => "follow-too-many".into(),
            Self::Enough => Message::new("follow-enough").with("most", MOST_FOLLOWED).at("what"),
        }
    }
}

/// What was never confirmed is forgotten after so many hours.
pub const PENDING_HOURS: i64 = 48;
/// Before that the same wish makes no second letter.
const ASK_AGAIN_MINUTES: i64 = 60;
/// Things that may wait for one address's confirmation, of whatever kind.
const MOST_PENDING: usize = 3;
/// Confirmations that all addresses together may be asked for within an hour.
const MOST_IN_AN_HOUR: usize = 200;
/// Far more than anybody follows one by one who could follow everything.
pub const MOST_FOLLOWED: usize = 100;

/// What is known of an address when somebody types it in.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Of this very subject: state and when it was asked for.
    pub follows: Option<(FollowerState, Ts)>,
    /// Of this address, whatever else waits.
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
