//! TLS: one provider of cryptography, versions 1.2 and 1.3, for the server's own line and for the lines that it opens.

mod hall;
mod pair;
mod served;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use rustls::{
    ClientConfig, RootCertStore,
    crypto::CryptoProvider,
    pki_types::{CertificateDer, pem::PemObject},
};
use sha2::{Digest, Sha256};

pub use hall::{HallCertificate, HallNameError, LONGEST_DAYS};
pub use pair::{CertificateError, CertificateFiles, Facts, OwnRoot};
pub use served::Served;

fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: LazyLock<Arc<CryptoProvider>> =
        LazyLock::new(|| Arc::new(rustls::crypto::ring::default_provider()));
    PROVIDER.clone()
}

/// SHA-256 of a certificate, in the spelling in which browsers and phones show it.
pub fn fingerprint(certificate: &[u8]) -> String {
    let digits: Vec<String> = Sha256::digest(certificate).iter().map(|byte| format!("{byte:02X}")).collect();
    digits.join(":")
}

#[derive(Debug, thiserror::Error)]
pub enum RootsError {
    #[error("{path} cannot be read: {why}")]
    Unreadable { path: PathBuf, why: String },
    #[error("{0} holds no certificate of an authority in PEM form (-----BEGIN CERTIFICATE-----)")]
    None(PathBuf),
    #[error("this machine trusts no authority: install ca-certificates, or name the authority's certificate in a file")]
    NoneOfTheMachine,
}

/// The authorities in a file, or those that this machine trusts.
pub fn roots(file: Option<&Path>) -> Result<RootCertStore, RootsError> {
    let mut roots = RootCertStore::empty();
    match file {
        Some(path) => {
            let unreadable = |why: String| RootsError::Unreadable { path: path.to_owned(), why };
            let text = std::fs::read(path).map_err(|e| unreadable(e.to_string()))?;
            for certificate in CertificateDer::pem_slice_iter(&text) {
                let certificate = certificate.map_err(|e| unreadable(e.to_string()))?;
                roots.add(certificate).map_err(|e| unreadable(e.to_string()))?;
            }
            if roots.is_empty() { Err(RootsError::None(path.to_owned())) } else { Ok(roots) }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            if roots.is_empty() { Err(RootsError::NoneOfTheMachine) } else { Ok(roots) }
        }
    }
}

/// For a line to whoever shows a certificate that `roots` stand for.
pub fn client(roots: RootCertStore) -> Result<ClientConfig, rustls::Error> {
    let versions = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    Ok(versions.with_root_certificates(roots).with_no_client_auth())
}
