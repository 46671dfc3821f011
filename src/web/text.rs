//! What a text may hold. One of the databases refuses U+0000, the other keeps it; XML knows neither it nor its like.

use super::Message;

/// Control characters but those that end lines and cells, and code points that are for ever no characters.
fn is_no_text(c: char) -> bool {
    let code = u32::from(c);
    let is_noncharacter = (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe;
    is_noncharacter || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// The fields without what no text holds; and for each that held some, what is said of it.
pub fn cleaned(fields: Vec<(String, String)>) -> (Vec<(String, String)>, Vec<Message>) {
    let mut wrong = Vec::new();
    let cleaned = fields.into_iter().map(|(name, value)| {
        let mut found: Vec<String> =
            value.chars().filter(|c| is_no_text(*c)).map(|c| format!("U+{:04X}", u32::from(c))).collect();
        if found.is_empty() {
            return (name, value);
        }
        found.dedup();
        found.truncate(5);
        wrong.push(Message::new("form-garbled").with("characters", found.join(" ")).at_sent(name.clone()));
        (name, value.chars().filter(|c| !is_no_text(*c)).collect())
    });
    let cleaned = cleaned.collect();
    (cleaned, wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_and_what_is_none_goes() {
        let of = |value: &str| {
            let (fields, wrong) = cleaned(vec![("words".to_owned(), value.to_owned())]);
            (fields.into_iter().map(|(_, value)| value).collect::<String>(), wrong.len())
        };
        for good in ["", "第一行\r\n第二行\t列", "𠮷野家 👩‍👩‍👧 é", "买卖提·艾力", "\u{e000}"]
        {
            assert_eq!(of(good), (good.to_owned(), 0));
        }
        for bad in
            ["\0", "\u{1}", "\u{b}", "\u{7f}", "\u{85}", "\u{fffe}", "\u{ffff}", "\u{fdd0}", "\u{1fffe}", "\u{10ffff}"]
        {
            assert_eq!(of(&format!("进展{bad}顺利")), ("进展顺利".to_owned(), 1), "{bad:?}");
        }
    }
}
