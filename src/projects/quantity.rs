//! Exact amounts: quantities in the unit the source prints, money to the fen.

use std::{fmt, iter::Sum, str::FromStr};

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};

use crate::candidates::Goal;

/// An exact number ≥ 0 of the unit it stands beside; prints as it was written: 3.50 stays 3.50.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quantity(Decimal);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a plain number ≥ 0")]
pub struct NotAQuantity;

/// Digits before the point.
pub const MOST_WHOLE: usize = 9;
const MOST_DECIMALS: usize = 6;

impl FromStr for Quantity {
    type Err = NotAQuantity;

    /// Up to 9 digits before the point and 6 after it; no sign, no exponent. Full-width digits and separators of
    /// thousands are understood.
    fn from_str(text: &str) -> Result<Self, NotAQuantity> {
        let narrow: String = text
            .trim()
            .chars()
            .filter(|c| *c != ',' && *c != '，')
            .map(|c| match c {
                '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
                '．' => '.',
                c => c,
            })
            .collect();
        let (whole, decimals) = match narrow.split_once('.') {
            Some((_, "")) => return Err(NotAQuantity),
            Some(parts) => parts,
            None => (narrow.as_str(), ""),
        };
        let digits = |part: &str, most: usize| part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole, MOST_WHOLE) || !digits(decimals, MOST_DECIMALS) {
            return Err(NotAQuantity);
        }
        Decimal::from_str(&narrow).map(Self).map_err(|_| NotAQuantity)
    }
}

impl TryFrom<String> for Quantity {
    type Error = NotAQuantity;
    fn try_from(text: String) -> Result<Self, NotAQuantity> {
        text.parse()
    }
}

impl From<Quantity> for String {
    fn from(quantity: Quantity) -> Self {
        quantity.to_string()
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Quantity {
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// 取得称号 and qualitative sub-items are reported as a share of 100.
    pub const HUNDRED: Self = Self(Decimal::ONE_HUNDRED);

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The point `part` of `whole` along the way from `self` to `to`, to six decimals.
    pub fn toward(self, to: Self, part: i64, whole: i64) -> Self {
        if whole <= 0 {
            return to;
        }
        let step = (to.0 - self.0) * Decimal::from(part) / Decimal::from(whole);
        Self((self.0 + step).round_dp(6).normalize().max(Decimal::ZERO))
    }

    /// To so many decimals, never less.
    pub fn rounded_up(self, decimals: u32) -> Self {
        Self(self.0.round_dp_with_strategy(decimals, RoundingStrategy::AwayFromZero).normalize())
    }

    /// To so many decimals, never more.
    pub fn rounded_down(self, decimals: u32) -> Self {
        Self(self.0.round_dp_with_strategy(decimals, RoundingStrategy::ToZero).normalize())
    }

    /// This as a share of `target`: 100 is all of it. Nothing is left to do where the target is 0.
    pub fn share_of(self, target: Self) -> Percent {
        if target.is_zero() { Percent(Decimal::ONE_HUNDRED) } else { Percent(self.0 * Decimal::ONE_HUNDRED / target.0) }
    }

    /// This less `other`, or 0.
    pub fn less(self, other: Self) -> Self {
        Self((self.0 - other.0).max(Decimal::ZERO).normalize())
    }

    /// With the thousands set apart where it is long: 2,600.
    pub fn grouped(self) -> String {
        group(&self.to_string())
    }
}

fn group(text: &str) -> String {
    let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (at, c) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    match rest {
        Some(rest) => format!("{out}.{rest}"),
        None => out,
    }
}

/// A share of 100; above 100 is over target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(Decimal);

impl Percent {
    pub const ZERO: Self = Self(Decimal::ZERO);
    pub const FULL: Self = Self(Decimal::ONE_HUNDRED);

    /// Averages count no more than 100 of each: an over-full one must not hide one that was missed.
    pub fn capped(self) -> Self {
        Self(self.0.min(Decimal::ONE_HUNDRED))
    }

    pub fn average(shares: &[Self]) -> Self {
        let count = Decimal::from(shares.len());
        let sum: Decimal = shares.iter().map(|share| share.capped().0).sum();
        if count.is_zero() { Self::ZERO } else { Self(sum / count) }
    }

    /// How far this is behind `other` as both are printed, in points; 0 when it is not.
    pub fn behind(self, other: Self) -> Self {
        Self((other.printed() - self.printed()).max(Decimal::ZERO))
    }

    /// To a tenth, as officials round; but what is not all of it is not called 100.
    fn printed(self) -> Decimal {
        let rounded = self.0.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
        if self.0 < Decimal::ONE_HUNDRED && rounded >= Decimal::ONE_HUNDRED {
            return self.0.round_dp_with_strategy(1, RoundingStrategy::ToZero);
        }
        rounded
    }

    pub fn points(points: u32) -> Self {
        Self(Decimal::from(points))
    }

    /// Whole points, rounded down, so that 99.9 is not called 100.
    pub fn whole(self) -> u32 {
        self.0.round_dp_with_strategy(0, RoundingStrategy::ToZero).to_u32().unwrap_or(0)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.printed().normalize().fmt(f)
    }
}

/// An amount of money ≥ 0 in fen; written and read in 万元.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(u64);

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        Self(all.fold(0, |sum, one| sum.saturating_add(one.0)))
    }
}

