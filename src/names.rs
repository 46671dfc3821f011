//! Names as they are compared: one form for what looks the same, and what no name may hold.
//!
//! A name keeps the characters it was written with; only comparing goes by these forms.

use unicode_normalization::UnicodeNormalization;

/// Radicals (U+2E80–U+2EFF) that stand for a character of their own, as texts copied out of a PDF have them: Unicode's
/// `Equivalent_Unified_Ideograph`. Those of U+2F00–U+2FD5 are told by NFKC.
const RADICALS: [(char, char); 114] = [
    ('\u{2e81}', '\u{5382}'),
    ('\u{2e82}', '\u{4e5b}'),
    ('\u{2e83}', '\u{4e5a}'),
    ('\u{2e84}', '\u{4e59}'),
    ('\u{2e85}', '\u{4ebb}'),
    ('\u{2e86}', '\u{5182}'),
    ('\u{2e87}', '\u{20628}'),
    ('\u{2e88}', '\u{5200}'),
    ('\u{2e89}', '\u{5202}'),
    ('\u{2e8a}', '\u{535c}'),
    ('\u{2e8b}', '\u{353e}'),
    ('\u{2e8c}', '\u{5c0f}'),
    ('\u{2e8d}', '\u{5c0f}'),
    ('\u{2e8e}', '\u{5140}'),
    ('\u{2e8f}', '\u{5c23}'),
    ('\u{2e90}', '\u{5c22}'),
    ('\u{2e91}', '\u{21bc2}'),
    ('\u{2e92}', '\u{5df3}'),
    ('\u{2e93}', '\u{5e7a}'),
    ('\u{2e94}', '\u{5f51}'),
    ('\u{2e95}', '\u{5f50}'),
    ('\u{2e96}', '\u{5fc4}'),
    ('\u{2e97}', '\u{5fc3}'),
    ('\u{2e98}', '\u{624c}'),
    ('\u{2e99}', '\u{6535}'),
    ('\u{2e9b}', '\u{65e1}'),
    ('\u{2e9c}', '\u{65e5}'),
    ('\u{2e9d}', '\u{6708}'),
    ('\u{2e9e}', '\u{6b7a}'),
    ('\u{2e9f}', '\u{6bcd}'),
    ('\u{2ea0}', '\u{6c11}'),
    ('\u{2ea1}', '\u{6c35}'),
    ('\u{2ea2}', '\u{6c3a}'),
    ('\u{2ea3}', '\u{706c}'),
    ('\u{2ea4}', '\u{722b}'),
    ('\u{2ea5}', '\u{722b}'),
    ('\u{2ea6}', '\u{4e2c}'),
    ('\u{2ea7}', '\u{725b}'),
    ('\u{2ea8}', '\u{72ad}'),
    ('\u{2ea9}', '\u{738b}'),
    ('\u{2eaa}', '\u{24d14}'),
    ('\u{2eab}', '\u{76ee}'),
    ('\u{2eac}', '\u{793a}'),
    ('\u{2ead}', '\u{793b}'),
    ('\u{2eae}', '\u{25ad7}'),
    ('\u{2eaf}', '\u{7cf9}'),
    ('\u{2eb0}', '\u{7e9f}'),
    ('\u{2eb1}', '\u{7f53}'),
    ('\u{2eb2}', '\u{7f52}'),
    ('\u{2eb3}', '\u{34c1}'),
    ('\u{2eb4}', '\u{5197}'),
    ('\u{2eb5}', '\u{2626b}'),
    ('\u{2eb6}', '\u{7f8a}'),
    ('\u{2eb7}', '\u{2634c}'),
    ('\u{2eb8}', '\u{2634b}'),
    ('\u{2eb9}', '\u{8002}'),
    ('\u{2eba}', '\u{8080}'),
    ('\u{2ebb}', '\u{807f}'),
    ('\u{2ebc}', '\u{8089}'),
    ('\u{2ebd}', '\u{26951}'),
    ('\u{2ebe}', '\u{8279}'),
    ('\u{2ebf}', '\u{8279}'),
    ('\u{2ec0}', '\u{8279}'),
    ('\u{2ec1}', '\u{864e}'),
    ('\u{2ec2}', '\u{8864}'),
    ('\u{2ec3}', '\u{8980}'),
    ('\u{2ec4}', '\u{897f}'),
    ('\u{2ec5}', '\u{89c1}'),
    ('\u{2ec6}', '\u{89d2}'),
    ('\u{2ec7}', '\u{278b2}'),
    ('\u{2ec8}', '\u{8ba0}'),
    ('\u{2ec9}', '\u{8d1d}'),
    ('\u{2eca}', '\u{27fb7}'),
    ('\u{2ecb}', '\u{8f66}'),
    ('\u{2ecc}', '\u{8fb6}'),
    ('\u{2ecd}', '\u{8fb6}'),
    ('\u{2ece}', '\u{8fb6}'),
    ('\u{2ecf}', '\u{9091}'),
    ('\u{2ed0}', '\u{9485}'),
    ('\u{2ed1}', '\u{9577}'),
    ('\u{2ed2}', '\u{9578}'),
    ('\u{2ed3}', '\u{957f}'),
    ('\u{2ed4}', '\u{95e8}'),
    ('\u{2ed5}', '\u{28e0f}'),
    ('\u{2ed6}', '\u{961d}'),
    ('\u{2ed7}', '\u{96e8}'),
    ('\u{2ed8}', '\u{9752}'),
    ('\u{2ed9}', '\u{97e6}'),
    ('\u{2eda}', '\u{9875}'),
    ('\u{2edb}', '\u{98ce}'),
    ('\u{2edc}', '\u{98de}'),
    ('\u{2edd}', '\u{98df}'),
    ('\u{2ede}', '\u{2967f}'),
    ('\u{2edf}', '\u{98e0}'),
    ('\u{2ee0}', '\u{9963}'),
    ('\u{2ee1}', '\u{29810}'),
    ('\u{2ee2}', '\u{9a6c}'),
    ('\u{2ee3}', '\u{9aa8}'),
    ('\u{2ee4}', '\u{9b3c}'),
    ('\u{2ee5}', '\u{9c7c}'),
    ('\u{2ee6}', '\u{9e1f}'),
    ('\u{2ee7}', '\u{5364}'),
    ('\u{2ee8}', '\u{9ea6}'),
    ('\u{2ee9}', '\u{9ec4}'),
    ('\u{2eea}', '\u{9efe}'),
    ('\u{2eeb}', '\u{6589}'),
    ('\u{2eec}', '\u{9f50}'),
    ('\u{2eed}', '\u{6b6f}'),
    ('\u{2eee}', '\u{9f7f}'),
    ('\u{2eef}', '\u{7adc}'),
    ('\u{2ef0}', '\u{9f99}'),
    ('\u{2ef1}', '\u{9f9c}'),
    ('\u{2ef2}', '\u{4e80}'),
    ('\u{2ef3}', '\u{9f9f}'),
];

