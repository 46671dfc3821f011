use rand::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::election::GROUP;
use crate::group::{Element, Scalar, SecretScalar};
use crate::hash::Transcript;
use crate::proof::Proof;
use crate::signature::{sign_message, verify_message};

/// A key with the proof that somebody knows its secret, `trustee_public_key` of §4.5. Threshold keys are signed too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrusteePublicKey {
    /// Proof of possession.
    pub pok: Proof,
    /// X = g^x.
    pub public_key: Element,
    /// Signature over the text of the key by its owner's signing key (§4.6.1); threshold keys only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Proof>,
}

impl TrusteePublicKey {
    pub(super) fn new<R: CryptoRng + ?Sized>(private: &Scalar, rng: &mut R) -> TrusteePublicKey {
        let public_key = Element::generator_to(private);
        let pok = Proof::of_knowledge(private, rng, |a| challenge(&public_key, a));
        TrusteePublicKey { pok, public_key, signature: None }
    }

    pub(super) fn signed<R: CryptoRng + ?Sized>(private: &Scalar, sk: &Scalar, rng: &mut R) -> TrusteePublicKey {
        let key = TrusteePublicKey::new(private, rng);
        let signature = sign_message(sk, &key.public_key.to_string(), rng);
        TrusteePublicKey { signature: Some(signature), ..key }
    }

    /// True if the proof of possession holds and the key is not the identity.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        !self.public_key.is_identity() && self.pok.shows_knowledge(&self.public_key, |a| challenge(&self.public_key, a))
    }

    /// True if the key carries a signature of the owner of `vk`.
    #[must_use]
    pub fn is_signed_by(&self, vk: &Element) -> bool {
        self.signature.as_ref().is_some_and(|s| verify_message(vk, &self.public_key.to_string(), s))
    }
}

/// SHA-256 of `pok|Ed25519|X|A`.
fn challenge(x: &Element, a: &Element) -> Scalar {
    Transcript::new().text("pok|").text(GROUP).text("|").element(x).text("|").element(a).scalar()
}

/// The server's own key pair, new for every election (§4.7).
#[derive(Clone)]
pub struct ServerKey {
    private: SecretScalar,
    public: TrusteePublicKey,
}

impl ServerKey {
    /// A new key.
    pub fn generate<R: CryptoRng + ?Sized>(rng: &mut R) -> ServerKey {
        ServerKey::from_private(SecretScalar::random(rng), rng)
    }

    /// The key of a kept private scalar, with a new proof of possession.
    pub fn from_private<R: CryptoRng + ?Sized>(private: impl Into<SecretScalar>, rng: &mut R) -> ServerKey {
        let private = private.into();
        ServerKey { public: TrusteePublicKey::new(&private, rng), private }
    }

    /// x, which opens the server's part of the box.
    #[must_use]
    pub fn private(&self) -> &SecretScalar {
        &self.private
    }

    /// g^x with its proof.
    #[must_use]
    pub fn public(&self) -> &TrusteePublicKey {
        &self.public
    }
}
