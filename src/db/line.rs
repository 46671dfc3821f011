//! The line to a PostgreSQL on another machine. Its client library is built without TLS, so this program lays an encrypted line
//! of its own, to a socket in a folder that only this account may enter, and the library takes it for a server near by.

use std::{
    net::IpAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use percent_encoding::percent_decode_str;
use rustls::pki_types::ServerName;

use super::{DbUrl, tunnel::Tunnel};
use crate::tls::{self, RootsError};

#[derive(Debug, thiserror::Error)]
pub enum LineError {
    #[error(
        "the line to the database on {0} is in the clear: whoever is on the network between reads and changes all of it. Let \
         PostgreSQL have a certificate (ssl = on) and add ?sslmode=verify-full&sslrootcert=FILE to DATABASE_URL, FILE with \
         the certificate of its authority; or, if nobody else is on that network, set PIAOJUE_DATABASE_IN_CLEAR=1"
    )]
    InClear(String),
    #[error(
        "sslmode={0} in DATABASE_URL encrypts without asking who answers, so that anybody between can answer: write \
         sslmode=verify-full, and sslrootcert=FILE with the certificate of PostgreSQL's authority"
    )]
    Unverified(String),
    #[error("sslmode in DATABASE_URL is disable or verify-full, not {0:?}")]
    Mode(String),
    #[error("{0} in DATABASE_URL is not known here: an encrypted line takes sslmode=verify-full and sslrootcert=FILE")]
    Unknown(String),
    #[error("DATABASE_URL asks for an encrypted line to {0:?}, which is no host name or address: a socket needs none")]
    Host(String),
    #[error("DATABASE_URL has a port that is none: {0:?}")]
    Port(String),
    #[error("DATABASE_URL names its server by a service file: write host and port into DATABASE_URL itself")]
    Service,
    #[error("the authorities for the line to the database: {0}")]
    Roots(#[from] RootsError),
    #[error("the encrypted line to the database cannot be laid: {0}")]
    Laid(String),
}

/// A PostgreSQL that may be the one asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Server {
    /// By what its certificate names it.
    pub name: String,
    /// Where it is looked for.
    pub address: String,
    pub port: u16,
}

/// What `postgres://[USER[:PASSWORD]@]HOST[:PORT][,…][/DATABASE][?WORD=VALUE&…]` says.
#[derive(Debug)]
struct Address<'a> {
    user: Option<&'a str>,
    database: &'a str,
    servers: Vec<Server>,
    mode: Option<String>,
    authorities: Option<PathBuf>,
    /// TLS words beside the two, as they were written.
    other: Vec<&'a str>,
    by_service: bool,
    /// What has nothing to do with the line.
    rest: Vec<&'a str>,
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The host and the port that is written behind it; an address of version 6 stands in brackets.
fn host_and_port(written: &str) -> (&str, &str) {
    if let Some((host, rest)) = written.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return (host, rest.strip_prefix(':').unwrap_or_default());
    }
    written.rsplit_once(':').unwrap_or((written, ""))
}

