use std::collections::HashMap;
use std::io::{Read, Seek};
use std::num::NonZero;
use std::sync::{Mutex, PoisonError, mpsc};

use super::caps::Caps;
use super::report::{CheckLine, VerifyError};
use crate::archive::{Archive, Place};
use crate::ballot::{Ballot, CheckedBallot};
use crate::credential::CredentialList;
use crate::election::Election;
use crate::group::Element;
use crate::tally::{EncryptedTally, TallyAccumulator, TallyError};

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

/// Checks every ballot, with its cap where caps are given, shared out among threads; multiplies those that count.
pub(super) fn check_all<R: Read + Seek + Send>(
    archive: &mut Archive<R>,
    places: &[Place],
    rules: &Rules<'_>,
    threads: Option<NonZero<usize>>,
    report: &mut dyn FnMut(CheckLine),
) -> Result<Checked, VerifyError> {
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
    let mut ballots = Vec::with_capacity(places.len());
    let mut tally = TallyAccumulator::new(rules.election);
    let mut refusals = Vec::new();
    for outcome in outcomes {
        let outcome = outcome.map_err(|_| VerifyError::bad("a thread that checks ballots broke down"))?;
        ballots.extend(outcome.ballots);
        tally.merge(&outcome.tally).map_err(VerifyError::bad)?;
        refusals.extend(outcome.refusal);
    }
    // Ballots are handed out in order, so the least one refused by any thread is the first wrong ballot.
    if let Some((_, refusal)) = refusals.into_iter().min_by_key(|(index, _)| *index) {
        return Err(refusal);
    }
    ballots.sort_unstable_by_key(|ballot| ballot.index);
    for earlier in superseded(&ballots) {
        if let Some(place) = places.get(earlier) {
            take_out(&mut tally, &archive.content(place)?, rules).map_err(VerifyError::bad)?;
        }
    }
    let trackers = ballots.into_iter().map(|ballot| ballot.tracker).collect();
    Ok(Checked { trackers, tally: tally.finish() })
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
    ballots: Vec<Seen>,
    tally: TallyAccumulator,
    refusal: Option<(usize, VerifyError)>,
}

/// What is kept of a right ballot.
struct Seen {
    index: usize,
    tracker: String,
    credential: [u8; 32],
}

impl Rules<'_> {
    /// Takes one ballot after the other until none is left or one is refused.
    fn work<R: Read + Seek>(&self, queue: &Mutex<Queue<'_, R>>, progress: &mpsc::Sender<()>) -> Outcome {
        let mut outcome = Outcome { ballots: Vec::new(), tally: TallyAccumulator::new(self.election), refusal: None };
        let locked = || queue.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let Some((index, bytes)) = locked().next() else { return outcome };
            match bytes.and_then(|bytes| self.check(index, &bytes, &mut outcome.tally)) {
                Ok(seen) => outcome.ballots.push(seen),
                Err(refusal) => {
                    locked().stop();
                    outcome.refusal = Some((index, refusal));
                    return outcome;
                }
            }
            // The receiver lives until all workers are done.
            let _ = progress.send(());
        }
    }

    fn check(&self, index: usize, bytes: &[u8], tally: &mut TallyAccumulator) -> Result<Seen, VerifyError> {
        let refused = |why: &dyn std::fmt::Display| VerifyError::bad(format!("ballot {}: {why}", index + 1));
        let ballot = Ballot::parse_of_any_length(bytes)
            .and_then(|ballot| ballot.check(self.election, self.credentials))
            .map_err(|e| refused(&e))?;
        self.caps.map_or(Ok(()), |caps| caps.check(self.election, &ballot)).map_err(|e| refused(&e))?;
        tally.add_weighted(&ballot, self.weight(ballot.credential())?).map_err(|e| refused(&e))?;
        Ok(Seen { index, tracker: ballot.tracker(), credential: *ballot.credential().as_bytes() })
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
