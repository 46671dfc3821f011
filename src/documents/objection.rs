//! A scrutineer's objection to a document, made instead of signing, and what the presidium rules on it.

use super::hex::VerificationKey;
use crate::{db::Ts, ids::ScrutineerId, word_enum};

word_enum! {
    RulingKind {
        /// The document may stand without this scrutineer's signature; the objection is printed with it.
        Overruled = "overruled",
        /// The round is annulled, and the document with it.
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

#[derive(Clone, Debug)]
pub struct Objection {
    pub scrutineer: ScrutineerId,
    pub name: String,
    pub chief: bool,
    pub verification_key: VerificationKey,
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
