//! What can be seen of what somebody typed.

/// Neither shown nor of use to anybody: control characters, marks that turn the direction, characters of no width.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

pub fn on_one_line(text: &str) -> String {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let visible: String = visible.chars().filter(|c| !is_invisible(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn on_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(on_one_line).collect();
    let lines = lines.join("\n");
    lines.trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        assert_eq!(on_one_line(" 加装\u{200b}电梯\0 \n三幢 "), "加装电梯 三幢");
        assert_eq!(on_lines("\r\n老人多\u{202e}\r\n\r\n六层楼\n"), "老人多\n\n六层楼");
    }
}
