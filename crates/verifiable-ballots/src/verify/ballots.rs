use std::collections::HashMap;
use std::io::{Read, Seek};
use std::num::NonZero;
use std::sync::{Mutex, PoisonError, mpsc};

use serde::{Deserialize, Serialize};

use super::caps::Caps;
use super::report::{CheckLine, VerifyError};
use crate::archive::{Archive, Place};
use crate::ballot::{Ballot, CheckedBallot};
use crate::credential::CredentialList;
use crate::election::Election;
use crate::group::Element;
use crate::json;
use crate::tally::{EncryptedTally, Product, TallyAccumulator, TallyError};

/// What every ballot is checked against.
pub(super) struct Rules<'a> {
    pub election: &'a Election,
    pub credentials: &'a CredentialList,
    pub caps: Option<&'a Caps>,
}

/// What remains of ballots that are all right.
pub(super) struct Checked {
    /// In the order of casting.
    pub trackers: Vec<String>,
    pub tally: EncryptedTally,
}

/// Checks every ballot, with its cap where caps are given, shared out among threads.
pub(super) fn check_all<R: Read + Seek + Send>(
    archive: &mut Archive<R>,
    places: &[Place],
    rules: &Rules<'_>,
    threads: Option<NonZero<usize>>,
    report: &mut dyn FnMut(CheckLine),
) -> Result<Vec<Part>, VerifyError> {
    let cores = threads.map_or_else(|| std::thread::available_parallelism().map_or(1, NonZero::get), NonZero::get);
    let queue = Mutex::new(Queue { archive, places: places.iter().enumerate() });
    let mut outcomes = Vec::new();
    std::thread::scope(|scope| {
        let (progress, ticks) = mpsc::channel();
        let workers: Vec<_> = (0..cores.min(places.len()))
            .map(|_| {
                let (progress, queue) = (progress.clone(), &queue);
                scope.spawn(move || rules.work(queue, &progress))
            })
            .collect();
        drop(progress);
        for (done, ()) in (1..).zip(ticks) {
            report(CheckLine::Progress { done, total: places.len() });
        }
        for worker in workers {
            outcomes.push(worker.join());
        }
    });
    let mut parts = Vec::new();
    let mut refusals = Vec::new();
    for outcome in outcomes {
        let outcome = outcome.map_err(|_| VerifyError::bad("a thread that checks ballots broke down"))?;
        parts.push(outcome.part);
        refusals.extend(outcome.refusal);
    }
    // Ballots are handed out in order, so the least one refused by any thread is the first wrong ballot.
    match refusals.into_iter().min_by_key(|(index, _)| *index) {
        Some((_, refusal)) => Err(refusal),
        None => Ok(parts),
    }
}

/// The ballots still to be checked, read one at a time.
struct Queue<'a, R> {
    archive: &'a mut Archive<R>,
    places: std::iter::Enumerate<std::slice::Iter<'a, Place>>,
}

impl<R: Read + Seek> Queue<'_, R> {
    fn next(&mut self) -> Option<(usize, Result<Vec<u8>, VerifyError>)> {
        let (index, place) = self.places.next()?;
        Some((index, self.archive.content(place).map_err(VerifyError::from)))
    }

    /// Nothing more is handed out: a ballot was refused.
    fn stop(&mut self) {
        self.places = [].iter().enumerate();
    }
}

/// What one thread has done.
struct Outcome {
    part: Part,
    refusal: Option<(usize, VerifyError)>,
}

/// Ballots that are all right, whatever their order, and their product.
#[derive(Debug, Clone)]
pub struct Part {
    ballots: Vec<Seen>,
    tally: TallyAccumulator,
}

/// What is kept of a right ballot.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seen {
    index: usize,
    tracker: String,
    credential: Element,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartText {
    ballots: Vec<Seen>,
    product: Product,
}

impl Part {
    pub(super) fn new(election: &Election) -> Part {
        Part { ballots: Vec::new(), tally: TallyAccumulator::new(election) }
    }

