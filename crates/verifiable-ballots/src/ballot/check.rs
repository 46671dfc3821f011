use std::ops::Deref;

use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::Identity;

use super::text::{Answer, Ballot, Ciphertext, s0};
use crate::credential::CredentialList;
use crate::election::{Election, Question};
use crate::group::{Element, ElementError, Scalar, compress_all, in_subgroup};
use crate::hash::Transcript;
use crate::interval;

/// A ballot of which everything holds: it names its election and a credential of the list, every proof and the
/// signature are right. Only such a ballot can be capped and counted.
#[derive(Debug, Clone)]
pub struct CheckedBallot {
    ballot: Ballot,
    /// The ciphertexts, a row for each question.
    points: Vec<Vec<Points>>,
}

/// A ballot that names its election, signed with a credential of the list. Nothing is said about its proofs: whoever takes
/// ballots from anybody turns away at this point, and cheaply, what no voter made.
#[derive(Debug, Clone)]
pub struct SignedBallot(Ballot);

/// The points (α, β) of a ciphertext.
pub(crate) type Points = (EdwardsPoint, EdwardsPoint);

/// Why a ballot is refused. Questions and choices are counted from 0, and in the words for people from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BallotRefusal {
    /// Longer than [`super::MAX_BALLOT_BYTES`].
    #[error("the ballot has {bytes} bytes, which is too long")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Not JSON, or not exactly the fields of a ballot, or a scalar or point not written in its one way.
    #[error("the ballot is not readable: {0}")]
    Malformed(String),
    /// Readable, but not in the one text form: white space, order of fields, escapes.
    #[error("the ballot is not in canonical form")]
    NotCanonical,
    /// The credential is no group element.
    #[error("the credential of the ballot is {0}")]
    CredentialNotInGroup(ElementError),
    /// Made for another election: uuid.
    #[error("the ballot belongs to another election")]
    WrongUuid,
    /// Made for another election: fingerprint φ.
    #[error("the ballot names another election fingerprint")]
    WrongElectionHash,
    /// The credential is not on the list.
    #[error("the credential of the ballot is not on the list")]
    UnknownCredential,
    /// As many answers as the election has questions are needed.
    #[error("the ballot answers {found} questions instead of {expected}")]
    AnswerCount {
        /// Questions of the election.
        expected: usize,
        /// Answers in the ballot.
        found: usize,
    },
    /// As many choices, with one individual proof each, as the question has answers are needed.
    #[error("question {}: it does not have exactly one choice with one proof for each answer", .question + 1)]
    ChoiceCount {
        /// Question.
        question: usize,
    },
    /// An individual proof has two parts.
    #[error("question {}, choice {}: the proof does not have two parts", .question + 1, .choice + 1)]
    IndividualProofLength {
        /// Question.
        question: usize,
        /// Choice.
        choice: usize,
    },
    /// The overall proof has max − min + 1 parts.
    #[error("question {}: the overall proof does not have one part for each allowed sum", .question + 1)]
    OverallProofLength {
        /// Question.
        question: usize,
    },
    /// α or β of a choice is no group element.
    #[error("question {}, choice {}: {error}", .question + 1, .choice + 1)]
    NotInGroup {
        /// Question.
        question: usize,
        /// Choice.
        choice: usize,
        /// What is wrong with α or β.
        error: ElementError,
    },
    /// The choice is not proved to be 0 or 1.
    #[error("question {}, choice {}: it is not proved to be 0 or 1", .question + 1, .choice + 1)]
    IndividualProof {
        /// Question.
        question: usize,
        /// Choice.
        choice: usize,
    },
    /// The number of chosen answers is not proved to be allowed.
    #[error("question {}: the number of chosen answers is not proved to be allowed", .question + 1)]
    OverallProof {
        /// Question.
        question: usize,
    },
    /// The signature names another text than this ballot.
    #[error("the signature belongs to another ballot")]
    SignatureHash,
    /// The signature was not made with the secret of the credential.
    #[error("the signature is wrong")]
    Signature,
}

