//! Elections: what is voted on, under which key (§4.9, §4.10).

use rand::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::base58;
use crate::group::{Element, KeyTable};
use crate::hash::{b64_sha256, sha256_hex};
use crate::json;
use crate::trustee::Trustees;

/// The only group of this crate, by its name in the specification (§5).
pub(crate) const GROUP: &str = "Ed25519";

/// A homomorphic question without blank vote (§4.9.1): between `min` and `max` of the `answers` are chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "QuestionText")]
pub struct Question {
    /// Texts of the answers, in the order of the choices of a ballot.
    pub answers: Vec<String>,
    /// Fewest answers a ballot may choose.
    pub min: u32,
    /// Most answers a ballot may choose.
    pub max: u32,
    /// Text of the question.
    pub question: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionText {
    answers: Vec<String>,
    #[serde(default)]
    blank: bool,
    min: u32,
    max: u32,
    question: String,
}

impl TryFrom<QuestionText> for Question {
    type Error = &'static str;

    fn try_from(text: QuestionText) -> Result<Question, &'static str> {
        let QuestionText { answers, blank, min, max, question } = text;
        if blank { Err("blank votes are not supported") } else { Ok(Question { answers, min, max, question }) }
    }
}

/// An election with the bytes it was read from; those bytes are what is hashed, never a rewritten copy.
#[derive(Debug, Clone)]
pub struct Election {
    bytes: Vec<u8>,
    fingerprint: String,
    text: ElectionText,
    key_table: KeyTable,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ElectionText {
    version: u32,
    description: String,
    name: String,
    group: String,
    public_key: Element,
    questions: Vec<Question>,
    uuid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    administrator: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credential_authority: Option<String>,
}

/// Only what decides whether this crate can read the rest.
#[derive(Deserialize)]
struct Preface {
    version: Option<serde_json::Value>,
    group: Option<serde_json::Value>,
    #[serde(default)]
    questions: Vec<serde_json::Value>,
}

/// Why an election is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ElectionError {
    /// Not JSON, or not the structure of §4.10.
    #[error("the election is not readable: {0}")]
    NotReadable(String),
    /// Another `version` than 1.
    #[error("election version {0} is not supported")]
    Version(String),
    /// Another group than Ed25519.
    #[error("group {0} is not supported")]
    Group(String),
    /// Question `question` (from 0) is not homomorphic, or allows blank votes.
    #[error("question {} is of a kind that is not supported", .question + 1)]
    QuestionKind {
        /// Place of the question, from 0.
        question: usize,
    },
    /// No question, no answer, or min > max; in a new election also max greater than the number of answers.
    #[error("question {} cannot be answered", .question + 1)]
    Question {
        /// Place of the question, from 0.
        question: usize,
    },
    /// The uuid is not made of at least 14 Base58 characters.
    #[error("the uuid is not made of at least 14 Base58 characters")]
    Uuid,
    /// The election key is the identity.
    #[error("the election key is the identity")]
    Key,
    /// A control character in a text of a new election.
    #[error("a text holds a control character")]
    ControlCharacter,
}

impl ElectionError {
    /// True if the election may be right, but not for this crate.
    #[must_use]
    pub fn is_unsupported(&self) -> bool {
        matches!(self, Self::Version(_) | Self::Group(_) | Self::QuestionKind { .. })
    }
}

impl Election {
    /// Reads an election and keeps its bytes.
    ///
    /// # Errors
    /// [`ElectionError`]; [`ElectionError::is_unsupported`] tells other kinds of elections from broken ones.
    pub fn parse(bytes: Vec<u8>) -> Result<Election, ElectionError> {
        let not_readable = |e: serde_json::Error| ElectionError::NotReadable(e.to_string());
        let preface: Preface = serde_json::from_slice(&bytes).map_err(not_readable)?;
        preface.check()?;
        let text = serde_json::from_slice(&bytes).map_err(not_readable)?;
        Election::new(bytes, text)
    }

