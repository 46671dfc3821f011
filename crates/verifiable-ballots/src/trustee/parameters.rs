use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::traits::Identity;
use serde::{Deserialize, Serialize};

use super::CeremonyError;
use super::certificates::{CertKeys, Certificate, check_certificates};
use super::channel::SignedMessage;
use super::keys::TrusteePublicKey;
use crate::group::{Element, Scalar};
use crate::json;
use crate::proof::Proof;
use crate::signature::verify_message;

/// Everything public about a threshold key: `threshold_parameters` of §4.6.7.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdParameters {
    /// t, how many trustees are needed.
    pub threshold: u32,
    /// One for each trustee.
    pub certs: Vec<Certificate>,
    /// Each trustee's signed exponents of its polynomial.
    pub coefexps: Vec<SignedMessage>,
    /// Each trustee's signature over all certificates and its exponents.
    pub signatures: Vec<Proof>,
    /// Each trustee's share of the key.
    pub verification_keys: Vec<TrusteePublicKey>,
}

/// Why threshold parameters are refused. Trustees are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThresholdError {
    /// A certificate is wrong, or they do not belong together.
    #[error("certificates: {0}")]
    Certificates(Box<CeremonyError>),
    /// Not one of everything for each trustee, or another threshold than the certificates state.
    #[error("the parts of the threshold key do not fit together")]
    Shape,
    /// Unreadable, or not signed by the trustee.
    #[error("the coefficients of trustee {0} are not rightly signed")]
    Coefexps(u32),
    /// The signature over certificates and exponents is wrong.
    #[error("the signature of trustee {0} over the certificates is wrong")]
    CertsSignature(u32),
    /// The share does not follow from the exponents.
    #[error("the key of trustee {0} does not follow from the coefficients")]
    Share(u32),
    /// The proof of possession is wrong.
    #[error("trustee {0} has not proved to know the key")]
    Possession(u32),
    /// The key is not signed by its owner.
    #[error("the key of trustee {0} is not signed by its owner")]
    KeySignature(u32),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCoefexps {
    pub coefexps: Vec<Element>,
}

#[derive(Serialize)]
struct Certs<'a> {
    certs: &'a [Certificate],
    coefexps: &'a [Element],
}

/// The text that `signature` of a polynomial is over (§4.6.4).
pub(super) fn certs_message(certs: &[Certificate], coefexps: &[Element]) -> String {
    format!("certs_sig|{}", json::canonical_text(&Certs { certs, coefexps }))
}

/// Exponents of one trustee's polynomial, A_0 … A_{t−1}, if rightly signed.
pub(super) fn exponents(signed: &SignedMessage, vk: &Element, threshold: u32) -> Option<Vec<Element>> {
    let RawCoefexps { coefexps } = signed.content().ok()?;
    let right = u32::try_from(coefexps.len()) == Ok(threshold) && signed.is_signed_by(vk);
    right.then_some(coefexps)
}

/// The exponents of the sum of all polynomials: for each power the product of everybody's exponents.
pub(super) fn product(polynomials: &[Vec<Element>], threshold: u32) -> Vec<EdwardsPoint> {
    let powers = 0..usize::try_from(threshold).unwrap_or(0);
    powers.map(|k| polynomials.iter().filter_map(|p| p.get(k)).map(Element::point).sum()).collect()
}

/// Π A_k^(j^k): g to the value of the polynomial at `j`.
pub(super) fn evaluate(exponents: &[EdwardsPoint], j: u32) -> EdwardsPoint {
    let j = Scalar::from(j);
    exponents.iter().rev().fold(EdwardsPoint::identity(), |sum, a| sum * j.dalek() + a)
}

impl ThresholdParameters {
    /// Checks every certificate, signature, exponent, share and proof, and returns what the certificates say with the
    /// key Π A_{z,0}.
    ///
    /// # Errors
    /// [`ThresholdError`].
    pub fn check(&self) -> Result<(Vec<CertKeys>, Element), ThresholdError> {
        let (keys, threshold) =
            check_certificates(&self.certs).map_err(|e| ThresholdError::Certificates(Box::new(e)))?;
        let sizes = [self.coefexps.len(), self.signatures.len(), self.verification_keys.len()];
        if self.threshold != threshold || sizes.iter().any(|&size| size != keys.len()) {
            return Err(ThresholdError::Shape);
        }
        let mut polynomials = Vec::with_capacity(keys.len());
        for (((key, signed), signature), z) in keys.iter().zip(&self.coefexps).zip(&self.signatures).zip(1..) {
            let coefexps = exponents(signed, &key.verification, threshold).ok_or(ThresholdError::Coefexps(z))?;
            let message = certs_message(&self.certs, &coefexps);
            if !verify_message(&key.verification, &message, signature) {
                return Err(ThresholdError::CertsSignature(z));
            }
            polynomials.push(coefexps);
        }
        let exponents = product(&polynomials, threshold);
        for ((share, key), z) in self.verification_keys.iter().zip(&keys).zip(1..) {
            if *share.public_key.point() != evaluate(&exponents, z) {
                return Err(ThresholdError::Share(z));
            }
            if !share.is_proved() {
                return Err(ThresholdError::Possession(z));
            }
            if !share.is_signed_by(&key.verification) {
                return Err(ThresholdError::KeySignature(z));
            }
        }
        let key = exponents.first().copied().unwrap_or_else(EdwardsPoint::identity);
        Ok((keys, Element::from_point(key)))
    }
}
