//! Files to keep: whole, or made part by part while they are sent.

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION},
    web::Bytes,
};
use futures_util::stream;

use super::{PageError, blocking};

/// A file to keep, under `name`.
pub fn download(name: &str, content_type: &str, bytes: Vec<u8>) -> HttpResponse {
    as_file(name, content_type).body(bytes)
}

/// The same without holding it in memory: `part` is asked for part after part, from 0 until it has none, where it may
/// block. Whoever reads slowly keeps no thread waiting.
pub fn download_in_parts<E>(
    name: &str,
    content_type: &str,
    part: impl Fn(i64) -> Result<Option<Vec<u8>>, E> + Clone + Send + 'static,
) -> HttpResponse
where
    E: Into<PageError> + 'static,
{
    let parts = stream::unfold(Some(0), move |number| {
        let part = part.clone();
        async move {
            let number = number?;
            match blocking(move || part(number).map_err(Into::into)).await {
                Ok(bytes) => Some((Ok(Bytes::from(bytes?)), number.checked_add(1))),
                Err(error) => {
                    let error: PageError = error;
                    tracing::error!(%error, "a file was cut off");
                    Some((Err(error), None))
                }
            }
        }
    });
    as_file(name, content_type).streaming(parts)
}

fn as_file(name: &str, content_type: &str) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(content_type)
        .insert_header((CACHE_CONTROL, "no-cache"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    answer
}
