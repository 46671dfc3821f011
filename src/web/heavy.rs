//! Work that takes a processor or much memory (hashing, pictures, workbooks), a few pieces at a time: whatever comes,
//! its memory is bounded and the threads that casting and pages need stay free.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::{PageError, blocking};

/// A small pool with a short queue.
pub struct Heavy {
    /// Who works or waits.
    queue: Arc<Semaphore>,
    /// Who works.
    places: Arc<Semaphore>,
}

impl Heavy {
    /// `at_once` pieces of work run, `waiting` more may wait; beyond that callers are sent away at once.
    pub fn new(at_once: usize, waiting: usize) -> Self {
        Self { queue: Arc::new(Semaphore::new(at_once + waiting)), places: Arc::new(Semaphore::new(at_once)) }
    }

    /// Runs `f` when there is a place. Whoever has left by then (the future is dropped) costs nothing; whoever leaves while
    /// the work is done gives the place back at its end, not before.
    pub async fn run<T, E>(&self, f: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<PageError> + Send + 'static,
    {
        let busy = || PageError::Unavailable("too many wait for a place".to_owned());
        let queued = self.queue.clone().try_acquire_owned().map_err(|_| busy())?;
        let place = self.places.clone().acquire_owned().await.map_err(|_| busy())?;
        blocking(move || {
            let _held = (queued, place);
            f()
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use std::{sync::mpsc, time::Duration};

    use super::*;

    #[actix_web::test]
    async fn one_works_one_waits_and_the_third_is_sent_away() {
        let heavy = std::rc::Rc::new(Heavy::new(1, 1));
        let (go, wait) = mpsc::channel::<()>();
        let works = actix_web::rt::spawn({
            let heavy = heavy.clone();
            async move { heavy.run(move || wait.recv().map_err(PageError::internal)).await }
        });
        while heavy.places.available_permits() > 0 {
            actix_web::rt::time::sleep(Duration::from_millis(1)).await;
        }
        let waits = actix_web::rt::spawn({
            let heavy = heavy.clone();
            async move { heavy.run(|| Ok::<_, PageError>(())).await }
        });
        while heavy.queue.available_permits() > 0 {
            actix_web::rt::time::sleep(Duration::from_millis(1)).await;
        }
        let sent_away = heavy.run(|| Ok::<_, PageError>(())).await;
        assert!(matches!(sent_away, Err(PageError::Unavailable(_))));
        go.send(()).unwrap();
        works.await.unwrap().unwrap();
        waits.await.unwrap().unwrap();
        heavy.run(|| Ok::<_, PageError>(())).await.unwrap();
    }

    #[actix_web::test]
    async fn whoever_leaves_while_the_work_is_done_gives_no_place_to_another() {
        let heavy = std::rc::Rc::new(Heavy::new(1, 0));
        let (go, wait) = mpsc::channel::<()>();
        let leaves = actix_web::rt::spawn({
            let heavy = heavy.clone();
            async move { heavy.run(move || wait.recv().map_err(PageError::internal)).await }
        });
        while heavy.places.available_permits() > 0 {
            actix_web::rt::time::sleep(Duration::from_millis(1)).await;
        }
        actix_web::rt::time::sleep(Duration::from_millis(20)).await;
        leaves.abort();
        assert!(leaves.await.is_err());
        assert!(matches!(heavy.run(|| Ok::<_, PageError>(())).await, Err(PageError::Unavailable(_))));
        go.send(()).unwrap();
        while heavy.run(|| Ok::<_, PageError>(())).await.is_err() {
            actix_web::rt::time::sleep(Duration::from_millis(1)).await;
        }
    }
}
