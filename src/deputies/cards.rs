//! Sign-in cards: one readable password each, known to the card alone.

use rand::Rng;

use super::deputy::Deputy;
use crate::{
    accounts::{Login, Password, readable_password},
    web::HashingMemory,
};

/// A card to be printed now or never: only a hash of its password is kept.
#[derive(Clone, Debug)]
pub struct LoginCard {
    pub deputy: Deputy,
    pub login: String,
    pub password: String,
}

/// A card whose password is hashed and not yet stored.
#[derive(Clone, Debug)]
pub struct DrawnCard {
    pub deputy: Deputy,
    pub login: Login,
    pub password: String,
    pub hash: String,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DrawError {
    #[error("{0} cannot serve as a name to sign in with")]
    NoLogin(String),
    #[error("a password could not be hashed: {0}")]
    Hash(String),
}

/// Draws a password for each and hashes it, tens of milliseconds a card.
pub fn draw(deputies: &[Deputy], rng: &mut impl Rng, memory: &mut HashingMemory) -> Result<Vec<DrawnCard>, DrawError> {
    deputies
        .iter()
        .map(|deputy| {
            let login = Login::parse(&deputy.certificate_no)
                .ok_or_else(|| DrawError::NoLogin(deputy.certificate_no.clone()))?;
            let password = readable_password(rng);
            let hash = Password::typed(&password).hash(memory).map_err(|e| DrawError::Hash(e.to_string()))?;
            Ok(DrawnCard { deputy: deputy.clone(), login, password, hash })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::disallowed_methods,
        reason = "a test may fail loudly and hash where it stands"
    )]
    use super::*;
    use crate::{deputies::deputy::samples::deputy, ids::SessionId, web::HashingCost};

    #[test]
    fn every_card_opens_its_own_door_only() {
        let session = SessionId::new();
        let deputies: Vec<_> = ["sc01", "SC02", "SC03"].iter().map(|no| deputy(session, no, "甲")).collect();
        let mut memory = HashingMemory::outside_the_server(HashingCost::FULL);
        let cards = draw(&deputies, &mut rand::rng(), &mut memory).unwrap();
        let logins: Vec<_> = cards.iter().map(|card| card.login.as_str()).collect();
        assert_eq!(logins, ["SC01", "SC02", "SC03"], "the order of the roll is kept");
        assert!(Password::typed(&cards[2].password).matches(Some(&cards[2].hash), &mut memory));
        assert!(!Password::typed(&cards[2].password).matches(Some(&cards[0].hash), &mut memory));
    }

    #[test]
    fn a_number_of_one_character_makes_no_card() {
        let mut memory = HashingMemory::outside_the_server(HashingCost::FULL);
        let drawn = draw(&[deputy(SessionId::new(), "7", "甲")], &mut rand::rng(), &mut memory);
        assert_eq!(drawn.unwrap_err(), DrawError::NoLogin("7".to_owned()));
    }
}
