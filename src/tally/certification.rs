//! How a certificate comes to stand: drafted, signed by every scrutineer, confirmed by the secretariat, announced.

use crate::{
    db::Ts,
    ids::{CertificateId, NoticeId, RoundId, ScrutineerId, SessionId},
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

/// What the server seals: the hash and each signature, in the order of the places.
pub fn message_to_seal(hash: &str, signatures: &[Signature]) -> String {
    let signed: Vec<&str> = signatures.iter().map(|s| s.signature.as_str()).collect();
    format!("piaojue-seal|{hash}|{}", signed.join("|"))
}

/// Why a certificate does not move on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotYet {
    #[error("{missing} scrutineers have not signed")]
    Unsigned { missing: usize },
    #[error("the certificate is {0} already")]
    Already(CertificateState),
    #[error("the certificate is not certified")]
    NotCertified,
}

impl CertificateStatus {
    /// 核验签署: every scrutineer of the session has signed, and the secretariat confirms.
    pub fn certify(
        self,
        scrutineers: usize,
        signatures: &[Signature],
        confirmed_by: &str,
        seal: String,
        at: Ts,
    ) -> Result<Self, NotYet> {
        if self.state != CertificateState::Drafted {
            return Err(NotYet::Already(self.state));
        }
        if signatures.len() < scrutineers {
            return Err(NotYet::Unsigned { missing: scrutineers - signatures.len() });
        }
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
            CertificateState::Announced => Err(NotYet::Already(self.state)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

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
        }
    }

    fn signature() -> Signature {
        Signature {
            scrutineer: ScrutineerId::new(),
            name: "x".into(),
            chief: false,
            verification_key: String::new(),
            signature: "{}".into(),
            signed_at: jiff::Timestamp::UNIX_EPOCH.into(),
        }
    }

    #[test]
    fn nothing_is_certified_before_the_last_scrutineer_has_signed() {
        let at: Ts = jiff::Timestamp::UNIX_EPOCH.into();
        let two = [signature(), signature()];
        let refused = drafted().certify(3, &two, "x", String::new(), at).unwrap_err();
        assert_eq!(refused, NotYet::Unsigned { missing: 1 });
        let three = [signature(), signature(), signature()];
        let certified = drafted().certify(3, &three, "x", String::new(), at).unwrap();
        assert_eq!(certified.state, CertificateState::Certified);
        assert!(certified.clone().certify(3, &three, "x", String::new(), at).is_err(), "once only");
        let announced = certified.announce().unwrap();
        assert!(announced.announce().is_err(), "once only");
        assert_eq!(drafted().announce().unwrap_err(), NotYet::NotCertified);
    }
}
