use rand::CryptoRng;
use serde::{Deserialize, Serialize};

use super::certificates::{CertKeys, Certificate, Context, certificate, check_certificates};
use super::channel::{ChannelError, SignedMessage, receive, send};
use super::keys::TrusteePublicKey;
use super::parameters::{
    RawCoefexps, ThresholdError, ThresholdParameters, certs_message, evaluate, exponents, product,
};
use super::seed::Seed;
use crate::group::{Element, Scalar, SecretScalar, times_base};
use crate::proof::Proof;
use crate::signature::{sign_message, verify_message};

/// Second message of a trustee (§4.6.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Polynomial {
    /// The coefficients, encrypted to the trustee itself.
    pub polynomial: String,
    /// For each trustee its value, encrypted to it.
    pub secrets: Vec<String>,
    /// Signed exponents of the coefficients.
    pub coefexps: SignedMessage,
    /// Signature over all certificates and the exponents.
    pub signature: Proof,
}

/// What the server routes to one trustee (§4.6.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vinput {
    /// The trustee's own coefficients back.
    pub polynomial: String,
    /// Its value from every trustee.
    pub secrets: Vec<String>,
    /// Everybody's exponents.
    pub coefexps: Vec<SignedMessage>,
    /// Everybody's signatures.
    pub signatures: Vec<Proof>,
}

/// Third message of a trustee (§4.6.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voutput {
    /// Its share of the private key, encrypted to itself; the server keeps it for counting.
    pub private_key: String,
    /// Its share of the public key, proved and signed.
    pub public_key: TrusteePublicKey,
}