impl Ballot {
    /// "I hold a credential of this election, each of my choices is 0 or 1, and in each question I chose no fewer and no
    /// more than allowed": checks everything about the ballot itself (§3.5.1, §4.11, §4.12, §4.16). Whether the
    /// credential has voted before, and a cap across questions, are not looked at here.
    ///
    /// # Errors
    /// The first [`BallotRefusal`] in the order: uuid, φ, credential, shape, points, proofs, signature.
    pub fn check(self, election: &Election, credentials: &CredentialList) -> Result<CheckedBallot, BallotRefusal> {
        self.check_names(election, credentials)?;
        let checked = self.check_content(election)?;
        checked.check_signature()?;
        Ok(checked)
    }

    /// "Whoever holds this credential made this ballot for this election": the cheap half of [`Ballot::check`], of which
    /// [`SignedBallot::check`] is the other.
    ///
    /// # Errors
    /// The first [`BallotRefusal`] in the order: uuid, φ, credential, signature.
    pub fn check_signed(
        self,
        election: &Election,
        credentials: &CredentialList,
    ) -> Result<SignedBallot, BallotRefusal> {
        self.check_names(election, credentials)?;
        self.check_signature()?;
        Ok(SignedBallot(self))
    }

    fn check_names(&self, election: &Election, credentials: &CredentialList) -> Result<(), BallotRefusal> {
        if self.uuid != election.uuid() {
            return Err(BallotRefusal::WrongUuid);
        }
        if self.election_hash != election.fingerprint() {
            return Err(BallotRefusal::WrongElectionHash);
        }
        if !credentials.contains(&self.credential) {
            return Err(BallotRefusal::UnknownCredential);
        }
        Ok(())
    }

    /// Shape, points, proofs, in this order.
    fn check_content(self, election: &Election) -> Result<CheckedBallot, BallotRefusal> {
        self.check_shape(election.questions())?;
        let points = self.decode()?;
        check_subgroup(&points)?;
        self.check_proofs(election, &points)?;
        Ok(CheckedBallot { ballot: self, points })
    }

    /// The points of the ciphertexts, on the curve but perhaps outside the subgroup.
    fn decode(&self) -> Result<Vec<Vec<Points>>, BallotRefusal> {
        let mut rows = Vec::with_capacity(self.answers.len());
        for (question, answer) in self.answers.iter().enumerate() {
            let mut row = Vec::with_capacity(answer.choices.len());
            for (choice, Ciphertext { alpha, beta }) in answer.choices.iter().enumerate() {
                let refused = |error| BallotRefusal::NotInGroup { question, choice, error };
                row.push((alpha.on_curve().map_err(refused)?, beta.on_curve().map_err(refused)?));
            }
            rows.push(row);
        }
        Ok(rows)
    }

    fn check_shape(&self, questions: &[Question]) -> Result<(), BallotRefusal> {
        if self.answers.len() != questions.len() {
            return Err(BallotRefusal::AnswerCount { expected: questions.len(), found: self.answers.len() });
        }
        for (question, (q, answer)) in questions.iter().zip(&self.answers).enumerate() {
            let count = q.answers.len();
            if answer.choices.len() != count || answer.individual_proofs.len() != count {
                return Err(BallotRefusal::ChoiceCount { question });
            }
            if let Some(choice) = answer.individual_proofs.iter().position(|p| p.len() != 2) {
                return Err(BallotRefusal::IndividualProofLength { question, choice });
            }
            if u32::try_from(answer.overall_proof.len()).ok() != (q.max - q.min).checked_add(1) {
                return Err(BallotRefusal::OverallProofLength { question });
            }
        }
        Ok(())
    }

