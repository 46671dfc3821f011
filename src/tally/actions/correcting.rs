//! 更正: drawing a corrigendum up, signing it, putting it in force.

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::Signer;

use super::{
    SignError,
    certifying::{checked_signature, seal_key},
};
use crate::{
    audit::{self, Act, Actor},
    congress::{self, Session},
    db::{DbError, Ts, Tx},
    ids::{CertificateId, CorrigendumId},
    scrutineers::Scrutineer,
    tally::{
        certificate::Certificate,
        certification::{CertificateState, Unagreed, agreed, message_to_seal},
        corrigendum::{Correction, Corrigendum, CorrigendumError, CorrigendumStatus, LONGEST, hash_of},
        store,
    },
    web::{Message, MixedRefusal as Refusal, Secret},
};

#[derive(Debug, thiserror::Error)]
pub enum CorrectError {
    #[error("a certificate that is not certified has nothing to correct")]
    NotCertified,
    #[error("corrigendum {0} is not in force yet")]
    OneIsPending(i32),
    #[error(transparent)]
    Text(#[from] CorrigendumError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for CorrectError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NotCertified => Some("correct-not-certified".into()),
            Self::OneIsPending(number) => Some(Message::new("correct-one-pending").with("number", number)),
            Self::Text(CorrigendumError::NothingChanges) => Some("correct-nothing-changes".into()),
            Self::Text(_) => Some(Message::new("correct-bad-text").with("most", LONGEST)),
            Self::Db(_) => None,
        }
    }
}

/// Numbered, naming the certificate by its hash; signed by the same scrutineers.
pub fn draft_corrigendum(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    certificate: CertificateId,
    correction: &Correction,
) -> Result<CorrigendumId, CorrectError> {
    let status = store::certificate_by_id(tx, certificate)?;
    if !matches!(status.state, CertificateState::Certified | CertificateState::Announced) {
        return Err(CorrectError::NotCertified);
    }
    let earlier = store::corrigenda_of(tx, certificate)?;
    if let Some(pending) = earlier.iter().find(|earlier| earlier.certified_at.is_none()) {
        return Err(CorrectError::OneIsPending(pending.number));
    }
    let certified = Certificate::parse(status.document.as_bytes()).map_err(DbError::corrupt)?;
    let mut signers = certified.document().signers.clone();
    signers.secretariat.clone_from(&actor.name);
    let number = u32::try_from(earlier.len()).map_err(DbError::corrupt)? + 1;
    let date = at.to_date().parse().map_err(DbError::corrupt)?;
    let corrigendum = Corrigendum::draft(&status.number, &status.hash, number, date, correction, signers)?;
    let canonical = corrigendum.canonical_json()?;
    let new = CorrigendumStatus {
        id: CorrigendumId::new(),
        certificate,
        number: i32::try_from(number).map_err(DbError::corrupt)?,
        hash: hash_of(&canonical),
        document: String::from_utf8(canonical).map_err(DbError::corrupt)?,
        drafted_at: at,
        certified_at: None,
        seal: None,
        confirmed_by: None,
    };
    store::insert_corrigendum(tx, &new)?;
    let detail = serde_json::json!({ "corrigendum": number, "hash": new.hash });
    audit::record(tx, actor, at, &Act::new("corrigendum_drafted", &status.number).with(detail))?;
    Ok(new.id)
}

/// A scrutineer's signature, made in the browser from the seed as for the certificate.
pub fn sign_corrigendum(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    scrutineer: &Scrutineer,
    corrigendum: CorrigendumId,
    signature: &str,
) -> Result<(), SignError> {
    let status = store::corrigendum_by_id(tx, corrigendum)?;
    let of = store::certificate_by_id(tx, status.certificate)?;
    if of.session != scrutineer.session || status.certified_at.is_some() {
        return Err(SignError::NotDrafted);
    }
    if store::corrigendum_signatures(tx, corrigendum)?.iter().any(|given| given.scrutineer == scrutineer.id) {
        return Err(SignError::SignedAlready);
    }
    let canonical = checked_signature(scrutineer, &status.hash, signature)?.ok_or(SignError::Wrong)?;
    store::insert_corrigendum_signature(tx, corrigendum, scrutineer.id, &canonical, at)?;
    let detail = serde_json::json!({ "corrigendum": status.number, "hash": status.hash });
    audit::record(tx, actor, at, &Act::new("corrigendum_signed", &of.number).with(detail))?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum CertifyCorrigendumError {
    #[error("it is in force already")]
    Already,
    #[error(transparent)]
    Unagreed(#[from] Unagreed),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for CertifyCorrigendumError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::Already => Some("correct-already".into()),
            Self::Unagreed(why) => Some(why.message()),
            Self::Db(_) => None,
        }
    }
}

/// In force after the last signature, by the secretariat's confirmation; public beside its certificate.
pub fn certify_corrigendum(
    tx: &mut Tx,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    session: &Session,
    corrigendum: CorrigendumId,
) -> Result<(), CertifyCorrigendumError> {
    let status = store::corrigendum_by_id(tx, corrigendum)?;
    if status.certified_at.is_some() {
        return Err(CertifyCorrigendumError::Already);
    }
    let document = Corrigendum::parse(status.document.as_bytes()).map_err(DbError::corrupt)?;
    let signatures = store::corrigendum_signatures(tx, corrigendum)?;
    agreed(&document.signers.keys(), &signatures, &[])?;
    let seal = seal_key(secret).sign(message_to_seal(&status.hash, &signatures, &[]).as_bytes());
    let status = CorrigendumStatus {
        certified_at: Some(at),
        seal: Some(STANDARD.encode(seal.to_bytes())),
        confirmed_by: Some(actor.name.clone()),
        ..status
    };
    store::save_corrigendum(tx, &status)?;
    congress::public_changed(tx, session.congress)?;
    let detail = serde_json::json!({ "corrigendum": status.number, "hash": status.hash });
    audit::record(tx, actor, at, &Act::new("corrigendum_certified", &document.certificate).with(detail))?;
    Ok(())
}
