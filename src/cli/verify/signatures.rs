//! A published document of whatever kind: its hash, who signed, who objected, and the server's seal.

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, VerifyingKey};
use verifiable_ballots::{Verified, signature::verify_message};

use super::{Verdict, bad};
use crate::{
    cli::tell,
    documents::{
        ObjectionInFile, Paper, Scrutineer, Sha256Hex, SignatureInFile, SignedFile, Signers, message_to_sign,
        sealed_message,
    },
};

pub(super) fn read_signed(bytes: &[u8]) -> Result<SignedFile, Verdict> {
    serde_json::from_slice(bytes).map_err(|e| Verdict::Unreadable(e.to_string()))
}

/// The document in a published file, of this kind.
pub(super) fn paper_of<P: Paper>(file: &SignedFile) -> Result<P, Verdict> {
    let document = file.document(P::KIND).ok_or_else(|| Verdict::Unreadable(format!("no {} in it", P::KIND)))?;
    let canonical = serde_json_canonicalizer::to_string(document).map_err(bad)?;
    P::parse(&canonical).map_err(bad)
}

/// The hash that the file names, which everything in it is said under, is that of its document.
pub(super) fn check_hash<P: Paper>(file: &SignedFile, paper: &P, what: &str) -> Result<(), Verdict> {
    let hash = Sha256Hex::of(paper.canonical().map_err(bad)?);
    if hash.as_str() == file.hash { Ok(()) } else { Err(bad(format!("the hash {what} is not that of the document"))) }
}

/// Every scrutineer named in the document has signed its hash, or objected and was overruled where that is possible, or could not
/// sign, which another has confirmed; and the server has sealed all of it.
pub(super) fn check_signed<P: Paper>(
    file: &SignedFile,
    signers: &Signers,
    verified: &[Verified],
) -> Result<(), Verdict> {
    let objections: &[ObjectionInFile] = if P::KIND.takes_objections() { &file.objections } else { &[] };
    for signer in &signers.scrutineers {
        let key = signer.verification_key.as_str();
        let objection = objections.iter().find(|objection| objection.verification_key == key);
        if let Some(objection) = objection {
            let ruling = match (objection.ruling.as_deref(), &objection.ruling_reason) {
                (Some("overruled"), Some(reason)) => reason,
                _ => return Err(bad(format!("the objection of {} was not overruled", signer.name))),
            };
            tell(format!("certificate: {} objected: {}; overruled: {ruling}", signer.name, objection.reason));
        }
        let unable = file.unable.iter().find(|unable| unable.verification_key == key);
        match (file.signatures.iter().find(|line| line.verification_key == key), unable) {
            (Some(line), _) => check_signature(signer, line, &file.hash, verified)?,
            (None, _) if objection.is_some() => {}
            (None, Some(unable)) if !file.signatures.is_empty() => tell(format!(
                "certificate: {} could not sign: {}; confirmed by {}; look for the signature by hand on the printed form",
                signer.name, unable.reason, unable.confirmed_by
            )),
            (None, _) => return Err(bad(format!("{} has not signed", signer.name))),
        }
    }
    check_seal(file, objections)
}

/// The server's seal holds under the key that the file names; whether that key is the server's, its verify page tells.
fn check_seal(file: &SignedFile, objections: &[ObjectionInFile]) -> Result<(), Verdict> {
    let overruled = objections.iter().filter_map(|objection| {
        let ruling = objection.ruling_reason.as_deref()?;
        Some((objection.verification_key.as_str(), objection.reason.as_str(), ruling))
    });
    let signatures = file.signatures.iter().map(|line| &line.signature);
    let unable = file
        .unable
        .iter()
        .map(|unable| (unable.verification_key.as_str(), unable.reason.as_str(), unable.confirmed_by.as_str()));
    let message = sealed_message(&file.hash, signatures, overruled, unable).map_err(bad)?;
    let key = &file.seal_key;
    let seal = file.seal.as_deref().ok_or_else(|| bad("it is not sealed"))?;
    let bytes = |text: &str| STANDARD.decode(text).map_err(|_| bad("the seal is no Base64"));
    let seal = Signature::from_slice(&bytes(seal)?).map_err(bad)?;
    let public = bytes(key)?.try_into().map_err(|_| bad("the key of the seal is no key"))?;
    let public = VerifyingKey::from_bytes(&public).map_err(bad)?;
    public.verify_strict(message.as_bytes(), &seal).map_err(|_| bad("the server's seal does not hold"))?;
    tell(format!("certificate: sealed by the server whose key is {key}"));
    Ok(())
}

/// Whether this signer's line holds, under a key that the boxes name as a trustee's.
fn check_signature(
    signer: &Scrutineer,
    line: &SignatureInFile,
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
