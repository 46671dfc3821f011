//! Signing the certificate, certifying it, announcing it.

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signer, SigningKey};
use verifiable_ballots::{Proof, signature::verify_message};

use crate::{
    audit::{self, Act, Actor},
    candidates,
    congress::{self, Session},
    db::{Conn, DbError, Ts, Tx},
    ids::{CertificateId, NoticeId},
    scrutineers::Scrutineer,
    tally::{
        certificate::{Certificate, CertificateError},
        certification::{CertificateState, CertificateStatus, NotYet, Notice, message_to_seal, message_to_sign},
        count::{Certified, CertifiedWinner},
        store,
    },
    web::{Message, MixedRefusal as Refusal, Secret},
};

#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("the certificate takes no more signatures")]
    NotDrafted,
    #[error("this scrutineer has signed already")]
    SignedAlready,
    #[error("this scrutineer has objected, and the presidium has not ruled")]
    Objected,
    #[error("the signature is not this scrutineer's under this certificate")]
    Wrong,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for SignError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NotDrafted => Some("sign-not-drafted".into()),
            Self::SignedAlready => Some("sign-signed-already".into()),
            Self::Objected => Some("sign-objected".into()),
            Self::Wrong => Some("sign-wrong".into()),
            Self::Db(_) => None,
        }
    }
}

/// A scrutineer's signature, made in the browser from the seed.
pub fn sign_certificate(
    tx: &mut Tx,
    actor: &Actor,
    at: Ts,
    scrutineer: &Scrutineer,
    certificate: CertificateId,
    signature: &str,
) -> Result<(), SignError> {
    let status = store::certificate_by_id(tx, certificate)?;
    if status.session != scrutineer.session || status.state != CertificateState::Drafted {
        return Err(SignError::NotDrafted);
    }
    if store::signatures(tx, certificate)?.iter().any(|given| given.scrutineer == scrutineer.id) {
        return Err(SignError::SignedAlready);
    }
    let objections = store::objections(tx, certificate)?;
    if objections.iter().any(|objection| objection.scrutineer == scrutineer.id && objection.ruling.is_none()) {
        return Err(SignError::Objected);
    }
    let canonical = checked_signature(scrutineer, &status.hash, signature)?.ok_or(SignError::Wrong)?;
    store::insert_signature(tx, certificate, scrutineer.id, &canonical, at)?;
    let detail = serde_json::json!({ "hash": status.hash });
    audit::record(tx, actor, at, &Act::new("certificate_signed", &status.number).with(detail))?;
    Ok(())
}

/// The canonical text of a signature over this hash, if it is this scrutineer's.
pub fn checked_signature(scrutineer: &Scrutineer, hash: &str, signature: &str) -> Result<Option<String>, DbError> {
    let (Ok(proof), Some(share)) = (serde_json::from_str::<Proof>(signature), &scrutineer.share) else {
        return Ok(None);
    };
    let key = share.verification_key.parse().map_err(DbError::corrupt)?;
    let ours = verify_message(&key, &message_to_sign(hash), &proof);
    ours.then(|| serde_json::to_string(&proof).map_err(DbError::corrupt)).transpose()
}

/// What the rest of the system does when a certificate moves on, in the same transaction.
#[derive(Clone, Copy)]
pub struct FollowUp {
    /// 立项: the winners become projects.
    pub promote: fn(&mut Tx, &Certified, Ts) -> Result<(), DbError>,
    /// 公告: what was kept back becomes public.
    pub publish: fn(&mut Tx, CertificateId) -> Result<(), DbError>,
}

#[derive(Debug, thiserror::Error)]
pub enum CertifyError {
    #[error(transparent)]
    NotYet(#[from] NotYet),
    #[error("the certificate does not follow from its counts: {0}")]
    Rules(#[from] CertificateError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for CertifyError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NotYet(NotYet::Unagreed(why)) => Some(why.message()),
            Self::NotYet(_) => Some("certify-already".into()),
            Self::Rules(why) => Some(Message::new("draft-rules").with("why", why)),
            Self::Db(_) => None,
        }
    }
}

