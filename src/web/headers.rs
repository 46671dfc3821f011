//! The headers that keep a page from being more than it is.

use actix_web::{
    Error, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{CACHE_CONTROL, HeaderName, HeaderValue},
    middleware::{DefaultHeaders, Next},
};

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; worker-src 'self'; \
     img-src 'self' data:; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

pub fn security_headers(https: bool) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add(("content-security-policy", CONTENT_SECURITY_POLICY))
        .add(("x-content-type-options", "nosniff"))
        .add(("referrer-policy", "same-origin"))
        .add(("cross-origin-opener-policy", "same-origin"))
        .add(("cross-origin-resource-policy", "same-origin"))
        .add(("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"));
    if https { headers.add(("strict-transport-security", "max-age=31536000")) } else { headers }
}

/// The answer with a page that reads codes off paper: it may ask for the camera.
pub fn with_camera(mut answer: HttpResponse) -> HttpResponse {
    let policy = HeaderValue::from_static("camera=(self), microphone=(), geolocation=(), payment=()");
    answer.headers_mut().insert(HeaderName::from_static("permissions-policy"), policy);
    answer
}

/// The answer with a page that looks for what is near, if somebody presses the button.
pub fn with_location(mut answer: HttpResponse) -> HttpResponse {
    let policy = HeaderValue::from_static("camera=(), microphone=(), geolocation=(self), payment=()");
    answer.headers_mut().insert(HeaderName::from_static("permissions-policy"), policy);
    answer
}

/// Middleware: nothing behind a sign-in is kept by a browser or a proxy.
pub async fn no_store<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let mut answer = next.call(request).await?;
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}
