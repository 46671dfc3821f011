//! The voting method as typed into a form, with an error for every field.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::fields::{MAX_COUNT, choice, whole_number};
use super::{BasisPoints, Quorum, VotingMethod, cap_fault};
use crate::word_enum;

/// The form as typed. `seats` a number; `max_approvals` a number, `none`, or empty for as many
/// as seats; `quorum` like `2/3`; `min_margin_ratio` per cent; the rest a key of its enum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VotingMethodForm {
    pub seats: String,
    pub ballot_form: String,
    pub max_approvals: String,
    pub pass_mark: String,
    pub quorum: String,
    pub tie_at_cut: String,
    pub shortfall: String,
    pub min_margin_ratio: String,
    pub announce: String,
    pub publish_counts: String,
    pub rating_options: String,
    pub prior_review: String,
    pub second_person: String,
    pub issuing: String,
}

const NO_CAP: &str = "none";

word_enum! {
    /// The fields of the form, under the names they have in it and in messages.
    Field {
        Seats = "seats",
        BallotForm = "ballot_form",
        MaxApprovals = "max_approvals",
        PassMark = "pass_mark",
        Quorum = "quorum",
        TieAtCut = "tie_at_cut",
        Shortfall = "shortfall",
        MinMarginRatio = "min_margin_ratio",
        Announce = "announce",
        PublishCounts = "publish_counts",
        RatingOptions = "rating_options",
        PriorReview = "prior_review",
        SecondPerson = "second_person",
        Issuing = "issuing",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldErrorCode {
    Required,
    NotANumber,
    OutOfRange {
        min: u32,
        max: u32,
    },
    TooManyDecimals,
    UnknownChoice,
    /// Not two whole numbers with `/` between, the first not above the second.
    NotARatio,
    /// 地方组织法 art. 14 asks for two thirds.
    BelowTwoThirds,
    RequiredForChooseUpTo,
}

impl FieldErrorCode {
    /// Stable key of the message.
    pub fn key(self) -> &'static str {
        match self {
            FieldErrorCode::Required => "required",
            FieldErrorCode::NotANumber => "not_a_number",
            FieldErrorCode::OutOfRange { .. } => "out_of_range",
            FieldErrorCode::TooManyDecimals => "too_many_decimals",
            FieldErrorCode::UnknownChoice => "unknown_choice",
            FieldErrorCode::NotARatio => "not_a_ratio",
            FieldErrorCode::BelowTwoThirds => "below_two_thirds",
            FieldErrorCode::RequiredForChooseUpTo => "required_for_choose_up_to",
        }
    }

    /// Arguments of the message: numbers.
    pub fn args(self) -> Vec<(&'static str, Value)> {
        match self {
            FieldErrorCode::OutOfRange { min, max } => {
                vec![("min", json!(min)), ("max", json!(max))]
            }
            _ => Vec::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    pub field: Field,
    pub code: FieldErrorCode,
    /// As typed.
    pub value: String,
}

/// Every field at fault, in the order of the form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} fields of the voting method are wrong", .0.len())]
pub struct VotingMethodErrors(pub Vec<FieldError>);

impl VotingMethod {
    /// The form filled with this method.
    pub fn to_form(&self) -> VotingMethodForm {
        VotingMethodForm {
            seats: self.seats.to_string(),
            ballot_form: self.ballot_form.word().to_owned(),
            max_approvals: self.max_approvals.map_or_else(|| NO_CAP.to_owned(), |cap| cap.to_string()),
            pass_mark: self.pass_mark.word().to_owned(),
            quorum: self.quorum.to_string(),
            tie_at_cut: self.tie_at_cut.word().to_owned(),
            shortfall: self.shortfall.word().to_owned(),
            min_margin_ratio: self.min_margin_ratio.to_string(),
            announce: self.announce.word().to_owned(),
            publish_counts: self.publish_counts.word().to_owned(),
            rating_options: self.rating_options.word().to_owned(),
            prior_review: self.prior_review.word().to_owned(),
            second_person: self.second_person.word().to_owned(),
            issuing: self.issuing.word().to_owned(),
        }
    }
}

impl TryFrom<&VotingMethodForm> for VotingMethod {
    type Error = VotingMethodErrors;

    fn try_from(form: &VotingMethodForm) -> Result<VotingMethod, VotingMethodErrors> {
        let mut reader = FormReader(Vec::new());
        let seats = reader.read(Field::Seats, &form.seats, count);
        let ballot_form = reader.read(Field::BallotForm, &form.ballot_form, choice);
        let max_approvals = match typed(&form.max_approvals).as_str() {
            "" => Some(seats),
            NO_CAP => Some(None),
            _ => reader.read(Field::MaxApprovals, &form.max_approvals, count).map(Some),
        };
        if let (Some(form_kind), Some(None)) = (ballot_form, max_approvals)
            && seats.is_some()
            && let Some(code) = cap_fault(form_kind, None)
        {
            reader.fault(Field::MaxApprovals, &form.max_approvals, code);
        }
        let pass_mark = reader.read(Field::PassMark, &form.pass_mark, choice);
        let quorum = reader.read(Field::Quorum, &form.quorum, str::parse::<Quorum>);
        let tie_at_cut = reader.read(Field::TieAtCut, &form.tie_at_cut, choice);
        let shortfall = reader.read(Field::Shortfall, &form.shortfall, choice);
        let min_margin_ratio = reader.read(Field::MinMarginRatio, &form.min_margin_ratio, str::parse::<BasisPoints>);
        let announce = reader.read(Field::Announce, &form.announce, choice);
        let publish_counts = reader.read(Field::PublishCounts, &form.publish_counts, choice);
        let rating_options = reader.read(Field::RatingOptions, &form.rating_options, choice);
        let prior_review = reader.read(Field::PriorReview, &form.prior_review, choice);
        let second_person = reader.read(Field::SecondPerson, &form.second_person, choice);
        let issuing = reader.read(Field::Issuing, &form.issuing, choice);
        let errors = VotingMethodErrors(reader.0);
        if !errors.0.is_empty() {
            return Err(errors);
        }
        let method = || {
            Some(VotingMethod {
                seats: seats?,
                ballot_form: ballot_form?,
                max_approvals: max_approvals?,
                pass_mark: pass_mark?,
                quorum: quorum?,
                tie_at_cut: tie_at_cut?,
                shortfall: shortfall?,
                min_margin_ratio: min_margin_ratio?,
                announce: announce?,
                publish_counts: publish_counts?,
                rating_options: rating_options?,
                prior_review: prior_review?,
                second_person: second_person?,
                issuing: issuing?,
            })
        };
        method().ok_or(errors)
    }
}

impl TryFrom<VotingMethodForm> for VotingMethod {
    type Error = VotingMethodErrors;

    fn try_from(form: VotingMethodForm) -> Result<VotingMethod, VotingMethodErrors> {
        VotingMethod::try_from(&form)
    }
}

struct FormReader(Vec<FieldError>);

impl FormReader {
    fn read<T>(
        &mut self,
        field: Field,
        value: &str,
        parse: impl FnOnce(&str) -> Result<T, FieldErrorCode>,
    ) -> Option<T> {
        let text = typed(value);
        let result = if text.is_empty() { Err(FieldErrorCode::Required) } else { parse(&text) };
        result.map_err(|code| self.fault(field, value, code)).ok()
    }

    fn fault(&mut self, field: Field, value: &str, code: FieldErrorCode) {
        self.0.push(FieldError { field, code, value: value.to_owned() });
    }
}

/// Chinese input methods leave full-width digits and signs behind.
fn typed(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match u32::from(c) {
            code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

fn count(text: &str) -> Result<NonZeroU32, FieldErrorCode> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FieldErrorCode::NotANumber);
    }
    whole_number(text)
        .and_then(NonZeroU32::new)
        .filter(|number| number.get() <= MAX_COUNT)
        .ok_or(FieldErrorCode::OutOfRange { min: 1, max: MAX_COUNT })
}