/// Why a step of the ceremony stops. Trustees are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CeremonyError {
    /// Not 1 ≤ t ≤ n and 1 ≤ index ≤ n, or a certificate of another place or ceremony.
    #[error("the certificate is for another place or another ceremony")]
    Context,
    /// The certificate is not signed with the key it states.
    #[error("the certificate of trustee {index} is not rightly signed")]
    Certificate {
        /// Whose.
        index: u32,
    },
    /// No certificate belongs to this seed.
    #[error("this seed has no certificate in the ceremony")]
    NotTakingPart,
    /// A message cannot be used.
    #[error("{what} of trustee {index}: {error}")]
    Message {
        /// Whose.
        index: u32,
        /// Which message.
        what: &'static str,
        /// What is wrong with it.
        error: ChannelError,
    },
    /// Not one message for each trustee.
    #[error("messages are missing")]
    Incomplete,
    /// The exponents are missing, too few or too many, or not signed by their trustee.
    #[error("the coefficients of trustee {index} are not rightly signed")]
    Coefexps {
        /// Whose.
        index: u32,
    },
    /// The signature over certificates and exponents is wrong: somebody saw other certificates.
    #[error("the signature of trustee {index} over the certificates is wrong")]
    CertsSignature {
        /// Whose.
        index: u32,
    },
    /// A value that does not lie on the sender's polynomial.
    #[error("trustee {index} sent a value that does not fit the coefficients")]
    Secret {
        /// Who sent it.
        index: u32,
    },
    /// A key that does not follow from the coefficients, or is not proved or not signed.
    #[error("the key of trustee {index} is wrong")]
    Voutput {
        /// Whose.
        index: u32,
    },
    /// The parameters put together do not check.
    #[error(transparent)]
    Threshold(ThresholdError),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPolynomial {
    polynomial: Vec<SecretScalar>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Secret {
    secret: SecretScalar,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DecryptionKey {
    decryption_key: SecretScalar,
}

/// Step 3, by the trustee, once all certificates are there: draws a polynomial and deals its values.
///
/// # Errors
/// A wrong certificate, or [`CeremonyError::NotTakingPart`].
pub fn polynomial<R: CryptoRng + ?Sized>(
    seed: &Seed,
    certificates: &[Certificate],
    rng: &mut R,
) -> Result<Polynomial, CeremonyError> {
    let (keys, threshold) = check_certificates(certificates)?;
    let own = own_keys(seed, &keys)?;
    let sk = seed.signing_key();
    let own_message = |what| move |error| CeremonyError::Message { index: own.context.index, what, error };
    let coefficients: Vec<SecretScalar> = (0..threshold).map(|_| SecretScalar::random(rng)).collect();
    let points: Vec<_> = coefficients.iter().map(|a| times_base(a)).collect();
    let coefexps = Element::from_points(&points);
    let signature = sign_message(&sk, &certs_message(certificates, &coefexps), rng);
    let mut secrets = Vec::with_capacity(keys.len());
    for (to, j) in keys.iter().zip(1u32..) {
        let j = Scalar::from(j);
        let secret = coefficients.iter().rev().fold(Scalar::ZERO, |sum, a| sum * j + **a).into();
        secrets.push(send(&sk, &to.encryption, &Secret { secret }, rng).map_err(own_message("secret"))?);
    }
    let raw = RawPolynomial { polynomial: coefficients };
    Ok(Polynomial {
        polynomial: send(&sk, &own.encryption, &raw, rng).map_err(own_message("polynomial"))?,
        secrets,
        coefexps: SignedMessage::new(&sk, &RawCoefexps { coefexps }, rng),
        signature,
    })
}

/// Checks one polynomial, by the server when it arrives. What is encrypted only its recipients can check.
///
/// # Errors
/// [`CeremonyError::Coefexps`], [`CeremonyError::CertsSignature`], [`CeremonyError::Incomplete`], or a wrong certificate.
pub fn check_polynomial(
    certificates: &[Certificate],
    index: u32,
    polynomial: &Polynomial,
) -> Result<(), CeremonyError> {
    let (keys, threshold) = check_certificates(certificates)?;
    let key = keys.iter().find(|k| k.context.index == index).ok_or(CeremonyError::Context)?;
    if polynomial.secrets.len() != keys.len() {
        return Err(CeremonyError::Incomplete);
    }
    check_coefexps(certificates, key, threshold, &polynomial.coefexps, &polynomial.signature).map(drop)
}

/// Step 4, by the server: what goes to trustee `index` (from 1).
///
/// # Errors
/// [`CeremonyError::Incomplete`] if it or any value for it is missing.
pub fn vinput(polynomials: &[Polynomial], index: u32) -> Result<Vinput, CeremonyError> {
    let place = usize::try_from(index).ok().and_then(|i| i.checked_sub(1)).ok_or(CeremonyError::Context)?;
    let own = polynomials.get(place).ok_or(CeremonyError::Incomplete)?;
    let secrets: Option<Vec<String>> = polynomials.iter().map(|p| p.secrets.get(place).cloned()).collect();
    Ok(Vinput {
        polynomial: own.polynomial.clone(),
        secrets: secrets.ok_or(CeremonyError::Incomplete)?,
        coefexps: polynomials.iter().map(|p| p.coefexps.clone()).collect(),
        signatures: polynomials.iter().map(|p| p.signature.clone()).collect(),
    })
}

/// Step 5, by the trustee: checks everybody's values and adds them up to its share of the key.
///
/// # Errors
/// Names the trustee whose message is wrong.
pub fn verification<R: CryptoRng + ?Sized>(
    seed: &Seed,
    certificates: &[Certificate],
    vinput: &Vinput,
    rng: &mut R,
) -> Result<Voutput, CeremonyError> {
    let (keys, threshold) = check_certificates(certificates)?;
    let own = own_keys(seed, &keys)?;
    let j = own.context.index;
    let (sk, dk) = (seed.signing_key(), seed.decryption_key());
    if [vinput.secrets.len(), vinput.coefexps.len(), vinput.signatures.len()].iter().any(|&n| n != keys.len()) {
        return Err(CeremonyError::Incomplete);
    }
    let mine: RawPolynomial = receive(&dk, &own.verification, &vinput.polynomial)
        .map_err(|error| CeremonyError::Message { index: j, what: "polynomial", error })?;
    let mut share = SecretScalar::from(Scalar::ZERO);
    let messages = vinput.secrets.iter().zip(&vinput.coefexps).zip(&vinput.signatures);
    for (key, ((secret, coefexps), signature)) in keys.iter().zip(messages) {
        let index = key.context.index;
        let coefexps = check_coefexps(certificates, key, threshold, coefexps, signature)?;
        let Secret { secret } = receive(&dk, &key.verification, secret).map_err(|error| CeremonyError::Message {
            index,
            what: "secret",
            error,
        })?;
        let points: Vec<_> = coefexps.iter().map(|a| *a.point()).collect();
        if times_base(&secret) != evaluate(&points, j) {
            return Err(CeremonyError::Secret { index });
        }
        if index == j && !points.iter().copied().eq(mine.polynomial.iter().map(|a| times_base(a))) {
            return Err(CeremonyError::Coefexps { index });
        }
        share = (*share + *secret).into();
    }
    let public_key = TrusteePublicKey::signed(&share, &sk, rng);
    let private_key = send(&sk, &own.encryption, &DecryptionKey { decryption_key: share }, rng)
        .map_err(|error| CeremonyError::Message { index: j, what: "key", error })?;
    Ok(Voutput { private_key, public_key })
}

/// Checks one voutput, by the server when it arrives.
///
/// # Errors
/// [`CeremonyError::Voutput`], or a wrong certificate or polynomial.
pub fn check_voutput(
    certificates: &[Certificate],
    polynomials: &[Polynomial],
    index: u32,
    voutput: &Voutput,
) -> Result<(), CeremonyError> {
    let (keys, threshold) = check_certificates(certificates)?;
    if polynomials.len() != keys.len() {
        return Err(CeremonyError::Incomplete);
    }
    let key = keys.iter().find(|k| k.context.index == index).ok_or(CeremonyError::Context)?;
    let mut exponents = Vec::with_capacity(keys.len());
    for (key, p) in keys.iter().zip(polynomials) {
        exponents.push(check_coefexps(certificates, key, threshold, &p.coefexps, &p.signature)?);
    }
    let share = &voutput.public_key;
    let fits = *share.public_key.point() == evaluate(&product(&exponents, threshold), index);
    let right = fits && share.is_proved() && share.is_signed_by(&key.verification);
    if right { Ok(()) } else { Err(CeremonyError::Voutput { index }) }
}

/// Step 6, by the server: what is published about the key, checked as a whole.
///
/// # Errors
/// [`CeremonyError::Threshold`], or a wrong certificate.
pub fn threshold(
    certificates: &[Certificate],
    polynomials: &[Polynomial],
    voutputs: &[Voutput],
) -> Result<ThresholdParameters, CeremonyError> {
    let (_, threshold) = check_certificates(certificates)?;
    let parameters = ThresholdParameters {
        threshold,
        certs: certificates.to_vec(),
        coefexps: polynomials.iter().map(|p| p.coefexps.clone()).collect(),
        signatures: polynomials.iter().map(|p| p.signature.clone()).collect(),
        verification_keys: voutputs.iter().map(|v| v.public_key.clone()).collect(),
    };
    parameters.check().map_err(CeremonyError::Threshold)?;
    Ok(parameters)
}

/// The share of the private key that the trustee of `seed` opens ballots with, from the `private_key` of its
/// [`Voutput`].
///
/// # Errors
/// [`ChannelError`]: another trustee's key, or changed.
pub fn decryption_key_from(seed: &Seed, encrypted_decryption_key: &str) -> Result<SecretScalar, ChannelError> {
    let DecryptionKey { decryption_key } =
        receive(&seed.decryption_key(), &seed.verification_key(), encrypted_decryption_key)?;
    Ok(decryption_key)
}

/// A finished threshold key: what is published, and what the server keeps for each trustee.
#[derive(Debug, Clone)]
pub struct ThresholdKey {
    /// For `trustees.json`.
    pub parameters: ThresholdParameters,
    /// For each trustee its share of the private key, encrypted to it; see [`decryption_key_from`].
    pub encrypted_keys: Vec<String>,
}

impl ThresholdKey {
    /// The whole ceremony in one place, for those who hold all seeds: tests, demonstrations, rehearsals.
    ///
    /// # Errors
    /// [`CeremonyError::Context`] unless 1 ≤ t ≤ number of seeds.
    pub fn ceremony<R: CryptoRng + ?Sized>(seeds: &[Seed], t: u32, rng: &mut R) -> Result<ThresholdKey, CeremonyError> {
        let size = u32::try_from(seeds.len()).map_err(|_| CeremonyError::Context)?;
        let mut certificates = Vec::new();
        for (seed, index) in seeds.iter().zip(1..) {
            certificates.push(certificate(seed, Context::new(size, t, index)?, rng));
        }
        let polynomials: Vec<Polynomial> =
            seeds.iter().map(|seed| polynomial(seed, &certificates, rng)).collect::<Result<_, _>>()?;
        let mut voutputs = Vec::new();
        for (seed, index) in seeds.iter().zip(1..) {
            voutputs.push(verification(seed, &certificates, &vinput(&polynomials, index)?, rng)?);
        }
        let parameters = threshold(&certificates, &polynomials, &voutputs)?;
        Ok(ThresholdKey { parameters, encrypted_keys: voutputs.into_iter().map(|v| v.private_key).collect() })
    }
}

fn own_keys<'a>(seed: &Seed, keys: &'a [CertKeys]) -> Result<&'a CertKeys, CeremonyError> {
    let (verification, encryption) = (seed.verification_key(), seed.encryption_key());
    keys.iter()
        .find(|k| k.verification == verification && k.encryption == encryption)
        .ok_or(CeremonyError::NotTakingPart)
}

fn check_coefexps(
    certificates: &[Certificate],
    key: &CertKeys,
    threshold: u32,
    coefexps: &SignedMessage,
    signature: &Proof,
) -> Result<Vec<Element>, CeremonyError> {
    let index = key.context.index;
    let coefexps = exponents(coefexps, &key.verification, threshold).ok_or(CeremonyError::Coefexps { index })?;
    if !verify_message(&key.verification, &certs_message(certificates, &coefexps), signature) {
        return Err(CeremonyError::CertsSignature { index });
    }
    Ok(coefexps)
}
