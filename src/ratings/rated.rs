//! How a rating certificate comes to stand: drawn up, signed by every scrutineer, confirmed, announced.

use crate::{
    ballots::{Round, RoundState},
    db::Ts,
    ids::{CongressId, RatingCertificateId, RoundId},
    tally::{self, Objection, Sealed, Signature, Unagreed},
    word_enum,
};

word_enum! {
    State {
        Drafted = "drafted",
        Certified = "certified",
        /// The public sees it.
        Announced = "announced",
    }
}

#[derive(Clone, Debug)]
pub struct Status {
    pub id: RatingCertificateId,
    pub round: RoundId,
    pub congress: CongressId,
    /// Of the projects.
    pub year: i32,
    /// RFC 8785.
    pub document: String,
    pub hash: String,
    pub state: State,
    pub drafted_at: Ts,
    pub seal: Option<String>,
    /// Who of the secretariat, and when.
    pub confirmed: Option<(String, Ts)>,
    pub announced_at: Option<Ts>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotYet {
    #[error(transparent)]
    Unagreed(#[from] Unagreed),
    #[error("this step does not follow from where the certificate stands")]
    OutOfOrder,
}

impl Status {
    pub fn sealed(&self) -> Sealed<'_> {
        Sealed {
            document: &self.document,
            hash: &self.hash,
            confirmed_by: self.confirmed.as_ref().map(|(name, _)| name.as_str()),
            seal: self.seal.as_deref(),
        }
    }

    /// Drawn up, and its round was not annulled since.
    pub fn is_to_be_signed(&self, round: &Round) -> bool {
        self.state == State::Drafted && round.state == RoundState::Counted
    }

    /// The scrutineers have agreed, as on a certificate of the vote, and the secretariat confirms.
    pub fn certify(
        self,
        scrutineers: &[&str],
        signatures: &[Signature],
        objections: &[Objection],
        by: &str,
        seal: String,
        at: Ts,
    ) -> Result<Self, NotYet> {
        if self.state != State::Drafted {
            return Err(NotYet::OutOfOrder);
        }
        tally::agreed(scrutineers, signatures, objections)?;
        Ok(Self { state: State::Certified, seal: Some(seal), confirmed: Some((by.to_owned(), at)), ..self })
    }

    pub fn announce(self, at: Ts) -> Result<Self, NotYet> {
        match self.state {
            State::Certified => Ok(Self { state: State::Announced, announced_at: Some(at), ..self }),
            State::Drafted | State::Announced => Err(NotYet::OutOfOrder),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::ids::ScrutineerId;

    fn status(state: State) -> Status {
        Status {
            id: RatingCertificateId::new(),
            round: RoundId::timeless(),
            congress: CongressId::new(),
            year: 2024,
            document: String::new(),
            hash: String::new(),
            state,
            drafted_at: Ts::default(),
            seal: None,
            confirmed: None,
            announced_at: None,
        }
    }

    fn signed(key: &str) -> Signature {
        Signature {
            scrutineer: ScrutineerId::new(),
            name: "陈志强".to_owned(),
            chief: true,
            verification_key: key.to_owned(),
            signature: String::new(),
            signed_at: Ts::default(),
        }
    }

    #[test]
    fn it_stands_only_when_every_scrutineer_has_signed() {
        let certify = |status: Status, signatures: &[Signature]| {
            status
                .certify(&["a", "b"], signatures, &[], "周敏", String::new(), Ts::default())
                .map(|status| status.state)
        };
        let one_missing = Err(Unagreed::Unsigned { missing: 1 }.into());
        assert_eq!(certify(status(State::Drafted), &[signed("a")]), one_missing);
        assert_eq!(certify(status(State::Drafted), &[signed("a"), signed("c")]), one_missing);
        assert_eq!(certify(status(State::Drafted), &[signed("b"), signed("a")]), Ok(State::Certified));
        for state in [State::Certified, State::Announced] {
            assert_eq!(certify(status(state), &[signed("b"), signed("a")]), Err(NotYet::OutOfOrder));
        }
    }

    #[test]
    fn only_what_is_certified_is_announced_and_once() {
        let announce = |state| status(state).announce(Ts::default()).map(|status| status.state);
        assert_eq!(announce(State::Drafted), Err(NotYet::OutOfOrder));
        assert_eq!(announce(State::Certified), Ok(State::Announced));
        assert_eq!(announce(State::Announced), Err(NotYet::OutOfOrder));
    }
}
