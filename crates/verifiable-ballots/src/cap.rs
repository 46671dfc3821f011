//! The cap across questions: a proof, carried beside the ballot, that at most `max` of its questions have their first
//! answer chosen. Belenios has no such proof; CAP.md in this crate defines it to the byte.

use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::Identity;
use rand::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::ballot::{Ballot, CheckedBallot, Ciphertext, MadeBallot, Points, s0};
use crate::election::Election;
use crate::group::{Element, Scalar, compress_all};
use crate::hash::Transcript;
use crate::interval;
use crate::json;
use crate::proof::Proof;

/// The proof: an overall proof (§4.12) for 0..=max over the first choice of every question. As JSON an array of max + 1
/// objects `{"challenge":…,"response":…}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CapProof(Vec<Proof>);

/// One line of `caps.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapLine {
    /// Tracker of the ballot.
    pub tracker: String,
    /// Its proof.
    pub proof: CapProof,
}

/// Why a cap proof is refused or cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CapRefusal {
    /// Not the JSON of a cap proof, or not in its one text form.
    #[error("the cap proof is not readable: {0}")]
    Malformed(String),
    /// Not max + 1 parts.
    #[error("the cap proof has {found} parts instead of {expected}")]
    Length {
        /// max + 1.
        expected: usize,
        /// Parts found.
        found: usize,
    },
    /// The ballot has not as many answers as the election has questions, or an answer without choices.
    #[error("the ballot does not fit the election")]
    Shape,
    /// The proof does not hold for this ballot and this cap.
    #[error("it is not proved that at most {max} are approved")]
    Proof {
        /// The cap.
        max: u32,
    },
    /// A ballot over the cap: no proof exists.
    #[error("{chosen} approved, and at most {max} are allowed")]
    Exceeded {
        /// Approved.
        chosen: u32,
        /// The cap.
        max: u32,
    },
}

impl CapProof {
    /// Proves that `made` chooses the first answer of at most `max` questions.
    ///
    /// # Errors
    /// [`CapRefusal::Exceeded`] if it does not; [`CapRefusal::Shape`] if it belongs to another election.
    pub fn make<R: CryptoRng + ?Sized>(
        election: &Election,
        made: &MadeBallot,
        max: u32,
        rng: &mut R,
    ) -> Result<CapProof, CapRefusal> {
        let chosen = made.choices.iter().map(|row| u32::from(row.first() == Some(&true))).sum();
        if chosen > max {
            return Err(CapRefusal::Exceeded { chosen, max });
        }
        let ciphertexts = first_choices(election, &made.ballot)?;
        let (alpha, beta) = product(&made.points);
        let (alpha, beta) = (Element::from_point(alpha), Element::from_point(beta));
        let randomness = made.randomness.iter().filter_map(|row| row.first()).map(|r| **r).sum::<Scalar>().into();
        let witness = interval::Witness { alpha: &alpha, beta: &beta, randomness: &randomness, value: chosen };
        let context = context(election, &made.ballot, &ciphertexts);
        Ok(CapProof(interval::prove(context, election.public_key(), &witness, (0, max), rng)))
    }

    /// Reads the JSON array, which must be in its one text form.
    ///
    /// # Errors
    /// [`CapRefusal::Malformed`].
    pub fn parse(bytes: &[u8]) -> Result<CapProof, CapRefusal> {
        read(bytes)
    }

    /// The JSON array.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        json::canonical(self)
    }

    /// The cap it was made for: one less than its parts. Nothing is said about its being right.
    #[must_use]
    pub fn claimed_max(&self) -> Option<u32> {
        u32::try_from(self.0.len()).ok()?.checked_sub(1)
    }

    /// "Of all questions I chose the first answer at most `max` times": checks the proof against a ballot whose points
    /// and single choices are known to be right.
    ///
    /// # Errors
    /// [`CapRefusal`].
    pub fn check(&self, election: &Election, ballot: &CheckedBallot, max: u32) -> Result<(), CapRefusal> {
        let expected = usize::try_from(max).unwrap_or(usize::MAX).saturating_add(1);
        if self.0.len() != expected {
            return Err(CapRefusal::Length { expected, found: self.0.len() });
        }
        let ciphertexts = first_choices(election, ballot)?;
        let product = product(ballot.points());
        let mut points = vec![product.0, product.1];
        interval::commitments(election.key_table(), &product, 0, &self.0, &mut points);
        let encoded = compress_all(&points);
        let holds = encoded.split_first_chunk().is_some_and(|([alpha, beta], commitments)| {
            let context = context(election, ballot, &ciphertexts);
            interval::challenges_add_up(context, (alpha, beta), &self.0, commitments)
        });
        if holds { Ok(()) } else { Err(CapRefusal::Proof { max }) }
    }
}

impl CapLine {
    /// Reads one line of `caps.jsonl`, without its line feed.
    ///
    /// # Errors
    /// [`CapRefusal::Malformed`].
    pub fn parse(line: &[u8]) -> Result<CapLine, CapRefusal> {
        read(line)
    }

    /// The line, without line feed.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        json::canonical(self)
    }
}

fn read<T: Serialize + for<'a> Deserialize<'a>>(bytes: &[u8]) -> Result<T, CapRefusal> {
    let value = serde_json::from_slice(bytes).map_err(|e| CapRefusal::Malformed(e.to_string()))?;
    if json::canonical(&value) == bytes { Ok(value) } else { Err(CapRefusal::Malformed("not canonical".to_owned())) }
}

fn first_choices<'a>(election: &Election, ballot: &'a Ballot) -> Result<Vec<&'a Ciphertext>, CapRefusal> {
    let firsts: Option<Vec<_>> = ballot.choices().map(<[Ciphertext]>::first).collect();
    firsts.filter(|f| f.len() == election.questions().len()).ok_or(CapRefusal::Shape)
}

/// The product of the first choices, which holds the number of approvals.
fn product(rows: &[Vec<Points>]) -> Points {
    let zero = (EdwardsPoint::identity(), EdwardsPoint::identity());
    rows.iter().filter_map(|row| row.first()).fold(zero, |sum, first| (sum.0 + first.0, sum.1 + first.1))
}

/// `prove|cap|S` with S = S0|α1,β1,…
fn context(election: &Election, ballot: &Ballot, ciphertexts: &[&Ciphertext]) -> Transcript {
    let s0 = s0("prove|cap|", election, ballot.credential());
    s0.text("|").list(ciphertexts.iter().flat_map(|c| [&c.alpha.0, &c.beta.0]))
}