const FEN_OF_WAN: u64 = 1_000_000;

impl FromStr for Money {
    type Err = NotAQuantity;

    /// 万元, at most six decimals (one fen).
    fn from_str(text: &str) -> Result<Self, NotAQuantity> {
        let wan: Quantity = text.parse()?;
        let fen = wan.0 * Decimal::from(FEN_OF_WAN);
        fen.normalize().to_u64().map(Self).ok_or(NotAQuantity)
    }
}

impl fmt::Display for Money {
    /// In 万元, no needless zeros.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / FEN_OF_WAN, self.0 % FEN_OF_WAN);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{rest:06}").trim_end_matches('0'))
    }
}

impl Money {
    pub fn grouped(self) -> String {
        group(&self.to_string())
    }

    /// This as a share of `whole`: 100 is all of it, also of nothing.
    pub fn share_of(self, whole: Self) -> Percent {
        if whole.0 == 0 {
            return Percent::FULL;
        }
        Percent(Decimal::from(self.0) * Decimal::ONE_HUNDRED / Decimal::from(whole.0))
    }
}

/// What a goal asks for as a quantity, and the unit it is counted in: measured goals bring their own, 清零 counts what
/// is left, the others go by a share of 100.
pub fn target_of(goal: &Goal) -> (Quantity, &str) {
    match goal {
        Goal::Measured(target) => (target.value.to_string().parse().unwrap_or_default(), &target.unit),
        Goal::Zero => (Quantity::ZERO, ""),
        Goal::Title | Goal::Qualitative => (Quantity::HUNDRED, "%"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use proptest::prelude::*;

    use super::*;

    fn q(text: &str) -> Quantity {
        text.parse().unwrap()
    }

    #[test]
    fn a_quantity_prints_as_it_was_written() {
        for text in ["0", "3.5", "3.50", "2600", "999999999.999999"] {
            assert_eq!(q(text).to_string(), text);
        }
        assert_eq!(q(" ２，６００ "), q("2600"));
        assert_eq!(q("1234567.5").grouped(), "1,234,567.5");
    }

    #[test]
    fn what_is_no_plain_number_is_refused() {
        for text in ["", "-1", "+1", "1e3", "1.", ".5", "1.2345678", "1234567890", "一百", "1 2", "NaN"] {
            assert_eq!(text.parse::<Quantity>(), Err(NotAQuantity), "{text}");
        }
    }

    #[test]
    fn money_is_exact_to_the_fen() {
        assert_eq!("1234.56".parse::<Money>().unwrap(), Money(1_234_560_000));
        assert_eq!("0.000001".parse::<Money>().unwrap().to_string(), "0.000001");
        assert_eq!("3500".parse::<Money>().unwrap().grouped(), "3,500");
        assert_eq!("12.50".parse::<Money>().unwrap().to_string(), "12.5");
    }

    #[test]
    fn an_average_is_capped_at_100_each() {
        let shares = [q("300").share_of(q("100")), q("50").share_of(q("100"))];
        assert_eq!(Percent::average(&shares).to_string(), "75");
    }

    #[test]
    fn what_is_behind_is_the_difference_of_what_is_printed() {
        let (planned, actual) = (q("61").share_of(q("100")), q("5").share_of(q("12")));
        assert_eq!((planned.to_string().as_str(), actual.to_string().as_str()), ("61", "41.7"));
        assert_eq!(actual.behind(planned).to_string(), "19.3");
        assert_eq!(q("2").share_of(q("3")).to_string(), "66.7");
        assert_eq!(q("3").share_of(q("3")).to_string(), "100");
        assert_eq!(planned.behind(actual), Percent::ZERO);
    }

    #[test]
    fn a_share_is_never_rounded_up_to_done() {
        assert_eq!(q("2599").share_of(q("2600")).to_string(), "99.9");
        assert_eq!(q("2599").share_of(q("2600")).whole(), 99);
        assert_eq!(q("2").share_of(q("3")).to_string(), "66.7", "as officials write it");
        assert_eq!(q("1").share_of(q("3")).to_string(), "33.3");
    }

    proptest! {
        #[test]
        fn the_way_between_two_amounts_stays_between_them(a in 0_u32..1_000_000, b in 0_u32..1_000_000, part in 0_i64..366) {
            let (from, to) = (q(&a.to_string()), q(&b.to_string()));
            let at = from.toward(to, part, 366);
            prop_assert!(at >= from.min(to) && at <= from.max(to));
        }
    }
}
