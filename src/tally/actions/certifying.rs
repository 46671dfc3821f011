//! Certifying the certificate, announcing what it says.

use crate::{
    audit::{self, Act, Actor, Deed},
    candidates,
    congress::Session,
    db::{Conn, DbError, Ts, Tx},
    documents::{self, CertifyError, SignedDocument},
    ids::{DocumentId, NoticeId},
    tally::{
        certificate::Certificate,
        count::{Certified, CertifiedWinner},
        notice::{Notice, NoticeFault, NoticeForm},
        store,
    },
    web::{Message, Refusal, Refused, Secret},
};

/// 核验签署: the secretariat's confirmation after the last signature. Whoever calls makes projects of the winners in the
/// same transaction.
pub fn certify(
    tx: &mut Tx,
    secret: &Secret,
    actor: &Actor,
    at: Ts,
    session: &Session,
    certificate: DocumentId,
) -> Result<Certified, Refused<CertifyError>> {
    let (document, certificate) = documents::certify::<Certificate>(tx, secret, actor, at, certificate)?;
    Ok(certified(tx, session, &document, &certificate)?)
}

fn certified(
    conn: &mut Conn,
    session: &Session,
    signed: &SignedDocument,
    certificate: &Certificate,
) -> Result<Certified, DbError> {
    let all = candidates::candidates(conn, session.id)?;
    let document = certificate.document();
    let winners = document
        .chosen
        .iter()
        .map(|chosen| {
            let candidate = all.iter().find(|c| u32::try_from(c.number) == Ok(chosen.number));
            let round = usize::try_from(chosen.round).ok().and_then(|n| document.rounds.get(n.checked_sub(1)?));
            let line = round.and_then(|round| round.projects.iter().find(|line| line.number == chosen.number));
            let (Some(candidate), Some(line)) = (candidate, line) else {
                return Err(DbError::corrupt("a certificate that chooses an unknown candidate"));
            };
            Ok(CertifiedWinner {
                candidate: candidate.id,
                approvals: i32::try_from(line.approve).map_err(DbError::corrupt)?,
                rank: i32::try_from(line.rank).map_err(DbError::corrupt)?,
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(Certified {
        certificate: signed.id,
        hash: signed.hash.clone(),
        congress: session.congress,
        session: session.id,
        year: session.year,
        winners,
    })
}

#[derive(Debug, thiserror::Error)]
pub enum AnnounceError {
    #[error(transparent)]
    Document(#[from] documents::AnnounceError),
    #[error("the notice is not filled in as it must be: {0:?}")]
    Notice(Vec<NoticeFault>),
}

impl Refusal for AnnounceError {
    fn message(&self) -> Message {
        match self {
            Self::Document(refused) => refused.message(),
            Self::Notice(_) => Message::first_of(&self.messages()),
        }
    }

    fn messages(&self) -> Vec<Message> {
        match self {
            Self::Document(refused) => refused.messages(),
            Self::Notice(faults) => faults.iter().map(|fault| fault.message()).collect(),
        }
    }
}

/// 公告: from now on the public sees the result. Whoever calls makes the projects public in the same transaction.
pub fn announce(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    session: &Session,
    certificate: DocumentId,
    typed: &NoticeForm,
) -> Result<(), Refused<AnnounceError>> {
    let (number, day) = typed.read(session, at.day()).map_err(AnnounceError::Notice)?;
    let document = documents::announce(tx, session, at, certificate).map_err(Refused::on_the_way)?;
    let notice = Notice {
        id: NoticeId::new(),
        session: session.id,
        certificate,
        number,
        announced_by: document.paper::<Certificate>()?.presidium(),
        day,
        announced_at: at,
    };
    store::insert_notice(tx, &notice)?;
    let detail = serde_json::json!({ "notice": notice.number.as_str(), "day": day, "hash": document.hash });
    audit::record(tx, actor, at, &Act::new(Deed::ResultAnnounced, &session.name).with(detail))?;
    Ok(())
}
