//! Public pages as bytes, until the version of what is public moves on.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};

use parking_lot::{Mutex, RwLock};

use super::{PageError, kept::Kept};
use crate::db::Ts;

pub struct PublicPages {
    version: AtomicI64,
    shelf: RwLock<Shelf>,
    /// What is being made at the moment, by key and version.
    in_the_making: Mutex<HashMap<Key, Arc<Made>>>,
}

type Key = (String, i64);

/// What came of the making, for those who wait for it.
type Made = tokio::sync::Mutex<Option<Result<Arc<Kept>, PageError>>>;

/// Far more than the pages of a congress in two languages and two type sizes.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// What a page takes beside its bytes.
const OVERHEAD: usize = 512;

impl Default for PublicPages {
    fn default() -> Self {
        Self::bounded(MOST_BYTES)
    }
}

impl PublicPages {
    fn bounded(most: usize) -> Self {
        Self {
            version: AtomicI64::default(),
            shelf: RwLock::new(Shelf { pages: HashMap::new(), bytes: 0, most }),
            in_the_making: Mutex::default(),
        }
    }

    pub fn version(&self) -> i64 {
        self.version.load(Ordering::Acquire)
    }

    /// Told the version that stands in the database; pages made of an older one are not served again.
    pub fn is_now(&self, version: i64) {
        if self.version.swap(version, Ordering::AcqRel) != version {
            self.shelf.write().clear();
        }
    }

    /// The bytes under `key`; made by one of those who ask at the same time, whom the others wait for.
    pub async fn kept(
        &self,
        key: String,
        now: Ts,
        make: impl AsyncFnOnce() -> Result<Vec<u8>, PageError>,
    ) -> Result<Arc<Kept>, PageError> {
        let version = self.version();
        if let Some(found) = self.shelf.read().get(&key, version) {
            return Ok(found);
        }
        let making = Making::join(self, (key, version));
        let mut made = making.made.lock().await;
        if let Some(made) = &*made {
            return made.clone();
        }
        let outcome = make().await.and_then(Kept::new).map(|kept| Arc::new(kept.made_at(now)));
        if let Ok(kept) = &outcome
            && self.version() == version
        {
            self.shelf.write().put(making.key.0.clone(), version, kept.clone());
        }
        *made = Some(outcome.clone());
        outcome
    }
}

/// One of those who wait for the same page. Whoever leaves, even in the middle of making it, lets the next one make it.
struct Making<'a> {
    pages: &'a PublicPages,
    key: Key,
    made: Arc<Made>,
}

impl<'a> Making<'a> {
    fn join(pages: &'a PublicPages, key: Key) -> Self {
        let made = pages.in_the_making.lock().entry(key.clone()).or_default().clone();
        Self { pages, key, made }
    }
}

impl Drop for Making<'_> {
    fn drop(&mut self) {
        let mut all = self.pages.in_the_making.lock();
        // One is the table's, one this one's.
        if Arc::strong_count(&self.made) <= 2 {
            all.remove(&self.key);
        }
    }
}

struct Shelf {
    pages: HashMap<String, Page>,
    bytes: usize,
    most: usize,
}

struct Page {
    version: i64,
    kept: Arc<Kept>,
    /// Since there was last too little room.
    asked_for: AtomicBool,
}

impl Shelf {
    fn get(&self, key: &str, version: i64) -> Option<Arc<Kept>> {
        let page = self.pages.get(key).filter(|page| page.version == version)?;
        if !page.asked_for.load(Ordering::Relaxed) {
            page.asked_for.store(true, Ordering::Relaxed);
        }
        Some(page.kept.clone())
    }

    /// What would fill a quarter of the shelf by itself is not kept.
    fn put(&mut self, key: String, version: i64, kept: Arc<Kept>) {
        let bytes = size(&key, &kept);
        if bytes > self.most / 4 {
            return;
        }
        if self.bytes + bytes > self.most {
            self.make_room();
        }
        let page = Page { version, kept, asked_for: AtomicBool::new(false) };
        if let Some(before) = self.pages.insert(key.clone(), page) {
            self.bytes -= size(&key, &before.kept);
        }
        self.bytes += bytes;
    }

    /// A quarter becomes free: first what nobody has asked for again, then whatever comes.
    fn make_room(&mut self) {
        self.drop_where(|page| !page.asked_for.swap(false, Ordering::Relaxed));
        self.drop_where(|_| true);
    }

    fn drop_where(&mut self, may_go: impl Fn(&Page) -> bool) {
        let (enough, left) = (self.most / 4 * 3, &mut self.bytes);
        self.pages.retain(|key, page| {
            let goes = may_go(page) && *left > enough;
            if goes {
                *left -= size(key, &page.kept);
            }
            !goes
        });
    }

    fn clear(&mut self) {
        self.pages.clear();
        self.bytes = 0;
    }
}

