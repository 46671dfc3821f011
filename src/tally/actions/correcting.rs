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
    web::{Message, Refusal, Refused, Secret},
};

#[derive(Debug, thiserror::Error)]
pub enum CorrectError {
    #[error("a certificate that is not certified has nothing to correct")]
    NotCertified,
    #[error("corrigendum {0} is not in force yet")]
    OneIsPending(String),
    #[error(transparent)]
    Text(#[from] CorrigendumError),
}

impl Refusal for CorrectError {
    fn message(&self) -> Message {
        match self {
            Self::NotCertified => "correct-not-certified".into(),
            Self::OneIsPending(number) => Message::new("correct-one-pending").with("number", number),
            Self::Text(CorrigendumError::NothingChanges) => "correct-nothing-changes".into(),
            Self::Text(_) => Message::new("correct-bad-text").with("most", LONGEST),
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
) -> Result<SignedDocument, Refused<CorrectError>> {
    let certificate = documents::by_id(tx, certificate)?;
    if certificate.kind != DocumentKind::Certificate || certificate.confirmed().is_none() {
        return Err(CorrectError::NotCertified.into());
    }
    let earlier = documents::about(tx, certificate.id)?;
    if let Some(pending) = earlier.iter().find(|earlier| earlier.is_drafted()) {
        return Err(CorrectError::OneIsPending(pending.number.clone()).into());
    }
    let mut signers = certificate.paper::<Certificate>()?.document().signers.clone();
    signers.secretariat.clone_from(&actor.name);
    let number = u32::try_from(earlier.len()).map_err(DbError::corrupt)? + 1;
    let corrigendum = Corrigendum::draft(&certificate.number, &certificate.hash, number, at.day(), correction, signers)
        .map_err(CorrectError::from)?;
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
) -> Result<(), Refused<CertifyError>> {
    documents::certify::<Corrigendum>(tx, secret, actor, at, corrigendum)?;
    Ok(congress::public_changed(tx, session.congress)?)
}
