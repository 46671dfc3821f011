use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::Identity;
use serde::{Deserialize, Serialize};

use crate::ballot::CheckedBallot;
use crate::election::Election;
use crate::group::{Element, Scalar};
use crate::hash::sha256_hex;
use crate::json;

/// The product of ballots, which holds the sum of their choices: `encrypted_tally` and `sized_encrypted_tally` of §4.18.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncryptedTally {
    pub(super) ciphertexts: Vec<Vec<Ciphertext>>,
    num_tallied: u64,
    total_weight: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ciphertext {
    pub alpha: Element,
    pub beta: Element,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sized {
    num_tallied: u64,
    total_weight: u64,
    encrypted_tally: String,
}

/// Why ballots cannot be added up, or a tally cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TallyError {
    /// The ballot has other questions or choices than the election.
    #[error("the ballot does not fit the election")]
    Ballot,
    /// The weights of all ballots are 2^64 or more.
    #[error("the weights of the ballots are too large")]
    Weight,
    /// Not the structure of §4.18 in its one text form.
    #[error("the encrypted tally is not readable: {0}")]
    NotReadable(String),
    /// The size names another tally.
    #[error("the size belongs to another encrypted tally")]
    WrongHash,
    /// Not one ciphertext for each answer of each question.
    #[error("the encrypted tally does not fit the election")]
    Shape,
}

/// Multiplies ballots one by one, in any order.
#[derive(Debug, Clone)]
pub struct TallyAccumulator {
    sums: Vec<Vec<(EdwardsPoint, EdwardsPoint)>>,
    num_tallied: u64,
    total_weight: u64,
}

impl TallyAccumulator {
    /// No ballot yet.
    #[must_use]
    pub fn new(election: &Election) -> TallyAccumulator {
        let zero = (EdwardsPoint::identity(), EdwardsPoint::identity());
        let sums = election.questions().iter().map(|q| vec![zero; q.answers.len()]).collect();
        TallyAccumulator { sums, num_tallied: 0, total_weight: 0 }
    }

    /// Adds a ballot, the last of its credential.
    ///
    /// # Errors
    /// [`TallyError::Ballot`] for a ballot of another election; nothing is added then.
    pub fn add(&mut self, ballot: &CheckedBallot) -> Result<(), TallyError> {
        self.add_weighted(ballot, 1)
    }

    /// As [`TallyAccumulator::add`], counted `weight` times ([`crate::CredentialList::weight`]).
    ///
    /// # Errors
    /// [`TallyError::Ballot`], [`TallyError::Weight`]; nothing is added then.
    pub fn add_weighted(&mut self, ballot: &CheckedBallot, weight: u64) -> Result<(), TallyError> {
        if !ballot.points().iter().map(Vec::len).eq(self.sums.iter().map(Vec::len)) {
            return Err(TallyError::Ballot);
        }
        self.total_weight = self.total_weight.checked_add(weight).ok_or(TallyError::Weight)?;
        self.num_tallied += 1;
        for (sum, (alpha, beta)) in self.sums.iter_mut().flatten().zip(ballot.points().iter().flatten()) {
            sum.0 += times(alpha, weight);
            sum.1 += times(beta, weight);
        }
        Ok(())
    }

    /// Takes a ballot out again that was added with this weight: its credential has voted anew.
    ///
    /// # Errors
    /// [`TallyError::Ballot`], [`TallyError::Weight`] if it cannot have been added; nothing is taken out then.
    pub fn take_out(&mut self, ballot: &CheckedBallot, weight: u64) -> Result<(), TallyError> {
        if !ballot.points().iter().map(Vec::len).eq(self.sums.iter().map(Vec::len)) {
            return Err(TallyError::Ballot);
        }
        let num_tallied = self.num_tallied.checked_sub(1).ok_or(TallyError::Ballot)?;
        self.total_weight = self.total_weight.checked_sub(weight).ok_or(TallyError::Weight)?;
        self.num_tallied = num_tallied;
        for (sum, (alpha, beta)) in self.sums.iter_mut().flatten().zip(ballot.points().iter().flatten()) {
            sum.0 -= times(alpha, weight);
            sum.1 -= times(beta, weight);
        }
        Ok(())
    }

