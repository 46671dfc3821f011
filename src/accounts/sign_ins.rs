//! Sign-ins kept in the database, so that any instance knows them and any of them can be revoked.

use std::collections::HashMap;

use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration;
use rand::distr::{Alphanumeric, SampleString};
use sha2::{Digest, Sha256};

use super::store;
use crate::{
    clock::Clock,
    db::{Db, DbError, Ts},
    ids::AccountId,
};

/// The key under which a sign-in's state names its account.
pub const ACCOUNT: &str = "account";

/// Stands alone in a state that could not be read: nobody is taken for signed out because the database is gone, and what
/// needs no sign-in is served all the same.
pub const UNREAD: &str = "unread";

#[derive(Clone)]
pub struct SignIns {
    db: Db,
    clock: Clock,
}

impl SignIns {
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock }
    }

    async fn blocking<T: Send + 'static>(
        &self,
        f: impl FnOnce(&Db, Ts) -> Result<T, DbError> + Send + 'static,
    ) -> Result<T, anyhow::Error> {
        let (db, now) = (self.db.clone(), self.clock.now());
        Ok(actix_web::web::block(move || f(&db, now)).await??)
    }
}

/// Only a hash is stored: a copy of the database signs nobody in.
fn token_hash(key: &SessionKey) -> String {
    Sha256::digest(key.as_ref().as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

fn account_of(state: &HashMap<String, String>) -> Option<AccountId> {
    state.get(ACCOUNT).and_then(|json| serde_json::from_str(json).ok())
}

fn after(now: Ts, ttl: Duration) -> Ts {
    now.plus_minutes(ttl.whole_minutes())
}

impl SessionStore for SignIns {
    async fn load(&self, key: &SessionKey) -> Result<Option<HashMap<String, String>>, LoadError> {
        let hash = token_hash(key);
        let read = self.blocking(move |db, now| db.read(|conn| store::sign_in_state(conn, &hash, now))).await;
        let state = match read {
            Ok(state) => state,
            Err(error) => {
                tracing::warn!(%error, "a sign-in could not be read");
                return Ok(Some(HashMap::from([(UNREAD.to_owned(), "true".to_owned())])));
            }
        };
        state.map(|json| serde_json::from_str(&json)).transpose().map_err(|e| LoadError::Deserialization(e.into()))
    }

    async fn save(&self, state: HashMap<String, String>, ttl: &Duration) -> Result<SessionKey, SaveError> {
        let text = Alphanumeric.sample_string(&mut rand::rng(), 64);
        let key = SessionKey::try_from(text).map_err(|e| SaveError::Other(e.into()))?;
        let (hash, ttl) = (token_hash(&key), *ttl);
        let json = serde_json::to_string(&state).map_err(|e| SaveError::Serialization(e.into()))?;
        self.blocking(move |db, now| {
            db.write(|tx| store::save_sign_in(tx, &hash, account_of(&state), &json, after(now, ttl)))
        })
        .await
        .map_err(SaveError::Other)?;
        Ok(key)
    }

    async fn update(
        &self,
        key: SessionKey,
        state: HashMap<String, String>,
        ttl: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        let (hash, ttl) = (token_hash(&key), *ttl);
        let json = serde_json::to_string(&state).map_err(|e| UpdateError::Serialization(e.into()))?;
        self.blocking(move |db, now| {
            db.write(|tx| store::save_sign_in(tx, &hash, account_of(&state), &json, after(now, ttl)))
        })
        .await
        .map_err(UpdateError::Other)?;
        Ok(key)
    }

    async fn update_ttl(&self, key: &SessionKey, ttl: &Duration) -> Result<(), anyhow::Error> {
        let (hash, ttl) = (token_hash(key), *ttl);
        self.blocking(move |db, now| db.write(|tx| store::extend_sign_in(tx, &hash, after(now, ttl)))).await
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let hash = token_hash(key);
        self.blocking(move |db, _| db.write(|tx| store::delete_sign_in(tx, &hash))).await
    }
}
