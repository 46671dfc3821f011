//! Which congress's site was asked for.

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};

use super::super::store;
use crate::{
    accounts::Site,
    web::{PageError, Services, SiteName, blocking},
};

/// Middleware: the congress by the host name; with one congress any name serves it.
pub async fn site<B: MessageBody>(
    services: Data<Services>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let host = request.connection_info().host().split(':').next().unwrap_or_default().to_owned();
    let sites = blocking(move || Ok::<_, PageError>(services.db.read(store::sites)?)).await?;
    let found = match sites.as_slice() {
        [only] => Some(only.clone()),
        many => many.iter().find(|congress| congress.host.as_deref() == Some(host.as_str())).cloned(),
    };
    if let Some(congress) = found {
        let mut extensions = request.extensions_mut();
        extensions.insert(SiteName(congress.name.clone()));
        extensions.insert(Site { congress: congress.id, name: congress.name });
    }
    next.call(request).await
}
