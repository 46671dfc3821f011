//! Trustees: who can open the box together (§4.5 to §4.7). The server holds a key of its own (`Single`); scrutineers
//! share one of which any t of n suffice (`Pedersen`), made in three rounds of messages that the server only routes:
//! [`certificate`] → [`polynomial`] → [`verification`], then [`threshold`].

mod ceremony;
mod certificates;
mod channel;
mod keys;
mod parameters;
mod seed;
mod trustees;

pub use ceremony::{
    CeremonyError, Polynomial, ThresholdKey, Vinput, Voutput, check_polynomial, check_voutput, decryption_key_from,
    polynomial, threshold, verification, vinput,
};
pub use certificates::{CertKeys, Certificate, Context, certificate, check_certificate};
pub use channel::{ChannelError, SignedMessage};
pub use keys::{ServerKey, TrusteePublicKey};
pub use parameters::{ThresholdError, ThresholdParameters};
pub use seed::{Seed, SeedError};
pub use trustees::{TrusteeKind, Trustees, TrusteesError};
