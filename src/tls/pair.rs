//! A certificate and its key, read from two files and looked at before anybody is served by them.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    path::PathBuf,
    sync::Arc,
};

use jiff::Timestamp;
use rustls::{
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject},
    server::ParsedCertificate,
    sign::CertifiedKey,
};
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use super::{fingerprint, provider};
use crate::files;

/// Both in PEM form: the server's own certificate first, then those that lead to an authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    #[error("{path} (PIAOJUE_TLS_{which}) cannot be read: {why}")]
    Unreadable { which: &'static str, path: PathBuf, why: String },
    #[error("the key in {0} is open to other accounts of this machine: chmod 600 {0}")]
    OpenToOthers(PathBuf),
    #[error("{0} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)")]
    NoCertificate(PathBuf),
    #[error("{0} holds no private key in PEM form without a passphrase (-----BEGIN PRIVATE KEY-----)")]
    NoKey(PathBuf),
    #[error("the first certificate in {path} is none that a server can show: {why}")]
    Broken { path: PathBuf, why: String },
    #[error("the key in {path} is of a kind that is not served: {why}. ECDSA P-256 and RSA of 2048 bits or more are")]
    KindOfKey { path: PathBuf, why: String },
    #[error(
        "the key in {key} is not that of the first certificate in {certificate}: name the two that were made together, \
         the server's own certificate before those of authorities"
    )]
    NotAPair { certificate: PathBuf, key: PathBuf },
}

/// The authority of one's own that a hall's certificate leads to, for phones to install.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRoot {
    pub der: Vec<u8>,
    pub fingerprint: String,
}

/// What a certificate says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub names: Vec<String>,
    pub begins: Timestamp,
    pub ends: Timestamp,
    pub fingerprint: String,
    /// Where nobody's device knows the authority, since it comes with the certificate.
    pub own_root: Option<OwnRoot>,
    certificate: Vec<u8>,
}

impl Facts {
    /// Whether it is shown by a server of that name or address rightly.
    pub fn is_for(&self, host: &str) -> bool {
        let der = CertificateDer::from(self.certificate.as_slice());
        let (Ok(name), Ok(parsed)) = (ServerName::try_from(host), ParsedCertificate::try_from(&der)) else {
            return false;
        };
        rustls::client::verify_server_name(&parsed, &name).is_ok()
    }
}

/// The two as they were found to belong together.
pub(super) struct Pair {
    pub served: Arc<CertifiedKey>,
    pub facts: Facts,
}

impl fmt::Debug for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pair").field(&self.facts.names).finish()
    }
}

impl CertificateFiles {
    pub(super) fn read(&self) -> Result<Pair, CertificateError> {
        let unreadable = |which, path: &PathBuf| {
            let path = path.clone();
            move |e: std::io::Error| CertificateError::Unreadable { which, path, why: e.to_string() }
        };
        let text = std::fs::read(&self.certificate).map_err(unreadable("CERT", &self.certificate))?;
        if files::is_open_to_others(&self.key).map_err(unreadable("KEY", &self.key))? {
            return Err(CertificateError::OpenToOthers(self.key.clone()));
        }
        let key = std::fs::read(&self.key).map_err(unreadable("KEY", &self.key))?;
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
        let no_certificate = || CertificateError::NoCertificate(self.certificate.clone());
        let chain = chain.ok().filter(|chain| !chain.is_empty()).ok_or_else(no_certificate)?;
        let key = PrivateKeyDer::from_pem_slice(&key).map_err(|_| CertificateError::NoKey(self.key.clone()))?;
        let broken = |why: String| CertificateError::Broken { path: self.certificate.clone(), why };
        let facts = facts_of(&chain).map_err(broken)?;
        let kind = |e: rustls::Error| CertificateError::KindOfKey { path: self.key.clone(), why: e.to_string() };
        let key = provider().key_provider.load_private_key(key).map_err(kind)?;
        let served = CertifiedKey::new(chain, key);
        match served.keys_match() {
            Ok(()) => Ok(Pair { served: Arc::new(served), facts }),
            Err(rustls::Error::InconsistentKeys(_)) => {
                let Self { certificate, key } = self.clone();
                Err(CertificateError::NotAPair { certificate, key })
            }
            Err(e) => Err(broken(e.to_string())),
        }
    }
}

fn facts_of(chain: &[CertificateDer<'_>]) -> Result<Facts, String> {
    let first = chain.first().ok_or("there is none")?;
    let (_, parsed) = X509Certificate::from_der(first).map_err(|e| e.to_string())?;
    let alternative = parsed.subject_alternative_name().map_err(|e| e.to_string())?;
    let names: Vec<String> =
        alternative.iter().flat_map(|found| &found.value.general_names).filter_map(name_of).collect();
    if names.is_empty() {
        return Err("it names no host, as browsers ask for (subjectAltName)".to_owned());
    }
    let moment = |of: x509_parser::time::ASN1Time| Timestamp::from_second(of.timestamp()).map_err(|e| e.to_string());
    let last = chain.last().unwrap_or(first);
    let (_, authority) = X509Certificate::from_der(last).map_err(|e| e.to_string())?;
    let is_own = authority.subject().as_raw() == authority.issuer().as_raw();
    Ok(Facts {
        names,
        begins: moment(parsed.validity().not_before)?,
        ends: moment(parsed.validity().not_after)?,
        fingerprint: fingerprint(first),
        own_root: is_own.then(|| OwnRoot { der: last.to_vec(), fingerprint: fingerprint(last) }),
        certificate: first.to_vec(),
    })
}

fn name_of(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => {
            let v4 = <[u8; 4]>::try_from(*bytes).map(|bytes| IpAddr::V4(Ipv4Addr::from(bytes)));
            let address = v4.or_else(|_| <[u8; 16]>::try_from(*bytes).map(|bytes| IpAddr::V6(Ipv6Addr::from(bytes))));
            address.ok().map(|address| address.to_string())
        }
        _ => None,
    }
}
