//! Acts that span slices, each in one transaction.

use crate::{
    audit::Actor,
    ballots, candidates,
    congress::Session,
    db::{DbError, Ts, Tx},
    documents::{self, DocumentKind},
    ids::DocumentId,
    projects, ratings,
    tally::{self, AnnounceError, NoticeForm},
    web::{Message, Refusal, Refused, Secret},
};

#[derive(Debug, thiserror::Error)]
pub enum CertifyError {
    #[error("an annulment waits for its second person")]
    AnnulmentWaits,
    #[error(transparent)]
    Document(#[from] documents::CertifyError),
}

impl Refusal for CertifyError {
    fn message(&self) -> Message {
        match self {
            Self::AnnulmentWaits => ballots::ANNULMENT_WAITS.into(),
            Self::Document(refused) => refused.message(),
        }
    }
}

/// 核验签署: the document stands and the winners of a certificate are projects (立项), or neither.
pub fn certify(
    tx: &mut Tx,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    session: &Session,
    id: DocumentId,
) -> Result<(), Refused<CertifyError>> {
    let document = documents::by_id(tx, id)?;
    if ballots::annulment_waits(tx, document.round)? {
        return Err(CertifyError::AnnulmentWaits.into());
    }
    match document.kind {
        DocumentKind::Certificate => {
            let certified = tally::certify(tx, secret, actor, at, session, id).map_err(Refused::on_the_way)?;
            if !session.rehearsal {
                projects::promote(tx, at, &certified)?;
            }
        }
        DocumentKind::Corrigendum => {
            tally::certify_corrigendum(tx, secret, actor, at, session, id).map_err(Refused::on_the_way)?;
        }
        DocumentKind::Rating => {
            documents::certify::<ratings::Certificate>(tx, secret, actor, at, id).map_err(Refused::on_the_way)?;
        }
    }
    Ok(())
}

/// 公告: the public sees the result and the projects that follow from it, or the deputies' rating. A corrigendum is public
/// as soon as it is in force.
pub fn announce(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    id: DocumentId,
    notice: &NoticeForm,
) -> Result<(), Refused<AnnounceError>> {
    match documents::by_id(tx, id)?.kind {
        DocumentKind::Certificate => {
            tally::announce(tx, actor, at, session, id, notice)?;
            if !session.rehearsal {
                projects::make_public(tx, id)?;
                let public = projects::public_projects(tx, session.congress)?.into_iter();
                let of_session = public.filter(|project| project.session == session.id);
                let chosen: Vec<_> = of_session.map(|project| project.candidate).collect();
                candidates::vote_is_announced(tx, actor, at, session, &chosen)?;
            }
        }
        DocumentKind::Rating => ratings::announce(tx, actor, at, session, id).map_err(Refused::on_the_way)?,
        DocumentKind::Corrigendum => return Err(DbError::missing().into()),
    }
    Ok(())
}