fn size(key: &str, kept: &Kept) -> usize {
    key.len() + kept.bytes() + OVERHEAD
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use std::{cell::Cell, rc::Rc};

    use tokio::sync::oneshot;

    use super::*;

    /// Bytes that do not get shorter.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        };
        (0..length).map(|_| next()).collect()
    }

    async fn asks(pages: &PublicPages, key: &str, length: usize) -> bool {
        let made = Cell::new(false);
        let make = async || {
            made.set(true);
            Ok(noise(length))
        };
        pages.kept(key.to_owned(), Ts::default(), make).await.unwrap();
        made.get()
    }

    #[actix_web::test]
    async fn a_page_is_made_once_until_the_version_moves_on() {
        let pages = PublicPages::default();
        assert!(asks(&pages, "/", 10).await);
        assert!(!asks(&pages, "/", 10).await);
        pages.is_now(1);
        assert!(asks(&pages, "/", 10).await);
        pages.is_now(1);
        assert!(!asks(&pages, "/", 10).await);
    }

    #[actix_web::test]
    async fn however_many_addresses_are_asked_for_the_memory_stays_bounded() {
        let pages = PublicPages::bounded(1_000_000);
        for number in 0..500 {
            asks(&pages, &format!("/{number}"), 10_000).await;
            assert!(!asks(&pages, "/popular", 10_000).await || number == 0, "what is asked for stays");
            let shelf = pages.shelf.read();
            assert!(shelf.bytes <= shelf.most);
            assert_eq!(shelf.bytes, shelf.pages.iter().map(|(key, page)| size(key, &page.kept)).sum::<usize>());
        }
        assert!(pages.shelf.read().pages.len() > 50);
        assert!(pages.in_the_making.lock().is_empty());
    }

    #[actix_web::test]
    async fn what_is_too_long_for_the_shelf_is_served_all_the_same() {
        let pages = PublicPages::bounded(1_000_000);
        assert!(asks(&pages, "/small", 10).await);
        assert!(asks(&pages, "/large", 2_000_000).await);
        assert!(asks(&pages, "/large", 2_000_000).await);
        assert!(!asks(&pages, "/small", 10).await);
    }

    /// Asks for `/`, and is told when to go on and what with.
    fn begins(
        pages: &Rc<PublicPages>,
        made: &Rc<Cell<u32>>,
        go: oneshot::Receiver<Result<Vec<u8>, PageError>>,
    ) -> actix_web::rt::task::JoinHandle<Result<Arc<Kept>, PageError>> {
        let (pages, made) = (pages.clone(), made.clone());
        actix_web::rt::spawn(async move {
            let make = async || {
                made.set(made.get() + 1);
                go.await.unwrap_or_else(|_| Err(PageError::internal("nobody said go")))
            };
            pages.kept("/".to_owned(), Ts::default(), make).await
        })
    }

    async fn all_have_begun(pages: &PublicPages, wanted: usize) {
        let waiting = || pages.in_the_making.lock().values().map(|made| Arc::strong_count(made) - 1).sum::<usize>();
        while waiting() != wanted {
            tokio::task::yield_now().await;
        }
    }

    #[actix_web::test]
    async fn those_who_ask_at_the_same_time_wait_for_one_making() {
        for fails in [false, true] {
            let (pages, made) = (Rc::new(PublicPages::default()), Rc::new(Cell::new(0)));
            let mut going = Vec::new();
            let all: Vec<_> = (0..5)
                .map(|_| {
                    let (go, wait) = oneshot::channel();
                    going.push(go);
                    begins(&pages, &made, wait)
                })
                .collect();
            all_have_begun(&pages, 5).await;
            let outcome =
                if fails { Err(PageError::Unavailable("the database is away".to_owned())) } else { Ok(noise(9)) };
            going.swap_remove(0).send(outcome).unwrap();
            for one in all {
                assert_eq!(one.await.unwrap().is_err(), fails);
            }
            assert_eq!(made.get(), 1);
            assert!(pages.in_the_making.lock().is_empty());
            assert_eq!(asks(&pages, "/", 9).await, fails, "a failure is not kept");
        }
    }

    #[actix_web::test]
    async fn if_who_makes_it_leaves_the_next_one_does() {
        let (pages, made) = (Rc::new(PublicPages::default()), Rc::new(Cell::new(0)));
        let (_never, wait) = oneshot::channel();
        let first = begins(&pages, &made, wait);
        all_have_begun(&pages, 1).await;
        let (go, wait) = oneshot::channel();
        let second = begins(&pages, &made, wait);
        all_have_begun(&pages, 2).await;
        first.abort();
        go.send(Ok(noise(9))).unwrap();
        second.await.unwrap().unwrap();
        assert_eq!(made.get(), 2);
        assert!(pages.in_the_making.lock().is_empty());
    }
}