    /// Adds what another accumulator of the same election has.
    ///
    /// # Errors
    /// [`TallyError::Shape`], [`TallyError::Weight`]; nothing is added then.
    pub fn merge(&mut self, other: &TallyAccumulator) -> Result<(), TallyError> {
        if !self.sums.iter().map(Vec::len).eq(other.sums.iter().map(Vec::len)) {
            return Err(TallyError::Shape);
        }
        self.total_weight = self.total_weight.checked_add(other.total_weight).ok_or(TallyError::Weight)?;
        self.num_tallied += other.num_tallied;
        for (sum, other) in self.sums.iter_mut().flatten().zip(other.sums.iter().flatten()) {
            sum.0 += other.0;
            sum.1 += other.1;
        }
        Ok(())
    }

    /// The tally of what was added.
    #[must_use]
    pub fn finish(&self) -> EncryptedTally {
        let points: Vec<EdwardsPoint> = self.sums.iter().flatten().flat_map(|&(alpha, beta)| [alpha, beta]).collect();
        let elements = Element::from_points(&points);
        let mut pairs = elements.chunks_exact(2).map(|pair| Ciphertext { alpha: pair[0], beta: pair[1] });
        let ciphertexts = self.sums.iter().map(|row| pairs.by_ref().take(row.len()).collect()).collect();
        EncryptedTally { ciphertexts, num_tallied: self.num_tallied, total_weight: self.total_weight }
    }
}

/// The sum of an accumulator on its way from one worker to another.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Product {
    ciphertexts: Vec<Vec<Ciphertext>>,
    num_tallied: u64,
    total_weight: u64,
}

impl Product {
    pub(crate) fn of(sum: &TallyAccumulator) -> Product {
        let EncryptedTally { ciphertexts, num_tallied, total_weight } = sum.finish();
        Product { ciphertexts, num_tallied, total_weight }
    }
}

impl From<Product> for TallyAccumulator {
    fn from(Product { ciphertexts, num_tallied, total_weight }: Product) -> TallyAccumulator {
        let points = |c: &Ciphertext| (*c.alpha.point(), *c.beta.point());
        let sums = ciphertexts.iter().map(|row| row.iter().map(points).collect()).collect();
        TallyAccumulator { sums, num_tallied, total_weight }
    }
}

fn times(point: &EdwardsPoint, weight: u64) -> EdwardsPoint {
    if weight == 1 { *point } else { point * Scalar::from(weight).dalek() }
}

impl EncryptedTally {
    /// Reads the two payloads of an `EncryptedTally` event, each in its one text form.
    ///
    /// # Errors
    /// [`TallyError`].
    pub fn parse(payload: &[u8], sized_payload: &[u8], election: &Election) -> Result<EncryptedTally, TallyError> {
        let not_readable = |e: serde_json::Error| TallyError::NotReadable(e.to_string());
        let ciphertexts: Vec<Vec<Ciphertext>> = serde_json::from_slice(payload).map_err(not_readable)?;
        let size: Sized = serde_json::from_slice(sized_payload).map_err(not_readable)?;
        if size.encrypted_tally != sha256_hex(payload) {
            return Err(TallyError::WrongHash);
        }
        if !ciphertexts.iter().map(Vec::len).eq(election.questions().iter().map(|q| q.answers.len())) {
            return Err(TallyError::Shape);
        }
        let tally = EncryptedTally { ciphertexts, num_tallied: size.num_tallied, total_weight: size.total_weight };
        if tally.payload() != payload || tally.sized_payload() != sized_payload {
            return Err(TallyError::NotReadable("not canonical".to_owned()));
        }
        Ok(tally)
    }

    /// Number of ballots in it.
    #[must_use]
    pub fn num_tallied(&self) -> u64 {
        self.num_tallied
    }

    /// Sum of their weights: no count can be greater.
    #[must_use]
    pub fn total_weight(&self) -> u64 {
        self.total_weight
    }

    /// The bytes of `encrypted_tally.json`.
    #[must_use]
    pub fn payload(&self) -> Vec<u8> {
        json::canonical(&self.ciphertexts)
    }

    /// The bytes of `sized_encrypted_tally.json`.
    #[must_use]
    pub fn sized_payload(&self) -> Vec<u8> {
        json::canonical(&Sized {
            num_tallied: self.num_tallied,
            total_weight: self.total_weight,
            encrypted_tally: sha256_hex(&self.payload()),
        })
    }
}
