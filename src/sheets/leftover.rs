//! Rows of a sheet that are no rows of its table: titles, sums, notes, signatures. They are never dropped in silence.

use unicode_normalization::UnicodeNormalization;

use super::{RawCell, RawRow};
use crate::word_enum;

word_enum! {
    /// What a row is instead.
    Why {
        /// Above the headings.
        Title = "title",
        /// The headings once more, as on each printed page, or numbers of the columns.
        Heading = "heading",
        /// 小计, 合计.
        Sum = "sum",
        /// A note, a signature, the name of a part.
        Note = "note",
        /// Not shown by the spreadsheet, and left out on request.
        Hidden = "hidden",
        /// Struck through, and left out on request.
        Struck = "struck",
    }
}

/// A row that is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub line: u32,
    pub words: String,
    pub why: Why,
}

/// A column as far as it tells rows from what is none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Names or numbers what the row is about.
    pub label: bool,
    /// A short word alone in this column is a row that was not filled in, not a note.
    pub alone: bool,
    pub known: bool,
}

const SUMS: [&str; 5] = ["小计", "合计", "总计", "共计", "总数"];
/// Before a colon, or alone beside a seal.
const SIGNED: [&str; 21] = [
    "制表",
    "填表",
    "填报",
    "审核",
    "审定",
    "复核",
    "校对",
    "负责人",
    "经办",
    "联系",
    "电话",
    "盖章",
    "签字",
    "签名",
    "签章",
    "日期",
    "备注",
    "注",
    "说明",
    "打印",
    "报送",
];
const LONGEST_LABEL: usize = 24;

/// `None`: a row of the table. `places` and `headings` are by column.
pub(super) fn why(row: &RawRow, places: &[Place], headings: &[String]) -> Option<Why> {
    let filled: Vec<(usize, &RawCell)> =
        row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank() && !cell.spread).collect();
    let (first_at, first) = *filled.first()?;
    let place = |at: usize| places.get(at).copied().unwrap_or(Place { label: false, alone: false, known: false });
    let repeats =
        filled.iter().all(|(at, cell)| headings.get(*at).is_some_and(|heading| *heading == heading_of(&cell.text)));
    let numbers = (1..).zip(&filled).all(|(number, (_, cell))| cell.shown() == format!("{number}"));
    if filled.len() > 1 && (repeats || numbers && filled.len() == headings.iter().filter(|h| !h.is_empty()).count()) {
        return Some(Why::Heading);
    }
    let first_label = (0..places.len()).find(|at| place(*at).label).unwrap_or(0);
    // Whoever has a number may be called 合小计.
    let numbered = filled.iter().any(|(at, cell)| *at == first_label && !is_sum(cell.shown()));
    let is_name = |at: usize, word: &str| numbered && at > first_label && !SUMS.contains(&heading_of(word).as_str());
    let sums = |(at, cell): &(usize, &RawCell)| {
        (place(*at).label || *at <= first_label) && is_sum(cell.shown()) && !is_name(*at, cell.shown())
    };
    if filled.iter().any(sums) {
        return Some(Why::Sum);
    }
    if is_signature(first.shown()) {
        return Some(Why::Note);
    }
    if filled.len() == 1 {
        let (word, own) = (first.shown(), place(first_at));
        let plain = !word.contains([':', '：', '（', '(']) && !word.chars().any(|c| c.is_ascii_digit());
        let in_a_group = row.cells.iter().any(|cell| cell.spread && !cell.is_blank());
        let unfinished = own.known && (in_a_group || own.alone && plain);
        return (!unfinished).then_some(Why::Note);
    }
    None
}

/// A heading without what does not belong to its word: spaces, line breaks, a mark that it must be filled in.
pub(super) fn heading_of(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace() && !matches!(c, '*' | ':')).collect()
}

/// 合计, 小计：24, 第一代表团小计, 共计 3 所, 共25人.
fn is_sum(text: &str) -> bool {
    let text = heading_of(text);
    if text.chars().count() > LONGEST_LABEL {
        return false;
    }
    let counted = text.trim_end_matches([')', '）']);
    let bare = counted
        .trim_end_matches(|c: char| !c.is_ascii_digit())
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '('));
    let units = counted.strip_prefix(bare).unwrap_or_default().chars().filter(|c| !c.is_ascii_digit()).count();
    let ends_in_sum = |text: &str| SUMS.iter().any(|sum| text.ends_with(sum));
    let people = bare == "共" && ["人", "名", "位"].iter().any(|unit| counted.ends_with(unit));
    ends_in_sum(&text) || people || units <= 4 && ends_in_sum(bare) && counted != bare
}

/// 制表人：张三, （盖章）, 注：本表一式两份.
fn is_signature(text: &str) -> bool {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    match text.split_once(':') {
        Some((head, _)) => head.chars().count() <= 8 && SIGNED.iter().any(|word| head.contains(word)),
        None => text.chars().count() <= 12 && ["盖章", "签字", "签名", "签章"].iter().any(|word| text.contains(word)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_told_from_names() {
        for text in [
            "合计",
            "小 计",
            "合计：",
            "合计2人",
            "小计（24人）",
            "第一代表团小计",
            "共 25 人",
            "总计 1,200 万元",
            "共计3所",
            "合计 25",
        ] {
            assert!(is_sum(text), "{text}");
        }
        for text in ["合计划", "总计划编制工程", "王小计划", "小计量仪表更换", "第一代表团", "甲", "共青团路整治", "25"]
        {
            assert!(!is_sum(text), "{text}");
        }
    }

    #[test]
    fn signatures_are_told_from_names() {
        for text in [
            "制表人：张三",
            "审核 : 李四",
            "单位（盖章）",
            "注：本表一式两份",
            "填报日期：2024年1月",
            "单位负责人（签字）",
        ] {
            assert!(is_signature(text), "{text}");
        }
        for text in ["张三", "关注老人", "第一代表团：在城东片", "注册登记改革", "签名墙建设工程和文化长廊改造提升"]
        {
            assert!(!is_signature(text), "{text}");
        }
    }
}
