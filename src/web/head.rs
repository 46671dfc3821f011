//! HEAD, for whoever wants to know of a page without having it: balancers, link checkers, feed readers. And what no address
//! answers to.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::{
    Error, HttpResponse,
    body::{BodySize, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{ALLOW, CACHE_CONTROL},
    },
    middleware::Next,
    web::Bytes,
};

/// A body of which only the length is told.
pub struct Unsent(BodySize);

impl MessageBody for Unsent {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        self.0
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(None)
    }
}

/// Middleware: whatever answers GET answers HEAD, with the same head; nothing here answers to another method than these and
/// POST, whatever the address.
pub async fn known_methods<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, Unsent>>, Error> {
    match *request.method() {
        Method::GET | Method::POST => next.call(request).await.map(ServiceResponse::map_into_left_body),
        Method::HEAD => {
            request.head_mut().method = Method::GET;
            let answer = next.call(request).await?;
            Ok(answer.map_body(|_, body| EitherBody::right(Unsent(body.size()))))
        }
        _ => {
            let refused = HttpResponse::MethodNotAllowed()
                .insert_header((ALLOW, "GET, HEAD, POST"))
                .insert_header((CACHE_CONTROL, "no-store"))
                .finish();
            Ok(request.into_response(refused).map_body(|_, body| EitherBody::right(Unsent(body.size()))))
        }
    }
}
