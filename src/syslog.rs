//! Lines for a log server on another machine (RFC 5424): by UDP a datagram each, by TCP with their length before them (RFC 6587), or
//! to a socket of this machine.

use std::{
    fmt,
    io::{self, Write},
    net::{TcpStream, ToSocketAddrs, UdpSocket},
    os::unix::net::UnixDatagram,
    path::PathBuf,
    str::FromStr,
    time::Duration,
};

use jiff::Timestamp;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogServer {
    /// `HOST:PORT`
    Udp(String),
    Tcp(String),
    Unix(PathBuf),
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a log server is udp://HOST:PORT, tcp://HOST:PORT or unix:/dev/log, not {0:?}")]
pub struct NoLogServer(String);

impl FromStr for LogServer {
    type Err = NoLogServer;

    fn from_str(text: &str) -> Result<Self, NoLogServer> {
        let refused = || NoLogServer(text.to_owned());
        let place = |rest: &str| {
            let (host, port) = rest.rsplit_once(':').ok_or_else(refused)?;
            let is_place = !host.is_empty() && !host.contains('/') && port.parse::<u16>().is_ok_and(|port| port > 0);
            if is_place { Ok(rest.to_owned()) } else { Err(refused()) }
        };
        match (text.strip_prefix("udp://"), text.strip_prefix("tcp://"), text.strip_prefix("unix:")) {
            (Some(rest), _, _) => Ok(Self::Udp(place(rest)?)),
            (_, Some(rest), _) => Ok(Self::Tcp(place(rest)?)),
            (_, _, Some(path)) if path.starts_with('/') => Ok(Self::Unix(path.into())),
            _ => Err(refused()),
        }
    }
}

impl fmt::Display for LogServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Udp(place) => write!(f, "udp://{place}"),
            Self::Tcp(place) => write!(f, "tcp://{place}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// Facility 13, an audit log; severity 6, a message for information.
const PRIORITY: u32 = 13 * 8 + 6;
/// The number that RFC 5612 leaves to whoever has none.
const DATA_ID: &str = "audit@32473";
/// What every log server takes in one datagram, with room for the rest; what is longer is cut, and its hash stands for it.
const LONGEST_TEXT: usize = 1_024;
const PATIENCE: Duration = Duration::from_secs(2);

/// What happened, as it stands in a log.
pub struct Line<'a> {
    pub at: Timestamp,
    /// The machine that tells it.
    pub host: &'a str,
    /// What kind of thing: a word.
    pub kind: &'a str,
    pub data: &'a [(&'a str, &'a str)],
    pub text: &'a str,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |text: &str, most: usize| -> String {
            let word: String = text.chars().filter(char::is_ascii_graphic).take(most).collect();
            if word.is_empty() { "-".to_owned() } else { word }
        };
        write!(f, "<{PRIORITY}>1 {} {} piaojue - {} [{DATA_ID}", self.at, word(self.host, 255), word(self.kind, 32))?;
        for (name, value) in self.data {
            write!(f, " {name}=\"")?;
            for c in value.chars().filter(|c| !c.is_control()) {
                match c {
                    '"' | '\\' | ']' => write!(f, "\\{c}")?,
                    c => write!(f, "{c}")?,
                }
            }
            f.write_str("\"")?;
        }
        // The mark by which the rest is UTF-8.
        f.write_str("] \u{feff}")?;
        let end =
            (0..=self.text.len().min(LONGEST_TEXT)).rev().find(|end| self.text.is_char_boundary(*end)).unwrap_or(0);
        let (kept, _) = self.text.split_at(end);
        kept.chars().map(|c| if c.is_control() { ' ' } else { c }).try_for_each(|c| write!(f, "{c}"))
    }
}

impl LogServer {
    /// All of them or an error, after a few seconds at most.
    pub fn is_told(&self, lines: &[String]) -> io::Result<()> {
        match self {
            Self::Udp(place) => {
                let to = first_of(place)?;
                let socket = UdpSocket::bind(if to.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" })?;
                socket.connect(to)?;
                lines.iter().try_for_each(|line| socket.send(line.as_bytes()).map(drop))
            }
            Self::Unix(path) => {
                let socket = UnixDatagram::unbound()?;
                socket.set_write_timeout(Some(PATIENCE))?;
                socket.connect(path)?;
                lines.iter().try_for_each(|line| socket.send(line.as_bytes()).map(drop))
            }
            Self::Tcp(place) => {
                let mut line_to = TcpStream::connect_timeout(&first_of(place)?, PATIENCE)?;
                line_to.set_write_timeout(Some(PATIENCE))?;
                for line in lines {
                    line_to.write_all(format!("{} {line}", line.len()).as_bytes())?;
                }
                line_to.flush()?;
                line_to.shutdown(std::net::Shutdown::Write)?;
                // The kernel takes lines that nobody reads: only a server that has read to their end closes.
                line_to.set_read_timeout(Some(PATIENCE))?;
                io::copy(&mut line_to, &mut io::sink()).map(drop)
            }
        }
    }
}

fn first_of(place: &str) -> io::Result<std::net::SocketAddr> {
    place.to_socket_addrs()?.next().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "the name leads nowhere"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn a_log_server_is_named_by_how_it_is_reached() {
        for text in ["udp://log.example:514", "tcp://10.0.0.5:601", "tcp://[fd00::1]:601", "unix:/dev/log"] {
            assert_eq!(text.parse::<LogServer>().unwrap().to_string(), text);
        }
        for text in
            ["", "log.example:514", "udp://log.example", "tcp://:601", "tcp://x:0", "unix:dev/log", "https://x:1"]
        {
            assert!(text.parse::<LogServer>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_line_is_one_line_whatever_somebody_typed() {
        let data = [("seq", "7"), ("subject", "a\"]\\\n<34>1 forged")];
        let line = Line {
            at: "2024-02-03T01:00:00.5Z".parse().unwrap(),
            host: "vote.example",
            kind: "round closed",
            data: &data,
            text: "第一\n行",
        };
        let expected = "<110>1 2024-02-03T01:00:00.5Z vote.example piaojue - roundclosed [audit@32473 seq=\"7\" \
                        subject=\"a\\\"\\]\\\\<34>1 forged\"] \u{feff}第一 行";
        assert_eq!(line.to_string(), expected);
        let long = "长".repeat(1_000);
        assert_eq!(Line { text: &long, ..line }.to_string().matches('长').count(), LONGEST_TEXT / 3);
    }
}
