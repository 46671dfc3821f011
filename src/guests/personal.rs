//! What people give away of themselves without meaning to: the numbers of telephones, of identity cards, of cars.

use crate::word_enum;

word_enum! {
    /// What was found.
    PersonalKind {
        Phone = "phone",
        IdNumber = "id-number",
        Plate = "plate",
    }
}

/// Where in a text it stands, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub kind: PersonalKind,
    pub text: String,
    pub start: usize,
    pub end: usize,
}

/// One character with its half-width form.
struct Sign {
    at: usize,
    end: usize,
    narrow: char,
}

fn signs(text: &str) -> Vec<Sign> {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c).to_ascii_uppercase(),
        c => c.to_ascii_uppercase(),
    };
    text.char_indices().map(|(at, c)| Sign { at, end: at + c.len_utf8(), narrow: narrow(c) }).collect()
}

/// Everything of the kind, in its order.
pub fn find(text: &str) -> Vec<Found> {
    let signs = signs(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        match number_at(&signs, at).or_else(|| plate_at(&signs, at)) {
            Some((kind, end)) => {
                if let (Some(first), Some(last)) = (signs.get(at), signs.get(end - 1)) {
                    let (start, end) = (first.at, last.end);
                    found.push(Found { kind, text: text[start..end].to_owned(), start, end });
                }
                at = end;
            }
            // The rest of a longer number is none that begins in its midst.
            None => {
                let in_number = signs.get(at).is_some_and(|sign| sign.narrow.is_ascii_digit());
                at += 1;
                while in_number && signs.get(at).is_some_and(|sign| sign.narrow.is_ascii_digit()) {
                    at += 1;
                }
            }
        }
    }
    found
}

/// The text with what was found blackened.
pub fn blackened(text: &str) -> String {
    let mut left = String::new();
    let mut from = 0;
    for Found { start, end, .. } in find(text) {
        left += &text[from..start];
        left += "▇▇▇";
        from = end;
    }
    left + &text[from..]
}

/// The longest number from `at` on, of groups of digits with single spaces or hyphens between them, and where it ends; groups that
/// follow it are none of its own.
fn number_at(signs: &[Sign], at: usize) -> Option<(PersonalKind, usize)> {
    let mut digits = String::new();
    let mut found = None;
    let mut next = at;
    loop {
        let from = next;
        while let Some(sign) = signs.get(next).filter(|sign| goes_on(&digits, sign.narrow)) {
            digits.push(sign.narrow);
            next += 1;
        }
        if next == from {
            return found;
        }
        found = kind_of(&digits).map(|kind| (kind, next)).or(found);
        if digits.len() >= ID_DIGITS || !signs.get(next).is_some_and(|sign| matches!(sign.narrow, ' ' | '-')) {
            return found;
        }
        next += 1;
    }
}

/// No number that leads to a person is longer than that of an identity card.
const ID_DIGITS: usize = 18;

fn goes_on(digits: &str, sign: char) -> bool {
    sign.is_ascii_digit() || (sign == 'X' && digits.len() + 1 == ID_DIGITS)
}

fn kind_of(digits: &str) -> Option<PersonalKind> {
    if is_id_number(digits) {
        return Some(PersonalKind::IdNumber);
    }
    is_phone(digits).then_some(PersonalKind::Phone)
}

fn is_phone(digits: &str) -> bool {
    let digits = digits.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(digits);
    let mobile =
        digits.len() == 11 && digits.starts_with('1') && !matches!(digits.as_bytes().get(1), Some(b'0'..=b'2'));
    let fixed = digits.starts_with('0') && (10..=12).contains(&digits.len());
    // Numbers that serve everybody, such as 12345, are shorter; a local one begins with no 0 and 1.
    mobile || fixed
}

