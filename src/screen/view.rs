//! What the desk lets the screens show, and what they may show of it.

use crate::{ballots::RoundState, congress::voting_method::Announce, db::Ts, documents::DocumentState, word_enum};

word_enum! {
    /// The desk's choice.
    View {
        /// Follows the session; never to the result.
        Auto = "auto",
        Standby = "standby",
        Attendance = "attendance",
        Voting = "voting",
        Result = "result",
    }
}

/// One session's screens: all show the same, but for those opened on one view for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HallScreen {
    pub view: View,
    pub countdown_ends: Option<Ts>,
    /// Every screen that shows the result is at the same row of it.
    pub reveal_began: Option<Ts>,
}

impl HallScreen {
    /// Until the desk says otherwise.
    pub fn untouched() -> Self {
        Self { view: View::Auto, countdown_ends: None, reveal_began: None }
    }

    /// Choosing the result begins its reveal anew.
    pub fn show(self, view: View, at: Ts) -> Self {
        let reveal_began = if view == View::Result { Some(at) } else { self.reveal_began };
        Self { view, reveal_began, ..self }
    }
}

/// Who may see the result on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reveal {
    Nobody,
    /// Screens opened from the desk: the address of the others is known outside the hall.
    TheHall,
    Everybody,
}

impl Reveal {
    /// Announced results are public; before that, only a method that announces at the same sitting lets the hall see
    /// what is certified.
    pub fn of(certificate: Option<DocumentState>, announce: Announce) -> Self {
        match (certificate, announce) {
            (Some(DocumentState::Announced), _) => Self::Everybody,
            (Some(DocumentState::Certified), Announce::SameSitting) => Self::TheHall,
            _ => Self::Nobody,
        }
    }

    pub fn allows(self, in_hall: bool) -> bool {
        match self {
            Self::Nobody => false,
            Self::TheHall => in_hall,
            Self::Everybody => true,
        }
    }
}

/// What a screen comes to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Standby,
    Attendance,
    Voting,
    Result,
}

impl Shown {
    /// A view whose time has not come gives way to the one before it.
    pub fn of(view: View, round: Option<RoundState>, check_in_open: bool, result: bool) -> Self {
        let box_opened = round.is_some_and(|state| !matches!(state, RoundState::Preparing | RoundState::Issuing));
        let has_begun = check_in_open || round.is_some();
        match view {
            View::Standby => Self::Standby,
            View::Attendance => Self::Attendance,
            View::Voting if box_opened => Self::Voting,
            View::Voting => Self::Attendance,
            View::Result if result => Self::Result,
            View::Result => Self::Standby,
            View::Auto if box_opened => Self::Voting,
            View::Auto if has_begun => Self::Attendance,
            View::Auto => Self::Standby,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn left_alone_the_screen_follows_the_session_and_never_shows_the_result() {
        let auto = |round, check_in| Shown::of(View::Auto, round, check_in, true);
        assert_eq!(auto(None, false), Shown::Standby);
        assert_eq!(auto(None, true), Shown::Attendance);
        assert_eq!(auto(Some(RoundState::Issuing), false), Shown::Attendance);
        for &state in RoundState::ALL {
            let box_opened = !matches!(state, RoundState::Preparing | RoundState::Issuing);
            let expected = if box_opened { Shown::Voting } else { Shown::Attendance };
            assert_eq!(auto(Some(state), true), expected, "{state:?}");
        }
    }

    #[test]
    fn what_may_not_be_known_yet_is_not_shown() {
        assert_eq!(Shown::of(View::Result, Some(RoundState::Counted), true, false), Shown::Standby);
        assert_eq!(Shown::of(View::Voting, Some(RoundState::Issuing), true, false), Shown::Attendance);
    }

    #[test]
    fn the_result_is_revealed_when_certified_in_the_hall_and_when_announced_to_all() {
        use Announce::{SameSitting, Separate};
        use DocumentState::{Announced, Certified, Drafted};
        let table = [
            (None, [Reveal::Nobody, Reveal::Nobody]),
            (Some(Drafted), [Reveal::Nobody, Reveal::Nobody]),
            (Some(Certified), [Reveal::TheHall, Reveal::Nobody]),
            (Some(Announced), [Reveal::Everybody, Reveal::Everybody]),
        ];
        for (state, expected) in table {
            assert_eq!([SameSitting, Separate].map(|announce| Reveal::of(state, announce)), expected, "{state:?}");
        }
        assert!(Reveal::TheHall.allows(true) && !Reveal::TheHall.allows(false));
    }

    #[test]
    fn choosing_the_result_begins_its_reveal_anew() {
        let at = |second| Ts::from(jiff::Timestamp::from_second(second).unwrap_or_default());
        let screen = HallScreen::untouched().show(View::Result, at(10));
        assert_eq!(screen.reveal_began, Some(at(10)));
        assert_eq!(screen.show(View::Standby, at(20)).reveal_began, Some(at(10)));
        assert_eq!(screen.show(View::Result, at(30)).reveal_began, Some(at(30)));
    }
}
