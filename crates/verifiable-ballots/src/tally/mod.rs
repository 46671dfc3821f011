//! From ballots to counts: the product of all ballots, the trustees' factors, and the result (§4.18, §4.20, §4.21).

mod combine;
mod decryption;
mod encrypted;

pub use combine::{CombineError, ElectionResult, combine};
pub use decryption::{CheckedPartialDecryption, PartialDecryption, PartialDecryptionError};
pub(crate) use encrypted::Product;
pub use encrypted::{EncryptedTally, TallyAccumulator, TallyError};
