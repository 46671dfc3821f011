//! The certificate that is shown now: read again when its files change, so that a new one needs no new start.

use std::{path::Path, sync::Arc, time::SystemTime};

use parking_lot::{Mutex, RwLock};
use rustls::{
    ServerConfig,
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};

use super::{
    pair::{CertificateError, CertificateFiles, Facts, Pair},
    provider,
};

/// By what a file is seen to be another one than before.
type Look = Option<(u64, SystemTime)>;

/// Lines that are open stay as they are; the next handshake shows what is here.
#[derive(Debug)]
pub struct Served {
    files: CertificateFiles,
    now: RwLock<Pair>,
    seen: Mutex<[Look; 2]>,
}

impl Served {
    pub fn read(files: CertificateFiles) -> Result<Arc<Self>, CertificateError> {
        let seen = looks(&files);
        let now = files.read()?;
        Ok(Arc::new(Self { files, now: RwLock::new(now), seen: Mutex::new(seen) }))
    }

    pub fn facts(&self) -> Facts {
        self.now.read().facts.clone()
    }

    /// Looks whether the files changed, and shows what they hold now if it is a pair; else what was shown goes on being shown.
    pub fn look_again(&self) -> Option<Result<(), CertificateError>> {
        let mut seen = self.seen.lock();
        let looks = looks(&self.files);
        if *seen == looks {
            return None;
        }
        *seen = looks;
        Some(self.files.read().map(|pair| *self.now.write() = pair))
    }

    /// TLS 1.2 and 1.3, nothing of the client but what it asks for.
    pub fn config(self: &Arc<Self>) -> Result<ServerConfig, rustls::Error> {
        let versions = ServerConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
        Ok(versions.with_no_client_auth().with_cert_resolver(self.clone()))
    }
}

impl ResolvesServerCert for Served {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.now.read().served.clone())
    }
}

fn looks(files: &CertificateFiles) -> [Look; 2] {
    let look = |path: &Path| {
        let found = std::fs::metadata(path).ok()?;
        Some((found.len(), found.modified().ok()?))
    };
    [look(&files.certificate), look(&files.key)]
}
