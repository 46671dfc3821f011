//! Chinese words on an English page, marked as such: read out by an English voice they are noise.

/// Elements that hold no other, so that nothing closes them.
const VOID: [&str; 8] = ["area", "br", "hr", "img", "input", "link", "meta", "wbr"];
/// Elements whose text is not laid out, or may hold no element.
const PLAIN: [&str; 8] = ["option", "script", "style", "svg", "template", "textarea", "title", "head"];

/// An element that is open.
struct Open<'a> {
    name: &'a str,
    /// Its text is left as it is: it is Chinese by its own account, or can hold no element.
    as_it_is: bool,
}

/// A page of ours in English, with `lang="zh-CN"` around every run of Chinese that stands in nothing which says so. It is a
/// `bdi`, which no rule of the style sheet takes for one of the page's own elements.
pub fn chinese_marked(html: &str) -> String {
    let mut marked = String::with_capacity(html.len() + html.len() / 16);
    let mut open: Vec<Open> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, tagged) = rest.split_at(at);
        write_text(&mut marked, text, open.last().is_some_and(|within| within.as_it_is));
        let end = if tagged.starts_with("<!--") { tagged.find("-->").map(|end| end + 3) } else { end_of_tag(tagged) };
        let (tag, after) = tagged.split_at(end.unwrap_or(tagged.len()));
        marked.push_str(tag);
        follow(&mut open, tag);
        rest = after;
    }
    write_text(&mut marked, rest, false);
    marked
}

/// Where a tag ends; a `>` within quotes is none.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in tag.char_indices() {
        match (quote, letter) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(mark), _) if mark == letter => quote = None,
            _ => {}
        }
    }
    None
}

fn follow<'a>(open: &mut Vec<Open<'a>>, tag: &'a str) {
    let name = |from: &'a str| from.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    if let Some(closing) = tag.strip_prefix("</") {
        let name = name(closing);
        if let Some(at) = open.iter().rposition(|one| one.name == name) {
            open.truncate(at);
        }
        return;
    }
    let name = name(tag.get(1..).unwrap_or_default());
    if name.is_empty() || VOID.contains(&name) || tag.ends_with("/>") {
        return;
    }
    let within = open.last().is_some_and(|within| within.as_it_is);
    let as_it_is = PLAIN.contains(&name) || within || tag.contains(" lang=\"zh-CN\"");
    open.push(Open { name, as_it_is });
}

fn write_text(marked: &mut String, text: &str, as_it_is: bool) {
    if as_it_is || !text.contains(is_chinese) {
        marked.push_str(text);
        return;
    }
    let mut rest = text;
    while let Some(at) = rest.find(is_chinese) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c| !is_chinese(c) && !joins(c)).unwrap_or(from.len());
        let run = from[..end].trim_end_matches(joins);
        marked.push_str(before);
        marked.push_str("<bdi lang=\"zh-CN\">");
        marked.push_str(run);
        marked.push_str("</bdi>");
        rest = &from[run.len()..];
    }
    marked.push_str(rest);
}

const fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}')
}

/// What may stand within a run of Chinese.
const fn joins(letter: char) -> bool {
    matches!(letter, '\u{2060}' | '、' | '，' | '。' | '：' | '；' | '（' | '）' | '《' | '》' | '·')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_in_english_is_marked_once() {
        for (html, marked) in [
            ("<p>Receipt (回执)</p>", "<p>Receipt (<bdi lang=\"zh-CN\">回执</bdi>)</p>"),
            ("<p lang=\"zh-CN\"><b>赞成</b></p>", "<p lang=\"zh-CN\"><b>赞成</b></p>"),
            ("<p><b lang=\"zh-CN\">甲</b> 乙</p>", "<p><b lang=\"zh-CN\">甲</b> <bdi lang=\"zh-CN\">乙</bdi></p>"),
            ("<p title=\"甲 > 乙\">x</p>", "<p title=\"甲 > 乙\">x</p>"),
            ("<title>票决</title><option>区教育局</option>", "<title>票决</title><option>区教育局</option>"),
            ("<svg><title>码</title></svg>丙", "<svg><title>码</title></svg><bdi lang=\"zh-CN\">丙</bdi>"),
            ("<br>一、二。three", "<br><bdi lang=\"zh-CN\">一、二</bdi>。three"),
            ("<!-- 甲 --><input value=\"乙\">", "<!-- 甲 --><input value=\"乙\">"),
            ("no tag, no Chinese", "no tag, no Chinese"),
            ("应\u{2060}到", "<bdi lang=\"zh-CN\">应\u{2060}到</bdi>"),
        ] {
            assert_eq!(chinese_marked(html), marked);
        }
    }
}
