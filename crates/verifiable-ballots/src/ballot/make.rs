use rand::CryptoRng;
use zeroize::Zeroizing;

use super::check::{Points, signature_challenge, with_choices};
use super::text::{Answer, Ballot, Ciphertext, Signature, Unsigned, s0};
use crate::credential::Credential;
use crate::election::{Election, Question};
use crate::group::{Element, Encoded, Scalar, SecretScalar, times_base};
use crate::hash::b64_sha256;
use crate::interval::{Witness, prove};
use crate::json;
use crate::proof::Proof;

/// A new ballot together with what only the voter knows, which a [`crate::CapProof`] needs. Drop it after that: what
/// the voter knows is overwritten then.
#[derive(Clone)]
pub struct MadeBallot {
    /// What is cast.
    pub ballot: Ballot,
    /// The randomness r of each choice, a row for each question.
    pub(crate) randomness: Vec<Vec<SecretScalar>>,
    /// The choices as given.
    pub(crate) choices: Zeroizing<Vec<Vec<bool>>>,
    /// The ciphertexts, a row for each question.
    pub(crate) points: Vec<Vec<Points>>,
}

/// Why no ballot can be made from these choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MakeBallotError {
    /// Not one row for each question, or not one mark for each answer.
    #[error("the choices do not fit the questions")]
    Shape,
    /// Fewer or more answers chosen than the question allows.
    #[error("question {}: {chosen} answers chosen", .question + 1)]
    Count {
        /// Question, from 0.
        question: usize,
        /// Number of answers chosen.
        chosen: u32,
    },
}

/// Encrypted choices of one question, with what the prover knows about them.
struct Encrypted {
    ciphertexts: Vec<(Element, Element)>,
    randomness: Vec<SecretScalar>,
}

impl Ballot {
    /// Encrypts `choices` (a row for each question, `true` = chosen), proves and signs them (§4.11.1, §4.16).
    ///
    /// # Errors
    /// [`MakeBallotError`] if the choices do not fit the election.
    pub fn make<R: CryptoRng + ?Sized>(
        election: &Election,
        credential: &Credential,
        choices: &[Vec<bool>],
        rng: &mut R,
    ) -> Result<MadeBallot, MakeBallotError> {
        let secret = credential.secret(election.uuid());
        let public = Element::generator_to(&secret);
        if choices.len() != election.questions().len() {
            return Err(MakeBallotError::Shape);
        }
        let mut answers = Vec::new();
        let mut randomness = Vec::new();
        let mut points = Vec::new();
        for (question, (q, row)) in election.questions().iter().zip(choices).enumerate() {
            if row.len() != q.answers.len() {
                return Err(MakeBallotError::Shape);
            }
            let chosen = count(row);
            if chosen < q.min || chosen > q.max {
                return Err(MakeBallotError::Count { question, chosen });
            }
            let encrypted = encrypt(election.public_key(), row, rng);
            answers.push(answer(election, &public, q, row, &encrypted, rng));
            points.push(encrypted.ciphertexts.iter().map(|(alpha, beta)| (*alpha.point(), *beta.point())).collect());
            randomness.push(encrypted.randomness);
        }
        let ballot = sign(election, &secret, public, answers, rng);
        Ok(MadeBallot { ballot, randomness, choices: Zeroizing::new(choices.to_vec()), points })
    }
}

impl MadeBallot {
    /// The randomness r of each choice, a row for each question. Whoever holds it can prove how the vote was cast.
    #[must_use]
    pub fn randomness(&self) -> &[Vec<SecretScalar>] {
        &self.randomness
    }
}

pub(crate) fn count(row: &[bool]) -> u32 {
    row.iter().map(|&chosen| u32::from(chosen)).sum()
}

fn encrypt<R: CryptoRng + ?Sized>(key: &Element, row: &[bool], rng: &mut R) -> Encrypted {
    let randomness: Vec<SecretScalar> = row.iter().map(|_| SecretScalar::random(rng)).collect();
    Encrypted { ciphertexts: encrypt_with(key, row, &randomness), randomness }
}

/// α = g^r, β = y^r·g^m for each choice m (§4.11.1).
pub(super) fn encrypt_with(key: &Element, row: &[bool], randomness: &[SecretScalar]) -> Vec<(Element, Element)> {
    let mut points = Vec::new();
    for (&chosen, r) in row.iter().zip(randomness) {
        let value = times_base(&Scalar::from(u32::from(chosen)));
        points.extend([times_base(r), key.point() * r.dalek() + value]);
    }
    let elements = Element::from_points(&points);
    elements.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

fn answer<R: CryptoRng + ?Sized>(
    election: &Election,
    public: &Element,
    question: &Question,
    row: &[bool],
    encrypted: &Encrypted,
    rng: &mut R,
) -> Answer {
    let key = election.public_key();
    let s0 = s0("prove|", election, public);
    let mut answer = Answer { choices: Vec::new(), individual_proofs: Vec::new(), overall_proof: Vec::new() };
    for (((alpha, beta), randomness), &chosen) in encrypted.ciphertexts.iter().zip(&encrypted.randomness).zip(row) {
        let witness = Witness { alpha, beta, randomness, value: u32::from(chosen) };
        answer.individual_proofs.push(prove(s0.clone(), key, &witness, (0, 1), rng));
        answer.choices.push(Ciphertext { alpha: Encoded::from(alpha), beta: Encoded::from(beta) });
    }
    let (alpha, beta) = product(encrypted.ciphertexts.iter());
    let randomness = encrypted.randomness.iter().map(|r| **r).sum::<Scalar>().into();
    let witness = Witness { alpha: &alpha, beta: &beta, randomness: &randomness, value: count(row) };
    answer.overall_proof = prove(with_choices(s0, &answer), key, &witness, (question.min, question.max), rng);
    answer
}

/// The product of ciphertexts, which holds the sum of their numbers.
fn product<'a>(ciphertexts: impl Iterator<Item = &'a (Element, Element)> + Clone) -> (Element, Element) {
    let alpha = ciphertexts.clone().map(|(alpha, _)| alpha.point()).sum();
    let beta = ciphertexts.map(|(_, beta)| beta.point()).sum();
    (Element::from_point(alpha), Element::from_point(beta))
}

fn sign<R: CryptoRng + ?Sized>(
    election: &Election,
    secret: &Scalar,
    credential: Element,
    answers: Vec<Answer>,
    rng: &mut R,
) -> Ballot {
    let (uuid, election_hash) = (election.uuid().to_owned(), election.fingerprint().to_owned());
    let unsigned =
        Unsigned { election_uuid: &uuid, election_hash: &election_hash, credential: &credential, answers: &answers };
    let unsigned_hash = b64_sha256(&json::canonical(&unsigned));
    let proof = Proof::of_knowledge(secret, rng, |a| signature_challenge(&unsigned_hash, a));
    let signature = Signature { hash: unsigned_hash, proof };
    Ballot::made((uuid, election_hash, credential), answers, signature)
}
