use std::collections::HashMap;

use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::Identity;
use serde::{Deserialize, Serialize};

use super::{CheckedPartialDecryption, EncryptedTally};
use crate::group::{Scalar, compress_all, times_base};
use crate::json;
use crate::trustee::Trustees;

/// The counts: for each question, for each answer, how often it was chosen (§4.21).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElectionResult {
    /// A row for each question.
    #[serde(rename = "result")]
    pub counts: Vec<Vec<u64>>,
}

/// Why no result comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CombineError {
    /// An owner number that no trustee has.
    #[error("there is no trustee {owner}")]
    UnknownOwner {
        /// The number.
        owner: u32,
    },
    /// Two partial decryptions of one trustee.
    #[error("two partial decryptions by trustee {owner}")]
    Twice {
        /// Owner number, from 1.
        owner: u32,
    },
    /// Fewer trustees of an item than it needs.
    #[error("trustees {first} to {last}: {needed} are needed, {found} took part")]
    Missing {
        /// First owner number of the item.
        first: u32,
        /// Last owner number of the item.
        last: u32,
        /// How many are needed.
        needed: u32,
        /// How many took part.
        found: usize,
    },
    /// A partial decryption does not fit the tally.
    #[error("the partial decryption of trustee {owner} does not fit the tally")]
    Shape {
        /// Owner number, from 1.
        owner: u32,
    },
    /// The total weight is 2^32 or more: counts that large are not looked for.
    #[error("the total weight {weight} is too large")]
    TooLarge {
        /// The total weight.
        weight: u64,
    },
    /// The combined factor does not open the ciphertext to a number up to the total weight: a factor is wrong.
    #[error("question {}, choice {}: no count comes out", .question + 1, .choice + 1)]
    NoCount {
        /// Question, from 0.
        question: usize,
        /// Choice, from 0.
        choice: usize,
    },
}

impl ElectionResult {
    /// Reads the payload of a `Result` event; `None` unless it is in its one text form.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<ElectionResult> {
        serde_json::from_slice(bytes).ok().filter(|result: &ElectionResult| result.to_json() == bytes)
    }

    /// The payload.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        json::canonical(self)
    }
}

/// Opens the tally: β over the product of all factors, each to the power of its Lagrange coefficient, is g to the
/// count (§3.5.3). Of a threshold group the first t given are used.
///
/// # Errors
/// [`CombineError`].
pub fn combine(
    trustees: &Trustees,
    tally: &EncryptedTally,
    partials: &[CheckedPartialDecryption],
) -> Result<ElectionResult, CombineError> {
    for (i, partial) in partials.iter().enumerate() {
        let owner = partial.owner();
        if trustees.public_key(owner).is_none() {
            return Err(CombineError::UnknownOwner { owner });
        }
        if partials.iter().take(i).any(|earlier| earlier.owner() == owner) {
            return Err(CombineError::Twice { owner });
        }
        if !partial.factors.iter().map(Vec::len).eq(tally.ciphertexts.iter().map(Vec::len)) {
            return Err(CombineError::Shape { owner });
        }
    }
    let used = exponents(trustees, partials)?;
    if tally.total_weight() > u64::from(u32::MAX) {
        return Err(CombineError::TooLarge { weight: tally.total_weight() });
    }
    let logs = Logarithms::up_to(tally.total_weight());
    let mut counts = Vec::with_capacity(tally.ciphertexts.len());
    for (question, row) in tally.ciphertexts.iter().enumerate() {
        let mut count_row = Vec::with_capacity(row.len());
        for (choice, ciphertext) in row.iter().enumerate() {
            let mut opened = *ciphertext.beta.point();
            for (exponent, partial) in &used {
                let factor = partial.factors.get(question).and_then(|row| row.get(choice));
                let factor = factor.ok_or(CombineError::NoCount { question, choice })?;
                opened -= factor.point() * exponent.dalek();
            }
            count_row.push(logs.of(opened).ok_or(CombineError::NoCount { question, choice })?);
        }
        counts.push(count_row);
    }
    Ok(ElectionResult { counts })
}

/// The partial decryptions that are used, each with its exponent: 1, or the Lagrange coefficient within its group.
fn exponents<'a>(
    trustees: &Trustees,
    partials: &'a [CheckedPartialDecryption],
) -> Result<Vec<(Scalar, &'a CheckedPartialDecryption)>, CombineError> {
    let mut used = Vec::new();
    for (owners, needed) in trustees.groups() {
        let wanted = usize::try_from(needed).unwrap_or(usize::MAX);
        let chosen: Vec<_> = partials.iter().filter(|p| owners.contains(&p.owner())).take(wanted).collect();
        if chosen.len() < wanted {
            let (first, last) = (owners.start, owners.end - 1);
            return Err(CombineError::Missing { first, last, needed, found: chosen.len() });
        }
        let places: Vec<u32> = chosen.iter().map(|p| p.owner() - owners.start + 1).collect();
        for (&place, partial) in places.iter().zip(chosen) {
            used.push((lagrange(place, &places), partial));
        }
    }
    Ok(used)
}

/// λ = Π k/(k − δ) over the other places k.
fn lagrange(place: u32, places: &[u32]) -> Scalar {
    let others = places.iter().filter(|&&k| k != place).map(|&k| Scalar::from(k));
    let (up, down) =
        others.fold((Scalar::ONE, Scalar::ONE), |(up, down), k| (up * k, down * (k - Scalar::from(place))));
    up * down.inverse()
}

/// Baby-step giant-step table for logarithms 0..=max of g.
struct Logarithms {
    baby: HashMap<[u8; 32], u64>,
    step: u64,
    giant: EdwardsPoint,
    max: u64,
}

impl Logarithms {
    fn up_to(max: u64) -> Logarithms {
        // More baby than giant steps: they are compressed together, at a sixteenth of the cost.
        let step = max.isqrt().saturating_mul(4).saturating_add(1);
        let mut point = EdwardsPoint::identity();
        let mut points = Vec::new();
        for _ in 0..step {
            points.push(point);
            point += ED25519_BASEPOINT_POINT;
        }
        let baby = compress_all(&points).into_iter().zip(0..).collect();
        Logarithms { baby, step, giant: times_base(&Scalar::from(step)), max }
    }

    fn of(&self, mut point: EdwardsPoint) -> Option<u64> {
        let mut passed = 0u64;
        while passed <= self.max {
            if let Some(rest) = self.baby.get(&point.compress().to_bytes()) {
                return passed.checked_add(*rest).filter(|log| *log <= self.max);
            }
            point -= self.giant;
            passed = passed.checked_add(self.step)?;
        }
        None
    }
}
