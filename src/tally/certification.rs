//! How a certificate comes to stand: drafted, signed by every scrutineer, confirmed by the secretariat, announced.

use super::objection::Objection;
use crate::{
    db::Ts,
    ids::{CertificateId, NoticeId, RoundId, ScrutineerId, SessionId},
    web::Message,
    word_enum,
};

word_enum! {
    /// See docs/states.md.
    CertificateState {
        /// Drawn up; scrutineers compare it with the count and sign.
        Drafted = "drafted",
        /// Signed by all and confirmed; the winners are projects.
        Certified = "certified",
        /// 公告: the public sees it.
        Announced = "announced",
        /// Its round was annulled before it was certified: kept, and worth nothing.
        Withdrawn = "withdrawn",
    }
}

/// A certificate as it is kept: its canonical text, and how far it has come.
#[derive(Clone, Debug)]
pub struct CertificateStatus {
    pub id: CertificateId,
    pub session: SessionId,
    pub round: RoundId,
    pub number: String,
    /// RFC 8785.
    pub document: String,
    /// SHA-256 of the document, 64 hex digits.
    pub hash: String,
    pub state: CertificateState,
    pub drafted_at: Ts,
    pub certified_at: Option<Ts>,
    /// The server's Ed25519 seal over hash and signatures, Base64.
    pub seal: Option<String>,
    /// Who of the secretariat confirmed, and when.
    pub confirmed: Option<(String, Ts)>,
    pub withdrawn_at: Option<Ts>,
}

/// One scrutineer's signature (`sigmsg`) over [`message_to_sign`].
#[derive(Clone, Debug)]
pub struct Signature {
    pub scrutineer: ScrutineerId,
    pub name: String,
    pub chief: bool,
    pub verification_key: String,
    /// `{"challenge":…,"response":…}`
    pub signature: String,
    pub signed_at: Ts,
}

#[derive(Clone, Debug)]
pub struct Notice {
    pub id: NoticeId,
    pub session: SessionId,
    pub certificate: CertificateId,
    pub number: String,
    pub announced_by: String,
    pub announced_at: Ts,
}

/// What every scrutineer signs.
pub fn message_to_sign(hash: &str) -> String {
    format!("piaojue-certificate|{hash}")
}

/// What the server seals: the hash and each signature, in the order of the places; and each objection that was
/// overruled, with the ruling.
pub fn message_to_seal(hash: &str, signatures: &[Signature], objections: &[Objection]) -> String {
    let overruled = objections.iter().filter_map(|objection| {
        let ruling = objection.ruling.as_ref()?;
        Some((objection.verification_key.as_str(), objection.reason.as_str(), ruling.reason.as_str()))
    });
    sealed_message(hash, signatures.iter().map(|signature| signature.signature.as_str()), overruled)
}

/// The same from the published file: texts of the signatures; key, reason and ruling of the objections.
pub fn sealed_message<'s, 'o>(
    hash: &str,
    signatures: impl Iterator<Item = &'s str>,
    overruled: impl Iterator<Item = (&'o str, &'o str, &'o str)>,
) -> String {
    let overruled = overruled.map(|(key, reason, ruling)| format!("objection:{key}:{reason}:{ruling}"));
    let all: Vec<String> = signatures.map(ToOwned::to_owned).chain(overruled).collect();
    format!("piaojue-seal|{hash}|{}", all.join("|"))
}

/// Why a certificate cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unagreed {
    #[error("{missing} scrutineers have not signed")]
    Unsigned { missing: usize },
    #[error("{objections} objections wait for the presidium")]
    Objected { objections: usize },
}

impl Unagreed {
    pub fn message(self) -> Message {
        match self {
            Self::Unsigned { missing } => Message::new("certify-unsigned").with("missing", missing),
            Self::Objected { objections } => Message::new("certify-objected").with("objections", objections),
        }
    }
}

/// Every scrutineer named in a certificate, by verification key, has signed it, or objected and was overruled.
pub fn agreed(scrutineers: &[&str], signatures: &[Signature], objections: &[Objection]) -> Result<(), Unagreed> {
    let pending = objections.iter().filter(|objection| !objection.is_overruled()).count();
    if pending > 0 {
        return Err(Unagreed::Objected { objections: pending });
    }
    let signed = |key: &str| signatures.iter().any(|signature| signature.verification_key == key);
    let overruled = |key: &str| objections.iter().any(|objection| objection.verification_key == key);
    match scrutineers.iter().filter(|key| !signed(key) && !overruled(key)).count() {
        0 => Ok(()),
        missing => Err(Unagreed::Unsigned { missing }),
    }
}

/// Why a certificate does not move on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotYet {
    #[error(transparent)]
    Unagreed(#[from] Unagreed),
    #[error("the certificate is {0} already")]
    Already(CertificateState),
    #[error("the certificate is not certified")]
    NotCertified,
}

/// What is published of a certificate beside the scrutineers' words, of the vote or of a rating.
#[derive(Clone, Copy, Debug)]
pub struct Sealed<'a> {
    /// RFC 8785.
    pub document: &'a str,
    /// SHA-256 of the document in hex.
    pub hash: &'a str,
    /// Of the secretariat.
    pub confirmed_by: Option<&'a str>,
    /// Base64 of the server's Ed25519 signature.
    pub seal: Option<&'a str>,
}