    fn new(bytes: Vec<u8>, text: ElectionText) -> Result<Election, ElectionError> {
        if text.uuid.len() < 14 || !base58::is_base58(&text.uuid) {
            return Err(ElectionError::Uuid);
        }
        if text.public_key.is_identity() {
            return Err(ElectionError::Key);
        }
        if text.questions.is_empty() {
            return Err(ElectionError::Question { question: 0 });
        }
        if let Some(question) = text.questions.iter().position(|q| q.answers.is_empty() || q.min > q.max) {
            return Err(ElectionError::Question { question });
        }
        let key_table = KeyTable::new(&text.public_key);
        Ok(Election { fingerprint: b64_sha256(&bytes), bytes, text, key_table })
    }

    /// The bytes read or written, without final newline.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// φ: Base64 of the SHA-256 of the bytes (§4.10).
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Hexadecimal SHA-256 of the bytes: the name in the archive.
    #[must_use]
    pub fn sha256(&self) -> String {
        sha256_hex(&self.bytes)
    }

    /// The identifier, at least 14 Base58 characters.
    #[must_use]
    pub fn uuid(&self) -> &str {
        &self.text.uuid
    }

    /// The title.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.text.name
    }

    /// The text under the title.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.text.description
    }

    /// Who administers the election, if named.
    #[must_use]
    pub fn administrator(&self) -> Option<&str> {
        self.text.administrator.as_deref()
    }

    /// Who made the credentials, if named.
    #[must_use]
    pub fn credential_authority(&self) -> Option<&str> {
        self.text.credential_authority.as_deref()
    }

    /// The questions, at least one.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.text.questions
    }

    /// y, under which ballots are encrypted.
    #[must_use]
    pub fn public_key(&self) -> &Element {
        &self.text.public_key
    }

    pub(crate) fn key_table(&self) -> &KeyTable {
        &self.key_table
    }
}

impl Preface {
    fn check(&self) -> Result<(), ElectionError> {
        let shown = |value: &Option<serde_json::Value>| value.as_ref().map_or("(none)".to_owned(), ToString::to_string);
        if self.version.as_ref().is_none_or(|version| *version != 1) {
            return Err(ElectionError::Version(shown(&self.version)));
        }
        if self.group.as_ref().and_then(serde_json::Value::as_str) != Some(GROUP) {
            return Err(ElectionError::Group(shown(&self.group)));
        }
        for (question, value) in self.questions.iter().enumerate() {
            let blank = value.get("blank").is_some_and(|b| b.as_bool() != Some(false));
            if blank || value.get("type").is_some() {
                return Err(ElectionError::QuestionKind { question });
            }
        }
        Ok(())
    }
}

/// What an election is made from, once its trustees are known.
#[derive(Debug, Clone, Default)]
pub struct ElectionDraft {
    /// Title.
    pub name: String,
    /// Text under the title.
    pub description: String,
    /// Who administers it.
    pub administrator: Option<String>,
    /// Who made the credentials.
    pub credential_authority: Option<String>,
    /// At least one.
    pub questions: Vec<Question>,
}

impl ElectionDraft {
    /// The election under the trustees' common key, in the one text form of §4.10.
    ///
    /// # Errors
    /// [`ElectionError::Uuid`], [`ElectionError::Question`], [`ElectionError::ControlCharacter`] (line feeds are
    /// allowed).
    pub fn finish(self, uuid: &str, trustees: &Trustees) -> Result<Election, ElectionError> {
        let text = ElectionText {
            version: 1,
            description: self.description,
            name: self.name,
            group: GROUP.to_owned(),
            public_key: *trustees.election_key(),
            questions: self.questions,
            uuid: uuid.to_owned(),
            administrator: self.administrator,
            credential_authority: self.credential_authority,
        };
        let texts = text.questions.iter().flat_map(|q| q.answers.iter().chain([&q.question]));
        let all = texts.chain([&text.name, &text.description]).chain(&text.administrator);
        if all.chain(&text.credential_authority).any(|t| t.chars().any(|c| c.is_control() && c != '\n')) {
            return Err(ElectionError::ControlCharacter);
        }
        let too_many = |q: &Question| usize::try_from(q.max).is_ok_and(|max| max > q.answers.len());
        if let Some(question) = text.questions.iter().position(too_many) {
            return Err(ElectionError::Question { question });
        }
        Election::new(json::canonical(&text), text)
    }
}

/// A new election identifier: 14 Base58 characters.
pub fn new_uuid<R: CryptoRng + ?Sized>(rng: &mut R) -> String {
    base58::random(14, rng)
}
