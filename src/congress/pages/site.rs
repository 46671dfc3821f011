//! Which congress's site was asked for.

use std::sync::Arc;

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};
use parking_lot::RwLock;

use super::super::{session::Congress, store};
use crate::{
    accounts::Site,
    web::{HostName, PageError, Ribbon, Services, blocking},
};

/// The table of host names, read again when something public has changed.
#[derive(Default)]
pub struct Sites(RwLock<Option<(i64, Arc<Known>)>>);

/// Every congress, and whether its back rooms are rehearsing.
type Known = Vec<(Congress, bool)>;

impl Sites {
    async fn now(&self, services: &Data<Services>) -> Result<Arc<Known>, PageError> {
        let version = services.public.version();
        if let Some((known, sites)) = &*self.0.read()
            && *known == version
        {
            return Ok(sites.clone());
        }
        let shared = services.clone();
        let read = blocking(move || Ok::<_, PageError>(shared.db.read(store::sites)?)).await;
        match (read, &mut *self.0.write()) {
            (Ok(read), known) => {
                let read = Arc::new(read);
                *known = Some((version, read.clone()));
                Ok(read)
            }
            // Host names change once in years: what was known serves until the database answers again.
            (Err(_), Some((_, known))) => Ok(known.clone()),
            (Err(error), None) => Err(error),
        }
    }
}

/// The pages that work on the rehearsal while it is the current one.
const REHEARSED: [&str; 4] = ["/deputy", "/secretariat", "/scrutineer", "/screen"];

/// Middleware: the congress by the host name; with one congress any name serves it, with several a name that none of
/// them has serves nothing.
pub async fn site<B: MessageBody>(
    services: Data<Services>,
    sites: Data<Sites>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    // Scripts and styles belong to no site, and are there without any database.
    if request.path().starts_with("/static/") {
        return next.call(request).await;
    }
    let sites = sites.now(&services).await?;
    let found = match sites.as_slice() {
        [only] => Some(only),
        many => {
            let host = HostName::asked(request.request());
            many.iter().find(|(congress, _)| congress.host.is_some() && congress.host == host)
        }
    };
    if found.is_none() && sites.len() > 1 && !request.path().starts_with("/static/") {
        return Err(PageError::NotFound.into());
    }
    if let Some((congress, rehearsing)) = found {
        let rehearsed = *rehearsing && REHEARSED.iter().any(|part| request.path().starts_with(part));
        let mut extensions = request.extensions_mut();
        if rehearsed {
            extensions.insert(Ribbon("rehearsal"));
        }
        extensions.insert(congress.site_name(sites.len(), &services.base_url));
        extensions.insert(Site { congress: congress.id, name: congress.name.clone() });
    }
    next.call(request).await
}
