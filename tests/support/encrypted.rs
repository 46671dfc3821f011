//! Lines by TLS, from the side of whoever trusts one authority and no other.

use std::{net::SocketAddr, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
    version::{TLS12, TLS13},
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{TlsConnector, client::TlsStream};

/// The last certificate of a file: what a device installs.
pub fn authority_of(chain: &str) -> CertificateDer<'static> {
    CertificateDer::pem_slice_iter(chain.as_bytes()).last().unwrap().unwrap()
}

#[derive(Clone)]
pub struct Trusting(Arc<ClientConfig>);

impl Trusting {
    pub fn only(authority: CertificateDer<'static>) -> Self {
        Self::with(authority, &[&TLS13, &TLS12])
    }

    pub fn with(authority: CertificateDer<'static>, versions: &[&'static rustls::SupportedProtocolVersion]) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(authority).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_protocol_versions(versions).unwrap();
        Self(Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
    }

    /// A line to that server, if it is who it says.
    pub async fn reaches(&self, name: &str, at: SocketAddr) -> std::io::Result<TlsStream<TcpStream>> {
        let name = ServerName::try_from(name.to_owned()).unwrap();
        TlsConnector::from(self.0.clone()).connect(name, TcpStream::connect(at).await?).await
    }

    /// An address in the clear on this machine that leads there by TLS, for browsers that speak none themselves.
    pub async fn leads(&self, name: &str, at: SocketAddr) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = format!("http://{}", listener.local_addr().unwrap());
        let (trusting, name) = (self.clone(), name.to_owned());
        actix_web::rt::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let (trusting, name) = (trusting.clone(), name.clone());
                actix_web::rt::spawn(async move {
                    if let Ok(mut far) = trusting.reaches(&name, at).await {
                        // However it ends, both ends have seen it.
                        let _ = copy_bidirectional(&mut near, &mut far).await;
                    }
                });
            }
        });
        here
    }
}

/// The certificate that was shown, of two that may be.
pub fn shown(line: &TlsStream<TcpStream>) -> CertificateDer<'static> {
    line.get_ref().1.peer_certificates().unwrap().first().unwrap().clone().into_owned()
}
