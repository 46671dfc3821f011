use serde::{Deserialize, Serialize};

use super::BallotRefusal;
use crate::election::Election;
use crate::group::{Element, Encoded};
use crate::hash::{Transcript, b64_sha256};
use crate::json;
use crate::proof::Proof;

/// The longest ballot that is read, in bytes.
pub const MAX_BALLOT_BYTES: usize = 64 * 1024;

/// A ballot as received: readable and in its one text form. Nothing is said about its proofs; only [`Ballot::check`]
/// makes a [`super::CheckedBallot`] of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot {
    pub(super) bytes: Vec<u8>,
    pub(super) uuid: String,
    pub(super) election_hash: String,
    pub(super) credential: Element,
    pub(super) answers: Vec<Answer>,
    pub(super) signature: Signature,
    /// Hash of the ballot without its signature, as the signature must name it.
    pub(super) unsigned_hash: String,
}

/// ElGamal: α = g^r, β = y^r·g^m, as written (§4.11.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ciphertext {
    pub alpha: Encoded,
    pub beta: Encoded,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    pub choices: Vec<Ciphertext>,
    pub individual_proofs: Vec<Vec<Proof>>,
    pub overall_proof: Vec<Proof>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signature {
    pub hash: String,
    pub proof: Proof,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BallotText {
    election_uuid: String,
    election_hash: String,
    credential: Encoded,
    answers: Vec<Answer>,
    signature: Signature,
}

#[derive(Serialize)]
pub(super) struct Unsigned<'a> {
    pub election_uuid: &'a str,
    pub election_hash: &'a str,
    pub credential: &'a Element,
    pub answers: &'a [Answer],
}

impl Ballot {
    /// Reads a ballot strictly: at most [`MAX_BALLOT_BYTES`], exactly the fields of §4.17 in their order, compact, every
    /// scalar and every point in its one text form.
    ///
    /// # Errors
    /// [`BallotRefusal::TooLong`], [`BallotRefusal::Malformed`], [`BallotRefusal::NotCanonical`],
    /// [`BallotRefusal::CredentialNotInGroup`].
    pub fn parse(bytes: &[u8]) -> Result<Ballot, BallotRefusal> {
        if bytes.len() > MAX_BALLOT_BYTES {
            return Err(BallotRefusal::TooLong { bytes: bytes.len() });
        }
        Ballot::parse_of_any_length(bytes)
    }

    /// As [`Ballot::parse`], for elections of others, whose papers may be longer; the archive limits them.
    pub(crate) fn parse_of_any_length(bytes: &[u8]) -> Result<Ballot, BallotRefusal> {
        let text: BallotText = serde_json::from_slice(bytes).map_err(|e| BallotRefusal::Malformed(e.to_string()))?;
        let BallotText { election_uuid: uuid, election_hash, credential, answers, signature } = text;
        let credential = credential.decode().map_err(BallotRefusal::CredentialNotInGroup)?;
        let (unsigned, signed) = write(&uuid, &election_hash, &credential, &answers, &signature);
        if signed != bytes {
            return Err(BallotRefusal::NotCanonical);
        }
        let unsigned_hash = b64_sha256(&unsigned);
        Ok(Ballot { bytes: signed, uuid, election_hash, credential, answers, signature, unsigned_hash })
    }

    /// A ballot just made, which needs no reading.
    pub(super) fn made(
        (uuid, election_hash, credential): (String, String, Element),
        answers: Vec<Answer>,
        signature: Signature,
    ) -> Ballot {
        let (_, bytes) = write(&uuid, &election_hash, &credential, &answers, &signature);
        let unsigned_hash = signature.hash.clone();
        Ballot { bytes, uuid, election_hash, credential, answers, signature, unsigned_hash }
    }

    /// The bytes as received.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The tracker a voter looks for: Base64 of the SHA-256 of the bytes (§4.17).
    #[must_use]
    pub fn tracker(&self) -> String {
        b64_sha256(&self.bytes)
    }

    /// The public credential it was cast with.
    #[must_use]
    pub fn credential(&self) -> &Element {
        &self.credential
    }

    /// The election it names.
    #[must_use]
    pub fn election_uuid(&self) -> &str {
        &self.uuid
    }

    /// True if some α is the identity: formally valid, but then everybody can read that choice. An honest booth never
    /// makes such a ballot; a server should refuse it when it is cast.
    #[must_use]
    pub fn has_identity_alpha(&self) -> bool {
        self.answers.iter().flat_map(|a| &a.choices).any(|c| c.alpha.is_identity())
    }

    /// SHA-256 of the ciphertexts `α1,β1,α2,β2,…`, in Base64: the same for two ballots that were sealed from the same
    /// choices with the same randomness, however they are proved and signed.
    #[must_use]
    pub fn ciphertexts_hash(&self) -> String {
        let points: Vec<String> =
            self.choices().flatten().flat_map(|c| [c.alpha.to_string(), c.beta.to_string()]).collect();
        b64_sha256(points.join(",").as_bytes())
    }

    /// The ciphertexts, a row for each question.
    pub(crate) fn choices(&self) -> impl Iterator<Item = &[Ciphertext]> {
        self.answers.iter().map(|a| a.choices.as_slice())
    }
}

/// The JSON without and with the signature; the first is what is signed.
pub(super) fn write(
    uuid: &str,
    election_hash: &str,
    credential: &Element,
    answers: &[Answer],
    signature: &Signature,
) -> (Vec<u8>, Vec<u8>) {
    let unsigned = json::canonical(&Unsigned { election_uuid: uuid, election_hash, credential, answers });
    let mut signed = unsigned.clone();
    signed.pop();
    signed.extend_from_slice(b",\"signature\":");
    signed.extend_from_slice(&json::canonical(signature));
    signed.push(b'}');
    (unsigned, signed)
}

/// The hash so far after `{prefix}S0`, where S0 = φ|credential (§4.11).
pub(crate) fn s0(prefix: &str, election: &Election, credential: &Element) -> Transcript {
    Transcript::new().text(prefix).text(election.fingerprint()).text("|").element(credential)
}
