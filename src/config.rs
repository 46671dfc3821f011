//! What the program is set to, by the environment or the command line, checked before anything starts.

use std::{
    fs, io,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use rand::Rng;

use crate::{
    db::{DbUrl, LineError, UnknownScheme, judge_line},
    files,
    mail::{MailError, Mailer},
    tls::CertificateFiles,
    web::{NoNetwork, Proxies, Secret},
};

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

/// What may be set; what is empty is not set.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Settings")]
pub struct Settings {
    /// The folder of database and secret [default: data].
    #[arg(long, global = true, env = "PIAOJUE_DATA", value_name = "FOLDER")]
    data: Option<String>,
    /// postgres://… or sqlite:FILE [default: piaojue.db in the folder].
    #[arg(long, global = true, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database: Option<String>,
    /// The line to a PostgreSQL on another machine may be in the clear: nobody else is on that network.
    #[arg(long, global = true, env = "PIAOJUE_DATABASE_IN_CLEAR", value_parser = switch)]
    database_in_clear: bool,
    /// Where the server listens [default: 127.0.0.1:8080].
    #[arg(long, global = true, env = "PIAOJUE_LISTEN", value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// The address that people know the server by; https unless it stands in a hall's closed network.
    #[arg(long, global = true, env = "PIAOJUE_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
    /// Serve https by itself: the certificate in PEM form, before those that lead to its authority. Read again when it changes.
    #[arg(long, global = true, env = "PIAOJUE_TLS_CERT", value_name = "FILE")]
    tls_cert: Option<String>,
    /// The certificate's key in PEM form, readable by its owner only.
    #[arg(long, global = true, env = "PIAOJUE_TLS_KEY", value_name = "FILE")]
    tls_key: Option<String>,
    /// The proxies in front, as addresses or networks with commas between them.
    #[arg(long, global = true, env = "PIAOJUE_PROXIES", value_name = "LIST")]
    proxies: Option<String>,
    /// The server's secret, 32 bytes or more, readable by its owner only [default: secret in the folder].
    #[arg(long, global = true, env = "PIAOJUE_SECRET_FILE", value_name = "FILE")]
    secret_file: Option<String>,
    /// Serve in the clear beyond this machine: it stands in a hall's closed network.
    #[arg(long, global = true, env = "PIAOJUE_HALL_LAN", value_parser = switch)]
    hall_lan: bool,
    /// The mail server for letters to followers, such as smtps://NAME:PASSWORD@HOST.
    #[arg(long, global = true, env = "PIAOJUE_SMTP_URL", value_name = "URL", hide_env_values = true)]
    smtp_url: Option<String>,
    /// The sender of the letters.
    #[arg(long, global = true, env = "PIAOJUE_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// Where to tell of a hole in the system, for /.well-known/security.txt [default: the site's help].
    #[arg(long, global = true, env = "PIAOJUE_SECURITY_CONTACT", value_name = "URI")]
    security_contact: Option<String>,
    /// Where figures for Prometheus are served, on this machine or a private network [default: nowhere].
    #[arg(long, global = true, env = "PIAOJUE_METRICS", value_name = "ADDRESS:PORT")]
    metrics: Option<String>,
    /// Show everything and take nothing, as while the database is moved.
    #[arg(long, global = true, env = "PIAOJUE_READ_ONLY", value_parser = switch)]
    read_only: bool,
    /// How the log is written: lines to read, or an object a line.
    #[arg(long, global = true, env = "PIAOJUE_LOG", value_enum, default_value = "text")]
    pub log: LogFormat,
    /// Begin a new database under a secret whose own is gone.
    #[arg(long, global = true, env = "PIAOJUE_BEGIN_ANEW", value_parser = switch)]
    begin_anew: bool,
    /// Take a database over whose secret is lost for good: every sign-in ends, no box that is not counted yet can be opened.
    #[arg(long, global = true, env = "PIAOJUE_SECRET_IS_LOST", value_parser = switch)]
    secret_is_lost: bool,
}

#[derive(Clone, Debug)]
pub struct Config {
    pub data: PathBuf,
    pub database: DbUrl,
    pub listen: SocketAddr,
    pub base_url: Option<String>,
    /// Where this program serves https itself.
    pub certificate: Option<CertificateFiles>,
    pub proxies: Proxies,
    pub secret: Secret,
    pub secret_file: PathBuf,
    pub mailer: Option<Mailer>,
    /// `mailto:`, `https:` or `tel:`.
    pub security_contact: Option<String>,
    pub metrics: Option<SocketAddr>,
    pub read_only: bool,
    pub begin_anew: bool,
    pub secret_is_lost: bool,
}

/// What the configuration is read for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// May be the first: makes what is not there yet.
    Work,
    /// Has a database and a secret of its own beside those in earnest, so that a folder where one was held is still unused.
    Demonstration,
    /// Makes nothing.
    Looking,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error(transparent)]
    Database(#[from] UnknownScheme),
    #[error(transparent)]
    Line(#[from] LineError),
    #[error("PIAOJUE_TLS_CERT and PIAOJUE_TLS_KEY go together: the certificate's file and its key's")]
    HalfCertificate,
    #[error("PIAOJUE_BASE_URL begins with http:, but PIAOJUE_TLS_CERT makes this server answer by https alone: {0:?}")]
    ClearAddress(String),
    #[error(
        "PIAOJUE_METRICS must be an address of this machine or a private network, and a port, such as 127.0.0.1:9090, \
         not {0:?}"
    )]
    Metrics(String),
    #[error("PIAOJUE_LISTEN must be an address and a port such as 127.0.0.1:8080, not {0:?}")]
    Listen(String),
    #[error("the secret in {path} must be 32 bytes or more and readable by its owner only (chmod 600): {why}")]
    Secret { path: PathBuf, why: String },
    #[error(
        "there is no secret at {0}: put the one that was kept apart there (chmod 600). Where nothing was begun yet, \
         `piaojue import session` or `piaojue serve` makes one"
    )]
    NoSecret(PathBuf),
    #[error(
        "the secret in {path} has {bytes} bytes of the 32 it needs: it was left unfinished, as by a full disk. Where no \
         database exists yet, delete it and start again; otherwise put the copy that was kept apart in its place"
    )]
    ShortSecret { path: PathBuf, bytes: usize },
    #[error("{path} cannot be made: {why}")]
    Folder { path: PathBuf, why: String },
    #[error(
        "PIAOJUE_LISTEN reaches beyond this machine without https: let the program serve https (PIAOJUE_TLS_CERT, \
         PIAOJUE_TLS_KEY; `piaojue tls hall` makes both for a hall), or set PIAOJUE_BASE_URL to the https address of the \
         proxy in front, or PIAOJUE_HALL_LAN=1 if this server stands in a hall's closed network"
    )]
    PlainHttp,
    #[error(
        "PIAOJUE_BASE_URL must be what people type to come here, such as https://vote.example or http://192.168.1.5:8080, \
         without a path: {0:?}"
    )]
    BaseUrl(String),
    #[error("PIAOJUE_SECURITY_CONTACT must begin with mailto:, https: or tel:, and has no blanks: {0:?}")]
    Contact(String),
    #[error("PIAOJUE_PROXIES lists the proxies in front with commas between them, or is none: {0}")]
    Proxies(#[from] NoNetwork),
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error("PIAOJUE_SMTP_URL needs PIAOJUE_MAIL_FROM, the sender of the letters")]
    NoSender,
}

