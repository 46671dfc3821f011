//! The values a voting method is made of.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::form::FieldErrorCode;
use crate::word_enum;

/// Deputies, seats or candidates: larger numbers are typing errors.
pub(super) const MAX_COUNT: u32 = 9_999;

/// A value that is chosen, under its word.
pub(super) fn choice<T: FromStr>(text: &str) -> Result<T, FieldErrorCode> {
    text.parse().map_err(|_| FieldErrorCode::UnknownChoice)
}

word_enum! {
    BallotForm {
        /// 赞成, 反对 or 弃权 for every candidate.
        ApproveEach = "approve_each",
        /// At most `max_approvals` candidates ticked.
        ChooseUpTo = "choose_up_to",
    }
}

word_enum! {
    /// What a candidate must reach to be chosen at all.
    PassMark {
        HalfOfAll = "half_of_all",
        HalfOfPresent = "half_of_present",
        /// Pure top-N: one approval is enough, so that an empty box chooses nothing.
        None = "none",
    }
}

word_enum! {
    TieAtCut {
        RevoteTied = "revote_tied",
        PresidiumDecides = "presidium_decides",
        IncludeAll = "include_all",
    }
}

word_enum! {
    Shortfall {
        AcceptFewer = "accept_fewer",
        FurtherBallot = "further_ballot",
        /// Either of the two, decided when it happens, with the reason recorded.
        PresidiumChooses = "presidium_chooses",
    }
}

word_enum! {
    Announce {
        SameSitting = "same_sitting",
        Separate = "separate",
    }
}

word_enum! {
    PublishCounts {
        Counts = "counts",
        ListOnly = "list_only",
    }
}

word_enum! {
    /// 满意, 基本满意, 不满意, and 弃权 or not.
    RatingOptions {
        WithAbstain = "with_abstain",
        WithoutAbstain = "without_abstain",
    }
}

word_enum! {
    /// Whether the standing committee's deliberation must be on record before a round opens.
    PriorReview {
        Required = "required",
        NotRequired = "not_required",
    }
}

word_enum! {
    /// Whether opening and closing a round takes a second person's confirmation; annulling always does.
    SecondPerson {
        Required = "required",
        NotRequired = "not_required",
    }
}

word_enum! {
    /// How deputies come to their ballots.
    Issuing {
        /// 领票: each makes a code on a device of their own, signed in.
        OwnDevice = "own_device",
        /// 选票码条: each draws a printed code from a tray; no machine ever knows whose it is.
        Slips = "slips",
    }
}

/// Share of the deputies in office that must be present: at least 2/3, at most all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quorum {
    numerator: u32,
    denominator: u32,
}

impl Quorum {
    pub const TWO_THIRDS: Quorum = Quorum { numerator: 2, denominator: 3 };

    pub fn new(numerator: u32, denominator: u32) -> Result<Quorum, FieldErrorCode> {
        if denominator == 0 || numerator > denominator || denominator > MAX_COUNT {
            Err(FieldErrorCode::NotARatio)
        } else if u64::from(numerator) * 3 < u64::from(denominator) * 2 {
            Err(FieldErrorCode::BelowTwoThirds)
        } else {
            Ok(Quorum { numerator, denominator })
        }
    }

    pub fn numerator(self) -> u32 {
        self.numerator
    }

    pub fn denominator(self) -> u32 {
        self.denominator
    }

    /// Fewest deputies that are this share of `in_office`.
    pub fn of(self, in_office: u32) -> u32 {
        let needed = (u64::from(in_office) * u64::from(self.numerator)).div_ceil(u64::from(self.denominator));
        // The ratio is at most one, so the number fits.
        u32::try_from(needed).unwrap_or(in_office)
    }
}

impl fmt::Display for Quorum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl FromStr for Quorum {
    type Err = FieldErrorCode;

    fn from_str(text: &str) -> Result<Quorum, FieldErrorCode> {
        let (numerator, denominator) = text.split_once('/').ok_or(FieldErrorCode::NotARatio)?;
        let number = |digits: &str| whole_number(digits.trim()).ok_or(FieldErrorCode::NotARatio);
        Quorum::new(number(numerator)?, number(denominator)?)
    }
}

impl TryFrom<String> for Quorum {
    type Error = String;

    fn try_from(text: String) -> Result<Quorum, String> {
        text.parse().map_err(|code: FieldErrorCode| code.key().to_owned())
    }
}

impl From<Quorum> for String {
    fn from(quorum: Quorum) -> String {
        quorum.to_string()
    }
}

/// A ratio in hundredths of a per cent: 20 % is 2000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub u32);

impl fmt::Display for BasisPoints {
    /// Per cent without the sign: `20`, `11.8`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 100, self.0 % 100);
        match (rest, rest % 10) {
            (0, _) => write!(f, "{whole}"),
            (_, 0) => write!(f, "{whole}.{}", rest / 10),
            _ => write!(f, "{whole}.{rest:02}"),
        }
    }
}

impl FromStr for BasisPoints {
    type Err = FieldErrorCode;

    /// Reads per cent with at most two decimals, `%` or not: `20`, `11.8`, `20%`.
    fn from_str(text: &str) -> Result<BasisPoints, FieldErrorCode> {
        let text = text.strip_suffix('%').unwrap_or(text).trim_end();
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        if decimals.len() > 2 {
            return Err(FieldErrorCode::TooManyDecimals);
        }
        let whole = whole_number(whole).ok_or(FieldErrorCode::NotANumber)?;
        let decimals = whole_number(&format!("{decimals:0<2}")).ok_or(FieldErrorCode::NotANumber)?;
        if whole > MAX_COUNT {
            return Err(FieldErrorCode::OutOfRange { min: 0, max: MAX_COUNT });
        }
        Ok(BasisPoints(whole * 100 + decimals))
    }
}

pub(super) fn whole_number(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
