//! Signatures and objections as pages and printed forms show them.

use serde::Serialize;

use super::{
    objection::Objection,
    paper::Signers,
    signature::{Said, Signature},
};
use crate::scrutineers::Scrutineer;

/// A place on the form for a signature.
#[derive(Clone, Debug, Serialize)]
pub struct SignatureLine {
    pub name: String,
    pub chief: bool,
    pub signed: Option<String>,
    pub objected: bool,
    /// Why the scrutineer cannot sign, once it is confirmed, and by whom.
    pub unable: Option<(String, String)>,
}

/// Those whom a document names, in its order.
pub fn signature_lines(signers: &Signers, said: &Said) -> Vec<SignatureLine> {
    let signed = |signature: &Signature| signature.signed_at.to_page();
    signers
        .scrutineers
        .iter()
        .map(|signer| {
            let key = &signer.verification_key;
            SignatureLine {
                name: signer.name.clone(),
                chief: signer.chief,
                signed: said.signatures.iter().find(|given| given.verification_key == *key).map(signed),
                objected: said.objections.iter().any(|raised| raised.verification_key == *key),
                unable: said
                    .unable()
                    .find(|(one, _)| one.verification_key == *key)
                    .map(|(one, by)| (one.reason.clone(), by.to_owned())),
            }
        })
        .collect()
}

#[derive(Clone, Debug, Serialize)]
pub struct ObjectionLine {
    pub scrutineer: String,
    pub name: String,
    pub chief: bool,
    pub reason: String,
    pub raised: String,
    /// The message `ruling-<key>`, with its reason, by whom and when.
    pub ruling: Option<(&'static str, String, String)>,
}

impl From<&Objection> for ObjectionLine {
    fn from(objection: &Objection) -> Self {
        Self {
            scrutineer: objection.scrutineer.to_string(),
            name: objection.name.clone(),
            chief: objection.chief,
            reason: objection.reason.clone(),
            raised: objection.raised_at.to_page(),
            ruling: objection.ruling.as_ref().map(|ruling| {
                (ruling.kind.word(), ruling.reason.clone(), format!("{} {}", ruling.by, ruling.at.to_page()))
            }),
        }
    }
}

/// A scrutineer whose share or signature a desk waits for.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SignerLine {
    pub id: String,
    pub name: String,
    pub chief: bool,
    pub done: bool,
    /// Objected, and the presidium has not ruled.
    pub objected: bool,
    /// Objected, and the presidium did not follow: the document stands without this signature.
    pub overruled: bool,
    /// Cannot sign, which another scrutineer has confirmed.
    pub unable: bool,
    /// Cannot sign, and nobody has confirmed it yet: why.
    pub unable_waits: Option<String>,
}

impl SignerLine {
    pub fn is_settled(&self) -> bool {
        (self.done || self.overruled || self.unable) && !self.objected
    }
}

/// How many signed, objected in vain and could not sign.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct SignedBy {
    pub signed: usize,
    pub overruled: usize,
    pub unable: usize,
}

impl SignedBy {
    /// Of the printed lines of a document that stands.
    pub fn of(lines: &[SignatureLine]) -> Self {
        let signed = lines.iter().filter(|line| line.signed.is_some()).count();
        let overruled = lines.iter().filter(|line| line.signed.is_none() && line.objected).count();
        Self { signed, overruled, unable: lines.len().saturating_sub(signed + overruled) }
    }

    pub fn of_signers(signers: &[SignerLine]) -> Self {
        let overruled = signers.iter().filter(|line| !line.done && line.overruled).count();
        let unable = signers.iter().filter(|line| !line.done && !line.overruled && line.unable).count();
        Self { signed: signers.iter().filter(|line| line.done).count(), overruled, unable }
    }
}

pub fn signer_lines(appointed: &[Scrutineer], said: &Said, is_done: impl Fn(&Scrutineer) -> bool) -> Vec<SignerLine> {
    appointed
        .iter()
        .map(|scrutineer| {
            let raised = said.objection(scrutineer.id);
            let inability = said.inability(scrutineer.id);
            SignerLine {
                id: scrutineer.id.to_string(),
                unable: inability.is_some_and(|one| one.confirmed.is_some()),
                unable_waits: inability.filter(|one| one.confirmed.is_none()).map(|one| one.reason.clone()),
                name: scrutineer.name.clone(),
                chief: scrutineer.chief,
                done: is_done(scrutineer),
                objected: raised.is_some_and(|raised| raised.ruling.is_none()),
                overruled: raised.is_some_and(Objection::is_overruled),
            }
        })
        .collect()
}