/// On or off and nothing that could be taken for either.
fn switch(word: &str) -> Result<bool, String> {
    match word {
        "1" | "true" => Ok(true),
        "" | "0" | "false" => Ok(false),
        other => Err(format!("{other:?} is neither 1 nor 0")),
    }
}

impl Settings {
    /// Where devices will look for this server, if it is known: for what is made before it first starts.
    pub fn address_of(&self, host: &str) -> String {
        let port = |listen: &str| listen.rsplit_once(':').map_or_else(String::new, |(_, port)| format!(":{port}"));
        let listen = self.listen.as_deref().filter(|listen| !listen.is_empty()).unwrap_or("127.0.0.1:8080");
        let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        let by_port = || format!("https://{host}{}", port(listen).trim_end_matches(":443"));
        self.base_url.as_deref().filter(|url| !url.is_empty()).map_or_else(by_port, ToOwned::to_owned)
    }

    pub fn data(&self) -> PathBuf {
        PathBuf::from(self.data.as_deref().filter(|data| !data.is_empty()).unwrap_or("data"))
    }

    /// The database that is not the file by default.
    pub fn named_database(&self) -> Result<Option<DbUrl>, UnknownScheme> {
        self.database.as_deref().filter(|url| !url.is_empty()).map(str::parse).transpose()
    }
}