    /// As JSON, for another worker that finishes.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        json::canonical(&PartText { ballots: self.ballots.clone(), product: Product::of(&self.tally) })
    }

    pub(super) fn parse(bytes: &[u8]) -> Result<Part, VerifyError> {
        let text: PartText = serde_json::from_slice(bytes).map_err(VerifyError::bad)?;
        Ok(Part { ballots: text.ballots, tally: text.product.into() })
    }
}

impl Rules<'_> {
    /// Takes one ballot after the other until none is left or one is refused.
    fn work<R: Read + Seek>(&self, queue: &Mutex<Queue<'_, R>>, progress: &mpsc::Sender<()>) -> Outcome {
        let mut outcome = Outcome { part: Part::new(self.election), refusal: None };
        let locked = || queue.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let Some((index, bytes)) = locked().next() else { return outcome };
            if let Err(refusal) = bytes.and_then(|bytes| self.check(index, &bytes, &mut outcome.part)) {
                locked().stop();
                outcome.refusal = Some((index, refusal));
                return outcome;
            }
            // The receiver lives until all workers are done.
            let _ = progress.send(());
        }
    }

    pub(super) fn check(&self, index: usize, bytes: &[u8], part: &mut Part) -> Result<(), VerifyError> {
        let refused = |why: &dyn std::fmt::Display| VerifyError::bad(format!("ballot {}: {why}", index + 1));
        let ballot = Ballot::parse_of_any_length(bytes)
            .and_then(|ballot| ballot.check(self.election, self.credentials))
            .map_err(|e| refused(&e))?;
        self.caps.map_or(Ok(()), |caps| caps.check(self.election, &ballot)).map_err(|e| refused(&e))?;
        part.tally.add_weighted(&ballot, self.weight(ballot.credential())?).map_err(|e| refused(&e))?;
        part.ballots.push(Seen { index, tracker: ballot.tracker(), credential: *ballot.credential() });
        Ok(())
    }

    /// Multiplies the ballots of all parts that count, once every ballot is in one.
    pub(super) fn join<R: Read + Seek>(
        &self,
        archive: &mut Archive<R>,
        places: &[Place],
        parts: impl IntoIterator<Item = Part>,
    ) -> Result<Checked, VerifyError> {
        let mut ballots = Vec::with_capacity(places.len());
        let mut tally = TallyAccumulator::new(self.election);
        for part in parts {
            ballots.extend(part.ballots);
            tally.merge(&part.tally).map_err(VerifyError::bad)?;
        }
        ballots.sort_unstable_by_key(|ballot| ballot.index);
        if !ballots.iter().map(|ballot| ballot.index).eq(0..places.len()) {
            return Err(VerifyError::bad("not every ballot was checked once"));
        }
        for earlier in superseded(&ballots) {
            if let Some(place) = places.get(earlier) {
                take_out(&mut tally, &archive.content(place)?, self).map_err(VerifyError::bad)?;
            }
        }
        let trackers = ballots.into_iter().map(|ballot| ballot.tracker).collect();
        Ok(Checked { trackers, tally: tally.finish() })
    }

    fn weight(&self, credential: &Element) -> Result<u64, VerifyError> {
        self.credentials.weight(credential).ok_or_else(|| VerifyError::bad(TallyError::Ballot))
    }
}

/// The ballots that do not count, because a later one stands under the same credential.
fn superseded(ballots: &[Seen]) -> Vec<usize> {
    let mut last = HashMap::with_capacity(ballots.len());
    ballots.iter().filter_map(|ballot| last.insert(ballot.credential, ballot.index)).collect()
}

/// Takes a ballot out of the product that was checked just before.
fn take_out(tally: &mut TallyAccumulator, bytes: &[u8], rules: &Rules<'_>) -> Result<(), VerifyError> {
    let ballot =
        Ballot::parse_of_any_length(bytes).and_then(CheckedBallot::checked_before).map_err(VerifyError::bad)?;
    tally.take_out(&ballot, rules.weight(ballot.credential())?).map_err(VerifyError::bad)
}
