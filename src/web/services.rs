//! What every handler may need, handed to it rather than reached for.

use std::{any::Any, sync::Arc};

use futures_util::future::BoxFuture;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{AddressLimit, HashingPool, Heavy, PageError, Proxies, PublicPages, Views};
use crate::{clock::Clock, db::Db, hooks::Hooks, mail::Mailer, tls};

/// The server's secret, from which every other key is derived by purpose.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// 32 bytes that nobody without the secret can tell from random, different for each purpose and input.
    pub fn derive(&self, purpose: &str, input: &[u8]) -> [u8; 32] {
        // HMAC takes a key of any length, so this cannot fail.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return [0; 32] };
        mac.update(purpose.as_bytes());
        mac.update(b"|");
        mac.update(input);
        mac.finalize().into_bytes().into()
    }

    /// Tells secrets apart and says nothing of them.
    pub fn fingerprint(&self) -> String {
        self.derive("fingerprint", b"").iter().take(8).map(|b| format!("{b:02x}")).collect()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

pub struct Services {
    pub db: Db,
    pub clock: Clock,
    pub secret: Secret,
    pub views: Views,
    pub public: PublicPages,
    /// Passwords: each hash fills what `Setup::password_cost` says.
    pub hashing: HashingPool,
    /// Pictures and workbooks that somebody sends.
    pub files: Heavy,
    /// Those who may say on whose behalf they ask.
    pub proxies: Proxies,
    /// How often one visitor may send a form.
    pub limit: AddressLimit,
    /// Ballots being cast and opened: proofs, and the wait for the database. Fewer at once than a worker has threads, so
    /// that pages always find one.
    pub casting: Heavy,
    /// Where people reach this server, without a final slash.
    pub base_url: String,
    /// Where this program serves https itself.
    pub certificate: Option<Arc<tls::Served>>,
    /// Where none is configured nobody can be written to.
    pub mailer: Option<Mailer>,
    /// Tells other systems.
    pub hooks: Hooks,
    /// Where to tell of a hole, as security.txt names it.
    pub security_contact: Option<String>,
    /// Whether this is a demonstration: every page says so, and the sign-in page lists the accounts.
    pub demo: bool,
}

impl Services {
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// The name of a cookie, bound to this very host where the connection allows it.
    pub fn cookie_name(&self, name: &str) -> String {
        if self.is_https() { format!("__Host-{name}") } else { name.to_owned() }
    }
}

/// Runs what may block (database, password hashing, proofs) away from the request threads.
pub fn blocking<T, E>(f: impl FnOnce() -> Result<T, E> + Send + 'static) -> BoxFuture<'static, Result<T, E>>
where
    T: Send + 'static,
    E: From<PageError> + Send + 'static,
{
    Box::pin(elsewhere(Box::new(move || Box::new(f()))))
}

/// Work and what comes of it without their types: what runs it is compiled once in place of a thousand times, a quarter of all code.
type Work = Box<dyn FnOnce() -> Box<dyn Any + Send> + Send>;

async fn elsewhere<T, E>(work: Work) -> Result<T, E>
where
    T: 'static,
    E: From<PageError> + 'static,
{
    match actix_web::web::block(work).await.map(|done| done.downcast()) {
        Ok(Ok(done)) => *done,
        _ => Err(PageError::Unavailable("the blocking pool is gone".to_owned()).into()),
    }
}