    /// First every commitment of every proof is recomputed, then all are compressed together (one inversion), then
    /// the hashes are compared.
    fn check_proofs(&self, election: &Election, points: &[Vec<Points>]) -> Result<(), BallotRefusal> {
        let mut commitments = Vec::new();
        for ((q, answer), row) in election.questions().iter().zip(&self.answers).zip(points) {
            let mut sum = (EdwardsPoint::identity(), EdwardsPoint::identity());
            for (ciphertext, proof) in row.iter().zip(&answer.individual_proofs) {
                interval::commitments(election.key_table(), ciphertext, 0, proof, &mut commitments);
                sum = (sum.0 + ciphertext.0, sum.1 + ciphertext.1);
            }
            commitments.extend([sum.0, sum.1]);
            interval::commitments(election.key_table(), &sum, q.min, &answer.overall_proof, &mut commitments);
        }
        let encoded = compress_all(&commitments);
        let mut rest = encoded.as_slice();
        let mut take = |count: usize| {
            let (first, after) = rest.split_at(count.min(rest.len()));
            rest = after;
            first
        };
        for (question, answer) in self.answers.iter().enumerate() {
            let individual = s0("prove|", election, &self.credential);
            for (choice, (c, proof)) in answer.choices.iter().zip(&answer.individual_proofs).enumerate() {
                let ciphertext = (&c.alpha.0, &c.beta.0);
                if !interval::challenges_add_up(individual.clone(), ciphertext, proof, take(4)) {
                    return Err(BallotRefusal::IndividualProof { question, choice });
                }
            }
            let [alpha, beta] = take(2) else { return Err(BallotRefusal::OverallProof { question }) };
            let proof = &answer.overall_proof;
            let overall = with_choices(individual, answer);
            if !interval::challenges_add_up(overall, (alpha, beta), proof, take(2 * proof.len())) {
                return Err(BallotRefusal::OverallProof { question });
            }
        }
        Ok(())
    }

    fn check_signature(&self) -> Result<(), BallotRefusal> {
        if self.signature.hash != self.unsigned_hash {
            return Err(BallotRefusal::SignatureHash);
        }
        let hash = |a: &Element| signature_challenge(&self.unsigned_hash, a);
        if !self.signature.proof.shows_knowledge(&self.credential, hash) {
            return Err(BallotRefusal::Signature);
        }
        Ok(())
    }
}

impl SignedBallot {
    /// "Each of my choices is 0 or 1, and in each question I chose no fewer and no more than allowed."
    ///
    /// # Errors
    /// The first [`BallotRefusal`] in the order: shape, points, proofs.
    pub fn check(self, election: &Election) -> Result<CheckedBallot, BallotRefusal> {
        self.0.check_content(election)
    }
}

impl Deref for SignedBallot {
    type Target = Ballot;

    fn deref(&self) -> &Ballot {
        &self.0
    }
}

impl CheckedBallot {
    /// Takes up a ballot again that was checked before and kept where nobody else writes, as a server keeps its box: no
    /// proof is checked again.
    ///
    /// # Errors
    /// [`BallotRefusal::NotInGroup`] if it holds something that is no point.
    pub fn checked_before(ballot: Ballot) -> Result<CheckedBallot, BallotRefusal> {
        Ok(CheckedBallot { points: ballot.decode()?, ballot })
    }

    /// The points of the ciphertexts, a row for each question.
    pub(crate) fn points(&self) -> &[Vec<Points>] {
        &self.points
    }
}

impl Deref for CheckedBallot {
    type Target = Ballot;

    fn deref(&self) -> &Ballot {
        &self.ballot
    }
}

/// SHA-256 of `sig|hash|A` (§4.16).
pub(super) fn signature_challenge(unsigned_hash: &str, a: &Element) -> Scalar {
    Transcript::new().text("sig|").text(unsigned_hash).text("|").element(a).scalar()
}

/// Goes on from S0 to S = S0|α1,β1,α2,β2,… over all choices of the question (§4.11.1).
pub(super) fn with_choices(s0: Transcript, answer: &Answer) -> Transcript {
    s0.text("|").list(answer.choices.iter().flat_map(|c| [&c.alpha.0, &c.beta.0]))
}

fn check_subgroup(points: &[Vec<Points>]) -> Result<(), BallotRefusal> {
    for (question, row) in points.iter().enumerate() {
        if let Some(choice) = row.iter().position(|(alpha, beta)| !in_subgroup(alpha) || !in_subgroup(beta)) {
            return Err(BallotRefusal::NotInGroup { question, choice, error: ElementError::NotInSubgroup });
        }
    }
    Ok(())
}