impl Config {
    /// A secret that is not there is made, with the folder it lies in.
    pub fn to_work(settings: &Settings) -> Result<Self, ConfigError> {
        Self::read(settings, Purpose::Work)
    }

    pub fn of_a_demonstration(settings: &Settings) -> Result<Self, ConfigError> {
        Self::read(settings, Purpose::Demonstration)
    }

    /// For what looks after a server that was begun already: makes nothing.
    pub fn of_what_is_there(settings: &Settings) -> Result<Self, ConfigError> {
        Self::read(settings, Purpose::Looking)
    }

    fn read(settings: &Settings, purpose: Purpose) -> Result<Self, ConfigError> {
        let set = |value: &Option<String>| value.clone().filter(|value| !value.is_empty());
        let data = settings.data();
        let listen = set(&settings.listen).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let listen: SocketAddr = listen.parse().map_err(|_| ConfigError::Listen(listen.clone()))?;
        let base_url = set(&settings.base_url).map(|url| base_url_of(&url)).transpose()?;
        let security_contact = set(&settings.security_contact);
        if let Some(contact) = security_contact.as_deref().filter(|contact| !is_contact(contact)) {
            return Err(ConfigError::Contact(contact.to_owned()));
        }
        let certificate = match (set(&settings.tls_cert), set(&settings.tls_key)) {
            (Some(certificate), Some(key)) => {
                Some(CertificateFiles { certificate: certificate.into(), key: key.into() })
            }
            (None, None) => None,
            _ => return Err(ConfigError::HalfCertificate),
        };
        let https = match (&certificate, base_url.as_deref()) {
            (Some(_), Some(url)) if url.starts_with("http://") => {
                return Err(ConfigError::ClearAddress(url.to_owned()));
            }
            (certificate, url) => certificate.is_some() || url.is_some_and(|url| url.starts_with("https://")),
        };
        if !listen.ip().is_loopback() && !https && !settings.hall_lan {
            return Err(ConfigError::PlainHttp);
        }
        let metrics = set(&settings.metrics).map(|given| private_address(&given)).transpose()?;
        let proxies = set(&settings.proxies).map(|list| list.parse()).transpose()?.unwrap_or_default();
        let mailer = match (set(&settings.smtp_url), set(&settings.mail_from)) {
            (Some(url), Some(from)) => Some(Mailer::new(&url, &from)?),
            (Some(_), None) => return Err(ConfigError::NoSender),
            (None, _) => None,
        };
        let named = settings.named_database()?;
        let is_named = named.is_some();
        let database = named.unwrap_or_else(|| DbUrl::from(data.join("piaojue.db").as_path()));
        judge_line(&database, settings.database_in_clear)?;
        let of_ours = data.join(if purpose == Purpose::Demonstration { "demo-secret" } else { "secret" });
        let secret_file = set(&settings.secret_file).map_or_else(|| of_ours.clone(), PathBuf::from);
        if purpose != Purpose::Looking {
            if !is_named || secret_file == of_ours {
                make_folder(&data)?;
            }
            if secret_file == of_ours && !secret_file.exists() {
                // The database first: where a secret is there without one, something was lost.
                if purpose == Purpose::Work {
                    make_database(&database, &secret_file)?;
                }
                make_secret(&secret_file)?;
            }
        }
        let secret = read_secret(&secret_file)?;
        let Settings { begin_anew, secret_is_lost, read_only, .. } = *settings;
        Ok(Self {
            data,
            database,
            listen,
            base_url,
            certificate,
            proxies,
            secret,
            secret_file,
            mailer,
            security_contact,
            metrics,
            read_only,
            begin_anew,
            secret_is_lost,
        })
    }
}