/// The dots between the parts of a name, as different keyboards write them.
const DOTS: [char; 12] = [
    '\u{b7}', '\u{2022}', '\u{2027}', '\u{2219}', '\u{22c5}', '\u{2e31}', '\u{30fb}', '\u{ff65}', '\u{a78f}',
    '\u{1427}', '\u{387}', '.',
];

/// What the name of a person or a thing is compared by: widths, cases, spaces, middle dots, variants of one character
/// aside.
pub fn same_name(text: &str) -> String {
    one_form(text).filter(|c| !DOTS.contains(c)).collect()
}

/// What a number is compared by: widths, cases and spaces aside.
pub fn same_number(text: &str) -> String {
    one_form(text).collect()
}

/// What two names look alike by that may be meant as one: 第一代表团 and 第1代表团.
pub fn look_alike(text: &str) -> String {
    let mut out = String::new();
    let mut numeral = Numeral::default();
    for c in same_name(text).chars() {
        if !numeral.takes(c) {
            out.push_str(&numeral.ends());
            out.push(c);
        }
    }
    out.push_str(&numeral.ends());
    out
}

fn one_form(text: &str) -> impl Iterator<Item = char> {
    text.nfkc()
        .filter(|c| !is_variation_selector(*c))
        .map(|c| RADICALS.iter().find(|(radical, _)| *radical == c).map_or(c, |(_, meant)| *meant))
        .map(|c| if matches!(c, '\u{25cb}' | '\u{25ef}') { '\u{3007}' } else { c })
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .flat_map(char::to_uppercase)
}

/// A Chinese numeral below 1000 while it is read: what stands so far, and the digit that waits for its rank.
#[derive(Default)]
struct Numeral {
    sum: u32,
    digit: u32,
    written: String,
}

impl Numeral {
    fn takes(&mut self, c: char) -> bool {
        let digit = "〇一二三四五六七八九".chars().zip(0..).find(|(numeral, _)| *numeral == c).map(|(_, value)| value);
        match (digit, c) {
            (Some(digit), _) => self.digit = self.digit.saturating_mul(10).saturating_add(digit),
            (None, '十') => self.rank(10),
            (None, '百') => self.rank(100),
            _ => return false,
        }
        self.written.push(c);
        true
    }

