//! The one way in which this program asks other servers: bounded in time and size, no redirect followed, each address that a name
//! has looked at before it is connected to, in the clear only where that was said.

use std::{
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::{Arc, OnceLock},
    time::Duration,
};

use http::{
    Request, Response, Uri,
    header::{HOST, HeaderValue},
};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{body::Bytes, client::conn::http1::handshake};
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;

use crate::{
    tls::{self, RootsError},
    web::ReachedBy,
};

/// A question and its answer together; shorter than a lease on what waits, so that a slow receiver is not told twice.
const PATIENCE: Duration = Duration::from_secs(10);
const PATIENCE_TO_CONNECT: Duration = Duration::from_secs(5);
const LONGEST_ANSWER: usize = 256 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error("{0} is no https address")]
    InTheClear(String),
    #[error("it leads where it may not")]
    Barred,
    #[error("no answer within {} s", PATIENCE.as_secs())]
    Silent,
    #[error("{0}")]
    Failed(String),
    #[error(transparent)]
    Roots(#[from] RootsError),
}

/// How a question is asked.
#[derive(Clone, Copy)]
pub struct Manner<'a> {
    /// Whether http will do.
    pub in_the_clear: bool,
    /// Whither its name may lead: asked of every address that it has, and none is connected to that was not.
    pub may: &'a (dyn Fn(IpAddr) -> bool + Send + Sync),
    /// Bytes; of 0 the answer is not read.
    pub longest_answer: usize,
}

/// In the clear only on this machine.
pub async fn fetch(request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, FetchError> {
    let is_here = ReachedBy::at(&request.uri().to_string()) == ReachedBy::ThisMachineOnly;
    ask(request, &Manner { in_the_clear: is_here, may: &|_| true, longest_answer: LONGEST_ANSWER }).await
}

pub async fn ask(request: Request<Vec<u8>>, manner: &Manner<'_>) -> Result<Response<Vec<u8>>, FetchError> {
    timeout(PATIENCE, asked(request, manner)).await.unwrap_or(Err(FetchError::Silent))
}

async fn asked(request: Request<Vec<u8>>, manner: &Manner<'_>) -> Result<Response<Vec<u8>>, FetchError> {
    let uri = request.uri().clone();
    let is_https = match uri.scheme_str() {
        Some("https") => true,
        Some("http") if manner.in_the_clear => false,
        _ => return Err(FetchError::InTheClear(uri.to_string())),
    };
    let name = bare(uri.host().unwrap_or_default());
    let port = uri.port_u16().unwrap_or(if is_https { 443 } else { 80 });
    let line = connected(name, port, manner).await?;
    let request = of_its_own_server(request, &uri)?;
    if !is_https {
        return exchanged(line, request, manner.longest_answer).await;
    }
    let server = ServerName::try_from(name.to_owned()).map_err(|e| failed(&e))?;
    let line = TlsConnector::from(tls()?).connect(server, line).await.map_err(|e| failed(&e))?;
    exchanged(line, request, manner.longest_answer).await
}

/// An address of the newer kind stands in brackets in a URL.
pub fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

async fn connected(name: &str, port: u16, manner: &Manner<'_>) -> Result<TcpStream, FetchError> {
    let lookup = timeout(PATIENCE_TO_CONNECT, tokio::net::lookup_host((name, port))).await;
    let found = lookup.map_err(|_| FetchError::Failed("its name was not found in time".to_owned()))?;
    let found: Vec<SocketAddr> = found.map_err(|e| failed(&e))?.collect();
    if !found.iter().all(|address| (manner.may)(address.ip())) {
        return Err(FetchError::Barred);
    }
    let mut why = FetchError::Failed("its name leads nowhere".to_owned());
    for address in found {
        why = match timeout(PATIENCE_TO_CONNECT, TcpStream::connect(address)).await {
            Ok(Ok(line)) => return Ok(line),
            Ok(Err(error)) => failed(&error),
            Err(_) => FetchError::Failed("nobody takes the call".to_owned()),
        };
    }
    Err(why)
}

/// Reads the authorities that this machine trusts, once.
fn tls() -> Result<Arc<ClientConfig>, FetchError> {
    static TLS: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(config) = TLS.get() {
        return Ok(config.clone());
    }
    let fresh = tls::client(tls::roots(None)?).map_err(|e| failed(&e))?;
    Ok(TLS.get_or_init(|| Arc::new(fresh)).clone())
}

/// The address as a server reads it of itself: its name apart, and the path.
fn of_its_own_server(request: Request<Vec<u8>>, uri: &Uri) -> Result<Request<Full<Bytes>>, FetchError> {
    let (mut head, body) = request.into_parts();
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    head.uri = path.parse().map_err(|e| failed(&e))?;
    let host = uri.authority().map(ToString::to_string).unwrap_or_default();
    head.headers.insert(HOST, HeaderValue::from_str(&host).map_err(|e| failed(&e))?);
    Ok(Request::from_parts(head, Full::from(body)))
}

async fn exchanged<L: AsyncRead + AsyncWrite + Unpin>(
    line: L,
    request: Request<Full<Bytes>>,
    longest_answer: usize,
) -> Result<Response<Vec<u8>>, FetchError> {
    let (mut sender, connection) = handshake(TokioIo::new(line)).await.map_err(|e| failed(&e))?;
    let mut answered = pin!(async {
        let (head, body) = sender.send_request(request).await.map_err(|e| failed(&e))?.into_parts();
        if longest_answer == 0 {
            return Ok(Response::from_parts(head, Vec::new()));
        }
        let body = Limited::new(body, longest_answer).collect().await;
        let body = body.map_err(|e| FetchError::Failed(e.to_string()))?.to_bytes().to_vec();
        Ok(Response::from_parts(head, body))
    });
    tokio::select! {
        biased;
        answer = &mut answered => answer,
        // The answer may have come with the last of the line.
        _ = connection => answered.await,
    }
}

fn failed(error: &(dyn std::error::Error + 'static)) -> FetchError {
    let cause = error.source().map(|cause| format!(": {}", words_of(cause))).unwrap_or_default();
    FetchError::Failed(format!("{error}{cause}"))
}

fn words_of(error: &(dyn std::error::Error + 'static)) -> String {
    let cause = error.source().map(|cause| format!(": {}", words_of(cause))).unwrap_or_default();
    format!("{error}{cause}")
}
