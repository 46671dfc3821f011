//! The fields of a certificate, in the words of the rules.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Change, PaperPart, SlipPart};
use crate::congress::voting_method::{MethodHash, VotingMethod};
use crate::documents::{Sha256Hex, Signers};
use crate::tally::outcome::{Attendance, Chosen, Conclusion, Decision, Next, Roll, RoundKind};

/// `chosen` in the order of choosing; `next` is null when the item is settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub format: FormatTag,
    pub congress: String,
    pub session: String,
    pub plenary: String,
    pub date: jiff::civil::Date,
    pub item: String,
    pub method_version: u32,
    pub method_hash: MethodHash,
    pub method: VotingMethod,
    pub roll: Roll,
    pub candidates: Vec<CandidateTitle>,
    /// Of the list as it was sealed; not written where it came by file, from no proposals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_hash: Option<Sha256Hex>,
    /// Written only where list, roll or method were changed after a void round; all else here is what the last round was held under.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    pub rounds: Vec<RoundDocument>,
    pub chosen: Vec<Chosen>,
    pub next: Option<Next>,
    pub signers: Signers,
    /// Where the list of what was done ended when this was drawn up; not written before there was a seal on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit: Option<AuditEnd>,
}

/// The end of the audit list: how many entries, and the hash of the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditEnd {
    pub entries: u32,
    pub head: Sha256Hex,
}

/// Always `piaojue-certificate-1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatTag;

impl FormatTag {
    pub const TEXT: &str = "piaojue-certificate-1";
}

impl Serialize for FormatTag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(FormatTag::TEXT)
    }
}

impl<'de> Deserialize<'de> for FormatTag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FormatTag, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == FormatTag::TEXT { Ok(FormatTag) } else { Err(serde::de::Error::custom("unknown format")) }
    }
}

/// Ballot number and title of a candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CandidateTitle {
    pub number: u32,
    pub title: String,
}

/// One round: 应到, 请假, 实到 in `attendance`; 发出, 收回, 未投, 有效, 无效 in ballots. Ballots on
/// which everybody abstained are not counted apart: a sealed box does not show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundDocument {
    /// From 1.
    pub number: u32,
    pub kind: RoundKind,
    pub seats: u32,
    pub max_approvals: Option<u32>,
    pub attendance: Attendance,
    /// Fewest deputies present.
    pub quorum: u32,
    pub quorum_met: bool,
    pub issued: u32,
    pub returned: u32,
    pub not_cast: u32,
    pub valid: u32,
    pub void: u32,
    pub void_reasons: Vec<VoidBallots>,
    /// Fewest approvals that pass; null in a re-vote.
    pub pass_mark: Option<u32>,
    /// By ballot number; empty in a void round.
    pub projects: Vec<ProjectLine>,
    pub conclusion: Conclusion,
    pub decision: Option<Decision>,
    /// The presidium's word by which a later round was held; not written for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordered: Option<String>,
    /// Written only for a round that the presidium annulled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annulment: Option<Annulment>,
    /// Written only where some voted on paper; these ballots are among those counted above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<PaperPart>,
    /// Written only where deputies drew slips.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slips: Option<SlipPart>,
    /// Null for a round that was annulled before its box was opened for ballots.
    #[serde(deserialize_with = "Option::deserialize")]
    pub archive: Option<Archive>,
}

/// Why a round was annulled, who of the staff recorded it and who confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annulment {
    pub reason: String,
    pub by: String,
    pub confirmed: String,
}

/// So many void ballots, for a reason as the scrutineers word it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoidBallots {
    pub reason: String,
    pub ballots: u32,
}

/// One candidate in one round; the title stands in [`Document::candidates`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectLine {
    pub number: u32,
    pub approve: u32,
    pub oppose: u32,
    pub abstain: u32,
    pub over_mark: bool,
    pub rank: u32,
    pub chosen: bool,
    /// Rank shared by those tied at the cut.
    pub tie_group: Option<u32>,
}

/// The sealed box of a round: φ of its election, hash of its last event, and the fingerprint of
/// the list of keys it accepted ballots from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    pub election: Fingerprint,
    pub last_event: Fingerprint,
    pub key_list: Fingerprint,
}

/// A SHA-256 as 64 lower-case hex digits, or as 43 characters of Base64 without padding.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither 64 hex digits nor 43 characters of Base64")]
pub struct NotAFingerprint;

impl Fingerprint {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = NotAFingerprint;

    fn try_from(text: String) -> Result<Fingerprint, NotAFingerprint> {
        let is_hex = Sha256Hex::try_from(text.clone()).is_ok();
        if is_hex || is_base64_of_32_bytes(&text) { Ok(Fingerprint(text)) } else { Err(NotAFingerprint) }
    }
}

impl From<Fingerprint> for String {
    fn from(text: Fingerprint) -> String {
        text.0
    }
}

/// The last of 43 characters carries four bits, so its lower two are zero.
fn is_base64_of_32_bytes(text: &str) -> bool {
    text.len() == 43
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
        && text.ends_with(|c| "AEIMQUYcgkosw048".contains(c))
}

/// Path to the first place where two documents differ.
pub(super) fn first_difference(left: &Value, right: &Value) -> String {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            let differs = left.keys().chain(right.keys()).find(|key| left.get(*key) != right.get(*key));
            let Some(key) = differs else {
                return String::new();
            };
            match (left.get(key), right.get(key)) {
                (Some(left), Some(right)) => match first_difference(left, right) {
                    rest if rest.is_empty() || rest.starts_with('[') => format!("{key}{rest}"),
                    rest => format!("{key}.{rest}"),
                },
                _ => key.clone(),
            }
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let differs = (0..).zip(left.iter().zip(right)).find(|(_, (left, right))| left != right);
            let Some((index, (left, right))) = differs else {
                return String::new();
            };
            let index: usize = index;
            match first_difference(left, right) {
                rest if rest.is_empty() || rest.starts_with('[') => format!("[{index}]{rest}"),
                rest => format!("[{index}].{rest}"),
            }
        }
        _ => String::new(),
    }
}
