//! An opened ballot: shown to be what the voter marked instead of being cast (Benaloh's challenge).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::make::encrypt_with;
use super::text::Ciphertext;
use super::{Ballot, BallotRefusal, MadeBallot};
use crate::credential::CredentialList;
use crate::election::Election;
use crate::group::{Encoded, Scalar, SecretScalar};
use crate::json;

/// The longest opening that is read, in bytes: a ballot written as a JSON string, and a scalar for each of its choices.
pub const MAX_OPENING_BYTES: usize = 192 * 1024;

/// A sealed ballot with what it was sealed from. As JSON
/// `{"ballot":"…","choices":[[1,0,0],…],"randomness":[["…","…","…"],…]}`.
#[derive(Clone)]
pub struct Opening {
    ballot: Ballot,
    choices: Vec<Vec<bool>>,
    randomness: Vec<Vec<SecretScalar>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpeningText {
    ballot: String,
    choices: Vec<Vec<u8>>,
    randomness: Vec<Vec<SecretScalar>>,
}

/// Why an opening is refused. Questions and choices are counted from 0, and in the words for people from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpeningRefusal {
    /// Longer than [`MAX_OPENING_BYTES`].
    #[error("the opening has {bytes} bytes, which is too long")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Not the JSON of an opening.
    #[error("the opening is not readable: {0}")]
    Malformed(String),
    /// The ballot itself is not good.
    #[error(transparent)]
    Ballot(#[from] BallotRefusal),
    /// Not one choice and one random number for each ciphertext.
    #[error("the opening does not fit the ballot")]
    Shape,
    /// A choice that is neither 0 nor 1.
    #[error("question {}, choice {}: neither 0 nor 1", .question + 1, .choice + 1)]
    NoChoice {
        /// Question.
        question: usize,
        /// Choice.
        choice: usize,
    },
    /// Randomness 0 shows the choice to everybody.
    #[error("question {}, choice {}: the random number is 0", .question + 1, .choice + 1)]
    Zero {
        /// Question.
        question: usize,
        /// Choice.
        choice: usize,
    },
    /// The ciphertext is another than the choice gives with this random number.
    #[error("question {}, choice {}: the ballot holds something else than was marked", .question + 1, .choice + 1)]
    Differs {
        /// Question.
        question: usize,
        /// Choice.
        choice: usize,
    },
}

impl Opening {
    /// Of a ballot just made.
    #[must_use]
    pub fn of(made: &MadeBallot) -> Opening {
        Opening { ballot: made.ballot.clone(), choices: made.choices.to_vec(), randomness: made.randomness.clone() }
    }

    /// Reads the JSON; the ballot in it as strictly as one that is cast.
    ///
    /// # Errors
    /// [`OpeningRefusal::TooLong`], [`OpeningRefusal::Malformed`], [`OpeningRefusal::Ballot`], and
    /// [`OpeningRefusal::NoChoice`].
    pub fn parse(bytes: &[u8]) -> Result<Opening, OpeningRefusal> {
        if bytes.len() > MAX_OPENING_BYTES {
            return Err(OpeningRefusal::TooLong { bytes: bytes.len() });
        }
        let text: OpeningText = serde_json::from_slice(bytes).map_err(|e| OpeningRefusal::Malformed(e.to_string()))?;
        let OpeningText { ballot, choices: numbers, randomness } = text;
        let ballot = Ballot::parse(ballot.as_bytes())?;
        let mut choices = Vec::with_capacity(numbers.len());
        for (question, row) in numbers.into_iter().enumerate() {
            if let Some(choice) = row.iter().position(|&number| number > 1) {
                return Err(OpeningRefusal::NoChoice { question, choice });
            }
            choices.push(row.into_iter().map(|number| number == 1).collect());
        }
        Ok(Opening { ballot, choices, randomness })
    }

    /// The JSON, in its one text form.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        json::canonical(&OpeningText {
            ballot: String::from_utf8_lossy(self.ballot.bytes()).into_owned(),
            choices: self.choices.iter().map(|row| row.iter().map(|&chosen| u8::from(chosen)).collect()).collect(),
            randomness: self.randomness.clone(),
        })
    }

    /// The ballot that was opened.
    #[must_use]
    pub fn ballot(&self) -> &Ballot {
        &self.ballot
    }

    /// What it holds, a row for each question, `true` = chosen; to be believed once [`Opening::check`] has passed.
    #[must_use]
    pub fn choices(&self) -> &[Vec<bool>] {
        &self.choices
    }

    /// Checks that the ballot is a good one of this election, whoever holds its credential, and encrypts every choice
    /// again: each ciphertext must come out the same to the byte.
    ///
    /// # Errors
    /// The first [`OpeningRefusal`] in the order: ballot, shape, then choice by choice.
    pub fn check(&self, election: &Election) -> Result<(), OpeningRefusal> {
        let own = CredentialList::from_unsorted(vec![*self.ballot.credential()])
            .map_err(|_| OpeningRefusal::Ballot(BallotRefusal::UnknownCredential))?;
        self.ballot.clone().check(election, &own)?;
        self.check_choices(election)
    }

    fn check_choices(&self, election: &Election) -> Result<(), OpeningRefusal> {
        let rows: Vec<&[Ciphertext]> = self.ballot.choices().collect();
        if rows.len() != self.choices.len() || rows.len() != self.randomness.len() {
            return Err(OpeningRefusal::Shape);
        }
        for (question, ((row, choices), randomness)) in rows.iter().zip(&self.choices).zip(&self.randomness).enumerate()
        {
            if row.len() != choices.len() || row.len() != randomness.len() {
                return Err(OpeningRefusal::Shape);
            }
            if let Some(choice) = randomness.iter().position(|r| **r == Scalar::ZERO) {
                return Err(OpeningRefusal::Zero { question, choice });
            }
            let again = encrypt_with(election.public_key(), choices, randomness);
            let differs = |(sealed, (alpha, beta)): (&Ciphertext, &(_, _))| {
                sealed.alpha != Encoded::from(alpha) || sealed.beta != Encoded::from(beta)
            };
            if let Some(choice) = row.iter().zip(&again).position(differs) {
                return Err(OpeningRefusal::Differs { question, choice });
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opening({})", self.ballot.tracker())
    }
}
