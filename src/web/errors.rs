//! What a person sees when a page cannot be shown: what happened, and a way onward.

use actix_web::{
    Error, HttpRequest, HttpResponse, ResponseError,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        Method, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER},
    },
    middleware::Next,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Ctx, Page, page::Brought};
use crate::db::DbError;

pub type Handled = Result<HttpResponse, PageError>;

#[derive(Clone, Debug, thiserror::Error)]
pub enum PageError {
    /// Not there, or not yours: the two look alike.
    #[error("not found")]
    NotFound,
    #[error("the form is not complete: {0}")]
    BadForm(String),
    #[error("the form has expired")]
    FormExpired,
    #[error("too many requests")]
    TooMany,
    #[error("too large")]
    TooLarge,
    #[error("the body did not come in time")]
    TooSlow,
    #[error("nothing is taken now")]
    ReadOnly,
    #[error("unavailable: {0}")]
    Unavailable(String),
    #[error("internal: {0}")]
    Internal(String),
}

impl From<DbError> for PageError {
    fn from(e: DbError) -> Self {
        match e {
            e if e.is_missing() => Self::NotFound,
            DbError::ReadOnly => Self::ReadOnly,
            DbError::Corrupt(what) => Self::Internal(what),
            e => Self::Unavailable(e.to_string()),
        }
    }
}

impl PageError {
    pub fn internal(what: impl std::fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadForm(_) => StatusCode::BAD_REQUEST,
            Self::FormExpired => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::ReadOnly | Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// What a program is told where a person would see a page.
#[derive(Serialize, ToSchema)]
pub struct ErrorData {
    /// One word: `not-found`, `too-many`, `unavailable`, …
    #[schema(example = "not-found")]
    pub error: String,
}

#[derive(Serialize)]
pub struct ErrorPage {
    pub status: u16,
    /// `not-found`, `bad-form`, …: the messages `error-<kind>-title` and `error-<kind>-mend`.
    pub kind: &'static str,
    /// By which the operator finds the cause in the log; where the fault is the visitor's there is none.
    pub reference: Option<String>,
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "error.html";

    fn samples() -> Vec<Self> {
        let sample = |&(status, kind): &(u16, &'static str)| Self {
            status,
            kind,
            reference: (status >= 500).then(|| "5f0c2a9e".to_owned()),
        };
        KINDS.iter().chain(&[(503, READ_ONLY)]).map(sample).collect()
    }
}

const READ_ONLY: &str = "read-only";

/// What each status is called where the error has no name of its own.
const KINDS: &[(u16, &str)] = &[
    (404, "not-found"),
    (400, "bad-form"),
    (405, "not-found"),
    (408, "too-slow"),
    (413, "too-large"),
    (422, "form-expired"),
    (429, "too-many"),
    (503, "unavailable"),
    (500, "internal"),
];

/// Middleware: gives every error of a page the look of a page. Answers that are not errors pass untouched,
/// and so do errors that brought their own body (`Content-Type` set by the handler).
pub async fn error_pages<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let before = Brought::by(request.request())?;
    let mut answer = match next.call(request).await {
        Ok(answer) => answer,
        // A middleware could not reach what it needs and took the request with it: the page is made of what was known.
        Err(error) => {
            let status = match error.as_response_error().status_code() {
                status if status.is_server_error() => StatusCode::SERVICE_UNAVAILABLE,
                status => status,
            };
            let mut page = page_of(&before.ctx(), status, Some(&error));
            say_when_to_come_back(status, page.headers_mut());
            return Err(InternalError::from_response(error, page).into());
        }
    };
    let status = answer.status();
    say_when_to_come_back(status, answer.headers_mut());
    let nobody_answered = matches!(status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED)
        && !answer.headers().contains_key(CONTENT_TYPE);
    let is_ours = answer.response().error().is_some() || nobody_answered;
    let has_page = answer.headers().get("x-piaojue-answered").is_some();
    if !status.is_client_error() && !status.is_server_error() || !is_ours || has_page {
        return Ok(answer.map_into_left_body());
    }
    let ctx = Ctx::of(answer.request()).unwrap_or_else(|_| before.ctx());
    let mut page = page_of(&ctx, status, answer.response().error());
    say_when_to_come_back(status, page.headers_mut());
    let (asked, _) = answer.into_parts();
    Ok(ServiceResponse::new(asked, page).map_into_right_body())
}

/// What is over soon says so: browsers, crawlers and balancers come back by themselves.
fn say_when_to_come_back(status: StatusCode, headers: &mut HeaderMap) {
    let passes = matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS);
    if passes && !headers.contains_key(RETRY_AFTER) {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
}

/// Nothing stands here; without the slash at its end it may be the address of a page.
pub async fn without_slash(ctx: Ctx, request: HttpRequest) -> Handled {
    let path = request.path();
    let page = path.trim_end_matches('/');
    // Two slashes at its beginning, of either kind, would lead to another site.
    let is_elsewhere = page.starts_with("//") || page.contains('\\');
    if request.method() != Method::GET || page.is_empty() || page.len() == path.len() || is_elsewhere {
        return Err(PageError::NotFound);
    }
    Ok(match request.query_string() {
        "" => ctx.see_page(page),
        query => ctx.see_page(&format!("{page}?{query}")),
    })
}

fn page_of(ctx: &Ctx, status: StatusCode, error: Option<&Error>) -> HttpResponse {
    let reference = status.is_server_error().then(reference);
    if let (Some(error), Some(reference)) = (error, &reference) {
        tracing::error!(status = status.as_u16(), reference, %error, "a page failed");
    }
    let kind = match error.and_then(Error::as_error) {
        Some(PageError::ReadOnly) => READ_ONLY,
        _ => KINDS
            .iter()
            .find(|(code, _)| *code == status.as_u16())
            .map_or(if status.is_server_error() { "internal" } else { "bad-form" }, |(_, kind)| kind),
    };
    let mut answer = if ctx.asks_for_data() {
        HttpResponse::build(status)
            .insert_header(("access-control-allow-origin", "*"))
            .insert_header(("cross-origin-resource-policy", "cross-origin"))
            .insert_header((CACHE_CONTROL, "no-store"))
            .json(ErrorData { error: kind.to_owned() })
    } else {
        let page = ErrorPage { status: status.as_u16(), kind, reference: reference.clone() };
        ctx.answer(status, &page).unwrap_or_else(|_| HttpResponse::build(status).finish())
    };
    if let Some(reference) = reference.and_then(|reference| HeaderValue::try_from(reference).ok()) {
        answer.headers_mut().insert(HeaderName::from_static("x-request-id"), reference);
    }
    answer
}

/// Short enough to be told over the telephone.
fn reference() -> String {
    let mut all = uuid::Uuid::new_v4().simple().to_string();
    all.truncate(8);
    all
}

/// Middleware while the database is moved: whatever would change something is refused before anything is read of it.
pub async fn take_nothing<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    if !request.method().is_safe() {
        return Err(PageError::ReadOnly.into());
    }
    next.call(request).await
}
