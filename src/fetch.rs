//! What this program asks of other servers: bounded in time and size, no redirect followed, in the clear only on this machine.

use std::{
    io::Cursor,
    sync::{Arc, OnceLock},
    time::Duration,
};

use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};

use crate::{
    tls::{self, RootsError},
    web::ReachedBy,
};

/// A question and its answer together.
const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST_ANSWER: usize = 256 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    #[error("{0} is no https address")]
    InTheClear(String),
    #[error("no answer within {} s", PATIENCE.as_secs())]
    Silent,
    #[error("{0}")]
    Failed(String),
    #[error(transparent)]
    Roots(#[from] RootsError),
}

type HttpsClient = Client<HttpsConnector<HttpConnector>, Full<Cursor<Vec<u8>>>>;

/// Reads the authorities that this machine trusts, once. No line is kept for later.
fn client() -> Result<HttpsClient, FetchError> {
    static TLS: OnceLock<Arc<rustls::ClientConfig>> = OnceLock::new();
    let config = match TLS.get() {
        Some(config) => config.clone(),
        None => {
            let fresh = tls::client(tls::roots(None)?).map_err(|e| FetchError::Failed(e.to_string()))?;
            TLS.get_or_init(|| Arc::new(fresh)).clone()
        }
    };
    let connector = HttpsConnectorBuilder::new()
        .with_tls_config(Arc::unwrap_or_clone(config))
        .https_or_http()
        .enable_http1()
        .build();
    Ok(Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector))
}

pub async fn fetch(request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FetchError> {
    let address = request.uri().to_string();
    let is_here = ReachedBy::at(&address) == ReachedBy::ThisMachineOnly;
    if request.uri().scheme_str() != Some("https") && !is_here {
        return Err(FetchError::InTheClear(address));
    }
    let asked = async {
        let answer = client()?.request(request.map(|body| Full::new(Cursor::new(body)))).await;
        let (head, body) = answer.map_err(|e| FetchError::Failed(with_cause(&e)))?.into_parts();
        let body = Limited::new(body, LONGEST_ANSWER).collect().await;
        let body = body.map_err(|e| FetchError::Failed(e.to_string()))?.to_bytes().to_vec();
        Ok(http::Response::from_parts(head, body))
    };
    tokio::time::timeout(PATIENCE, asked).await.unwrap_or(Err(FetchError::Silent))
}

fn with_cause(error: &dyn std::error::Error) -> String {
    let cause = error.source().map(|cause| format!(": {}", with_cause(cause))).unwrap_or_default();
    format!("{error}{cause}")
}
