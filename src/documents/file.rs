//! `certificate.json`, `corrigendum-<n>.json`: the document with everything that was said under its hash. What is once
//! published must be read for ever.

use serde::{Deserialize, Serialize};
use verifiable_ballots::Proof;

use super::{
    document::{DocumentKind, SignedDocument},
    signature::Said,
};
use crate::db::DbError;

#[derive(Serialize, Deserialize)]
pub struct SignedFile {
    /// Of the vote or of a rating.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrigendum: Option<serde_json::Value>,
    pub hash: String,
    pub signatures: Vec<SignatureInFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<ObjectionInFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unable: Vec<UnableInFile>,
    pub confirmed_by: Option<String>,
    pub seal: Option<String>,
    pub seal_key: String,
}

#[derive(Serialize, Deserialize)]
pub struct SignatureInFile {
    pub name: String,
    #[serde(default)]
    pub chief: bool,
    pub verification_key: String,
    pub signature: Proof,
}

#[derive(Serialize, Deserialize)]
pub struct ObjectionInFile {
    #[serde(default)]
    pub name: String,
    pub verification_key: String,
    pub reason: String,
    pub ruling: Option<String>,
    pub ruling_reason: Option<String>,
}

/// Who could not sign, and signs by hand on the printed form.
#[derive(Serialize, Deserialize)]
pub struct UnableInFile {
    pub name: String,
    pub verification_key: String,
    pub reason: String,
    pub confirmed_by: String,
}

impl SignedFile {
    pub fn of(document: &SignedDocument, said: &Said, seal_key: String) -> Result<Self, DbError> {
        let value = Some(serde_json::from_str(&document.text).map_err(DbError::corrupt)?);
        let (certificate, corrigendum) = match document.kind {
            DocumentKind::Certificate | DocumentKind::Rating => (value, None),
            DocumentKind::Corrigendum => (None, value),
        };
        let signatures = said.signatures.iter().map(|given| SignatureInFile {
            name: given.name.clone(),
            chief: given.chief,
            verification_key: given.verification_key.to_string(),
            signature: given.proof.clone(),
        });
        let objections = said.objections.iter().map(|raised| ObjectionInFile {
            name: raised.name.clone(),
            verification_key: raised.verification_key.to_string(),
            reason: raised.reason.clone(),
            ruling: raised.ruling.as_ref().map(|ruling| ruling.kind.to_string()),
            ruling_reason: raised.ruling.as_ref().map(|ruling| ruling.reason.clone()),
        });
        let unable = said.unable().map(|(one, by)| UnableInFile {
            name: one.name.clone(),
            verification_key: one.verification_key.to_string(),
            reason: one.reason.clone(),
            confirmed_by: by.to_owned(),
        });
        let confirmed = document.confirmed();
        Ok(Self {
            certificate,
            corrigendum,
            hash: document.hash.to_string(),
            signatures: signatures.collect(),
            objections: objections.collect(),
            unable: unable.collect(),
            confirmed_by: confirmed.map(|confirmed| confirmed.by.clone()),
            seal: confirmed.map(|confirmed| confirmed.seal.clone()),
            seal_key,
        })
    }

    pub fn bytes(&self) -> Result<Vec<u8>, DbError> {
        serde_json::to_vec_pretty(self).map_err(DbError::corrupt)
    }

    /// The document in it, if it is published under this name.
    pub fn document(&self, kind: DocumentKind) -> Option<&serde_json::Value> {
        match kind {
            DocumentKind::Certificate | DocumentKind::Rating => self.certificate.as_ref(),
            DocumentKind::Corrigendum => self.corrigendum.as_ref(),
        }
    }
}
