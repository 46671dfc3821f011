//! How long a body may be, and how long it may take to come.

use std::{
    future::Future,
    io,
    ops::Deref,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, error::PayloadError, web::Bytes};
use futures_util::{Stream, StreamExt};
use tokio::time::{Instant, Sleep, sleep};

use super::PageError;

/// What a form of a few fields may be long.
pub const FORM: usize = 64 * 1024;
/// A form into which a script writes what it has computed.
pub const LARGE_FORM: usize = 1024 * 1024;

/// A body that never comes is waited for this long,
const PATIENCE: Duration = Duration::from_secs(30);
/// and a second longer for each of these that did come: a large file on a poor line is no attack.
const SLOWEST: usize = 4 * 1024;

/// A body of at most `MOST` bytes.
pub struct Body<const MOST: usize>(Bytes);

impl<const MOST: usize> Deref for Body<MOST> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl<const MOST: usize> FromRequest for Body<MOST> {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(_: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = whole(payload.take(), MOST);
        Box::pin(async move { Ok(Self(Bytes::from(body.await?))) })
    }
}

/// The same body, up to `most` bytes of it.
pub(super) async fn whole(payload: Payload, most: usize) -> Result<Vec<u8>, PageError> {
    let mut chunks = bounded(payload, most, PATIENCE);
    let mut body = Vec::new();
    while let Some(chunk) = chunks.next().await {
        body.extend_from_slice(&chunk.map_err(PageError::from)?);
    }
    Ok(body)
}

/// The same body, which ends with an error where it is too long or too slow.
pub(super) fn watched(payload: Payload, most: usize) -> Payload {
    Payload::Stream { payload: Box::pin(bounded(payload, most, PATIENCE)) }
}

fn bounded<S>(body: S, most: usize, patience: Duration) -> Bounded<S> {
    let timer = Box::pin(sleep(patience));
    Bounded { body, most, seen: 0, first: timer.deadline(), timer }
}

struct Bounded<S> {
    body: S,
    most: usize,
    seen: usize,
    /// When it is given up if nothing comes.
    first: Instant,
    timer: Pin<Box<Sleep>>,
}

impl<S: Stream<Item = Result<Bytes, PayloadError>> + Unpin> Stream for Bounded<S> {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match Pin::new(&mut self.body).poll_next(context) {
            Poll::Ready(Some(Ok(chunk))) => {
                self.seen = self.seen.saturating_add(chunk.len());
                if self.seen > self.most {
                    return Poll::Ready(Some(Err(PayloadError::Overflow)));
                }
                let until = self.first + earned(self.seen);
                self.timer.as_mut().reset(until);
                Poll::Ready(Some(Ok(chunk)))
            }
            Poll::Pending if self.timer.as_mut().poll(context).is_ready() => {
                Poll::Ready(Some(Err(PayloadError::Io(io::ErrorKind::TimedOut.into()))))
            }
            other => other,
        }
    }
}

fn earned(seen: usize) -> Duration {
    Duration::from_secs(u64::try_from(seen / SLOWEST).unwrap_or(u64::MAX))
}

impl From<PayloadError> for PageError {
    fn from(error: PayloadError) -> Self {
        match error {
            PayloadError::Overflow => Self::TooLarge,
            PayloadError::Io(why) if why.kind() == io::ErrorKind::TimedOut => Self::TooSlow,
            error => Self::BadForm(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
    use futures_util::stream;

    use super::*;

    const SOON: Duration = Duration::from_millis(20);

    fn sent(chunks: &[&'static str]) -> Vec<Result<Bytes, PayloadError>> {
        chunks.iter().map(|chunk| Ok(Bytes::from_static(chunk.as_bytes()))).collect()
    }

    async fn read(body: impl Stream<Item = Result<Bytes, PayloadError>> + Unpin) -> Result<usize, PageError> {
        let mut body = bounded(body, 10, SOON);
        let mut length = 0;
        while let Some(chunk) = body.next().await {
            length += chunk.map_err(PageError::from)?.len();
        }
        Ok(length)
    }

    #[actix_web::test]
    async fn a_body_has_its_length_and_not_a_byte_more() {
        assert_eq!(read(stream::iter(sent(&["12345", "67890"]))).await.unwrap(), 10);
        assert!(matches!(read(stream::iter(sent(&["12345", "67890", "1"]))).await, Err(PageError::TooLarge)));
    }

    #[actix_web::test]
    async fn a_body_that_never_ends_is_given_up() {
        let half = stream::iter(sent(&["12345"])).chain(stream::pending());
        assert!(matches!(read(half).await, Err(PageError::TooSlow)));
    }

    #[test]
    fn a_large_file_on_a_poor_line_gets_the_time_it_needs() {
        assert_eq!(earned(0), Duration::ZERO);
        assert_eq!(earned(SLOWEST - 1), Duration::ZERO);
        assert_eq!(earned(12 * 1024 * 1024), Duration::from_secs(3_072));
    }
}
