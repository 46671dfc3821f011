//! How long people waited, counted from when they wanted something and not from when their turn came.

use std::{future::Future, time::Duration};

use hdrhistogram::Histogram;
use serde::Serialize;
use tokio::time::{Instant, sleep_until};

/// The waiting of everybody who did one thing.
#[derive(Serialize)]
pub struct Waiting {
    pub what: String,
    pub people: usize,
    pub within_seconds: u64,
    /// Those who did not get what they wanted.
    pub failed: usize,
    /// What a few of them were told.
    pub told: Vec<String>,
    /// Milliseconds that so much of the people waited at most.
    pub p50: f64,
    pub p90: f64,
    pub p99: f64,
    pub longest: f64,
    /// Share of the people in per cent, and milliseconds: the curve of a picture.
    pub curve: Vec<(f64, f64)>,
}

/// Everybody does it, evenly over the window, whether or not those before them are done. What each got, in their order.
pub async fn by_the_clock<P, T, F>(
    what: &str,
    within: Duration,
    people: Vec<P>,
    act: impl Fn(P) -> F,
) -> anyhow::Result<(Waiting, Vec<Option<T>>)>
where
    T: 'static,
    F: Future<Output = anyhow::Result<T>> + 'static,
{
    let count = people.len();
    let gap = within / u32::try_from(count.max(1))?;
    let begun = Instant::now();
    let mut under_way = Vec::with_capacity(count);
    for (number, person) in (0u32..).zip(people) {
        let wanted = begun + gap * number;
        sleep_until(wanted).await;
        let done = act(person);
        under_way.push(actix_web::rt::spawn(async move {
            let got = done.await;
            (wanted.elapsed(), got)
        }));
    }
    let mut waited = Histogram::<u64>::new(3)?;
    let (mut got, mut told, mut failed) = (Vec::with_capacity(count), Vec::new(), 0);
    for one in under_way {
        let (took, outcome) = one.await?;
        waited.record(u64::try_from(took.as_micros())?)?;
        if let Err(error) = &outcome {
            failed += 1;
            if told.len() < 3 {
                told.push(error.to_string());
            }
        }
        got.push(outcome.ok());
    }
    let milliseconds = |micros: u64| u32::try_from(micros).map_or(f64::MAX, f64::from) / 1000.0;
    let at = |quantile: f64| milliseconds(waited.value_at_quantile(quantile));
    let curve = waited.iter_quantiles(5).map(|step| (step.quantile() * 100.0, milliseconds(step.value_iterated_to())));
    let waiting = Waiting {
        what: what.to_owned(),
        people: count,
        within_seconds: within.as_secs(),
        failed,
        told,
        p50: at(0.5),
        p90: at(0.9),
        p99: at(0.99),
        longest: milliseconds(waited.max()),
        curve: curve.collect(),
    };
    Ok((waiting, got))
}
