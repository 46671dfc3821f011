//! Server-sent events: one reader of the database an instance, however many look on.

use std::{collections::HashMap, sync::Arc, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::CACHE_CONTROL,
    web::{Bytes, Data},
};
use futures_util::stream;
use parking_lot::Mutex;
use tokio::{
    sync::watch,
    time::{Interval, interval, sleep},
};

use super::{Handled, PageError, Visitor, blocking};
use crate::clock::Clock;

const READS_EVERY: Duration = Duration::from_secs(1);
/// Tells a browser that the line is open, and what time it is.
const BEATS_EVERY: Duration = Duration::from_secs(10);
/// More open lines than a hall has screens and phones; whoever comes later asks now and again instead.
const MOST_LISTENERS: usize = 2_000;
/// Of one address, so that nobody takes all of them; a hall behind one address has the rest ask now and again.
const MOST_OF_AN_ADDRESS: usize = 60;
/// Proxies that keep the first bytes back until they are worth a packet let this much through.
const PADDING: usize = 2_048;

type Feed = watch::Sender<Arc<str>>;

/// What is followed at the moment, by key, and how many lines each address has.
#[derive(Default)]
pub struct Live {
    feeds: Mutex<HashMap<String, Feed>>,
    lines: Mutex<HashMap<Visitor, usize>>,
}

/// An open line of an address; counted until it is dropped.
struct Line {
    live: Data<Live>,
    from: Visitor,
}

impl Line {
    fn open(live: &Data<Live>, from: Visitor) -> Result<Self, PageError> {
        let mut lines = live.lines.lock();
        let all: usize = lines.values().sum();
        let of_it = lines.entry(from).or_default();
        if all >= MOST_LISTENERS || *of_it >= MOST_OF_AN_ADDRESS {
            return Err(PageError::TooMany);
        }
        *of_it += 1;
        Ok(Self { live: live.clone(), from })
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let mut lines = self.live.lines.lock();
        if let Some(of_it) = lines.get_mut(&self.from) {
            *of_it -= 1;
            if *of_it == 0 {
                lines.remove(&self.from);
            }
        }
    }
}

impl Live {
    /// An answer that never ends: what `read` says, whenever it says something else. Whoever follows the same `key`
    /// shares one reader, which stops after the last of them.
    pub fn follow<R>(live: &Data<Self>, request: &HttpRequest, key: String, clock: Clock, read: R) -> Handled
    where
        R: Fn() -> Result<String, PageError> + Clone + Send + 'static,
    {
        let line = Line::open(live, Visitor::of(request))?;
        let receiver = {
            let mut feeds = live.feeds.lock();
            match feeds.get(&key) {
                Some(feed) => feed.subscribe(),
                None => {
                    let (feed, receiver) = watch::channel(Arc::from(""));
                    feeds.insert(key.clone(), feed);
                    actix_web::rt::spawn(keep_reading(live.clone(), key, read));
                    receiver
                }
            }
        };
        let listener = Listener { receiver, beat: interval(BEATS_EVERY), clock, said: Said::Nothing, _line: line };
        let events = stream::unfold(listener, |mut listener| async {
            let event = listener.next().await?;
            Some((Ok::<_, actix_web::Error>(Bytes::from(event)), listener))
        });
        Ok(HttpResponse::Ok()
            .content_type("text/event-stream")
            .insert_header((CACHE_CONTROL, "no-store, no-transform"))
            .insert_header(("x-accel-buffering", "no"))
            .streaming(events))
    }
}

async fn keep_reading<R>(live: Data<Live>, key: String, read: R)
where
    R: Fn() -> Result<String, PageError> + Clone + Send + 'static,
{
    loop {
        let read = read.clone();
        let now = blocking(read).await;
        {
            let mut feeds = live.feeds.lock();
            let Some(feed) = feeds.get(&key) else { return };
            if feed.receiver_count() == 0 {
                feeds.remove(&key);
                return;
            }
            match now {
                Ok(now) => {
                    feed.send_if_modified(|known| {
                        let changed = **known != *now;
                        if changed {
                            *known = Arc::from(now);
                        }
                        changed
                    });
                }
                Err(error) => tracing::warn!(%error, "a live page could not be read"),
            }
        }
        sleep(READS_EVERY).await;
    }
}

/// How far one browser has been told.
enum Said {
    Nothing,
    /// The padding; whatever is known by now comes next.
    Hello,
    State,
}

struct Listener {
    receiver: watch::Receiver<Arc<str>>,
    beat: Interval,
    clock: Clock,
    said: Said,
    _line: Line,
}

impl Listener {
    async fn next(&mut self) -> Option<String> {
        if matches!(self.said, Said::Nothing) {
            self.said = Said::Hello;
            return Some(format!("retry: 2000\n:{}\n\n", " ".repeat(PADDING)));
        }
        if matches!(self.said, Said::Hello) {
            self.said = Said::State;
            let known = self.receiver.borrow_and_update().clone();
            if !known.is_empty() {
                return Some(state(&known));
            }
        }
        tokio::select! {
            changed = self.receiver.changed() => {
                changed.ok()?;
                let now = self.receiver.borrow_and_update().clone();
                Some(state(&now))
            }
            _ = self.beat.tick() => {
                let now = self.clock.now().timestamp().as_millisecond();
                Some(format!("event: beat\ndata: {now}\n\n"))
            }
        }
    }
}

/// JSON on one line, as it comes from serde.
fn state(json: &str) -> String {
    format!("event: state\ndata: {json}\n\n")
}
