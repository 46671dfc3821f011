//! Ballots: encrypted choices, the proofs that they follow the rules, and the voter's signature (§4.11, §4.17).

mod check;
mod make;
mod opening;
mod text;

pub(crate) use check::Points;
pub use check::{BallotRefusal, CheckedBallot, SignedBallot};
pub use make::{MadeBallot, MakeBallotError};
pub use opening::{MAX_OPENING_BYTES, Opening, OpeningRefusal};
pub use text::{Ballot, MAX_BALLOT_BYTES};
pub(crate) use text::{Ciphertext, s0};
