//! Addresses with a query.

/// `path?name=value&…`, empty values left out.
pub fn address(path: &str, query: &[(&str, &str)]) -> String {
    let given: Vec<_> = query.iter().filter(|(_, value)| !value.is_empty()).collect();
    match serde_html_form::to_string(given) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leaves_out_what_is_empty_and_escapes_the_rest() {
        assert_eq!(address("/a", &[("q", ""), ("p", "")]), "/a");
        assert_eq!(address("/a", &[("q", "王 &"), ("p", "2")]), "/a?q=%E7%8E%8B+%26&p=2");
    }
}
