use std::collections::HashMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

use super::caps::Caps;
use super::report::{CheckLine, VerifyError};
use crate::ballot::Ballot;
use crate::credential::CredentialList;
use crate::election::Election;
use crate::group::Element;
use crate::tally::{EncryptedTally, TallyAccumulator, TallyError};

/// Ballots all right, and their product.
pub(super) struct Checked {
    pub ballots: Vec<Ballot>,
    pub tally: EncryptedTally,
}

/// Checks every ballot, with its cap where caps are given, shared out among threads; multiplies those that count.
pub(super) fn check_all(
    bytes: &[&[u8]],
    (election, credentials, caps): (&Election, &CredentialList, Option<&Caps>),
    threads: Option<NonZero<usize>>,
    report: &mut dyn FnMut(CheckLine),
) -> Result<Checked, VerifyError> {
    let cores = threads.map_or_else(|| std::thread::available_parallelism().map_or(1, NonZero::get), NonZero::get);
    let work = Work { bytes, election, credentials, caps, next: AtomicUsize::new(0), stop: AtomicBool::new(false) };
    let mut outcomes = Vec::new();
    std::thread::scope(|scope| {
        let (progress, ticks) = mpsc::channel();
        let workers: Vec<_> = (0..cores.min(bytes.len()))
            .map(|_| {
                let progress = progress.clone();
                let work = &work;
                scope.spawn(move || work.run(&progress))
            })
            .collect();
        drop(progress);
        for (done, ()) in (1..).zip(ticks) {
            report(CheckLine::Progress { done, total: bytes.len() });
        }
        for worker in workers {
            outcomes.push(worker.join());
        }
    });
    let mut ballots = Vec::with_capacity(bytes.len());
    let mut first: Option<(usize, String)> = None;
    for outcome in outcomes {
        let (done, refused) = outcome.map_err(|_| VerifyError::bad("a thread that checks ballots broke down"))?;
        ballots.extend(done);
        if let Some(refused) = refused {
            first = Some(first.map_or(refused.clone(), |known| known.min(refused)));
        }
    }
    if let Some((index, refusal)) = first {
        return Err(VerifyError::bad(format!("ballot {}: {refusal}", index + 1)));
    }
    ballots.sort_unstable_by_key(|(index, _)| *index);
    let ballots: Vec<Ballot> = ballots.into_iter().map(|(_, ballot)| ballot).collect();
    let tally = tally_of(&ballots, election, credentials).map_err(VerifyError::bad)?;
    Ok(Checked { ballots, tally })
}

struct Work<'a> {
    bytes: &'a [&'a [u8]],
    election: &'a Election,
    credentials: &'a CredentialList,
    caps: Option<&'a Caps>,
    next: AtomicUsize,
    stop: AtomicBool,
}

/// Right ballots with their places, and the first wrong one with the reason.
type Outcome = (Vec<(usize, Ballot)>, Option<(usize, String)>);

impl Work<'_> {
    /// Takes one ballot after the other until none is left or one is refused. Indices are handed out in order, so the
    /// least one refused by any thread is the first wrong ballot.
    fn run(&self, progress: &mpsc::Sender<()>) -> Outcome {
        let mut done = Vec::new();
        while !self.stop.load(Ordering::Relaxed) {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(bytes) = self.bytes.get(index) else { break };
            match self.check(bytes) {
                Ok(ballot) => done.push((index, ballot)),
                Err(refusal) => {
                    self.stop.store(true, Ordering::Relaxed);
                    return (done, Some((index, refusal)));
                }
            }
            // The receiver lives until all workers are done.
            let _ = progress.send(());
        }
        (done, None)
    }

    fn check(&self, bytes: &[u8]) -> Result<Ballot, String> {
        let ballot = Ballot::parse_of_any_length(bytes).map_err(|e| e.to_string())?;
        ballot.check(self.election, self.credentials).map_err(|e| e.to_string())?;
        self.caps.map_or(Ok(()), |caps| caps.check(self.election, &ballot))?;
        Ok(ballot)
    }
}

fn tally_of(
    ballots: &[Ballot],
    election: &Election,
    credentials: &CredentialList,
) -> Result<EncryptedTally, TallyError> {
    let last: HashMap<&Element, usize> = ballots.iter().enumerate().map(|(i, b)| (b.credential(), i)).collect();
    let mut tally = TallyAccumulator::new(election);
    for (index, ballot) in ballots.iter().enumerate() {
        if last.get(ballot.credential()) == Some(&index) {
            let weight = credentials.weight(ballot.credential()).ok_or(TallyError::Ballot)?;
            tally.add_weighted(ballot, weight)?;
        }
    }
    Ok(tally.finish())
}
