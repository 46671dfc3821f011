//! The headers that keep a page from being more than it is.

use actix_web::{
    Error, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue},
    middleware::{DefaultHeaders, Next},
};

/// Workers start from bytes that the page's script has checked, which then have no address of this server.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; worker-src 'self' blob:; \
     img-src 'self' data:; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

pub fn security_headers(https: bool) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add(("content-security-policy", POLICY))
        .add(("x-content-type-options", "nosniff"))
        .add(("referrer-policy", "same-origin"))
        .add(("cross-origin-opener-policy", "same-origin"))
        .add(("cross-origin-resource-policy", "same-origin"))
        .add(("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"));
    if https { headers.add(("strict-transport-security", "max-age=31536000")) } else { headers }
}

/// Of a page for frames on other sites: no script, no form, and nothing from anywhere but here.
const FRAMED_POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *";

/// The answer with a page that other sites may show in a frame, as no other page may be shown.
pub fn may_be_framed(mut answer: HttpResponse) -> HttpResponse {
    let headers = answer.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(FRAMED_POLICY));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    answer
}

/// The answer with a page that shows pages of this site in a frame; it is itself shown in none.
pub fn with_frames(mut answer: HttpResponse) -> HttpResponse {
    if let Ok(policy) = HeaderValue::from_str(&format!("{POLICY}; frame-src 'self'")) {
        answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    answer
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
