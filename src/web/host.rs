//! The host name that a site is asked for by.

use actix_web::{HttpRequest, http::header::HOST};

/// A name or an address as it stands in a `Host` header (RFC 9110 §7.2), without the port, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HostName(String);

/// RFC 1035 §2.3.4.
const LONGEST: usize = 253;

impl HostName {
    /// Reads `vote.example`, `Vote.Example:8443`, `127.0.0.1:8080`, `[::1]:8080`; whatever else a browser cannot ask for
    /// is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (name, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((address, port)) => (address, port),
            None => text.split_once(':').map_or((text, ""), |(name, _)| (name, &text[name.len()..])),
        };
        let port_fits = port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok());
        let name = name.strip_suffix('.').unwrap_or(name).to_lowercase();
        let is_address = name.parse::<std::net::IpAddr>().is_ok();
        let labels_fit = name.split('.').all(|label| {
            let plain = label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
            (1..=63).contains(&label.len()) && plain && !label.starts_with('-') && !label.ends_with('-')
        });
        (port_fits && name.len() <= LONGEST && (is_address || labels_fit)).then_some(Self(name))
    }

    /// The host that was asked for. A proxy hands on `Host`; `X-Forwarded-Host` anybody can send.
    pub fn asked(request: &HttpRequest) -> Option<Self> {
        let named = request.headers().get(HOST).and_then(|host| host.to_str().ok());
        Self::parse(named.or_else(|| request.uri().host())?)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The server's address with this host in the place of its own: scheme and port stay.
    pub fn origin(&self, base_url: &str) -> String {
        let (scheme, rest) = base_url.split_once("://").unwrap_or(("http", base_url));
        let port = rest.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
        let host = if self.0.contains(':') { format!("[{}]", self.0) } else { self.0.clone() };
        match port {
            Some((_, port)) => format!("{scheme}://{host}:{port}"),
            None => format!("{scheme}://{host}"),
        }
    }
}

impl std::fmt::Display for HostName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_host_is_the_same_however_a_browser_writes_it() {
        for (written, name) in [
            ("vote.example", "vote.example"),
            ("Vote.Example:8443", "vote.example"),
            ("vote.example.", "vote.example"),
            ("127.0.0.1:8080", "127.0.0.1"),
            ("[::1]:8080", "::1"),
            ("[::1]", "::1"),
            (" localhost ", "localhost"),
        ] {
            assert_eq!(HostName::parse(written).unwrap().as_str(), name, "{written}");
        }
    }

    #[test]
    fn what_no_browser_can_ask_for_is_no_host() {
        for written in
            ["", ".", "a b", "https://vote.example", "vote.example/x", "a..b", "-a", "a:b", "a:1:2", "投票", "a\u{0}b"]
        {
            assert_eq!(HostName::parse(written), None, "{written:?}");
        }
        assert_eq!(HostName::parse(&"a.".repeat(200)), None);
    }

    #[test]
    fn the_host_is_the_one_that_was_asked_for() {
        let request = |host| TestRequest::default().insert_header(("host", host));
        let asked = |request: TestRequest| HostName::asked(&request.to_http_request());
        assert_eq!(asked(request("Vote.example:8443")), HostName::parse("vote.example"));
        let forwarded = request("vote.example").insert_header(("x-forwarded-host", "other.example"));
        assert_eq!(asked(forwarded), HostName::parse("vote.example"));
        assert_eq!(asked(request("a b")), None);
    }

    #[test]
    fn an_address_keeps_scheme_and_port() {
        let host = HostName::parse("b.example").unwrap();
        assert_eq!(host.origin("https://a.example"), "https://b.example");
        assert_eq!(host.origin("http://127.0.0.1:8080"), "http://b.example:8080");
        assert_eq!(HostName::parse("[::1]").unwrap().origin("http://a.example:81"), "http://[::1]:81");
    }
}