impl CertificateStatus {
    pub fn sealed(&self) -> Sealed<'_> {
        Sealed {
            document: &self.document,
            hash: &self.hash,
            confirmed_by: self.confirmed.as_ref().map(|(name, _)| name.as_str()),
            seal: self.seal.as_deref(),
        }
    }

    /// 核验签署: the scrutineers have [`agreed`], and the secretariat confirms.
    pub fn certify(
        self,
        scrutineers: &[&str],
        signatures: &[Signature],
        objections: &[Objection],
        confirmed_by: &str,
        seal: String,
        at: Ts,
    ) -> Result<Self, NotYet> {
        if self.state != CertificateState::Drafted {
            return Err(NotYet::Already(self.state));
        }
        agreed(scrutineers, signatures, objections)?;
        Ok(Self {
            state: CertificateState::Certified,
            certified_at: Some(at),
            seal: Some(seal),
            confirmed: Some((confirmed_by.to_owned(), at)),
            ..self
        })
    }

    pub fn announce(self) -> Result<Self, NotYet> {
        match self.state {
            CertificateState::Certified => Ok(Self { state: CertificateState::Announced, ..self }),
            CertificateState::Drafted => Err(NotYet::NotCertified),
            CertificateState::Announced | CertificateState::Withdrawn => Err(NotYet::Already(self.state)),
        }
    }

    /// Its round is annulled: only before it is certified, since then projects stand on it.
    pub fn withdraw(self, at: Ts) -> Result<Self, NotYet> {
        match self.state {
            CertificateState::Drafted => {
                Ok(Self { state: CertificateState::Withdrawn, withdrawn_at: Some(at), ..self })
            }
            state => Err(NotYet::Already(state)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;
    use crate::tally::objection::{Ruling, RulingKind};

    fn drafted() -> CertificateStatus {
        CertificateStatus {
            id: CertificateId::new(),
            session: SessionId::new(),
            round: RoundId::new(),
            number: "1".into(),
            document: "{}".into(),
            hash: "00".into(),
            state: CertificateState::Drafted,
            drafted_at: jiff::Timestamp::UNIX_EPOCH.into(),
            certified_at: None,
            seal: None,
            confirmed: None,
            withdrawn_at: None,
        }
    }

    fn signature(key: &str) -> Signature {
        Signature {
            scrutineer: ScrutineerId::new(),
            name: "x".into(),
            chief: false,
            verification_key: key.into(),
            signature: "{}".into(),
            signed_at: jiff::Timestamp::UNIX_EPOCH.into(),
        }
    }

    #[test]
    fn nothing_is_certified_before_the_last_scrutineer_has_signed() {
        let at: Ts = jiff::Timestamp::UNIX_EPOCH.into();
        let all = ["a", "b", "c"];
        let two = [signature("a"), signature("b")];
        let refused = drafted().certify(&all, &two, &[], "x", String::new(), at).unwrap_err();
        assert_eq!(refused, Unagreed::Unsigned { missing: 1 }.into());
        let three = [signature("a"), signature("b"), signature("c")];
        let certified = drafted().certify(&all, &three, &[], "x", String::new(), at).unwrap();
        assert_eq!(certified.state, CertificateState::Certified);
        assert!(certified.clone().certify(&all, &three, &[], "x", String::new(), at).is_err(), "once only");
        assert_eq!(certified.clone().withdraw(at).unwrap_err(), NotYet::Already(CertificateState::Certified));
        let announced = certified.announce().unwrap();
        assert!(announced.announce().is_err(), "once only");
        assert_eq!(drafted().announce().unwrap_err(), NotYet::NotCertified);
        let withdrawn = drafted().withdraw(at).unwrap();
        assert!(withdrawn.clone().certify(&all, &three, &[], "x", String::new(), at).is_err());
        assert!(withdrawn.announce().is_err());
    }

    #[test]
    fn an_objection_blocks_until_it_is_overruled_and_then_stands_for_the_signature() {
        let at: Ts = jiff::Timestamp::UNIX_EPOCH.into();
        let ruled = |kind| Ruling { kind, reason: "不影响结果".into(), by: "周敏".into(), at };
        let objection = |ruling| Objection {
            scrutineer: ScrutineerId::new(),
            name: "x".into(),
            chief: false,
            verification_key: "c".into(),
            reason: "票数有疑".into(),
            raised_at: at,
            ruling,
        };
        let two = [signature("a"), signature("b")];
        let certified = |objection: Objection, signatures: &[Signature]| {
            drafted().certify(&["a", "b", "c"], signatures, &[objection], "x", String::new(), at)
        };
        let blocked = Unagreed::Objected { objections: 1 }.into();
        assert_eq!(certified(objection(None), &two).unwrap_err(), blocked);
        assert_eq!(certified(objection(Some(ruled(RulingKind::Annulled))), &two).unwrap_err(), blocked);
        let overruled = objection(Some(ruled(RulingKind::Overruled)));
        assert!(certified(overruled.clone(), &two).is_ok());
        assert_eq!(certified(overruled.clone(), &two[..1]).unwrap_err(), Unagreed::Unsigned { missing: 1 }.into());
        let sealed = message_to_seal("00", &two, std::slice::from_ref(&overruled));
        assert!(sealed.starts_with(&message_to_seal("00", &two, &[])) && sealed.contains("票数有疑"));
    }
}
