//! 建议: one thing that somebody proposes, in their own words, and where it stands.

use jiff::civil::Date;

use super::wording::Wording;
use crate::{
    db::Ts,
    ids::{AccountId, CallId, NeedId, PlaceId, ProposalId, ServiceFieldId},
    word_enum,
};

word_enum! {
    /// Whose wish it is.
    Origin {
        Resident = "resident",
        Deputy = "deputy",
        Cppcc = "cppcc",
        Department = "department",
    }
}

word_enum! {
    /// By which way it came.
    Channel {
        Online = "online",
        /// At a 代表联络站, written down for somebody.
        Station = "station",
        /// By letter, telephone or in person, written down by the secretariat.
        Desk = "desk",
    }
}

word_enum! {
    ProposalState {
        Received = "received",
        Listed = "listed",
        Aside = "aside",
        Hidden = "hidden",
        Withdrawn = "withdrawn",
    }
}

word_enum! {
    /// What the secretariat does with one.
    Sorting {
        List = "list",
        Aside = "aside",
        Hide = "hide",
        Undo = "undo",
    }
}

impl ProposalState {
    /// Where `sorting` leads to; `None` where it does not follow.
    pub fn after(self, sorting: Sorting) -> Option<Self> {
        match (self, sorting) {
            (Self::Received | Self::Aside | Self::Hidden, Sorting::List) => Some(Self::Listed),
            (Self::Received | Self::Listed | Self::Hidden, Sorting::Aside) => Some(Self::Aside),
            (Self::Received | Self::Listed | Self::Aside, Sorting::Hide) => Some(Self::Hidden),
            (Self::Aside | Self::Hidden, Sorting::Undo) => Some(Self::Received),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub id: ProposalId,
    pub call: CallId,
    /// In its call, in the order of arrival.
    pub number: i32,
    pub origin: Origin,
    pub channel: Channel,
    pub state: ProposalState,
    /// Why it is aside or hidden; empty otherwise.
    pub reason: String,
    /// It may come from a robot: nobody has looked at it yet.
    pub held: bool,
    /// Sent after the last day.
    pub late: bool,
    pub field: ServiceFieldId,
    /// `None` for the whole district.
    pub place: Option<PlaceId>,
    pub account: Option<AccountId>,
    pub at: Ts,
    /// By when it is to have an answer.
    pub due: Date,
    /// The day of the first answer that counts.
    pub answered: Option<Date>,
    pub wording: Wording,
    /// The need it stands with at present.
    pub need: Option<NeedId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aside_and_hidden_can_be_undone_and_nothing_moves_what_was_withdrawn() {
        for state in ProposalState::ALL {
            for sorting in Sorting::ALL {
                let after = state.after(*sorting);
                assert!(after != Some(*state), "{state} {sorting}");
                if *state == ProposalState::Withdrawn {
                    assert_eq!(after, None);
                }
                assert_ne!(after, Some(ProposalState::Withdrawn), "only its author withdraws it");
            }
        }
        assert_eq!(ProposalState::Hidden.after(Sorting::Undo), Some(ProposalState::Received));
        assert_eq!(ProposalState::Aside.after(Sorting::List), Some(ProposalState::Listed));
        assert_eq!(ProposalState::Listed.after(Sorting::Undo), None);
    }
}