impl<'a> Address<'a> {
    fn read(url: &'a str) -> Result<Self, LineError> {
        let (_, rest) = url.split_once("://").unwrap_or(("", url));
        let (place, words) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = place.split_once('/').unwrap_or((place, ""));
        let (user, hosts) = match authority.rsplit_once('@') {
            Some((user, hosts)) => (Some(user), hosts),
            None => (None, authority),
        };
        let list = |text: String| text.split(',').map(ToOwned::to_owned).collect::<Vec<_>>();
        let (mut names, mut ports): (Vec<String>, Vec<String>) =
            hosts.split(',').map(host_and_port).map(|(host, port)| (decoded(host), port.to_owned())).unzip();
        let (mut mode, mut authorities, mut addresses, mut by_service) = (None, None, Vec::new(), false);
        let (mut other, mut rest) = (Vec::new(), Vec::new());
        for word in words.split('&').filter(|word| !word.is_empty()) {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            let value = decoded(value);
            match name {
                "host" => names = list(value),
                "port" => ports = list(value),
                "hostaddr" => addresses = list(value),
                "sslmode" => mode = Some(value),
                "ssl" if value == "true" => mode = Some("require".to_owned()),
                "sslrootcert" => authorities = Some(value).filter(|value| value != "system").map(PathBuf::from),
                "service" => by_service = true,
                _ if name.starts_with("ssl") => other.push(name),
                _ => rest.push(word),
            }
        }
        if names == [""]
            && let Some(host) = std::env::var_os("PGHOST")
        {
            names = list(host.to_string_lossy().into_owned());
        }
        let port_of = |place: usize| {
            let given = if ports.len() == 1 { ports.first() } else { ports.get(place) };
            match given.map(String::as_str) {
                None | Some("") => Ok(5432),
                Some(given) => given.parse().map_err(|_| LineError::Port(given.to_owned())),
            }
        };
        let servers = (0..names.len().max(addresses.len())).map(|place| {
            let name = names.get(place).filter(|name| !name.is_empty());
            let address = addresses.get(place).filter(|address| !address.is_empty());
            let of = |first: Option<&String>, second: Option<&String>| first.or(second).cloned().unwrap_or_default();
            Ok(Server { name: of(name, address), address: of(address, name), port: port_of(place)? })
        });
        let servers = servers.collect::<Result<_, LineError>>()?;
        Ok(Self { user, database, servers, mode, authorities, other, by_service, rest })
    }

    fn is_encrypted(&self) -> Result<bool, LineError> {
        match self.mode.as_deref() {
            None | Some("disable" | "allow" | "prefer") => Ok(false),
            Some("verify-full") => match self.other.first() {
                Some(word) => Err(LineError::Unknown((*word).to_owned())),
                None => Ok(true),
            },
            Some(mode @ ("require" | "verify-ca")) => Err(LineError::Unverified(mode.to_owned())),
            Some(mode) => Err(LineError::Mode(mode.to_owned())),
        }
    }

    /// What the client library is told: the same, but for the place and for what the line sees to.
    fn behind(&self, folder: &Path) -> String {
        let folder: String = folder.to_string_lossy().bytes().map(|byte| format!("%{byte:02X}")).collect();
        let sockets: Vec<String> =
            (0..self.servers.len()).map(|place| format!("{folder}:{}", socket_number(place))).collect();
        let user = self.user.map(|user| format!("{user}@")).unwrap_or_default();
        let words = if self.rest.is_empty() { String::new() } else { format!("?{}", self.rest.join("&")) };
        format!("postgres://{user}{}/{}{words}", sockets.join(","), self.database)
    }
}

/// The client library finds a socket by a folder and a number.
pub(super) fn socket_number(place: usize) -> usize {
    5432 + place
}

