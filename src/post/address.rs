//! To whom a letter can be sent.

/// An e-mail address as mail servers understand it everywhere: ASCII, in small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnAddress;

impl Address {
    pub fn parse(text: &str) -> Result<Self, NotAnAddress> {
        // As a Chinese keyboard types them.
        let text = text.trim().replace('＠', "@").replace(['。', '．'], ".").to_ascii_lowercase();
        let plain = text.is_ascii() && text.len() <= 254 && !text.contains(['"', '[', ' ', '<', '>', ',']);
        let has_dot = text.rsplit_once('@').is_some_and(|(_, host)| host.contains('.'));
        if plain && has_dot && text.parse::<lettre::Address>().is_ok() { Ok(Self(text)) } else { Err(NotAnAddress) }
    }

    pub fn stored(text: String) -> Self {
        Self(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn an_address_is_what_a_mail_server_understands() {
        assert_eq!(Address::parse(" Zhou.Min@Example.ORG ").unwrap().as_str(), "zhou.min@example.org");
        assert_eq!(Address::parse("zhou＠example。org").unwrap().as_str(), "zhou@example.org");
        let wrong =
            ["", "zhou", "zhou@", "@example.org", "周@例子.中国", "a b@example.org", "a@b", "a@b.c\nBcc: x@y.z"];
        for wrong in wrong.into_iter().chain(["a@example.org,b@example.org", "<a@example.org>", "a@[127.0.0.1]"]) {
            assert!(Address::parse(wrong).is_err(), "{wrong:?}");
        }
        assert!(Address::parse(&format!("{}@example.org", "a".repeat(250))).is_err());
    }
}
