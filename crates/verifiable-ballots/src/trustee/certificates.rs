use rand::CryptoRng;
use serde::{Deserialize, Serialize};

use super::CeremonyError;
use super::channel::SignedMessage;
use super::seed::Seed;
use crate::election::GROUP;
use crate::group::Element;

/// First message of a trustee: its verification and encryption keys, self-signed (§4.6.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Certificate(pub SignedMessage);

/// Which place in which ceremony a certificate is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    group: String,
    /// n, the number of trustees.
    pub size: u32,
    /// t, how many of them are needed.
    pub threshold: u32,
    /// The owner's place, from 1.
    pub index: u32,
}

/// What a [`Certificate`] says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertKeys {
    /// Place in the ceremony.
    pub context: Context,
    /// vk = g^sk.
    pub verification: Element,
    /// ek = g^dk.
    pub encryption: Element,
}

impl Context {
    /// Place `index` (from 1) among `size` trustees of whom `threshold` are needed.
    ///
    /// # Errors
    /// [`CeremonyError::Context`] unless 1 ≤ threshold ≤ size and 1 ≤ index ≤ size.
    pub fn new(size: u32, threshold: u32, index: u32) -> Result<Context, CeremonyError> {
        let context = Context { group: GROUP.to_owned(), size, threshold, index };
        if context.is_possible() { Ok(context) } else { Err(CeremonyError::Context) }
    }

    fn is_possible(&self) -> bool {
        self.group == GROUP && (1..=self.size).contains(&self.threshold) && (1..=self.size).contains(&self.index)
    }
}

/// Step 1 of the ceremony, by the trustee: states the keys of `seed`.
pub fn certificate<R: CryptoRng + ?Sized>(seed: &Seed, context: Context, rng: &mut R) -> Certificate {
    let keys = CertKeys { context, verification: seed.verification_key(), encryption: seed.encryption_key() };
    Certificate(SignedMessage::new(&seed.signing_key(), &keys, rng))
}

/// Checks one certificate, by the server when it arrives, and returns what it says.
///
/// # Errors
/// [`CeremonyError::Certificate`], [`CeremonyError::Context`] if it is for another place or ceremony.
pub fn check_certificate(certificate: &Certificate, context: &Context) -> Result<CertKeys, CeremonyError> {
    let index = context.index;
    let keys: CertKeys =
        certificate.0.content().map_err(|error| CeremonyError::Message { index, what: "certificate", error })?;
    if keys.context != *context || !context.is_possible() {
        return Err(CeremonyError::Context);
    }
    if keys.encryption.is_identity() || !certificate.0.is_signed_by(&keys.verification) {
        return Err(CeremonyError::Certificate { index });
    }
    Ok(keys)
}

/// Checks the certificates of a whole ceremony, in order, and returns what they say with the threshold.
pub(super) fn check_certificates(certificates: &[Certificate]) -> Result<(Vec<CertKeys>, u32), CeremonyError> {
    let size = u32::try_from(certificates.len()).map_err(|_| CeremonyError::Context)?;
    let first = certificates.first().ok_or(CeremonyError::Context)?;
    let said: CertKeys =
        first.0.content().map_err(|error| CeremonyError::Message { index: 1, what: "certificate", error })?;
    let threshold = said.context.threshold;
    let mut all = Vec::with_capacity(certificates.len());
    for (certificate, index) in certificates.iter().zip(1..) {
        all.push(check_certificate(certificate, &Context::new(size, threshold, index)?)?);
    }
    Ok((all, threshold))
}
