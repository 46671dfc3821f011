//! The voting method (票决办法): what differs from place to place, as data.
//!
//! It is adopted at a plenary, then frozen and hashed when a round opens. The numbers of votes
//! it asks for follow 地方组织法 art. 14 (two thirds present) and 25 (more than half of all).
//! Never configurable: secret ballot, no proxy, no write-in, one ballot a deputy a round.

mod articles;
mod fields;
mod form;
#[cfg(test)]
mod tests;

use std::fmt;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub use articles::{Article, Occasion, articles};
use fields::MAX_COUNT;
pub use fields::{
    Announce, BallotForm, BasisPoints, Issuing, PassMark, PriorReview, PublishCounts, Quorum, RatingOptions,
    SecondPerson, Shortfall, TieAtCut,
};
pub use form::{Field, FieldError, FieldErrorCode, VotingMethodErrors, VotingMethodForm};

/// A voting method that holds together. Its JSON has the fields of the table of the rules:
/// `quorum` as `"2/3"`, `min_margin_ratio` in basis points, `max_approvals` null for no cap.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Document", into = "Document")]
pub struct VotingMethod {
    seats: NonZeroU32,
    ballot_form: BallotForm,
    max_approvals: Option<NonZeroU32>,
    pass_mark: PassMark,
    quorum: Quorum,
    tie_at_cut: TieAtCut,
    shortfall: Shortfall,
    min_margin_ratio: BasisPoints,
    announce: Announce,
    publish_counts: PublishCounts,
    rating_options: RatingOptions,
    prior_review: PriorReview,
    second_person: SecondPerson,
    issuing: Issuing,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    seats: NonZeroU32,
    ballot_form: BallotForm,
    // Named so that a document cannot leave it out: serde takes a missing Option for null.
    #[serde(deserialize_with = "Option::deserialize")]
    max_approvals: Option<NonZeroU32>,
    pass_mark: PassMark,
    quorum: Quorum,
    tie_at_cut: TieAtCut,
    shortfall: Shortfall,
    min_margin_ratio: BasisPoints,
    announce: Announce,
    publish_counts: PublishCounts,
    rating_options: RatingOptions,
    prior_review: PriorReview,
    // Methods adopted before this field existed do not name it, and keep their hash.
    #[serde(default = "not_required", skip_serializing_if = "is_not_required")]
    second_person: SecondPerson,
    // Likewise.
    #[serde(default = "own_device", skip_serializing_if = "is_own_device")]
    issuing: Issuing,
}

fn own_device() -> Issuing {
    Issuing::OwnDevice
}

fn is_own_device(issuing: &Issuing) -> bool {
    *issuing == Issuing::OwnDevice
}

fn not_required() -> SecondPerson {
    SecondPerson::NotRequired
}

fn is_not_required(second_person: &SecondPerson) -> bool {
    *second_person == SecondPerson::NotRequired
}

impl TryFrom<Document> for VotingMethod {
    type Error = String;

    fn try_from(document: Document) -> Result<VotingMethod, String> {
        let Document {
            seats,
            ballot_form,
            max_approvals,
            pass_mark,
            quorum,
            tie_at_cut,
            shortfall,
            min_margin_ratio,
            announce,
            publish_counts,
            rating_options,
            prior_review,
            second_person,
            issuing,
        } = document;
        if let Some(code) = cap_fault(ballot_form, max_approvals) {
            return Err(format!("max_approvals: {}", code.key()));
        }
        if seats.get() > MAX_COUNT || max_approvals.is_some_and(|cap| cap.get() > MAX_COUNT) {
            return Err("out_of_range".to_owned());
        }
        if min_margin_ratio.0 > MAX_COUNT * 100 + 99 {
            return Err("min_margin_ratio: out_of_range".to_owned());
        }
        Ok(VotingMethod {
            seats,
            ballot_form,
            max_approvals,
            pass_mark,
            quorum,
            tie_at_cut,
            shortfall,
            min_margin_ratio,
            announce,
            publish_counts,
            rating_options,
            prior_review,
            second_person,
            issuing,
        })
    }
}

