//! Amounts and days as people write them into cells.

use jiff::civil::Date;
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::{CellKind, RawCell};

/// A number ≥ 0 in plain digits, in the unit that was asked for.
pub type Amount = String;

/// Why a cell is no amount in the unit that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoAmount {
    /// A share of 100 of what is counted otherwise.
    Percent,
    /// A spreadsheet made a day of it: 3-5 of a target.
    Day,
    /// A number of something else.
    OtherUnit(String),
    /// 约96, 六所, -1.
    Unreadable,
}

const SHARE: &str = "%";
/// With how many zeros.
const SCALES: [(&str, u32); 3] = [("万", 4), ("亿", 8), ("千", 3)];

impl RawCell {
    /// The amount of `unit` that stands there: 6, 6所, 1.2万, 98.5%, a cell that is shown as a share of 100.
    pub fn amount(&self, unit: &str) -> Result<Amount, NoAmount> {
        let unit = plain(unit);
        match self.kind {
            CellKind::Number | CellKind::Decimal => Ok(self.text.clone()),
            CellKind::Percent if unit == SHARE => Ok(self.text.clone()),
            CellKind::Percent => Err(NoAmount::Percent),
            CellKind::Day => Err(NoAmount::Day),
            CellKind::NotText => Err(NoAmount::Unreadable),
            CellKind::Text => written(&plain(&self.text), &unit),
        }
    }

    /// The day that stands there, as 2024-08-04; whatever else it is, as it was typed.
    pub fn day(&self) -> String {
        if self.kind == CellKind::Day {
            self.text.clone()
        } else {
            day(&self.text).unwrap_or_else(|| self.shown().to_owned())
        }
    }
}

fn plain(text: &str) -> String {
    let narrow: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    narrow.replace(['％', '﹪'], SHARE)
}

fn written(text: &str, unit: &str) -> Result<Amount, NoAmount> {
    let ends = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(text.len());
    let (digits, after) = text.split_at(ends);
    let digits = digits.replace(',', "");
    let well_formed =
        digits.starts_with(|c: char| c.is_ascii_digit()) && digits.ends_with(|c: char| c.is_ascii_digit());
    let number: Decimal = digits.parse().ok().filter(|_| well_formed).ok_or(NoAmount::Unreadable)?;
    if after.is_empty() || after == unit {
        return Ok(digits);
    }
    if after == SHARE {
        return Err(NoAmount::Percent);
    }
    for (scale, zeros) in SCALES {
        let Some(rest) = after.strip_prefix(scale) else { continue };
        let scaled = unit.strip_prefix(scale);
        if rest.is_empty() && scaled.is_some() {
            return Ok(digits);
        }
        if scaled.is_none() && (rest.is_empty() || rest == unit) {
            let whole = number.checked_mul(Decimal::from(10_u64.pow(zeros))).ok_or(NoAmount::Unreadable)?;
            return Ok(whole.normalize().to_string());
        }
    }
    // 1e5 and the like are no amount of anything.
    if after.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Err(NoAmount::Unreadable);
    }
    // Where nothing is said of the unit, any is as good.
    if unit.is_empty() && after.chars().all(char::is_alphabetic) {
        return Ok(digits);
    }
    Err(NoAmount::OtherUnit(after.to_owned()))
}

/// 2024-08-04 of 2024/8/4, 2024年8月4日, 2024.8.4, 20240804.
pub fn day(text: &str) -> Option<String> {
    let text = plain(text);
    let parts: Vec<&str> = if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        vec![text.get(..4)?, text.get(4..6)?, text.get(6..)?]
    } else {
        text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect()
    };
    let [year, month, day] = parts.as_slice() else { return None };
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (year.len() == 4).then(|| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, unit: &str) -> Result<Amount, NoAmount> {
        RawCell { text: text.to_owned(), ..RawCell::default() }.amount(unit)
    }

    #[test]
    fn amounts_are_read_in_their_unit() {
        for (text, unit, amount) in [
            ("6", "所", "6"),
            ("6所", "所", "6"),
            (" ６ 所 ", "所", "6"),
            ("1.2万", "人", "12000"),
            ("1.2万人", "人", "12000"),
            ("1.2万", "万人", "1.2"),
            ("1.2万人", "万人", "1.2"),
            ("3亿", "元", "300000000"),
            ("1,200", "户", "1200"),
            ("98.5%", "%", "98.5"),
            ("98.5％", "%", "98.5"),
            ("3.50", "公里", "3.50"),
            ("3户", "", "3"),
        ] {
            assert_eq!(read(text, unit).as_deref(), Ok(amount), "{text} {unit}");
        }
    }

    #[test]
    fn what_is_no_amount_of_the_unit_is_not_guessed() {
        let other = |unit: &str| NoAmount::OtherUnit(unit.to_owned());
        for (text, unit, why) in [
            ("98.5%", "所", NoAmount::Percent),
            ("6户", "所", other("户")),
            ("5人", "万人", other("人")),
            ("约96", "所", NoAmount::Unreadable),
            ("六所", "所", NoAmount::Unreadable),
            ("-1", "所", NoAmount::Unreadable),
            ("", "所", NoAmount::Unreadable),
            ("1e5", "所", NoAmount::Unreadable),
            ("1.", "所", NoAmount::Unreadable),
            ("1.2.3", "所", NoAmount::Unreadable),
            ("6（含续建）", "所", other("(含续建)")),
        ] {
            assert_eq!(read(text, unit), Err(why), "{text} {unit}");
        }
        let cell = |kind| RawCell { text: "98.5".to_owned(), kind, ..RawCell::default() };
        assert_eq!(cell(CellKind::Percent).amount("%").as_deref(), Ok("98.5"));
        assert_eq!(cell(CellKind::Percent).amount("所"), Err(NoAmount::Percent));
        assert_eq!(cell(CellKind::Day).amount("所"), Err(NoAmount::Day));
    }

    #[test]
    fn days_are_read_in_the_forms_of_offices() {
        for text in ["2024-08-04", "2024/8/4", "2024年8月4日", "2024.8.4", "２０２４年８月４日", "20240804"]
        {
            assert_eq!(day(text).as_deref(), Some("2024-08-04"), "{text}");
        }
        for text in ["2024-13-01", "24-8-4", "8月4日", "昨天", "", "2024年8月"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