/// Figures are nobody's business beyond the operator's own network.
fn private_address(given: &str) -> Result<SocketAddr, ConfigError> {
    let refused = || ConfigError::Metrics(given.to_owned());
    let address: SocketAddr = given.parse().map_err(|_| refused())?;
    let private = match address.ip() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    };
    if private { Ok(address) } else { Err(refused()) }
}

/// A folder for its owner only.
pub fn make_folder(path: &Path) -> Result<(), ConfigError> {
    let mut folder = fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(path).map_err(|e| ConfigError::Folder { path: path.to_owned(), why: e.to_string() })
}

/// An empty file to begin with; one that holds something was begun under a secret that is missing.
fn make_database(database: &DbUrl, secret: &Path) -> Result<(), ConfigError> {
    let DbUrl::Sqlite(path) = database else { return Ok(()) };
    match files::create_new(path) {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => match fs::metadata(path) {
            Ok(found) if found.len() > 0 && !secret.exists() => Err(ConfigError::NoSecret(secret.to_owned())),
            _ => Ok(()),
        },
        Err(e) => Err(ConfigError::Folder { path: path.to_owned(), why: e.to_string() }),
    }
}

/// Whole or not at all, and never over another one.
fn make_secret(path: &Path) -> Result<(), ConfigError> {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    let part = path.with_extension(format!("part-{}", std::process::id()));
    let made = files::write_new(&part, &bytes).and_then(|()| match fs::hard_link(&part, path) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked.and_then(|()| files::flush_folder_of(path)),
    });
    // Whether or not it came to a link, the name beside it has served.
    let _ = fs::remove_file(&part);
    made.map_err(|e| ConfigError::Secret { path: path.to_owned(), why: e.to_string() })
}

fn read_secret(path: &Path) -> Result<Secret, ConfigError> {
    use sha2::{Digest, Sha256};
    let refuse = |why: &str| ConfigError::Secret { path: path.to_owned(), why: why.to_owned() };
    let bytes = fs::read(path).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => ConfigError::NoSecret(path.to_owned()),
        _ => refuse(&e.to_string()),
    })?;
    if files::is_open_to_others(path).map_err(|e| refuse(&e.to_string()))? {
        return Err(refuse("others may read it"));
    }
    if bytes.len() < 32 {
        return Err(ConfigError::ShortSecret { path: path.to_owned(), bytes: bytes.len() });
    }
    Ok(Secret::new(Sha256::digest(&bytes).into()))
}
/// Scheme, host and perhaps a port, without a final slash: it stands in letters and codes, before paths of ours.
fn base_url_of(text: &str) -> Result<String, ConfigError> {
    let url = text.trim().trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let is_whole = host.is_some_and(|host| {
        let (name, port) = host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')).unwrap_or((host, "80"));
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':');
        !name.is_empty() && name.chars().all(is_name) && port.parse::<u16>().is_ok()
    });
    if is_whole { Ok(url.to_owned()) } else { Err(ConfigError::BaseUrl(text.to_owned())) }
}

fn is_contact(text: &str) -> bool {
    let has_scheme = ["mailto:", "https:", "tel:"].iter().any(|scheme| text.starts_with(scheme));
    has_scheme && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}
