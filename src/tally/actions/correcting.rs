//! 更正: drawing a corrigendum up, putting it in force.

use crate::{
    audit::Actor,
    congress::{self, Session},
    db::{DbError, Ts, Tx},
    documents::{self, CertifyError, DocumentKind, Draft, SignedDocument},
    ids::DocumentId,
    tally::{
        certificate::Certificate,
        corrigendum::{Correction, Corrigendum, CorrigendumError, LONGEST},
    },
    web::{Message, MixedRefusal, Secret},
};

#[derive(Debug, thiserror::Error)]
pub enum CorrectError {
    #[error("a certificate that is not certified has nothing to correct")]
    NotCertified,
    #[error("corrigendum {0} is not in force yet")]
    OneIsPending(String),
    #[error(transparent)]
    Text(#[from] CorrigendumError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl MixedRefusal for CorrectError {
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
pub fn correct(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    certificate: DocumentId,
    correction: &Correction,
) -> Result<SignedDocument, CorrectError> {
    let certificate = documents::by_id(tx, certificate)?;
    if certificate.kind != DocumentKind::Certificate || certificate.confirmed().is_none() {
        return Err(CorrectError::NotCertified);
    }
    let earlier = documents::about(tx, certificate.id)?;
    if let Some(pending) = earlier.iter().find(|earlier| earlier.is_drafted()) {
        return Err(CorrectError::OneIsPending(pending.number.clone()));
    }
    let mut signers = certificate.paper::<Certificate>()?.document().signers.clone();
    signers.secretariat.clone_from(&actor.name);
    let number = u32::try_from(earlier.len()).map_err(DbError::corrupt)? + 1;
    let corrigendum =
        Corrigendum::draft(&certificate.number, &certificate.hash, number, at.day(), correction, signers)?;
    let on = Draft {
        session: certificate.session,
        round: certificate.round,
        about: Some(certificate.id),
        number: number.to_string(),
    };
    Ok(documents::draft(tx, actor, at, on, &corrigendum)?)
}

/// In force after the last signature, by the secretariat's confirmation; public beside its certificate.
pub fn certify_corrigendum(
    tx: &mut Tx,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    session: &Session,
    corrigendum: DocumentId,
) -> Result<(), CertifyError> {
    documents::certify::<Corrigendum>(tx, secret, actor, at, corrigendum)?;
    Ok(congress::public_changed(tx, session.congress)?)
}
