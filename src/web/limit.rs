//! How often one address may knock; generous, since a whole hall shares one address.

use std::{net::IpAddr, num::NonZeroU32};

use actix_web::{
    Error,
    body::MessageBody,
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
pub async fn limit_by_address<B: MessageBody>(
    limit: Data<AddressLimit>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    if let Some(peer) = request.peer_addr()
        && limit.0.check_key(&peer.ip()).is_err()
    {
        return Err(PageError::TooMany.into());
    }
    next.call(request).await
}
