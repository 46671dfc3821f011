use curve25519_dalek::edwards::EdwardsPoint;
use rand::CryptoRng;
use serde::{Deserialize, Serialize};

use super::EncryptedTally;
use crate::election::Election;
use crate::group::{Element, Scalar, SecretScalar, times_base};
use crate::hash::Transcript;
use crate::json;
use crate::proof::Proof;
use crate::trustee::Trustees;

/// One trustee's factors α^x with their proofs (§4.20), as received; only [`PartialDecryption::check`] makes a
/// [`CheckedPartialDecryption`] of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartialDecryption {
    decryption_factors: Vec<Vec<Element>>,
    decryption_proofs: Vec<Vec<Proof>>,
}

/// Factors of which each is proved to be made with the key that trustee `owner` published.
#[derive(Debug, Clone)]
pub struct CheckedPartialDecryption {
    owner: u32,
    pub(super) factors: Vec<Vec<Element>>,
}

/// Why a partial decryption is refused. Questions and choices are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PartialDecryptionError {
    /// Not the structure of §4.20 in its one text form, or a point or scalar that is none.
    #[error("the partial decryption is not readable: {0}")]
    NotReadable(String),
    /// No trustee has this owner number.
    #[error("there is no trustee {owner}")]
    UnknownOwner {
        /// The number.
        owner: u32,
    },
    /// Not one factor and one proof for each ciphertext.
    #[error("the partial decryption does not fit the tally")]
    Shape,
    /// The factor is not proved.
    #[error("question {}, choice {}: the decryption factor is not proved", .question + 1, .choice + 1)]
    Proof {
        /// Question.
        question: usize,
        /// Choice.
        choice: usize,
    },
}

impl PartialDecryption {
    /// Computes the factors with the private key and proves them.
    pub fn make<R: CryptoRng + ?Sized>(
        election: &Election,
        tally: &EncryptedTally,
        private: &Scalar,
        rng: &mut R,
    ) -> PartialDecryption {
        let public = Element::generator_to(private);
        let mut factors = Vec::new();
        let mut proofs = Vec::new();
        for row in &tally.ciphertexts {
            let points: Vec<EdwardsPoint> = row.iter().map(|c| c.alpha.point() * private.dalek()).collect();
            factors.push(Element::from_points(&points));
            let mut prove = |alpha: &Element| {
                let w = SecretScalar::random(rng);
                let commitments = Element::from_points(&[times_base(&w), alpha.point() * w.dalek()]);
                let challenge = challenge(election, &public, &commitments);
                Proof { challenge, response: *w - *private * challenge }
            };
            proofs.push(row.iter().map(|c| prove(&c.alpha)).collect());
        }
        PartialDecryption { decryption_factors: factors, decryption_proofs: proofs }
    }

    /// Reads the payload strictly.
    ///
    /// # Errors
    /// [`PartialDecryptionError::NotReadable`].
    pub fn parse(bytes: &[u8]) -> Result<PartialDecryption, PartialDecryptionError> {
        let not_readable = |e: serde_json::Error| PartialDecryptionError::NotReadable(e.to_string());
        let read: PartialDecryption = serde_json::from_slice(bytes).map_err(not_readable)?;
        if read.to_json() != bytes {
            return Err(PartialDecryptionError::NotReadable("not canonical".to_owned()));
        }
        Ok(read)
    }

    /// The payload.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        json::canonical(self)
    }

    /// "Each factor is α^x for the one x of my public key X = g^x": checks the proofs of trustee `owner`, counted from 1
    /// through all trustees.
    ///
    /// # Errors
    /// [`PartialDecryptionError::UnknownOwner`], [`PartialDecryptionError::Shape`], [`PartialDecryptionError::Proof`].
    pub fn check(
        self,
        election: &Election,
        tally: &EncryptedTally,
        trustees: &Trustees,
        owner: u32,
    ) -> Result<CheckedPartialDecryption, PartialDecryptionError> {
        let public_key = trustees.public_key(owner).ok_or(PartialDecryptionError::UnknownOwner { owner })?;
        let shape = || tally.ciphertexts.iter().map(Vec::len);
        let fits = shape().eq(self.decryption_factors.iter().map(Vec::len))
            && shape().eq(self.decryption_proofs.iter().map(Vec::len));
        if !fits {
            return Err(PartialDecryptionError::Shape);
        }
        let rows = tally.ciphertexts.iter().zip(&self.decryption_factors).zip(&self.decryption_proofs);
        for (question, ((row, factors), proofs)) in rows.enumerate() {
            for (choice, ((c, factor), proof)) in row.iter().zip(factors).zip(proofs).enumerate() {
                let a = proof.commitment(public_key.point());
                let b = c.alpha.point() * proof.response.dalek() + factor.point() * proof.challenge.dalek();
                if challenge(election, public_key, &Element::from_points(&[a, b])) != proof.challenge {
                    return Err(PartialDecryptionError::Proof { question, choice });
                }
            }
        }
        Ok(CheckedPartialDecryption { owner, factors: self.decryption_factors })
    }
}

impl CheckedPartialDecryption {
    /// Whose factors they are.
    #[must_use]
    pub fn owner(&self) -> u32 {
        self.owner
    }
}

/// SHA-256 of `decrypt|φ|X|A,B`.
fn challenge(election: &Election, public: &Element, commitments: &[Element]) -> Scalar {
    let transcript = Transcript::new().text("decrypt|").text(election.fingerprint()).text("|").element(public);
    transcript.text("|").list(commitments.iter().map(Element::as_bytes)).scalar()
}
