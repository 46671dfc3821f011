//! Secret, verifiable ballots: Belenios v1 elections (files and hashes of specification 3.0) over the group
//! `Ed25519`, with homomorphic questions without blank votes.
//!
//! A story in order: scrutineers make a threshold key and the server a key of its own ([`trustee`]); a [`paper`]
//! becomes an [`election`]; voters hold a [`credential`] and make a [`ballot`], with a [`cap`] proof where the paper
//! limits approvals across questions; ballots are multiplied and opened together ([`tally`]); every step is an event
//! of one append-only [`archive`]; and anybody can [`mod@verify`] the whole.
//!
//! No clock, no storage, no network: the caller passes time and randomness in.
//!
//! Section numbers (§) refer to the Belenios specification, version 3.0.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use verifiable_ballots::{*, archive::{write_header, write_record}, tally::combine};
//! let rng = &mut rand::rng();
//!
//! // Two of three scrutineers and the server hold the key.
//! let seeds = [(); 3].map(|()| Seed::generate(rng));
//! let (key, server) = (ThresholdKey::ceremony(&seeds, 2, rng)?, ServerKey::generate(rng));
//! let trustees = Trustees::of_server_and_scrutineers(server.public(), &key.parameters)?;
//!
//! // A paper with two projects, and one voter.
//! let paper = Paper::choose_up_to("Choose one", &["bridge".to_owned(), "school".to_owned()], 1)?;
//! let uuid = new_uuid(rng);
//! let draft = ElectionDraft { questions: paper.questions().to_vec(), ..ElectionDraft::default() };
//! let election = draft.finish(&uuid, &trustees)?;
//! let voter = Credential::generate(rng);
//! let credentials = CredentialList::from_unsorted(vec![voter.public(&uuid)])?;
//!
//! // The ballot is made, and checked by whoever receives it.
//! let made = Ballot::make(&election, &voter, &paper.choices(&Marks::Ticked(vec![1]))?, rng)?;
//! let ballot = Ballot::parse(made.ballot.bytes())?.check(&election, &credentials)?;
//!
//! // The box: opened, one ballot, closed, counted by the server and the scrutineers 1 and 3 (owners 2 and 4).
//! let mut head = ChainHead::empty();
//! let mut records = head.append_setup(&election, &trustees, &credentials)?;
//! records.extend(head.append_ballot(ballot.bytes())?);
//! records.extend(head.append_end_ballots()?);
//! let mut sum = TallyAccumulator::new(&election);
//! sum.add(&ballot)?;
//! let tally = sum.finish();
//! records.extend(head.append_encrypted_tally(&tally)?);
//! let mut keys = vec![(1, server.private().clone())];
//! for (scrutineer, owner) in [(0, 2), (2, 4)] {
//!     keys.push((owner, trustee::decryption_key_from(&seeds[scrutineer], &key.encrypted_keys[scrutineer])?));
//! }
//! let mut partials = Vec::new();
//! for (owner, private) in keys {
//!     let partial = PartialDecryption::make(&election, &tally, &private, rng);
//!     records.extend(head.append_partial_decryption(owner, &partial)?);
//!     partials.push(partial.check(&election, &tally, &trustees, owner)?);
//! }
//! records.extend(head.append_result(&combine(&trustees, &tally, &partials)?)?);
//!
//! // Anybody verifies the file.
//! let mut file = write_header(1_795_409_130);
//! records.iter().for_each(|record| file.extend(write_record(record, 1_795_409_130)));
//! let verified = verify(std::io::Cursor::new(file), &VerifyOptions::default(), &mut |_| {})?;
//! assert_eq!(verified.result.ok_or("no result")?.counts, [[0, 1]]);
//! # Ok(()) }
//! ```

#![warn(missing_docs)]

pub mod archive;
pub mod ballot;
pub mod cap;
pub mod credential;
pub mod election;
pub mod group;
pub mod hash;
pub mod paper;
pub mod signature;
pub mod tally;
pub mod trustee;
pub mod verify;

mod base58;
mod interval;
mod json;
mod proof;

pub use archive::{Archive, ArchiveError, ChainError, ChainHead, Event, EventType, Record, RecordKind, Stage};
pub use ballot::{
    Ballot, BallotRefusal, CheckedBallot, MAX_OPENING_BYTES, MadeBallot, MakeBallotError, Opening, OpeningRefusal,
    SignedBallot,
};
pub use cap::{CapLine, CapProof, CapRefusal};
pub use credential::{Credential, CredentialError, CredentialList, CredentialListError};
pub use election::{Election, ElectionDraft, ElectionError, Question, new_uuid};
pub use group::{Element, ElementError, Scalar, ScalarError, SecretScalar};
pub use paper::{MarkError, Marks, Paper, PaperError};
pub use proof::Proof;
pub use tally::{
    CheckedPartialDecryption, CombineError, ElectionResult, EncryptedTally, PartialDecryption, PartialDecryptionError,
    TallyAccumulator, TallyError,
};
pub use trustee::{
    CeremonyError, Certificate, Polynomial, Seed, SeedError, ServerKey, ThresholdKey, ThresholdParameters,
    TrusteePublicKey, Trustees, TrusteesError, Vinput, Voutput,
};
pub use verify::{CheckLine, Part, Verification, Verified, VerifyError, VerifyOptions, continues, verify};
