//! Letters by SMTP, through the one server that the configuration names.

use std::time::Duration;

use lettre::{
    Message, SmtpTransport, Transport,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0},
    },
};

/// Shorter than a lease on a letter, so that a slow server does not get it twice.
const PATIENCE: Duration = Duration::from_secs(20);

/// Who sends, and through which server.
#[derive(Clone)]
pub struct Mailer {
    transport: SmtpTransport,
    from: Mailbox,
}

/// What goes out.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'a> {
    /// Names the letter; the same at every attempt.
    pub id: uuid::Uuid,
    pub to: &'a str,
    pub subject: &'a str,
    pub body: &'a str,
    /// Where a POST stops all further letters (RFC 8058).
    pub stop: Option<&'a str>,
}

#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("PIAOJUE_SMTP_URL must look like smtps://user:password@mail.example or smtp://127.0.0.1:25: {0}")]
    Server(String),
    #[error("PIAOJUE_MAIL_FROM must look like 票决 <no-reply@mail.example>: {0}")]
    From(String),
    /// The server says that it never will.
    #[error("refused: {0}")]
    Refused(String),
    #[error("not sent: {0}")]
    Unreachable(String),
}

impl Mailer {
    /// `smtps://`, or `smtp://` with `?tls=required` or `?tls=opportunistic`; plain only where the address says no more.
    pub fn new(url: &str, from: &str) -> Result<Self, MailError> {
        let transport = SmtpTransport::from_url(url).map_err(|error| MailError::Server(error.to_string()))?;
        let from = from.parse().map_err(|error: lettre::address::AddressError| MailError::From(error.to_string()))?;
        Ok(Self { transport: transport.timeout(Some(PATIENCE)).build(), from })
    }

    pub fn send(&self, letter: Outgoing) -> Result<(), MailError> {
        let message = self.message(letter)?;
        match self.transport.send(&message) {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(MailError::Refused(error.to_string())),
            Err(error) => Err(MailError::Unreachable(error.to_string())),
        }
    }

    fn message(&self, letter: Outgoing) -> Result<Message, MailError> {
        let refused = |error: &dyn std::fmt::Display| MailError::Refused(error.to_string());
        let header = |name: &str, value: String| {
            HeaderName::new_from_ascii(name.to_owned())
                .map(|name| HeaderValue::new(name, value))
                .map_err(|e| refused(&e))
        };
        let to = letter.to.parse().map_err(|e: lettre::address::AddressError| refused(&e))?;
        let mut builder = Message::builder();
        if let Some(stop) = letter.stop {
            builder = builder
                .raw_header(header("List-Unsubscribe", format!("<{stop}>"))?)
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned())?);
        }
        builder
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject)
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .raw_header(header("Auto-Submitted", "auto-generated".to_owned())?)
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.to_owned())
            .map_err(|error| refused(&error))
    }
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mailer({})", self.from.email.domain())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_mistyped_configuration_is_refused_at_the_start() {
        let from = "票决 <no-reply@mail.example>";
        assert!(Mailer::new("smtp://127.0.0.1:2525", from).is_ok());
        assert!(matches!(Mailer::new("http://mail.example", from), Err(MailError::Server(_))));
        assert!(matches!(Mailer::new("smtp://127.0.0.1", "nobody"), Err(MailError::From(_))));
    }

    #[test]
    fn a_subject_cannot_smuggle_in_a_header() {
        let mailer = Mailer::new("smtp://127.0.0.1:2525", "no-reply@mail.example").unwrap();
        let letter = Outgoing {
            id: uuid::Uuid::nil(),
            to: "a@example.org",
            subject: "幸福安居\r\nBcc: b@example.org",
            body: "正文",
            stop: Some("https://vote.example/following/1/stop"),
        };
        let sent = String::from_utf8(mailer.message(letter).unwrap().formatted()).unwrap();
        let head = sent.split("\r\n\r\n").next().unwrap();
        assert!(!head.lines().any(|line| line.starts_with("Bcc:")), "{head}");
        assert!(head.contains("List-Unsubscribe: <https://vote.example/following/1/stop>"), "{head}");
        assert!(head.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{head}");
        assert_eq!(head.matches("MIME-Version: 1.0").count(), 1, "{head}");
        let once = String::from_utf8(mailer.message(Outgoing { stop: None, ..letter }).unwrap().formatted()).unwrap();
        assert!(!once.contains("List-Unsubscribe"), "{once}");
    }
}
