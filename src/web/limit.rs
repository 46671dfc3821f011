//! How often one visitor may send a form; generous, since a whole hall shares one address. Reading is free.

use std::num::NonZeroU32;

use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
    web::Data,
};
use governor::{DefaultKeyedRateLimiter, Quota};

use super::{PageError, Services, Visitor};

pub struct AddressLimit(DefaultKeyedRateLimiter<Visitor>);

impl AddressLimit {
    /// `burst` at once, refilled at `per_second`.
    pub fn new(per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        Self(DefaultKeyedRateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst)))
    }

    /// Forgets visitors who have been quiet long enough to start afresh.
    pub fn tidy(&self) {
        self.0.retain_recent();
        self.0.shrink_to_fit();
    }

    fn lets_pass(&self, visitor: Visitor) -> bool {
        self.0.check_key(&visitor).is_ok()
    }
}

/// Middleware: answers 429 when a visitor sends too much.
pub async fn limit_by_visitor<B: MessageBody + 'static>(
    services: Data<Services>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads && !services.limit.lets_pass(Visitor::of(request.request())) {
        return Ok(request.error_response(PageError::TooMany).map_into_right_body());
    }
    next.call(request).await.map(ServiceResponse::map_into_left_body)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use super::*;

    #[test]
    fn who_has_been_quiet_is_forgotten_and_who_has_not_is_not() {
        let one = NonZeroU32::MIN;
        let slow = Quota::with_period(std::time::Duration::from_secs(3600)).unwrap();
        let quick = AddressLimit::new(NonZeroU32::new(1_000_000).unwrap(), one);
        let limit = AddressLimit(DefaultKeyedRateLimiter::keyed(slow));
        let visitor = Visitor::at("203.0.113.9".parse().unwrap());
        assert!(limit.lets_pass(visitor) && quick.lets_pass(visitor));
        std::thread::sleep(std::time::Duration::from_millis(5));
        limit.tidy();
        quick.tidy();
        assert!(!limit.lets_pass(visitor), "still counted");
        assert_eq!(quick.0.len(), 0, "forgotten");
    }
}
