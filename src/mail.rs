//! Letters by SMTP, through the one server that the configuration names.

use std::{error::Error, time::Duration};

use lettre::{
    Message,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0},
    },
    transport::smtp::{
        self, SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{SmtpConnection, Tls, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, MailParameter},
        response::{Category, Code},
    },
};
use percent_encoding::percent_decode_str;
use url::Url;

/// Shorter than a lease on a letter, so that a slow server does not get it twice.
const PATIENCE: Duration = Duration::from_secs(20);

/// Who sends, and through which server.
#[derive(Clone)]
pub struct Mailer {
    server: Server,
    from: Mailbox,
}

/// Where letters are handed over, in which manner, and as whom.
#[derive(Clone)]
struct Server {
    host: String,
    port: u16,
    tls: Tls,
    hello: ClientId,
    login: Option<Credentials>,
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
    /// The server says of this letter that it never will.
    #[error("refused: {0}")]
    Refused(String),
    /// The server says of this letter: not now.
    #[error("put off: {0}")]
    PutOff(String),
    /// There is no server, or it takes no letter of ours.
    #[error("not sent: {0}")]
    Unreachable(String),
}

impl Mailer {
    /// `smtps://`, or `smtp://` with `?tls=required` or `?tls=opportunistic`; plain only where the address says no more.
    pub fn new(url: &str, from: &str) -> Result<Self, MailError> {
        let server = Server::at(url)?;
        let from = from.parse().map_err(|error: lettre::address::AddressError| MailError::From(error.to_string()))?;
        Ok(Self { server, from })
    }

    pub fn send(&self, letter: Outgoing) -> Result<(), MailError> {
        let message = self.message(letter)?;
        let unreachable = |error: smtp::Error| MailError::Unreachable(error.to_string());
        let mut line = self.server.opened().map_err(unreachable)?;
        let sent = match line.command(self.sender()) {
            // A server that takes none of our letters says nothing of whom this one is for.
            Err(error) => Err(unreachable(error)),
            Ok(_) => hand_over(&mut line, &message).map_err(|error| what_was_said(&error)),
        };
        line.abort();
        sent
    }

    fn sender(&self) -> Mail {
        let address = self.from.email.clone();
        let beyond_ascii = (!address.to_string().is_ascii()).then_some(MailParameter::SmtpUtfEight);
        Mail::new(Some(address), beyond_ascii.into_iter().collect())
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

impl Server {
    fn at(url: &str) -> Result<Self, MailError> {
        let wrong = |why: &dyn std::fmt::Display| MailError::Server(why.to_string());
        let url = Url::parse(url).map_err(|error| wrong(&error))?;
        let host = url.host_str().ok_or_else(|| wrong(&"it has no host"))?.to_owned();
        let parameters = || TlsParameters::new(host.clone()).map_err(|error| wrong(&error));
        let manner = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, manner)| manner.into_owned());
        let (tls, usual_port) = match (url.scheme(), manner.as_deref()) {
            ("smtps", _) => (Tls::Wrapper(parameters()?), SUBMISSIONS_PORT),
            ("smtp", Some("required")) => (Tls::Required(parameters()?), SUBMISSION_PORT),
            ("smtp", Some("opportunistic")) => (Tls::Opportunistic(parameters()?), SUBMISSION_PORT),
            ("smtp", None) => (Tls::None, SMTP_PORT),
            (scheme, manner) => return Err(wrong(&format!("{scheme} with tls={}", manner.unwrap_or_default()))),
        };
        let name = Some(url.path().trim_matches('/')).filter(|name| !name.is_empty());
        let plain = |text: &str| {
            percent_decode_str(text).decode_utf8().map(|text| text.into_owned()).map_err(|error| wrong(&error))
        };
        let login = match url.password() {
            Some(password) => Some(Credentials::new(plain(url.username())?, plain(password)?)),
            None => None,
        };
        let hello = name.map(|name| ClientId::Domain(name.to_owned())).unwrap_or_default();
        Ok(Self { port: url.port().unwrap_or(usual_port), host, tls, hello, login })
    }

    /// Greeted, encrypted as was asked for, and signed in.
    fn opened(&self) -> Result<SmtpConnection, smtp::Error> {
        let wrapper = if let Tls::Wrapper(tls) = &self.tls { Some(tls) } else { None };
        let at = (self.host.as_str(), self.port);
        let mut line = SmtpConnection::connect(at, Some(PATIENCE), &self.hello, wrapper, None)?;
        match &self.tls {
            Tls::Required(tls) => line.starttls(tls, &self.hello)?,
            Tls::Opportunistic(tls) if line.can_starttls() => line.starttls(tls, &self.hello)?,
            Tls::None | Tls::Opportunistic(_) | Tls::Wrapper(_) => {}
        }
        if let Some(login) = &self.login {
            line.auth(DEFAULT_MECHANISMS, login)?;
        }
        Ok(line)
    }
}

fn hand_over(line: &mut SmtpConnection, message: &Message) -> Result<(), smtp::Error> {
    for to in message.envelope().to() {
        line.command(Rcpt::new(to.clone(), Vec::new()))?;
    }
    line.command(Data)?;
    line.message(&message.formatted()).map(|_| ())
}

fn what_was_said(error: &smtp::Error) -> MailError {
    let why = error.to_string();
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    match error.status() {
        Some(code) if !is_about_the_letter(code, &said) => MailError::Unreachable(why),
        Some(_) if error.is_permanent() => MailError::Refused(why),
        Some(_) => MailError::PutOff(why),
        None => MailError::Unreachable(why),
    }
}

/// Many servers say only after the recipient that we may not send (x.7), or not under that name (x.1.7, x.1.8).
fn is_about_the_letter(code: Code, said: &str) -> bool {
    let detail = said.get(1..).unwrap_or_default();
    code.category == Category::MailSystem && ![".7.", ".1.7", ".1.8"].iter().any(|ours| detail.starts_with(ours))
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mailer({})", self.from.email.domain())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use lettre::transport::smtp::response::{Detail, Severity};

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

    #[test]
    fn a_server_is_read_from_its_address() {
        let server = Server::at("smtp://127.0.0.1").unwrap();
        assert_eq!((server.host.as_str(), server.port, &server.login), ("127.0.0.1", 25, &None));
        let server = Server::at("smtp://a%40b.example:p%3Fw@mail.example:2525/vote.example").unwrap();
        assert_eq!((server.port, server.hello), (2525, ClientId::Domain("vote.example".to_owned())));
        assert_eq!(server.login, Some(Credentials::new("a@b.example".to_owned(), "p?w".to_owned())));
        for wrong in ["", "http://mail.example", "smtp://mail.example?tls=perhaps", "smtp:?tls=required"] {
            assert!(Server::at(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn whoever_may_not_send_hears_nothing_of_the_recipient() {
        for (category, said, of_the_letter) in [
            (Category::MailSystem, "5.1.1 no such person", true),
            (Category::MailSystem, "no such person", true),
            (Category::MailSystem, "", true),
            (Category::MailSystem, "5.7.1 relay access denied", false),
            (Category::MailSystem, "5.1.8 the sender's domain is unknown", false),
            (Category::Unspecified3, "5.7.0 sign in first", false),
            (Category::Syntax, "what?", false),
        ] {
            let code = Code::new(Severity::PermanentNegativeCompletion, category, Detail::Zero);
            assert_eq!(is_about_the_letter(code, said), of_the_letter, "{said}");
        }
    }
}
