//! How often one address may knock; generous, since a whole hall shares one address.

use std::{net::IpAddr, num::NonZeroU32};

use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};
use governor::{DefaultKeyedRateLimiter, Quota};

use super::PageError;

pub struct AddressLimit(DefaultKeyedRateLimiter<IpAddr>);

impl AddressLimit {
    /// `burst` at once, refilled at `per_second`.
    pub fn new(per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        Self(DefaultKeyedRateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst)))
    }

    /// Drops addresses that have been quiet.
    pub fn tidy(&self) {
        self.0.retain_recent();
    }
}

/// Middleware: answers 429 when an address asks too often.
pub async fn limit_by_address<B: MessageBody + 'static>(
    limit: Data<AddressLimit>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    if let Some(peer) = request.peer_addr()
        && limit.0.check_key(&peer.ip()).is_err()
    {
        return Ok(request.error_response(PageError::TooMany).map_into_right_body());
    }
    next.call(request).await.map(ServiceResponse::map_into_left_body)
}