/// The key of the server's seal (Ed25519); the public half is printed with every certificate.
pub fn seal_key(secret: &Secret) -> SigningKey {
    SigningKey::from_bytes(&secret.derive("certificate seal", b"ed25519"))
}

pub fn seal_public_key(secret: &Secret) -> String {
    STANDARD.encode(seal_key(secret).verifying_key().as_bytes())
}

/// 核验签署: the secretariat's confirmation after the last signature. The certificate stands and the winners are
/// projects, or neither.
pub fn certify(
    tx: &mut Tx,
    secret: &Secret,
    follow_up: &FollowUp,
    actor: &Actor,
    at: Ts,
    session: &Session,
    certificate: CertificateId,
) -> Result<(), CertifyError> {
    let status = store::certificate_by_id(tx, certificate)?;
    let document = Certificate::parse(status.document.as_bytes())?;
    document.check()?;
    let signatures = store::signatures(tx, certificate)?;
    let objections = store::objections(tx, certificate)?;
    let expected = document.document().signers.keys();
    let seal = seal_key(secret).sign(message_to_seal(&status.hash, &signatures, &objections).as_bytes());
    let seal = STANDARD.encode(seal.to_bytes());
    let status = status.certify(&expected, &signatures, &objections, &actor.name, seal, at)?;
    store::save_certificate(tx, &status)?;
    let certified = certified(tx, session, &status, &document)?;
    if !session.rehearsal {
        (follow_up.promote)(tx, &certified, at)?;
    }
    let detail = serde_json::json!({ "hash": status.hash, "projects": certified.winners.len() });
    audit::record(tx, actor, at, &Act::new("certificate_certified", &status.number).with(detail))?;
    Ok(())
}

fn certified(
    conn: &mut Conn,
    session: &Session,
    status: &CertificateStatus,
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
        certificate: status.id,
        number: status.number.clone(),
        hash: status.hash.clone(),
        congress: session.congress,
        session: session.id,
        year: session.year,
        winners,
    })
}

#[derive(Debug, thiserror::Error)]
pub enum AnnounceError {
    #[error(transparent)]
    NotYet(#[from] NotYet),
    #[error("the notice has no number")]
    NoNumber,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Refusal for AnnounceError {
    fn message(&self) -> Option<Message> {
        match self {
            Self::NotYet(NotYet::NotCertified) => Some("announce-not-certified".into()),
            Self::NotYet(_) => Some("announce-already".into()),
            Self::NoNumber => Some("announce-no-number".into()),
            Self::Db(_) => None,
        }
    }
}

/// 公告: from now on the public sees the result and the projects.
pub fn announce(
    tx: &mut Tx,
    follow_up: &FollowUp,
    actor: &Actor,
    at: Ts,
    session: &Session,
    certificate: CertificateId,
    number: &str,
) -> Result<(), AnnounceError> {
    let number = number.trim();
    if number.is_empty() || number.chars().count() > 40 {
        return Err(AnnounceError::NoNumber);
    }
    let status = store::certificate_by_id(tx, certificate)?.announce()?;
    store::save_certificate(tx, &status)?;
    let notice = Notice {
        id: NoticeId::new(),
        session: session.id,
        certificate,
        number: number.to_owned(),
        announced_by: "大会主席团".to_owned(),
        announced_at: at,
    };
    store::insert_notice(tx, &notice)?;
    if !session.rehearsal {
        (follow_up.publish)(tx, certificate)?;
    }
    congress::public_changed(tx, session.congress)?;
    let detail = serde_json::json!({ "notice": number, "hash": status.hash });
    audit::record(tx, actor, at, &Act::new("result_announced", &session.name).with(detail))?;
    Ok(())
}