impl From<VotingMethod> for Document {
    fn from(method: VotingMethod) -> Document {
        Document {
            seats: method.seats,
            ballot_form: method.ballot_form,
            max_approvals: method.max_approvals,
            pass_mark: method.pass_mark,
            quorum: method.quorum,
            tie_at_cut: method.tie_at_cut,
            shortfall: method.shortfall,
            min_margin_ratio: method.min_margin_ratio,
            announce: method.announce,
            publish_counts: method.publish_counts,
            rating_options: method.rating_options,
            prior_review: method.prior_review,
            second_person: method.second_person,
            issuing: method.issuing,
        }
    }
}

fn cap_fault(form: BallotForm, max_approvals: Option<NonZeroU32>) -> Option<FieldErrorCode> {
    (form == BallotForm::ChooseUpTo && max_approvals.is_none()).then_some(FieldErrorCode::RequiredForChooseUpTo)
}

const DEFAULT_SEATS: NonZeroU32 = match NonZeroU32::new(10) {
    Some(seats) => seats,
    None => NonZeroU32::MIN,
};

impl Default for VotingMethod {
    fn default() -> VotingMethod {
        VotingMethod {
            seats: DEFAULT_SEATS,
            ballot_form: BallotForm::ApproveEach,
            max_approvals: Some(DEFAULT_SEATS),
            pass_mark: PassMark::HalfOfAll,
            quorum: Quorum::TWO_THIRDS,
            tie_at_cut: TieAtCut::RevoteTied,
            shortfall: Shortfall::PresidiumChooses,
            min_margin_ratio: BasisPoints(2_000),
            announce: Announce::Separate,
            publish_counts: PublishCounts::Counts,
            rating_options: RatingOptions::WithAbstain,
            prior_review: PriorReview::Required,
            second_person: SecondPerson::Required,
            issuing: Issuing::OwnDevice,
        }
    }
}

impl VotingMethod {
    pub fn seats(&self) -> u32 {
        self.seats.get()
    }

    pub fn ballot_form(&self) -> BallotForm {
        self.ballot_form
    }

    /// Most approvals on one ballot; `None` for no cap, never so with `choose_up_to`.
    pub fn max_approvals(&self) -> Option<u32> {
        self.max_approvals.map(NonZeroU32::get)
    }

    pub fn pass_mark(&self) -> PassMark {
        self.pass_mark
    }

    pub fn quorum(&self) -> Quorum {
        self.quorum
    }

    pub fn tie_at_cut(&self) -> TieAtCut {
        self.tie_at_cut
    }

    pub fn shortfall(&self) -> Shortfall {
        self.shortfall
    }

    pub fn min_margin_ratio(&self) -> BasisPoints {
        self.min_margin_ratio
    }

    pub fn announce(&self) -> Announce {
        self.announce
    }

    pub fn publish_counts(&self) -> PublishCounts {
        self.publish_counts
    }

    pub fn rating_options(&self) -> RatingOptions {
        self.rating_options
    }

    pub fn prior_review(&self) -> PriorReview {
        self.prior_review
    }

    pub fn second_person(&self) -> SecondPerson {
        self.second_person
    }

    pub fn issuing(&self) -> Issuing {
        self.issuing
    }

    /// Fewest deputies present for a round to open (地方组织法 art. 14).
    pub fn quorum_of(&self, in_office: u32) -> u32 {
        self.quorum.of(in_office)
    }

    /// Fewest approvals that pass: strictly more than half (地方组织法 art. 25), so 171 of 340
    /// and of 341; 1 where the method sets no mark.
    pub fn pass_mark_of(&self, in_office: u32, present: u32) -> u32 {
        match self.pass_mark {
            PassMark::HalfOfAll => in_office / 2 + 1,
            PassMark::HalfOfPresent => present / 2 + 1,
            PassMark::None => 1,
        }
    }

    /// Whether a first round with so many candidates may be held under this method. Seats equal
    /// to candidates are lawful; the warnings stop nobody.
    pub fn check_against(&self, candidates: u32) -> Result<Vec<MethodWarning>, MethodConflict> {
        let seats = self.seats();
        if seats > candidates {
            return Err(MethodConflict::SeatsExceedCandidates { seats, candidates });
        }
        if let Some(max_approvals) = self.max_approvals()
            && max_approvals > candidates
        {
            return Err(MethodConflict::ApprovalsExceedCandidates { max_approvals, candidates });
        }
        let surplus = u64::from(candidates - seats) * 10_000;
        let mut warnings = Vec::new();
        if surplus < u64::from(self.min_margin_ratio.0) * u64::from(seats) {
            warnings.push(MethodWarning::MarginBelowMinimum {
                margin: BasisPoints(u32::try_from(surplus / u64::from(seats)).unwrap_or(u32::MAX)),
                minimum: self.min_margin_ratio,
            });
        }
        Ok(warnings)
    }