fn is_near(server: &Server) -> bool {
    let address = server.address.as_str();
    let socket = address.is_empty() || address.starts_with(['/', '@']);
    let this_machine = address == "localhost" || address.ends_with(".localhost");
    socket || this_machine || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Refuses an address whose line strangers could listen in on, unless the network is said to be closed.
pub fn judge_line(url: &DbUrl, closed_network: bool) -> Result<(), LineError> {
    let DbUrl::Postgres(url) = url else { return Ok(()) };
    let address = Address::read(url)?;
    if address.is_encrypted()? || closed_network {
        return Ok(());
    }
    if address.by_service {
        return Err(LineError::Service);
    }
    match address.servers.iter().find(|server| !is_near(server)) {
        Some(far) => Err(LineError::InClear(far.address.clone())),
        None => Ok(()),
    }
}

/// How a database is reached: as its address says, or by an encrypted line that ends with this.
#[derive(Clone)]
pub(super) struct Line {
    pub url: DbUrl,
    _tunnel: Option<Arc<Tunnel>>,
}

impl Line {
    pub fn laid(url: &DbUrl) -> Result<Self, LineError> {
        let DbUrl::Postgres(text) = url else { return Ok(Self { url: url.clone(), _tunnel: None }) };
        let address = Address::read(text)?;
        if !address.is_encrypted()? {
            return Ok(Self { url: url.clone(), _tunnel: None });
        }
        for server in &address.servers {
            if ServerName::try_from(server.name.as_str()).is_err() {
                return Err(LineError::Host(server.name.clone()));
            }
        }
        let laid = |e: rustls::Error| LineError::Laid(e.to_string());
        let client = tls::client(tls::roots(address.authorities.as_deref())?).map_err(laid)?;
        let tunnel = Tunnel::dug(address.servers.clone(), client).map_err(|e| LineError::Laid(e.to_string()))?;
        Ok(Self { url: DbUrl::Postgres(address.behind(tunnel.folder())), _tunnel: Some(Arc::new(tunnel)) })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    fn judged(url: &str) -> Result<(), LineError> {
        judge_line(&DbUrl::Postgres(url.to_owned()), false)
    }

    #[test]
    fn a_line_in_the_clear_stays_on_this_machine() {
        for near in [
            "postgres://u@127.0.0.1/db",
            "postgres://u:p@localhost:5433/db?sslmode=prefer",
            "postgres://u@[::1]:5432/db",
            "postgres:///db?host=/run/postgresql",
            "postgres://u@%2Frun%2Fpostgresql/db",
            "postgres://u@db.example/db?hostaddr=127.0.0.1",
            "postgres://u@localhost,127.0.0.2:5433/db?target_session_attrs=read-write",
            "postgres://u@db.example/db?sslmode=verify-full",
        ] {
            assert!(judged(near).is_ok(), "{near}");
        }
        for (far, host) in [
            ("postgres://u@db.example/db", "db.example"),
            ("postgres://u:p%40@10.0.0.5:5433/db?sslmode=disable", "10.0.0.5"),
            ("postgres://u@localhost,db.example/db", "db.example"),
            ("postgres:///db?host=db.example", "db.example"),
            ("postgres://u@localhost/db?hostaddr=10.0.0.5", "10.0.0.5"),
            ("postgres://u@localhost.example/db", "localhost.example"),
        ] {
            assert!(matches!(judged(far), Err(LineError::InClear(named)) if named == host), "{far}");
            assert!(judge_line(&DbUrl::Postgres(far.to_owned()), true).is_ok(), "{far} in a closed network");
        }
        assert!(matches!(judged("postgres:///db?service=far"), Err(LineError::Service)));
    }

    #[test]
    fn what_asks_nobody_who_answers_is_no_encrypted_line() {
        for mode in ["require", "verify-ca"] {
            let url = format!("postgres://u@127.0.0.1/db?sslmode={mode}");
            assert!(matches!(judged(&url), Err(LineError::Unverified(named)) if named == mode), "{mode}");
        }
        assert!(matches!(judged("postgres://u@127.0.0.1/db?ssl=true"), Err(LineError::Unverified(_))));
        assert!(matches!(judged("postgres://u@127.0.0.1/db?sslmode=full"), Err(LineError::Mode(_))));
        let with_key = "postgres://u@db.example/db?sslmode=verify-full&sslkey=k";
        assert!(matches!(judged(with_key), Err(LineError::Unknown(word)) if word == "sslkey"));
    }

    #[test]
    fn the_library_is_told_the_socket_and_all_but_the_line() {
        let url =
            "postgres://u:p%40@a.example,[fd00::1]:6000/db?sslmode=verify-full&connect_timeout=9&sslrootcert=%2Fca.pem";
        let address = Address::read(url).unwrap();
        let servers: Vec<(&str, u16)> =
            address.servers.iter().map(|server| (server.name.as_str(), server.port)).collect();
        assert_eq!(servers, [("a.example", 5432), ("fd00::1", 6000)]);
        assert_eq!(address.authorities.as_deref(), Some(Path::new("/ca.pem")));
        assert_eq!(address.behind(Path::new("/t")), "postgres://u:p%40@%2F%74:5432,%2F%74:5433/db?connect_timeout=9");
    }
}
