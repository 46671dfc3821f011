//! The environment, read once and checked before anything starts.

use std::{
    fs,
    io::Write,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use rand::Rng;

use crate::{
    db::{DbUrl, UnknownScheme},
    mail::{MailError, Mailer},
    web::{NoNetwork, Proxies, Secret},
};

#[derive(Clone, Debug)]
pub struct Config {
    pub data: PathBuf,
    pub database: DbUrl,
    pub listen: SocketAddr,
    pub base_url: Option<String>,
    pub proxies: Proxies,
    pub secret: Secret,
    pub mailer: Option<Mailer>,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error(transparent)]
    Database(#[from] UnknownScheme),
    #[error("PIAOJUE_LISTEN must be an address and a port such as 127.0.0.1:8080, not {0:?}")]
    Listen(String),
    #[error("the secret in {path} must be 32 bytes or more and readable by its owner only (chmod 600): {why}")]
    Secret { path: PathBuf, why: String },
    #[error("the folder {path} cannot be used: {why}")]
    Folder { path: PathBuf, why: String },
    #[error(
        "PIAOJUE_LISTEN reaches beyond this machine without https: set PIAOJUE_BASE_URL to the https address of the \
         proxy in front, or PIAOJUE_HALL_LAN=1 if this server stands in a hall's closed network"
    )]
    PlainHttp,
    #[error("PIAOJUE_PROXIES lists the proxies in front with commas between them, or is none: {0}")]
    Proxies(#[from] NoNetwork),
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error("PIAOJUE_SMTP_URL needs PIAOJUE_MAIL_FROM, the sender of the letters")]
    NoSender,
}

impl Config {
    /// `DATABASE_URL`, `PIAOJUE_DATA`, `PIAOJUE_LISTEN`, `PIAOJUE_BASE_URL`, `PIAOJUE_SECRET_FILE`, `PIAOJUE_HALL_LAN`,
    /// `PIAOJUE_PROXIES`, `PIAOJUE_SMTP_URL` with `PIAOJUE_MAIL_FROM`.
    pub fn from_environment() -> Result<Self, ConfigError> {
        let var = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let data = PathBuf::from(var("PIAOJUE_DATA").unwrap_or_else(|| "data".to_owned()));
        let listen = var("PIAOJUE_LISTEN").unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let listen: SocketAddr = listen.parse().map_err(|_| ConfigError::Listen(listen.clone()))?;
        let base_url = var("PIAOJUE_BASE_URL").map(|url| url.trim_end_matches('/').to_owned());
        let https = base_url.as_deref().is_some_and(|url| url.starts_with("https://"));
        if !listen.ip().is_loopback() && !https && var("PIAOJUE_HALL_LAN").as_deref() != Some("1") {
            return Err(ConfigError::PlainHttp);
        }
        let proxies = var("PIAOJUE_PROXIES").map(|list| list.parse()).transpose()?.unwrap_or_default();
        let database = match var("DATABASE_URL") {
            Some(url) => url.parse()?,
            None => {
                make_folder(&data)?;
                DbUrl::from(data.join("piaojue.db").as_path())
            }
        };
        let secret = match var("PIAOJUE_SECRET_FILE") {
            Some(path) => read_secret(Path::new(&path))?,
            None => {
                make_folder(&data)?;
                let path = data.join("secret");
                if !path.exists() {
                    write_secret(&path)?;
                }
                read_secret(&path)?
            }
        };
        let mailer = match (var("PIAOJUE_SMTP_URL"), var("PIAOJUE_MAIL_FROM")) {
            (Some(url), Some(from)) => Some(Mailer::new(&url, &from)?),
            (Some(_), None) => return Err(ConfigError::NoSender),
            (None, _) => None,
        };
        Ok(Self { data, database, listen, base_url, proxies, secret, mailer })
    }
}

pub fn make_folder(path: &Path) -> Result<(), ConfigError> {
    fs::create_dir_all(path).map_err(|e| ConfigError::Folder { path: path.to_owned(), why: e.to_string() })
}

fn write_secret(path: &Path) -> Result<(), ConfigError> {
    let mut bytes = [0_u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .and_then(|mut file| file.write_all(&bytes).and_then(|()| file.sync_all()))
        .map_err(|e| ConfigError::Secret { path: path.to_owned(), why: e.to_string() })
}

fn read_secret(path: &Path) -> Result<Secret, ConfigError> {
    use sha2::{Digest, Sha256};
    let refuse = |why: &str| ConfigError::Secret { path: path.to_owned(), why: why.to_owned() };
    let bytes = fs::read(path).map_err(|e| refuse(&e.to_string()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map_err(|e| refuse(&e.to_string()))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(refuse("others may read it"));
        }
    }
    if bytes.len() < 32 {
        return Err(refuse("too short"));
    }
    Ok(Secret::new(Sha256::digest(&bytes).into()))
}
