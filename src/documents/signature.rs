//! What is said under a document's hash: signatures, objections with their rulings, and the server's seal over all of it.

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signer, SigningKey};
use verifiable_ballots::{Proof, signature::verify_message};

use super::{
    hex::{Sha256Hex, VerificationKey},
    inability::Inability,
    objection::Objection,
    paper::Signers,
};
use crate::{
    db::{DbError, Ts},
    ids::ScrutineerId,
    scrutineers::KeyShare,
    web::{Message, Secret},
};

/// One scrutineer's signature (`sigmsg`) over [`message_to_sign`].
#[derive(Clone, Debug)]
pub struct Signature {
    pub scrutineer: ScrutineerId,
    pub name: String,
    pub chief: bool,
    pub verification_key: VerificationKey,
    pub proof: Proof,
    pub signed_at: Ts,
}

/// What every scrutineer signs, whatever the kind of the document.
pub fn message_to_sign(hash: &str) -> String {
    format!("piaojue-certificate|{hash}")
}

/// What the server seals: the hash and each signature, in the order of the places; and of each objection that was
/// overruled its key, reason and ruling; and of each scrutineer who could not sign the key, the reason and who confirmed it.
pub fn sealed_message<'a>(
    hash: &str,
    signatures: impl Iterator<Item = &'a Proof>,
    overruled: impl Iterator<Item = (&'a str, &'a str, &'a str)>,
    unable: impl Iterator<Item = (&'a str, &'a str, &'a str)>,
) -> Result<String, serde_json::Error> {
    let mut all = signatures.map(serde_json::to_string).collect::<Result<Vec<_>, _>>()?;
    all.extend(overruled.map(|(key, reason, ruling)| format!("objection:{key}:{reason}:{ruling}")));
    all.extend(unable.map(|(key, reason, by)| format!("unable:{key}:{reason}:{by}")));
    Ok(format!("piaojue-seal|{hash}|{}", all.join("|")))
}

/// Everything that was said under a hash, in the order of the scrutineers' places.
#[derive(Clone, Debug, Default)]
pub struct Said {
    pub signatures: Vec<Signature>,
    pub objections: Vec<Objection>,
    pub inabilities: Vec<Inability>,
}

/// Why a document cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unagreed {
    #[error("{missing} scrutineers have not signed")]
    Unsigned { missing: usize },
    #[error("{objections} objections wait for the presidium")]
    Objected { objections: usize },
}

impl Unagreed {
    pub fn message(self) -> Message {
        match self {
            Self::Unsigned { missing } => Message::new("certify-unsigned").with("missing", missing),
            Self::Objected { objections } => Message::new("certify-objected").with("objections", objections),
        }
    }
}

impl Said {
    pub fn signed(&self, by: ScrutineerId) -> bool {
        self.signatures.iter().any(|signature| signature.scrutineer == by)
    }

    pub fn objection(&self, by: ScrutineerId) -> Option<&Objection> {
        self.objections.iter().find(|objection| objection.scrutineer == by)
    }

    pub fn inability(&self, of: ScrutineerId) -> Option<&Inability> {
        self.inabilities.iter().find(|inability| inability.scrutineer == of)
    }

    /// Who cannot sign, with who confirmed it.
    pub fn unable(&self) -> impl Iterator<Item = (&Inability, &str)> {
        self.inabilities.iter().filter_map(|one| Some((one, one.confirmed.as_ref()?.0.as_str())))
    }

    /// Every scrutineer whom the document names has signed it, or objected and was overruled, or cannot sign, which another
    /// has confirmed; at least one has signed where somebody cannot.
    pub fn agreed(&self, signers: &Signers) -> Result<(), Unagreed> {
        let pending = self.objections.iter().filter(|objection| !objection.is_overruled()).count();
        if pending > 0 {
            return Err(Unagreed::Objected { objections: pending });
        }
        let heard = |key: &VerificationKey| {
            self.signatures.iter().any(|signature| signature.verification_key == *key)
                || self.objections.iter().any(|objection| objection.verification_key == *key)
                || !self.signatures.is_empty() && self.unable().any(|(one, _)| one.verification_key == *key)
        };
        match signers.scrutineers.iter().filter(|signer| !heard(&signer.verification_key)).count() {
            0 => Ok(()),
            missing => Err(Unagreed::Unsigned { missing }),
        }
    }

    /// The server's Ed25519 seal in Base64.
    pub fn seal(&self, secret: &Secret, hash: &Sha256Hex) -> Result<String, serde_json::Error> {
        let overruled = self.objections.iter().filter_map(|objection| {
            let ruling = objection.ruling.as_ref()?;
            Some((objection.verification_key.as_str(), objection.reason.as_str(), ruling.reason.as_str()))
        });
        let unable = self.unable().map(|(one, by)| (one.verification_key.as_str(), one.reason.as_str(), by));
        let proofs = self.signatures.iter().map(|given| &given.proof);
        let message = sealed_message(hash.as_str(), proofs, overruled, unable)?;
        Ok(STANDARD.encode(seal_key(secret).sign(message.as_bytes()).to_bytes()))
    }
}

/// The signature over this hash, if it was made with the key of this share.
pub fn checked_signature(share: &KeyShare, hash: &Sha256Hex, signature: &str) -> Result<Option<Proof>, DbError> {
    let Ok(proof) = serde_json::from_str(signature) else { return Ok(None) };
    let key = share.verification_key.parse().map_err(DbError::corrupt)?;
    Ok(verify_message(&key, &message_to_sign(hash.as_str()), &proof).then_some(proof))
}

fn seal_key(secret: &Secret) -> SigningKey {
    SigningKey::from_bytes(&secret.derive("certificate seal", b"ed25519"))
}

/// Printed with every certificate.
pub fn seal_public_key(secret: &Secret) -> String {
    STANDARD.encode(seal_key(secret).verifying_key().as_bytes())
}
