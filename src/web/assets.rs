//! Style sheets, scripts and images, carried inside the program and named with their hash.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};

use actix_web::{
    HttpRequest,
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue},
    web::Bytes,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256, Sha384};

use super::{
    Handled, PageError, Path,
    kept::{Asked, Kept},
};

/// The worker that verifies: it runs WebAssembly, which no page may, and reaches nothing, which every page may.
const VERIFIER: &str = "js/verifier-worker.js";
const RULE_OF_THE_VERIFIER: HeaderValue =
    HeaderValue::from_static("default-src 'none'; script-src 'wasm-unsafe-eval'; frame-ancestors 'none'");

#[derive(RustEmbed)]
#[folder = "static"]
struct Static;

struct Known {
    version: String,
    integrity: String,
    media: HeaderValue,
    content: Bytes,
    /// Compressed when it is first asked for.
    kept: OnceLock<Kept>,
}

impl Known {
    fn kept(&self) -> Result<&Kept, PageError> {
        if let Some(kept) = self.kept.get() {
            return Ok(kept);
        }
        let kept = Kept::of(self.content.clone(), &self.version)?;
        Ok(self.kept.get_or_init(|| kept))
    }
}

static KNOWN: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
    Static::iter()
        .filter_map(|path| {
            let file = Static::get(&path)?;
            let version = Sha256::digest(&file.data).iter().take(8).map(|b| format!("{b:02x}")).collect();
            let integrity = format!("sha384-{}", STANDARD.encode(Sha384::digest(&file.data)));
            let media = match path.rsplit('.').next() {
                Some("js") => HeaderValue::from_static("text/javascript; charset=utf-8"),
                Some("css") => HeaderValue::from_static("text/css; charset=utf-8"),
                _ => HeaderValue::from_str(file.metadata.mimetype()).ok()?,
            };
            let content = match file.data {
                Cow::Borrowed(inside) => Bytes::from_static(inside),
                Cow::Owned(read) => Bytes::from(read),
            };
            Some((path.into_owned(), Known { version, integrity, media, content, kept: OnceLock::new() }))
        })
        .collect()
});

pub struct Assets;

impl Assets {
    /// `/static/<path>?v=<hash>`.
    pub fn url(path: &str) -> Option<String> {
        KNOWN.get(path).map(|known| format!("/static/{path}?v={}", known.version))
    }

    /// The value of an `integrity` attribute (SRI).
    pub fn integrity(path: &str) -> Option<String> {
        KNOWN.get(path).map(|known| known.integrity.clone())
    }

    /// Path and integrity of every script and program of the browser, for the page that publishes them.
    pub fn scripts() -> Vec<(String, String)> {
        let mut scripts: Vec<_> = KNOWN
            .iter()
            .filter(|(path, _)| path.ends_with(".js") || path.ends_with(".wasm"))
            .map(|(path, known)| (path.clone(), known.integrity.clone()))
            .collect();
        scripts.sort();
        scripts
    }
}

/// The worker of a department's pages, at an address in whose scope they lie; a browser looks for a newer one each time.
pub async fn department_worker(request: HttpRequest) -> Handled {
    let known = KNOWN.get("js/department-worker.js").ok_or(PageError::NotFound)?;
    let vary = HeaderValue::from_static("accept-encoding");
    let (mut answer, body) = known.kept()?.answer(&Asked::by(&request), known.media.clone(), vary);
    answer.insert_header((CACHE_CONTROL, HeaderValue::from_static("no-cache")));
    Ok(answer.body(body))
}

pub async fn asset_response(path: Path<String>, request: HttpRequest) -> Handled {
    let known = KNOWN.get(path.as_str()).ok_or(PageError::NotFound)?;
    let vary = HeaderValue::from_static("accept-encoding");
    let (mut answer, body) = known.kept()?.answer(&Asked::by(&request), known.media.clone(), vary);
    answer.insert_header((CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")));
    if path.as_str() == VERIFIER {
        answer.insert_header((CONTENT_SECURITY_POLICY, RULE_OF_THE_VERIFIER));
    }
    Ok(answer.body(body))
}
