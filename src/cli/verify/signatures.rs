//! A published certificate: who signed, who objected, and the server's seal.

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, VerifyingKey};
use serde::Deserialize;
use verifiable_ballots::{Proof, Verified, signature::verify_message};

use super::{Verdict, bad};
use crate::{
    cli::tell,
    tally::{certificate::Scrutineer, message_to_sign, sealed_message},
};

#[derive(Deserialize)]
pub(super) struct SignatureLine {
    pub(super) name: String,
    pub(super) verification_key: String,
    pub(super) signature: Proof,
}

#[derive(Deserialize)]
pub(super) struct ObjectionLine {
    pub(super) verification_key: String,
    pub(super) reason: String,
    pub(super) ruling: Option<String>,
    pub(super) ruling_reason: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct CertificateFile {
    pub(super) certificate: serde_json::Value,
    pub(super) hash: String,
    pub(super) signatures: Vec<SignatureLine>,
    #[serde(default)]
    pub(super) objections: Vec<ObjectionLine>,
    pub(super) seal: Option<String>,
    pub(super) seal_key: String,
}

/// The server's seal holds under the key that the file names; whether that key is the server's, its verify page tells.
pub(super) fn check_seal(
    hash: &str,
    signatures: &[SignatureLine],
    objections: &[ObjectionLine],
    seal: Option<&str>,
    key: &str,
) -> Result<(), Verdict> {
    let signatures: Vec<String> =
        signatures.iter().map(|line| serde_json::to_string(&line.signature)).collect::<Result<_, _>>().map_err(bad)?;
    let overruled = objections.iter().filter_map(|objection| {
        let ruling = objection.ruling_reason.as_deref()?;
        Some((objection.verification_key.as_str(), objection.reason.as_str(), ruling))
    });
    let message = sealed_message(hash, signatures.iter().map(String::as_str), overruled);
    let seal = seal.ok_or_else(|| bad("it is not sealed"))?;
    let bytes = |text: &str| STANDARD.decode(text).map_err(|_| bad("the seal is no Base64"));
    let seal = Signature::from_slice(&bytes(seal)?).map_err(bad)?;
    let public = bytes(key)?.try_into().map_err(|_| bad("the key of the seal is no key"))?;
    let public = VerifyingKey::from_bytes(&public).map_err(bad)?;
    public.verify_strict(message.as_bytes(), &seal).map_err(|_| bad("the server's seal does not hold"))?;
    tell(format!("certificate: sealed by the server whose key is {key}"));
    Ok(())
}

/// Whether this signer's line holds, under a key that every box names as a trustee's.
pub(super) fn check_signature(
    signer: &Scrutineer,
    line: &SignatureLine,
    hash: &str,
    verified: &[Verified],
) -> Result<(), Verdict> {
    let key = line.verification_key.parse().map_err(bad)?;
    if !verified.iter().all(|verified| verified.trustees.verification_keys().contains(&key)) {
        return Err(bad(format!("{} does not sign with the key of a trustee", line.name)));
    }
    if !verify_message(&key, &message_to_sign(hash), &line.signature) {
        return Err(bad(format!("the signature of {} does not hold", line.name)));
    }
    tell(format!("certificate: signed by {}", signer.name));
    Ok(())
}

/// Every scrutineer named in the document has signed its hash, or objected and was overruled.
pub(super) fn check_signatures(
    scrutineers: &[Scrutineer],
    file: &CertificateFile,
    verified: &[Verified],
) -> Result<(), Verdict> {
    for signer in scrutineers {
        let key = signer.verification_key.as_str();
        let objection = file.objections.iter().find(|objection| objection.verification_key == key);
        if let Some(objection) = objection {
            let ruling = match (objection.ruling.as_deref(), &objection.ruling_reason) {
                (Some("overruled"), Some(reason)) => reason,
                _ => return Err(bad(format!("the objection of {} was not overruled", signer.name))),
            };
            tell(format!("certificate: {} objected: {}; overruled: {ruling}", signer.name, objection.reason));
        }
        match file.signatures.iter().find(|line| line.verification_key == key) {
            Some(line) => check_signature(signer, line, &file.hash, verified)?,
            None if objection.is_some() => {}
            None => return Err(bad(format!("{} has not signed", signer.name))),
        }
    }
    Ok(())
}
