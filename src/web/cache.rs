//! Public pages as bytes, until the version of what is public moves on.

use std::{
    collections::HashMap,
    sync::atomic::{AtomicI64, Ordering},
};

use actix_web::web::Bytes;
use parking_lot::RwLock;
use sha2::{Digest, Sha256};

#[derive(Clone)]
pub struct Cached {
    version: i64,
    pub etag: String,
    pub body: Bytes,
}

#[derive(Default)]
pub struct PublicPages {
    version: AtomicI64,
    pages: RwLock<HashMap<String, Cached>>,
}

/// More than the pages of one congress in two languages and two type sizes; beyond it the cache starts afresh.
const MOST_PAGES: usize = 2_000;

impl PublicPages {
    pub fn version(&self) -> i64 {
        self.version.load(Ordering::Acquire)
    }

    /// Told the version that stands in the database; pages made of an older one are not served again.
    pub fn is_now(&self, version: i64) {
        if self.version.swap(version, Ordering::AcqRel) != version {
            self.pages.write().clear();
        }
    }

    pub fn get(&self, key: &str, version: i64) -> Option<Cached> {
        self.pages.read().get(key).filter(|cached| cached.version == version).cloned()
    }

    pub fn put(&self, key: String, version: i64, body: Vec<u8>) -> Cached {
        let hash: String = Sha256::digest(&body).iter().take(12).map(|b| format!("{b:02x}")).collect();
        let cached = Cached { version, etag: format!("\"{hash}\""), body: Bytes::from(body) };
        let mut pages = self.pages.write();
        if pages.len() >= MOST_PAGES {
            pages.clear();
        }
        pages.insert(key, cached.clone());
        cached
    }
}
