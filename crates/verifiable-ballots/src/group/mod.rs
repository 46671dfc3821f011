//! The group `Ed25519` of §5.2.1: elements of the prime-order subgroup and scalars modulo its order
//! q = 2^252 + 27742317777372353535851937790883648493.

mod element;
mod multiply;
mod scalar;
mod secret;

pub use element::{Element, ElementError, generator};
pub(crate) use element::{Encoded, text_of};
pub(crate) use multiply::{KeyTable, compress_all, fixed_and, in_subgroup, times_base};
pub use scalar::{Scalar, ScalarError};
pub use secret::SecretScalar;
