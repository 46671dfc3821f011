//! Acts on a round that no one person takes alone: one asks, another confirms in a sign-in of their own.

use super::round::{OpeningCount, RoundState};
use crate::{
    accounts::{Person, Role},
    congress::ChangeTerms,
    db::Ts,
    ids::{AccountId, CongressId, RoundId, RoundRequestId, ScrutineerId},
    word_enum,
};

word_enum! {
    RoundAct {
        /// 开始投票
        Open = "open",
        /// 封箱
        Close = "close",
        /// 作废
        Annul = "annul",
        /// 撤回发票, before the first ballot is taken: as if it had not begun.
        Recall = "recall",
        /// 重新制作密钥, between two rounds.
        RenewKey = "renew-key",
        /// 更改名单、名册或票决办法, after a void round.
        Change = "change",
        /// 裁定不采纳异议
        Overrule = "overrule",
    }
}

impl RoundAct {
    /// Whether a round that stands so can still be acted on like this.
    pub fn fits(self, state: RoundState) -> bool {
        match self {
            Self::Open => state == RoundState::Issuing,
            Self::Close => state == RoundState::Voting,
            Self::Annul => !matches!(state, RoundState::Preparing | RoundState::Void),
            Self::Recall => state == RoundState::Issuing,
            // A round that is void by the rules alone becomes void by this.
            Self::RenewKey | Self::Change => matches!(state, RoundState::Counted | RoundState::Void),
            Self::Overrule => state == RoundState::Counted,
        }
    }

    /// Whether it is asked for with a reason.
    pub fn needs_a_reason(self) -> bool {
        !matches!(self, Self::Open | Self::Close)
    }
}

word_enum! {
    Answer {
        Confirmed = "confirmed",
        Withdrawn = "withdrawn",
    }
}

#[derive(Clone, Debug)]
pub struct Request {
    pub id: RoundRequestId,
    /// Whose round it is.
    pub congress: CongressId,
    pub round: RoundId,
    pub act: RoundAct,
    /// Empty where the act needs none.
    pub reason: String,
    /// Whose decision a change rests on, and what it opens.
    pub terms: Option<ChangeTerms>,
    /// Whose objection is to be overruled.
    pub about: Option<ScrutineerId>,
    pub requested_by: AccountId,
    pub requested_name: String,
    pub requested_at: Ts,
    pub answer: Option<Answer>,
}

/// A request as the second person reads it: the message `request-<act>`.
#[derive(Clone, Debug, serde::Serialize)]
pub struct RequestLine {
    pub id: String,
    pub act: RoundAct,
    pub reason: String,
    pub terms: Option<ChangeTerms>,
    pub requested_by: String,
    pub requested_at: String,
    /// Whether the reader is the one who asked.
    pub mine: bool,
}

/// Why somebody may not confirm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTheSecond {
    #[error("whoever asked may not confirm")]
    Asked,
    #[error("only the secretariat and the chief scrutineer confirm")]
    NotEntitled,
    #[error("the request has been answered already")]
    Answered,
}

impl Request {
    pub fn shown_to(&self, reader: AccountId) -> RequestLine {
        RequestLine {
            id: self.id.to_string(),
            act: self.act,
            reason: self.reason.clone(),
            terms: self.terms.clone(),
            requested_by: self.requested_name.clone(),
            requested_at: self.requested_at.to_page(),
            mine: self.requested_by == reader,
        }
    }

    /// Another of the secretariat of the same congress, or its chief scrutineer.
    pub fn may_be_confirmed_by(&self, person: &Person, is_chief: bool) -> Result<(), NotTheSecond> {
        if self.answer.is_some() {
            Err(NotTheSecond::Answered)
        } else if person.id == self.requested_by {
            Err(NotTheSecond::Asked)
        } else if person.congress() != Some(self.congress) {
            Err(NotTheSecond::NotEntitled)
        } else if person.role == Role::Secretariat || person.role == Role::Scrutineer && is_chief {
            Ok(())
        } else {
            Err(NotTheSecond::NotEntitled)
        }
    }
}

/// A round that the presidium annulled, and how it stood at that moment.
#[derive(Clone, Debug)]
pub struct Annulment {
    pub round: RoundId,
    pub reason: String,
    /// Of the opening; of the moment, where the round was not open yet.
    pub counts: OpeningCount,
    pub issued: i32,
    pub returned: i32,
    pub by: String,
    pub confirmed: String,
    pub at: Ts,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_their_own_second_person() {
        let congress = CongressId::new();
        let person = |role| Person { id: AccountId::new(), congress: Some(congress), name: "周敏".into(), role };
        let asker = person(Role::Secretariat);
        let request = Request {
            id: RoundRequestId::new(),
            congress,
            round: RoundId::new(),
            act: RoundAct::Close,
            reason: String::new(),
            terms: None,
            about: None,
            requested_by: asker.id,
            requested_name: asker.name.clone(),
            requested_at: jiff::Timestamp::UNIX_EPOCH.into(),
            answer: None,
        };
        assert_eq!(request.may_be_confirmed_by(&asker, false), Err(NotTheSecond::Asked));
        for &role in Role::ALL {
            for chief in [true, false] {
                let may = role == Role::Secretariat || role == Role::Scrutineer && chief;
                let expected = if may { Ok(()) } else { Err(NotTheSecond::NotEntitled) };
                assert_eq!(request.may_be_confirmed_by(&person(role), chief), expected, "{role} {chief}");
            }
        }
        for congress in [None, Some(CongressId::new())] {
            let stranger = Person { congress, ..person(Role::Secretariat) };
            assert_eq!(request.may_be_confirmed_by(&stranger, false), Err(NotTheSecond::NotEntitled));
        }
        for answer in [Answer::Confirmed, Answer::Withdrawn] {
            let answered = Request { answer: Some(answer), ..request.clone() };
            assert_eq!(
                answered.may_be_confirmed_by(&person(Role::Secretariat), false),
                Err(NotTheSecond::Answered),
                "once only"
            );
        }
    }

    #[test]
    fn an_act_fits_where_the_round_can_take_it() {
        for &state in RoundState::ALL {
            assert_eq!(RoundAct::Open.fits(state), state == RoundState::Issuing);
            assert_eq!(RoundAct::Close.fits(state), state == RoundState::Voting);
            let ended = matches!(state, RoundState::Preparing | RoundState::Void);
            assert_eq!(RoundAct::Annul.fits(state), !ended);
            assert_eq!(RoundAct::Recall.fits(state), state == RoundState::Issuing);
            let is_over = matches!(state, RoundState::Counted | RoundState::Void);
            assert_eq!(RoundAct::RenewKey.fits(state), is_over, "a round that runs needs its key");
            assert_eq!(RoundAct::Change.fits(state), is_over, "a round that runs keeps what it was begun under");
        }
    }
}