/// Eighteen digits whose last proves the others (GB 11643).
fn is_id_number(digits: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let signs: Vec<char> = digits.chars().collect();
    if signs.len() != ID_DIGITS {
        return false;
    }
    let sum: u32 = signs.iter().zip(WEIGHTS).filter_map(|(sign, weight)| Some(sign.to_digit(10)? * weight)).sum();
    let check = usize::try_from(sum % 11).ok().and_then(|at| CHECK.get(at));
    check == signs.get(17)
}

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/// `浙A·12345`, and six signs for cars that run on electricity.
fn plate_at(signs: &[Sign], at: usize) -> Option<(PersonalKind, usize)> {
    if !PROVINCES.contains(signs.get(at)?.narrow) || !signs.get(at + 1)?.narrow.is_ascii_uppercase() {
        return None;
    }
    let mut end = at + 2;
    if matches!(signs.get(end)?.narrow, '·' | ' ' | '-' | '•') {
        end += 1;
    }
    let from = end;
    while signs.get(end).is_some_and(|sign| sign.narrow.is_ascii_alphanumeric()) {
        end += 1;
    }
    let has_digit = signs.get(from..end)?.iter().any(|sign| sign.narrow.is_ascii_digit());
    ((5..=6).contains(&(end - from)) && has_digit).then_some((PersonalKind::Plate, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(&'static str, String)> {
        find(text).into_iter().map(|found| (found.kind.word(), found.text)).collect()
    }

    #[test]
    fn numbers_that_lead_to_a_person_are_found() {
        for (text, kind, number) in [
            ("请打13857112345找我", "phone", "13857112345"),
            ("电话 138-5711-2345。", "phone", "138-5711-2345"),
            ("１３８５７１１２３４５", "phone", "１３８５７１１２３４５"),
            ("0571-87654321", "phone", "0571-87654321"),
            ("+86 13857112345", "phone", "86 13857112345"),
            ("身份证11010519491231002X", "id-number", "11010519491231002X"),
            ("车牌浙A·12345停着", "plate", "浙A·12345"),
            ("浙ad12345", "plate", "浙ad12345"),
        ] {
            assert_eq!(kinds(text), [(kind, number.to_owned())], "{text}");
        }
    }

    #[test]
    fn digits_that_follow_hide_no_number() {
        const PHONE: &str = "13857112345";
        const ID: &str = "11010519491231002X";
        for (text, found) in [
            ("联系13857112345 3幢2单元", vec![("phone", PHONE)]),
            ("13857112345-8001", vec![("phone", PHONE)]),
            ("138 5711 2345 3幢", vec![("phone", "138 5711 2345")]),
            ("+86 13857112345 3幢", vec![("phone", "86 13857112345")]),
            ("0571-87654321 8001", vec![("phone", "0571-87654321")]),
            ("13857112345 13957112345", vec![("phone", PHONE), ("phone", "13957112345")]),
            ("11010519491231002X 13857112345", vec![("id-number", ID), ("phone", PHONE)]),
            ("13857112345 11010519491231002X", vec![("phone", PHONE), ("id-number", ID)]),
            ("2024-10-03 13857112345", vec![("phone", PHONE)]),
            ("501 13857112345 2", vec![("phone", PHONE)]),
        ] {
            let found: Vec<_> = found.into_iter().map(|(kind, number)| (kind, number.to_owned())).collect();
            assert_eq!(kinds(text), found, "{text}");
        }
        assert_eq!(blackened("联系13857112345 3幢2单元"), "联系▇▇▇ 3幢2单元");
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "打12345热线",
            "2024年10月3日",
            "望江街道3幢2单元501室",
            "投资1,200,000元",
            "110105194912310020",
            "1234567890123456789012345",
            "浙江ABC公司",
            "12857112345",
            "",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn what_is_blackened_is_gone_and_nothing_else() {
        assert_eq!(blackened("请打13857112345或浙A12345，谢谢"), "请打▇▇▇或▇▇▇，谢谢");
        assert_eq!(blackened("没有"), "没有");
    }
}
