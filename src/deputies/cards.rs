//! Sign-in cards: one readable password each, known to the card alone.

use rand::Rng;

use super::deputy::Deputy;
use crate::accounts::{Login, Password, readable_password};

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

const THREADS: usize = 2;

/// Draws a password for each and hashes them, tens of milliseconds a card and two at a time.
pub fn draw(deputies: Vec<Deputy>, rng: &mut impl Rng) -> Result<Vec<DrawnCard>, DrawError> {
    let cards: Vec<(Deputy, Login, String)> = deputies
        .into_iter()
        .map(|deputy| {
            let login = Login::parse(&deputy.certificate_no)
                .ok_or_else(|| DrawError::NoLogin(deputy.certificate_no.clone()))?;
            Ok((deputy, login, readable_password(rng)))
        })
        .collect::<Result<_, DrawError>>()?;
    let share = cards.len().div_ceil(THREADS).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = cards.chunks(share).map(|chunk| scope.spawn(move || hashed(chunk))).collect();
        let mut drawn = Vec::with_capacity(cards.len());
        for worker in workers {
            drawn.extend(worker.join().map_err(|_| DrawError::Hash("a thread failed".to_owned()))??);
        }
        Ok(drawn)
    })
}

fn hashed(cards: &[(Deputy, Login, String)]) -> Result<Vec<DrawnCard>, DrawError> {
    cards
        .iter()
        .map(|(deputy, login, password)| {
            let hash = Password::typed(password).hash().map_err(|e| DrawError::Hash(e.to_string()))?;
            Ok(DrawnCard { deputy: deputy.clone(), login: login.clone(), password: password.clone(), hash })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::{deputies::deputy::samples::deputy, ids::SessionId};

    #[test]
    fn every_card_opens_its_own_door_only() {
        let session = SessionId::new();
        let deputies: Vec<_> = ["sc01", "SC02", "SC03"].iter().map(|no| deputy(session, no, "甲")).collect();
        let cards = draw(deputies, &mut rand::rng()).unwrap();
        let logins: Vec<_> = cards.iter().map(|card| card.login.as_str()).collect();
        assert_eq!(logins, ["SC01", "SC02", "SC03"], "the order of the roll is kept");
        assert!(Password::typed(&cards[2].password).matches(Some(&cards[2].hash)));
        assert!(!Password::typed(&cards[2].password).matches(Some(&cards[0].hash)));
    }

    #[test]
    fn a_number_of_one_character_makes_no_card() {
        let drawn = draw(vec![deputy(SessionId::new(), "7", "甲")], &mut rand::rng());
        assert_eq!(drawn.unwrap_err(), DrawError::NoLogin("7".to_owned()));
    }
}
