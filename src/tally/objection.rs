//! A scrutineer's objection to a certificate, made instead of signing, and what the presidium rules on it.

use crate::{db::Ts, ids::ScrutineerId, word_enum};

word_enum! {
    RulingKind {
        /// The certificate may stand without this scrutineer's signature; the objection is printed with it.
        Overruled = "overruled",
        /// The round is annulled, and the certificate with it.
        Annulled = "annulled",
    }
}

#[derive(Clone, Debug)]
pub struct Ruling {
    pub kind: RulingKind,
    pub reason: String,
    pub by: String,
    pub at: Ts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an objection with half a ruling")]
pub struct HalfARuling;

impl Ruling {
    /// From what is kept of it: all parts, or none before the presidium has ruled.
    pub fn of_parts(
        parts: (Option<RulingKind>, Option<String>, Option<String>, Option<Ts>),
    ) -> Result<Option<Self>, HalfARuling> {
        match parts {
            (None, None, None, None) => Ok(None),
            (Some(kind), Some(reason), Some(by), Some(at)) => Ok(Some(Self { kind, reason, by, at })),
            _ => Err(HalfARuling),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Objection {
    pub scrutineer: ScrutineerId,
    pub name: String,
    pub chief: bool,
    pub verification_key: String,
    pub reason: String,
    pub raised_at: Ts,
    /// `None` while it blocks.
    pub ruling: Option<Ruling>,
}

impl Objection {
    pub fn is_overruled(&self) -> bool {
        self.ruling.as_ref().is_some_and(|ruling| ruling.kind == RulingKind::Overruled)
    }
}
