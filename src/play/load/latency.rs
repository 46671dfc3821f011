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

/// What was seen of everybody who did one thing, at one place or at many.
#[derive(Default)]
pub struct Seen {
    waited: Vec<Duration>,
    failed: usize,
    told: Vec<String>,
}

impl Seen {
    pub fn of_one(waited: Duration) -> Self {
        Self { waited: vec![waited], ..Self::default() }
    }

    pub fn of_a_failure(waited: Duration, told: String) -> Self {
        Self { waited: vec![waited], failed: 1, told: vec![told] }
    }

    pub fn and(mut self, other: Self) -> Self {
        self.waited.extend(other.waited);
        self.failed += other.failed;
        self.told.extend(other.told);
        self
    }

    pub fn waiting(self, what: &str, within: Duration) -> anyhow::Result<Waiting> {
        const WORDS_SHOWN: usize = 3;
        let mut waited = Histogram::<u64>::new(3)?;
        for took in &self.waited {
            waited.record(u64::try_from(took.as_micros())?)?;
        }
        let milliseconds = |micros: u64| u32::try_from(micros).map_or(f64::MAX, f64::from) / 1000.0;
        let at = |quantile: f64| milliseconds(waited.value_at_quantile(quantile));
        let curve =
            waited.iter_quantiles(5).map(|step| (step.quantile() * 100.0, milliseconds(step.value_iterated_to())));
        Ok(Waiting {
            what: what.to_owned(),
            people: self.waited.len(),
            within_seconds: within.as_secs(),
            failed: self.failed,
            told: self.told.into_iter().take(WORDS_SHOWN).collect(),
            p50: at(0.5),
            p90: at(0.9),
            p99: at(0.99),
            longest: milliseconds(waited.max()),
            curve: curve.collect(),
        })
    }
}

/// Everybody does it, evenly over the window, whether or not those before them are done. What each got, in their order.
pub async fn by_the_clock<P, T, F>(
    within: Duration,
    people: Vec<P>,
    act: impl Fn(P) -> F,
) -> anyhow::Result<(Seen, Vec<Option<T>>)>
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
    let (mut seen, mut got) = (Seen::default(), Vec::with_capacity(count));
    for one in under_way {
        let (took, outcome) = one.await?;
        seen.waited.push(took);
        if let Err(error) = &outcome {
            seen.failed += 1;
            seen.told.push(error.to_string());
        }
        got.push(outcome.ok());
    }
    Ok((seen, got))
}
