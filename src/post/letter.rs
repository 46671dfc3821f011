//! A letter, and when one that did not get through is tried again.

use uuid::Uuid;

use super::address::Address;
use crate::{
    db::Ts,
    ids::{CongressId, LetterId},
};

/// Subject and body.
pub type Text = (String, String);

/// What a slice asks to be sent.
#[derive(Clone, Debug)]
pub struct NewLetter<'a> {
    /// Whose site it speaks for.
    pub congress: CongressId,
    /// What it hangs on, such as a follower: all that waits for it is forgotten together.
    pub about: Uuid,
    pub to: &'a Address,
    pub text: &'a Text,
    /// The path where a POST stops all further letters about it (RFC 8058); nothing where none will follow.
    pub stop: Option<&'a str>,
}

/// A letter to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The same at every attempt, so that a receiver recognises a letter that came twice.
    pub id: LetterId,
    pub to: Address,
    pub subject: String,
    pub body: String,
    /// A whole address.
    pub stop: Option<String>,
}

/// Why a letter did not get through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server says of this letter that it never will.
    Refused(String),
    /// The server says of this letter: not now.
    PutOff(String),
    /// Nothing was said of this letter, so nothing is known of whom it is for.
    Unreachable(String),
}

/// Minutes until the next attempt, by how many there were; after the last a letter is given up.
const PAUSES: [i64; 8] = [1, 5, 15, 60, 180, 360, 720, 1_440];
/// A letter that was handed out is not handed out again before so many minutes.
pub const LEASE_MINUTES: i64 = 5;
/// So many letters about the same, given up one after the other, and no more are written.
pub const MOST_GIVEN_UP: i64 = 3;

/// When a letter that did not get through is due again; `None`: given up.
pub fn next_attempt(attempts: usize, failure: &Failure, now: Ts) -> Option<Ts> {
    match failure {
        Failure::Refused(_) => None,
        Failure::PutOff(_) | Failure::Unreachable(_) => {
            attempts.checked_sub(1).and_then(|at| PAUSES.get(at)).map(|pause| now.plus_minutes(*pause))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_tried_again_for_two_days_and_then_given_up() {
        let now = Ts::default();
        let lost = Failure::Unreachable("gone".to_owned());
        let pauses: Vec<_> = (1..).map_while(|attempts| next_attempt(attempts, &lost, now)).collect();
        assert_eq!(pauses.len(), 8);
        assert!(pauses.is_sorted() && pauses[0] == now.plus_minutes(1));
        let refused = Failure::Refused("550 no such person".to_owned());
        assert_eq!(next_attempt(1, &refused, now), None);
    }
}
