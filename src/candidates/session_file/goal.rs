//! What it takes to fulfil a sub-item: its kind, and the target where there is a number.

use std::fmt;
use std::str::FromStr;

use crate::word_enum;

word_enum! {
    SubItemKind {
        Count = "count",
        Rate = "rate",
        Area = "area",
        Length = "length",
        ZeroTarget = "zero_target",
        Title = "title",
        Qualitative = "qualitative",
    }
}

/// What it takes to fulfil a sub-item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    Measured(Target),
    /// 动态清零: none may be left.
    Zero,
    /// An honour or status: won or not.
    Title,
    /// Accepted on evidence.
    Qualitative,
}

impl Goal {
    pub fn kind(&self) -> SubItemKind {
        match self {
            Goal::Measured(target) => match target.measure {
                Measure::Count => SubItemKind::Count,
                Measure::Rate => SubItemKind::Rate,
                Measure::Area => SubItemKind::Area,
                Measure::Length => SubItemKind::Length,
            },
            Goal::Zero => SubItemKind::ZeroTarget,
            Goal::Title => SubItemKind::Title,
            Goal::Qualitative => SubItemKind::Qualitative,
        }
    }

    pub fn operator(&self) -> Option<Operator> {
        match self {
            Goal::Measured(target) => Some(target.operator),
            Goal::Zero => Some(Operator::Eq),
            Goal::Title | Goal::Qualitative => None,
        }
    }

    /// Target as printed, without the unit; `0` for 动态清零.
    pub fn target(&self) -> Option<String> {
        match self {
            Goal::Measured(target) => Some(target.value.to_string()),
            Goal::Zero => Some("0".to_owned()),
            Goal::Title | Goal::Qualitative => None,
        }
    }

    pub fn unit(&self) -> Option<&str> {
        match self {
            Goal::Measured(target) => Some(&target.unit),
            Goal::Zero | Goal::Title | Goal::Qualitative => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub measure: Measure,
    pub operator: Operator,
    /// In `unit`: 3.5 of 万平方米 stays 3.5.
    pub value: Decimal,
    /// As printed, 万 and 亿 included.
    pub unit: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    Count,
    Rate,
    Area,
    Length,
}

word_enum! {
    Operator {
        /// A bare number in the source.
        Eq = "eq",
        /// 以上, 不少于.
        Ge = "ge",
    }
}

/// An exact number ≥ 0, `digits` / 10^`scale`; prints as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: u64,
    scale: u32,
}

impl Decimal {
    pub fn digits(self) -> u64 {
        self.digits
    }

    /// Digits after the point, at most 9.
    pub fn scale(self) -> u32 {
        self.scale
    }

    pub fn is_zero(self) -> bool {
        self.digits == 0
    }
}

impl FromStr for Decimal {
    type Err = NotADecimal;

    /// Up to 9 digits before the point and 9 after it; no sign, no exponent, no leading zero.
    fn from_str(text: &str) -> Result<Decimal, NotADecimal> {
        let (whole, decimals) = match text.split_once('.') {
            Some((_, "")) => return Err(NotADecimal),
            Some(parts) => parts,
            None => (text, ""),
        };
        let digit = |part: &str| part.len() <= 9 && part.bytes().all(|b| b.is_ascii_digit());
        let leading_zero = whole.len() > 1 && whole.starts_with('0');
        if whole.is_empty() || leading_zero || !digit(whole) || !digit(decimals) {
            return Err(NotADecimal);
        }
        Ok(Decimal {
            digits: format!("{whole}{decimals}").parse().map_err(|_| NotADecimal)?,
            scale: u32::try_from(decimals.len()).map_err(|_| NotADecimal)?,
        })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_u64.pow(self.scale);
        let (whole, rest) = (self.digits / unit, self.digits % unit);
        match usize::try_from(self.scale) {
            Ok(width) if width > 0 => write!(f, "{whole}.{rest:0width$}"),
            _ => write!(f, "{whole}"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a plain decimal number")]
pub struct NotADecimal;
