//! Style sheets, scripts and images, carried inside the program and named with their hash.

use std::{collections::HashMap, sync::LazyLock};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256, Sha384};

use super::{Handled, PageError, Path};

#[derive(RustEmbed)]
#[folder = "static"]
struct Static;

struct Known {
    version: String,
    integrity: String,
    content_type: String,
}

static KNOWN: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
    Static::iter()
        .filter_map(|path| {
            let file = Static::get(&path)?;
            let version = Sha256::digest(&file.data).iter().take(8).map(|b| format!("{b:02x}")).collect();
            let integrity = format!("sha384-{}", STANDARD.encode(Sha384::digest(&file.data)));
            let content_type = match path.rsplit('.').next() {
                Some("js") => "text/javascript; charset=utf-8".to_owned(),
                Some("css") => "text/css; charset=utf-8".to_owned(),
                _ => file.metadata.mimetype().to_owned(),
            };
            Some((path.into_owned(), Known { version, integrity, content_type }))
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

    /// Path and integrity of every script, for the page that publishes them.
    pub fn scripts() -> Vec<(String, String)> {
        let mut scripts: Vec<_> = KNOWN
            .iter()
            .filter(|(path, _)| path.ends_with(".js"))
            .map(|(path, known)| (path.clone(), known.integrity.clone()))
            .collect();
        scripts.sort();
        scripts
    }
}

pub async fn asset_response(path: Path<String>, request: HttpRequest) -> Handled {
    let (Some(known), Some(file)) = (KNOWN.get(path.as_str()), Static::get(&path)) else {
        return Err(PageError::NotFound);
    };
    let etag = format!("\"{}\"", known.version);
    let has_it = request.headers().get(IF_NONE_MATCH).is_some_and(|v| v.as_bytes() == etag.as_bytes());
    let mut answer = if has_it { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .content_type(known.content_type.as_str())
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((ETAG, etag));
    Ok(if has_it { answer.finish() } else { answer.body(file.data.into_owned()) })
}
