//! A document as it is kept, and how it comes to stand: drafted, certified, announced; or withdrawn.

use super::{
    hex::Sha256Hex,
    paper::{Paper, Signers},
    signature::{Said, Unagreed},
};
use crate::{
    db::{DbError, Ts},
    ids::{DocumentId, RoundId, SessionId},
    word_enum,
};

word_enum! {
    DocumentKind {
        /// 计票报告单
        Certificate = "certificate",
        /// 更正: what mends a mistake in a certified certificate.
        Corrigendum = "corrigendum",
        /// 测评结果报告单
        Rating = "rating",
    }
}

impl DocumentKind {
    /// A corrigendum decides nothing that the presidium could rule on: it is signed by all or is not in force.
    pub fn takes_objections(self) -> bool {
        self != Self::Corrigendum
    }
}

word_enum! {
    /// See docs/states.md.
    DocumentState {
        /// Drawn up; scrutineers compare it and sign.
        Drafted = "drafted",
        /// Signed by all and confirmed.
        Certified = "certified",
        /// 公告: the public sees it.
        Announced = "announced",
        /// Its round was annulled before it was certified: kept, and worth nothing.
        Withdrawn = "withdrawn",
    }
}

/// Who of the secretariat confirmed it and when, and the server's seal of that moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    pub by: String,
    pub at: Ts,
    /// Base64
    pub seal: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Drafted,
    Certified(Confirmed),
    Announced { confirmed: Confirmed, at: Ts },
    Withdrawn { at: Ts },
}

#[derive(Clone, Debug)]
pub struct SignedDocument {
    pub id: DocumentId,
    pub kind: DocumentKind,
    pub session: SessionId,
    pub round: RoundId,
    /// The certificate that a corrigendum mends.
    pub about: Option<DocumentId>,
    /// As its kind is numbered: `2024-1`; the corrigenda of a certificate from 1; the year that is rated.
    pub number: String,
    /// RFC 8785.
    pub text: String,
    /// Of the text.
    pub hash: Sha256Hex,
    pub drafted_at: Ts,
    pub standing: Standing,
}

/// Why a document does not move on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotYet {
    #[error(transparent)]
    Unagreed(#[from] Unagreed),
    #[error("the document is {0} already")]
    Already(DocumentState),
    #[error("the document is not certified")]
    NotCertified,
}

impl SignedDocument {
    pub fn state(&self) -> DocumentState {
        match self.standing {
            Standing::Drafted => DocumentState::Drafted,
            Standing::Certified(_) => DocumentState::Certified,
            Standing::Announced { .. } => DocumentState::Announced,
            Standing::Withdrawn { .. } => DocumentState::Withdrawn,
        }
    }

    /// What it says; its text was written by the same program.
    pub fn paper<P: Paper>(&self) -> Result<P, DbError> {
        P::parse(&self.text).map_err(DbError::corrupt)
    }

    pub fn is_drafted(&self) -> bool {
        self.standing == Standing::Drafted
    }

    pub fn is_announced(&self) -> bool {
        self.state() == DocumentState::Announced
    }

    pub fn is_withdrawn(&self) -> bool {
        self.state() == DocumentState::Withdrawn
    }

    /// Once it is certified; it stays so.
    pub fn confirmed(&self) -> Option<&Confirmed> {
        match &self.standing {
            Standing::Certified(confirmed) | Standing::Announced { confirmed, .. } => Some(confirmed),
            Standing::Drafted | Standing::Withdrawn { .. } => None,
        }
    }

    /// 核验签署: the scrutineers have agreed, and the secretariat confirms.
    pub fn certify(self, signers: &Signers, said: &Said, confirmed: Confirmed) -> Result<Self, NotYet> {
        if !self.is_drafted() {
            return Err(NotYet::Already(self.state()));
        }
        said.agreed(signers)?;
        Ok(Self { standing: Standing::Certified(confirmed), ..self })
    }

    pub fn announce(self, at: Ts) -> Result<Self, NotYet> {
        match self.standing {
            Standing::Certified(confirmed) => Ok(Self { standing: Standing::Announced { confirmed, at }, ..self }),
            Standing::Drafted => Err(NotYet::NotCertified),
            Standing::Announced { .. } | Standing::Withdrawn { .. } => Err(NotYet::Already(self.state())),
        }
    }