    /// The document whose hash is adopted: RFC 8785.
    pub fn canonical_json(&self) -> Vec<u8> {
        // Written out, because a serialiser could fail and a hash must not. Keys are in order,
        // no value needs an escape.
        let max_approvals = self.max_approvals.map_or_else(|| "null".to_owned(), |cap| cap.to_string());
        let issuing = match self.issuing {
            Issuing::OwnDevice => "",
            Issuing::Slips => ",\"issuing\":\"slips\"",
        };
        let second_person = match self.second_person {
            SecondPerson::Required => ",\"second_person\":\"required\"",
            SecondPerson::NotRequired => "",
        };
        format!(
            "{{\"announce\":\"{}\",\"ballot_form\":\"{}\"{issuing},\"max_approvals\":{max_approvals},\
             \"min_margin_ratio\":{},\"pass_mark\":\"{}\",\"prior_review\":\"{}\",\
             \"publish_counts\":\"{}\",\"quorum\":\"{}\",\"rating_options\":\"{}\",\
             \"seats\":{}{second_person},\"shortfall\":\"{}\",\"tie_at_cut\":\"{}\"}}",
            self.announce.word(),
            self.ballot_form.word(),
            self.min_margin_ratio.0,
            self.pass_mark.word(),
            self.prior_review.word(),
            self.publish_counts.word(),
            self.quorum,
            self.rating_options.word(),
            self.seats,
            self.shortfall.word(),
            self.tie_at_cut.word(),
        )
        .into_bytes()
    }

    /// SHA-256 of [`VotingMethod::canonical_json`].
    pub fn hash(&self) -> MethodHash {
        MethodHash(Sha256::digest(self.canonical_json()).iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// 64 lower-case hex digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MethodHash(String);

impl MethodHash {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MethodHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for MethodHash {
    type Error = NotAHash;

    fn try_from(text: String) -> Result<MethodHash, NotAHash> {
        let hex = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == 64 && text.bytes().all(hex) { Ok(MethodHash(text)) } else { Err(NotAHash) }
    }
}

impl From<MethodHash> for String {
    fn from(hash: MethodHash) -> String {
        hash.0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 64 lower-case hex digits")]
pub struct NotAHash;

/// Why a method cannot be used with these candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MethodConflict {
    #[error("{seats} seats for {candidates} candidates")]
    SeatsExceedCandidates { seats: u32, candidates: u32 },
    #[error("up to {max_approvals} approvals for {candidates} candidates")]
    ApprovalsExceedCandidates { max_approvals: u32, candidates: u32 },
}

impl MethodConflict {
    pub fn key(self) -> &'static str {
        match self {
            MethodConflict::SeatsExceedCandidates { .. } => "seats_exceed_candidates",
            MethodConflict::ApprovalsExceedCandidates { .. } => "approvals_exceed_candidates",
        }
    }

    pub fn args(self) -> Vec<(&'static str, Value)> {
        match self {
            MethodConflict::SeatsExceedCandidates { seats, candidates } => {
                vec![("seats", json!(seats)), ("candidates", json!(candidates))]
            }
            MethodConflict::ApprovalsExceedCandidates { max_approvals, candidates } => {
                vec![("max_approvals", json!(max_approvals)), ("candidates", json!(candidates))]
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodWarning {
    /// (candidates − seats) / seats, rounded down.
    MarginBelowMinimum { margin: BasisPoints, minimum: BasisPoints },
}

impl MethodWarning {
    pub fn key(self) -> &'static str {
        match self {
            MethodWarning::MarginBelowMinimum { .. } => "margin_below_minimum",
        }
    }

    /// Arguments of the message: per cent as text, `11.8`.
    pub fn args(self) -> Vec<(&'static str, Value)> {
        match self {
            MethodWarning::MarginBelowMinimum { margin, minimum } => {
                vec![("margin", json!(margin.to_string())), ("minimum", json!(minimum.to_string()))]
            }
        }
    }
}