    fn rank(&mut self, rank: u32) {
        self.sum = self.sum.saturating_add(self.digit.max(1).saturating_mul(rank));
        self.digit = 0;
    }

    fn ends(&mut self) -> String {
        let read = std::mem::take(self);
        if read.written.is_empty() { String::new() } else { read.sum.saturating_add(read.digit).to_string() }
    }
}

/// The first character that nobody sees and that makes two equal texts differ.
pub fn invisible(text: &str) -> Option<char> {
    text.chars().find(|c| is_invisible(*c))
}

/// `U+200B`
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Control, zero-width and direction characters, and code points that are no characters.
fn is_invisible(c: char) -> bool {
    let code = u32::from(c);
    c.is_control()
        || code & 0xFFFE == 0xFFFE
        || matches!(code,
            0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180E
            | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFDD0..=0xFDEF | 0xFEFF | 0xFFA0
            | 0xFFF9..=0xFFFB | 0xE0000..=0xE007F)
}

fn is_variation_selector(c: char) -> bool {
    matches!(u32::from(c), 0xFE00..=0xFE0F | 0xE0100..=0xE01EF | 0x180B..=0x180D | 0x180F)
}

/// What stands where a character was lost when a name went through another encoding or a machine without its font.
pub fn lost(name: &str) -> Option<char> {
    const MARKS: [char; 6] = ['\u{fffd}', '?', '？', '□', '■', '〓'];
    name.chars().find(|c| MARKS.contains(c)).or_else(|| name.contains("锟斤拷").then_some('锟'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_name_in_the_forms_of_many_keyboards() {
        for (one, other) in [
            ("买买提\u{b7}吐尔逊", "买买提\u{2022}吐尔逊"),
            ("买买提\u{b7}吐尔逊", "买买提\u{30fb}吐尔逊"),
            ("买买提\u{b7}吐尔逊", "买买提\u{ff65}吐尔逊"),
            ("买买提\u{b7}吐尔逊", "买买提\u{2027}吐尔逊"),
            ("买买提\u{b7}吐尔逊", "买买提．吐尔逊"),
            ("买买提\u{b7}吐尔逊", "买买提 吐尔逊"),
            ("葛\u{e0100}明", "葛明"),
            ("\u{2f08}民", "人民"),
            ("\u{2ee2}明", "马明"),
            ("\u{f9d1}一", "六一"),
            ("Ｌi 明", "LI明"),
            ("王〇", "王○"),
        ] {
            assert_eq!(same_name(one), same_name(other), "{one} {other}");
        }
        for (one, other) in [("王明", "王朋"), ("䶮", "龑"), ("\u{20bb7}田", "吉田"), ("第一团", "第二团")]
        {
            assert_ne!(same_name(one), same_name(other), "{one} {other}");
        }
        assert_ne!(same_number("A.1"), same_number("A1"), "a dot tells numbers apart");
    }

    #[test]
    fn numerals_look_alike_in_both_scripts() {
        for (written, read) in [
            ("第一代表团", "第1代表团"),
            ("第十代表团", "第10代表团"),
            ("第十二代表团", "第12代表团"),
            ("第二十代表团", "第20代表团"),
            ("第一百零三团", "第100零3团"),
            ("第二一团", "第21团"),
            ("紫阳街道", "紫阳街道"),
        ] {
            assert_eq!(look_alike(written), read);
            assert_eq!(look_alike(read), look_alike(written));
        }
        assert_ne!(look_alike("第一代表团"), look_alike("第十一代表团"));
    }

    #[test]
    fn what_was_lost_or_cannot_be_seen_is_found() {
        for name in ["王?", "？明", "王□", "锟斤拷", "\u{fffd}"] {
            assert!(lost(name).is_some(), "{name}");
        }
        assert_eq!(lost("䶮〇龙"), None);
        for (text, found) in
            [("甲\u{200b}", "U+200B"), ("甲\u{202e}乙", "U+202E"), ("\u{fdd0}", "U+FDD0"), ("\u{1fffe}", "U+1FFFE")]
        {
            assert_eq!(invisible(text).map(code_point).as_deref(), Some(found));
        }
        assert_eq!(invisible("葛\u{e0100}明·"), None, "a variant of a character is seen");
    }

    proptest! {
        #[test]
        fn a_form_is_its_own_form(name in "[一-龥a-zA-ZＡ-Ｚ０-９·•・　 ]{0,12}") {
            let once = same_name(&name);
            prop_assert_eq!(same_name(&once), once);
        }
    }
}