    /// Its round is annulled: only before it is certified, since then other things stand on it.
    pub fn withdraw(self, at: Ts) -> Result<Self, NotYet> {
        if self.is_drafted() {
            Ok(Self { standing: Standing::Withdrawn { at }, ..self })
        } else {
            Err(NotYet::Already(self.state()))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use verifiable_ballots::Proof;

    use super::*;
    use crate::{
        documents::{
            hex::VerificationKey,
            inability::Inability,
            objection::{Objection, Ruling, RulingKind},
            paper::Scrutineer,
            signature::{Signature, sealed_message},
        },
        ids::ScrutineerId,
    };

    const AT: fn() -> Ts = || jiff::Timestamp::UNIX_EPOCH.into();

    fn drafted() -> SignedDocument {
        SignedDocument {
            id: DocumentId::new(),
            kind: DocumentKind::Certificate,
            session: SessionId::new(),
            round: RoundId::new(),
            about: None,
            number: "1".into(),
            text: "{}".into(),
            hash: Sha256Hex::of("{}"),
            drafted_at: AT(),
            standing: Standing::Drafted,
        }
    }

    fn key(letter: char) -> VerificationKey {
        letter.to_string().repeat(64).try_into().unwrap()
    }

    fn signers() -> Signers {
        let scrutineer = |letter| Scrutineer { name: "x".into(), chief: false, verification_key: key(letter) };
        Signers { scrutineers: ['a', 'b', 'c'].map(scrutineer).into(), secretariat: "周敏".into() }
    }

    fn proof() -> Proof {
        serde_json::from_str(r#"{"challenge":"12","response":"34"}"#).unwrap()
    }

    fn signed(letters: &[char]) -> Said {
        let signature = |letter: &char| Signature {
            scrutineer: ScrutineerId::new(),
            name: "x".into(),
            chief: false,
            verification_key: key(*letter),
            proof: proof(),
            signed_at: AT(),
        };
        Said { signatures: letters.iter().map(signature).collect(), ..Said::default() }
    }

    fn confirmed() -> Confirmed {
        Confirmed { by: "周敏".into(), at: AT(), seal: String::new() }
    }

    #[test]
    fn nothing_is_certified_before_the_last_scrutineer_has_signed() {
        let certify =
            |document: SignedDocument, letters: &[char]| document.certify(&signers(), &signed(letters), confirmed());
        let one_missing = NotYet::from(Unagreed::Unsigned { missing: 1 });
        assert_eq!(certify(drafted(), &['a', 'b']).unwrap_err(), one_missing);
        assert_eq!(certify(drafted(), &['a', 'b', 'd']).unwrap_err(), one_missing);
        let certified = certify(drafted(), &['c', 'b', 'a']).unwrap();
        assert_eq!(certified.confirmed(), Some(&confirmed()));
        assert!(certify(certified.clone(), &['a', 'b', 'c']).is_err(), "once only");
        assert_eq!(certified.clone().withdraw(AT()).unwrap_err(), NotYet::Already(DocumentState::Certified));
        let announced = certified.announce(AT()).unwrap();
        assert_eq!(announced.confirmed(), Some(&confirmed()));
        assert!(announced.announce(AT()).is_err(), "once only");
        assert_eq!(drafted().announce(AT()).unwrap_err(), NotYet::NotCertified);
        let withdrawn = drafted().withdraw(AT()).unwrap();
        assert!(certify(withdrawn.clone(), &['a', 'b', 'c']).is_err());
        assert!(withdrawn.announce(AT()).is_err());
    }

    #[test]
    fn an_objection_blocks_until_it_is_overruled_and_then_stands_for_the_signature() {
        let ruled = |kind| Some(Ruling { kind, reason: "不影响结果".into(), by: "周敏".into(), at: AT() });
        let certified = |ruling, letters: &[char]| {
            let objection = Objection {
                scrutineer: ScrutineerId::new(),
                name: "x".into(),
                chief: false,
                verification_key: key('c'),
                reason: "票数有疑".into(),
                raised_at: AT(),
                ruling,
            };
            let said = Said { objections: vec![objection], ..signed(letters) };
            drafted().certify(&signers(), &said, confirmed()).map(|document| document.state())
        };
        let blocked = Err(Unagreed::Objected { objections: 1 }.into());
        assert_eq!(certified(None, &['a', 'b']), blocked);
        assert_eq!(certified(ruled(RulingKind::Annulled), &['a', 'b']), blocked);
        assert_eq!(certified(ruled(RulingKind::Overruled), &['a', 'b']), Ok(DocumentState::Certified));
        assert_eq!(certified(ruled(RulingKind::Overruled), &['a']), Err(Unagreed::Unsigned { missing: 1 }.into()));
    }

    #[test]
    fn who_cannot_sign_is_excused_once_another_confirms_it_and_somebody_has_signed() {
        let certified = |confirmed_by: Option<&str>, letters: &[char]| {
            let inability = Inability {
                scrutineer: ScrutineerId::new(),
                name: "x".into(),
                chief: false,
                verification_key: key('c'),
                reason: "密钥丢失".into(),
                declared_by: "x".into(),
                declared_at: AT(),
                confirmed: confirmed_by.map(|by| (by.to_owned(), AT())),
            };
            let said = Said { inabilities: vec![inability], ..signed(letters) };
            drafted().certify(&signers(), &said, confirmed()).map(|document| document.state())
        };
        assert_eq!(certified(None, &['a', 'b']), Err(Unagreed::Unsigned { missing: 1 }.into()));
        assert_eq!(certified(Some("陈志强"), &['a', 'b']), Ok(DocumentState::Certified));
        assert_eq!(certified(Some("陈志强"), &['a']), Err(Unagreed::Unsigned { missing: 1 }.into()));
        assert_eq!(certified(Some("陈志强"), &[]), Err(Unagreed::Unsigned { missing: 3 }.into()), "nobody signed");
    }

    #[test]
    fn the_seal_is_over_the_hash_each_signature_and_each_objection_that_was_overruled() {
        let proof = proof();
        let text = serde_json::to_string(&proof).unwrap();
        let sealed = |overruled: &[(&str, &str, &str)]| {
            let unable = std::iter::empty();
            sealed_message("00", [&proof, &proof].into_iter(), overruled.iter().copied(), unable).unwrap()
        };
        assert_eq!(sealed(&[]), format!("piaojue-seal|00|{text}|{text}"));
        let objection = ("c", "票数有疑", "不影响结果");
        assert_eq!(sealed(&[objection]), format!("piaojue-seal|00|{text}|{text}|objection:c:票数有疑:不影响结果"));
        let unable = [("c", "密钥丢失", "陈志强")].into_iter();
        let sealed = sealed_message("00", [&proof].into_iter(), std::iter::empty(), unable).unwrap();
        assert_eq!(sealed, format!("piaojue-seal|00|{text}|unable:c:密钥丢失:陈志强"));
    }
}
