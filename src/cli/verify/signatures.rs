//! A published document of whatever kind: its hash, who signed, who objected, and the server's seal.

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, VerifyingKey};
use verifiable_ballots::{Verified, signature::verify_message};

use super::{
    Verdict, bad, bad_by,
    words::{Language, both},
};
use crate::documents::{
    ObjectionInFile, Paper, Scrutineer, Sha256Hex, SignatureInFile, SignedFile, Signers, message_to_sign,
    sealed_message,
};

pub(super) fn read_signed(bytes: &[u8]) -> Result<SignedFile, Verdict> {
    serde_json::from_slice(bytes).map_err(|e| Verdict::Unreadable(e.to_string().into()))
}

/// The document in a published file, of this kind.
pub(super) fn paper_of<P: Paper>(file: &SignedFile) -> Result<P, Verdict> {
    let document = file.document(P::KIND).ok_or_else(|| {
        let kind = P::KIND;
        Verdict::Unreadable(both!("里面没有 {kind}", "no {kind} in it"))
    })?;
    let canonical = serde_json_canonicalizer::to_string(document).map_err(bad_by)?;
    P::parse(&canonical).map_err(bad_by)
}

/// The hash that the file names, which everything in it is said under, is that of its document.
pub(super) fn check_hash<P: Paper>(file: &SignedFile, paper: &P) -> Result<(), Verdict> {
    let hash = Sha256Hex::of(paper.canonical().map_err(bad_by)?);
    if hash.as_str() == file.hash {
        return Ok(());
    }
    let kind = P::KIND;
    Err(bad(both!("写明的指纹不是其内容的指纹", "the hash of the {kind} is not that of the document")))
}

/// Every scrutineer named in the document has signed its hash, or objected and was overruled where that is possible, or could not
/// sign, which another has confirmed; and the server has sealed all of it.
pub(super) fn check_signed<P: Paper>(
    file: &SignedFile,
    signers: &Signers,
    verified: &[Verified],
    language: Language,
) -> Result<(), Verdict> {
    let objections: &[ObjectionInFile] = if P::KIND.takes_objections() { &file.objections } else { &[] };
    for signer in &signers.scrutineers {
        let (key, name) = (signer.verification_key.as_str(), &signer.name);
        let objection = objections.iter().find(|objection| objection.verification_key == key);
        if let Some(objection) = objection {
            let ruling = match (objection.ruling.as_deref(), &objection.ruling_reason) {
                (Some("overruled"), Some(reason)) => reason,
                _ => return Err(bad(both!("{name} 的异议没有裁定", "the objection of {name} was not overruled"))),
            };
            let reason = &objection.reason;
            language.tell(both!(
                "报告单：{name} 提出异议：{reason}；裁定驳回：{ruling}",
                "certificate: {name} objected: {reason}; overruled: {ruling}"
            ));
        }
        let unable = file.unable.iter().find(|unable| unable.verification_key == key);
        match (file.signatures.iter().find(|line| line.verification_key == key), unable) {
            (Some(line), _) => check_signature(signer, line, &file.hash, verified, language)?,
            (None, _) if objection.is_some() => {}
            (None, Some(unable)) if !file.signatures.is_empty() => {
                let (reason, by) = (&unable.reason, &unable.confirmed_by);
                language.tell(both!(
                    "报告单：{name} 不能电子签署：{reason}；{by} 确认；请查看打印件上的手签",
                    "certificate: {name} could not sign: {reason}; confirmed by {by}; look for the signature by hand on the printed form"
                ));
            }
            (None, _) => return Err(bad(both!("{name} 没有签名", "{name} has not signed"))),
        }
    }
    check_seal(file, objections, language)
}

/// The server's seal holds under the key that the file names; whether that key is the server's, its verify page tells.
fn check_seal(file: &SignedFile, objections: &[ObjectionInFile], language: Language) -> Result<(), Verdict> {
    let overruled = objections.iter().filter_map(|objection| {
        let ruling = objection.ruling_reason.as_deref()?;
        Some((objection.verification_key.as_str(), objection.reason.as_str(), ruling))
    });
    let signatures = file.signatures.iter().map(|line| &line.signature);
    let unable = file
        .unable
        .iter()
        .map(|unable| (unable.verification_key.as_str(), unable.reason.as_str(), unable.confirmed_by.as_str()));
    let message = sealed_message(&file.hash, signatures, overruled, unable).map_err(bad_by)?;
    let key = &file.seal_key;
    let seal = file.seal.as_deref().ok_or_else(|| bad(both!("没有盖系统印章", "it is not sealed")))?;
    let bytes =
        |text: &str| STANDARD.decode(text).map_err(|_| bad(both!("系统印章不是 Base64", "the seal is no Base64")));
    let seal = Signature::from_slice(&bytes(seal)?).map_err(bad_by)?;
    let public =
        bytes(key)?.try_into().map_err(|_| bad(both!("系统印章的公钥不成样子", "the key of the seal is no key")))?;
    let public = VerifyingKey::from_bytes(&public).map_err(bad_by)?;
    public
        .verify_strict(message.as_bytes(), &seal)
        .map_err(|_| bad(both!("系统印章不成立", "the server's seal does not hold")))?;
    language.agrees(both!("报告单：盖有系统印章，公钥 {key}", "certificate: sealed by the server whose key is {key}"));
    Ok(())
}

/// Whether this signer's line holds, under a key that the boxes name as a trustee's.
fn check_signature(
    signer: &Scrutineer,
    line: &SignatureInFile,
    hash: &str,
    verified: &[Verified],
    language: Language,
) -> Result<(), Verdict> {
    let name = &line.name;
    let key = line.verification_key.parse().map_err(bad_by)?;
    if !verified.iter().all(|verified| verified.trustees.verification_keys().contains(&key)) {
        return Err(bad(both!("{name} 用的不是监票人的钥匙", "{name} does not sign with the key of a trustee")));
    }
    if !verify_message(&key, &message_to_sign(hash), &line.signature) {
        return Err(bad(both!("{name} 的签名不成立", "the signature of {name} does not hold")));
    }
    let name = &signer.name;
    language.agrees(both!("报告单：{name} 已签名", "certificate: signed by {name}"));
    Ok(())
}
